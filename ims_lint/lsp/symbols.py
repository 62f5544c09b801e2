"""The symbols of a file for the editor: each request, its parameters and items."""

from __future__ import annotations

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.finding import Path, Span
from ims_lint.lsp.body_text import BodyText
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.draft import Draft, drafts
from ims_lint.lsp.outline.entries import Entry, Outline
from ims_lint.lsp.outline.flow import unquoted
from ims_lint.operations import IMAGE
from ims_lint.schema.store import source_schema


def symbols(
    document: OpenDocument, config: Config, nested: bool
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    """The symbols of a document, in a tree or (not `nested`) as a flat list."""
    found = [_request(draft) for draft in drafts(document, config) if draft.outline.entries]
    return found if nested else [each for symbol in found for each in _flat(document.uri, symbol, "")]


def _request(draft: Draft) -> types.DocumentSymbol:
    """The symbol of a whole request, with those of its parameters."""
    text, outline = draft.text, draft.outline
    ends = _ends(outline)
    start = outline.entries[0].key or outline.entries[0].value or Span(outline.start, outline.start)
    span = Span(start.start, max(ends.values(), default=start.end))
    name = _value(text, outline.entry(("name",))) or f"request {draft.index + 1}"
    children: dict[Path, list[types.DocumentSymbol]] = {(): []}
    for entry in outline.entries:
        parent = children.get(entry.path[:-1])
        where = entry.key or entry.value
        if entry.typing or parent is None or where is None or not entry.path:
            continue
        children[entry.path] = []
        symbol = _symbol_of(text, outline, entry, Span(where.start, max(ends[entry.path], where.end)), where)
        symbol.children = children[entry.path]
        parent.append(symbol)
    made = _symbol(text, name, _title(draft), types.SymbolKind.Module, span, start)
    made.children = children[()]
    return made


def _title(draft: Draft) -> str:
    """What the request creates, with its operation if that is not the first one."""
    named = any(name in draft.value for name in draft.operation.source_parameters)
    title = source_schema(draft.source)["title"] if draft.source else "several sources" if named else "no source"
    return title if draft.operation is IMAGE else f"{title} ({draft.operation.name})"


def _symbol_of(text: BodyText, outline: Outline, entry: Entry, span: Span, where: Span) -> types.DocumentSymbol:
    step = entry.path[-1]
    if isinstance(step, str):
        return _symbol(text, step or '""', _value(text, entry), types.SymbolKind.Property, span, where)
    inner = _value(text, outline.entry((*entry.path, "name"))) or _value(text, outline.entry((*entry.path, "key")))
    selected = Span(where.start, where.start)
    return _symbol(text, f"[{step}]", inner or _value(text, entry), types.SymbolKind.Object, span, selected)


def _symbol(
    text: BodyText, name: str, detail: str, kind: types.SymbolKind, span: Span, at: Span
) -> types.DocumentSymbol:
    selected = Span(at.start, min(at.end, span.end))
    return types.DocumentSymbol(name, kind, text.range(*span), text.range(*selected), detail)


def _value(text: BodyText, entry: Entry | None) -> str:
    """The scalar value of an entry, shortened; empty if it has none."""
    if entry is None or entry.value is None or entry.has_children:
        return ""
    return unquoted(text.content[entry.value.start : entry.value.end].split("\n")[0])[:80].strip()


def _ends(outline: Outline) -> dict[Path, int]:
    """Where each entry ends, with everything in it."""
    ends: dict[Path, int] = {}
    for entry in outline.entries:
        path, end = entry.path, entry.end
        ends[path] = max(ends.get(path, 0), end)
        while path and ends.get(path[:-1], 0) < end:
            path = path[:-1]
            ends[path] = end
    return ends


def _flat(uri: str, symbol: types.DocumentSymbol, container: str) -> list[types.SymbolInformation]:
    """A symbol and those in it, for editors that do not support trees of symbols."""
    where = types.Location(uri, symbol.range)
    made = types.SymbolInformation(where, symbol.name, symbol.kind, container_name=container)
    return [made, *(each for child in symbol.children or () for each in _flat(uri, child, symbol.name))]
