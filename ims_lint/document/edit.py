"""Turn changes of a request into edits of its text that keep its layout and comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ims_lint.document import Document
from ims_lint.document.node import Node
from ims_lint.document.text import Text, has_surrogate
from ims_lint.document.yaml import scalar as yaml_scalar
from ims_lint.finding import Insert, Path, PathOperation, Quote, Remove, RenameKey, SetValue, Value

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_./()-]|[ ](?=\S)|:(?=\S))*")
_BLANK = re.compile(r"[ \t]*")
_TO_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*)*,")
_REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")
_COMMENT = re.compile(r"(?<!\S)#")
_PROPERTY = re.compile(r"(?<![^\s,\[{])[&!]\S*[ \t]+\Z")
_MAY_MEAN_MORE = re.compile(r"[ \t]*+#[^\w\r\n]*+(?:[\w-]++:(?!\S)|ims-lint\b.*\bignore-file\b)")
"""Matches a comment line that is more than a remark on the entry below it: an entry itself, or about the file."""


class TextEdit(NamedTuple):
    """Replace the characters from `start` up to `end` by `text`."""

    start: int
    end: int
    text: str


def apply(content: str, edits: Iterable[TextEdit]) -> str:
    """Return a text with edits that do not overlap."""
    parts, at = [], 0
    for start, end, new in sorted(edits):
        parts += [content[at:start], new]
        at = end
    return "".join([*parts, content[at:]])


class CannotEdit(Exception):
    """The layout of the text does not allow the change without harm."""


class Editor:
    """Makes the edits for one document in JSON or in YAML."""

    def __init__(self, document: Document, text: Text, is_json: bool) -> None:
        self._root = document.root
        self._text = text
        self._content = text.content
        self._json = is_json

    def edits(self, operation: PathOperation) -> list[TextEdit]:
        """Return the edits for one operation, in the order of the text.

        Raises:
            CannotEdit: its path does not exist, or the layout does not allow it.
        """
        match operation:
            case SetValue(path, value):
                return [self._set(self._value(path), value)]
            case Quote(path):
                node = self._value(path)
                return [TextEdit(node.start, node.end, json.dumps(self._content[node.start : node.end]))]
            case RenameKey(path, name):
                return [self._rename(path, name)]
            case Remove(path, occurrence):
                return list(self._remove(path, occurrence))
            case Insert(path, value):
                return [self._insert(path, value)]

    def settled(self, operation: PathOperation) -> PathOperation:
        """Return an operation without what only the text knows: the string that quotes make of a scalar."""
        if isinstance(operation, Quote):
            node = self._value(operation.path)
            return SetValue(operation.path, self._content[node.start : node.end])
        return operation

    def _value(self, path: Path) -> Node:
        """Return the node whose text is the value at a path: of an alias, that of its anchor."""
        found = self._root.find(path)
        if found is None:
            raise CannotEdit
        node = found[1].written
        if not self._json and self._content[node.start : node.end].startswith("*"):  # an alias without an anchor
            raise CannotEdit
        return node

    def _owner(self, path: Path) -> tuple[Node, list[tuple[Node, Node]]]:
        """Return the object whose text contains the key at the end of a path, and the entries with that key."""
        parent, name = self._value(path[:-1]), str(path[-1])
        owner = (parent.owners or {}).get(name, parent)
        entries = owner.occurrences(name)
        if not entries:
            raise CannotEdit
        return owner, entries

    def _is_marked(self, node: Node) -> bool:
        """Return whether a key is an alias, or has an anchor or a tag before it."""
        if node.target:
            return True
        line_start = self._text.line_span(self._text.position(node.start).line)[0]
        return not self._json and bool(_PROPERTY.search(self._content[line_start : node.start]))

    def _set(self, node: Node, value: Value) -> TextEdit:
        if self._has_comment(node) or _contains_alias(node):
            raise CannotEdit
        before = self._content[node.start - 1 : node.start]
        space = " " if node.start == node.end and before in (":", "-") else ""
        quote = self._content[node.start : node.start + 1]
        return TextEdit(node.start, node.end, space + self._written(value, quote, self._column(node.start)))

    def _column(self, offset: int) -> int:
        return self._text.position(offset).column - 1

    def _written(self, value: Value, like: str, column: int) -> str:
        """Return the text for a value that replaces one that starts with the character `like`."""
        if isinstance(value, str) and not self._json:
            if like == "'" and value.isprintable():
                return "'" + value.replace("'", "''") + "'"
            if like != '"' and _is_plain(value):
                return value
        if isinstance(value, list) and like == "-" and all(isinstance(item, dict) for item in value):
            return self._line_break().join(_block_items(value, " " * column))
        return _as_json(value)

    def _rename(self, path: Path, name: str) -> TextEdit:
        owner, entries = self._owner(path)
        key, _ = entries[0]
        if len(entries) > 1 or owner.entry(name) or self._is_marked(key):
            raise CannotEdit
        quote = self._content[key.start : key.start + 1]
        return TextEdit(key.start, key.end, f"{quote}{name}{quote}" if quote in ('"', "'") else name)

    def _remove(self, path: Path, occurrence: int) -> Iterator[TextEdit]:
        parent, named = self._owner(path)
        entries = parent.own_entries
        if len(entries) < 2 or (len(named) > 1 and occurrence < 0):
            raise CannotEdit
        key, value = named[occurrence]
        if self._is_marked(key):
            raise CannotEdit
        end = max(key.end, value.end)
        around = ((key.end, value.start), (end, self._line_end(end))) if value.entries or value.items else ()
        if self._has_comment(value) or any(_COMMENT.search(self._content, *span) for span in around):
            raise CannotEdit
        index = next(index for index, entry in enumerate(entries) if entry[0] is key)
        if self._content[parent.start] == "{":
            last = entries[index - 1][1] if index == len(entries) - 1 else None
            yield from self._remove_from_flow(key, value, last)
        else:
            following = entries[index + 1][0] if index + 1 < len(entries) else None
            yield self._remove_from_block(key, value, following)

    def _remove_from_flow(self, key: Node, value: Node, before_last: Node | None) -> Iterator[TextEdit]:
        """Remove an entry of `{…}` with its comma; the last entry also with the comma before it."""
        own_comma = _TO_COMMA.match(self._content, value.end)
        end = own_comma.end() if own_comma else value.end
        lines = self._whole_lines(key.start, end)
        start, stop = lines or (key.start, end)
        if before_last is None:
            yield TextEdit(start, stop, "") if lines else self._without_blanks(start, stop)
            return
        comma = _TO_COMMA.match(self._content, before_last.end)
        if comma is None or comma.end() > key.start:
            raise CannotEdit
        yield TextEdit(comma.end() - 1, comma.end(), "")
        if not lines:
            start = max(comma.end(), len(self._content[: key.start].rstrip(" \t")))
        yield TextEdit(start, stop, "")

    def _without_blanks(self, start: int, stop: int) -> TextEdit:
        """Remove a part of a line with the blanks after it; at the end of a line, with those before it."""
        stop = self._after_blanks(stop)
        if self._text.line_break_at(stop):
            start = len(self._content[:start].rstrip(" \t"))
        return TextEdit(start, stop, "")

    def _after_blanks(self, at: int) -> int:
        match = _BLANK.match(self._content, at)
        return match.end() if match else at

    def _remove_from_block(self, key: Node, value: Node, following: Node | None) -> TextEdit:
        end = max(key.end, value.end)
        if value.start == value.end == key.end + 1 or value.end <= key.end:
            colon = self._after_blanks(key.end)
            if self._content[colon : colon + 1] != ":":
                raise CannotEdit
            end = max(end, colon + 1)
        if lines := self._whole_lines(key.start, end):
            return TextEdit(*lines, "")
        if following is None or self._content[end : following.start].strip():
            raise CannotEdit
        return TextEdit(key.start, following.start, "")

    def _whole_lines(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the lines from `start` to `end` and of their comment lines; None if they contain more.

        It includes the line break after them, or the one before them if the text ends without one.

        Raises:
            CannotEdit: a comment above them may be about more than what is removed.
        """
        line = self._text.position(start).line
        line_start = self._text.line_span(line)[0]
        if self._content[line_start:start].strip():
            return None
        rest = _REST_OF_LINE.match(self._content, end)
        stop = rest.end() if rest else self._line_end(end)
        line_break = self._text.line_break_at(stop)
        first = self._first_comment_line(line, self._content[line_start:start], stop + len(line_break))
        if rest is None:
            if first < line:
                raise CannotEdit
            return None
        if not line_break and first > 1:
            return self._text.line_span(first - 1)[1], stop
        return self._text.line_span(first)[0], stop + len(line_break)

    def _first_comment_line(self, line: int, indent: str, stop: int) -> int:
        """Return the first comment line of an entry that is removed up to `stop`, or the line of the entry.

        Comment lines directly above an entry are about it; at the start of the file, about the request.

        Raises:
            CannotEdit: they may be about more: by their words or their indentation, or as the head of a paragraph.
        """
        first = line
        while first > 1 and self._text.line(first - 1).lstrip(" \t").startswith("#"):
            first -= 1
        if first in (1, line):
            return line
        comments = [self._text.line(number) for number in range(first, line)]
        heads = not self._text.line(first - 1).strip()
        goes_on = bool(self._text.line(self._text.position(stop).line).strip())
        aligned = all(each.startswith(f"{indent}#") for each in comments)
        if not aligned or (heads and goes_on) or any(map(_MAY_MEAN_MORE.match, comments)):
            raise CannotEdit
        return first

    def _line_end(self, offset: int) -> int:
        return self._text.line_span(self._text.position(offset).line)[1]

    def _has_comment(self, node: Node) -> bool:
        """Return whether the text of a value contains a comment."""
        start, end = node.span
        if self._json or "#" not in self._content[start:end]:
            return False
        pending, at = [node], start
        scalars: list[tuple[int, int]] = []
        while pending:
            each = pending.pop()
            pending += [child for entry in each.own_entries for child in entry]
            pending += each.items or []
            if each.entries is None and each.items is None and start <= each.start and each.end <= end:
                is_block = self._content[each.start : each.start + 1] in ("|", ">")
                scalars.append((self._line_end(each.start) if is_block else each.start, each.end))
        for scalar_start, scalar_end in sorted(scalars):
            if _COMMENT.search(self._content, at, scalar_start):
                return True
            at = max(at, scalar_end)
        return bool(_COMMENT.search(self._content, at, end))

    def _insert(self, path: Path, value: Value) -> TextEdit:
        """Add an entry after the last one of its object, in the same layout."""
        parent = self._value(path[:-1])
        if not parent.own_entries:
            raise CannotEdit
        key, last = parent.own_entries[-1]
        flow = self._content[parent.start] == "{"
        indent = " " * self._column(key.start)
        name = json.dumps(path[-1]) if self._json else str(path[-1])
        entry = f"{name}: {self._written(value, like='', column=0)}"
        line_start = self._text.line_span(self._text.position(key.start).line)[0]
        own_line = not self._content[line_start : key.start].strip(" \t-")
        if flow:
            return TextEdit(last.end, last.end, f",{self._line_break()}{indent}{entry}" if own_line else f", {entry}")
        end = self._line_end(max(last.end, key.end))
        return TextEdit(end, end, f"{self._line_break()}{indent}{entry}")

    def _line_break(self) -> str:
        return self._text.line_break_at(self._text.line_span(1)[1]) or "\n"


def _contains_alias(node: Node) -> bool:
    """Return whether an alias is below a node that is none itself."""
    children = [*(node.items or ()), *(value for _, value in node.own_entries)]
    return any(each.target or _contains_alias(each) for each in children)


def _is_plain(value: str) -> bool:
    """Return whether a string needs no quotes: all versions of YAML read it as the same string."""
    return (
        bool(_PLAIN.fullmatch(value)) and yaml_scalar.resolve(value) == value and yaml_scalar.reads_alike(value, value)
    )


def _block_items(items: list[Value], indent: str) -> Iterator[str]:
    """Yield the lines of a block list of flat objects; the first line is without indentation."""
    lead = "- "
    for item in items:
        for name, value in item.items():
            written = value if isinstance(value, str) and _is_plain(value) else _as_json(value)
            yield f"{lead}{name}: {written}"
            lead = f"{indent}  "
        lead = f"{indent}- "


def _as_json(value: Value) -> str:
    """Return a value as JSON; a placeholder or an unpaired surrogate cannot be written."""
    text = json.dumps(value, ensure_ascii=False, default=_cannot_write)
    if has_surrogate(text):
        raise CannotEdit
    return text


def _cannot_write(_: Value) -> None:
    raise CannotEdit
