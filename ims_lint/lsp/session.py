"""The state of the client: its capabilities, its options and settings, and its open documents."""

from __future__ import annotations

import sys
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureRequestError, JsonRpcException, JsonRpcInvalidParams, PyglsError
from pygls.lsp.server import LanguageServer

from ims_lint.about import __version__
from ims_lint.config import Config
from ims_lint.embedded import NotInstalled
from ims_lint.lsp.document import OpenDocument, linting
from ims_lint.lsp.settings import Settings
from ims_lint.lsp.uris import filename


def log(error: Exception) -> None:
    """Log an error in one line."""
    print("ims-lint lsp:", " ".join(str(error).split()) or type(error).__name__, file=sys.stderr, flush=True)


class Session(LanguageServer):
    """One client, from its first message to its last."""

    def __init__(self) -> None:
        super().__init__("ims-lint", __version__)
        self.settings = Settings(self.folders)
        self.options: Any = None
        self.documents: dict[str, OpenDocument] = {}
        self.is_shut_down = False
        self._told: set[str] = set()

    def can(self, capability: str) -> bool:
        """Whether the client has a capability, named as in `workspace.diagnostics.refresh_support`."""
        return bool(get_capability(self.client_capabilities, capability, False))

    def tell_once(self, message: str) -> None:
        """Show a message to the user, unless it was shown before."""
        if message not in self._told:
            self._told.add(message)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def tell_missing(self, library: NotInstalled) -> None:
        """Show once that a library is missing, and how to install it, also to whom an extension brought ims-lint."""
        if isinstance(self.options, dict) and self.options.get("bundled"):
            own = 'the extension cannot contain them; pip install "ims-lint[embedded,lsp]" in the environment'
            self.tell_once(
                f'{library.needs}: {own} of the project, and set ims-lint.importStrategy to "fromEnvironment"'
            )
        else:
            self.tell_once(str(library))

    def open(self, item: types.TextDocumentItem) -> OpenDocument:
        """Add a document, and replace that of the workspace, which splits lines as Python does."""
        name = filename(item.uri, item.language_id, self.folders())
        document = OpenDocument(item, name, self.workspace.position_codec)
        of_workspace = self.workspace.text_documents
        of_workspace.update((key, document) for key, each in of_workspace.items() if each.uri == item.uri)
        self.documents[item.uri] = document
        return document

    def folders(self) -> list[str]:
        """The URIs of the workspace folders of the client."""
        folders = [folder.uri for folder in self.workspace.folders.values()]
        return folders or [uri for uri in [self.workspace.root_uri] if uri]

    def document(self, item: types.TextDocumentIdentifier | types.VersionedTextDocumentIdentifier) -> OpenDocument:
        """The open document that a message names.

        Raises:
            JsonRpcInvalidParams: it is not open.
        """
        if item.uri not in self.documents:
            raise JsonRpcInvalidParams(f"{item.uri} is not open")
        return self.documents[item.uri]

    def config(self, document: OpenDocument) -> Config | None:
        """The settings that a document is linted with, None if it is not linted."""
        return linting(document, self.settings.valid(document.name))

    def report_server_error(self, error: Exception, source: type[PyglsError] | type[JsonRpcException]) -> None:
        """Log in one line what is wrong with a message, unless the response to the client says it."""
        if source is not FeatureRequestError:
            log(error)
