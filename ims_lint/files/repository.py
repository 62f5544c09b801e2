"""List the files that git sees below a directory, with one git process per repository."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import NamedTuple

# Variables that git sets for its hooks: they name one repository, and another may be listed here.
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
    """Git failed, or is missing; the message says why."""


def root_of(directory: str) -> str | None:
    """The root of the checkout that contains a directory: the nearest parent with `.git`; None if there is none."""
    directory = os.path.realpath(directory)
    while not os.path.lexists(os.path.join(directory, ".git")):
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent
    return directory


class Seen(NamedTuple):
    """Names below a directory, with `/` as separator, and messages about directories that were not opened.

    A repository inside it (a submodule, or an untracked one) is listed as the name of its directory and `/`.
    """

    names: list[str]
    unopened: list[str]


def seen(directory: str) -> Seen:
    """The files below a directory that git tracks or does not ignore.

    Raises:
        GitFailed: git failed.
    """
    answer = _git(directory, *_LIST)
    lines = os.fsdecode(answer.stderr).strip().splitlines()
    if answer.returncode:
        raise GitFailed(lines[0] if lines else f"git ended with exit code {answer.returncode}")
    names = [os.fsdecode(_name(entry)) for entry in answer.stdout.split(b"\0") if entry]
    return Seen(names, [line.removeprefix("warning: ") for line in lines if _NOT_OPENED in line])


def _name(entry: bytes) -> bytes:
    tag, _, rest = entry.partition(b" ")
    if tag == _UNTRACKED:
        return rest
    stage, _, name = rest.partition(b"\t")
    return name + b"/" if stage.startswith(_SUBMODULE) else name


def ignored(directory: str) -> bool:
    """Whether git ignores a directory itself."""
    return _git(directory, "check-ignore", "--quiet", ".").returncode == 0


def _git(directory: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environ = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    # The configuration of the repository may name a program as monitor: it must not be run.
    command = [_program(), "-C", directory, "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(
            command, env={**environ, "LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror}") from None


def _program() -> str:
    """The path of git; Windows would look in the current directory first, and run a `git.exe` of the repository."""
    if sys.platform != "win32":
        return "git"
    paths = (os.path.join(directory, "git.exe") for directory in os.get_exec_path() if os.path.isabs(directory))
    for path in filter(os.path.isfile, paths):
        return path
    raise GitFailed("git cannot be run: it is not on the PATH")
