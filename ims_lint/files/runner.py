"""Lints one of the files: reads it, reports on it and, where that is wanted, fixes it."""

import os
import sys
from typing import NamedTuple

from ims_lint.config import Config
from ims_lint.config.file import Configurations
from ims_lint.finding import MAX_FILE_SIZE
from ims_lint.input import from_bytes
from ims_lint.linter import Linted, lint
from ims_lint.report.diagnostic import Report

START = "fork" if sys.platform == "linux" else "spawn"
"""How `multiprocessing` starts a process: by a copy of this one, which is quick, or else with a new Python.

A copy is made before there is any thread. macOS has libraries that do not stand it, and Windows has no copies.
"""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_PIECE = 16 * 1024

EVERYTHING = sys.maxsize
"""How much `read` reads of what need not be a request."""


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


def read(file: str, most: int = MAX_FILE_SIZE + 1) -> bytes:
    """The first bytes of a file, or of standard input for `-`: by default so many that more are too many.

    Raises:
        OSError: it cannot be read.
    """
    if file == "-":
        return sys.stdin.buffer.read(most)
    descriptor = os.open(file, _READ)  # half the time of open(), which asks for more than the bytes
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
        return Outcome(linted.report, failure=f"{name}: more than {MAX_FILE_SIZE:,} bytes, which are not written")
    fixed = fix.fix(linted, config, unsafe=fixing.unsafe)
    bugs = tuple(
        f"{name}:{each.start.line}: the fix for {each.code} did harm and was left out" for each in fixed.refused
    )
    outcome = Outcome(fixed.linted.report, fixed=fixed.applied, bugs=bugs)
    if fixing.diff:
        if not fixed.applied:
            return outcome
        new, encoding = fixed.linted.input, linted.input.encoding
        return outcome._replace(diff=difference(data.decode(encoding), new.data.decode(encoding), name))
    after = fixed.linted.input.data if fixed.applied else data
    if file == "-":
        return outcome._replace(output=after)
    if fixed.applied:
        try:
            write(file, data, after)
        except NotWritten as error:
            return Outcome(linted.report, failure=str(error))
    return outcome
