"""The command line: commands and their options; only here is anything printed."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

from ims_lint import __version__
from ims_lint.config import Config, ConfigError, specificity
from ims_lint.config_file import Configurations, unknown_selector
from ims_lint.diagnostic import Report
from ims_lint.output import counted
from ims_lint.output.formats import FORMATS
from ims_lint.schema.store import METHODS

if TYPE_CHECKING:
    from ims_lint.runner import Outcome

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="ims-lint")
def main() -> None:
    """Check the request bodies that create images (POST /v2/cloudimages/action) before they are sent."""


def _fail(message: str) -> NoReturn:
    """One line on standard error, and exit status 2: the command could not do its work."""
    click.echo(f"ims-lint: {message}", err=True)
    sys.exit(2)


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


@main.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    callback=_formats,
    help=f"Form of the report: {', '.join(FORMATS)}. May be given several times, each with a file.",
)
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
@click.option("--stdin-filename", metavar="NAME", help="Name of what comes on standard input (-).")
@click.option(
    "--fix", is_flag=True, help="Apply the safe fixes to the files; standard input is written to standard output."
)
@click.option("--unsafe-fixes", is_flag=True, help="With --fix, --fix-only or --diff: apply the unsafe fixes too.")
@click.option("--fix-only", is_flag=True, help="Apply the fixes, and report nothing of what is left.")
@click.option("--diff", is_flag=True, help="Show what the fixes would change, and write nothing.")
@click.option("--allow-empty", is_flag=True, help="Succeed where there is nothing to lint.")
def check(
    paths: tuple[str, ...],
    formats: list[tuple[str, str | None]],
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    config_file: str | None,
    isolated: bool,
    strict: bool,
    stdin_filename: str | None,
    fix: bool,
    unsafe_fixes: bool,
    fix_only: bool,
    diff: bool,
    allow_empty: bool,
) -> None:
    """Lint request files, folders, or - for standard input (default: the current folder).

    Exit status: 0 no errors, 1 errors (with --strict also warnings), 2 the command could not do its work.
    """
    from ims_lint import discovery, runner

    def adjust(config: Config) -> Config:
        return replace(
            config,
            select=select or config.select,
            extend_select=(*config.extend_select, *extend_select),
            ignore=(*config.ignore, *ignore),
            strict=strict,
        )

    fixing = runner.Fixing(unsafe_fixes, diff) if fix or fix_only or diff else None
    try:
        configurations = Configurations(config_file, isolated, adjust)
        missing = [path for path in paths if path != "-" and not os.path.lexists(path)]
        files = discovery.find([path for path in paths or (".",) if path not in missing], configurations.of)
        outcomes = runner.run(files, configurations, stdin_filename or "-", fixing)
    except ConfigError as error:
        _fail(str(error))
    failures = [f"{path}: no such file or folder" for path in missing]
    failures += [each.failure for each in outcomes if each.failure]
    if not outcomes and not failures and not allow_empty:
        where = ", ".join(paths) or "this folder"
        _fail(f"there is nothing to lint in {where} (no *{', *'.join(discovery.ENDINGS)}); --allow-empty accepts that")
    reports = [each.report for each in outcomes if each.report]
    if fixing:
        _write_fixed(outcomes)
    if not fix_only and not diff:
        _write(reports, formats or [("text", None)], err=fixing is not None and "-" in paths)
    for line in [*failures, *(bug for each in outcomes for bug in each.bugs)]:
        click.echo(f"ims-lint: {line}", err=True)
    found = [each for report in reports for each in report.diagnostics]
    sys.exit(2 if failures else any(strict or each.severity == "error" for each in found))


def _write_fixed(outcomes: list[Outcome]) -> None:
    """What the fixes made: diffs and standard input on standard output, a count on standard error."""
    for each in outcomes:
        click.echo(each.diff, nl=False)
        sys.stdout.flush()
        sys.stdout.buffer.write(each.output)
        sys.stdout.buffer.flush()
    if fixed := sum(each.fixed for each in outcomes):
        files = sum(each.fixed > 0 for each in outcomes)
        click.echo(f"{counted(fixed, 'fix')} in {counted(files, 'file')}.", err=True)


def _write(reports: list[Report], formats: list[tuple[str, str | None]], err: bool) -> None:
    """Write the reports in each format, to its file, or to standard output (`err`: error)."""
    from ims_lint.output.formats import render

    for name, file in formats:
        if file is None:
            click.echo(render(name, reports, _colored()), nl=False, color=True, err=err)
            continue
        try:
            with open(file, "w", encoding="utf-8", newline="\n") as target:
                target.write(render(name, reports, color=False))
        except OSError as error:
            _fail(f"{file}: {error.strerror}")


def _colored() -> bool:
    """Whether standard output takes colors: NO_COLOR and FORCE_COLOR hold, else a terminal does."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


