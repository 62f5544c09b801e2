"""Lint many files in several processes."""

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

MIN_CHUNK = 50
"""The minimum number of files in a chunk: passing a chunk takes as long as linting ten files."""

_GRACE = 1.0
"""Seconds that a stopping worker has to return its outcomes; only needed in vain if another worker died."""

Chunks = list[list[str]]
Outcomes = list[Outcome | None]
"""The outcomes of a chunk: None for a clean file, the usual case, which is quick to send."""


def run(files: list[str], task: Task, jobs: int, progress: Callable[[int], None], start: str = START) -> list[Outcome]:
    """The outcomes of files in order, from `jobs` workers; `start` is the start method of `multiprocessing`.

    A worker takes the next chunk of files when it has finished one. The chunks of a worker that dies
    (out of memory, killed) or cannot be started are linted in this process. If this process stops
    early, no worker begins another file.

    Raises:
        ConfigError: the configuration of a file is invalid.
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
    """The files in few chunks: large ones first and small ones last, so that all workers finish together."""
    chunks = []
    at = 0
    while at < len(files):
        size = max(MIN_CHUNK, (len(files) - at) // (2 * jobs))
        chunks.append(files[at : at + size])
        at += size
    return chunks


@contextmanager
def _workers(chunks: Chunks, task: Task, jobs: int, start: str) -> Iterator[ProcessPoolExecutor]:
    """Workers that know the chunks; they stop when the context ends."""
    context = get_context(start)
    told, teller = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _begin, (chunks, task, told, teller))
    try:
        yield pool
    finally:
        teller.close()
        told.close()
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, count: int) -> dict[Future[Outcomes], int]:
    """The futures of the chunks with their numbers; fewer if workers cannot be started.

    The workers start here, with signals blocked: a worker must not receive one before it ignores
    them, and the threads that the pool starts must never receive one.
    """
    submitted = {}
    with stopping.held(), suppress(OSError, BrokenExecutor):
        for number in range(count):
            submitted[pool.submit(_work, number)] = number
    return submitted


def _clean(file: str) -> Outcome:
    """The outcome of a file with one request and no findings."""
    return Outcome(Report(file, "", ()))


# In a worker

_given: tuple[Chunks, Task]
_at_work = threading.Lock()
_stopped = threading.Event()


def _begin(chunks: Chunks, task: Task, told: Connection, teller: Connection) -> None:
    """Make this process a worker; it leaves signals to the main process."""
    global _given
    _given = chunks, task
    stopping.ignore()
    gc.disable()  # as in the main process
    teller.close()  # so that only the main process has this end of the pipe open
    threading.Thread(target=_watch, args=(told,), daemon=True).start()


def _work(number: int) -> Outcomes:
    """The outcomes of a chunk; if this worker is to stop, of its first files."""
    chunks, task = _given
    outcomes: Outcomes = []
    for file in chunks[number]:
        with _at_work:
            if _stopped.is_set():
                break
            outcome = task.outcome(file)
        outcomes.append(None if outcome == _clean(file) else outcome)
    return outcomes


def _watch(told: Connection) -> None:
    """Stop this worker between two files when the main process closes the pipe or is gone."""
    with suppress(EOFError, OSError):
        told.recv()
    _stopped.set()
    time.sleep(_GRACE)
    with _at_work:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
