"""An open document of the editor, with the report on it."""

from __future__ import annotations

from lsprotocol import types
from pygls.workspace import PositionCodec, TextDocument

from ims_lint.config import Config
from ims_lint.files.discovery import EXTENSIONS
from ims_lint.input import Input, from_text
from ims_lint.linter import lint
from ims_lint.lsp.editor_text import EditorText
from ims_lint.lsp.outline import outlines
from ims_lint.lsp.settings import Settings
from ims_lint.operations import OPERATIONS
from ims_lint.report.diagnostic import Report

_SOURCE_PARAMETERS = {name for operation in OPERATIONS for name in operation.source_parameters}


class OpenDocument(TextDocument):
    """One document of the workspace: its name in reports, its text, and its version from the editor."""

    def __init__(self, item: types.TextDocumentItem, name: str, codec: PositionCodec) -> None:
        super().__init__(item.uri, item.text, item.version, item.language_id, position_codec=codec)
        self.name = name
        self.text = EditorText(item.text, codec)
        self._reported: tuple[EditorText, int, Report] | None = None

    @property
    def source(self) -> str:
        """The text."""
        return self.text.content

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Apply a change to the text."""
        self.text = self.text.changed(change)

    @property
    def language(self) -> str:
        """`json` or `yaml`."""
        return self._input.language

    @property
    def _input(self) -> Input:
        return from_text(self.text.content, self.name)

    def report(self, settings: Settings) -> Report:
        """The report on the current text; an empty one if the document is not a request.

        Raises:
            ConfigError: the configuration of the document is invalid.
        """
        generation = settings.look(self.name)
        if self._reported is None or self._reported[0] is not self.text or self._reported[1] != generation:
            config = settings.of(self.name)
            report = lint(self._input, config).report if is_request(self, config) else Report(self.name, "", ())
            self._reported = (self.text, generation, report)
        return self._reported[2]


def is_request(document: OpenDocument, config: Config) -> bool:
    """Whether a document is linted: because of its name, as in a directory, or of a source parameter in it.

    Editors may send every open YAML or JSON file.
    """
    name = document.name
    if any(config.matches(name, pattern) for pattern in config.exclude):
        return False
    if name.endswith(EXTENSIONS) or any(config.matches(name, pattern) for pattern in config.include):
        return True
    text = document.text.content
    if not any(source in text for source in _SOURCE_PARAMETERS):
        return False
    return any(not _SOURCE_PARAMETERS.isdisjoint(each.keys(())) for each in outlines(text, document.language))
