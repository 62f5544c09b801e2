"""The changes of fixes as a unified diff."""

from __future__ import annotations

import difflib

from ims_lint.output.inert import visible


def difference(before: str, after: str, filename: str) -> str:
    """A unified diff of two versions of a text."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    name = visible(filename)  # a line break in it could start the diff of another file
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
