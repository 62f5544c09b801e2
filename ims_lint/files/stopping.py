"""The signals that stop the program, and how to delay them."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_SAID = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
SIGNALS = {signal.Signals[name]: words for name, words in _SAID.items() if hasattr(signal, name)}
"""The signals that stop the program, with their messages; Windows has no SIGHUP."""


class Stopped(BaseException):
    """A signal that stops the program, with a message and the exit code."""

    def __init__(self, number: int) -> None:
        super().__init__(SIGNALS[signal.Signals(number)])
        self.exit_code = 128 + number


def obey() -> None:
    """Let each signal raise Stopped, except those that the parent process ignores, for example with nohup."""
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _stop)
    if hasattr(signal, "SIGCHLD"):  # if it were ignored, the exit code of git would be lost
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def end_at_once() -> None:
    """Let each signal that would raise Stopped end the program at once, as by default."""
    for each in SIGNALS:
        if signal.getsignal(each) is _stop:
            signal.signal(each, signal.SIG_DFL)


def ignore() -> None:
    """Ignore the signals."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Block the signals, if the system supports it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)
