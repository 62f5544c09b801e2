"""Lints many files, in this process or shared between several."""

from __future__ import annotations

import os
from collections.abc import Callable

from ims_lint.files.runner import START, Outcome, Task

FILES_PER_JOB = 500 if START == "fork" else 2500
"""With fewer files for each process, starting it takes longer than it saves, but for many that are wrong or fixed."""

MOST_JOBS = 60
"""More processes than cores gain nothing, and Windows waits for no more."""


def run(
    files: list[str], task: Task, jobs: int = 0, progress: Callable[[int], None] = lambda done: None
) -> list[Outcome]:
    """The outcomes of files in their order; `jobs` processes share the work (0: as many as there are cores).

    `progress` is called with the number of files that are done.

    Raises:
        ConfigError: the configuration of a file cannot be used.
    """
    jobs = min(jobs or os.cpu_count() or 1, len(files) // FILES_PER_JOB, MOST_JOBS)
    if jobs > 1 and "-" not in files:
        from ims_lint.files import parallel  # concurrent.futures, 15 ms, for many files only

        return parallel.run(files, task, jobs, progress)
    outcomes = []
    for file in files:
        outcomes.append(task.outcome(file))
        progress(len(outcomes))
    return outcomes
