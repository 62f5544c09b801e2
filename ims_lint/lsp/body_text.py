"""The texts of an open document that requests are read from: its own, and those that are cut out of it."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types

from ims_lint.declaration import Choice, before
from ims_lint.embedded import Body
from ims_lint.finding import Span
from ims_lint.input import Input
from ims_lint.lsp.document import OpenDocument


class BodyText(NamedTuple):
    """A text of a document with requests in it, as an input.

    If the document contains more than requests, `body` is where in it they are, and `host` is the operation
    that it declares outside of them.
    """

    document: OpenDocument
    input: Input
    body: Body | None = None
    host: Choice | None = None

    @property
    def content(self) -> str:
        """The text."""
        return self.input.text

    @property
    def is_json(self) -> bool:
        """Whether the text is JSON, else it is YAML."""
        return self.input.language == "json"

    def offset(self, cursor: int) -> int | None:
        """The offset in this text of an offset in the document, None if it is not in it."""
        marks = self.document.text.marks
        return self.body.cut.offset(cursor - marks) if self.body and self.body.cut else cursor

    def range(self, start: int, end: int) -> types.Range:
        """The range in the document of a part of this text."""
        if self.body and self.body.cut:
            start, end = (each + self.document.text.marks for each in self.body.cut.placed(Span(start, end)))
        return self.document.text.range(start, end)

    def line_start(self, offset: int) -> int:
        """Where the line of an offset starts."""
        return max(self.content.rfind(each, 0, offset) for each in "\r\n") + 1

    def written(self, at: int, new: str) -> str | None:
        """A new text at an offset as the document must contain it, None if that is impossible."""
        if not (self.body and self.body.cut):
            return new
        return next((text for _, _, text in self.body.cut.edits(at, at, new)), None)


def own_text(document: OpenDocument, body: Body | None = None) -> BodyText:
    """The text of a document itself; a body in it counts from the same start."""
    input = Input(document.name, document.text.aligned, document.language)
    return BodyText(document, input, body, _declared(input.text, body))


def cut_text(document: OpenDocument, body: Body) -> BodyText:
    """The text of a body that is cut out of a document."""
    whole = Input(document.name, document.text.lintable, document.language)
    return BodyText(document, body.input_in(whole), body, _declared(whole.text, body))


def _declared(text: str, body: Body | None) -> Choice | None:
    """The operation that a document declares for a body in it."""
    return next(before(text, [body]))[0] if body else None
