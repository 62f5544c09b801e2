"""A document that is open in the editor, with the linter's report on it."""

from __future__ import annotations

from ims_lint.config import Config
from ims_lint.files.discovery import ENDINGS
from ims_lint.input import Input, from_text
from ims_lint.linter import lint
from ims_lint.lsp.editor_text import EditorText
from ims_lint.lsp.settings import Settings
from ims_lint.operations import IMAGE
from ims_lint.report.diagnostic import Report


class OpenDocument:
    """One document: its name for the linter, its text, and the version that the editor gave it."""

    def __init__(self, uri: str, filename: str, text: EditorText, version: int | None) -> None:
        self.uri = uri
        self.filename = filename
        self.text = text
        self.version = version
        self._reported: tuple[EditorText, int, Report] | None = None

    @property
    def language(self) -> str:
        """`json` or `yaml`."""
        return self._input.language

    @property
    def _input(self) -> Input:
        return from_text(self.text.content, self.filename)

    def report(self, settings: Settings) -> Report:
        """The report on the text as it is now; an empty one, where the document is no request.

        Raises:
            ConfigError: the configuration of the document cannot be used.
        """
        generation = settings.look(self.filename)
        if self._reported is None or self._reported[0] is not self.text or self._reported[1] != generation:
            config = settings.of(self.filename)
            report = lint(self._input, config).report if is_request(self, config) else Report(self.filename, "", ())
            self._reported = (self.text, generation, report)
        return self._reported[2]


def is_request(document: OpenDocument, config: Config) -> bool:
    """Whether a document is to be linted: by its name, as in a folder, or by a source key in it.

    Editors may send every YAML or JSON file that is opened.
    """
    name = document.filename
    if any(config.matches(name, pattern) for pattern in config.exclude):
        return False
    if name.endswith(ENDINGS) or any(config.matches(name, pattern) for pattern in config.include):
        return True
    if not any(source in document.text.content for source in IMAGE.source_parameters):
        return False
    from ims_lint.lsp.outline import outlines

    return any(
        source in outline.keys(())
        for outline in outlines(document.text.content, document.language)
        for source in IMAGE.source_parameters
    )
