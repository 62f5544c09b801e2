"""Standard output and standard error: UTF-8 whatever the locale, one-line complaints, and progress."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, TextIO

from ims_lint.output.inert import visible

if TYPE_CHECKING:
    from ims_lint.config import ConfigError


def out(text: str | bytes, *, err: bool = False) -> None:
    """Write a text to standard output (`err`: to standard error) as it is.

    A reader that went away (`| head`) is no problem; a disk that is full is, with exit status 2.
    """
    stream = sys.stderr if err else sys.stdout
    if stream is None or not text:
        return
    try:
        stream.flush()
        stream.buffer.write(text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text)
        stream.buffer.flush()
    except OSError as error:
        _give_up(stream)
        if not err and not isinstance(error, BrokenPipeError):
            fail(f"standard output: {error.strerror or error}")


def _give_up(stream: TextIO) -> None:
    """Send what a stream still holds to nowhere: Python would try again to write it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def complain(message: str) -> None:
    """Write one line to standard error, in which a log of GitHub Actions finds no command."""
    out(f"ims-lint: {visible(message).replace('##[', '## [')}\n", err=True)


def fail(problem: str | OSError | ConfigError) -> NoReturn:
    """Say in one line why the command could not do its work, and exit with status 2."""
    if isinstance(problem, OSError):
        problem = f"{problem.filename or 'input'}: {problem.strerror or problem}"
    complain(str(problem))
    sys.exit(2)


def save(path: str, text: str, *, overwrite: bool = True) -> None:
    """Write a text to a file in UTF-8, whole or not at all; without `overwrite` the file must not exist."""
    opened = written = False
    try:
        with open(path, "wb" if overwrite else "xb") as file:
            opened = True
            file.write(text.encode("utf-8", "backslashreplace"))
        written = True
    except FileExistsError:
        fail(f"{path} exists, and is not overwritten")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}")
    finally:
        if opened and not written and os.path.isfile(path):
            os.unlink(path)


def colored(*, err: bool = False) -> bool:
    """Whether standard output (`err`: standard error) takes colors: as NO_COLOR, FORCE_COLOR, or a terminal says."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or on_terminal(sys.stderr if err else sys.stdout)


def on_terminal(stream: TextIO | None) -> bool:
    """Whether someone watches a stream."""
    return stream is not None and stream.isatty()


class Progress:
    """How many of the files are done, on a terminal's standard error, once a run takes long.

    Called with the number of files that are done; leaving the context takes the line away.
    """

    DELAY = 2.0
    INTERVAL = 0.1

    def __init__(self, total: int, silent: bool = False) -> None:
        self._total = total
        self._watched = not silent and on_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + self.DELAY
        self._shown = False

    def __call__(self, done: int) -> None:
        """Say that so many files are done."""
        if self._watched and time.monotonic() >= self._next:
            self._next = time.monotonic() + self.INTERVAL
            self._shown = True
            out(f"\r\x1b[K{done:,} of {self._total:,} files", err=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            out("\r\x1b[K", err=True)
