"""The outline of block YAML: parameters by their indentation, items by their hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ims_lint.finding import Path, Span
from ims_lint.lsp.outline.entries import MAX_DEPTH, Entry, Outline
from ims_lint.lsp.outline.flow import outline_flow, unquoted

_LINE = re.compile(r"(?P<indent> *)(?P<content>[^\r\n]*)(?P<break>\r\n|\n|\r|\Z)")
_DASH = re.compile(r"-(?:[ \t]+|\Z)")
_KEY = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'"""
    r"""|[^\s"'\[\]{}#&*!|>%@`,-](?:[^\s:#]|[ \t]+(?![#\s:])|:(?!\s|\Z)|(?<=\S)\#)*+)"""
    r"[ \t]*:(?=[ \t]|\Z)[ \t]*"
)
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:[ \t]+|\Z))+")
_COMMENT = re.compile(r"(?:\A|[ \t]+)#.*")
_QUOTED = re.compile(r"""(?s:"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')""")


@dataclass
class _Level:
    """An object or a list whose lines start at a column; `open` is the path that deeper lines belong to."""

    column: int
    path: Path
    is_list: bool
    open: Path | None
    index: int = -1


def outline_block(text: str, outline: Outline, cursor: int | None) -> None:
    """Add the entries of a YAML document."""
    _Block(text, outline, cursor).run()


