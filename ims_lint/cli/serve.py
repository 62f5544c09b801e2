"""The command that serves editors: lsp."""

from __future__ import annotations

import sys

import click

from ims_lint.cli.console import fail


@click.command()
def lsp() -> None:
    """Run the language server, on standard input and output."""
    try:
        from ims_lint.lsp.server import serve  # pygls, and the types of the protocol: 450 ms
    except ImportError as error:
        if (error.name or "").startswith("ims_lint"):
            raise
        fail("the language server needs pygls 2: pip install 'ims-lint[lsp]'")
    sys.exit(serve())
