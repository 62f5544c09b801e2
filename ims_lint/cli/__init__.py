"""The command line: commands and their options; only here is anything printed."""

from __future__ import annotations

import click

from ims_lint import __version__
from ims_lint.cli.check import check
from ims_lint.cli.console import Interruptible
from ims_lint.cli.explain import config, rule, schema
from ims_lint.cli.write import new, render

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Interruptible, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="ims-lint")
def main() -> None:
    """Check the request bodies that create images (POST /v2/cloudimages/action) before they are sent."""


for command in (check, rule, config, schema, render, new):
    main.add_command(command)
