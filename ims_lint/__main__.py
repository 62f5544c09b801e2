"""The program `ims-lint`, and `python -m ims_lint`."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

from ims_lint.files.stopping import Stopped, ignore, obey


def run() -> None:
    """Run the command line; a signal that stops it while it is being loaded is like any later one."""
    gc.disable()  # what a file leaves holds no cycles: looking for them is a fifth of the time
    try:
        obey()
        from ims_lint.cli import main  # 20 ms, in which a signal may come

        main(prog_name="ims-lint")
    except Stopped as stopped:
        ignore()
        with suppress(OSError, AttributeError):  # standard error may be closed, or on a full disk
            sys.stderr.write(f"ims-lint: {stopped}\n")
        sys.exit(stopped.status)
    finally:
        gc.freeze()  # or Python would look for them all the same when it ends: a tenth of the time of a file


if __name__ == "__main__":
    run()
