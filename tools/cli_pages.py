"""Write the option tables of docs/cli.md from the commands."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ims_lint.cli import CONTEXT, main

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
MARKED = re.compile(r"(?P<start><!-- options: (?P<command>[\w-]+) -->\n)(?P<table>.*?)(?P<end><!-- end -->)", re.DOTALL)


def table(command: str) -> str:
    """Return the table of the options of a command, with the texts of its help."""
    parent = click.Context(main, info_name="ims-lint", **CONTEXT)  # type: ignore[arg-type]
    found = main.get_command(parent, command)
    assert found, command
    context = click.Context(found, parent, command)
    records = [each.get_help_record(context) for each in found.get_params(context) if isinstance(each, click.Option)]
    rows = [(_code(record[0]), record[1].replace("|", "\\|")) for record in records if record]
    return "".join(f"| {names} | {text} |\n" for names, text in [("Option", "Meaning"), ("---", "---"), *rows])


def _code(names: str) -> str:
    return "`" + names.replace("|", "\\|") + "`"


def page() -> str:
    """Return the page with up-to-date tables."""
    return MARKED.sub(lambda match: match["start"] + table(match["command"]) + match["end"], PAGE.read_text("utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
