"""The report for programs, described by `schemas/report.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ims_lint.finding import Position
from ims_lint.output import summarize
from ims_lint.report.diagnostic import Checked, Diagnostic, Fix, Report

VERSION = 1


def render(reports: Iterable[Report], failures: Sequence[str] = ()) -> str:
    """The report as JSON, in ASCII; `failures` are the reasons why the run is not complete."""
    return json.dumps(as_data(reports, failures), indent=2) + "\n"


def as_data(reports: Iterable[Report], failures: Sequence[str] = ()) -> dict[str, Any]:
    """The report as a JSON object."""
    reports = list(reports)
    summary = summarize(reports)
    return {
        "version": VERSION,
        "diagnostics": [_diagnostic(each) for report in reports for each in report.diagnostics],
        "requests": [_request(report.file, each) for report in reports for each in report.requests],
        "failures": list(failures),
        "summary": {
            "files": summary.files,
            "documents": summary.documents,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "fixable": summary.fixable,
            "unchecked": summary.unchecked,
        },
    }


def _request(file: str, request: Checked) -> dict[str, Any]:
    return {
        "file": file,
        "document": request.document,
        "operation": request.operation,
        "operation_from": request.operation_from,
        **({"line": request.line} if request.line else {}),
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": diagnostic.file,
        "document": diagnostic.document,
        "pointer": diagnostic.pointer,
        "start": _position(diagnostic.start),
        "end": _position(diagnostic.end),
        "related": [
            {"message": each.message, "start": _position(each.start), "end": _position(each.end)}
            for each in diagnostic.related
        ],
        "prevents": diagnostic.prevents,
        "fix": _fix(diagnostic.fix),
        "url": diagnostic.url,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{"start": _position(each.start), "end": _position(each.end), "text": each.text} for each in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
