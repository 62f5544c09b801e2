"""Reports built by hand, for the tests of the outputs."""

from __future__ import annotations

from typing import Any

from ims_lint.finding import Position, Severity
from ims_lint.output.sarif import RuleText
from ims_lint.report.diagnostic import Diagnostic, Edit, Fix, Related, Report

HOSTILE_NAME = "dir x/a\nb\r'$(id);`id`\x1b[31m%,:\udcff\u202e::error::.ims.yaml"
HOSTILE_TEXT = "it's \x1b[2J\x07\x00 <b>&amp;]]> [click](https://evil.example) \ud800\u2028%0A,:\n::error::x"


RULES = (
    RuleText(
        code="IMS402",
        name="os-version-missing",
        severity=Severity.ERROR,
        summary="A quick import needs os_version.",
        help="## Why\n\nThe service answers `IMG.0166`.",
        url="https://example.com/rules/IMS402",
    ),
    RuleText("IMS701", "odd", Severity.WARNING, "Something is odd.", "It is.", url=""),
)


def diagnostic(**changes: Any) -> Diagnostic:
    """Return an error at 3:1 to 3:11 of web.ims.yaml, with `changes`."""
    base = Diagnostic(
        code="IMS402",
        name="os-version-missing",
        severity=Severity.ERROR,
        message="os_version is missing",
        help="add os_version",
        file="web.ims.yaml",
        document=0,
        pointer="/os_version",
        start=Position(3, 1),
        end=Position(3, 11),
        url="https://example.com/rules/IMS402",
    )
    return base._replace(**changes)


def warning(**changes: Any) -> Diagnostic:
    """Return a warning, otherwise as `diagnostic`."""
    return diagnostic(code="IMS701", name="odd", severity=Severity.WARNING, **changes)


def full_diagnostic(**changes: Any) -> Diagnostic:
    """Return a diagnostic that has everything a diagnostic can have."""
    related = Related("is_quick_import is [true]", Position(2, 1), Position(2, 16))
    edit = Edit(Position(4, 1), Position(4, 1), "os_version: Ubuntu\n")
    fix = Fix("Add os_version", safe=False, edits=(edit,))
    return diagnostic(**{"related": (related,), "fix": fix, "prevents": "IMG.0166", **changes})


def report(*diagnostics: Diagnostic, file: str = "web.ims.yaml") -> Report:
    """Return the report of `file` with `diagnostics`, each moved to that file."""
    return Report(file=file, text="", diagnostics=tuple(d._replace(file=file) for d in diagnostics))


def hostile_report() -> Report:
    """Return a report whose file name and texts try to break out of their format."""
    related = Related(HOSTILE_TEXT, Position(0, 0), Position(0, 0))
    edit = Edit(Position(0, 0), Position(1, 1), "\ud800")
    return report(
        diagnostic(
            message=HOSTILE_TEXT,
            help=HOSTILE_TEXT,
            pointer="/" + HOSTILE_TEXT,
            start=Position(0, 0),
            end=Position(-1, 0),
            related=(related,),
            fix=Fix(HOSTILE_TEXT, safe=True, edits=(edit,)),
        ),
        warning(message=HOSTILE_TEXT),
        file=HOSTILE_NAME,
    )


def assert_inert(text: str) -> None:
    """Fail if `text` holds anything that a terminal obeys, that hides text, or that is not UTF-8."""
    text.encode("utf-8")
    assert not [c for c in text if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f" or c in "\u2028\u202e"]
