"""The command `ims-lint check`: which files, which rules, which reports, which exit status."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ims_lint.cli import report
from ims_lint.cli.console import Progress, complain, fail, out
from ims_lint.cli.options import Options
from ims_lint.config import ConfigError
from ims_lint.config.file import Configurations, unknown_selector
from ims_lint.files import discovery, many, runner
from ims_lint.finding import Severity
from ims_lint.output import counted
from ims_lint.output.formats import FORMATS
from ims_lint.rules.registry import RULES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

STANDARD = "-"
"""The path that means standard input, and the target that means standard output."""


def _selectors(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    selectors = tuple(word for value in values for word in value.replace(",", " ").split())
    for selector in selectors:
        if complaint := unknown_selector(selector):
            raise click.BadParameter(complaint)
    return selectors


def _formats(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str | None]]:
    formats = []
    for value in values:
        name, equals, file = value.partition("=")
        if name not in FORMATS:
            raise click.BadParameter(f"{name} is not one of {', '.join(FORMATS)}")
        if equals and not file:
            raise click.BadParameter(f"{value} names no file")
        formats.append((name, file or None))
    return formats


def _complete_format(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # 0.5 ms, in a shell that completes only

    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


def _complete_rule(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # 0.5 ms, in a shell that completes only

    words = [(word, rule) for rule in RULES for word in (rule.code, rule.name)]
    return [CompletionItem(word, help=rule.summary) for word, rule in words if word.startswith(incomplete)]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--files-from",
    type=click.Path(),
    metavar="FILE",
    help="Lint the files that FILE (- for standard input) names, one a line or NUL-separated.",
)
@click.option("--stdin-filename", type=click.Path(), metavar="NAME", help="Name of what comes on standard input (-).")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named.")
@click.option("--no-ignore", is_flag=True, help="Search what git ignores too.")
@click.option("--allow-empty", is_flag=True, help="Succeed where there is nothing to lint.")
@click.option(
    "--select",
    multiple=True,
    callback=_selectors,
    shell_complete=_complete_rule,
    metavar="RULES",
    help="Run only these rules (codes, prefixes, names).",
)
@click.option(
    "--extend-select",
    multiple=True,
    callback=_selectors,
    shell_complete=_complete_rule,
    metavar="RULES",
    help="Run these rules too.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_selectors,
    shell_complete=_complete_rule,
    metavar="RULES",
    help="Leave these rules out.",
)
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
    shell_complete=_complete_format,
    help=f"Form of the report: {', '.join(FORMATS)}. May be given several times, each with a file of its own.",
)
@click.option(
    "--jobs", "-j", type=click.IntRange(0), default=0, metavar="N", help="Use N processes (default: the cores)."
)
@click.option("--output-file", type=click.Path(), help="Write the report to this file, not to standard output.")
@click.option("--quiet", "-q", is_flag=True, help="Report only what fails the run, without a summary.")
@click.option("--statistics", is_flag=True, help="Count how often each rule found something, in place of the report.")
def check(**options: object) -> None:
    """Lint request files, folders, or - for standard input (default: the current folder).

    Exit status: 0 no errors, 1 errors (with --strict also warnings), 2 the command could not do its work.
    """
    sys.exit(_run(Options(**options)))  # type: ignore[arg-type]


def _run(options: Options) -> int:
    """Lint, fix and report as the options say; the exit status."""
    targets = report.targets(options.formats, options.output_file)
    paths = _paths(options)
    fixing = runner.Fixing(options.unsafe_fixes, options.diff) if options.fixing else None
    stdin_name = options.stdin_filename or STANDARD
    try:
        configurations = Configurations(options.config_file, options.isolated, options.adjusted)
        found = discovery.find(
            paths,
            configurations.of,
            stdin_name=stdin_name,
            force_exclude=options.force_exclude,
            use_ignore_files=not options.no_ignore,
        )
        with Progress(len(found.files), silent=options.quiet) as progress:
            task = runner.Task(configurations, stdin_name, fixing)
            outcomes = many.run(found.files, task, options.jobs, progress)
    except (ConfigError, OSError) as error:
        fail(error)
    failures = [*found.failures, *(each.failure for each in outcomes if each.failure)]
    if not outcomes and not failures and not options.allow_empty and found.refused < max(len(paths), 1):
        fail(_nothing(paths, found))
    if STANDARD in paths and STANDARD not in found.files and options.fixing and not options.diff:
        out(runner.read(STANDARD, runner.EVERYTHING))  # excluded, so that it stays as it is
    if outcomes or options.formats or not failures:
        report.write(options, targets, outcomes, err=options.fixing and STANDARD in paths)
    for line in [*found.notes, *failures, *(bug for each in outcomes for bug in each.bugs)]:
        complain(line)
    return 2 if failures else _status(options, outcomes)


def _paths(options: Options) -> list[str]:
    """The files and folders that are named, one way or another."""
    paths = list(options.paths)
    if not paths and not options.files_from:
        paths = [os.curdir if options.stdin_filename is None else STANDARD]
    if options.stdin_filename is not None and STANDARD not in paths:
        raise click.UsageError(f"--stdin-filename names what comes on standard input: add {STANDARD} to the paths")
    if options.files_from:
        if STANDARD in paths and options.files_from == STANDARD:
            raise click.UsageError("standard input cannot be both the list of files and a request")
        try:
            paths += _listed(options.files_from)
        except OSError as error:
            fail(error)
    if (STANDARD in paths or options.files_from == STANDARD) and sys.stdin is None:
        fail("standard input is closed")
    return paths


def _listed(source: str) -> list[str]:
    """The names in a file, one a line or separated by NUL."""
    data = runner.read(source, runner.EVERYTHING)
    names = data.split(b"\0") if b"\0" in data else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return [os.fsdecode(b"./-" if name == b"-" else name) for name in names if name]


def _nothing(paths: list[str], found: discovery.Found) -> str:
    """Why nothing was found to lint."""
    if not paths:
        return "there is nothing to lint: the list names no file; --allow-empty accepts that"
    where = ", ".join(paths[:3]) + (f" and {len(paths) - 3:,} more" if len(paths) > 3 else "")
    why = f"no *{', *'.join(discovery.ENDINGS)}"
    if found.excluded:
        why = f"the configuration excludes {counted(found.excluded, 'file')}"
    return f"there is nothing to lint in {where} ({why}); --allow-empty accepts that"


def _status(options: Options, outcomes: list[runner.Outcome]) -> int:
    """0 or 1; where warnings alone fail the run, a line says so."""
    found = [diagnostic for each in outcomes if each.report for diagnostic in each.report.diagnostics]
    if options.exit_zero or not found:
        return 0
    if any(each.severity is Severity.ERROR for each in found):
        return 1
    if options.strict and not options.quiet:
        complain(f"{counted(len(found), 'warning')} fail{'s' if len(found) == 1 else ''} the run (--strict)")
    return int(options.strict)
