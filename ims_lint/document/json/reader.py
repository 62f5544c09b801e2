"""Read JSON as RFC 8259 defines it: values at once, locations on demand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from json.scanner import make_scanner
from math import isfinite
from re import compile as regex
from typing import Any

from ims_lint.document.limits import too_many_values
from ims_lint.document.node import Node
from ims_lint.finding import MAX_NESTING, MAX_VALUES, Finding, Span, Value

_surrogate = regex(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]").search
_skip_space = regex(r"[ \t\n\r]*").match


class JsonSyntaxError(Exception):
    """The text is not JSON; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Refused(ValueError):
    """The text contains NaN, Infinity or a number that Python takes for infinite."""


class _Repeats(Exception):
    """An object has a duplicate key."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Repeats
    return value


def _constant(name: str) -> Any:
    raise _Refused(name)


def _float(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise _Refused(number)
    return value


_WITHOUT_REPEATS = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)
_WITH_REPEATS = json.JSONDecoder(parse_constant=_constant, parse_float=_float)
_scan = make_scanner(json.JSONDecoder())  # type: ignore[arg-type]


class JsonNode(Node):
    """A node of a text that is known to be JSON; its children are read on demand."""

    __slots__ = ("_text",)

    def __init__(self, text: str, at: int, value: Value = None, end: int = 0) -> None:
        if not end:
            value, end = _scan(text, at)
        super().__init__(value, at, end)
        self._text = text

    @property
    def entries(self) -> list[tuple[Node, Node]] | None:
        if self._entries is None and self._text[self.start] == "{":
            self._entries = list(self._read_entries())
        return self._entries

    @property
    def items(self) -> list[Node] | None:
        if self._items is None and self._text[self.start] == "[":
            self._items = list(self._read_items())
        return self._items

    def _read_entries(self) -> Iterator[tuple[Node, Node]]:
        at = self._after_space(self.start + 1)
        while self._text[at] != "}":
            name, end = scanstring(self._text, at + 1, True)
            key = Node(name, at, end)
            value = JsonNode(self._text, self._after_space(self._after_space(end) + 1))
            yield key, value
            at = self._next(value)

    def _read_items(self) -> Iterator[Node]:
        at = self._after_space(self.start + 1)
        while self._text[at] != "]":
            item = JsonNode(self._text, at)
            yield item
            at = self._next(item)

    def _next(self, child: Node) -> int:
        """Return the offset of the next child, or of the closing bracket."""
        at = self._after_space(child.end)
        return self._after_space(at + 1) if self._text[at] == "," else at

    def _after_space(self, at: int) -> int:
        match = _skip_space(self._text, at)
        return match.end() if match else at


def read(text: str) -> tuple[Value, bool]:
    """Return the value of a JSON text, and whether its tree has to be searched for findings.

    Raises:
        JsonSyntaxError: the text is not JSON, or exceeds a limit.
    """
    if text.count("[") + text.count("{") > MAX_NESTING:
        from ims_lint.document.json.syntax import nests_deeply  # 2 ms, only for many brackets

        if nests_deeply(text):  # the decoder calls itself for each level, which a small stack does not bear
            raise _syntax_error(text)
    try:
        value, repeats = _decode(text)
    except (ValueError, RecursionError):
        raise _syntax_error(text) from None
    doubtful = repeats or (("\\u" in text or not text.isascii()) and bool(_surrogate(text)))
    if doubtful:
        from ims_lint.document.json.syntax import place_of_value  # 2 ms, with `json.words`

        if text.count(",") >= MAX_VALUES and (at := place_of_value(text, MAX_VALUES)) is not None:
            raise JsonSyntaxError(too_many_values(Span(at, at + 1)))
    return value, doubtful


def _syntax_error(text: str) -> JsonSyntaxError:
    from ims_lint.document.json.words import explain  # 3 ms, only if a text is not JSON

    return JsonSyntaxError(explain(text))


def _decode(text: str) -> tuple[Value, bool]:
    """Return the value of a text, and whether it has a duplicate key.

    Raises:
        ValueError: the text is not JSON.
        RecursionError: it is nested far too deeply.
    """
    try:
        return _WITHOUT_REPEATS.decode(text), False
    except _Repeats:
        return _WITH_REPEATS.decode(text), True


def read_tree(text: str, value: Value) -> Node:
    """Return the root node of a text whose value `read` returned."""
    match = _skip_space(text)
    return JsonNode(text, match.end() if match else 0, value, len(text.rstrip(" \t\n\r")))
