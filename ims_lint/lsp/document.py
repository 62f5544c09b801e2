"""An open document of the editor, and what the linter says of it."""

from __future__ import annotations

from lsprotocol import types
from pygls.workspace import PositionCodec, TextDocument

from ims_lint.config import Config
from ims_lint.files.discovery import EXTENSIONS, FIRST_LINE, may_host
from ims_lint.input import HOSTS, Input, from_text
from ims_lint.linter import Linted, lint
from ims_lint.lsp.editor_text import EditorText
from ims_lint.lsp.outline import outlines
from ims_lint.operations import OPERATIONS

_SOURCE_PARAMETERS = {name for operation in OPERATIONS for name in operation.source_parameters}


class OpenDocument(TextDocument):
    """One document of the workspace: its name in reports, its text, and its version from the editor."""

    def __init__(self, item: types.TextDocumentItem, name: str, codec: PositionCodec) -> None:
        super().__init__(item.uri, item.text, item.version, item.language_id, position_codec=codec)
        self.name = name
        self.text = EditorText(item.text, codec)
        self._linted: tuple[EditorText, Config, Linted] | None = None

    @property
    def source(self) -> str:
        """The text."""
        return self.text.content

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Apply a change to the text."""
        self.text = self.text.changed(change)

    def with_text(self, content: str) -> OpenDocument:
        """The same document with another text."""
        item = types.TextDocumentItem(self.uri, self.language_id or "", self.version or 0, content)
        return OpenDocument(item, self.name, self.position_codec)

    @property
    def language(self) -> str:
        """`json` or `yaml`, or one of `HOSTS`."""
        return self._input.language

    @property
    def _input(self) -> Input:
        return from_text(self.text.content, self.name)

    def linted(self, config: Config) -> Linted:
        """What the linter says of the current text.

        Raises:
            NotInstalled: a library that reads such a file is missing.
        """
        if self._linted is None or self._linted[0] is not self.text or self._linted[1] != config:
            self._linted = (self.text, config, lint(self._input, config))
        return self._linted[2]


def linting(document: OpenDocument, config: Config) -> Config | None:
    """The settings that a document is linted with, None if it is not linted; editors may send every open file.

    As in a directory, its name decides, or else whether it is of a kind in which the configuration looks for
    requests; a YAML or JSON file with a source parameter is a request.
    """
    name = document.name
    if any(config.matches(name, pattern) for pattern in config.exclude):
        return None
    if name.endswith(EXTENSIONS) or any(config.matches(name, pattern) for pattern in config.include):
        return config
    if _is_request(document):
        return config
    first = document.text.lintable[:FIRST_LINE].encode("utf-8", "replace")
    return config._replace(embedded_only=True) if may_host(name, lambda: first, config) else None


def _is_request(document: OpenDocument) -> bool:
    """Whether a document has a source parameter at its top level."""
    text = document.text.content
    if document.language in HOSTS or not any(source in text for source in _SOURCE_PARAMETERS):
        return False
    return any(not _SOURCE_PARAMETERS.isdisjoint(each.keys(())) for each in outlines(text, document.language))
