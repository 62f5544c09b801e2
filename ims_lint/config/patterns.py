"""File patterns of the configuration, which match alike on all systems."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase


def path_below(path: str, directory: str) -> str | None:
    """A path relative to a directory, with `/` as separator; None if it is not below it."""
    try:
        relative = os.path.relpath(path, directory or os.curdir).replace(os.sep, "/")
    except ValueError:  # another drive
        return None
    return None if relative == ".." or relative.startswith("../") else relative


def fits(path: str, pattern: str) -> bool:
    """Whether a path with `/`, or one of its parent directories, matches a pattern.

    `*`, `?` and `[…]` match characters of one name, `**` any number of directories. A pattern
    without `/` matches a name at any depth, any other starts at the top; with a trailing `/` it
    matches only directories. Matching is case-sensitive.
    """
    wanted = [part for part in pattern.split("/") if part not in ("", ".")]
    if "/" not in pattern.rstrip("/"):
        wanted = ["**", *wanted]
    return bool(wanted) and _fits(path.split("/"), wanted, pattern.endswith("/"))


def _fits(names: Sequence[str], wanted: Sequence[str], only_directories: bool) -> bool:
    """Whether names match the parts of a pattern; the time grows at most with the product of their numbers.

    `left` are the indexes of the names at which the rest of the pattern may start.
    """
    left = {0}
    for number, part in enumerate(wanted, 1):
        if part != "**":
            left = {at + 1 for at in left if at < len(names) and fnmatchcase(names[at], part)}
        elif number == len(wanted):
            return any(at < len(names) for at in left)
        else:
            left = set(range(min(left), len(names)))
        if not left:
            return False
    return not only_directories or any(at < len(names) for at in left)


def fault(pattern: str) -> str | None:
    """Why a pattern can match nothing; None if it can match."""
    if "\\" in pattern:
        return 'use "/" between directories, also on Windows'
    if ".." in pattern.split("/"):
        return "a pattern must not leave the directory of the configuration file"
    if not pattern.strip("./ "):
        return "it is empty"
    return None
