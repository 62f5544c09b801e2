"""The configuration of each document, as `ims-lint check` finds it, read again when its file changes."""

from __future__ import annotations

import os

from ims_lint.config import Config
from ims_lint.config.file import FILE_NAMES, MISNAMED, Configurations

_Stamp = tuple[tuple[str, int, int], ...]


class Settings:
    """Finds configurations; each look detects changes of configuration files."""

    def __init__(self) -> None:
        self._configurations = Configurations()
        self._stamps: dict[str, _Stamp] = {}
        self.generation = 0
        """The number of detected changes of configuration files."""

    def of(self, path: str) -> Config:
        """The configuration for a file, which need not exist.

        Raises:
            ConfigError: its configuration file is invalid.
        """
        self.look(path)
        return self._configurations.of(path)

    def look(self, path: str) -> int:
        """Check whether a configuration file for `path` changed; return the current generation."""
        directory = os.path.dirname(os.path.abspath(path))
        stamp = _stamp(directory)
        if self._stamps.get(directory, stamp) != stamp:
            self._configurations = Configurations()
            self._stamps.clear()
            self.generation += 1
        self._stamps[directory] = stamp
        return self.generation


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
