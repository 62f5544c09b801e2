"""Find the key or value at the cursor, and its path in the request."""

from __future__ import annotations

from dataclasses import dataclass

from ims_lint.finding import Path, Span
from ims_lint.lsp.outline.entries import Entry, Outline


@dataclass(frozen=True)
class Place:
    """The word at the cursor: its entry, and whether it is the key or the value.

    A word that is still being typed may become either; its `path` is then that of a value.
    """

    entry: Entry
    span: Span
    is_key: bool

    @property
    def path(self) -> Path:
        """The path of the parameter or item at the cursor."""
        return self.entry.path


def place_at(outline: Outline, cursor: int) -> Place | None:
    """The word at the cursor; None if there is none."""
    found = None
    for entry in outline.entries:
        if entry.key and entry.key.start <= cursor <= entry.key.end:
            found = Place(entry, entry.key, True)
        elif entry.value and not entry.has_children and entry.value.start <= cursor <= entry.value.end:
            found = Place(entry, entry.value, False)
    return found
