"""The program `ims-lint`, and `python -m ims_lint`."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line; an interrupt while it is being loaded ends it like any later one."""
    try:
        from ims_lint.cli import main
    except KeyboardInterrupt:
        sys.stderr.write("ims-lint: interrupted\n")
        sys.exit(130)
    main(prog_name="ims-lint")


if __name__ == "__main__":
    run()
