"""The program `ims-lint`, and `python -m ims_lint`."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

from ims_lint.files.stopping import Stopped, ignore, obey


def run() -> None:
    """Run the command line; signals are handled while it is still being imported, too."""
    gc.disable()  # linting leaves no reference cycles, and the search for them takes a fifth of the time
    try:
        obey()
        from ims_lint.cli import main  # 20 ms, during which a signal may arrive

        main(prog_name="ims-lint")
    except Stopped as stopped:
        ignore()
        with suppress(OSError, AttributeError):  # standard error may be closed, or the disk full
            sys.stderr.write(f"ims-lint: {stopped}\n")
        sys.exit(stopped.exit_code)
    finally:
        gc.freeze()  # else Python searches for cycles at exit: a tenth of the time for one file


if __name__ == "__main__":
    run()
