"""Coverage-guided fuzzing of the whole way from bytes to a report (atheris, from the `fuzz` extra).

    python -m tests.fuzz.fuzz_lint yaml|json [CORPUS...] [-runs=N] [-max_total_time=SECONDS]

Every crash is written to a file `crash-…`: make a case of it before you mend it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["ims_lint", "yaml"]):
    from tests.fuzz import properties


def main() -> None:
    """Fuzz one of the properties, named by the first argument."""
    name = sys.argv.pop(1)
    check: Callable[[bytes], None] = properties.BY_NAME[name]
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
