"""Turns findings into diagnostics: paths become places, changes become edits, comments suppress."""

from __future__ import annotations

from collections.abc import Iterable

from ims_lint.document import Document
from ims_lint.document.edit import CannotEdit, Editor, TextEdit
from ims_lint.document.limits import too_many_findings
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
from ims_lint.report.diagnostic import Diagnostic, Edit, Fix, Related
from ims_lint.report.suppression import find_suppressions, leftovers
from ims_lint.rules.registry import BY_CODE


def place(
    found: Iterable[tuple[Document | None, Finding]],
    documents: list[Document],
    input: Input,
    severities: dict[str, Severity],
) -> tuple[Diagnostic, ...]:
    """The diagnostics for what was found, without what comments suppress, in the order of the text.

    A finding without a document is about the file, which could not be read to its end.
    """
    placer = _Placer(input, severities)
    whole = True
    for document, finding in found:
        if placer.count >= MAX_DIAGNOSTICS:
            finding = too_many_findings(finding)
        whole = whole and document is not None
        placer.add(document, len(documents) if document is None else document.index, finding)
        if placer.count > MAX_DIAGNOSTICS:
            whole = False
            break
    if input.language == "yaml":
        placer.suppress(documents, whole)
    return tuple(sorted(placer.diagnostics, key=lambda each: each.sort_key))


class _Placer:
    """Turns findings into diagnostics with places, and takes out what comments suppress."""

    def __init__(self, input: Input, severities: dict[str, Severity]) -> None:
        self._input = input
        self._text = Text(input.text)
        self._severities = severities
        self._placed: list[tuple[Diagnostic, tuple[int, ...]]] = []

    @property
    def count(self) -> int:
        """How much was said."""
        return len(self._placed)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was said and not suppressed."""
        return [diagnostic for diagnostic, _ in self._placed]

    def add(self, document: Document | None, index: int, finding: Finding) -> None:
        """Add the diagnostic for a finding, where its rule is on."""
        severity = self._severities.get(finding.code)
        if severity is None:
            return
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
        """The fix that makes a change in the text, None where its layout does not allow it."""
        if change is None:
            return None
        try:
            edits = sorted(edit for operation in change.operations for edit in self._edits(document, operation))
        except CannotEdit:
            return None
        return Fix(
            cut(change.title), change.safe, tuple(Edit(*self._range(Span(*edit[:2])), edit.text) for edit in edits)
        )

    def _edits(self, document: Document | None, operation: Operation) -> list[TextEdit]:
        if isinstance(operation, Rewrite):
            return [TextEdit(*operation.span, operation.text)]
        if document is None:
            raise CannotEdit
        return Editor(document, self._text, self._input.language == "json").edits(operation)

    def suppress(self, documents: list[Document], whole: bool) -> None:
        """Take out what the file's comments suppress; of a file read as a `whole`, say which are idle."""
        suppressions, malformed = find_suppressions(self._text, documents)
        self._placed = [each for each in self._placed if not suppressions.use(each[0].code, each[1])]
        for finding in leftovers(self._text, suppressions, malformed, self._severities) if whole else ():
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
