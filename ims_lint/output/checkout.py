"""Where the repository lies, so that a report names its files as the repository does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True)
class Checkout:
    """The folder that relative names start from, and the repository's root; "" means unknown."""

    folder: str = ""
    root: str = ""

    def path(self, file: str) -> str:
        """Return the name of `file` below the root, with forward slashes and no `./`.

        A file outside the root keeps its absolute path: a report that renames it would point at
        another file.
        """
        full = os.path.normpath(os.path.join(self.folder, file))
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


def find_checkout(folder: str, environ: Mapping[str, str]) -> Checkout:
    """Return the checkout around `folder`: the nearest one with `.git`, else the CI's workspace.

    Without either, `folder` itself is taken for the root.
    """
    here = Path(folder)
    for parent in (here, *here.parents):
        if (parent / ".git").exists():
            return Checkout(folder, str(parent))
    for variable in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE"):
        workspace = environ.get(variable, "")
        if workspace and here.is_relative_to(workspace):
            return Checkout(folder, workspace)
    return Checkout(folder, folder)


def _surrogate_handler(path: str) -> str:
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return "surrogatepass"
    return "surrogateescape"
