"""Walk a text that is not JSON to the first offset that violates RFC 8259."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from math import isfinite

from ims_lint.finding import MAX_DIGITS, MAX_NESTING, Span

_SPACE = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*+)(?P<fraction>(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?))(?![\w.+-])"
    r"|(?P<word>true|false|null)(?!\w)"
    r"|(?P<mark>[\[\]{}:,])"
)
_NEITHER = bytes(each for each in range(256) if each not in b'"[]{}')
"""All bytes but quotes and brackets."""
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_COMMAS = re.compile(r'"(?:[^"\\]|\\.)*+"?|,', re.DOTALL)
_CLOSING = {"[": "]", "{": "}"}


class Due(Enum):
    """What is expected next."""

    START = "the request"
    VALUE = "a value"
    ITEM_OR_END = "a value or ]"
    KEY_OR_END = "a key or }"
    KEY = "a key"
    COLON = "a colon"
    COMMA_OR_END = "a comma or the closing bracket"
    NOTHING = "the end of the file"


@dataclass
class Walk:
    """How far a text is JSON: at the offset `at`, `due` is expected, but missing.

    `before` is the end of the last token, `opened` are the offsets of the open brackets, `key` is
    the location of the last key. `too_deep`, `too_long` and `too_large` mean that the text stops at
    a limit, not at a syntax error.
    """

    text: str
    at: int = 0
    before: int = 0
    due: Due = Due.START
    opened: list[int] = field(default_factory=list)
    key: Span = field(default=Span(0, 0))
    too_deep: bool = False
    too_long: int = 0
    too_large: str = ""

    def run(self) -> Walk:
        """Advance to the first token that is not allowed at its place."""
        while True:
            self.at = self._after_space(self.before)
            token = _TOKEN.match(self.text, self.at)
            if token is None or not self._take(token):
                return self
            self.before = token.end()

    def _after_space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _take(self, token: re.Match[str]) -> bool:
        if mark := token["mark"]:
            return self._open(mark) if mark in "[{" else self._part(mark)
        if token["string"] and self.due in (Due.KEY, Due.KEY_OR_END):
            self.key = Span(*token.span())
            self.due = Due.COLON
            return True
        if token["number"] and not token["fraction"]:
            digits = len(token["number"].lstrip("-"))
            self.too_long = digits if digits > MAX_DIGITS else 0
        elif token["number"] and not isfinite(float(token["number"])):
            self.too_large = token["number"]
        return not self.too_long and not self.too_large and self._value()

    def _value(self) -> bool:
        """Return whether a value is allowed here, and set what is expected after it."""
        if self.due not in (Due.START, Due.VALUE, Due.ITEM_OR_END):
            return False
        self.due = Due.COMMA_OR_END if self.opened else Due.NOTHING
        return True

    def _open(self, mark: str) -> bool:
        if not self._value():
            return False
        self.too_deep = len(self.opened) == MAX_NESTING
        self.opened.append(self.at)
        self.due = Due.ITEM_OR_END if mark == "[" else Due.KEY_OR_END
        return not self.too_deep

    def _part(self, mark: str) -> bool:
        """Return whether a comma, colon or closing bracket is allowed here, and set what is expected after it."""
        if mark == ":":
            fits = self.due is Due.COLON
            self.due = Due.VALUE if fits else self.due
            return fits
        bracket = self.text[self.opened[-1]] if self.opened else ""
        if mark == ",":
            fits = self.due is Due.COMMA_OR_END
            if fits:
                self.due = Due.KEY if bracket == "{" else Due.VALUE
            return fits
        empty = Due.ITEM_OR_END if mark == "]" else Due.KEY_OR_END
        fits = self.due in (Due.COMMA_OR_END, empty) and _CLOSING.get(bracket) == mark
        if fits:
            self.opened.pop()
            self.due = Due.COMMA_OR_END if self.opened else Due.NOTHING
        return fits


def nests_deeply(text: str) -> bool:
    """Return whether brackets are nested more deeply than the limit, as far as the text is JSON."""
    if _is_shallow(text):
        return False
    depth = 0
    for token in _BRACKETS.finditer(text):
        if token["open"]:
            depth += 1
            if depth > MAX_NESTING:
                return True
        elif token["close"]:
            depth -= 1
    return False


def _is_shallow(text: str) -> bool:
    """Return whether it is certain in a moment that brackets do not nest too deeply.

    It is where no string contains a bracket or an escape: without all that is between quotes and
    brackets, each string is two quotes, and the innermost brackets become neighbors level by level.
    """
    if "\\" in text:
        return False
    rest = text.encode("utf-8", "replace").translate(None, _NEITHER).replace(b'""', b"")
    for _ in range(MAX_NESTING // 2):  # a round takes away up to two levels
        size = len(rest)
        rest = rest.replace(b"{}", b"").replace(b"[]", b"")
        if len(rest) == size:
            break
    return not rest


def place_of_value(text: str, number: int) -> int | None:
    """Return the offset of the comma before the value with a number, or None if there are fewer values."""
    commas = (token.start() for token in _COMMAS.finditer(text) if token[0] == ",")
    return next(islice(commas, number - 1, None), None)
