"""How much of a file is read: past each limit stands a diagnostic, never silence."""

from __future__ import annotations

from ims_lint.finding import Finding, Path, Span

MAX_FILE_SIZE = 10 * 1024 * 1024
"""Bytes of a file."""

MAX_NESTING = 100
"""Lists and objects within each other; a request needs four."""

MAX_ALIASED = 10_000
"""Values that the aliases of one YAML document may stand for, all together."""

MAX_DIGITS = 4_300
"""Digits of a number (as many as Python converts)."""


def past_limit(message: str, help: str, span: Span, path: Path = ()) -> Finding:
    """The finding for a text that is past one of the limits."""
    return Finding("IMS007", path, message, help, span=span)


def too_deep(span: Span) -> Finding:
    """The finding at the bracket or the block that is nested too deeply."""
    message = f"lists and objects are nested more than {MAX_NESTING} deep"
    return past_limit(message, "a request needs four levels: take out the brackets that are too many", span)


def too_many_digits(digits: int, span: Span, path: Path = ()) -> Finding:
    """The finding for a number that is too long to be one."""
    message = f"a number of {digits:,} digits is too long to be read"
    return past_limit(message, "write the number that is meant", span, path)
