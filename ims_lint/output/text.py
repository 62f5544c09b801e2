"""Reports for people: each diagnostic with its source lines, or on one line (concise)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from ims_lint.document.text import Text
from ims_lint.finding import Position, Severity
from ims_lint.operations import OPERATIONS
from ims_lint.output import Summary, counted, summarize
from ims_lint.output.inert import visible
from ims_lint.report.diagnostic import Diagnostic, Report
from ims_lint.rules.answers import ANSWERS

_WIDTH = 120
"""The maximum number of columns that are shown of a source line."""

_ORIGINS = {"address": "address", "option": "--operation"} | {
    each: each for each in ("comment", "$schema", "configuration", "file name", "parameters")
}
"""What decides an operation, in the order in which it is asked, with the words of the summary."""

_STYLES = {"error": "1;31", "warning": "1;33", "place": "1;34", "strong": "1", "help": "36"}


def render(reports: Iterable[Report], *, color: bool = False, summary: bool = True) -> str:
    """All diagnostics with their source lines, and a summary."""
    reports = list(reports)
    blocks = [block for report in reports if report.diagnostics for block in _report(report, color)]
    parts = [*blocks, *(["\n".join(summary_lines(reports))] if summary else [])]
    return "\n\n".join(parts) + "\n" if parts else ""


def render_concise(reports: Iterable[Report], *, color: bool = False, summary: bool = True) -> str:
    """One line per diagnostic, `file:line:column: severity CODE message`, and a summary."""
    reports = list(reports)
    lines = []
    for diagnostic in (each for report in reports for each in report.diagnostics):
        place = f"{visible(diagnostic.file)}:{diagnostic.start.line}:{diagnostic.start.column}"
        severity = _paint(diagnostic.severity.value, diagnostic.severity.value, color)
        lines.append(f"{place}: {severity} {diagnostic.code} {visible(diagnostic.message)}")
    return "".join(f"{line}\n" for line in [*lines, *(summary_lines(reports) if summary else [])])


def render_statistics(reports: Iterable[Report], *, summary: bool = True) -> str:
    """The number of findings per rule, the most frequent first, and a summary."""
    reports = list(reports)
    counts = Counter((each.code, each.name) for report in reports for each in report.diagnostics)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{count:>7,}  {code}  {name}" for (code, name), count in ordered]
    return "".join(f"{line}\n" for line in [*lines, *(summary_lines(reports) if summary else [])])


def summary_lines(reports: Iterable[Report]) -> list[str]:
    """The summary of all reports: a line of counts, and one about the requests for other operations than the first."""
    reports = list(reports)
    others = _other_operations(reports)
    return [_counts(summarize(reports)), *([others] if others else [])]


def _other_operations(reports: Iterable[Report]) -> str:
    """The number of requests for each operation but the first, and what decided it; empty if there are none."""
    counts = Counter((request.operation, request.operation_from) for report in reports for request in report.requests)
    parts: list[str] = []
    for operation in OPERATIONS[1:]:
        origins = {words: counts[operation.name, origin] for origin, words in _ORIGINS.items()}
        ways = [(words, count) for words, count in origins.items() if count]
        if ways:
            number = sum(count for _, count in ways)
            how = ", ".join(f"{count:,} by {words}" if len(ways) > 1 else f"by {words}" for words, count in ways)
            parts.append(f"{f'{number:,}' if parts else counted(number, 'request')} for {operation.name} ({how})")
    return ", ".join(parts)


def _counts(summary: Summary) -> str:
    """The numbers of findings, files and requests in one line."""
    counts = [(summary.errors, "error"), (summary.warnings, "warning")]
    found = " and ".join(counted(count, noun) for count, noun in counts if count) or "no findings"
    parts = [f"{found} in {counted(summary.files, 'file')}"]
    if summary.documents:
        parts[0] += f" ({counted(summary.documents, 'request')})"
    if summary.fixable:
        parts.append(f"{summary.fixable:,} fixable with --fix")
        if summary.unsafe:
            parts[-1] += f", {summary.unsafe:,} more with --unsafe-fixes"
    elif summary.unsafe:
        parts.append(f"{summary.unsafe:,} fixable with --fix --unsafe-fixes")
    if summary.unchecked:
        parts.append(f"{counted(summary.unchecked, 'value')} with a placeholder not checked")
    return "; ".join(parts)


def _report(report: Report, color: bool) -> Iterator[str]:
    text = Text(report.text)
    for diagnostic in report.diagnostics:
        yield "\n".join(_block(diagnostic, text, color))


def _block(diagnostic: Diagnostic, text: Text, color: bool) -> Iterator[str]:
    severity = diagnostic.severity.value
    head = _paint(f"{severity}[{diagnostic.code}]", severity, color)
    yield f"{head}: {_paint(visible(diagnostic.message), 'strong', color)}"
    gutter = len(str(max([diagnostic.start.line, *(each.start.line for each in diagnostic.related)])))
    bar = " " * gutter + _paint(" |", "place", color)
    arrow = " " * gutter + _paint("-->", "place", color)
    yield f"{arrow} {visible(diagnostic.file)}:{diagnostic.start.line}:{diagnostic.start.column}"
    yield bar
    mark = "^" if diagnostic.severity is Severity.ERROR else "~"
    yield from _excerpt(text, diagnostic.start, diagnostic.end, gutter, mark, severity, color)
    for related in diagnostic.related:
        if related.start.line != diagnostic.start.line:
            yield " " * gutter + _paint("...", "place", color)
            yield from _excerpt(text, related.start, related.end, gutter, "-", "place", color, visible(related.message))
    yield bar
    for title, words in _notes(diagnostic):
        yield f"{' ' * gutter} = {_paint(title, 'help', color)}: {visible(words)}"


def _notes(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    if diagnostic.help:
        yield "help", diagnostic.help
    if diagnostic.prevents:
        title = "prevents" if diagnostic.severity is Severity.ERROR else "may prevent"
        meaning = ANSWERS.get(diagnostic.prevents, "")
        yield title, f"error {diagnostic.prevents} from the service{f' ({meaning})' if meaning else ''}"
    if diagnostic.fix:
        option = "--fix" if diagnostic.fix.safe else "--fix --unsafe-fixes"
        yield "fix", f"{diagnostic.fix.title.removesuffix(' (unsafe)')} ({option})"


def _excerpt(
    text: Text, start: Position, end: Position, gutter: int, mark: str, style: str, color: bool, words: str = ""
) -> Iterator[str]:
    """The line of a span with the span underlined; for a longer span, its first line."""
    line = text.line(start.line)
    stop = end.column - 1 if end.line == start.line else len(line.rstrip())
    first = max(0, min(start.column - 1, len(line)) - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = visible(line[first : first + _WIDTH].replace("\t", " "))
    before = visible(line[first : start.column - 1].replace("\t", " "))
    marked = visible(line[start.column - 1 : min(stop, first + _WIDTH)].replace("\t", " "))
    cut = "…" if first else ""
    yield f"{_paint(f'{start.line:>{gutter}} |', 'place', color)} {cut}{shown}"
    under = mark * max(1, _columns(marked)) + (f" {words}" if words else "")
    yield f"{' ' * gutter}{_paint(' |', 'place', color)} {' ' * _columns(cut + before)}{_paint(under, style, color)}"


def _columns(text: str) -> int:
    """The number of terminal columns of a string."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _paint(text: str, style: str, color: bool) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color else text
