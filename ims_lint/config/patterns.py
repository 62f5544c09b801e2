"""File patterns of the configuration, which match alike on all systems."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase, translate

_SET = re.compile(r"\[!?+\]?+[^\]/]*\]")
"""A set of characters, as fnmatch reads it in one name."""


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


def fault(pattern: str, directory: str = "") -> str | None:
    """What is wrong with a pattern that matches nothing or not what it means; None if it is valid.

    The result continues a sentence about the pattern. `directory` is that of the configuration file.
    """
    if "\\" in pattern:
        return 'matches no file; use "/" between directories, also on Windows'
    if ".." in pattern.split("/"):
        return "matches no file; a pattern must not leave the directory of the configuration file"
    if not pattern.strip("./ "):
        return "matches no file; it is empty"
    if pattern.startswith("!"):
        return 'must not start with "!"; remove it, and use patterns only for what to match'
    top = directory.replace(os.sep, "/").rstrip("/")
    if re.match("[A-Za-z]:/|~/", pattern) or (top.count("/") > 1 and f"{pattern}/".startswith(f"{top}/")):
        return "is an absolute path; use a path relative to the directory of the configuration file"
    return _fault_of_sets(pattern) or _fault_of_braces(pattern)


def _fault_of_sets(pattern: str) -> str | None:
    """What is wrong with the `[…]` of a pattern."""
    for part in pattern.split("/"):
        rest = _SET.sub("", part)
        if "[" in rest:
            return 'must not contain "[" without "]"; use "[[]" for the character "["'
        for found in _SET.findall(part):
            if found.startswith("[^"):
                return f'must not contain "{found}"; use "[!{found[2:]}" for all other characters'
            if "(?s:(?!))" in translate(found):
                return f'must not contain "{found}", which matches no character; put the lower end of a range first'
    return None


def _fault_of_braces(pattern: str) -> str | None:
    """What is wrong with the `{…}` of a pattern, which match themselves."""
    if braces := re.search(r"\{[^{}]*(?:,|\.\.)[^{}]*\}", _SET.sub("?", pattern)):
        return f'must not contain "{braces.group()}"; use one pattern for each alternative'
    return None
