"""From the linter's diagnostics to the protocol's."""

from __future__ import annotations

from typing import Any

from ims_lint.finding import Severity
from ims_lint.lsp.document import OpenDocument
from ims_lint.report.diagnostic import Diagnostic

SOURCE = "ims-lint"

_SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2}
_UNNECESSARY, _DEPRECATED = 1, 2
_TAGS = {
    "IMS010": _UNNECESSARY,
    "IMS502": _UNNECESSARY,
    "IMS510": _UNNECESSARY,
    "IMS509": _DEPRECATED,
}
"""What an editor shows faded, as it does nothing, or struck through, as it is no longer used."""


def to_lsp(document: OpenDocument, diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as the protocol has it."""
    text = diagnostic.message
    if diagnostic.help:
        text += f"\n{diagnostic.help}"
    made: dict[str, Any] = {
        "range": document.text.range_of(diagnostic.start, diagnostic.end),
        "severity": _SEVERITIES[diagnostic.severity],
        "code": diagnostic.code,
        "source": SOURCE,
        "message": text,
        "data": {"name": diagnostic.name, "pointer": diagnostic.pointer, "document": diagnostic.document},
    }
    if diagnostic.prevents:
        made["data"]["prevents"] = diagnostic.prevents
    if diagnostic.url:
        made["codeDescription"] = {"href": diagnostic.url}
    if diagnostic.code in _TAGS:
        made["tags"] = [_TAGS[diagnostic.code]]
    if diagnostic.related:
        made["relatedInformation"] = [
            {
                "location": {"uri": document.uri, "range": document.text.range_of(each.start, each.end)},
                "message": each.message,
            }
            for each in diagnostic.related
        ]
    return made


def trouble(message: str) -> dict[str, Any]:
    """A diagnostic at the start of a document that could not be linted."""
    start = {"line": 0, "character": 0}
    return {"range": {"start": start, "end": start}, "severity": 1, "source": SOURCE, "message": message}
