"""Progress: seen by who watches a long run, and by nobody else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.commands import clean_environ

pty = pytest.importorskip("pty")

RUN = """
import sys
from ims_lint.cli.console import Progress
Progress.DELAY, Progress.INTERVAL = float(sys.argv[1]), 0
with Progress(12345, silent=len(sys.argv) > 2) as progress:
    progress(1)
    progress(1234)
print("report")
"""


def on_terminal(*arguments: str, **environ: str) -> str:
    """What a terminal gets of a run, on both its streams."""
    own, given = pty.openpty()
    command = [sys.executable, "-c", RUN, *arguments]
    process = subprocess.Popen(command, stdout=given, stderr=given, env={**clean_environ(), "TERM": "xterm", **environ})
    os.close(given)
    written = b""
    while True:
        try:
            data = os.read(own, 4096)
        except OSError:  # Linux says so where the other end is closed
            break
        if not data:
            break
        written += data
    os.close(own)
    assert process.wait() == 0
    return written.decode()


def test_a_long_run_shows_how_far_it_is_and_takes_the_line_away() -> None:
    shown = on_terminal("0")
    assert shown == "\r\x1b[K1 of 12,345 files\r\x1b[K1,234 of 12,345 files\r\x1b[Kreport\r\n"


def test_a_short_run_shows_nothing() -> None:
    assert on_terminal("2") == "report\r\n"


def test_who_wants_quiet_or_has_a_dumb_terminal_is_shown_nothing() -> None:
    assert on_terminal("0", "silent") == "report\r\n"
    assert on_terminal("0", TERM="dumb") == "report\r\n"


def test_what_is_no_terminal_is_told_nothing() -> None:
    command = [sys.executable, "-c", RUN, "0"]
    result = subprocess.run(command, capture_output=True, check=True, env=clean_environ())
    assert result.stderr == b""
