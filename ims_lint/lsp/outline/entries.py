"""What an outline is made of: entries with the places of their keys and values."""

from __future__ import annotations

from dataclasses import dataclass, field

from ims_lint.finding import Path, Span

DEEPEST = 30
"""Objects and lists within each other; what is nested more deeply is left out, as no request is."""


@dataclass
class Entry:
    """A parameter or an element: where its key (an element has none) and its value stand.

    `value` is None where there is none yet. `typing` marks a word of which it is not clear yet
    whether it is to be a key or a value, and the empty word at the cursor.
    """

    path: Path
    key: Span | None
    value: Span | None = None
    holds_others: bool = False
    typing: bool = False

    @property
    def end(self) -> int:
        """Where it ends, without what stands in it."""
        return (self.value or self.key or Span(0, 0)).end


@dataclass
class Outline:
    """The entries of one document, which stands from `start` to `end` of the text."""

    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    _by_path: dict[Path, Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Add an entry; of two with the same path the later one counts."""
        self.entries.append(entry)
        self._by_path[entry.path] = entry

    def keys(self, path: Path) -> list[str]:
        """The keys of the object at a path, without one that is just being typed."""
        return [str(each.path[-1]) for each in self.entries if each.key and not each.typing and each.path[:-1] == path]

    def entry(self, path: Path) -> Entry | None:
        """The entry at a path."""
        return self._by_path.get(path)
