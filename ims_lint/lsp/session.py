"""What the server knows of its client: what it can do, and which documents it has open."""

from __future__ import annotations

import os
from itertools import count
from typing import Any

from ims_lint.lsp import wire
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.editor_text import ENCODINGS
from ims_lint.lsp.settings import Settings
from ims_lint.lsp.uris import filename
from ims_lint.lsp.wire import Json, Wire


class Failure(Exception):
    """Why a request is not answered, with the protocol's code for it."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Session:
    """One client, from its first message to its last."""

    def __init__(self, connection: Wire) -> None:
        self._wire = connection
        self._keys = count(1)
        self._capabilities: Json = {}
        self._root = ""
        self.encoding = "utf-16"
        self.is_initialized = False
        self.is_shut_down = False
        self.settings = Settings()
        self.documents: dict[str, OpenDocument] = {}

    def begin(self, params: dict[str, Any]) -> None:
        """Note what the client said of itself."""
        self._capabilities = params.get("capabilities")
        offered = self._capability("general", "positionEncodings")
        known = [each for each in offered if each in ENCODINGS] if isinstance(offered, list) else []
        self.encoding = known[0] if known else "utf-16"
        root = params.get("rootUri")
        folders = params.get("workspaceFolders")
        if isinstance(folders, list) and folders and isinstance(folders[0], dict):
            root = folders[0].get("uri", root)
        if isinstance(root, str) and root.startswith("file:"):
            self._root = filename(root, "")
        self.is_initialized = True

    def can(self, *names: str) -> bool:
        """Whether the client has a capability."""
        return self._capability(*names) is True

    def has(self, *names: str) -> bool:
        """Whether the client says anything of a capability."""
        return self._capability(*names) is not None

    def _capability(self, *names: str) -> Json:
        found = self._capabilities
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def resolve(self, name: str) -> str:
        """The path of a document; one that is in no file counts as standing in the workspace."""
        return os.path.join(self._root, name) if self._root else name

    def notify(self, method: str, params: Json) -> None:
        """Tell the client something."""
        self._wire.send({"method": method, "params": params})

    def request(self, method: str, params: Json) -> None:
        """Ask the client for something whose answer does not matter."""
        self._wire.send({"id": f"ims-lint-{next(self._keys)}", "method": method, "params": params})

    def item(self, params: Json) -> dict[str, Any]:
        """What a message says of a document.

        Raises:
            Failure: it names none.
        """
        item = params.get("textDocument") if isinstance(params, dict) else None
        if not isinstance(item, dict) or not isinstance(item.get("uri"), str):
            raise Failure(wire.INVALID_PARAMS, "the message names no document")
        return item

    def document(self, params: Json) -> OpenDocument:
        """The open document that a message names.

        Raises:
            Failure: it names none, or one that is not open.
        """
        uri = self.item(params)["uri"]
        if uri not in self.documents:
            raise Failure(wire.INVALID_PARAMS, f"{uri} is not open")
        return self.documents[uri]

    def offset(self, document: OpenDocument, position: Json) -> int:
        """The offset of a position in a document.

        Raises:
            Failure: it is no position.
        """
        try:
            return document.text.offset(position)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise Failure(wire.INVALID_PARAMS, "the message has no proper position") from None
