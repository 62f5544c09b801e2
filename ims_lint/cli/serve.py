"""The command that serves editors: lsp."""

from __future__ import annotations

import gc
import sys

import click


@click.command()
def lsp() -> None:
    """Run the language server, on standard input and output."""
    from ims_lint.lsp.server import serve  # 19 ms

    gc.enable()  # unlike every other command, this one lasts
    source = open(sys.stdin.fileno(), "rb", closefd=False)  # noqa: SIM115 - a thread may still read from it at the end
    sys.exit(serve(source, sys.stdout.buffer))
