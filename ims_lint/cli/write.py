"""The commands `ims-lint render` and `ims-lint new`."""

from __future__ import annotations

import os
import sys

import click

from ims_lint.cli.console import fail, log, out, protect, save
from ims_lint.cli.source import SOURCES, argument, operation_option
from ims_lint.config import ConfigError
from ims_lint.config.file import Configurations
from ims_lint.document.text import has_surrogate
from ims_lint.embedded import NotInstalled
from ims_lint.files import runner
from ims_lint.input import from_bytes
from ims_lint.linter import lint
from ims_lint.output import text
from ims_lint.output.inert import escaped
from ims_lint.transform import new as starter
from ims_lint.transform.render import Refused
from ims_lint.transform.render import render as rendered


def _variables(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    variables = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{value} must have the form NAME=VALUE")
        if has_surrogate(value):
            raise click.BadParameter(f"the value of {name} is not UTF-8")
        variables[name] = text
    return variables


@click.command()
@click.argument("file")
@operation_option()
@click.option("--compact", is_flag=True, help="Write the body on one line.")
@click.option("--curl", is_flag=True, help="Print the curl command that sends the body, for a POSIX shell.")
@click.option(
    "--document",
    "--body",
    "number",
    type=int,
    metavar="N",
    help="Render request N of a file with several requests, counted from 0.",
)
@click.option(
    "--line", type=click.IntRange(1), metavar="N", help="Render the request on line N of a file with several."
)
@click.option(
    "--var",
    "variables",
    multiple=True,
    callback=_variables,
    metavar="NAME=VALUE",
    help="Replace the placeholder NAME with VALUE.",
)
@click.option("--env", is_flag=True, help="Replace placeholders also with environment variables.")
@click.option("--output", "-o", type=click.Path(), help="Write to this file instead of standard output.")
@click.option("--config", "config_file", type=click.Path(), help="Use this configuration file instead of the nearest.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
def render(
    file: str,
    operation: str | None,
    compact: bool,
    curl: bool,
    number: int | None,
    line: int | None,
    variables: dict[str, str],
    env: bool,
    output: str | None,
    config_file: str | None,
    isolated: bool,
) -> None:
    """Print the JSON request body of FILE (- for standard input), exactly as it was checked.

    The address to send it to is written to standard error. --curl prints a whole command, which reads the
    endpoint and the token from the variables IMS_ENDPOINT and TOKEN.

    A request with errors or unresolved placeholders is not rendered (exit code 1).
    """
    if file == "-" and sys.stdin is None:
        fail("standard input is closed")
    try:
        data = runner.read(file)
        config = Configurations(config_file, isolated).of(file).declaring(operation)
        protect([file, config.source], [output])
        values = {**(os.environ if env else {}), **variables}
        request = rendered(lint(from_bytes(data, file), config), config, number, values, line)
    except (OSError, ConfigError) as error:
        fail(error)
    except NotInstalled as error:
        fail(str(error))
    except Refused as refusal:
        if refusal.report:
            out(text.render([refusal.report]), err=True)
        log(f"cannot render: {refusal}")
        sys.exit(1)
    written = escaped(request.as_curl(compact=compact) if curl else request.as_json(compact=compact))
    save(output, written + "\n") if output else out(written + "\n")
    if not curl:
        log(f"send it to {request.operation.address}")


@click.command(
    help="Print a starter request for SOURCE, with its required parameters as placeholders and the optional ones as "
    f"comments.\n\n{SOURCES}"
)
@argument()
@click.option("--iso", is_flag=True, help="Use an ISO file (with obs-file).")
@click.option("--quick-import", is_flag=True, help="Use quick import (with obs-file).")
@click.option(
    "--with-data-images", "data_images", type=click.IntRange(0), default=0, metavar="N", help="Add N data disk images."
)
@click.option("--format", "format_name", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option("--output", "-o", type=click.Path(), help="Write to this file, which must not exist.")
def new(source: str, iso: bool, quick_import: bool, data_images: int, format_name: str, output: str | None) -> None:
    """Print a starter request."""
    wanted = starter.Starter(source, iso, quick_import, data_images)
    try:
        wanted.check()
    except starter.CannotStart as error:
        fail(str(error))
    made = starter.as_yaml(wanted) if format_name == "yaml" else starter.as_json(wanted)
    save(output, made, overwrite=False) if output else out(made)
