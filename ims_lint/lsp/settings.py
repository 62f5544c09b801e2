"""The configuration of each document, as `ims-lint check` finds it, and the settings of the editor."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from ims_lint.config import DEFAULT, Config, ConfigError, unknown_operation
from ims_lint.config import patterns as glob
from ims_lint.config.file import FILE_NAMES, MISNAMED, Configurations
from ims_lint.lsp.uris import paths

_Stamp = tuple[tuple[str, int, int], ...]


class Settings:
    """Finds configurations; each look detects changes of configuration files."""

    def __init__(self, folders: Callable[[], Sequence[str]]) -> None:
        self._folders = folders
        self._configurations = Configurations()
        self._stamps: dict[str, _Stamp] = {}
        self._given: Any = None
        self._operation: str | None = None
        self._per_file: tuple[tuple[str, str], ...] = ()

    def declare(self, operation: Any, per_file: Any) -> list[str]:
        """Declare an operation for all documents, as `--operation` does, and for files, as the configuration does.

        Return what is wrong with them, unless the same were given the last time, too; what is wrong declares none.
        """
        if (operation, per_file) == self._given:
            return []
        self._given = (operation, per_file)
        error = unknown_operation(str(operation)) if operation else None
        self._operation = operation if operation and not error else None
        faults = [f"operation: {error}"] if error else []
        table = per_file if isinstance(per_file, dict) else {}
        if per_file and not table:
            faults.append("perFileOperation must be an object of file patterns with names of operations")
        wrong = {pattern: fault for pattern, name in table.items() if (fault := _fault(pattern, name))}
        self._per_file = tuple((pattern, name) for pattern, name in table.items() if pattern not in wrong)
        return [*faults, *(f"perFileOperation: {fault}" for fault in wrong.values())]

    def folder_of(self, path: str) -> str | None:
        """The nearest workspace folder that contains a file, None if none does."""
        return max((each for each in paths(self._folders()) if glob.path_below(path, each)), key=len, default=None)

    def of(self, path: str) -> Config:
        """The configuration for a file, which need not exist.

        Raises:
            ConfigError: its configuration file is invalid.
        """
        self._look(path)
        return self._declaring(path, self._configurations.of(path))

    def valid(self, path: str) -> Config:
        """The configuration for a file; the default one while its configuration file is invalid."""
        try:
            return self.of(path)
        except ConfigError:
            return self._declaring(path, DEFAULT)

    def _declaring(self, path: str, config: Config) -> Config:
        """A configuration with what the settings of the editor declare for a file; their patterns come first."""
        files = DEFAULT._replace(directory=self.folder_of(path) or "", per_file_operation=self._per_file)
        if name := files.operation_in(path):
            config = config._replace(operation=name, per_file_operation=())
        return config.declaring(self._operation)

    def _look(self, path: str) -> None:
        """Read the configurations again if a configuration file for `path` changed."""
        directory = os.path.dirname(os.path.abspath(path))
        stamp = _stamp(directory)
        if self._stamps.get(directory, stamp) != stamp:
            self._configurations = Configurations()
            self._stamps.clear()
        self._stamps[directory] = stamp


def _fault(pattern: str, operation: Any) -> str | None:
    """What is wrong with a file pattern or with the name of its operation."""
    if fault := glob.fault(pattern):
        return f'the file pattern "{pattern}" {fault}'
    error = unknown_operation(str(operation))
    return f'the file pattern "{pattern}" has the {error}' if error else None


def _stamp(directory: str) -> _Stamp:
    """The names, times and sizes of the configuration files, also of misnamed ones, in a directory and its parents."""
    found = []
    while True:
        for name in (*FILE_NAMES, *MISNAMED):
            try:
                status = os.stat(os.path.join(directory, name))
            except (OSError, ValueError):
                continue
            found.append((os.path.join(directory, name), status.st_mtime_ns, status.st_size))
        parent = os.path.dirname(directory)
        if parent == directory:
            return tuple(found)
        directory = parent
