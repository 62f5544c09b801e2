"""Decide what a request that is being written is for, from its outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ims_lint.config import Config
from ims_lint.declaration import Choice, choose
from ims_lint.finding import Value
from ims_lint.lsp.bodies import Outlined, bodies, bodies_at
from ims_lint.lsp.body_text import BodyText
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.outline.entries import Outline
from ims_lint.operations import Operation
from ims_lint.schema.compiled import SOURCE_OF


@dataclass(frozen=True)
class Draft:
    """A request that is being written: its text, its outline, and its index in the file.

    `value` has its parameters, as far as they can be recognized.
    """

    text: BodyText
    outline: Outline
    index: int
    value: dict[str, Value]
    choice: Choice

    @property
    def operation(self) -> Operation:
        """The operation that the request is for."""
        return self.choice.operation

    @property
    def source(self) -> str | None:
        """The name of its source; None if it has none, or several that exclude each other."""
        name: str | None = SOURCE_OF[self.operation.name](self.value)
        return name

    @property
    def sources(self) -> list[str]:
        """The names of the sources that it can still have."""
        return [self.source] if self.source else self.operation.source_names


def drafts(document: OpenDocument, config: Config) -> list[Draft]:
    """The requests in a document; at least one if it contains nothing else."""
    found = [each for written in bodies(document, config) for each in _decided(config, *written)]
    if all(each.text.body is None for each in found):
        return found
    return [replace(each, index=index) for index, each in enumerate(sorted(found, key=_start))]


def draft_at(document: OpenDocument, config: Config, cursor: int) -> Draft | None:
    """The request at the cursor, None if the document contains something else there."""
    return next((_decided(config, *written)[0] for written in bodies_at(document, config, cursor)), None)


def _start(draft: Draft) -> int:
    return draft.text.body.span.start if draft.text.body else 0


def _decided(config: Config, text: BodyText, written: Sequence[Outlined]) -> list[Draft]:
    """The requests with these outlines; the operations are those that the linter decides on."""
    configured = config.operation_in(text.input.name)
    documents = [each.document for each in written]
    hosts = {each.index: text.host for each in documents} if text.host else {}
    choices, _ = choose(text.input, documents, config.declared_operation, configured, hosts=hosts)
    return [
        Draft(text, each.outline, each.document.index, _parameters(each.document.value), choice)
        for each, choice in zip(written, choices, strict=True)
    ]


def _parameters(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
