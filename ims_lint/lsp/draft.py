"""Decide what a request that is being written is for, from its outline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ims_lint.config import Config
from ims_lint.declaration import Choice, choose, document_starts
from ims_lint.document import Document
from ims_lint.document.node import Node
from ims_lint.finding import Value
from ims_lint.input import Input
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.outline import outline_at, outlines
from ims_lint.lsp.outline.entries import Outline
from ims_lint.lsp.outline.flow import scalar
from ims_lint.operations import Operation
from ims_lint.schema.compiled import SOURCE_OF


@dataclass(frozen=True)
class Draft:
    """A request that is being written: its outline, and its index in the file.

    `value` has the parameters at its top level, with empty objects instead of lists and objects.
    """

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
    """The requests in a document, at least one."""
    return _decided(document, config, list(outlines(document.text.content, document.language)))


def draft_at(document: OpenDocument, config: Config, cursor: int) -> Draft:
    """The request at the cursor."""
    return _decided(document, config, [outline_at(document.text.content, document.language, cursor)])[0]


def _decided(document: OpenDocument, config: Config, written: Sequence[Outline]) -> list[Draft]:
    """The requests with these outlines; the operations are those that the linter decides on."""
    input = Input(document.name, document.text.aligned, document.language)
    starts = document_starts(input.text) if input.language == "yaml" else [0]
    stand_ins = [
        Document(
            bisect_right(starts, outline.start + 1) - 1,  # behind the line break of a separator
            _value(input.text, outline),
            partial(_scalars, outline),
        )
        for outline in written
    ]
    choices, _ = choose(input, stand_ins, config.declared_operation, config.operation_in(input.name))
    return [
        Draft(outline, each.index, each.value, choice)
        for outline, each, choice in zip(written, stand_ins, choices, strict=True)
    ]


def _value(text: str, outline: Outline) -> dict[str, Value]:
    """The parameters at the top level of an outline, with their scalar values."""
    return {
        str(each.path[0]): {} if each.has_children else scalar(text[slice(*each.value)]) if each.value else None
        for each in outline.entries
        if len(each.path) == 1 and each.key and not each.typing
    }


def _scalars(outline: Outline) -> Node:
    """A list of the keys and scalars of an outline, in which nothing is a comment."""
    spans = [span for each in outline.entries for span in (each.key, None if each.has_children else each.value) if span]
    return Node(None, outline.start, outline.end, items=[Node(None, *span) for span in spans])
