"""Runs ims-lint as a user does: within this process, or as a program of its own."""

from __future__ import annotations

import inspect
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ims_lint.cli import main

PROGRAM = [sys.executable, "-m", "ims_lint"]
_SPLIT = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}
"""What makes click before 8.2 keep standard error apart, as later ones always do."""
_TELLING = ("GITHUB_", "GIT_", "CI", "WORKSPACE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_", "LANG", "PYTHON")
"""How the names of variables start that change what ims-lint does or writes."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell, modes or signals as in POSIX")


def clean_environ() -> dict[str, str]:
    """The environment without anything that would change what ims-lint does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_TELLING)}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def isolate(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in a folder, with nothing in the environment that would change what ims-lint does."""
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith(_TELLING)]:
        monkeypatch.delenv(name)


def command_runner() -> CliRunner:
    """What runs ims-lint within this process, with standard error apart from standard output."""
    return CliRunner(**_SPLIT)


def check(*arguments: str, stdin: bytes | None = None) -> Result:
    """Run `ims-lint check` within this process."""
    return command_runner().invoke(main, ["check", *arguments], input=stdin, catch_exceptions=False)


def program(
    *arguments: str | bytes, environ: Mapping[str, str] | None = None, before: tuple[str, ...] = (), **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run ims-lint as a program, started by the command `before`; `environ` is added to a clean environment."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    options["env"] = options.get("env", clean_environ() | dict(environ or {}))
    return subprocess.run([*before, *PROGRAM, *arguments], check=False, timeout=60, **options)


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start ims-lint as a program that obeys signals, whatever the tests have to ignore."""
    options.setdefault("preexec_fn", restore_signals)
    command = [*PROGRAM, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environ(), **options)


def restore_signals() -> None:
    """Obey the signals that `nohup` or a shell may have whatever runs in the background ignore."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
