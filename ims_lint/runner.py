"""Lints many files: reads each, reports on it and, where that is wanted, fixes it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from ims_lint.config import Config
from ims_lint.config_file import Configurations
from ims_lint.diagnostic import Report
from ims_lint.linter import report_bytes


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


def run(files: Iterable[str], configurations: Configurations, stdin_name: str, fixing: Fixing | None) -> list[Outcome]:
    """Lint files one after the other; `-` is standard input, named `stdin_name` in the report.

    Raises:
        ConfigError: the configuration of a file cannot be used.
    """
    return [_outcome(file, configurations, stdin_name, fixing) for file in files]


def _outcome(file: str, configurations: Configurations, stdin_name: str, fixing: Fixing | None) -> Outcome:
    name = stdin_name if file == "-" else file
    config = configurations.of(name)
    try:
        data = read(file)
    except OSError as error:
        return Outcome(failure=f"{file}: {error.strerror or error}")
    if fixing is None:
        return Outcome(report_bytes(data, name, config))
    return _fixed(file, name, data, config, fixing)


def read(file: str) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        OSError: it cannot be read.
    """
    if file == "-":
        return sys.stdin.buffer.read()
    with open(file, "rb") as stream:
        return stream.read()


def _fixed(file: str, name: str, data: bytes, config: Config, fixing: Fixing) -> Outcome:
    from ims_lint import fix

    fixed = fix.fix_bytes(data, name, config, unsafe=fixing.unsafe)
    bugs = tuple(
        f"{name}:{each.start.line}: the fix for {each.code} did harm and was left out" for each in fixed.refused
    )
    outcome = Outcome(fixed.report, fixed=fixed.applied, bugs=bugs)
    if fixing.diff:
        return outcome._replace(diff=fix.difference(data, fixed.data, name) if fixed.applied else "")
    if file == "-":
        return outcome._replace(output=fixed.data)
    if fixed.applied:
        try:
            fix.write(file, data, fixed.data)
        except fix.NotWritten as error:
            return Outcome(report_bytes(data, name, config), failure=str(error))
    return outcome
