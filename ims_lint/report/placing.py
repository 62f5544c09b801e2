"""Turn findings into diagnostics: paths become locations, changes become edits, comments suppress."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from ims_lint.document import Document
from ims_lint.document.edit import CannotEdit, Editor, TextEdit, apply
from ims_lint.document.limits import too_many_findings
from ims_lint.document.meaning import Meaning, does_as_told, meaning
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
from ims_lint.report.suppression import find_suppressions, leftovers
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
    found = list(found)
    placer = _Placer(input, severities, fixable=not any(BY_CODE[finding.code].always for _, finding in found))
    whole = True
    for document, finding in merged(found) if input.language == "yaml" and "&" in input.text else found:
        if placer.count >= MAX_DIAGNOSTICS:
            finding = too_many_findings(finding)
        whole = whole and document is not None
        placer.add(document, len(documents) if document is None else document.index, finding)
        if placer.count > MAX_DIAGNOSTICS:
            whole = False
            break
    if input.language == "yaml":
        placer.suppress(documents, unchecked, whole)
    return tuple(sorted(placer.diagnostics, key=lambda each: each.sort_key))


class _Placer:
    """Turns findings into diagnostics with locations, and removes suppressed ones.

    Nothing is `fixable` in a file that was not read completely.
    """

    def __init__(self, input: Input, severities: dict[str, Severity], fixable: bool) -> None:
        self._input = input
        self._text = Text(input.text)
        self._severities = severities
        self._fixable = fixable
        self._odd = input.language == "yaml" and bool(_ODD.search(input.text))
        self._left = _MOST_READ_AGAIN
        self._placed: list[tuple[Diagnostic, tuple[int, ...]]] = []

    @property
    def count(self) -> int:
        """The number of diagnostics."""
        return len(self._placed)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The diagnostics that are not suppressed."""
        return [diagnostic for diagnostic, _ in self._placed]

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
        self._placed.append((diagnostic, (start.line, key.line)))

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
        editor = Editor(document, self._text, self._input.language == "json")
        return editor.settled(operation), editor.edits(operation)

    def _does_as_told(self, document: Document, edits: list[TextEdit], operations: tuple[Operation, ...]) -> bool:
        """Whether edits change only what they are to change, where anchors, tags or duplicate keys make that doubtful.

        The text is read with them, but not more of it altogether than is read in no time.
        """
        if not self._odd and not any(each.code == "IMS006" for each in document.findings):
            return True
        if self._left <= 0:
            return False
        self._left -= len(self._text.content)
        after = meaning(apply(self._text.content, edits), self._input.language)
        return does_as_told(self._before, after, [(document.index, each) for each in operations])

    @cached_property
    def _before(self) -> Meaning:
        return meaning(self._text.content, self._input.language)

    def suppress(self, documents: list[Document], unchecked: Iterable[tuple[Document, Path]], whole: bool) -> None:
        """Remove what comments suppress; if the file was read as a `whole`, report unused comments."""
        suppressions, malformed = find_suppressions(self._text, documents)
        self._placed = [each for each in self._placed if not suppressions.use(each[0].code, each[1])]
        if not whole:
            return
        unknown = {self._range(document.key_span(path))[0].line for document, path in unchecked}
        for finding in leftovers(self._text, suppressions, malformed, self._severities, unknown):
            full = self.count >= MAX_DIAGNOSTICS
            self.add(None, 0, too_many_findings(finding) if full else finding)
            if full:
                break

    def _range(self, span: Span) -> tuple[Position, Position]:
        return self._text.position(span.start), self._text.position(span.end)


def _span(document: Document | None, where: Path | Span, at_key: bool = False) -> Span:
    if isinstance(where, Span) or document is None:
        return where if isinstance(where, Span) else Span(0, 0)
    return document.key_span(where) if at_key else document.span(where)
