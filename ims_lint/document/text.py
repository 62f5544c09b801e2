"""A text and its lines: from an offset in characters to line and column, and back."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from ims_lint.diagnostic import Position

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Text:
    """The text of a file, without byte-order mark; lines end with LF, CRLF or CR, as editors count."""

    def __init__(self, content: str) -> None:
        self.content = content

    @cached_property
    def _starts(self) -> array[int]:
        starts = array("q", [0])
        if "\r" in self.content:
            starts.extend(match.end() for match in _LINE_BREAK.finditer(self.content))
        else:
            lines = self.content.split("\n")[:-1]
            starts.extend(accumulate(len(line) + 1 for line in lines))
        return starts

    def position(self, offset: int) -> Position:
        """The line and column of an offset in characters."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line + 1, offset - self._starts[line] + 1)

    def offset(self, position: Position) -> int:
        """The offset in characters of a line and column; past the end of a line is its end."""
        start, end = self.line_span(position.line)
        return min(start + position.column - 1, end)

    def line_span(self, line: int) -> tuple[int, int]:
        """Offsets of the start and the end of a 1-based line, its line break not included."""
        if line > len(self._starts):
            return len(self.content), len(self.content)
        if line == len(self._starts):
            return self._starts[line - 1], len(self.content)
        end = self._starts[line] - 1
        if self.content[end - 1 : end + 1] == "\r\n":
            end -= 1
        return self._starts[line - 1], end

    def line_break_at(self, offset: int) -> str:
        """The line break that starts at an offset, empty where none does."""
        match = _LINE_BREAK.match(self.content, offset)
        return match[0] if match else ""

    def line(self, line: int) -> str:
        """A 1-based line without its line break."""
        start, end = self.line_span(line)
        return self.content[start:end]

    @property
    def line_count(self) -> int:
        """How many lines the text has; a text that ends with a line break has an empty last one."""
        return len(self._starts)
