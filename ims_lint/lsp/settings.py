"""The configuration of each document, as `ims-lint check` finds it, read again when a file of it changes."""

from __future__ import annotations

import os

from ims_lint.config import Config
from ims_lint.config.file import FILE_NAMES, Configurations

_Stamp = tuple[tuple[str, int, int], ...]


class Settings:
    """Finds configurations; a change of a configuration file is seen at the next look."""

    def __init__(self) -> None:
        self._configurations = Configurations()
        self._stamps: dict[str, _Stamp] = {}
        self.generation = 0
        """Counts the times that a configuration file was seen to have changed."""

    def of(self, path: str) -> Config:
        """The configuration for a file, which need not exist.

        Raises:
            ConfigError: its configuration file cannot be used.
        """
        self.look(path)
        return self._configurations.of(path)

    def look(self, path: str) -> int:
        """See whether a configuration file above `path` changed; the generation it belongs to."""
        folder = os.path.dirname(os.path.abspath(path))
        stamp = _stamp(folder)
        if self._stamps.get(folder, stamp) != stamp:
            self._configurations = Configurations()
            self._stamps.clear()
            self.generation += 1
        self._stamps[folder] = stamp
        return self.generation


def _stamp(folder: str) -> _Stamp:
    """What is to be seen of the configuration files in a folder and above it."""
    found = []
    while True:
        for name in FILE_NAMES:
            try:
                status = os.stat(os.path.join(folder, name))
            except (OSError, ValueError):
                continue
            found.append((os.path.join(folder, name), status.st_mtime_ns, status.st_size))
        parent = os.path.dirname(folder)
        if parent == folder:
            return tuple(found)
        folder = parent
