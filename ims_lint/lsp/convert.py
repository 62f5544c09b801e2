"""Convert diagnostics to those of the protocol."""

from __future__ import annotations

from lsprotocol import types

from ims_lint.finding import Severity
from ims_lint.lsp.document import OpenDocument
from ims_lint.report.diagnostic import Diagnostic

SOURCE = "ims-lint"

_SEVERITIES = {Severity.ERROR: types.DiagnosticSeverity.Error, Severity.WARNING: types.DiagnosticSeverity.Warning}
_TAGS = {
    "IMS010": [types.DiagnosticTag.Unnecessary],
    "IMS502": [types.DiagnosticTag.Unnecessary],
    "IMS510": [types.DiagnosticTag.Unnecessary],
    "IMS509": [types.DiagnosticTag.Deprecated],
}
"""The rules whose findings an editor fades (no effect) or strikes through (deprecated)."""


def to_lsp(document: OpenDocument, diagnostic: Diagnostic) -> types.Diagnostic:
    """A diagnostic of the protocol."""
    text = document.text
    data = {"name": diagnostic.name, "pointer": diagnostic.pointer, "document": diagnostic.document}
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(document.uri, text.range_of(each.start, each.end)), each.message
        )
        for each in diagnostic.related
    ]
    return types.Diagnostic(
        range=text.range_of(diagnostic.start, diagnostic.end),
        message=f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message,
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.code,
        code_description=types.CodeDescription(diagnostic.url) if diagnostic.url else None,
        source=SOURCE,
        tags=_TAGS.get(diagnostic.code),
        related_information=related or None,
        data=data | ({"prevents": diagnostic.prevents} if diagnostic.prevents else {}),
    )


def trouble(message: str) -> types.Diagnostic:
    """A diagnostic at the start of a document that could not be linted."""
    start = types.Position(0, 0)
    return types.Diagnostic(types.Range(start, start), message, severity=types.DiagnosticSeverity.Error, source=SOURCE)
