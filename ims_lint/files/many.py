"""Lint many files, in this process or in several."""

from __future__ import annotations

import os
from collections.abc import Callable

from ims_lint.files.runner import START, Outcome, Task

FILES_PER_JOB = 500 if START == "fork" else 2500
"""With fewer files per process, starting it takes longer than it saves, unless many have findings."""

MAX_JOBS = 60
"""The maximum number of processes: Windows cannot wait for more."""


def run(
    files: list[str], task: Task, jobs: int = 0, progress: Callable[[int], None] = lambda done: None
) -> list[Outcome]:
    """The outcomes of files in order, from `jobs` processes (0: one per core).

    `progress` is called with the number of files that are done.

    Raises:
        ConfigError: the configuration of a file is invalid.
    """
    jobs = min(jobs or os.cpu_count() or 1, len(files) // FILES_PER_JOB, MAX_JOBS)
    if jobs > 1 and "-" not in files:
        from ims_lint.files import parallel  # concurrent.futures, 15 ms, for many files only

        return parallel.run(files, task, jobs, progress)
    outcomes = []
    for file in files:
        outcomes.append(task.outcome(file))
        progress(len(outcomes))
    return outcomes
