"""File patterns of the configuration: which paths they fit, the same on every system."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase


def path_below(path: str, folder: str) -> str | None:
    """A path as it is seen from a folder, with `/` between the names; None where it does not lie below."""
    try:
        relative = os.path.relpath(path, folder or os.curdir).replace(os.sep, "/")
    except ValueError:  # another drive
        return None
    return None if relative == ".." or relative.startswith("../") else relative


def fits(path: str, pattern: str) -> bool:
    """Whether a path with `/` fits a pattern, itself or with a folder that it stands in.

    `*`, `?` and `[…]` stand for characters of one name, `**` for any number of folders. A pattern
    without `/` fits a name at any depth, any other starts at the top; one that ends with `/` fits
    folders only. Upper and lower case differ.
    """
    wanted = [part for part in pattern.split("/") if part not in ("", ".")]
    if "/" not in pattern.rstrip("/"):
        wanted = ["**", *wanted]
    return bool(wanted) and _fits(path.split("/"), wanted, pattern.endswith("/"))


def _fits(names: Sequence[str], wanted: Sequence[str], only_folders: bool) -> bool:
    """Whether names fit the parts of a pattern; the time is at most the product of their numbers.

    `left` are the indexes of the names from which the rest of the pattern may go on.
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
    return not only_folders or any(at < len(names) for at in left)


def fault(pattern: str) -> str | None:
    """Why a pattern can fit nothing, None where it can."""
    if "\\" in pattern:
        return "write / between folders, on Windows too"
    if ".." in pattern.split("/"):
        return "a pattern starts at the folder of the configuration file and cannot leave it"
    if not pattern.strip("./ "):
        return "it is empty"
    return None
