"""Tries an installed ims-lint as a user does, far from the repository."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from ims_lint.about import __version__
from tests.sample_requests import BROKEN, CLEAN
from tools.release.commands import NotProved, run

Program = Sequence[str | Path]
"""The command that starts ims-lint."""

_SCRIPT = """#!/bin/sh
curl --json '{"name": "web", "image_url": "images:web.qcow2", "min_disk": DISK}' \\
  "https://ims.example.com/v2/cloudimages/action"
"""


def write_samples(folder: Path) -> None:
    """Write requests without and with a mistake, in files of their own and in scripts."""
    for name, request, disk in (("clean", CLEAN, "40"), ("broken", BROKEN, "4000")):
        (folder / name).mkdir(parents=True)
        (folder / name / "web.ims.yaml").write_text(request, encoding="utf-8", newline="\n")
        (folder / name / "create.sh").write_text(_SCRIPT.replace("DISK", disk), encoding="utf-8", newline="\n")


def lint(program: Program, clone: Path, folder: Path, env: dict[str, str] | None = None) -> None:
    """Lint the example requests of the project, and one with a mistake."""
    write_samples(folder)
    run(*program, "--version", folder=folder, env=env, says=[f"version {__version__}"])
    shutil.copytree(clone / "tests" / "requests", folder / "requests")
    count = sum(1 for path in folder.glob("requests/**/*.ims.*"))
    run(*program, "check", "requests", folder=folder, env=env, says=[f"in {count} files"])
    run(*program, "check", "broken", folder=folder, status=1, env=env, says=["error[IMS303]", "min_disk: 4000"])


def use(program: Program, clone: Path, folder: Path) -> None:
    """Lint, and use the other commands that need no extra."""
    lint(program, clone, folder)
    body = json.loads(run(*program, "render", "clean/web.ims.yaml", folder=folder))
    if body != {"name": "web-image", "image_url": "images:web.qcow2", "os_type": "Linux", "min_disk": 40}:
        raise NotProved(f"ims-lint render printed {body}")
    run(*program, "render", "broken/web.ims.yaml", folder=folder, status=1)
    run(*program, "rule", "IMS303", folder=folder, says=["out-of-range"])
    run(*program, "new", "obs-file", "--output", "new.ims.yaml", folder=folder)
    run(*program, "check", "new.ims.yaml", folder=folder)
    schema = json.loads((clone / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    report = json.loads(run(*program, "check", "--format", "json", "clean", folder=folder))
    if report["version"] != schema["properties"]["version"]["const"] or report.keys() != schema["properties"].keys():
        raise NotProved(f"the JSON report is not that of its schema: {report}")
    (log,) = json.loads(run(*program, "check", "--format", "sarif", "clean", folder=folder))["runs"]
    if log["tool"]["driver"]["version"] != __version__:
        raise NotProved(f"the SARIF report names version {log['tool']['driver']['version']}")


def use_without_extras(program: Program, folder: Path) -> None:
    """Ask for what needs an extra: the answer is which one to install."""
    run(*program, "check", "clean/create.sh", folder=folder, status=2, says=["ims-lint[embedded]"])
    run(*program, "lsp", folder=folder, status=2, says=["ims-lint[lsp]"])


def use_extras(program: Program, folder: Path) -> None:
    """Lint scripts, and talk to the language server."""
    run(*program, "check", "clean/create.sh", folder=folder, says=["(1 request)"])
    run(*program, "check", "broken/create.sh", folder=folder, status=1, says=["create.sh:2", "error[IMS303]"])
    serve(program, folder)


def serve(program: Program, folder: Path) -> None:
    """Open a document in the language server, and close it."""
    opened = {"uri": "file:///web.ims.yaml", "languageId": "yaml", "version": 1, "text": BROKEN}
    said = (
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": opened}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    )
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in said]
    stdin = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    run(*program, "lsp", folder=folder, stdin=stdin, says=[f'"version": "{__version__}"', '"code": "IMS303"'])
