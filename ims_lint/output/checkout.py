"""The names of files relative to the repository, whatever the current directory is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Checkout:
    """The directory that relative names start from, and the root of the repository; "" means unknown."""

    directory: str = ""
    root: str = ""

    def path(self, file: str) -> str:
        """Return the name of `file` below the root, with forward slashes and no `./`.

        A file outside the root keeps its absolute path: a report that renames it would point at
        another file.
        """
        full = os.path.normpath(os.path.join(self.directory, file))
        root = self.root.rstrip(os.sep) + os.sep
        if self.root and full.startswith(root):
            full = full[len(root) :]
        return full.replace(os.sep, "/")

    def uri(self, file: str) -> str:
        """Return the percent-encoded URI reference of `file`: relative, or `file:` outside the root.

        The bytes of a name that is not UTF-8 are encoded as they are on disk.
        """
        path = self.path(file)
        encoded = quote(path.encode("utf-8", _surrogate_handler(path)), safe="/")
        if not os.path.isabs(path):
            return encoded
        return ("file://" if encoded.startswith("/") else "file:///") + encoded


def _surrogate_handler(path: str) -> str:
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return "surrogatepass"
    return "surrogateescape"
