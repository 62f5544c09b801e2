"""Convert offsets in a text to lines and columns, and back."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

from ims_lint.finding import Position

_BLOCK = 1024
"""So many characters apart, the number of line breaks is remembered; between, they are counted on demand."""


def has_surrogate(text: str) -> bool:
    """Return whether a text has an unpaired surrogate, which UTF-8 cannot encode."""
    return any("\ud800" <= char <= "\udfff" for char in text)


class Text:
    """The text of a file, without byte order mark; lines end with LF, CRLF or CR, as editors count."""

    def __init__(self, content: str) -> None:
        self.content = content

    @cached_property
    def _lines(self) -> str:
        """The content with LF at the end of every line break, at the same offsets."""
        return self.content.replace("\r\n", " \n").replace("\r", "\n") if "\r" in self.content else self.content

    @cached_property
    def _breaks(self) -> list[int]:
        """The number of line breaks before each block, and in the whole text."""
        blocks = (self._lines.count("\n", at, at + _BLOCK) for at in range(0, len(self._lines), _BLOCK))
        return list(accumulate(blocks, initial=0))

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset in characters."""
        block = min(offset, len(self.content)) // _BLOCK
        breaks = self._breaks[block] + self._lines.count("\n", block * _BLOCK, offset)
        return Position(breaks + 1, offset - self._lines.rfind("\n", 0, offset))

    def offset(self, position: Position) -> int:
        """Return the offset in characters of a line and column; after the end of a line, that end."""
        start, end = self.line_span(position.line)
        return min(start + position.column - 1, end)

    def line_span(self, line: int) -> tuple[int, int]:
        """Return the start and the end of a 1-based line, without its line break."""
        if line > self.line_count:
            return len(self.content), len(self.content)
        start = self._start(line)
        end = self._lines.find("\n", start)
        if end < 0:
            return start, len(self.content)
        return start, end - (self.content[end - 1 : end + 1] == "\r\n")

    def _start(self, line: int) -> int:
        """Return where an existing line starts."""
        block = max(bisect_left(self._breaks, line - 1) - 1, 0)
        start = block * _BLOCK
        for _ in range(line - 1 - self._breaks[block]):
            start = self._lines.index("\n", start) + 1
        return start

    def line_break_at(self, offset: int) -> str:
        """Return the line break that starts at an offset, or an empty string."""
        if self.content.startswith("\r\n", offset):
            return "\r\n"
        return self.content[offset : offset + 1] if self.content.startswith(("\n", "\r"), offset) else ""

    def line(self, line: int) -> str:
        """Return a 1-based line without its line break."""
        start, end = self.line_span(line)
        return self.content[start:end]

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends with a line break has an empty last line."""
        return self._breaks[-1] + 1
