"""Lints many files: reads each, reports on it, and keeps count of what could not be read."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from ims_lint.config_file import Configurations
from ims_lint.diagnostic import Report
from ims_lint.linter import report_bytes, report_file


@dataclass
class Run:
    """The reports of a run in the order of the files, and a line for each file that failed."""

    reports: list[Report] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def run(files: Iterable[str], configurations: Configurations, stdin_name: str = "-") -> Run:
    """Lint files one after the other; `-` is standard input, named `stdin_name` in the report.

    Raises:
        ConfigError: the configuration of a file cannot be used.
    """
    done = Run()
    for file in files:
        try:
            if file == "-":
                report = report_bytes(sys.stdin.buffer.read(), stdin_name, configurations.of(stdin_name))
            else:
                report = report_file(file, configurations.of(file))
            done.reports.append(report)
        except OSError as error:
            done.failures.append(f"{file}: {error.strerror or error}")
    return done
