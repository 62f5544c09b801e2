"""The argument SOURCE: what an image is made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ims_lint.operations import IMAGE

SOURCES = f"\b\nSOURCE is what the image is made from:\n{', '.join(IMAGE.source_names)}."
"""The paragraph about the argument in a help text; `\\b` keeps its line breaks."""


class _Source(click.Argument):
    """An argument that an error names without the brackets that mark it as optional."""

    def get_error_hint(self, ctx: click.Context) -> str:  # type: ignore[override]
        return "'SOURCE'"


def argument(*, required: bool = True) -> Callable[[Any], Any]:
    """The argument `source` of a command."""
    metavar = "SOURCE" if required else "[SOURCE]"
    return click.argument(
        "source", cls=_Source, required=required, type=click.Choice(IMAGE.source_names), metavar=metavar
    )
