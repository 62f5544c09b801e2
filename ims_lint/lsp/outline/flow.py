"""The outline of JSON, and of flow YAML (in brackets)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum, auto

from ims_lint.document.yaml.scalar import TooManyDigits, resolve
from ims_lint.finding import Path, Span, Value
from ims_lint.lsp.outline.entries import MAX_DEPTH, Entry, Outline

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<comment>(?<!\S)\#[^\n]*)"
    r"""|(?P<string>"(?:[^"\\\r\n]|\\.)*+"?|'[^'\r\n]*+'?)"""
    r"|(?P<mark>[{}\[\],]|:(?=[\s\"'\[{,}\]]|\Z))"
    r"|(?P<word>(?:[^\s,:\[\]{}\"']|:(?![\s\"'\[{,}\]]|\Z))+(?:[ \t]+(?:[^\s,:\[\]{}\"'#]|:(?![\s\"'\[{,}\]]|\Z))+)*+)"
    r"|(?P<other>.)",
    re.DOTALL,
)


class _Expected(Enum):
    """What is expected next in an object or a list."""

    KEY = auto()
    COLON = auto()
    VALUE = auto()
    COMMA = auto()


@dataclass
class _Level:
    """An open object or list: what it expects next, and its current entry."""

    entry: Entry
    is_object: bool
    expects: _Expected
    current: Entry | None = None
    index: int = 0


def outline_flow(text: str, at: int, outline: Outline, path: Path, cursor: int | None, floor: int = -1) -> int:
    """Add the entries of the object or list that starts at `at`; return the offset after it.

    A line that starts at column `floor` or before also ends it, as it is then not closed.
    """
    return _Flow(text, outline, path, cursor, floor).run(at)


class _Flow:
    def __init__(self, text: str, outline: Outline, path: Path, cursor: int | None, floor: int) -> None:
        self._text = text
        self._outline = outline
        self._path = path
        self._cursor = cursor
        self._floor = floor
        self._levels: list[_Level] = []

    def run(self, at: int) -> int:
        after = at
        while at < self._outline.end:
            token = _TOKEN.match(self._text, at, self._outline.end)
            if token is None:
                break
            at = token.end()
            if token.lastgroup == "space":
                if (line := self._given_up_at(token)) >= 0:
                    at = line
                    break
                continue
            self._gap(after, token.start(), token.lastgroup in ("string", "word"))
            self._take(token)
            after = at if token.lastgroup != "comment" else after
            if not self._levels:
                return at
            if len(self._levels) > MAX_DEPTH:
                return self._outline.end
        self._gap(after, at, False)
        for level in self._levels:
            self._close(level, at)
        return at

    def _given_up_at(self, space: re.Match[str]) -> int:
        """The offset of the line break in this space if the next line does not belong to the brackets; else -1."""
        line = self._text.rfind("\n", space.start(), space.end())
        following = self._text[space.end() : space.end() + 1]
        if self._floor < 0 or space.end() - line - 1 > self._floor or following in ("]", "}"):
            return -1
        return line

    def _gap(self, start: int, end: int, before_word: bool) -> None:
        """Add an empty word if the cursor is between two tokens."""
        cursor = self._cursor
        if cursor is None or not self._levels or not start <= cursor <= end or (before_word and cursor == end):
            return
        if start == cursor and self._text[start - 1 : start] not in tuple("{[,: \t\n"):
            return
        level, here = self._levels[-1], Span(cursor, cursor)
        if not level.is_object:
            index = level.index + (level.expects is _Expected.COMMA)
            self._outline.add(Entry((*level.entry.path, index), None, here, typing=True))
        elif level.expects in (_Expected.KEY, _Expected.COMMA):
            self._outline.add(Entry((*level.entry.path, ""), here, typing=True))
        elif level.expects is _Expected.VALUE and level.current:
            level.current.value = here

    def _take(self, token: re.Match[str]) -> None:
        word = token[0]
        if token.lastgroup in ("string", "word"):
            self._scalar(token)
        elif word in ("{", "["):
            self._open(token)
        elif word in ("}", "]"):
            if self._levels:
                self._close(self._levels.pop(), token.end())
        elif word == "," and self._levels:
            level = self._levels[-1]
            level.index += 1
            level.expects = _Expected.KEY if level.is_object else _Expected.VALUE
        elif word == ":" and self._levels and self._levels[-1].is_object:
            level = self._levels[-1]
            level.expects = _Expected.VALUE
            if level.current:
                level.current.typing = False

    def _open(self, token: re.Match[str]) -> None:
        entry = self._child(token)
        entry.has_children = True
        is_object = token[0] == "{"
        self._levels.append(_Level(entry, is_object, _Expected.KEY if is_object else _Expected.VALUE))

    def _scalar(self, token: re.Match[str]) -> None:
        level = self._levels[-1] if self._levels else None
        if level and level.is_object and (level.expects is not _Expected.VALUE or self._is_key(token)):
            level.current = Entry((*level.entry.path, unquoted(token[0])), Span(*token.span()), typing=True)
            level.expects = _Expected.COLON
            self._outline.add(level.current)
        else:
            self._child(token)

    def _is_key(self, token: re.Match[str]) -> bool:
        following = _TOKEN.match(self._text, token.end(), self._outline.end)
        if following and following.lastgroup == "space":
            following = _TOKEN.match(self._text, following.end(), self._outline.end)
        return bool(following and following[0] == ":")

    def _child(self, token: re.Match[str]) -> Entry:
        """The entry whose value starts with this token."""
        span = Span(*token.span())
        if not self._levels:
            entry = Entry(self._path, None, span)
            if self._path and (known := self._outline.entry(self._path)):
                entry = known
                entry.value = span
            return entry
        level = self._levels[-1]
        if level.is_object:
            entry = level.current or Entry((*level.entry.path, ""), None)
            entry.value = span
        else:
            entry = Entry((*level.entry.path, level.index), None, span)
            self._outline.add(entry)
        level.expects = _Expected.COMMA
        return entry

    def _close(self, level: _Level, end: int) -> None:
        start = level.entry.value.start if level.entry.value else end
        level.entry.value = Span(start, end)


def unquoted(word: str) -> str:
    """A key or a string without its quotes."""
    if word[:1] == '"':
        try:
            return str(json.loads(word))
        except ValueError:
            return word.strip('"')
    return word.strip("'") if word[:1] == "'" else word


def scalar(word: str) -> Value:
    """The value of a scalar, as far as it can be recognized."""
    if word[:1] in ('"', "'"):
        return unquoted(word)
    try:
        return resolve(word)
    except TooManyDigits:
        return word
