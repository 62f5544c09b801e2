"""Lints many files: reads each, reports on it and, where that is wanted, fixes it."""

import os
import sys
from collections.abc import Callable
from typing import NamedTuple

from ims_lint.config import Config
from ims_lint.config.file import Configurations
from ims_lint.input import from_bytes
from ims_lint.linter import Linted, lint
from ims_lint.report.diagnostic import Report

START = "fork" if sys.platform == "linux" else "spawn"
"""How `multiprocessing` starts a process: by a copy of this one, which is quick, or else with a new Python.

A copy is made before there is any thread. macOS has libraries that do not stand it, and Windows has no copies.
"""

FILES_PER_JOB = 500 if START == "fork" else 2500
"""With fewer files for each process, starting it takes longer than it saves, but for many that are wrong or fixed."""

MOST_JOBS = 60
"""More processes than cores gain nothing, and Windows waits for no more."""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_PIECE = 16 * 1024


class Fixing(NamedTuple):
    """How files are fixed: only with safe fixes or with all, written or only shown as a diff."""

    unsafe: bool = False
    diff: bool = False


class Outcome(NamedTuple):
    """What came of one file: its report, or a line that says why there is none or it was not written.

    `fixed` counts the applied fixes, `diff` is the change they make where it is only shown, `text`
    what standard input becomes, `bugs` are fixes of the linter that did harm and were left out.
    """

    report: Report | None = None
    failure: str = ""
    fixed: int = 0
    diff: str = ""
    output: bytes = b""
    bugs: tuple[str, ...] = ()


class Task(NamedTuple):
    """What is to be done with each file; `-` is standard input, named `stdin_name` in the report."""

    configurations: Configurations
    stdin_name: str = "-"
    fixing: Fixing | None = None

    def outcome(self, file: str) -> Outcome:
        """Lint, and where that is wanted fix, one file.

        Raises:
            ConfigError: the configuration of the file cannot be used.
        """
        name = self.stdin_name if file == "-" else file
        config = self.configurations.of_file(name)
        try:
            data = read(file)
        except OSError as error:
            return Outcome(failure=f"{file}: {error.strerror or error}")
        linted = lint(from_bytes(data, name), config)
        if self.fixing is None:
            return Outcome(linted.report)
        return _fixed(file, data, linted, config, self.fixing)


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


def read(file: str) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        OSError: it cannot be read.
    """
    if file == "-":
        return sys.stdin.buffer.read()
    descriptor = os.open(file, _READ)  # half the time of open(), which asks for more than the bytes
    try:
        data = b""
        while piece := os.read(descriptor, max(_PIECE, len(data))):
            data += piece
        return data
    finally:
        os.close(descriptor)


def _fixed(file: str, data: bytes, linted: Linted, config: Config, fixing: Fixing) -> Outcome:
    # tempfile, difflib and dataclasses: 8 ms, for fixes only
    from ims_lint.files.writing import NotWritten, write
    from ims_lint.output.diff import difference
    from ims_lint.transform import fix

    name = linted.input.name
    fixed = fix.fix(linted, config, unsafe=fixing.unsafe)
    bugs = tuple(
        f"{name}:{each.start.line}: the fix for {each.code} did harm and was left out" for each in fixed.refused
    )
    outcome = Outcome(fixed.linted.report, fixed=fixed.applied, bugs=bugs)
    if fixing.diff:
        changed = difference(linted.input.text, fixed.linted.input.text, name) if fixed.applied else ""
        return outcome._replace(diff=changed)
    after = fixed.linted.input.data if fixed.applied else data
    if file == "-":
        return outcome._replace(output=after)
    if fixed.applied:
        try:
            write(file, data, after)
        except NotWritten as error:
            return Outcome(linted.report, failure=str(error))
    return outcome
