"""A text and its lines: from an offset in characters to line and column, and back."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

from ims_lint.finding import Position

_BLOCK = 1024
"""Characters between two places whose line is remembered: the lines between them are counted when asked for."""


class Text:
    """The text of a file, without byte-order mark; lines end with LF, CRLF or CR, as editors count."""

    def __init__(self, content: str) -> None:
        self.content = content

    @cached_property
    def _lines(self) -> str:
        """The content in which every line break ends with LF, at the same offsets."""
        return self.content.replace("\r\n", " \n").replace("\r", "\n") if "\r" in self.content else self.content

    @cached_property
    def _breaks(self) -> list[int]:
        """How many line breaks stand before each block, and in the whole text."""
        blocks = (self._lines.count("\n", at, at + _BLOCK) for at in range(0, len(self._lines), _BLOCK))
        return list(accumulate(blocks, initial=0))

    def position(self, offset: int) -> Position:
        """The line and column of an offset in characters."""
        block = min(offset, len(self.content)) // _BLOCK
        breaks = self._breaks[block] + self._lines.count("\n", block * _BLOCK, offset)
        return Position(breaks + 1, offset - self._lines.rfind("\n", 0, offset))

    def offset(self, position: Position) -> int:
        """The offset in characters of a line and column; past the end of a line is its end."""
        start, end = self.line_span(position.line)
        return min(start + position.column - 1, end)

    def line_span(self, line: int) -> tuple[int, int]:
        """Offsets of the start and the end of a 1-based line, its line break not included."""
        if line > self.line_count:
            return len(self.content), len(self.content)
        start = self._start(line)
        end = self._lines.find("\n", start)
        if end < 0:
            return start, len(self.content)
        return start, end - (self.content[end - 1 : end + 1] == "\r\n")

    def _start(self, line: int) -> int:
        """Where a line starts that the text has: behind the line break before it."""
        block = max(bisect_left(self._breaks, line - 1) - 1, 0)
        start = block * _BLOCK
        for _ in range(line - 1 - self._breaks[block]):
            start = self._lines.index("\n", start) + 1
        return start

    def line_break_at(self, offset: int) -> str:
        """The line break that starts at an offset, empty where none does."""
        if self.content.startswith("\r\n", offset):
            return "\r\n"
        return self.content[offset : offset + 1] if self.content.startswith(("\n", "\r"), offset) else ""

    def line(self, line: int) -> str:
        """A 1-based line without its line break."""
        start, end = self.line_span(line)
        return self.content[start:end]

    @property
    def line_count(self) -> int:
        """How many lines the text has; a text that ends with a line break has an empty last one."""
        return self._breaks[-1] + 1
