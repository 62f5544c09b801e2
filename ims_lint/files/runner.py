"""Read and lint one file, and fix it if requested."""

import os
import sys
from typing import NamedTuple

from ims_lint.config import Config
from ims_lint.config.file import Configurations
from ims_lint.embedded import NotInstalled
from ims_lint.finding import MAX_FILE_SIZE
from ims_lint.input import from_bytes
from ims_lint.linter import Linted, lint
from ims_lint.report.diagnostic import Report

START = "fork" if sys.platform == "linux" else "spawn"
"""The start method of `multiprocessing`: fork, which is fast, on Linux, else spawn.

Forking happens before any thread exists. Libraries of macOS do not support it, and Windows does not have it.
"""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_PIECE = 16 * 1024

EVERYTHING = sys.maxsize
"""The limit for `read` of input that is not a request."""


class Fixing(NamedTuple):
    """How files are fixed: with safe fixes only or with all, written or only shown as a diff."""

    unsafe: bool = False
    diff: bool = False


class Outcome(NamedTuple):
    """The outcome for one file: its report, or a message why there is none or the file was not written.

    The report is on the file as the run leaves it. `fixed` counts the applied fixes, `diff` is their
    change if it is only shown, `output` the fixed standard input, `bugs` are messages about fixes that
    would change something else than they say and were not applied.
    """

    report: Report | None = None
    failure: str = ""
    fixed: int = 0
    diff: str = ""
    output: bytes = b""
    bugs: tuple[str, ...] = ()


class Task(NamedTuple):
    """What to do with each file; `-` is standard input, named `stdin_name` in the report.

    `hosts` are the files that are linted only because requests may be inside them.
    """

    configurations: Configurations
    stdin_name: str = "-"
    fixing: Fixing | None = None
    hosts: frozenset[str] = frozenset()

    def outcome(self, file: str) -> Outcome:
        """Lint one file, and fix it if requested.

        Raises:
            ConfigError: the configuration of the file is invalid.
        """
        name = self.stdin_name if file == "-" else file
        config = self.configurations.of_file(name)
        try:
            data = read(file)
        except OSError as error:
            return Outcome(failure=f"{file}: {error.strerror or error}")
        if file in self.hosts:
            config = config._replace(embedded_only=True)
        try:
            linted = lint(from_bytes(data, name), config)
        except NotInstalled as error:
            return Outcome(failure=str(error))
        if self.fixing is None:
            return Outcome(linted.report)
        return _fixed(file, data, linted, config, self.fixing)


def read(file: str, most: int = MAX_FILE_SIZE + 1) -> bytes:
    """The first bytes of a file, or of standard input for `-`: by default so many that more are too many.

    Raises:
        OSError: it cannot be read.
    """
    if file == "-":
        return sys.stdin.buffer.read(-1 if most == EVERYTHING else most)
    descriptor = os.open(file, _READ)  # half the time of open(), which requests more than the bytes
    try:
        data = b""
        while piece := os.read(descriptor, min(max(_PIECE, len(data)), most - len(data))):
            data += piece
        return data
    finally:
        os.close(descriptor)


def _fixed(file: str, data: bytes, linted: Linted, config: Config, fixing: Fixing) -> Outcome:
    from ims_lint.files.writing import NotWritten, write  # tempfile, 4 ms, for fixes only
    from ims_lint.output.diff import difference  # difflib, 3 ms, for fixes only
    from ims_lint.transform import fix  # dataclasses, 2 ms, for fixes only

    name = linted.input.name
    if file == "-" and len(data) > MAX_FILE_SIZE and not fixing.diff:  # what would be written is not all of it
        return Outcome(linted.report, failure=f"{name}: more than {MAX_FILE_SIZE:,} bytes, not written")
    fixed = fix.fix(linted, config, unsafe=fixing.unsafe)
    bugs = tuple(
        f"{name}:{each.start.line}: the fix for {each.code} would change something else and was not applied"
        for each in fixed.refused
    )
    outcome = Outcome(fixed.linted.report, fixed=fixed.applied, bugs=bugs)
    if fixing.diff:
        new, encoding = fixed.linted.input, linted.input.encoding
        changed = difference(data.decode(encoding), new.data.decode(encoding), name) if fixed.applied else ""
        return outcome._replace(report=linted.report, diff=changed)
    after = fixed.linted.input.data if fixed.applied else data
    if file == "-":
        return outcome._replace(output=after)
    if fixed.applied:
        try:
            write(file, data, after)
        except NotWritten as error:
            return Outcome(linted.report, failure=str(error))
    return outcome
