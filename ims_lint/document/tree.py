"""What can be wrong with how a readable request is written: a key that stands twice, half a character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.document.node import Node
from ims_lint.finding import Change, Finding, Path, Remove, shorten

_SURROGATE = re.compile("[\ud800-\udfff]")


def problems(root: Node) -> Iterator[Finding]:
    """The duplicate keys and the lone surrogates in a tree, each place once."""
    pending: list[tuple[Path, Node, bool]] = [((), root, True)]
    seen: set[int] = set()
    while pending:
        path, node, counts = pending.pop()
        children = node.entries or node.items
        if children is not None and id(children) in seen:
            continue
        seen.add(id(children))
        if isinstance(node.value, str) and _SURROGATE.search(node.value):
            yield _lone_surrogate(path, node)
        if node.entries:
            yield from _entry_problems(path, node, counts)
            for entry in reversed(node.entries):
                name = entry[0].value
                pending.append(((*path, name), entry[1], counts and node.entry(name) is entry))
        pending.extend(((*path, index), item, counts) for index, item in reversed(list(enumerate(node.items or ()))))


def _entry_problems(path: Path, node: Node, counts: bool) -> Iterator[Finding]:
    """The problems of an object's keys; where a later key hides it (not `counts`), its path leads elsewhere."""
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
        change = Change("Remove the duplicate", True, (Remove(path, occurrence),))
    return Finding(
        "IMS006",
        path,
        f"{shorten(str(path[-1]))} stands twice in the same object: only the last one counts",
        "keep the one that is meant and remove the other",
        span=key.span,
        related=((f"the first {shorten(str(path[-1]))}", first[0].span),),
        change=change,
    )


def _lone_surrogate(path: Path, node: Node) -> Finding:
    match = _SURROGATE.search(node.value)
    escape = f"\\u{ord(match[0]):04x}" if match else ""
    message = f"the text holds {escape}, half of a character that cannot be sent as UTF-8"
    return Finding("IMS014", path, message, "write the whole character itself", span=node.span)
