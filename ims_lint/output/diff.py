"""The changes of fixes as a unified diff."""

from __future__ import annotations

import difflib

from ims_lint.output.inert import visible


def difference(before: str, after: str, filename: str) -> str:
    """A unified diff of two versions of a text, which `git apply` and `patch` accept.

    In these, only LF ends a line, and a tab ends a name with spaces.
    """
    name = visible(filename)  # a line break in it could start the diff of another file
    name += "\t" if " " in name else ""
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """The lines of a text with their LF."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])
