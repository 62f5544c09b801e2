"""Shares the linting of many files between several processes."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from ims_lint.files import stopping
from ims_lint.files.runner import START, Outcome, Task
from ims_lint.report.diagnostic import Report

LEAST = 50
"""Files in a chunk at the least: to hand over a chunk takes as long as to lint ten."""

_GRACE = 1.0
"""Seconds for a worker that is to stop to hand over what it has: only where another one died does it wait in vain."""

Chunks = list[list[str]]
Answer = list[Outcome | None]
"""What a worker says of a chunk: None of a clean file, which most are and which is quick to send."""


def run(files: list[str], task: Task, jobs: int, progress: Callable[[int], None], start: str = START) -> list[Outcome]:
    """The outcomes of files in their order, found by `jobs` workers that start as `multiprocessing` calls it.

    Each takes the next chunk of files whenever it is done with one. What a worker leaves undone that
    dies (out of memory, killed) or cannot be started is done in this process. Whatever ends this
    early, no worker begins another file.

    Raises:
        ConfigError: the configuration of a file cannot be used.
    """
    chunks = _chunks(files, jobs)
    done = 0
    outcomes: dict[int, list[Outcome]] = {}
    with _workers(chunks, task, jobs, start) as pool:
        submitted = _submitted(pool, len(chunks))
        for future in as_completed(submitted):
            if not future.exception():
                chunk = chunks[submitted[future]]
                outcomes[submitted[future]] = [
                    each or _clean(file) for file, each in zip(chunk, future.result(), strict=True)
                ]
                done += len(chunk)
                progress(done)
    for number, chunk in enumerate(chunks):
        if number not in outcomes:
            outcomes[number] = [task.outcome(file) for file in chunk]
    return [outcome for number in range(len(chunks)) for outcome in outcomes[number]]


def _chunks(files: list[str], jobs: int) -> Chunks:
    """The files in few parts: large ones first, and at the end small ones, so that no worker waits long for another."""
    chunks = []
    at = 0
    while at < len(files):
        size = max(LEAST, (len(files) - at) // (2 * jobs))
        chunks.append(files[at : at + size])
        at += size
    return chunks


@contextmanager
def _workers(chunks: Chunks, task: Task, jobs: int, start: str) -> Iterator[ProcessPoolExecutor]:
    """Workers that know the chunks; at the end, however that comes, they stop."""
    context = get_context(start)
    told, teller = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _begin, (chunks, task, told, teller))
    try:
        yield pool
    finally:
        teller.close()
        told.close()
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, count: int) -> dict[Future[Answer], int]:
    """The chunks that workers take on, with their numbers: all, unless workers cannot be started.

    The workers start in here, and signals wait meanwhile: until a worker ignores them, and so that
    they are for this thread alone of those that the pool starts.
    """
    submitted = {}
    with stopping.held(), suppress(OSError, BrokenExecutor):
        for number in range(count):
            submitted[pool.submit(_work, number)] = number
    return submitted


def _clean(file: str) -> Outcome:
    """The outcome of a file with one request and nothing to say."""
    return Outcome(Report(file, "", ()))


# In a worker

_given: tuple[Chunks, Task]
_at_work = threading.Lock()
_stopped = threading.Event()


def _begin(chunks: Chunks, task: Task, told: Connection, teller: Connection) -> None:
    """Make this process a worker; signals are for the one that started it."""
    global _given
    _given = chunks, task
    stopping.ignore()
    gc.disable()  # as in the process that started this one
    teller.close()  # so that only that process holds this end of the pipe
    threading.Thread(target=_watch, args=(told,), daemon=True).start()


def _work(number: int) -> Answer:
    """What to say of a chunk: of its first files where this worker is to stop."""
    chunks, task = _given
    answer: Answer = []
    for file in chunks[number]:
        with _at_work:
            if _stopped.is_set():
                break
            outcome = task.outcome(file)
        answer.append(None if outcome == _clean(file) else outcome)
    return answer


def _watch(told: Connection) -> None:
    """Stop this worker, between two files, once the other end of the pipe is closed or its process gone."""
    with suppress(EOFError, OSError):
        told.recv()
    _stopped.set()
    time.sleep(_GRACE)
    with _at_work:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
