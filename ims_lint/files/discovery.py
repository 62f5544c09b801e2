"""Finds the files to lint: what is named, and in folders what looks like a request."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator

from ims_lint.config import Config
from ims_lint.config import patterns as glob

ENDINGS = (".ims.yaml", ".ims.yml", ".ims.json")
"""Files with these endings are requests."""

_VENDORED = frozenset({"node_modules", "vendor", "third_party", "venv", "__pycache__", "site-packages"})
_LOCK = ".#"
"""How the name starts of a link to nothing that Emacs leaves beside an open file."""


class Found:
    """The files to lint, each once, in the order of the arguments and then of their names.

    `failures` are lines about what could not be looked at, `notes` about what was looked at
    differently than one would think. `refused` counts the named files that are excluded, `excluded`
    those that are excluded below a named folder.
    """

    def __init__(self) -> None:
        self.files: list[str] = []
        self.failures: list[str] = []
        self.notes: list[str] = []
        self.refused = 0
        self.excluded = 0


def find(
    paths: Iterable[str],
    config_of: Callable[[str], Config],
    *,
    stdin_name: str = "-",
    force_exclude: bool = False,
    use_ignore_files: bool = True,
) -> Found:
    """Find what to lint at some paths; `-` is standard input, for the configuration `stdin_name`.

    A file that is named is linted whatever its name, unless `force_exclude` and the configuration
    exclude it. Links to folders are followed where they are named, not where they are found.
    """
    search = _Search(config_of, use_ignore_files)
    for path in paths:
        if path == "-":
            search.name(path, stdin_name, force_exclude)
            continue
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except OSError as error:
            search.found.failures.append(f"{path}: {_reason(path, error)}")
            continue
        if is_folder:
            search.search(path)
        else:
            search.name(path, path, force_exclude)
    search.found.files = [path for path, _ in search.chosen.values()]
    return search.found


def _reason(path: str, error: OSError) -> str:
    if not isinstance(error, FileNotFoundError):
        return error.strerror or str(error)
    return "broken symbolic link" if os.path.islink(path) else "no such file or folder"


class _Search:
    """What was found so far: under the identity of each file its name, and whether that is a link met by chance."""

    def __init__(self, config_of: Callable[[str], Config], use_ignore_files: bool) -> None:
        self.found = Found()
        self.chosen: dict[str, tuple[str, bool]] = {}
        self._config_of = config_of
        self._use_ignore_files = use_ignore_files
        self._patterns: dict[str, tuple[Config, str | None]] = {}
        self._paths: dict[str, tuple[str, str]] = {}
        self._regular: dict[str, set[str]] = {}

    def name(self, path: str, known_as: str, force_exclude: bool) -> None:
        """Take a file that is named."""
        if force_exclude and self._fits(*os.path.split(known_as), "exclude"):
            self.found.refused += 1
            return
        if path == "-":
            self.chosen.setdefault(path, (path, False))
        else:
            self.chosen.setdefault(self._identity(*os.path.split(path), os.path.islink(path)), (_tidy(path), False))

    def search(self, top: str) -> None:
        """Take what looks like a request below a folder, whether git ignores that folder or not."""
        top = _tidy(top)
        wanted = {
            self._paths_in(folder)[0] + name: (folder, name)
            for folder, name in self._below("" if top == os.curdir else top)
            if name.endswith(ENDINGS) or self._fits(folder, name, "include")
        }
        for path in sorted(wanted):
            folder, name = wanted[path]
            if self._fits(folder, name, "exclude"):
                self.found.excluded += 1
                continue
            try:
                linked = False if name in self._regular_files(folder) else self._is_link(path)
            except OSError as error:
                self.found.failures.append(f"{path}: {_reason(path, error)}")
                continue
            if linked is not None:
                self._take(folder, name, path, linked)

    def _regular_files(self, folder: str) -> set[str]:
        """The names of the files in a folder that are no links, as far as it can be looked into."""
        if folder not in self._regular:
            try:
                with os.scandir(folder or os.curdir) as entries:
                    self._regular[folder] = {each.name for each in entries if each.is_file(follow_symlinks=False)}
            except OSError:
                self._regular[folder] = set()
        return self._regular[folder]

    def _is_link(self, path: str) -> bool | None:
        """Whether a file that was found is a link; None where there is no file after all.

        Raises:
            OSError: it cannot be looked at, or is a link to nothing.
        """
        try:
            mode = os.lstat(path).st_mode
        except FileNotFoundError:
            return None  # deleted, but still in the index of git
        linked = stat.S_ISLNK(mode)
        if linked and os.path.basename(path).startswith(_LOCK):
            return None
        mode = os.stat(path).st_mode if linked else mode
        return linked if stat.S_ISREG(mode) else None

    def _take(self, folder: str, name: str, path: str, linked: bool) -> None:
        """A file that several names lead to is linted under its own, or else under the first."""
        path = os.path.join(os.curdir, path) if path == "-" else path
        identity = self._identity(folder, name, linked)
        if identity not in self.chosen or (self.chosen[identity][1] and not linked):
            self.chosen[identity] = (path, linked)

    def _identity(self, folder: str, name: str, linked: bool) -> str:
        if linked:
            return os.path.normcase(os.path.realpath(os.path.join(folder, name)))
        return self._paths_in(folder)[1] + os.path.normcase(name)

    def _paths_in(self, folder: str) -> tuple[str, str]:
        """What stands before a name in the path of a file of a folder, and in its real path."""
        if folder not in self._paths:
            real = os.path.normcase(os.path.join(os.path.realpath(folder), ""))
            self._paths[folder] = os.path.join(folder, ""), real
        return self._paths[folder]

    def _fits(self, folder: str, name: str, which: str) -> bool:
        """Whether one of the patterns in the configuration of a file fits it."""
        if folder not in self._patterns:
            config = self._config_of(folder or os.curdir)
            below = glob.path_below(folder or os.curdir, config.folder) if config.include or config.exclude else None
            self._patterns[folder] = config, below
        config, below = self._patterns[folder]
        if below is None:
            return False
        patterns: tuple[str, ...] = getattr(config, which)
        path = name if below == os.curdir else f"{below}/{name}"
        return any(glob.fits(path, pattern) for pattern in patterns)

    def _below(self, top: str) -> Iterator[tuple[str, str]]:
        """Folder and name of the files and links below a folder: in a checkout, of those git does not ignore."""
        if self._use_ignore_files:
            from ims_lint.files import repository  # subprocess, 2 ms, for folders only

            here = top or os.curdir
            if repository.root_of(here):
                try:
                    seen = repository.seen(here)
                    if seen.names or not repository.ignored(here):
                        self.found.failures += [f"{here}: {line}" for line in seen.unopened]
                        return self._seen_by_git(top, seen.names)
                except repository.GitFailed as error:
                    self.found.notes.append(f"{here}: searched without regard to .gitignore: {error}")
        return self._walk(top)

    def _seen_by_git(self, top: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        folders: dict[str, str | None] = {}
        for path in names:
            within, _, name = path.rpartition("/")
            if within not in folders:
                folders[within] = os.path.join(top, *within.split("/")) if _visible(within) else None
            folder = folders[within]
            if folder is None:
                continue
            if name:
                yield folder, name
            else:
                yield from self._within(folder)

    def _within(self, path: str) -> Iterator[tuple[str, str]]:
        """The files of a repository within another one; a submodule that is not checked out has none."""
        return self._below(path) if os.path.lexists(os.path.join(path, ".git")) else self._walk(path)

    def _walk(self, top: str) -> Iterator[tuple[str, str]]:
        """The files and links below a folder, without hidden and vendored folders."""
        pending = [top]
        while pending:
            folder = pending.pop()
            regular = self._regular[folder] = set()
            try:
                with os.scandir(folder or os.curdir) as entries:
                    for entry in entries:
                        if entry.is_file(follow_symlinks=False):
                            regular.add(entry.name)
                            yield folder, entry.name
                        elif not entry.is_dir(follow_symlinks=False):
                            yield folder, entry.name
                        elif _visible(entry.name):
                            pending.append(os.path.join(folder, entry.name))
            except OSError as error:
                self.found.failures.append(f"{folder or os.curdir}: {error.strerror}")


def _visible(folder: str) -> bool:
    """Whether a folder, named with `/`, is none that is hidden or vendored, and stands in none."""
    return not any(part.startswith(".") or part in _VENDORED for part in folder.split("/"))


def _tidy(path: str) -> str:
    """A path without `./` and double slashes; `..` stays, for what stands before it may be a link."""
    if ".." in path:
        return path
    tidy = os.path.normpath(path)
    return os.path.join(os.curdir, tidy) if tidy == "-" else tidy
