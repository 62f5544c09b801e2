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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word not in COMMANDS and (word == "-" or not word.startswith("-")) and not ctx.resilient_parsing:
            from ims_lint.cli.unknown import not_a_command  # 10 ms, for a wrong word only

            ctx.fail(not_a_command(word, COMMANDS))
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="ims-lint")
def main() -> None:
    """Check the request bodies that create images on the Open Telekom Cloud before they are sent."""
