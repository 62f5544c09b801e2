"""Suppression comments in YAML: `# ims-lint: ignore[IMS502]` and `# ims-lint: ignore-file[IMS5]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice
from typing import NamedTuple

from ims_lint.config import specificity
from ims_lint.document import Document
from ims_lint.document.scalars import before, is_inside, scalar_spans
from ims_lint.document.text import Text
from ims_lint.embedded import COMMENT_START
from ims_lint.finding import Change, Finding, Rewrite, Severity, Span, shorten
from ims_lint.rules.registry import RULES
from ims_lint.rules.spelling import close_matches

_COMMENT = re.compile(r"(?<!\S)#[ \t]*ims-lint(?P<colon>:|(?=[ \t]+ignore\b))[ \t]*(?P<words>[^\r\n]*)")
_HOST_COMMENT = re.compile(
    COMMENT_START + r"(?P<colon>:|(?=[ \t]+ignore\b))[ \t]*"
    r"(?P<words>(?:(?!-->)[^\r\n])*+)(?:-->)?"
)
"""Matches such a comment in a file that contains requests, and in Markdown."""

_WORDS = re.compile(r"(?P<kind>ignore(?:-file)?)[ \t]*\[(?P<names>[^\]]*)\](?:[^\w\[\]].*)?")
"""The words of a suppression; a reason may follow after a space, colon, hyphen or another such character."""
_OPERATION = re.compile(r"operation\b")
"""Matches the words of a comment on the operation, which suppresses nothing."""

_NAME = re.compile(r"[^\s,]+")
_NO_CONTENT = re.compile(r"(?:[ \t]*|(?:---|\.\.\.)[ \t]*)(?:#.*)?")
_NEAR = 100
"""So many values before a comment are searched for one that ends on its line."""

_SELECTOR = re.compile(r"(?<![\w-])[A-Za-z][\w-]*+")
_NAMED = 10
"""So many rules are named in a help."""


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

    def covers_any(self, lines: set[int]) -> bool:
        """Whether it covers one of these lines."""
        return self.lines is None or not self.lines.isdisjoint(lines)


class Malformed(NamedTuple):
    """A comment or a selector that suppresses nothing, and what makes the finding on it."""

    span: Span
    finding: Callable[[], Finding]


class Suppressions:
    """The suppressions of a text, by the lines that they cover and the codes that they select.

    The time to ask for one does not depend on how many there are.
    """

    def __init__(self, all: Iterable[Suppression]) -> None:
        self.all = list(all)
        self._by_line: dict[int | None, dict[frozenset[str], list[Suppression]]] = {}
        for each in self.all:
            for line in (None,) if each.lines is None else each.lines:
                self._by_line.setdefault(line, {}).setdefault(each.codes, []).append(each)

    def use(self, code: str, lines: Iterable[int]) -> bool:
        """Return whether a diagnostic with this code on these lines is suppressed, and mark what suppresses it."""
        hit = False
        for line in {None, *lines}:
            for codes, group in self._by_line.get(line, {}).items():
                if code in codes:
                    hit = True
                    for each in group:
                        each.used = True
                    group.clear()  # what is marked need not be marked again
        return hit


def find_suppressions(
    text: Text, documents: Iterable[Document], without: Iterable[Span] = ()
) -> tuple[Suppressions, list[Malformed]]:
    """Return the suppressions in a YAML text, and what is malformed, but not in the spans `without`."""
    found: list[Suppression] = []
    malformed: list[Malformed] = []
    comments = list(_COMMENT.finditer(text.content)) if "ims-lint" in text.content else []
    values = scalar_spans(text, documents) if comments else []
    lines = _Lines(text)
    elsewhere = sorted(without)
    for comment in comments:
        if is_inside(values, comment.start()) or _OPERATION.match(comment["words"]):
            continue
        if is_inside(elsewhere, comment.start()):
            continue
        index = before(values, comment.start())
        near = values[max(0, index - _NEAR) : index]
        _take(text, comment, partial(lines.covered, comment.start(), near), found, malformed)
    return Suppressions(found), malformed


def host_suppressions(text: Text, where: Span, lines: frozenset[int]) -> tuple[list[Suppression], list[Malformed]]:
    """Return the suppressions in the comments of a host, and what is malformed; they cover these lines."""
    found: list[Suppression] = []
    malformed: list[Malformed] = []
    for comment in _HOST_COMMENT.finditer(text.content, where.start, where.end):
        if not _OPERATION.match(comment["words"]):
            _take(text, comment, lambda: lines, found, malformed)
    return found, malformed


def _take(
    text: Text,
    comment: re.Match[str],
    covered: Callable[[], frozenset[int]],
    found: list[Suppression],
    malformed: list[Malformed],
) -> None:
    """Add what a comment suppresses on the lines that it covers, or what is malformed in it."""
    words = _WORDS.fullmatch(comment["words"].rstrip())
    if words is None or not comment["colon"] or not _NAME.search(words["names"]):
        malformed.append(Malformed(Span(*comment.span()), partial(_malformed, comment)))
        return
    for each in _suppressions(text, comment, words, None if words["kind"] == "ignore-file" else covered()):
        if each.codes:
            found.append(each)
        else:
            malformed.append(Malformed(each.span, partial(_no_rule, each)))


def _malformed(comment: re.Match[str]) -> Finding:
    """Return the finding for a comment that is no suppression."""
    help = _right_form(comment["words"])
    return Finding("IMS011", (), "malformed suppression comment", help, span=Span(*comment.span()))


def selectors_in(line: str) -> Span | None:
    """Return where the selectors of an `ignore[…]` comment in a line are, None if it has no such comment."""
    comment = _HOST_COMMENT.search(line)
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
    known = (name[0] for name in _SELECTOR.finditer(words) if _codes(name[0]))
    names = list(islice(known, _NAMED + 1))
    if not names or len(names) > _NAMED:
        return f"add the rules in brackets, for example # ims-lint: {kind}[IMS506]"
    return f"use # ims-lint: {kind}[{', '.join(names)}]"


@lru_cache(1000)
def _codes(selector: str) -> frozenset[str]:
    """Return the codes of the rules that a selector names and that can be suppressed."""
    return frozenset(rule.code for rule in RULES if specificity(selector, rule) and not rule.always)


def _suppressions(
    text: Text, comment: re.Match[str], words: re.Match[str], lines: frozenset[int] | None
) -> Iterator[Suppression]:
    offset = comment.start("words") + words.start("names")
    names = [(offset + name.start(), offset + name.end(), name[0]) for name in _NAME.finditer(words["names"])]
    for index, (start, end, selector) in enumerate(names):
        if len(names) == 1:
            span = _whole(text, comment)
        elif index + 1 < len(names):
            span = Span(start, names[index + 1][0])
        else:
            span = Span(names[index - 1][1], end)
        change = Change("Remove the suppression", True, (Rewrite(span, ""),))
        yield Suppression(selector, words["kind"], Span(start, end), _codes(selector), lines, change)


def _whole(text: Text, comment: re.Match[str]) -> Span:
    """Return the span of a comment with the spaces before it, or of its line if that contains nothing else."""
    line_start, line_end = text.line_span(text.position(comment.start()).line)
    before = text.content[line_start : comment.start()]
    if before.strip():
        return Span(line_start + len(before.rstrip()), comment.end())
    return Span(line_start, min(line_end + len(text.line_break_at(line_end)), len(text.content)))


class _Lines:
    """The lines that suppression comments cover, asked for in the order of the text."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._without_content = range(0)  # the lines of which the end is the next one with content

    def covered(self, at: int, values: list[Span]) -> frozenset[int]:
        """Return the line numbers that a comment covers.

        A comment on a line of its own covers the next line with content. Any other covers its own
        line and, if a value of several lines ends there, the line on which that starts.
        """
        text, line = self._text, self._text.position(at).line
        if line in self._without_content:
            return frozenset((self._without_content.stop,))
        if not _NO_CONTENT.fullmatch(text.line(line)):
            starts = (
                text.position(start).line for start, end in values if end <= at and text.position(end).line == line
            )
            return frozenset((line, *starts))
        stop = line
        while stop < text.line_count and _NO_CONTENT.fullmatch(text.line(stop)):
            stop += 1
        self._without_content = range(line, stop)
        return frozenset((stop,))


def leftovers(
    text: Text,
    suppressions: Suppressions,
    malformed: list[Malformed],
    severities: dict[str, Severity],
    unknown: set[int],
) -> Iterator[Finding]:
    """The findings on the comments themselves: malformed ones, and those that suppress no finding.

    On the lines `unknown` are placeholders: whether a suppression for one is needed is not known.
    """
    for wrong in malformed:
        if not suppressions.use("IMS011", (text.position(wrong.span.start).line,)):
            yield wrong.finding()
    idle = [
        each
        for each in suppressions.all
        if not each.used and each.codes & severities.keys() and not (unknown and each.covers_any(unknown))
    ]
    for each in idle:
        if "IMS010" not in each.codes and not suppressions.use("IMS010", (text.position(each.span.start).line,)):
            yield _unused(each)
    yield from (_unused(each) for each in idle if not each.used and "IMS010" in each.codes)


def _unused(suppression: Suppression) -> Finding:
    message = f"{suppression.kind}[{shorten(suppression.selector)}] suppresses no finding"
    return Finding("IMS010", (), message, "remove it", span=suppression.span, change=suppression.change)
