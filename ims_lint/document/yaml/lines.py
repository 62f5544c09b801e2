"""Read the values of plain YAML line by line, without a parser and without locations."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ims_lint.document.yaml import scalar as yaml_scalar
from ims_lint.finding import MAX_DOCUMENTS, MAX_VALUES, Value

_ODD = re.compile(r"[\x00-\t\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Matches all but printable characters, spaces and line feeds; tabs and other line breaks, too."""

_DOCUMENT_START = re.compile(r"(?m)^--- *\n")
_NAME = r"[A-Za-z_$](?:[A-Za-z0-9_$ -]{0,98}[A-Za-z0-9_$-])?"
_START = re.compile(rf"( {{0,40}})(- {{1,40}})?({_NAME})")
"""Matches the indentation, the hyphen and the key of a line; the parser reads what is deeper."""

_IN_DOUBLE = r'[^"\\\n]*+(?:\\["\\][^"\\\n]*+)*+'
_IN_SINGLE = r"[^'\n]*+(?:''[^'\n]*+)*+"
_TEXT = rf"""(?:"{_IN_DOUBLE}"|'{_IN_SINGLE}')"""
_QUOTED = re.compile(rf"""(?:"({_IN_DOUBLE})"|'({_IN_SINGLE})')(?: +#.*| *)""")
_WORD = r"[\w./-]+"
_ITEM = rf"(?:{_TEXT}|{_WORD}(?: +{_WORD})*)"
_PAIR = rf"({_NAME}): +({_ITEM})"
_OBJECT = rf"\{{ *(?:{_PAIR} *(?:, *{_PAIR} *)*)?\}}"
_ELEMENT = rf"(?:{_ITEM}|{_OBJECT})"
_LIST = rf"\[ *(?:{_ELEMENT} *(?:, *{_ELEMENT} *)*(?:, *)?)?\]"

_DEEPER = r"\n\1 +(?=\S)"
_OVER_LINES = (
    rf"(?m)^( *+)({_NAME}: +)(?:"
    r"(>-\n(\1 +)(?=\S)[^\n]*+(?:\n\4(?=\S)[^\n]*+)*+|\|-\n\1 +(?=\S)[^\n]*+)(?![\n ]*\n\1 )"
    rf"""|"{_IN_DOUBLE}(?:{_DEEPER}{_IN_DOUBLE})++"|'{_IN_SINGLE}(?:{_DEEPER}{_IN_SINGLE})++'"""
    rf"|\[(?:[^]\n]*,)? *(?:{_DEEPER}[^]\n]*, *)*+(?:{_DEEPER}[^]\n]*)?(?:\n *)?\])"
)
"""Matches a key with a value on several lines: `>-`, `|-` with one line, in quotes, or in brackets."""

_TEXT_STARTS = frozenset("$(/_")
_LONGEST_WORD = 5
"""The length of `false`, the longest word that is not a string in some version of YAML."""

_LONGEST_NUMBER = 18
_NO_NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|.*[^0-9A-Fa-foOxXtTzZ_.:+ -]")
"""Matches an ID, or a character that no number or date contains in any version of YAML."""

_LONGEST_REMEMBERED = 200
"""The maximum length of a line that is remembered; a key with its indentation is shorter."""

_COMES_BELOW = object()
"""The value of a key that has none on its line."""


class _NeedsCloserLook(Exception):
    """The text is not plain, or there may be a finding on how it is written."""


