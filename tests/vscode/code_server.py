"""Installs code-server (VS Code in the browser) with the Node.js that it needs, and runs it with the extension."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Self

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
PROGRAM = NODE_MODULES / "code-server"
STARTING = 60
"""Seconds for code-server to answer, on a slow machine with others."""
SETTINGS = {
    "chat.disableAIFeatures": True,
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",
    "git.enabled": False,
    "security.workspace.trust.startupPrompt": "always",
    "telemetry.telemetryLevel": "off",
    "workbench.editor.enablePreview": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
}
"""Settings of the user that keep VS Code quiet: what it would show beside the extension."""


def install() -> None:
    """Install what the lock file pins, and the packages that code-server itself pins for VS Code, without scripts.

    The one native module that is built is that of the log, without which there is no output channel.
    """
    stamp = NODE_MODULES / ".complete"
    pinned = (HERE / "package-lock.json").read_text("utf-8")
    if stamp.is_file() and stamp.read_text("utf-8") == pinned:
        return
    for tool in ("npm", "g++", "make", "python3"):
        assert shutil.which(tool), f"{tool} is needed to install code-server"
    _run(HERE, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    vscode = PROGRAM / "lib" / "vscode"
    _run(vscode, "npm", "install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")
    headers = next(NODE_MODULES.glob("node-*/include")).parent
    _run(vscode, "npm", "rebuild", "@vscode/spdlog", npm_config_nodedir=str(headers))
    assert list(vscode.glob("node_modules/@vscode/spdlog/build/Release/spdlog.node"))
    stamp.write_text(pinned, "utf-8")


def _run(folder: Path, *command: str, **variables: str) -> None:
    path = f"{NODE_MODULES / '.bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, **variables, "PATH": path}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)} in {folder}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


class CodeServer:
    """VS Code with extensions, on a port of its own, with the directories of its own below `home`.

    `python` is whether PATH has a Python: the one that these tests run in, without what is installed for them.
    """

    def __init__(self, home: Path, *extensions: Path, python: bool = True) -> None:
        self.home = home
        settings = home / "data" / "User" / "settings.json"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps(SETTINGS), "utf-8")
        programs = home / "bin"
        programs.mkdir()
        self.python = programs / "python3"
        if python:
            self.python.symlink_to(Path(sys.executable).resolve())
        self._environment = {
            "PATH": str(programs),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "VSCODE_CLI": "1",  # PATH is as it is here, not as a login shell sets it
            "EXTENSIONS_GALLERY": json.dumps({"serviceUrl": ""}),
        }
        self._command = [
            *(str(NODE_MODULES / ".bin" / "node"), str(PROGRAM), "--config", str(home / "config.yaml")),
            *("--user-data-dir", str(home / "data"), "--extensions-dir", str(home / "extensions")),
        ]
        installing = [argument for each in extensions for argument in ("--install-extension", str(each))]
        done = subprocess.run(
            [*self._command, *installing], env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.stdout.count("successfully installed") == len(extensions), done.stdout + done.stderr

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        quiet = ("--disable-telemetry", "--disable-update-check", "--auth", "none")
        with open(self.home / "log", "w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [*self._command, *quiet, "--bind-addr", f"127.0.0.1:{port}"],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + STARTING
        while True:
            with suppress(OSError), urllib.request.urlopen(f"{self.address}healthz"):
                return self
            assert time.monotonic() < until and self._process.poll() is None, (self.home / "log").read_text("utf-8")
            time.sleep(0.1)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def language_servers(self) -> list[int]:
        """The processes below this code-server that run `ims-lint lsp`."""
        children: dict[int, list[int]] = {}
        for each in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parent = int(each.read_text("utf-8").rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(each.parent.name))
        found: list[int] = []
        pids = [self._process.pid]
        while pids:
            pid = pids.pop()
            pids += children.get(pid, ())
            with suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                if b"lsp" in command:
                    found.append(pid)
        return found
