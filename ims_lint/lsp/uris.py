"""Convert the URI of a document to its file name."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from ims_lint.input import is_kind

_LANGUAGES = {
    "json": ".json",
    "jsonc": ".json",
    "shellscript": ".sh",
    "sh": ".sh",
    "bash": ".sh",
    "http": ".http",
    "rest": ".http",
    "markdown": ".md",
}


def filename(uri: str, language: str, folders: Sequence[str] = ()) -> str:
    """The path of a document; for one that is not a file, a name with the extension of its language.

    The latter is in the workspace folder (`folders` are URIs) that contains its path, else in the first.
    """
    if path := _path(uri):
        return path
    path = unquote(uri.partition(":")[2]).rstrip("/").replace("\0", "")
    name = os.path.basename(path) or "untitled"
    if not is_kind(name):
        name += _LANGUAGES.get(language, ".yaml")
    roots = paths(folders)
    if any(path.startswith(os.path.join(root, "")) for root in roots):
        return os.path.join(os.path.dirname(path), name)
    return os.path.join(*roots[:1], name)


def paths(folders: Sequence[str]) -> list[str]:
    """The paths of workspace folders that are on disk."""
    return [path for each in folders if (path := _path(each))]


def _path(uri: str) -> str | None:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    if parts.scheme.lower() != "file" or not path.strip("/") or "\0" in path:
        return None
    if sys.platform == "win32":
        host = f"//{parts.netloc}" if parts.netloc else ""
        return os.path.normpath(host + (path if host else path.lstrip("/")))
    return path