def read(text: str) -> list[Value] | None:
    """Return the values of all documents, or None if `yaml_reader` has to read the text.

    Plain are objects and lists in block style with scalars in quotes without other escapes than those of quotes and
    backslashes, or as a string, integer or boolean that all versions of YAML read alike; also lists and objects of such
    scalars in brackets, and folded strings. `yaml_reader` would return the same values.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if _ODD.search(text):
        return None
    values = _documents(text)
    if values is None and (joined := re.sub(_OVER_LINES, _on_one_line, text)) != text:
        values = _documents(joined)
    return values


def _on_one_line(match: re.Match[str]) -> str:
    """Return a key and its value on one line."""
    first, *rest = match[0].split("\n")
    if not match[3]:
        return " ".join([first.rstrip(" "), *(line.strip(" ") for line in rest)])
    text = " ".join(line.lstrip(" ") for line in rest).replace("'", "''")
    return f"{match[1]}{match[2]}'{text}'"


def _documents(text: str) -> list[Value] | None:
    """Return the values of all documents, each value on one line, or None."""
    parts = _DOCUMENT_START.split(text) if "---" in text else [text]
    if len(parts) > 1 and all(each.lstrip(" ")[:1] in ("", "#") for each in parts[0].split("\n")):
        del parts[0]
    if len(parts) > MAX_DOCUMENTS:
        return None
    try:
        return [_document(part) for part in parts]
    except _NeedsCloserLook:
        return None


def _document(text: str) -> Value:
    """Return the object in a text.

    `opened` are the open objects and lists with their columns; the innermost is the last one, and
    also `here` at `column`. `waiting` is its key whose value has not been read yet.
    """
    if 4 * (text.count("\n") + 1) + 2 * text.count(",") > MAX_VALUES:
        raise _NeedsCloserLook  # a line has at most four values, `- a: [{b: c}]`, and two more for each comma
    here: Any = {}
    column, waiting = 0, ""
    opened: list[tuple[int, Any]] = [(column, here)]
    for line in text.split("\n"):
        row = _row(line) if len(line) <= _LONGEST_REMEMBERED else _row.__wrapped__(line)
        if row is None:
            continue
        at, dash, key, value = row
        kind = list if dash else dict
        if waiting:
            if at < column or (at == column and not dash):
                raise _NeedsCloserLook  # the key has no value
            child: Any = kind()
            here[waiting] = child
            opened.append((at, child))
            column, here, waiting = at, child, ""
        elif at != column or type(here) is not kind:
            column, here = at, _back_to(at, kind, opened)
        if not key:
            here.append(value)
            continue
        if dash:
            element: dict[str, Value] = {}
            here.append(element)
            column, here = at + dash, element
            opened.append((column, here))
        if key in here:
            raise _NeedsCloserLook
        here[key] = value
        if value is _COMES_BELOW:
            waiting = key
    if waiting or not opened[0][1]:
        raise _NeedsCloserLook
    return opened[0][1]


def _back_to(at: int, kind: type, opened: list[tuple[int, Any]]) -> Any:
    """Close everything deeper than a column, and return the object or list at that column."""
    column, here = opened[-1]
    while column > at or (column == at and type(here) is not kind):
        opened.pop()
        if not opened:
            raise _NeedsCloserLook
        column, here = opened[-1]
    if column != at:
        raise _NeedsCloserLook
    return here


_Row = tuple[int, int, str, Value]
"""A line: its indentation, the width of its hyphen, its key, and the value after them."""


@lru_cache(1000)
def _row(line: str) -> _Row | None:
    """Parse a line; None for a comment or an empty line. Other files often have the same lines.

    All documents with the same line share the remembered value, so values must not be changed.
    """
    head, colon, rest = line.partition(": ")
    has_key = (colon or line[-1:] == ":") and len(head) <= _LONGEST_REMEMBERED
    if has_key and (start := _start(head if colon else head[:-1])):
        rest = rest.lstrip(" ")
        return *start, _COMES_BELOW if rest[:1] in ("", "#") else _value(rest)
    words = line.lstrip(" ")
    if words[:1] in ("", "#"):
        return None
    if words[:2] != "- ":
        raise _NeedsCloserLook
    return len(line) - len(words), 2, "", _value(words[2:].lstrip(" "))


@lru_cache(1000)
def _start(text: str) -> tuple[int, int, str] | None:
    """Return the indentation, the width of the hyphen and the key in a text before a colon, or None."""
    match = _START.fullmatch(text)
    return (len(match[1]), len(match[2] or ""), match[3]) if match else None


def _value(text: str) -> Value:
    """Return the value in the rest of a line."""
    first = text[:1]
    if first.isalnum() or first in _TEXT_STARTS:
        return _plain(text)
    if match := _QUOTED.fullmatch(text):
        double, single = match.groups()
        if double is None:
            return single.replace("''", "'")
        return re.sub(r"\\(.)", r"\1", double) if "\\" in double else double
    if first == "[" and re.fullmatch(_LIST, text):
        return [_value(each[0]) for each in re.finditer(_ELEMENT, text)]
    if first == "{" and re.fullmatch(_OBJECT, text):
        pairs = re.findall(_PAIR, text)
        value = {name: _value(each) for name, each in pairs}
        if len(value) == len(pairs):
            return value
    raise _NeedsCloserLook


def _plain(text: str) -> Value:
    """Return the value of a plain scalar, which a comment may follow."""
    if " #" in text:
        text = text.partition(" #")[0]
    text = text.rstrip(" ")
    if ": " in text or text[-1] == ":":
        raise _NeedsCloserLook
    if not text[0].isdigit():
        if len(text) > _LONGEST_WORD:
            return text
        value = yaml_scalar.resolve(text)
        if value is None or text in yaml_scalar.WORDS_OF_YAML_1_1:
            raise _NeedsCloserLook
        return value
    if text.isdecimal() and text.isascii() and len(text) <= _LONGEST_NUMBER and (text[0] != "0" or text == "0"):
        return int(text)
    if _NO_NUMBER.match(text):
        return text
    raise _NeedsCloserLook