class _Block:
    def __init__(self, text: str, outline: Outline, cursor: int | None) -> None:
        self._text = text
        self._outline = outline
        self._cursor = cursor
        self._levels: list[_Level] = []

    def run(self) -> None:
        at = self._outline.start
        while at <= self._outline.end:
            line = _LINE.match(self._text, at, self._outline.end)
            if line is None:
                return
            after = self._line(line)
            at = after if after > line.end("content") else line.end()
            if line.end() == self._outline.end and at >= self._outline.end:
                at = self._last_line(line)

    def _last_line(self, line: re.Match[str]) -> int:
        """Handle the empty line after a final line break."""
        if line["break"] and self._cursor == self._outline.end:
            self._word(Span(self._cursor, self._cursor), 0)
        return self._outline.end + 1

    def _line(self, line: re.Match[str]) -> int:
        """Take one line; the offset after what it starts."""
        at, end, column = line.start("content"), line.end("content"), len(line["indent"])
        content = _COMMENT.sub("", line["content"]) if "#" in line["content"] else line["content"]
        if not content.strip():
            if self._cursor is not None and line.start() <= self._cursor <= end and not line["content"].strip():
                self._word(Span(self._cursor, self._cursor), self._cursor - line.start())
            return end
        while dash := _DASH.match(content):
            self._dash(column)
            if len(self._levels) > MAX_DEPTH:
                return end
            at, column, content = at + dash.end(), column + dash.end(), content[dash.end() :]
        if key := _KEY.match(content):
            return self._parameter(at, end, column, key, content[key.end() :])
        if not content.strip() and self._cursor is not None and at <= self._cursor <= end:
            self._word(Span(self._cursor, self._cursor), column)
        elif content.strip():
            return self._value_alone(at, column, content)
        return end

    def _dash(self, column: int) -> None:
        """Begin an item at the hyphen in a column."""
        parent = self._parent(column, at_dash=True)
        if not (self._levels and self._levels[-1].is_list and self._levels[-1].column == column):
            if parent is None:
                parent = ("",)
            self._levels.append(_Level(column, parent, True, None))
            if entry := self._outline.entry(parent):
                entry.has_children = True
        level = self._levels[-1]
        level.index += 1
        level.open = (*level.path, level.index)
        self._outline.add(Entry(level.open, None))

    def _parent(self, column: int, at_dash: bool = False) -> Path | None:
        """The path of the object that a line at a column belongs to; None if there is none."""
        while self._levels and self._levels[-1].column > column:
            self._levels.pop()
        if not at_dash:
            while self._levels and self._levels[-1].is_list and self._levels[-1].column == column:
                self._levels.pop()
        if not self._levels:
            return ()
        level = self._levels[-1]
        return level.path if level.column == column and not at_dash else level.open

    def _parameter(self, at: int, end: int, column: int, key: re.Match[str], rest: str) -> int:
        """Add a key and what follows it on its line."""
        parent = self._parent(column)
        if parent is None or len(self._levels) > MAX_DEPTH:
            return end
        if not (self._levels and self._levels[-1].column == column):
            self._levels.append(_Level(column, parent, False, None))
            self._contain(parent, at)
        level = self._levels[-1]
        path = (*parent, unquoted(key["key"]))
        entry = Entry(path, Span(at + key.start("key"), at + key.end("key")))
        self._outline.add(entry)
        level.open = None
        start = at + key.end()
        if properties := _PROPERTIES.match(rest):
            start, rest = start + properties.end(), rest[properties.end() :]
        if not rest.strip():
            level.open = path
            if self._cursor is not None and entry.end < self._cursor <= end and self._text[self._cursor - 1] in ": \t":
                entry.value = Span(self._cursor, self._cursor)
            return end
        return self._value(entry, start, rest, column, end)

    def _contain(self, path: Path, start: int) -> None:
        """Mark that the entry at a path contains other entries, from `start` on."""
        if entry := self._outline.entry(path):
            entry.has_children = True
            entry.value = entry.value or Span(start, start)

    def _value(self, entry: Entry, start: int, rest: str, column: int, end: int) -> int:
        """Add the value of an entry; return the offset after it, which may be several lines further down."""
        if rest[0] in "{[":
            return outline_flow(self._text, start, self._outline, entry.path, self._cursor, column)
        if rest[0] in "|>":
            after = self._indented_lines(end, column)
            entry.value = Span(start, after)
            return after
        quoted = _QUOTED.match(self._text, start, self._outline.end) if rest[0] in "\"'" else None
        if quoted and quoted.end() > end and not self._continues(quoted, column):
            quoted = None
        entry.value = Span(start, quoted.end() if quoted else start + len(rest.rstrip()))
        return max(entry.value.end, end)

    def _continues(self, quoted: re.Match[str], column: int) -> bool:
        """Whether all further lines of a quoted string are indented more than its parameter."""
        lines = quoted[0].splitlines()[1:]
        return all(not line.strip() or len(line) - len(line.lstrip(" ")) > column for line in lines)

    def _indented_lines(self, at: int, column: int) -> int:
        """The end of the lines after the one that ends at `at` that are indented more than a column."""
        after = at
        while at < self._outline.end:
            line = _LINE.match(self._text, at + (self._text[at : at + 2] == "\r\n") + 1, self._outline.end)
            if line is None or (line["content"] and len(line["indent"]) <= column):
                break
            at = line.end("content")
            after = at if line["content"] else after
        return after

    def _value_alone(self, at: int, column: int, content: str) -> int:
        """Add a line without a key: an item, a word that is being typed, or more of a string."""
        span = Span(at, at + len(content.rstrip()))
        level = self._levels[-1] if self._levels else None
        item = level and level.is_list and level.open and level.column < column
        if content[0] in "{[":
            parent = self._parent(column)
            return outline_flow(self._text, at, self._outline, parent or (), self._cursor, -1)
        if item and level and level.open and (entry := self._outline.entry(level.open)) and entry.value is None:
            entry.value, entry.typing = span, True
            return span.end
        self._word(span, column)
        return span.end

    def _word(self, span: Span, column: int) -> None:
        """Add a word at a column that may become a key or a value."""
        levels = list(self._levels)
        parent = self._parent(column)
        if parent is None:
            if span.start != span.end:
                self._levels = levels
            return
        entry = self._outline.entry(parent) if parent else None
        if entry and entry.value is None and not entry.has_children:
            entry.value, entry.typing = span, True
        else:
            self._outline.add(Entry((*parent, self._text[span.start : span.end]), span, typing=True))
        if span.start == span.end:
            self._levels = levels
