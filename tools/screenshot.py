"""Write docs/report.svg, the image of a report in the README, from the actual output of the command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "screenshot"
PICTURE = ROOT / "docs" / "report.svg"
COMMAND = ["check", "web.ims.yaml"]

_COLORS = {"31": "#ff7b72", "33": "#e3b341", "34": "#79c0ff", "36": "#56d4dd"}
_COLUMN, _LINE, _MARGIN = 8.43, 19, 18
_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
<title>{title}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" \
fill="#e6edf3" xml:space="preserve">
"""


def output() -> str:
    """Return the output of the command with colors."""
    command = [sys.executable, "-m", "ims_lint", *COMMAND]
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"FORCE_COLOR": "1"}
    done = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout.decode("utf-8")


def picture(text: str) -> str:
    """Return a text with ANSI colors as an SVG image of a terminal."""
    lines = [f"\x1b[1m$ ims-lint {' '.join(COMMAND)}\x1b[0m", *text.rstrip("\n").split("\n")]
    columns = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines)
    width, height = round(columns * _COLUMN) + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    parts = [_HEAD.format(width=width, height=height, title="A report of ims-lint in a terminal")]
    for index, line in enumerate(lines):
        y = _MARGIN + _LINE * index + 14
        parts.append(f'<text x="{_MARGIN}" y="{y}">{"".join(_spans(line))}</text>\n')
    return "".join([*parts, "</g>\n</svg>\n"])


def _spans(line: str) -> Iterator[str]:
    style = ""
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b"):
            style = _style(part[2:-1].split(";"))
        elif part:
            text = escape(part, quote=False)
            yield f"<tspan{style}>{text}</tspan>" if style else text


def _style(codes: list[str]) -> str:
    color = "".join(f' fill="{_COLORS[code]}"' for code in codes if code in _COLORS)
    return color + (' font-weight="bold"' if "1" in codes else "")


def main() -> None:
    PICTURE.write_text(picture(output()), encoding="utf-8")


if __name__ == "__main__":
    main()
