"""Standard output and standard error: UTF-8 whatever the locale, and one-line complaints."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from ims_lint.output.inert import visible

if TYPE_CHECKING:
    from ims_lint.config import ConfigError


def out(text: str | bytes, *, err: bool = False) -> None:
    """Write a text to standard output (`err`: to standard error) as it is."""
    stream = sys.stderr if err else sys.stdout
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text)
    stream.buffer.flush()


def complain(message: str) -> None:
    """Write one line to standard error."""
    out(f"ims-lint: {visible(message)}\n", err=True)


def fail(problem: str | OSError | ConfigError) -> NoReturn:
    """Say in one line why the command could not do its work, and exit with status 2."""
    if isinstance(problem, OSError):
        problem = f"{problem.filename or 'input'}: {problem.strerror or problem}"
    complain(str(problem))
    sys.exit(2)


def save(path: str, text: str, *, overwrite: bool = True) -> None:
    """Write a text to a file in UTF-8; without `overwrite` the file must not exist."""
    try:
        with open(path, "wb" if overwrite else "xb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except FileExistsError:
        fail(f"{path} exists, and is not overwritten")
    except OSError as error:
        fail(error)


def colored() -> bool:
    """Whether standard output takes colors: NO_COLOR and FORCE_COLOR hold, else a terminal does."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
