"""Find duplicate keys and unpaired surrogates in a parsed request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.document.node import Node
from ims_lint.finding import Change, Finding, Path, Remove, shorten

_SURROGATE = re.compile("[\ud800-\udfff]")


def problems(root: Node) -> Iterator[Finding]:
    """Yield the duplicate keys and the unpaired surrogates in a tree, each location once."""
    pending: list[tuple[Path, Node, bool]] = [((), root, True)]
    seen: set[int] = set()
    while pending:
        path, node, counts = pending.pop()
        children = node.entries or node.items
        if children is not None and id(children) in seen:
            continue
        seen.add(id(children))
        if isinstance(node.value, str) and node.target is None and _SURROGATE.search(node.value):
            yield _lone_surrogate(path, node)
        if node.entries:
            yield from _entry_problems(path, node, counts)
            for entry in reversed(node.entries):
                name = entry[0].value
                pending.append(((*path, name), entry[1], counts and node.entry(name) is entry))
        pending.extend(((*path, index), item, counts) for index, item in reversed(list(enumerate(node.items or ()))))


def _entry_problems(path: Path, node: Node, counts: bool) -> Iterator[Finding]:
    """Yield the findings on the keys of an object; its path leads elsewhere if a later key hides it (not `counts`)."""
    first: dict[str, tuple[Node, Node]] = {}
    count: dict[str, int] = {}
    for key, value in node.own_entries:
        name = key.value
        if _SURROGATE.search(name):
            yield _lone_surrogate((*path, name), key)
        count[name] = count.get(name, -1) + 1
        if name in first:
            finding = _duplicate((*path, name), key, value, first[name], count[name])
            yield finding if counts else finding._replace(change=None)
        first.setdefault(name, (key, value))


def _duplicate(path: Path, key: Node, value: Node, first: tuple[Node, Node], occurrence: int) -> Finding:
    change = None
    if value.value == first[1].value and type(value.value) is type(first[1].value):
        change = Change("Remove the duplicate key", True, (Remove(path, occurrence),))
    return Finding(
        "IMS006",
        path,
        f"{shorten(str(path[-1]))} is a duplicate key; only its last value is used",
        "remove one of the two",
        span=key.span,
        related=(("first occurrence", first[0].span),),
        change=change,
    )


def _lone_surrogate(path: Path, node: Node) -> Finding:
    match = _SURROGATE.search(node.value)
    escape = f"\\u{ord(match[0]):04x}" if match else ""
    message = f"the string contains the unpaired surrogate {escape}"
    return Finding("IMS014", path, message, "replace it with the whole character, or remove it", span=node.span)
