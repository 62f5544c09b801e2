"""Shares the linting of many files between processes."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from ims_lint.diagnostic import Report
from ims_lint.runner import Outcome, Task

CHUNKS_PER_JOB = 8
"""Into how many parts the work of a process is cut, so that no process waits long for another."""

_task: Task


def run(files: list[str], task: Task, jobs: int, progress: Callable[[int], None]) -> list[Outcome]:
    """The outcomes of files in their order, found by `jobs` processes.

    What a process leaves undone that dies (out of memory, killed) is done in this one.

    Raises:
        ConfigError: the configuration of a file cannot be used.
    """
    size = max(1, len(files) // (jobs * CHUNKS_PER_JOB))
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    outcomes: list[Outcome] = []
    executor = ProcessPoolExecutor(jobs, _context(), _start, (task,))
    try:
        futures = [executor.submit(_work, chunk) for chunk in chunks]
        for chunk, future in zip(chunks, futures, strict=True):
            outcomes += _result(future, chunk, task)
            progress(len(outcomes))
    finally:
        executor.shutdown(cancel_futures=True)  # after an interrupt, what was not begun is left
    return outcomes


def _result(future: Future[list[Outcome | None]], chunk: list[str], task: Task) -> list[Outcome]:
    try:
        return [outcome or _clean(file) for file, outcome in zip(chunk, future.result(), strict=True)]
    except BrokenProcessPool:
        return [task.outcome(file) for file in chunk]


def _context() -> multiprocessing.context.BaseContext:
    """Processes that start as copies of this one, where the system can do that: nothing is imported anew."""
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if can_fork else None)


def _start(task: Task) -> None:
    """Prepare a process: an interrupt is for the first one alone."""
    global _task
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _task = task


def _work(files: list[str]) -> list[Outcome | None]:
    """The outcomes of files; None for a clean one, which most are: that is the quickest to send."""
    outcomes = [_task.outcome(file) for file in files]
    return [None if outcome == _clean(file) else outcome for file, outcome in zip(files, outcomes, strict=True)]


def _clean(file: str) -> Outcome:
    """The outcome of a file with one request and nothing to say."""
    return Outcome(Report(file, "", ()))
