"""Report formats: pure functions from reports to text."""

from collections.abc import Iterable
from typing import NamedTuple

from ims_lint.finding import Severity
from ims_lint.report.diagnostic import Report


class Summary(NamedTuple):
    """What was linted, and what was found."""

    files: int
    documents: int
    errors: int
    warnings: int
    fixable: int
    unsafe: int
    unchecked: int


def summarize(reports: Iterable[Report]) -> Summary:
    """The totals of all reports; `fixable` counts the safe fixes, `unsafe` the others."""
    reports = list(reports)
    diagnostics = [diagnostic for report in reports for diagnostic in report.diagnostics]
    fixes = [diagnostic.fix for diagnostic in diagnostics if diagnostic.fix]
    safe = sum(fix.safe for fix in fixes)
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    return Summary(
        files=len(reports),
        documents=sum(len(report.requests) for report in reports),
        errors=errors,
        warnings=len(diagnostics) - errors,
        fixable=safe,
        unsafe=len(fixes) - safe,
        unchecked=sum(report.unchecked for report in reports),
    )


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`, `2 fixes`."""
    plural = "es" if noun.endswith("x") else "s"
    return f"{number:,} {noun}{'' if number == 1 else plural}"
