"""Comments in YAML that suppress diagnostics: `# ims-lint: ignore[IMS502]`, `# ims-lint: ignore-file[IMS5]`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from ims_lint.config import specificity
from ims_lint.config.file import unknown_selector
from ims_lint.document import Document
from ims_lint.document.node import Node
from ims_lint.document.text import Text
from ims_lint.finding import Change, Finding, Rewrite, Severity, Span
from ims_lint.rules.registry import RULES

_COMMENT = re.compile(r"(?<!\S)#[ \t]*ims-lint(?P<colon>:|(?=[ \t]+ignore\b))[ \t]*(?P<words>[^\r\n]*)")
_WORDS = re.compile(r"(?P<kind>ignore(?:-file)?)[ \t]*\[(?P<names>[^\]]*)\](?:[^\w\[\]].*)?")
"""What a suppression says; a reason may follow, behind a space, a colon, a dash or another mark."""
_NAME = re.compile(r"[^\s,]+")
_NO_CONTENT = re.compile(r"(?:[ \t]*|(?:---|\.\.\.)[ \t]*)(?:#.*)?")
_NEAR = 100
"""So many values before a comment are looked at for one that ends on its line."""

_SELECTOR = re.compile(r"(?<![\w-])[A-Za-z][\w-]*+")


@dataclass
class Suppression:
    """One selector in a comment: the codes it stands for, and the lines it covers (None: all lines)."""

    selector: str
    kind: str
    span: Span
    codes: frozenset[str]
    lines: frozenset[int] | None
    change: Change
    used: bool = field(default=False)

    def covers(self, code: str, lines: Iterable[int]) -> bool:
        """Whether a diagnostic with this code, whose key and value start on these lines, is suppressed."""
        return code in self.codes and (self.lines is None or not self.lines.isdisjoint(lines))


def find_suppressions(text: Text, documents: list[Document]) -> tuple[list[Suppression], list[Finding]]:
    """The suppressions in a YAML text, and what is wrong with how they are written."""
    suppressions: list[Suppression] = []
    findings: list[Finding] = []
    comments = list(_COMMENT.finditer(text.content)) if "ims-lint" in text.content else []
    values = _scalar_spans(text, documents) if comments else []
    for comment in comments:
        before = bisect_right(values, (comment.start(), inf))
        if before and comment.start() < values[before - 1].end:
            continue
        words = _WORDS.fullmatch(comment["words"].rstrip())
        if words is None or not comment["colon"] or not _NAME.search(words["names"]):
            help = _right_form(comment["words"])
            findings.append(Finding("IMS011", (), "malformed suppression comment", help, span=Span(*comment.span())))
            continue
        for each in _suppressions(text, comment, words, values[max(0, before - _NEAR) : before]):
            if each.codes:
                suppressions.append(each)
            else:
                message = unknown_selector(each.selector) or ""
                help = "see `ims-lint rule --all` for the codes and names"
                findings.append(Finding("IMS011", (), message, help, span=each.span))
    return suppressions, findings


def _right_form(words: str) -> str:
    """How a malformed comment has to be written, as far as it names rules."""
    kind = "ignore-file" if "ignore-file" in words else "ignore"
    names = [name[0] for name in _SELECTOR.finditer(words) if _codes(name[0])]
    if not names:
        return f"add the rules to ignore in brackets, for example # ims-lint: {kind}[IMS506]"
    return f"use # ims-lint: {kind}[{', '.join(names)}]"


def _codes(selector: str) -> frozenset[str]:
    """The codes of the rules that a selector stands for."""
    return frozenset(rule.code for rule in RULES if specificity(selector, rule))


def _suppressions(
    text: Text, comment: re.Match[str], words: re.Match[str], values: list[Span]
) -> Iterable[Suppression]:
    lines = None if words["kind"] == "ignore-file" else _covered_lines(text, comment.start(), values)
    offset = comment.start("words") + words.start("names")
    names = list(_NAME.finditer(words["names"]))
    for name in names:
        selector = name[0]
        codes = _codes(selector)
        span = Span(offset + name.start(), offset + name.end())
        rest = [each[0] for each in names if each is not name]
        change = _removal(text, comment, words, rest)
        yield Suppression(selector, words["kind"], span, codes, lines, change)


def _removal(text: Text, comment: re.Match[str], words: re.Match[str], rest: list[str]) -> Change:
    """The change that takes one selector out: with the last one goes the comment, and a line of its own."""
    if rest:
        start = comment.start("words") + words.start("names")
        return Change(
            "Remove the unused suppression", True, (Rewrite(Span(start, start + len(words["names"])), ", ".join(rest)),)
        )
    line_start, line_end = text.line_span(text.position(comment.start()).line)
    before = text.content[line_start : comment.start()]
    if before.strip():
        start, end = line_start + len(before.rstrip()), comment.end()
    else:
        start, end = line_start, min(line_end + len(text.line_break_at(line_end)), len(text.content))
    return Change("Remove the unused suppression", True, (Rewrite(Span(start, end), ""),))


def _covered_lines(text: Text, at: int, values: list[Span]) -> frozenset[int]:
    """The lines that a comment speaks of.

    Where it stands alone, the next line with content. Else its own line and, where a value of
    several lines ends on that, the line on which the value starts.
    """
    line = text.position(at).line
    if _NO_CONTENT.fullmatch(text.line(line)):
        while line < text.line_count and _NO_CONTENT.fullmatch(text.line(line)):
            line += 1
        return frozenset((line,))
    starts = (text.position(start).line for start, end in values if end <= at and text.position(end).line == line)
    return frozenset((line, *starts))


def _scalar_spans(text: Text, documents: list[Document]) -> list[Span]:
    """Where the scalars stand, in the order of the text: of those that start with a mark, what comes after its line."""
    spans: list[Span] = []
    pending: list[Node] = [document.root for document in documents]
    while pending:
        node = pending.pop()
        if node.entries is None and node.items is None:
            start, end = node.span
            if text.content[start : start + 1] in ("|", ">", "#"):
                start = text.line_span(text.position(start).line)[1]
            spans.append(Span(start, end))
        for key, value in node.own_entries:
            pending += [key, value]
        pending += node.items or []
    return sorted(spans)


def leftovers(
    text: Text, suppressions: list[Suppression], findings: list[Finding], severities: dict[str, Severity]
) -> list[Finding]:
    """What is to be said of the comments themselves: wrongly written ones, and those that suppress nothing."""
    about_comments = [each for each in suppressions if each.codes & {"IMS010", "IMS011"}]
    said = [each for each in findings if not _suppressed(text, each, about_comments)]
    idle = [each for each in suppressions if not each.used and each.codes & severities.keys()]
    about_idle = [each for each in idle if "IMS010" not in each.codes]
    said += [each for each in map(_unused, about_idle) if not _suppressed(text, each, about_comments)]
    return said + [_unused(each) for each in idle if not each.used and "IMS010" in each.codes]


def _suppressed(text: Text, finding: Finding, suppressions: list[Suppression]) -> bool:
    """Whether a finding about a comment is suppressed, by the same comment or another one."""
    line = text.position(finding.span.start if finding.span else 0).line
    hits = [each for each in suppressions if finding.code in each.codes and (each.lines is None or line in each.lines)]
    for each in hits:
        each.used = True
    return bool(hits)


def _unused(suppression: Suppression) -> Finding:
    where = "in this file" if suppression.lines is None else "here"
    message = f"{suppression.kind}[{suppression.selector}] suppresses nothing {where}"
    help = "remove it; it would hide the next real finding"
    return Finding("IMS010", (), message, help, span=suppression.span, change=suppression.change)
