"""The arguments and options that name an operation, or a source of an image."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ims_lint.config import unknown_operation
from ims_lint.operations import BY_NAME
from ims_lint.operations import SOURCES as _SOURCES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SOURCES = (
    f"\b\nSOURCE is what the image is created from:\n{textwrap.fill(', '.join(_SOURCES), 76, break_on_hyphens=False)}."
)
"""The paragraph about the argument in a help text; `\\b` keeps its line breaks."""


class _Named(click.Argument):
    """An argument that an error names without the brackets that mark it as optional."""

    def get_error_hint(self, ctx: click.Context) -> str:  # type: ignore[override]
        return f"'{(self.metavar or '').strip('[]')}'"


def argument(metavar: str = "SOURCE", *more: str, required: bool = True) -> Callable[[Any], Any]:
    """The argument `source` of a command; `more` names are allowed, too."""
    names = click.Choice([*more, *(name for name in _SOURCES if name not in more)])
    return click.argument(
        "source", cls=_Named, required=required, type=names, metavar=metavar if required else f"[{metavar}]"
    )


def operation_option() -> Callable[[Any], Any]:
    """The option `--operation` of a command."""
    return click.option(
        "--operation",
        callback=_operation,
        shell_complete=_complete,
        metavar="NAME",
        help=f"Check requests for this operation: {', '.join(BY_NAME)}.",
    )


def _operation(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    if name is not None and (error := unknown_operation(name)):
        raise click.BadParameter(error)
    return name


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # 0.5 ms, in a shell that completes only

    return [CompletionItem(name) for name in BY_NAME if name.startswith(incomplete)]
