"""The configuration of each document, as `ims-lint check` finds it, and the settings of the editor."""

from __future__ import annotations

import os
from typing import Any

from ims_lint.config import DEFAULT, Config, ConfigError, unknown_operation
from ims_lint.config.file import FILE_NAMES, MISNAMED, Configurations

_Stamp = tuple[tuple[str, int, int], ...]


class Settings:
    """Finds configurations; each look detects changes of configuration files."""

    def __init__(self) -> None:
        self._configurations = Configurations()
        self._stamps: dict[str, _Stamp] = {}
        self._given: Any = None
        self._operation: str | None = None

    def declare(self, operation: Any) -> str | None:
        """Declare an operation for all documents, as `--operation` does, or none.

        Return what is wrong with a name, unless it was given the last time, too; a wrong one declares none.
        """
        if operation == self._given:
            return None
        error = unknown_operation(str(operation)) if operation else None
        self._given = operation
        self._operation = operation if operation and not error else None
        return error

    def of(self, path: str) -> Config:
        """The configuration for a file, which need not exist.

        Raises:
            ConfigError: its configuration file is invalid.
        """
        self._look(path)
        return self._configurations.of(path).declaring(self._operation)

    def valid(self, path: str) -> Config:
        """The configuration for a file; the default one while its configuration file is invalid."""
        try:
            return self.of(path)
        except ConfigError:
            return DEFAULT.declaring(self._operation)

    def _look(self, path: str) -> None:
        """Read the configurations again if a configuration file for `path` changed."""
        directory = os.path.dirname(os.path.abspath(path))
        stamp = _stamp(directory)
        if self._stamps.get(directory, stamp) != stamp:
            self._configurations = Configurations()
            self._stamps.clear()
        self._stamps[directory] = stamp


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
