"""Reports as workflow commands, which GitHub Actions shows as annotations next to the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ims_lint.finding import Position, Severity
from ims_lint.output import counted
from ims_lint.output.checkout import Checkout
from ims_lint.output.inert import one_line, visible
from ims_lint.report.diagnostic import Diagnostic, Report

# actions/runner, ExecutionContext.cs: the runner ignores further annotations of a kind in one step.
ANNOTATIONS_PER_STEP = 10


def render(reports: Iterable[Report], checkout: Checkout | None = None) -> str:
    """Return one `::error` or `::warning` line per diagnostic, errors first, then a summary.

    Without diagnostics the result is empty.
    """
    place = checkout or Checkout()
    diagnostics = [diagnostic for report in reports for diagnostic in report.diagnostics]
    if not diagnostics:
        return ""
    diagnostics.sort(key=lambda diagnostic: diagnostic.severity is not Severity.ERROR)
    lines = [_annotation(diagnostic, place) for diagnostic in diagnostics]
    return "\n".join([*lines, _summary(diagnostics)]) + "\n"


def without_commands(text: str, token: str) -> str:
    """Return `text` (of another format) so that the runner executes nothing in it.

    The runner treats any line that starts with `::`, and `##[` anywhere, as a command: a file name
    or a value could contain one. `token` ends the pause and must be unknown to the author of the text.
    """
    return f"::stop-commands::{token}\n{text.removesuffix(chr(10))}\n::{token}::\n" if text else ""


def _annotation(diagnostic: Diagnostic, checkout: Checkout) -> str:
    start, end = diagnostic.start, _last_place(diagnostic)
    properties: dict[str, str | int] = {
        "file": visible(checkout.path(diagnostic.file), keep="\r\n"),
        "line": max(start.line, 1),
        "endLine": max(end.line, 1),
    }
    if start.line == end.line:  # GitHub accepts columns only for a location in one line
        properties |= {"col": max(start.column, 1), "endColumn": max(end.column, 1)}
    properties["title"] = one_line(f"{diagnostic.code} {diagnostic.name}")
    joined = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    text = "\n".join(part for part in (diagnostic.message, diagnostic.help) if part)
    return f"::{diagnostic.severity} {joined}::{_data(visible(text, keep=chr(10)))}"


def _last_place(diagnostic: Diagnostic) -> Position:
    """Return the end; if it is at the start of a line, move it to the previous line."""
    start, end = diagnostic.start, max(diagnostic.end, diagnostic.start)
    if end.line > start.line and end.column <= 1:
        return Position(end.line - 1, 1)
    return end


def _summary(diagnostics: list[Diagnostic]) -> str:
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    said = " and ".join(counted(counts[severity], severity.value) for severity in Severity if counts[severity])
    files = counted(len({diagnostic.file for diagnostic in diagnostics}), "file")
    text = f"{said} in {files}."
    if max(counts.values()) > ANNOTATIONS_PER_STEP:
        text += f" GitHub shows the first {ANNOTATIONS_PER_STEP} of each kind; the log has them all."
    return f"::notice title=ims-lint::{_data(text)}"


def _data(text: str) -> str:
    """Escape `text` for use after the second `::` (`%` first, or it would be escaped twice)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape `text` as the value of a property, where `:` and `,` are special, too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
