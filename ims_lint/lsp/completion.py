"""The completions at the cursor: missing parameters, and values."""

from __future__ import annotations

import json
import re
from typing import Any

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.declaration import COMMENT, HOST_COMMENT
from ims_lint.finding import Path
from ims_lint.lsp.bodies import is_before_body
from ims_lint.lsp.cursor import Place, place_at
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.draft import Draft, draft_at
from ims_lint.lsp.knowledge import about, explanation, offered_keys, offered_values
from ims_lint.operations import OPERATIONS
from ims_lint.schema.store import Schema

_COLON = re.compile(r"[ \t]*:")
_NEXT_KEY = re.compile(r"\s*\"")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/()-]*(?: [A-Za-z0-9._/()-]+)*(?::[a-z0-9][A-Za-z0-9._/-]*)?")
_QUOTES = ('"', "'")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def complete(document: OpenDocument, config: Config, position: types.Position) -> list[types.CompletionItem]:
    """The completions at a position."""
    cursor = document.text.offset(position)
    draft = draft_at(document, config, cursor)
    offset = draft.text.offset(cursor) if draft else None
    place = place_at(draft.outline, offset) if draft and offset is not None else None
    if draft and place:
        return _Completer(draft, place, document.text.range(cursor, cursor)).items()
    comments = HOST_COMMENT if is_before_body(document, config, cursor) else COMMENT
    is_yaml = document.language == "yaml" or (draft is not None and not draft.text.is_json)
    return _operations(document, cursor, comments) if is_yaml or comments is HOST_COMMENT else []


def _operations(document: OpenDocument, cursor: int, comments: re.Pattern[str]) -> list[types.CompletionItem]:
    """The operations, at their name in a comment that declares one."""
    for comment in comments.finditer(document.text.content, *document.text.line_at(cursor)):
        start, end = comment.span("name")
        if start <= cursor <= end:
            where, kind = document.text.range(start, end), types.CompletionItemKind.EnumMember
            return [
                types.CompletionItem(
                    each.name, kind=kind, detail=each.address, text_edit=types.TextEdit(where, each.name)
                )
                for each in OPERATIONS
            ]
    return []


class _Completer:
    """Creates the completions at one location of a document, which is also `here`."""

    def __init__(self, draft: Draft, place: Place, here: types.Range) -> None:
        self._body = draft.text
        self._text = draft.text.content
        self._draft = draft
        self._place = place
        self._here = here
        self._is_json = draft.text.is_json

    def items(self) -> list[types.CompletionItem]:
        """Keys where a key is expected, else values, as far as the document can contain them."""
        return [item for item in self._wanted() if item.text_edit]

    def _wanted(self) -> list[types.CompletionItem]:
        place = self._place
        if place.is_key:
            if keys := self._keys(place.path[:-1]):
                return keys
            return self._values(place.path[:-1]) if place.entry.typing and not self._is_json else []
        if place.entry.typing and not self._is_json and "properties" in about(self._draft, place.path):
            return self._keys(place.path)
        return self._values(place.path)

    def _keys(self, path: Path) -> list[types.CompletionItem]:
        typed = self._place.path[-1] if self._place.is_key else None
        present = [key for key in self._draft.outline.keys(path) if key != typed]
        offers = offered_keys(self._draft, path, present)
        return [self._key(index, *offer) for index, offer in enumerate(offers)]

    def _key(self, index: int, name: str, schema: Schema, required: bool, operation: str) -> types.CompletionItem:
        notes = [f" ({note})" for note in (operation, "required" if required else "") if note]
        return types.CompletionItem(
            label=name,
            kind=types.CompletionItemKind.Property,
            tags=[types.CompletionItemTag.Deprecated] if "deprecationMessage" in schema else None,
            detail=schema.get("title", "") + "".join(notes),
            documentation=types.MarkupContent(types.MarkupKind.Markdown, explanation(name, schema, required)),
            sort_text=f"{index:03}",
            filter_text=self._written(json.dumps(name)) if self._is_json else None,
            text_edit=self._edit(self._key_text(name, schema)),
        )

    def _key_text(self, name: str, schema: Schema) -> str:
        """The text for a key: the key alone if a colon follows, else with a colon and the start of its value."""
        end = self._place.span.end
        written = json.dumps(name) if self._is_json else name
        if _COLON.match(self._text, end):
            return written
        kind = schema.get("type")
        if self._is_json:
            value = {"array": "[]", "string": '""', "boolean": "false"}.get(str(kind), "")
            comma = "," if _NEXT_KEY.match(self._text, end) else ""
            return f"{written}: {value}{comma}"
        if kind != "array":
            return f"{written}: "
        start = self._place.span.start
        indent = " " * (start - self._body.line_start(start))
        return f"{written}:{self._body.document.text.line_break()}{indent}  - "

    def _values(self, path: Path) -> list[types.CompletionItem]:
        schema = about(self._draft, path)
        is_listed = "enum" in schema or schema.get("type") == "boolean"
        kind = types.CompletionItemKind.EnumMember if is_listed else types.CompletionItemKind.Value
        span = self._place.span
        space = "" if self._is_json or self._text[span.start - 1 : span.start] != ":" else " "
        items = []
        for index, value in enumerate(offered_values(self._draft, path)):
            written = _json(value) if self._is_json else _yaml(value)
            label = value if isinstance(value, str) else _json(value)
            items.append(
                types.CompletionItem(
                    label=label,
                    kind=kind,
                    sort_text=f"{index:03}",
                    filter_text=self._written(written) if self._text[span.start : span.start + 1] in _QUOTES else label,
                    text_edit=self._edit(space + written),
                )
            )
        return items

    def _edit(self, new: str) -> types.TextEdit | None:
        """The edit that replaces the word with another text, None if the document cannot contain that."""
        span, written = self._place.span, self._written(new)
        where = self._body.range(*span) if span.start < span.end else self._here
        return None if written is None else types.TextEdit(where, written)

    def _written(self, new: str) -> str | None:
        return self._body.written(self._place.span.start, new)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _yaml(value: Any) -> str:
    """A value as YAML: plain if it is the same in YAML 1.1 and 1.2, else as a JSON literal."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return _json(value)
