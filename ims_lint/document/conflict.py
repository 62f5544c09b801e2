"""Find merge conflict markers in a file."""

from __future__ import annotations

import re

from ims_lint.finding import Span

_MARKER = re.compile(r"^(?:<{7}|>{7})(?= |$)[^\r\n]*", re.MULTILINE)

UNRESOLVED = ("unresolved merge conflict", "keep one of the two sides, and remove the conflict markers")
"""Message and help for a merge conflict."""


def merge_conflict(text: str) -> Span | None:
    """Return the span of the first conflict marker, or None."""
    match = _MARKER.search(text)
    return Span(*match.span()) if match else None
