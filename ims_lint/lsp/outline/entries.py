"""The parts of an outline: entries with the locations of their keys and values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ims_lint.finding import Path, Span

MAX_DEPTH = 30
"""The maximum number of nested objects and lists; deeper ones are skipped, as no request has them."""


@dataclass
class Entry:
    """A parameter or an item, with the locations of its key (an item has none) and its value.

    `value` is None if it is missing. `typing` marks a word that may become a key or a value, and the
    empty word at the cursor.
    """

    path: Path
    key: Span | None
    value: Span | None = None
    has_children: bool = False
    typing: bool = False

    @property
    def end(self) -> int:
        """Where it ends, without its children."""
        return (self.value or self.key or Span(0, 0)).end


@dataclass
class Outline:
    """The entries of one document, from `start` to `end` of the text."""

    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    _by_path: dict[Path, Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Add an entry; of two with the same path, the later one is used."""
        self.entries.append(entry)
        self._by_path[entry.path] = entry

    def keys(self, path: Path) -> list[str]:
        """The keys of the object at a path, without one that is being typed."""
        return [str(each.path[-1]) for each in self.entries if each.key and not each.typing and each.path[:-1] == path]

    def part(self, base: Path) -> Outline:
        """The outline of what is at a path of the document."""
        made = Outline(self.start, self.end)
        for each in self.entries:
            if each.path[: len(base)] == base:
                made.add(replace(each, path=each.path[len(base) :], key=None if each.path == base else each.key))
        return made

    def entry(self, path: Path) -> Entry | None:
        """The entry at a path."""
        return self._by_path.get(path)
