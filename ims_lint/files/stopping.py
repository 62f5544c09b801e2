"""The signals that stop the program, and what has to be whole before they do."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_SAID = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
SIGNALS = {signal.Signals[name]: words for name, words in _SAID.items() if hasattr(signal, name)}
"""The signals that stop the program, with what it then says; Windows has no SIGHUP."""


class Stopped(BaseException):
    """A signal that stops the program; the text is what to say, `status` how to exit."""

    def __init__(self, number: int) -> None:
        super().__init__(SIGNALS[signal.Signals(number)])
        self.status = 128 + number


def obey() -> None:
    """Let each signal raise Stopped, but for those that whoever started the program has it ignore, as nohup does."""
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _stop)
    if hasattr(signal, "SIGCHLD"):  # may be ignored too, and then how git ended could not be told
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def end_at_once() -> None:
    """Let each signal that would raise Stopped end the program itself, as it does by default."""
    for each in SIGNALS:
        if signal.getsignal(each) is _stop:
            signal.signal(each, signal.SIG_DFL)


def ignore() -> None:
    """Ignore the signals."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Let the signals wait, where the system can."""
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
