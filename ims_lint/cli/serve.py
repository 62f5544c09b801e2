"""The command that serves editors: lsp."""

from __future__ import annotations

import sys

import click


@click.command()
def lsp() -> None:
    """Run the language server, on standard input and output."""
    from ims_lint.lsp.server import serve

    sys.exit(serve(sys.stdin.buffer, sys.stdout.buffer))
