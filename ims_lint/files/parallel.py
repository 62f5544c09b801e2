"""Shares the linting of many files between this process and copies of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress

from ims_lint.files.runner import Outcome, Task
from ims_lint.report.diagnostic import Report

CHUNKS_PER_JOB = 16
"""Into how many parts the work of a process is cut, so that no process waits long for another.

The numbers of all chunks have to fit into a pipe: with the most processes they take 3.2 KB.
"""

_LENGTH = 8
"""Bytes of the number that stands before what a copy sends: how many bytes that has."""

Chunks = list[list[str]]
Answers = dict[int, list[Outcome | None]]
"""The outcomes of some chunks, by their numbers: None for a clean file, which most are and which is quick to send."""


def run(files: list[str], task: Task, jobs: int, progress: Callable[[int], None]) -> list[Outcome]:
    """The outcomes of files in their order, found by `jobs` processes.

    Each takes the next chunk of files whenever it is done with one. What a process leaves undone that
    dies (out of memory, killed) is done in this one. After an interrupt, chunks that were not begun are left.

    Raises:
        ConfigError: the configuration of a file cannot be used.
    """
    size = max(1, len(files) // (jobs * CHUNKS_PER_JOB))
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    numbers = _numbers(len(chunks))
    copies = _copies(jobs - 1, chunks, task, numbers)
    answers: Answers = {}
    try:
        for number in _taken(numbers):
            answers[number] = _work(chunks[number], task)
            progress(number * size)
    finally:
        for _ in _taken(numbers):
            pass
        os.close(numbers)
        for process, pipe in copies:
            answers |= _answers(process, pipe)
    for number, chunk in enumerate(chunks):
        if number not in answers:
            answers[number] = _work(chunk, task)
    return [
        outcome or _clean(file)
        for number, chunk in enumerate(chunks)
        for file, outcome in zip(chunk, answers[number], strict=True)
    ]


def _numbers(count: int) -> int:
    """A pipe that holds the numbers of all chunks, for each to be taken by one process."""
    readable, writable = os.pipe()
    os.write(writable, b"".join(number.to_bytes(2, "big") for number in range(count)))
    os.close(writable)
    return readable


def _taken(numbers: int) -> Iterator[int]:
    """The numbers that this process takes, one whenever it asks for it."""
    while taken := os.read(numbers, 2):
        yield int.from_bytes(taken, "big")


def _copies(count: int, chunks: Chunks, task: Task, numbers: int) -> list[tuple[int, int]]:
    """Start as many copies of this process as may be started; the process and the pipe of each.

    An interrupt is for this process alone.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    copies = []
    try:
        for _ in range(count):
            copies.append(_copy(chunks, task, numbers))
    except OSError:
        pass  # the others do its part
    finally:
        signal.signal(signal.SIGINT, before)
    return copies


def _copy(chunks: Chunks, task: Task, numbers: int) -> tuple[int, int]:
    """Start a copy that works and sends what came of it; what it cannot do, it leaves undone."""
    readable, writable = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(readable)
        os.close(writable)
        raise
    if process:
        os.close(writable)
        return process, readable
    try:
        import pickle

        os.close(readable)
        answers = pickle.dumps({number: _work(chunks[number], task) for number in _taken(numbers)})
        with open(writable, "wb") as pipe:
            pipe.write(len(answers).to_bytes(_LENGTH, "big") + answers)
    finally:
        os._exit(0)


def _answers(process: int, pipe: int) -> Answers:
    """What a copy sends when it has done its part, nothing where it died."""
    import pickle

    with open(pipe, "rb") as answers:
        sent = answers.read()
    with suppress(ChildProcessError):  # who started this process may have it that the system waits for copies
        os.waitpid(process, 0)
    whole = int.from_bytes(sent[:_LENGTH], "big") == len(sent) - _LENGTH
    found: Answers = pickle.loads(sent[_LENGTH:]) if whole else {}
    return found


def _work(files: list[str], task: Task) -> list[Outcome | None]:
    """The outcomes of the files of a chunk."""
    outcomes = [task.outcome(file) for file in files]
    return [None if outcome == _clean(file) else outcome for file, outcome in zip(files, outcomes, strict=True)]


def _clean(file: str) -> Outcome:
    """The outcome of a file with one request and nothing to say."""
    return Outcome(Report(file, "", ()))
