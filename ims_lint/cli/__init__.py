"""The command line: commands and their options. Only this package prints to standard output."""

from __future__ import annotations

from importlib import import_module

import click

from ims_lint.about import __version__

COMMANDS = {
    "check": "check",
    "rule": "explain",
    "config": "explain",
    "schema": "explain",
    "render": "write",
    "new": "write",
    "lsp": "serve",
}
"""Each command, and the module of this package that contains it."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """The commands; each is imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{COMMANDS[cmd_name]}"), cmd_name)
        return command


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="ims-lint")
def main() -> None:
    """Check the request bodies that create images (POST /v2/cloudimages/action) before they are sent."""
