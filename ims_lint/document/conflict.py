"""Finds what a merge has left in a file."""

from __future__ import annotations

import re

from ims_lint.finding import Span

_MARKER = re.compile(r"^(?:<{7}|>{7})(?= |$)[^\r\n]*", re.MULTILINE)


def merge_conflict(text: str) -> Span | None:
    """The first line that marks a side of a merge conflict, None where there is none."""
    match = _MARKER.search(text)
    return Span(*match.span()) if match else None
