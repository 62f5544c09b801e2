"""The command `ims-lint check`: which files, which rules, which reports, which exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import click

from ims_lint.cli.console import colored, complain, fail, out, save
from ims_lint.config import Config, ConfigError, Selection
from ims_lint.config_file import Configurations, unknown_selector
from ims_lint.diagnostic import Report, Severity
from ims_lint.output import counted
from ims_lint.output.formats import FORMATS

if TYPE_CHECKING:
    from ims_lint.runner import Outcome


def _selectors(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    selectors = tuple(word for value in values for word in value.replace(",", " ").split())
    for selector in selectors:
        if complaint := unknown_selector(selector):
            raise click.BadParameter(complaint)
    return selectors


def _formats(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str | None]]:
    formats = []
    for value in values:
        name, _equals, file = value.partition("=")
        if name not in FORMATS:
            raise click.BadParameter(f"{name} is not one of {', '.join(FORMATS)}")
        formats.append((name, file or None))
    return formats


class Options(NamedTuple):
    """The options of `check`, as the help explains them."""

    paths: tuple[str, ...]
    files_from: str | None
    stdin_filename: str | None
    force_exclude: bool
    no_ignore: bool
    allow_empty: bool
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    config_file: str | None
    isolated: bool
    strict: bool
    exit_zero: bool
    fix: bool
    unsafe_fixes: bool
    fix_only: bool
    diff: bool
    formats: list[tuple[str, str | None]]
    output_file: str | None
    quiet: bool
    statistics: bool

    def adjusted(self, config: Config) -> Config:
        """A configuration with what the command line changes in it."""
        selection = Selection(self.select, self.extend_select, self.ignore)
        return replace(config, command_line=selection, strict=self.strict)


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--files-from",
    metavar="FILE",
    help="Lint the files that FILE (- for standard input) names, one a line or NUL-separated.",
)
@click.option("--stdin-filename", metavar="NAME", help="Name of what comes on standard input (-).")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named.")
@click.option("--no-ignore", is_flag=True, help="Search what git ignores too.")
@click.option("--allow-empty", is_flag=True, help="Succeed where there is nothing to lint.")
@click.option(
    "--select",
    multiple=True,
    callback=_selectors,
    metavar="RULES",
    help="Run only these rules (codes, prefixes, names).",
)
@click.option("--extend-select", multiple=True, callback=_selectors, metavar="RULES", help="Run these rules too.")
@click.option("--ignore", multiple=True, callback=_selectors, metavar="RULES", help="Leave these rules out.")
@click.option("--config", "config_file", type=click.Path(), help="Use this configuration file, not the nearest one.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--strict", is_flag=True, help="Let warnings and unfilled placeholders fail the run too.")
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 even where there are errors.")
@click.option(
    "--fix", is_flag=True, help="Apply the safe fixes to the files; standard input is written to standard output."
)
@click.option("--unsafe-fixes", is_flag=True, help="With --fix, --fix-only or --diff: apply the unsafe fixes too.")
@click.option("--fix-only", is_flag=True, help="Apply the fixes, and report nothing of what is left.")
@click.option("--diff", is_flag=True, help="Show what the fixes would change, and write nothing.")
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    callback=_formats,
    help=f"Form of the report: {', '.join(FORMATS)}. May be given several times, each with a file.",
)
@click.option("--output-file", type=click.Path(), help="Write the report to this file, not to standard output.")
@click.option("--quiet", "-q", is_flag=True, help="Report errors only, without a summary.")
@click.option("--statistics", is_flag=True, help="Count how often each rule found something, in place of the report.")
def check(**options: object) -> None:
    """Lint request files, folders, or - for standard input (default: the current folder).

    Exit status: 0 no errors, 1 errors (with --strict also warnings), 2 the command could not do its work.
    """
    sys.exit(_run(Options(**options)))  # type: ignore[arg-type]


def _run(options: Options) -> int:
    """Lint, fix and report as the options say; the exit status."""
    from ims_lint import discovery, runner

    fixing = None
    if options.fix or options.fix_only or options.diff:
        fixing = runner.Fixing(options.unsafe_fixes, options.diff)
    try:
        configurations = Configurations(options.config_file, options.isolated, options.adjusted)
        paths = [*options.paths, *_listed(options.files_from)] or ([] if options.files_from else ["."])
        missing = [path for path in paths if path != "-" and not os.path.lexists(path)]
        files = discovery.find(
            [path for path in paths if path not in missing],
            configurations.of,
            force_exclude=options.force_exclude,
            use_ignore_files=not options.no_ignore,
        )
        outcomes = runner.run(list(files), configurations, options.stdin_filename or "-", fixing)
    except (ConfigError, OSError) as error:
        fail(error)
    failures = [f"{path}: no such file or folder" for path in missing]
    failures += [each.failure for each in outcomes if each.failure]
    excluded = options.force_exclude and all(os.path.isfile(path) for path in paths)
    if not outcomes and not failures and not options.allow_empty and not excluded:
        endings = ", *".join(discovery.ENDINGS)
        fail(f"there is nothing to lint in {', '.join(paths)} (no *{endings}); --allow-empty accepts that")
    _report(options, outcomes, err=fixing is not None and "-" in paths)
    for line in [*failures, *(bug for each in outcomes for bug in each.bugs)]:
        complain(line)
    if failures:
        return 2
    found = [diagnostic for each in outcomes if each.report for diagnostic in each.report.diagnostics]
    return int(not options.exit_zero and any(options.strict or each.severity is Severity.ERROR for each in found))


def _listed(source: str | None) -> list[str]:
    """The names in a file, one a line or separated by NUL."""
    if source is None:
        return []
    from ims_lint.runner import read

    data = read(source)
    return [os.fsdecode(name) for name in data.split(b"\0" if b"\0" in data else b"\n") if name.strip()]


def _report(options: Options, outcomes: list[Outcome], err: bool) -> None:
    """Write what the fixes made, and the report in each form (`err`: to standard error)."""
    for each in outcomes:
        out(each.diff)
        out(each.output)
    if fixed := sum(each.fixed for each in outcomes):
        files = sum(each.fixed > 0 for each in outcomes)
        would_be = "would be made" if options.diff else "made"
        out(f"{counted(fixed, 'fix')} {would_be} in {counted(files, 'file')}.\n", err=True)
    if options.fix_only or options.diff:
        return
    reports = [each.report for each in outcomes if each.report]
    if options.quiet:
        reports = [_errors_only(report) for report in reports]
    for name, file in options.formats or _default_formats():
        target = file or options.output_file
        written = _rendered(name, reports, options, color=target is None and colored())
        save(target, written) if target else out(written, err=err)


def _errors_only(report: Report) -> Report:
    return report._replace(diagnostics=tuple(each for each in report.diagnostics if each.severity is Severity.ERROR))


def _default_formats() -> list[tuple[str, str | None]]:
    """Text, and under GitHub Actions annotations of the lines too."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return [("text", None), ("github", None)]
    return [("text", None)]


def _rendered(name: str, reports: Iterable[Report], options: Options, color: bool) -> str:
    from ims_lint.output import formats, text

    if name in ("text", "concise"):
        if options.statistics:
            written = text.render_statistics(reports)
        else:
            written = formats.render(name, reports, color, summary=not options.quiet)
        return _without_commands(written) if os.environ.get("GITHUB_ACTIONS") == "true" else written
    return formats.render(name, reports, color)


def _without_commands(written: str) -> str:
    """A text for the log of GitHub Actions, in which the runner obeys nothing."""
    import secrets

    from ims_lint.output.github import without_commands

    return without_commands(written, secrets.token_hex(16))
