"""The tree of an outline, for what looks for requests in a document that may be invalid."""

from __future__ import annotations

from ims_lint.document.node import Node
from ims_lint.finding import Path, Span, Value
from ims_lint.lsp.outline.entries import Entry, Outline
from ims_lint.lsp.outline.flow import scalar


def tree(text: str, outline: Outline) -> Node:
    """The tree of what an outline of a text contains.

    An empty value that is being typed is an object: it may become one. A string of several lines is null.
    """
    children: dict[Path, dict[str | int, Entry]] = {}
    for each in outline.entries:
        if each.path and not (each.typing and each.value is None):
            children.setdefault(each.path[:-1], {})[each.path[-1]] = each
    return _node(text, children, (), Entry((), None, Span(outline.start, outline.end)))


def _node(text: str, children: dict[Path, dict[str | int, Entry]], path: Path, entry: Entry) -> Node:
    span = entry.value or Span(entry.end, entry.end)
    inside = {step: _node(text, children, each.path, each) for step, each in children.get(path, {}).items()}
    end = max([span.end, *(each.end for each in inside.values())])
    if inside and all(isinstance(step, int) for step in inside):
        items = list(inside.values())
        return Node([each.value for each in items], span.start, end, items=items)
    if inside or entry.has_children or entry.typing:
        named = {step: each for step, each in inside.items() if isinstance(step, str)}
        keys = {step: children[path][step].key or Span(each.start, each.start) for step, each in named.items()}
        entries = [(Node(step, *keys[step]), each) for step, each in named.items()]
        return Node({step: each.value for step, each in named.items()}, span.start, end, entries=entries)
    return Node(_value(text[slice(*span)]), *span)


def _value(written: str) -> Value:
    return None if "\n" in written or written[:1] in ("|", ">") else scalar(written)
