"""From the URI of a document to the name that the linter knows it by."""

from __future__ import annotations

import os
import sys
from urllib.parse import unquote, urlsplit

_LANGUAGES = {"json": ".json", "jsonc": ".json"}


def filename(uri: str, language: str) -> str:
    """The path of a document; of one that is in no file, a name that ends as its language does."""
    path = _path(uri)
    if path is not None:
        return path
    name = os.path.basename(unquote(uri.partition(":")[2]).rstrip("/")) or "untitled"
    name = name.replace("\0", "")
    return name if name.lower().endswith((".json", ".yaml", ".yml")) else name + _LANGUAGES.get(language, ".yaml")


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
