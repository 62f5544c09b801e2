"""Write the reports in docs/embedded.md: the output of each command for the file before it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = Path(__file__).parents[1] / "docs" / "embedded.md"
_EXAMPLE = re.compile(
    r"`(?P<name>[\w.]+)`:\n\n(?P<fence>`{3,4})\w+\n(?P<content>.*?)^(?P=fence)\n\n"
    r"```console\n\$ ims-lint (?P<command>[^\n]*)\n(?P<output>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def page() -> str:
    """Return the page with the reports that its examples cause now."""
    text = PAGE.read_text(encoding="utf-8")
    for match in reversed(list(_EXAMPLE.finditer(text))):
        start, end = match.span("output")
        text = text[:start] + _output(match["name"], match["content"], match["command"]) + text[end:]
    return text


def _output(name: str, content: str, command: str) -> str:
    """Return what a command prints in a directory with only one file."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    with TemporaryDirectory() as directory:
        Path(directory, name).write_text(content, encoding="utf-8")
        arguments = [sys.executable, "-m", "ims_lint", *command.split()]
        return subprocess.run(arguments, cwd=directory, env=environ, capture_output=True, text=True).stdout


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
