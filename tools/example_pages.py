"""Write the reports in pages of docs/: the output of each command for the file before it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

DOCS = Path(__file__).parents[1] / "docs"
PAGES = tuple(DOCS / f"{name}.md" for name in ("index", "start", "fixes", "embedded"))
EXAMPLE = re.compile(
    r"`(?P<name>[\w.]+)`:\n\n(?P<fence>`{3,4})\w+\n(?P<content>.*?)^(?P=fence)\n\n"
    r"```console\n\$ ims-lint (?P<command>[^\n]*)\n(?P<output>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def page(path: Path) -> str:
    """Return a page with the reports that its examples cause now."""
    text = path.read_text(encoding="utf-8")
    for match in reversed(list(EXAMPLE.finditer(text))):
        start, end = match.span("output")
        text = text[:start] + output(match["name"], match["content"], match["command"]) + text[end:]
    return text


def output(name: str, content: str, command: str) -> str:
    """Return what a command prints in a directory with only one file."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    with TemporaryDirectory() as directory:
        Path(directory, name).write_text(content, encoding="utf-8")
        arguments = [sys.executable, "-m", "ims_lint", *command.split()]
        return subprocess.run(arguments, cwd=directory, env=environ, capture_output=True, text=True).stdout


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(page(each), encoding="utf-8")
