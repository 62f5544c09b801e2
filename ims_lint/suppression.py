"""Comments in YAML that suppress diagnostics: `# ims-lint: ignore[IMS502]`, `# ims-lint: ignore-file[IMS5]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ims_lint.config import specificity
from ims_lint.diagnostic import Severity
from ims_lint.document import Document, Text
from ims_lint.document.node import Node
from ims_lint.finding import Change, Finding, Rewrite, Span
from ims_lint.rules import RULES

_COMMENT = re.compile(r"(?<!\S)#[ \t]*ims-lint:[ \t]*(?P<words>[^\r\n]*)")
_WORDS = re.compile(r"(?P<kind>ignore(?:-file)?)[ \t]*\[(?P<names>[^\]]*)\][ \t]*(?:#.*)?")
_NAME = re.compile(r"[^\s,]+")


@dataclass
class Suppression:
    """One selector in a comment: the codes it stands for, and the line it covers (None: all lines)."""

    selector: str
    span: Span
    codes: frozenset[str]
    line: int | None
    change: Change
    used: bool = field(default=False)

    def covers(self, code: str, lines: Iterable[int]) -> bool:
        """Whether a diagnostic with this code, whose key and value start on these lines, is suppressed."""
        return code in self.codes and (self.line is None or self.line in lines)


def find_suppressions(text: Text, documents: list[Document]) -> tuple[list[Suppression], list[Finding]]:
    """The suppressions in a YAML text, and what is wrong with how they are written."""
    suppressions: list[Suppression] = []
    findings: list[Finding] = []
    comments = list(_COMMENT.finditer(text.content)) if "ims-lint:" in text.content else []
    values = _scalar_spans(documents) if comments else []
    for comment in comments:
        if any(start <= comment.start() < end for start, end in values):
            continue
        words = _WORDS.fullmatch(comment["words"].rstrip())
        if words is None:
            help = "write # ims-lint: ignore[CODE], or # ims-lint: ignore-file[CODE]"
            message = f'"{comment[0].strip()}" does not say which rules to ignore'
            findings.append(Finding("IMS011", (), message, help, span=Span(*comment.span())))
            continue
        for each in _suppressions(text, comment, words):
            if each.codes:
                suppressions.append(each)
            else:
                message = f"there is no rule {each.selector}"
                help = "see `ims-lint rule --all` for the codes and names"
                findings.append(Finding("IMS011", (), message, help, span=each.span))
    return suppressions, findings


def _suppressions(text: Text, comment: re.Match[str], words: re.Match[str]) -> Iterable[Suppression]:
    line = None if words["kind"] == "ignore-file" else _covered_line(text, comment.start())
    offset = comment.start("words") + words.start("names")
    names = list(_NAME.finditer(words["names"]))
    for name in names:
        selector = name[0]
        codes = frozenset(rule.code for rule in RULES if specificity(selector, rule))
        span = Span(offset + name.start(), offset + name.end())
        rest = [each[0] for each in names if each is not name]
        yield Suppression(selector, span, codes, line, _removal(text, comment, words, rest))


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


def _covered_line(text: Text, at: int) -> int:
    """The line of a comment, or the next line with more than a comment where it stands alone."""
    line = text.position(at).line
    if text.line(line).lstrip().startswith("#"):
        while line < text.line_count and (not text.line(line).strip() or text.line(line).lstrip().startswith("#")):
            line += 1
    return line


def _scalar_spans(documents: list[Document]) -> list[Span]:
    spans: list[Span] = []
    pending: list[Node] = [document.root for document in documents]
    while pending:
        node = pending.pop()
        if node.entries is None and node.items is None:
            spans.append(node.span)
        for key, value in node.own_entries:
            pending += [key, value]
        pending += node.items or []
    return spans


def unused(suppressions: list[Suppression], severities: dict[str, Severity]) -> list[Finding]:
    """The findings for suppressions that suppressed nothing, of rules that are on."""
    return [
        Finding(
            "IMS010",
            (),
            f"nothing is suppressed by ignore[{each.selector}]",
            "remove it",
            span=each.span,
            change=each.change,
        )
        for each in suppressions
        if not each.used and each.codes & severities.keys()
    ]
