"""The tree of a request: every value, with the location of the value and of its key."""

from __future__ import annotations

from ims_lint.finding import Path, Span, Value


class Node:
    """A value and its location; an object has `entries`, a list has `items`, a scalar has neither.

    `start` and `end` are offsets in characters, `end` is exclusive. The entries of a YAML merge key
    follow the `own` entries of the object, with the locations that they come from; `owners` are the
    objects that contain those, by name (None without any). An alias has a `target`, the node of its
    anchor.
    """

    __slots__ = ("_by_name", "_entries", "_items", "end", "own", "owners", "start", "target", "value")

    def __init__(
        self,
        value: Value,
        start: int,
        end: int,
        entries: list[tuple[Node, Node]] | None = None,
        items: list[Node] | None = None,
        own: int | None = None,
        target: Node | None = None,
    ) -> None:
        self.value = value
        self.start = start
        self.end = end
        self._entries = entries
        self._items = items
        self.own = own
        self.owners: dict[str, Node] | None = None
        self.target = target
        self._by_name: dict[str, tuple[Node, Node]] | None = None

    @property
    def entries(self) -> list[tuple[Node, Node]] | None:
        """The keys and values of an object in the order of the text, None for anything else."""
        return self._entries

    @property
    def items(self) -> list[Node] | None:
        """The items of a list, None for anything else."""
        return self._items

    @property
    def span(self) -> Span:
        """The location of the value."""
        return Span(self.start, self.end)

    @property
    def written(self) -> Node:
        """The node whose text is the value: that of the anchor if this is an alias."""
        return self.target or self

    @property
    def own_entries(self) -> list[tuple[Node, Node]]:
        """The entries that the object itself contains, without merged ones."""
        return (self.entries or [])[: self.own]

    def occurrences(self, name: str) -> list[tuple[Node, Node]]:
        """Return all own entries of `name`, in the order of the text."""
        return [entry for entry in self.own_entries if entry[0].value == name]

    def entry(self, name: str) -> tuple[Node, Node] | None:
        """Return the key and the value that are used for `name`: the last own entry, or the merged one."""
        if self._by_name is None:
            entries = self.entries or []
            own = self.own_entries
            self._by_name = {entry[0].value: entry for entry in (*entries[len(own) :], *own)}
        return self._by_name.get(name)

    def find(self, path: Path) -> tuple[Node | None, Node] | None:
        """Return the key (None for an item or the root) and the value at a path, or None."""
        key: Node | None = None
        node = self
        for step in path:
            if isinstance(step, int):
                items = node.items
                if items is None or step >= len(items):
                    return None
                key, node = None, items[step]
            else:
                entry = node.entry(step)
                if entry is None:
                    return None
                key, node = entry
        return key, node

    def nearest(self, path: Path) -> tuple[Node | None, Node]:
        """Return the key and the value at a path, or of its nearest parent that exists."""
        while (found := self.find(path)) is None:
            path = path[:-1]
        return found
