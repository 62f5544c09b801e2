"""The text of an open document, and its places as the protocol counts them."""

from __future__ import annotations

from typing import Any

from ims_lint.document.text import Text
from ims_lint.finding import Position

ENCODINGS = ("utf-32", "utf-8", "utf-16")
"""The position encodings that the server knows."""

_MARK = "\ufeff"


class EditorText:
    """A text whose lines and columns count from 0, columns in units of an encoding.

    A byte-order mark that an editor leaves in the text is part of it here, and not of `lintable`.
    """

    def __init__(self, content: str, encoding: str) -> None:
        self.content = content
        self._encoding = encoding
        self._text = Text(content)
        self._marks = len(content) - len(self.lintable)

    @property
    def lintable(self) -> str:
        """The text as the linter reports on it."""
        return self.content.lstrip(_MARK)

    def changed(self, start: dict[str, Any], end: dict[str, Any], new: str) -> EditorText:
        """The text with `new` in place of what stands from `start` to `end`."""
        first, last = sorted((self.offset(start), self.offset(end)))
        return EditorText(self.content[:first] + new + self.content[last:], self._encoding)

    def offset(self, position: dict[str, Any]) -> int:
        """The offset in characters of a place; past the end of a line or of the text is that end."""
        line, units = int(position["line"]), int(position["character"])
        start, end = self._text.line_span(max(line, 0) + 1)
        return start + characters(self.content[start:end], units if line >= 0 else 0, self._encoding)

    def place(self, offset: int) -> dict[str, int]:
        """The place of an offset in characters."""
        return self._place(self._text.position(offset))

    def place_of(self, position: Position) -> dict[str, int]:
        """The place of a line and column of a report."""
        shift = self._marks if position.line == 1 else 0
        return self._place(Position(position.line, position.column + shift))

    def offset_of(self, position: Position) -> int:
        """The offset in `content` of a line and column of a report."""
        return self.offset(self.place_of(position))

    def range(self, start: int, end: int) -> dict[str, Any]:
        """The range from one offset to another."""
        return {"start": self.place(start), "end": self.place(end)}

    def range_of(self, start: Position, end: Position) -> dict[str, Any]:
        """The range of a part of a report."""
        return {"start": self.place_of(start), "end": self.place_of(end)}

    def line_at(self, offset: int) -> tuple[int, int]:
        """Where the line of an offset starts and ends, its line break not included."""
        return self._text.line_span(self._text.position(offset).line)

    def line_break(self) -> str:
        """The line break that the text uses."""
        return self._text.line_break_at(self._text.line_span(1)[1]) or "\n"

    def _place(self, position: Position) -> dict[str, int]:
        line = self._text.line(position.line)
        return {"line": position.line - 1, "character": units(line[: position.column - 1], self._encoding)}


def units(text: str, encoding: str) -> int:
    """How many units of an encoding a text has."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(char > "\uffff" for char in text)


def characters(line: str, count: int, encoding: str) -> int:
    """How many whole characters of a line stand in its first `count` units."""
    if count <= 0:
        return 0
    if encoding == "utf-32" or line.isascii():
        return min(count, len(line))
    passed = 0
    for index, char in enumerate(line):
        passed += units(char, encoding)
        if passed > count:
            return index
    return len(line)
