"""The commands that write requests: the body to send, and a starter file."""

from __future__ import annotations

import json
import os
import sys

import click

from ims_lint.cli.console import complain, fail, out, save
from ims_lint.config import ConfigError
from ims_lint.config.file import Configurations
from ims_lint.files import runner
from ims_lint.input import from_bytes
from ims_lint.linter import lint
from ims_lint.operations import IMAGE
from ims_lint.output import text
from ims_lint.output.inert import escaped
from ims_lint.transform import new as starter
from ims_lint.transform.render import Refused, body


def _variables(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    variables = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{value} is not written as NAME=value")
        variables[name] = text
    return variables


@click.command()
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
    # 12 ms, which `ims-lint --help` and `new` do without

    try:
        data = runner.read(file)
        config = Configurations(config_file, isolated).of(file)
        values = {**(os.environ if env else {}), **variables}
        request = body(lint(from_bytes(data, file), config), config, number, values)
    except (OSError, ConfigError) as error:
        fail(error)
    except Refused as refusal:
        if refusal.report:
            out(text.render([refusal.report]), err=True)
        complain(f"not rendered: {refusal}")
        sys.exit(1)
    layout = {"separators": (",", ":")} if compact else {"indent": 2}
    rendered = escaped(json.dumps(request, ensure_ascii=False, **layout)) + "\n"
    save(output, rendered) if output else out(rendered)


@click.command()
@click.argument("method", type=click.Choice(IMAGE.source_names))
@click.option("--iso", is_flag=True, help="From an ISO file (obs-file).")
@click.option("--quick-import", is_flag=True, help="By quick import (obs-file).")
@click.option(
    "--with-data-images", "data_images", type=click.IntRange(0), default=0, metavar="N", help="With N data images."
)
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option("--output", "-o", type=click.Path(), help="Write to this file, which must not exist yet.")
def new(method: str, iso: bool, quick_import: bool, data_images: int, form: str, output: str | None) -> None:
    """Print a starter request for METHOD: what is mandatory as placeholders, the rest as comments."""
    wanted = starter.Starter(method, iso, quick_import, data_images)
    try:
        wanted.check()
    except starter.CannotStart as error:
        fail(str(error))
    made = starter.as_yaml(wanted) if form == "yaml" else starter.as_json(wanted)
    save(output, made, overwrite=False) if output else out(made)
