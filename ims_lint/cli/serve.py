"""The command `ims-lint lsp`."""

from __future__ import annotations

import gc
import sys

import click

from ims_lint.cli.console import fail
from ims_lint.files import stopping


@click.command()
def lsp() -> None:
    """Run the language server on standard input and output."""
    try:
        from ims_lint.lsp.server import serve  # pygls and the types of the protocol: 450 ms
    except ImportError as error:
        if (error.name or "").startswith("ims_lint"):
            raise
        fail("the language server requires pygls 2; run `pip install 'ims-lint[lsp]'`")
    gc.enable()  # unlike the other commands, this one runs for a long time
    stopping.end_at_once()  # it writes no files, and the thread that reads would keep it alive
    sys.exit(serve())
