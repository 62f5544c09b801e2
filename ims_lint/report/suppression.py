"""Suppression comments in YAML: `# ims-lint: ignore[IMS502]` and `# ims-lint: ignore-file[IMS5]`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from ims_lint.config import specificity
from ims_lint.document import Document
from ims_lint.document.node import Node
from ims_lint.document.text import Text
from ims_lint.finding import Change, Finding, Rewrite, Severity, Span, shorten
from ims_lint.rules.registry import RULES
from ims_lint.rules.spelling import close_matches

_COMMENT = re.compile(r"(?<!\S)#[ \t]*ims-lint(?P<colon>:|(?=[ \t]+ignore\b))[ \t]*(?P<words>[^\r\n]*)")
_WORDS = re.compile(r"(?P<kind>ignore(?:-file)?)[ \t]*\[(?P<names>[^\]]*)\](?:[^\w\[\]].*)?")
"""The words of a suppression; a reason may follow after a space, colon, hyphen or another such character."""
_NAME = re.compile(r"[^\s,]+")
_NO_CONTENT = re.compile(r"(?:[ \t]*|(?:---|\.\.\.)[ \t]*)(?:#.*)?")
_NEAR = 100
"""So many values before a comment are searched for one that ends on its line."""

_SELECTOR = re.compile(r"(?<![\w-])[A-Za-z][\w-]*+")


@dataclass
class Suppression:
    """One selector in a comment: the codes it selects, and the lines it covers (None: all lines)."""

    selector: str
    kind: str
    span: Span
    codes: frozenset[str]
    lines: frozenset[int] | None
    change: Change
    used: bool = field(default=False)

    def covers(self, code: str, lines: Iterable[int]) -> bool:
        """Return whether it suppresses a diagnostic with this code whose key and value start on these lines."""
        return code in self.codes and (self.lines is None or not self.lines.isdisjoint(lines))


def find_suppressions(text: Text, documents: list[Document]) -> tuple[list[Suppression], list[Finding]]:
    """Return the suppressions in a YAML text, and the findings on malformed ones."""
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
                findings.append(_no_rule(each))
    return suppressions, findings


def selectors_in(line: str) -> Span | None:
    """Return where the selectors of an `ignore[…]` comment in a line are, None if it has no such comment."""
    comment = _COMMENT.search(line)
    words = _WORDS.match(comment["words"]) if comment else None
    if comment is None or words is None or words["kind"] != "ignore":
        return None
    start, end = words.span("names")
    return Span(comment.start("words") + start, comment.start("words") + end)


def _no_rule(suppression: Suppression) -> Finding:
    """Return the finding for a suppression that names no rule, or none that can be suppressed."""
    selector = suppression.selector
    if any(specificity(selector, rule) for rule in RULES):
        return Finding("IMS011", (), f"{selector} cannot be suppressed", "remove it", span=suppression.span)
    close = selector.upper() if _codes(selector.upper()) else ""
    if not close and not selector.upper().startswith("IMS"):
        close = next(iter(close_matches(selector, [rule.name for rule in RULES], cutoff=0.6)), "")
    help = f"change it to {close}" if close else "use a rule code or rule name that `ims-lint rule --all` lists"
    return Finding("IMS011", (), f"{shorten(selector)} is not a rule", help, span=suppression.span)


def _right_form(words: str) -> str:
    """Return the help for a malformed comment, with the rules that it names."""
    kind = "ignore-file" if "ignore-file" in words else "ignore"
    names = [name[0] for name in _SELECTOR.finditer(words) if _codes(name[0])]
    if not names:
        return f"add the rules in brackets, for example # ims-lint: {kind}[IMS506]"
    return f"use # ims-lint: {kind}[{', '.join(names)}]"


def _codes(selector: str) -> frozenset[str]:
    """Return the codes of the rules that a selector names and that can be suppressed."""
    return frozenset(rule.code for rule in RULES if specificity(selector, rule) and not rule.always)


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
    """Return the change that removes one selector; with the last one, it removes the comment and its line."""
    if rest:
        start = comment.start("words") + words.start("names")
        return Change(
            "Remove the suppression", True, (Rewrite(Span(start, start + len(words["names"])), ", ".join(rest)),)
        )
    line_start, line_end = text.line_span(text.position(comment.start()).line)
    before = text.content[line_start : comment.start()]
    if before.strip():
        start, end = line_start + len(before.rstrip()), comment.end()
    else:
        start, end = line_start, min(line_end + len(text.line_break_at(line_end)), len(text.content))
    return Change("Remove the suppression", True, (Rewrite(Span(start, end), ""),))


def _covered_lines(text: Text, at: int, values: list[Span]) -> frozenset[int]:
    """Return the line numbers that a suppression comment covers.

    A comment on a line of its own covers the next line with content. Any other covers its own line
    and, if a value of several lines ends there, the line on which that starts.
    """
    line = text.position(at).line
    if _NO_CONTENT.fullmatch(text.line(line)):
        while line < text.line_count and _NO_CONTENT.fullmatch(text.line(line)):
            line += 1
        return frozenset((line,))
    starts = (text.position(start).line for start, end in values if end <= at and text.position(end).line == line)
    return frozenset((line, *starts))


def _scalar_spans(text: Text, documents: list[Document]) -> list[Span]:
    """Return the spans of the scalars in the order of the text; those of block scalars start after their first line."""
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
    """Return the findings on the comments themselves: malformed ones, and those that suppress no finding."""
    about_comments = [each for each in suppressions if each.codes & {"IMS010", "IMS011"}]
    said = [each for each in findings if not _suppressed(text, each, about_comments)]
    idle = [each for each in suppressions if not each.used and each.codes & severities.keys()]
    about_idle = [each for each in idle if "IMS010" not in each.codes]
    said += [each for each in map(_unused, about_idle) if not _suppressed(text, each, about_comments)]
    return said + [_unused(each) for each in idle if not each.used and "IMS010" in each.codes]


def _suppressed(text: Text, finding: Finding, suppressions: list[Suppression]) -> bool:
    """Return whether a finding on a comment is suppressed, by the same comment or another one."""
    line = text.position(finding.span.start if finding.span else 0).line
    hits = [each for each in suppressions if finding.code in each.codes and (each.lines is None or line in each.lines)]
    for each in hits:
        each.used = True
    return bool(hits)


def _unused(suppression: Suppression) -> Finding:
    message = f"{suppression.kind}[{suppression.selector}] suppresses no finding"
    return Finding("IMS010", (), message, "remove it", span=suppression.span, change=suppression.change)
