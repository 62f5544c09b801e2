"""Write the reports of `ims-lint check`, each to its file or to standard output."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import click

from ims_lint.cli.console import colored, on_terminal, out, remove, save
from ims_lint.cli.options import Options
from ims_lint.finding import Severity
from ims_lint.output import counted, formats, text
from ims_lint.output.inert import visible
from ims_lint.report.diagnostic import Diagnostic, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ims_lint.files.runner import Outcome

_FOR_A_LOG = ("text", "concise", "github")
"""The report formats that may be combined on standard output."""

Target = tuple[str, str | None]
"""A report format and its file; None is standard output."""


def on_github() -> bool:
    """Whether GitHub Actions reads the output, where some lines are commands."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def targets(options: Options) -> list[Target]:
    """The file of each report format; by default text, with GitHub Actions also annotations.

    Raises:
        UsageError: two reports share a file or standard output, or options contradict each other.
    """
    formats, output_file = options.formats, options.output_file
    if options.fix_only and (formats or output_file or options.statistics):
        raise click.UsageError("--fix-only writes no report; use --fix")
    if options.statistics and formats and not {"text", "concise"}.intersection(name for name, _ in formats):
        raise click.UsageError("--statistics requires the format text or concise")
    if output_file and formats and all(file for _, file in formats):
        raise click.UsageError("--output-file is not used, as each --format has a file")
    if not formats:
        return [("text", _file(output_file)), *([("github", None)] if on_github() else [])]
    chosen = [(name, _file(file or output_file)) for name, file in formats]
    for name, file in chosen:
        if options.diff and file is None and name not in _FOR_A_LOG:
            raise click.UsageError(f"--diff writes to standard output; use --format {name}=FILE")
    shown = [name for name, file in chosen if file is None]
    if len(shown) > 1 and not set(shown) <= set(_FOR_A_LOG):
        raise click.UsageError(f"{' and '.join(shown)} must not share standard output; use --format NAME=FILE")
    files: set[str] = set()
    for file in (file for _, file in chosen if file is not None):
        if os.path.abspath(file) in files:
            raise click.UsageError(f"two reports must not share the file {file}; use a file of its own for each")
        files.add(os.path.abspath(file))
    return chosen


def _file(name: str | None) -> str | None:
    return None if name == "-" else name


def write(
    options: Options, chosen: Iterable[Target], outcomes: Sequence[Outcome], failures: Sequence[str], *, err: bool
) -> None:
    """Write diffs, fixed requests and reports (`err`: reports to standard error, as with a diff).

    `failures` are the reasons why the run is not complete.
    """
    _write_diff("".join(each.diff for each in outcomes))
    for each in outcomes:
        out(each.output)
    if fixed := sum(each.fixed for each in outcomes):
        files = sum(each.fixed > 0 for each in outcomes)
        applied = "would be applied" if options.diff else "applied"
        out(f"{counted(fixed, 'fix')} {applied} in {counted(files, 'file')}\n", err=True)
    if options.fix_only:
        return
    reports = [each.report for each in outcomes if each.report]
    if options.quiet and not options.strict:
        reports = [_only(report, _is_error) for report in reports]
    shown = reports
    if options.diff:
        err = True
        shown = [_only(report, lambda each: not _is_in_diff(each, options)) for report in reports]
    for name, file in chosen:
        if file is not None:
            if name == "gitlab" and failures:
                remove(file)  # an older report would look like that of this run
            else:
                save(file, _rendered(name, reports, failures, options, color=False))
            continue
        if failures and not reports and name in _FOR_A_LOG:
            continue
        if options.diff and not any(report.diagnostics for report in shown):
            continue
        written = _rendered(name, shown, failures, options, color=colored(err=err))
        out(_inert(name, written), err=err)


def _write_diff(diff: str) -> None:
    """Write a diff: unchanged to a file or pipe, without control characters to a terminal."""
    if diff and on_terminal(sys.stdout):
        diff = visible(diff, keep="\n\t")
    out(_inert("text", diff))


def _only(report: Report, wanted: Callable[[Diagnostic], bool]) -> Report:
    return report._replace(diagnostics=tuple(filter(wanted, report.diagnostics))) if report.diagnostics else report


def _is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.ERROR


def _is_in_diff(diagnostic: Diagnostic, options: Options) -> bool:
    return diagnostic.fix is not None and (diagnostic.fix.safe or options.unsafe_fixes)


def _rendered(name: str, reports: Iterable[Report], failures: Sequence[str], options: Options, color: bool) -> str:
    if options.statistics and name in ("text", "concise"):
        return text.render_statistics(reports, summary=not options.quiet)
    checkout = None
    if name in formats.IN_A_CHECKOUT:
        from ims_lint.cli.checkout import find_checkout  # pathlib, urllib.parse and dataclasses: 10 ms

        checkout = find_checkout(os.getcwd(), os.environ)
    return formats.render(name, reports, color, not options.quiet, checkout, failures, options.category)


def _inert(name: str, written: str) -> str:
    """A report for standard output, without text that GitHub Actions would run as a command."""
    if not written or name == "github" or not on_github():
        return written
    if name == "junit":
        return re.sub(r"(?m)^(\s*):", r"\1&#58;", written.replace("##[", "##&#91;"))
    if name not in ("text", "concise"):
        return written.replace("##[", r"#\u0023[")
    import secrets  # 5 ms, on GitHub only

    from ims_lint.output.github import without_commands  # urllib.parse and dataclasses: 4 ms

    return without_commands(written, secrets.token_hex(16))
