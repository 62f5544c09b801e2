"""The text of an open document, with positions as the protocol counts them."""

from __future__ import annotations

from lsprotocol import types
from pygls.workspace import PositionCodec

from ims_lint.document.text import Text
from ims_lint.finding import Position

_MARK = "\ufeff"


class EditorText:
    """A text whose lines and columns count from 0, columns in the units of a codec.

    Line breaks are those of the protocol: pygls also treats U+2028 and others as line breaks, and
    would apply a change after one of them to another line.

    A byte order mark that an editor leaves in the text is part of `content`, but not of `lintable`.
    """

    def __init__(self, content: str, codec: PositionCodec) -> None:
        self.content = content
        self._codec = codec
        self._text = Text(content)
        self.marks = len(content) - len(self.lintable)

    @property
    def lintable(self) -> str:
        """The text that is linted."""
        return self.content.lstrip(_MARK)

    @property
    def aligned(self) -> str:
        """The text that is linted, with a line break for each byte order mark: its offsets are those of `content`."""
        return "\n" * self.marks + self.lintable

    def changed(self, change: types.TextDocumentContentChangeEvent) -> EditorText:
        """The text after a change of a part or of the whole."""
        if not isinstance(change, types.TextDocumentContentChangePartial):
            return EditorText(change.text, self._codec)
        first, last = sorted((self.offset(change.range.start), self.offset(change.range.end)))
        return EditorText(self.content[:first] + change.text + self.content[last:], self._codec)

    def offset(self, position: types.Position) -> int:
        """The offset in characters of a position; beyond the end of a line or of the text, that end."""
        start, end = self._text.line_span(position.line + 1)
        line, units = self.content[start:end], position.character
        if line.isascii():
            return min(start + units, end)
        place = types.Position(0, min(units, self._codec.client_num_units(line)))
        return start + self._codec.position_from_client_units([line], place).character

    def place(self, offset: int) -> types.Position:
        """The position of an offset in characters."""
        return self._place(self._text.position(offset))

    def place_of(self, position: Position) -> types.Position:
        """The position of a line and column of a report."""
        shift = self.marks if position.line == 1 else 0
        return self._place(Position(position.line, position.column + shift))

    def offset_of(self, position: Position) -> int:
        """The offset in `content` of a line and column of a report."""
        return self.offset(self.place_of(position))

    def range(self, start: int, end: int) -> types.Range:
        """The range from one offset to another."""
        return types.Range(self.place(start), self.place(end))

    def range_of(self, start: Position, end: Position) -> types.Range:
        """The range between two lines and columns of a report."""
        return types.Range(self.place_of(start), self.place_of(end))

    def line_at(self, offset: int) -> tuple[int, int]:
        """Where the line of an offset starts and ends, without its line break."""
        return self._text.line_span(self._text.position(offset).line)

    def line_break(self) -> str:
        """The line break that the text uses."""
        return self._text.line_break_at(self._text.line_span(1)[1]) or "\n"

    def _place(self, position: Position) -> types.Position:
        before = self._text.line(position.line)[: position.column - 1]
        units = len(before) if before.isascii() else self._codec.client_num_units(before)
        return types.Position(position.line - 1, units)
