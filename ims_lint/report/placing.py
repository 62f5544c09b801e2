"""Turn findings into diagnostics: paths become locations, changes become edits, comments suppress."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from ims_lint.document import Document
from ims_lint.document.edit import CannotEdit, Editor, TextEdit, apply
from ims_lint.document.limits import too_many_findings
from ims_lint.document.meaning import Meaning, below, does_as_told, meaning
from ims_lint.document.text import Text
from ims_lint.finding import (
    MAX_DIAGNOSTICS,
    Change,
    Finding,
    Operation,
    Path,
    Position,
    Rewrite,
    Severity,
    Span,
    cut,
    pointer,
)
from ims_lint.input import Input
from ims_lint.report.anchored import merged
from ims_lint.report.diagnostic import Diagnostic, Edit, Fix, Related
from ims_lint.report.suppression import Malformed, Suppressions, find_suppressions, leftovers
from ims_lint.rules.registry import BY_CODE

_ODD = re.compile(r"(?<![^\s\[{,:\ufeff])(?:[&*!]|<<)")
"""Matches a merge key, and what an anchor, an alias or a tag starts with."""

_MOST_READ_AGAIN = 200_000
"""Characters of a file that are read again, all together, to see what its fixes do; further fixes are not offered."""


def place(
    found: Iterable[tuple[Document | None, Finding]],
    documents: list[Document],
    input: Input,
    severities: dict[str, Severity],
    unchecked: Iterable[tuple[Document, Path]] = (),
) -> tuple[Diagnostic, ...]:
    """The diagnostics for findings, without suppressed ones, in the order of the text.

    A finding without a document is about the file, which could not be read completely. `unchecked` are
    the paths of the placeholders: whether a suppression beside one is needed is not known.
    """
    placer, whole = placed(found, len(documents), input, severities)
    if input.language == "yaml":
        suppressions, malformed = find_suppressions(placer.text, documents)
        placer.suppress(suppressions, malformed, {line for line, _ in placer.lines_of(unchecked)}, whole)
    return placer.in_order


def placed(
    found: Iterable[tuple[Document | None, Finding]], count: int, input: Input, severities: dict[str, Severity]
) -> tuple[Placer, bool]:
    """The diagnostics for findings in an input with `count` documents, and whether there are no others."""
    found = list(found)
    placer = Placer(input, severities, fixable=not any(BY_CODE[finding.code].always for _, finding in found))
    whole = True
    for document, finding in merged(found) if input.language == "yaml" and "&" in input.text else found:
        if placer.count >= MAX_DIAGNOSTICS:
            finding = too_many_findings(finding)
        whole = whole and document is not None
        placer.add(document, count if document is None else document.index, finding)
        if placer.count > MAX_DIAGNOSTICS:
            whole = False
            break
    return placer, whole


Placed = tuple[Diagnostic, tuple[int, ...]]
"""A diagnostic, and the lines on which a comment suppresses it."""


class Placer:
    """Turns findings into diagnostics with locations, and removes suppressed ones.

    Nothing is `fixable` in a file that was not read completely.
    """

    def __init__(self, input: Input, severities: dict[str, Severity], fixable: bool) -> None:
        self._input = input
        self.text = Text(input.text)
        self._severities = severities
        self._fixable = fixable
        self._odd = input.language == "yaml" and bool(_ODD.search(input.text))
        self._left = _MOST_READ_AGAIN
        self.placed: list[Placed] = []

    @property
    def count(self) -> int:
        """The number of diagnostics."""
        return len(self.placed)

    @property
    def in_order(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that are not suppressed, in the order of the text."""
        return tuple(sorted((diagnostic for diagnostic, _ in self.placed), key=lambda each: each.sort_key))

    def lines_of(self, paths: Iterable[tuple[Document, Path]]) -> list[tuple[int, Span]]:
        """The lines and the spans of the keys at paths."""
        spans = (document.key_span(path) for document, path in paths)
        return [(self.text.position(span.start).line, span) for span in spans]

    def add(self, document: Document | None, index: int, finding: Finding) -> None:
        """Add the diagnostic for a finding if its rule is on."""
        severity = self._severities.get(finding.code)
        if severity is None:
            return
        if finding.severity and severity is BY_CODE[finding.code].severity:
            severity = finding.severity
        start, end = self._range(_span(document, finding.span or finding.path, finding.at_key))
        key = start
        if document and not finding.span:
            key = self._range(document.key_span(finding.path))[0]
        rule = BY_CODE[finding.code]
        related = tuple(
            Related(cut(message), *self._range(_span(document, where))) for message, where in finding.related
        )
        diagnostic = Diagnostic(
            finding.code,
            rule.name,
            severity,
            cut(finding.message),
            cut(finding.help),
            self._input.name,
            index,
            pointer(finding.path),
            start,
            end,
            related,
            finding.prevents or rule.only_prevents,
            self._fix(document, finding.change),
            rule.url,
        )
        self.placed.append((diagnostic, (start.line, key.line)))

    def _fix(self, document: Document | None, change: Change | None) -> Fix | None:
        """The fix that makes a change in the text; None if the layout does not allow it."""
        if change is None or not self._fixable:
            return None
        try:
            made = [self._edits(document, operation) for operation in change.operations]
        except CannotEdit:
            return None
        edits = sorted({edit for _, some in made for edit in some})
        operations = tuple(operation for operation, _ in made)
        if any(one.end > other.start for one, other in pairwise(edits)):
            return None
        if document and not self._does_as_told(document, edits, operations):
            return None
        placed = tuple(Edit(*self._range(Span(*edit[:2])), edit.text) for edit in edits)
        title = change.title if change.safe else f"{change.title} (unsafe)"
        return Fix(cut(title), change.safe, placed, operations)

    def _edits(self, document: Document | None, operation: Operation) -> tuple[Operation, list[TextEdit]]:
        """The edits for an operation, and what it does to the values."""
        if isinstance(operation, Rewrite):
            return operation, [TextEdit(*operation.span, operation.text)]
        if document is None:
            raise CannotEdit
        editor = Editor(document, self.text, self._input.language == "json")
        return editor.settled(operation), editor.edits(operation)

    def _does_as_told(self, document: Document, edits: list[TextEdit], operations: tuple[Operation, ...]) -> bool:
        """Whether edits change only what they are to change, where anchors, tags or duplicate keys make that doubtful.

        The text is read with them, but not more of it altogether than is read in no time.
        """
        doubtful = self._odd or document.base or any(each.code == "IMS006" for each in document.findings)
        if not doubtful:
            return True
        if self._left <= 0:
            return False
        self._left -= len(self.text.content)
        after = meaning(apply(self.text.content, edits), self._input.language)
        told = [(document.within, below(document.base, each)) for each in operations]
        return does_as_told(self._before, after, told)

    @cached_property
    def _before(self) -> Meaning:
        return meaning(self.text.content, self._input.language)

    def suppress(self, suppressions: Suppressions, malformed: list[Malformed], unknown: set[int], whole: bool) -> None:
        """Remove what comments suppress; if the file was read as a `whole`, report unused comments.

        On the lines `unknown` are placeholders.
        """
        self.placed = [each for each in self.placed if not suppressions.use(each[0].code, each[1])]
        if not whole:
            return
        for finding in leftovers(self.text, suppressions, malformed, self._severities, unknown):
            full = self.count >= MAX_DIAGNOSTICS
            self.add(None, 0, too_many_findings(finding) if full else finding)
            if full:
                break

    def _range(self, span: Span) -> tuple[Position, Position]:
        return self.text.position(span.start), self.text.position(span.end)


def _span(document: Document | None, where: Path | Span, at_key: bool = False) -> Span:
    if isinstance(where, Span) or document is None:
        return where if isinstance(where, Span) else Span(0, 0)
    return document.key_span(where) if at_key else document.span(where)