@main.command()
@click.argument("method", required=False, type=click.Choice(METHODS))
def schema(method: str | None) -> None:
    """Print the JSON Schema of a request as one file, whole or for one METHOD."""
    from ims_lint.schema.store import bundle

    click.echo(json.dumps(bundle(method), indent=2, ensure_ascii=False))


@main.command()
@click.argument("selectors", nargs=-1, metavar="[CODE|NAME]...")
@click.option("--all", "every", is_flag=True, help="Explain all rules.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def rule(selectors: tuple[str, ...], every: bool, form: str) -> None:
    """Explain rules: what they find, why it matters, what to write instead."""
    from ims_lint.output import rule_pages
    from ims_lint.rules import RULES

    for selector in selectors:
        if complaint := unknown_selector(selector):
            _fail(complaint)
    if not selectors and not every:
        _fail("name a rule, for example `ims-lint rule IMS303`, or use --all")
    chosen = [each for each in RULES if every or any(specificity(selector, each) for selector in selectors)]
    click.echo(rule_pages.render(chosen, form), nl=False)


def _variables(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    variables = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{value} is not written as NAME=value")
        variables[name] = text
    return variables


@main.command()
@click.argument("file")
@click.option("--compact", is_flag=True, help="Write the body on one line.")
@click.option(
    "--document", "number", type=int, metavar="N", help="Of a file with several requests, take document N (from 0)."
)
@click.option(
    "--var", "variables", multiple=True, callback=_variables, metavar="NAME=VALUE", help="Fill the placeholder NAME."
)
@click.option("--env", is_flag=True, help="Fill placeholders from the environment too.")
@click.option("--output", "-o", type=click.Path(), help="Write to this file, not to standard output.")
@click.option("--config", "config_file", type=click.Path(), help="Use this configuration file, not the nearest one.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
def render(
    file: str,
    compact: bool,
    number: int | None,
    variables: dict[str, str],
    env: bool,
    output: str | None,
    config_file: str | None,
    isolated: bool,
) -> None:
    """Print the JSON body of the request in FILE (- is standard input), exactly as it was checked.

    A request with errors or unfilled placeholders is refused with exit status 1.
    """
    from ims_lint import runner
    from ims_lint.render import Refused, body

    try:
        data = runner.read(file)
        config = Configurations(config_file, isolated).of(file)
        values = {**(os.environ if env else {}), **variables}
        request = body(data, file, config, number, values)
    except (OSError, ConfigError) as error:
        _fail(f"{file}: {error.strerror}" if isinstance(error, OSError) else str(error))
    except Refused as refusal:
        if refusal.report:
            _write([refusal.report], [("text", None)], err=True)
        click.echo(f"ims-lint: not rendered: {refusal}", err=True)
        sys.exit(1)
    layout = {"separators": (",", ":")} if compact else {"indent": 2}
    _print_or_save(json.dumps(request, ensure_ascii=False, **layout) + "\n", output, overwrite=True)


@main.command()
@click.argument("method", type=click.Choice(METHODS))
@click.option("--iso", is_flag=True, help="From an ISO file (obs-file).")
@click.option("--quick-import", is_flag=True, help="By quick import (obs-file).")
@click.option(
    "--with-data-images", "data_images", type=click.IntRange(0), default=0, metavar="N", help="With N data images."
)
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option("--output", "-o", type=click.Path(), help="Write to this file, which must not exist yet.")
def new(method: str, iso: bool, quick_import: bool, data_images: int, form: str, output: str | None) -> None:
    """Print a starter request for METHOD: what is mandatory as placeholders, the rest as comments."""
    from ims_lint import starter

    wanted = starter.Starter(method, iso, quick_import, data_images)
    try:
        wanted.check()
    except starter.CannotStart as error:
        _fail(str(error))
    _print_or_save(starter.as_yaml(wanted) if form == "yaml" else starter.as_json(wanted), output, overwrite=False)


def _print_or_save(text: str, output: str | None, *, overwrite: bool) -> None:
    """Write a text to standard output or to a file, in UTF-8."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        with open(output, "wb" if overwrite else "xb") as file:
            file.write(text.encode())
    except FileExistsError:
        _fail(f"{output} exists, and is not overwritten")
    except OSError as error:
        _fail(f"{output}: {error.strerror}")
