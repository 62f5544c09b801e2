"""The program `ims-lint`, and `python -m ims_lint`."""

from __future__ import annotations

import atexit
import os
import sys


def run() -> None:
    """Run the command line; an interrupt while it is being loaded ends it like any later one."""
    try:
        from ims_lint.cli import main  # 35 ms, in which an interrupt may come

        main(prog_name="ims-lint")
    except KeyboardInterrupt:
        sys.stderr.write("ims-lint: interrupted\n")
        _leave(130)
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        _leave(end.code)


def _leave(status: int) -> None:
    """End with a status at once: to free all objects first takes Python a sixth of the time of a file.

    Where something cannot be written, Python ends in its own way.
    """
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    run()
