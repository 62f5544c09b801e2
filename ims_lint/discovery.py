"""Finds the files to lint: what is named, and in folders what looks like a request."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator

from ims_lint.config import Config

ENDINGS = (".ims.yaml", ".ims.yml", ".ims.json")
"""Files with these endings are requests."""

_VENDORED = frozenset({"node_modules", "vendor", "third_party", "venv", "__pycache__", "site-packages"})


class NothingFound(Exception):
    """Paths under which there is nothing to lint."""


def find(
    paths: Iterable[str],
    config_of: Callable[[str], Config],
    *,
    force_exclude: bool = False,
    use_ignore_files: bool = True,
) -> Iterator[str]:
    """The files to lint, each once, folders in the order of their names.

    A file that is named is linted whatever its name, unless `force_exclude` and the configuration
    of its folder exclude it. `-` is standard input.

    Raises:
        FileNotFoundError: a path that does not exist.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files(path, config_of, force_exclude, use_ignore_files):
            name = file if file == "-" else os.path.normpath(file)
            if name not in seen:
                seen.add(name)
                yield name


def _files(path: str, config_of: Callable[[str], Config], force_exclude: bool, use_ignore_files: bool) -> Iterable[str]:
    if path == "-":
        return [path]
    if not os.path.isdir(path):
        if force_exclude and _excluded(path, config_of(path)):
            return []
        return [path]
    listed = _listed_by_git(path) if use_ignore_files else None
    candidates = listed if listed else _walk(path)
    return sorted(file for file in candidates if _wanted(file, config_of))


def _wanted(path: str, config_of: Callable[[str], Config]) -> bool:
    if path.endswith(ENDINGS):
        return not _excluded(path, config_of(path))
    config = config_of(path)
    return any(config.matches(path, pattern) for pattern in config.include) and not _excluded(path, config)


def _excluded(path: str, config: Config) -> bool:
    return any(config.matches(path, pattern) for pattern in config.exclude)


def _walk(top: str) -> Iterator[str]:
    """The files below a folder, without hidden and vendored folders; links to folders are not followed."""
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if name not in _VENDORED and not name.startswith(".")]
        yield from (os.path.join(folder, name) for name in files)


def _listed_by_git(folder: str) -> list[str] | None:
    """The files below a folder that git tracks or does not ignore; None where git has nothing to say."""
    if not _in_repository(folder):
        return None
    command = ["git", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    names = (os.fsdecode(name) for name in answer.stdout.split(b"\0") if name)
    return [
        os.path.join(folder, name) for name in names if _visible(name) and os.path.isfile(os.path.join(folder, name))
    ]


def _visible(name: str) -> bool:
    """Whether a path stands in no hidden or vendored folder."""
    return not any(part.startswith(".") or part in _VENDORED for part in name.split("/")[:-1])


def _in_repository(folder: str) -> bool:
    folder = os.path.abspath(folder)
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent
    return True
