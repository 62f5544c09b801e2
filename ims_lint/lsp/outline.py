"""What stands where in a text that may be broken: keys and values, as far as they can be made out.

The linter reads a text strictly and stops where it is broken. While someone types, it nearly always
is, so completion, hover and the list of symbols go by this outline, which never fails and judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ims_lint.finding import Path, Span

DEEPEST = 30
"""Objects and lists within each other; what is nested more deeply is left out, as no request is."""

_SEPARATOR = re.compile(r"^(?:---(?=\s|\Z)|\.\.\.(?=\s|\Z))[^\n]*", re.MULTILINE)


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


def outlines(text: str, language: str, cursor: int | None = None) -> Iterator[Outline]:
    """The outlines of the documents of a text, of which there is always one.

    At the cursor stands an empty word, if nothing else does.
    """
    from ims_lint.lsp.block import outline_block
    from ims_lint.lsp.flow import outline_flow

    if language == "json":
        whole = Outline(0, len(text))
        start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
        outline_flow(text, start, whole, (), cursor)
        yield whole
        return
    for start, end in _documents(text):
        document = Outline(start, end)
        outline_block(text, document, cursor)
        yield document


def outline_at(text: str, language: str, cursor: int) -> Outline:
    """The outline of the document in which the cursor stands."""
    if language == "yaml":
        start, end = next((each for each in _documents(text) if cursor <= each[1]), (len(text), len(text)))
        from ims_lint.lsp.block import outline_block

        document = Outline(start, end)
        outline_block(text, document, cursor)
        return document
    return next(outlines(text, language, cursor))


def _documents(text: str) -> Iterator[tuple[int, int]]:
    """Where the documents of a YAML text stand, between the lines that separate them."""
    start = 1 if text.startswith("\ufeff") else 0
    for separator in _SEPARATOR.finditer(text):
        if text[start : separator.start()].strip():
            yield start, separator.start()
        start = separator.end()
    yield start, len(text)
