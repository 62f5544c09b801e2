"""The command `ims-lint check`: files, rules, reports and exit code."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING

import click

from ims_lint.cli import report
from ims_lint.cli.console import Progress, fail, log, out, protect, reason
from ims_lint.cli.options import Options
from ims_lint.cli.source import operation_option
from ims_lint.config import ConfigError
from ims_lint.config.file import Configurations, always_on, unknown_selector
from ims_lint.files import discovery, many, runner
from ims_lint.finding import Severity
from ims_lint.output import counted
from ims_lint.output.formats import FORMATS
from ims_lint.rules.registry import RULES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_ALLOW_EMPTY = "use --allow-empty to accept this"

STANDARD = "-"
"""The path that means standard input, and the target that means standard output."""


def _selectors(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    selectors = tuple(word for value in values for word in value.replace(",", " ").split())
    for selector in selectors:
        if error := unknown_selector(selector) or (always_on(selector) if parameter.name == "ignore" else None):
            raise click.BadParameter(error)
    return selectors


def _formats(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str | None]]:
    formats = []
    for value in values:
        name, equals, file = value.partition("=")
        if name not in FORMATS:
            raise click.BadParameter(f"{name} is not one of {', '.join(FORMATS)}")
        if equals and not file:
            raise click.BadParameter(f"{value} has no file name")
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
    help="Lint the files listed in FILE (- for standard input), one per line or separated by NUL.",
)
@click.option("--stdin-filename", type=click.Path(), metavar="NAME", help="Use this file name for standard input (-).")
@click.option("--force-exclude", is_flag=True, help="Apply exclude patterns also to files named as arguments.")
@click.option("--no-ignore", is_flag=True, help="Search also files that git ignores.")
@click.option("--allow-empty", is_flag=True, help="Succeed if there are no files or no requests to lint.")
@click.option(
    "--embedded-only",
    is_flag=True,
    help="Lint only requests inside other files: scripts, HTTP files, Markdown, playbooks.",
)
@operation_option()
@click.option(
    "--select",
    multiple=True,
    callback=_selectors,
    shell_complete=_complete_rule,
    metavar="RULES",
    help="Run only these rules (codes, prefixes of codes, names).",
)
@click.option(
    "--extend-select",
    multiple=True,
    callback=_selectors,
    shell_complete=_complete_rule,
    metavar="RULES",
    help="Run these rules in addition.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_selectors,
    shell_complete=_complete_rule,
    metavar="RULES",
    help="Do not run these rules.",
)
@click.option("--config", "config_file", type=click.Path(), help="Use this configuration file instead of the nearest.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--strict", is_flag=True, help="Treat warnings and unresolved placeholders as errors.")
@click.option("--exit-zero", is_flag=True, help="Exit with code 0 even if there are errors.")
@click.option(
    "--fix", is_flag=True, help="Apply safe fixes to the files; write fixed standard input to standard output."
)
@click.option("--unsafe-fixes", is_flag=True, help="Apply also unsafe fixes (with --fix, --fix-only or --diff).")
@click.option("--fix-only", is_flag=True, help="Apply fixes without reporting the remaining findings.")
@click.option("--diff", is_flag=True, help="Show the changes of the fixes as a diff without writing files.")
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    callback=_formats,
    shell_complete=_complete_format,
    help=f"Report format: {', '.join(FORMATS)}. Repeat the option for several reports, each with its own file.",
)
@click.option(
    "--category",
    default="ims-lint",
    metavar="NAME",
    show_default=True,
    help="Category of a SARIF report in code scanning.",
)
@click.option(
    "--jobs", "-j", type=click.IntRange(0), default=0, metavar="N", help="Use N processes (default: one per core)."
)
@click.option("--output-file", type=click.Path(), help="Write the report to this file instead of standard output.")
@click.option(
    "--quiet", "-q", is_flag=True, help="Report only errors (with --strict also warnings), without a summary."
)
@click.option("--statistics", is_flag=True, help="Show the number of findings per rule instead of the findings.")
def check(**options: object) -> None:
    """Lint request files, directories, or - for standard input (default: the current directory).

    Exit code: 0 no errors, 1 errors (with --strict also warnings), 2 ims-lint could not run.
    """
    sys.exit(_run(Options(**options)))  # type: ignore[arg-type]


def _run(options: Options) -> int:
    """Lint, fix and report; return the exit code."""
    if options.unsafe_fixes and not options.fixing:
        raise click.UsageError("--unsafe-fixes requires --fix, --fix-only or --diff")
    targets = report.targets(options)
    paths = _paths(options)
    fixing = runner.Fixing(options.unsafe_fixes, options.diff) if options.fixing else None
    fixes_stdin = options.fixing and STANDARD in paths
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
        if outputs := [file for _, file in targets if file is not None]:
            names = [stdin_name if file == STANDARD else file for file in found.files]
            sources = {configurations.of_file(name).source for name in names}
            protect([*found.files, *sources, *filter(None, [options.files_from])], outputs)
        with Progress(len(found.files), silent=options.quiet) as progress:
            task = runner.Task(configurations, stdin_name, fixing, frozenset(found.hosts))
            outcomes = many.run(found.files, task, options.jobs, progress)
    except (ConfigError, OSError) as error:
        on_stdout = [(name, file) for name, file in targets if file is None]  # a file may be an input
        report.write(options, on_stdout, [], [reason(error)], err=fixes_stdin)
        fail(error)
    failures = [*found.failures, *dict.fromkeys(each.failure for each in outcomes if each.failure)]
    if not outcomes and not failures and not options.allow_empty and found.refused < max(len(paths), 1):
        failures = [_no_files(paths, found)]
    elif outcomes and not failures and not options.allow_empty and not any(map(_has_something, outcomes)):
        failures = [f"no requests to lint in {_named(paths)}; {_ALLOW_EMPTY}"]
    if STANDARD in paths and STANDARD not in found.files and options.fixing and not options.diff:
        out(runner.read(STANDARD, runner.EVERYTHING))  # excluded: it is written unchanged
    report.write(options, targets, outcomes, failures, err=fixes_stdin)
    for line in [*found.notes, *failures, *(bug for each in outcomes for bug in each.bugs)]:
        log(line)
    return 2 if failures else _exit_code(options, outcomes)


def _paths(options: Options) -> list[str]:
    """The files and directories that are named as arguments or in a list."""
    paths = list(options.paths)
    if not paths and not options.files_from:
        paths = [os.curdir if options.stdin_filename is None else STANDARD]
    if options.stdin_filename is not None and STANDARD not in paths:
        raise click.UsageError(f"--stdin-filename requires {STANDARD} (standard input) among the paths")
    if options.files_from:
        if STANDARD in paths and options.files_from == STANDARD:
            raise click.UsageError("standard input must not be both the list of files and a request")
        try:
            paths += _listed(options.files_from)
        except OSError as error:
            fail(error)
    if (STANDARD in paths or options.files_from == STANDARD) and sys.stdin is None:
        fail("standard input is closed")
    return paths


def _listed(source: str) -> list[str]:
    """The names in a file, one per line or separated by NUL."""
    data = runner.read(source, runner.EVERYTHING)
    shown = "standard input" if source == STANDARD else source
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = os.fsencode(data.decode("utf-16"))
        except UnicodeError:
            fail(f"{shown}: the list of files is not valid UTF-16; save it as UTF-8")
        names = _names(data)
    else:
        names = _names(data.removeprefix(codecs.BOM_UTF8))
        if b"\0" in data and _may_be_utf16(names):
            fail(f"{shown}: the list of files may be UTF-16 without a byte order mark; save it as UTF-8")
    return [os.fsdecode(b"./-" if name == b"-" else name) for name in names if name]


def _names(data: bytes) -> list[bytes]:
    return data.split(b"\0") if b"\0" in data else [line.removesuffix(b"\r") for line in data.split(b"\n")]


def _may_be_utf16(names: list[bytes]) -> bool:
    """Whether names separated by NUL may be UTF-16 instead, with a NUL in each ASCII character.

    UTF-16 looks like names of one character. It has line breaks, periods or slashes, begins with NUL if it is
    big-endian, or its characters together are the name of a file. A real list has names of existing files.
    """
    characters = [name for name in names if len(name) == 1]
    if names[0] == b"" and any(names):
        return True
    if b"\n" in characters or b"\r" in characters:
        return True
    if len(characters) > 1 and (b"." in characters or b"/" in characters):
        return True
    longer = [name for name in names if len(name) > 1]
    if longer:
        return bool(characters) and any(min(name) < 0x20 and not os.path.lexists(name) for name in longer)
    if len(characters) < 2:
        return False
    return os.path.lexists(b"".join(characters)) or not all(map(os.path.lexists, characters))


def _no_files(paths: list[str], found: discovery.Found) -> str:
    """The message for a run without files."""
    if not paths:
        return f"no files to lint (the list is empty); {_ALLOW_EMPTY}"
    where = _named(paths)
    why = f"searched for *{', *'.join(discovery.EXTENSIONS)}"
    if found.excluded:
        why = f"the configuration excludes {counted(found.excluded, 'file')}"
    return f"no files to lint in {where} ({why}); {_ALLOW_EMPTY}"


def _named(paths: list[str]) -> str:
    """The first paths, for a message."""
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3:,} more" if len(paths) > 3 else "")


def _has_something(outcome: runner.Outcome) -> bool:
    """Whether there are requests or findings in a file."""
    return outcome.report is None or bool(outcome.report.requests or outcome.report.diagnostics)


def _exit_code(options: Options, outcomes: list[runner.Outcome]) -> int:
    """Return 0 or 1; log the reason if there are only warnings."""
    found = [diagnostic for each in outcomes if each.report for diagnostic in each.report.diagnostics]
    if options.exit_zero or not found:
        return 0
    if any(each.severity is Severity.ERROR for each in found):
        return 1
    if options.strict and not options.quiet:
        counts = "counts as an error" if len(found) == 1 else "count as errors"
        log(f"{counted(len(found), 'warning')} {counts} (--strict)")
    return int(options.strict)
