"""Installs the pinned Node packages of a folder, or skips the test that needs them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

EDITORS = Path(__file__).parent
MOCK = EDITORS / "mock"
REQUIRED = "IMS_LINT_REQUIRE_NODE"
"""The environment variable that makes a skip a failure, where it is 1."""
OLDEST = 18


def need(folder: Path) -> None:
    """Install what the lock file of a folder pins; where that cannot be, skip the test, or fail it if REQUIRED."""
    if problem := _problem(folder):
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{problem} ({REQUIRED} is 1)", pytrace=False)
        pytest.skip(f"not tested in the real engines: {problem}")


@cache
def _problem(folder: Path) -> str | None:
    """Why the packages of a folder are not there after all, None where they are."""
    if sys.platform == "win32":
        return "they are the same on each system, and Windows has no flock"
    import fcntl

    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        return "there is no Node.js on this machine"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not (number := re.match(r"v(\d+)\.", version)) or int(number[1]) < OLDEST:
        return f"Node.js {version} is too old: {OLDEST} is the least"
    with open(folder / "package-lock.json", "rb") as lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)  # one of several test processes installs, the others wait
        return _install(npm, folder, hashlib.sha256(lock_file.read()).hexdigest())


def _install(npm: str, folder: Path, lock: str) -> str | None:
    stamp = folder / "node_modules" / ".lock-sha256"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == lock:
        return None
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"npm ci failed in {folder}: {done.stderr.strip()[-500:]}"
    stamp.write_text(lock, encoding="ascii")
    return None
