"""Runs the commands of a release, each of which must end as it should."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

_TELLING = ("GIT_", "GITHUB_", "PYTHON", "VIRTUAL_ENV", "NOX_", "CI")
"""How the names of variables start that would make a command behave as in this checkout, or as in CI."""


class NotProved(Exception):
    """Something that a release needs is not so."""


def environ(**more: str) -> dict[str, str]:
    """Return the environment of a user, with more variables."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_TELLING)} | more


def run(
    *command: str | Path,
    folder: Path,
    status: int = 0,
    env: dict[str, str] | None = None,
    stdin: bytes = b"",
    says: Sequence[str] = (),
) -> str:
    """Run a command that must exit with `status` and print `says`; return its standard output."""
    words = [str(each) for each in command]
    done = subprocess.run(words, cwd=folder, env=env or environ(), input=stdin, capture_output=True, check=False)
    output, errors = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    shown = f"{shlex.join(words)}\n{output}{errors}"
    if done.returncode != status:
        raise NotProved(f"exit code {done.returncode} instead of {status}: {shown}")
    for text in says:
        if text not in output + errors:
            raise NotProved(f"{text!r} is missing in the output of {shown}")
    return output
