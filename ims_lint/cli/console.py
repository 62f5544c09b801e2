"""Standard output and standard error: UTF-8 in any locale, one-line messages, and progress."""

from __future__ import annotations

import os
import stat
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, TextIO

from ims_lint.output.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ims_lint.config import ConfigError


def out(text: str | bytes, *, err: bool = False) -> None:
    """Write text unchanged to standard output (`err`: to standard error).

    A closed pipe (`| head`) is ignored; a full disk ends the program with exit code 2.
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
    """Discard what a stream has buffered: Python would try to write it again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def log(message: str) -> None:
    """Write one line to standard error, without anything that GitHub Actions would run as a command."""
    out(f"ims-lint: {visible(message).replace('##[', '## [')}\n", err=True)


def fail(error: str | OSError | ConfigError) -> NoReturn:
    """Log in one line why ims-lint could not run, and exit with code 2."""
    log(reason(error))
    sys.exit(2)


def reason(error: str | OSError | ConfigError) -> str:
    """Why ims-lint could not run, in one line."""
    return f"{error.filename or 'input'}: {error.strerror or error}" if isinstance(error, OSError) else str(error)


def protect(inputs: Iterable[str], outputs: Iterable[str | None]) -> None:
    """Exit with code 2 if a file to write is one of the files that are read (`-`: standard input), also as a link."""
    written = {identity: path for path in outputs if path for identity in _identity(path)}
    if not written:
        return  # the usual case: a report is a new file, and 10,000 inputs take 15 ms
    for path in inputs:
        for identity in _identity(sys.stdin.fileno() if path == "-" and _is_open(sys.stdin) else path):
            if identity in written:
                fail(f"{written[identity]} is an input file and is not overwritten")


def _is_open(stream: TextIO | None) -> bool:
    """Whether a stream has a file descriptor."""
    try:
        return stream is not None and stream.fileno() >= 0
    except (OSError, ValueError):
        return False


def _identity(path: str | int) -> list[tuple[int, int]]:
    """What all names of a regular file share; empty if it is no regular file or does not exist."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return []
    return [(status.st_dev, status.st_ino)] if stat.S_ISREG(status.st_mode) else []


def save(path: str, text: str, *, overwrite: bool = True) -> None:
    """Write text to a file in UTF-8, or leave no file; without `overwrite` the file must not exist."""
    opened = written = False
    try:
        with open(path, "wb" if overwrite else "xb") as file:
            opened = True
            file.write(text.encode("utf-8", "backslashreplace"))
        written = True
    except FileExistsError:
        fail(f"{path} already exists and is not overwritten")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}")
    finally:
        if opened and not written and os.path.isfile(path):
            os.unlink(path)


def remove(path: str) -> None:
    """Remove a regular file that an earlier run wrote, if there is one."""
    if os.path.isfile(path) and not os.path.islink(path):
        try:
            os.unlink(path)
        except OSError as error:
            fail(f"{path}: {error.strerror or error}")


def colored(*, err: bool = False) -> bool:
    """Whether to use colors: NO_COLOR or FORCE_COLOR decides, else whether the stream is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or on_terminal(sys.stderr if err else sys.stdout)


def on_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal."""
    return stream is not None and stream.isatty()


class Progress:
    """A line with the number of linted files, shown on a terminal while a long run lasts.

    Call it with the number of files that are done; leaving the context removes the line.
    """

    DELAY = 2.0
    INTERVAL = 0.1

    def __init__(self, total: int, silent: bool = False) -> None:
        self._total = total
        self._watched = not silent and on_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + self.DELAY
        self._shown = False

    def __call__(self, done: int) -> None:
        """Update the number of files that are done."""
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
