"""Find the files to lint: named ones, and those in directories that look like requests."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator

from ims_lint.config import Config
from ims_lint.config import patterns as glob
from ims_lint.input import KINDS, is_script

EXTENSIONS = (".ims.yaml", ".ims.yml", ".ims.json")
"""Files with these extensions are requests."""

_VENDORED = frozenset({"node_modules", "vendor", "third_party", "venv", "__pycache__", "site-packages"})
FIRST_LINE = 100
"""So many bytes of a file without an extension are read to see whether it is a script."""

_LOCK = ".#"
"""The prefix of the broken symbolic links that Emacs creates next to open files."""


class Found:
    """The files to lint, each once, ordered by argument and then by name.

    `hosts` are those that are searched for requests inside. `failures` are messages about what could not be
    read, `notes` about an unusual search. `refused` counts the named files that are excluded, `excluded`
    those below a named directory.
    """

    def __init__(self) -> None:
        self.files: list[str] = []
        self.hosts: list[str] = []
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
    """Find the files to lint; `-` is standard input, configured as the file `stdin_name`.

    A named file is linted whatever its name is, unless it is excluded and `force_exclude` is set.
    Symbolic links to directories are followed only if they are named.
    """
    search = _Search(config_of, use_ignore_files)
    for path in paths:
        if path == "-":
            search.name(path, stdin_name, force_exclude)
            continue
        try:
            is_directory = stat.S_ISDIR(os.stat(path).st_mode)
        except OSError as error:
            search.found.failures.append(f"{path}: {_reason(path, error)}")
            continue
        if is_directory:
            search.search(path)
        else:
            search.name(path, path, force_exclude)
    search.found.files = [path for path, _ in search.chosen.values()]
    search.found.hosts = [path for path in search.found.files if path in search.hosts]
    return search.found


def may_host(name: str, start: Callable[[], bytes], config: Config) -> bool:
    """Whether a file is of a kind in which the configuration looks for requests; `start` reads its first bytes."""
    if not config.embedded:
        return False
    extension = os.path.splitext(name)[1].lower()
    if any(extension in KINDS[kind] for kind in config.embedded):
        return True
    return not extension and "shell" in config.embedded and is_script(start())


def _reason(path: str, error: OSError) -> str:
    if not isinstance(error, FileNotFoundError):
        return error.strerror or str(error)
    return "broken symbolic link" if os.path.islink(path) else "no such file or directory"


class _Search:
    """A search in progress: by the identity of each file, its name and whether that is a found link."""

    def __init__(self, config_of: Callable[[str], Config], use_ignore_files: bool) -> None:
        self.found = Found()
        self.chosen: dict[str, tuple[str, bool]] = {}
        self.hosts: set[str] = set()
        self._config_of = config_of
        self._use_ignore_files = use_ignore_files
        self._patterns: dict[str, tuple[Config, str | None]] = {}
        self._paths: dict[str, tuple[str, str]] = {}
        self._regular: dict[str, set[str]] = {}

    def name(self, path: str, known_as: str, force_exclude: bool) -> None:
        """Add a named file."""
        if force_exclude and self._fits(*os.path.split(known_as), "exclude"):
            self.found.refused += 1
            return
        if path == "-":
            self.chosen.setdefault(path, (path, False))
        else:
            self.chosen.setdefault(self._identity(*os.path.split(path), os.path.islink(path)), (_tidy(path), False))

    def search(self, top: str) -> None:
        """Add the files below a directory that look like requests, even if git ignores the directory itself."""
        top = _tidy(top)
        wanted = {}
        for directory, name in self._below("" if top == os.curdir else top):
            is_request = name.endswith(EXTENSIONS) or self._fits(directory, name, "include")
            if is_request or self._may_host(directory, name):
                path = self._paths_in(directory)[0] + name
                wanted[path] = directory, name
                if not is_request:
                    self.hosts.add(path)
        for path in sorted(wanted):
            directory, name = wanted[path]
            if self._fits(directory, name, "exclude"):
                self.found.excluded += 1
                continue
            try:
                linked = False if name in self._regular_files(directory) else self._is_link(path)
            except OSError as error:
                self.found.failures.append(f"{path}: {_reason(path, error)}")
                continue
            if linked is not None:
                self._take(directory, name, path, linked)

    def _regular_files(self, directory: str) -> set[str]:
        """The names of the regular files in a directory, as far as it can be read."""
        if directory not in self._regular:
            try:
                with os.scandir(directory or os.curdir) as entries:
                    self._regular[directory] = {each.name for each in entries if each.is_file(follow_symlinks=False)}
            except OSError:
                self._regular[directory] = set()
        return self._regular[directory]

    def _is_link(self, path: str) -> bool | None:
        """Whether a found file is a link; None if it is not a file after all.

        Raises:
            OSError: it cannot be accessed, or is a broken symbolic link.
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

    def _take(self, directory: str, name: str, path: str, linked: bool) -> None:
        """Add a found file; of several names, its own one is preferred, then the first."""
        path = os.path.join(os.curdir, path) if path == "-" else path
        identity = self._identity(directory, name, linked)
        if identity not in self.chosen or (self.chosen[identity][1] and not linked):
            self.chosen[identity] = (path, linked)

    def _identity(self, directory: str, name: str, linked: bool) -> str:
        if linked:
            return os.path.normcase(os.path.realpath(os.path.join(directory, name)))
        return self._paths_in(directory)[1] + os.path.normcase(name)

    def _paths_in(self, directory: str) -> tuple[str, str]:
        """What precedes the names in the paths of the files in a directory: as found, and with links resolved."""
        if directory not in self._paths:
            real = os.path.normcase(os.path.join(os.path.realpath(directory), ""))
            self._paths[directory] = os.path.join(directory, ""), real
        return self._paths[directory]

    def _fits(self, directory: str, name: str, which: str) -> bool:
        """Whether a file matches one of the patterns in its configuration."""
        config, below = self._config_in(directory)
        if below is None:
            return False
        patterns: tuple[str, ...] = getattr(config, which)
        path = name if below == os.curdir else f"{below}/{name}"
        return any(glob.fits(path, pattern) for pattern in patterns)

    def _config_in(self, directory: str) -> tuple[Config, str | None]:
        """The configuration of a directory, and the directory as its patterns see it, None without patterns."""
        if directory not in self._patterns:
            config = self._config_of(directory or os.curdir)
            below = (
                glob.path_below(directory or os.curdir, config.directory) if config.include or config.exclude else None
            )
            self._patterns[directory] = config, below
        return self._patterns[directory]

    def _may_host(self, directory: str, name: str) -> bool:
        """Whether a file is of a kind in which the configuration looks for requests."""

        def start() -> bytes:
            with open(os.path.join(directory, name), "rb") as file:
                return file.read(FIRST_LINE)

        try:
            return may_host(name, start, self._config_in(directory)[0])
        except OSError:
            return False

    def _below(self, top: str) -> Iterator[tuple[str, str]]:
        """Directory and name of the files and links below a directory; in a checkout, not those that git ignores."""
        if self._use_ignore_files:
            from ims_lint.files import repository  # subprocess, 2 ms, for directories only

            here = top or os.curdir
            if repository.root_of(here):
                try:
                    seen = repository.seen(here)
                    if seen.names or not repository.ignored(here):
                        self.found.failures += [f"{here}: {line}" for line in seen.unopened]
                        return self._seen_by_git(top, seen.names)
                except repository.GitFailed as error:
                    self.found.notes.append(f"{here}: .gitignore is not applied: {error}")
        return self._walk(top)

    def _seen_by_git(self, top: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        directories: dict[str, str | None] = {}
        for path in names:
            within, _, name = path.rpartition("/")
            if within not in directories:
                directories[within] = os.path.join(top, *within.split("/")) if _visible(within) else None
            directory = directories[within]
            if directory is None:
                continue
            if name:
                yield directory, name
            else:
                yield from self._within(directory)

    def _within(self, path: str) -> Iterator[tuple[str, str]]:
        """The files of a repository inside another one; a submodule that is not checked out has none."""
        return self._below(path) if os.path.lexists(os.path.join(path, ".git")) else self._walk(path)

    def _walk(self, top: str) -> Iterator[tuple[str, str]]:
        """The files and links below a directory, without hidden and vendored directories."""
        pending = [top]
        while pending:
            directory = pending.pop()
            regular = self._regular[directory] = set()
            try:
                with os.scandir(directory or os.curdir) as entries:
                    for entry in entries:
                        if entry.is_file(follow_symlinks=False):
                            regular.add(entry.name)
                            yield directory, entry.name
                        elif not entry.is_dir(follow_symlinks=False):
                            yield directory, entry.name
                        elif _visible(entry.name):
                            pending.append(os.path.join(directory, entry.name))
            except OSError as error:
                self.found.failures.append(f"{directory or os.curdir}: {error.strerror}")


def _visible(directory: str) -> bool:
    """Whether no part of a directory path (with `/`) is hidden or vendored."""
    return not any(part.startswith(".") or part in _VENDORED for part in directory.split("/"))


def _tidy(path: str) -> str:
    """A path without `./` and double slashes; `..` is kept, as the part before it may be a link."""
    if ".." in path:
        return path
    tidy = os.path.normpath(path)
    return os.path.join(os.curdir, tidy) if tidy == "-" else tidy
