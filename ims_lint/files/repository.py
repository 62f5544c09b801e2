"""What git sees below a folder, asked of git itself with one process for each repository."""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

# What git tells its hooks about the repository it works in: another folder may be asked about here.
_OF_A_HOOK = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
# With its tag and stage before a tracked name (`H 100644 <hash> 0<tab>name`), with `? ` before any other.
_LIST = ("ls-files", "-z", "-t", "--stage", "--others", "--cached", "--exclude-standard")
_UNTRACKED, _SUBMODULE = b"?", b"160000"
_NOT_OPENED = "could not open directory"


class GitFailed(Exception):
    """Git is there but gave no answer, or is missing in a repository; the text says why."""


def root_of(folder: str) -> str | None:
    """The root of the checkout that a folder stands in: the nearest folder with `.git`; None where there is none."""
    folder = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


class Seen(NamedTuple):
    """Names below a folder, with `/` between their parts, and lines about folders that were not opened.

    A repository within it (a submodule, or one that git does not track) is its folder's name and `/`.
    """

    names: list[str]
    unopened: list[str]


def seen(folder: str) -> Seen:
    """What git tracks or does not ignore below a folder.

    Raises:
        GitFailed: git cannot tell.
    """
    answer = _git(folder, *_LIST)
    lines = os.fsdecode(answer.stderr).strip().splitlines()
    if answer.returncode:
        raise GitFailed(lines[0] if lines else f"git ended with status {answer.returncode}")
    names = [os.fsdecode(_name(entry)) for entry in answer.stdout.split(b"\0") if entry]
    return Seen(names, [line.removeprefix("warning: ") for line in lines if _NOT_OPENED in line])


def _name(entry: bytes) -> bytes:
    tag, _, rest = entry.partition(b" ")
    if tag == _UNTRACKED:
        return rest
    stage, _, name = rest.partition(b"\t")
    return name + b"/" if stage.startswith(_SUBMODULE) else name


def ignored(folder: str) -> bool:
    """Whether git ignores a folder itself."""
    return _git(folder, "check-ignore", "--quiet", ".").returncode == 0


def _git(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environ = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    # The monitor is a program that the repository's configuration may name: nothing is run for it.
    command = ["git", "-C", folder, "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(
            command, env={**environ, "LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror}") from None
