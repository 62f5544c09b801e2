"""What is compared of a page, entry by entry: rows, error codes, operating systems, examples, and sections of text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import NamedTuple

from tools.drift.facts import FIXED
from tools.drift.page import Page, Paragraph, Row, Sentence, Table

CODES = "error codes"
SYSTEMS = "operating systems"
EXAMPLES = "examples"
TEXT = "text"
TITLE = "(title)"
"""The name of the entry with the title of the page, or of a table."""

_OTHER = re.compile(r"Other_\w+ \(\w+\)")


class Key(NamedTuple):
    """The place of an entry, a table or one of the above, and its name there."""

    place: str
    name: str


class Entry(NamedTuple):
    """The cells that are compared as they are (mandatory or not, type), and all other words."""

    cells: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    line: int = 0


Entries = dict[Key, Entry]


class Change(NamedTuple):
    """An entry that is new (no `old`), gone (no `new`), renamed (another `was`) or changed."""

    key: Key
    old: Entry | None
    new: Entry | None
    was: str = ""


def entries(page: Page, tables: Iterable[tuple[str, Table]]) -> Entries:
    """The entries of a page, whose tables of parameters have these names."""
    found: Entries = {Key(TEXT, TITLE): Entry((), _sentences([Paragraph(page.title, (), 1)]), 1)}
    for name, table in tables:
        found[Key(name, TITLE)] = Entry((), table.title.sentences, table.line)
        for parameter, row in parameters(table).items():
            cells = tuple(" ".join(row.text(column).split()) for column in ("mandatory", "type"))
            others = [each for column in row.cells if column not in FIXED for each in row.cells[column]]
            found[Key(name, parameter)] = Entry(cells, _sentences(others), row.line)
    for row in page.codes:
        others = [each for column, cell in row.cells.items() if column != "error code" for each in cell]
        _add(found, Key(CODES, row.text("error code")), others, row.line)
    for system, line in systems(page).items():
        found[Key(SYSTEMS, system)] = Entry((), (), line)
    for example in page.examples:
        _add(found, Key(EXAMPLES, example.title), [Paragraph(example.body, (), example.line)], example.line)
    for section, paragraphs in page.sections.items():
        found[Key(TEXT, section)] = Entry((), _sentences(paragraphs), paragraphs[0].line)
    return found


def parameters(table: Table) -> dict[str, Row]:
    """The rows of a table by parameter; rows that share the cell of the parameter are one."""
    found: dict[str, Row] = {}
    for row in table.rows:
        name = row.text("parameter")
        if name in found:
            first = found[name]
            cells = {column: tuple(dict.fromkeys(first.cells[column] + cell)) for column, cell in row.cells.items()}
            row = Row(cells, first.line)
        found[name] = row
    return found


def systems(page: Page) -> dict[str, int]:
    """The operating systems on a page and their lines: where a cell has only a number, the name is before it."""
    found = {}
    for row in page.systems:
        column, versions = row.cells
        for version in row.cells[versions]:
            name = version.text if version.text[:1].isalpha() else f"{row.text(column)} {version.text}"
            found[name] = version.line
    for paragraph in (each for section in page.sections.values() for each in section):
        found |= {bold: paragraph.line for bold in paragraph.bold if _OTHER.fullmatch(bold)}
    return found


def _add(found: Entries, key: Key, paragraphs: list[Paragraph], line: int) -> None:
    """Add an entry; the second one with the same name gets a number."""
    number = 1
    name = key.name
    while key in found:
        number += 1
        key = Key(key.place, f"{name} ({number})")
    found[key] = Entry((), _sentences(paragraphs), line)


def _sentences(paragraphs: Iterable[Paragraph]) -> tuple[Sentence, ...]:
    return tuple(sentence for paragraph in paragraphs for sentence in paragraph.sentences)


def changes(old: Entries, new: Entries) -> list[Change]:
    """What is new, gone, renamed or changed, in the order of the new page."""
    gone = [key for key in old if key not in new]
    found = []
    for key, entry in new.items():
        if key not in old:
            was = next((each for each in gone if _is_renamed(each, old[each], key, entry)), None)
            if was:
                gone.remove(was)
            found.append(Change(key, old[was] if was else None, entry, was.name if was else ""))
        elif entry.cells != old[key].cells or _digests(entry) != _digests(old[key]):
            found.append(Change(key, old[key], entry))
    return found + [Change(key, old[key], None) for key in gone]


def _is_renamed(old_key: Key, old: Entry, new_key: Key, new: Entry) -> bool:
    return old_key.place == new_key.place and bool(old.sentences) and _digests(old) == _digests(new)


def _digests(entry: Entry) -> list[str]:
    return [sentence.digest for sentence in entry.sentences]


def blocks(old: Entry, new: Entry) -> list[tuple[list[Sentence], list[Sentence]]]:
    """The sentences that were replaced, and those that replace them."""
    matcher = difflib.SequenceMatcher(None, _digests(old), _digests(new), autojunk=False)
    return [
        (list(old.sentences[a:b]), list(new.sentences[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def recorded(found: Entries) -> dict[str, dict[str, str]]:
    """The entries as they are kept: of the words, only digests; not what the data files or the linter know."""
    kept: dict[str, dict[str, str]] = {}
    for key, entry in found.items():
        if key.place not in (SYSTEMS, EXAMPLES):
            cells = "".join(f"{cell}; " for cell in entry.cells)
            kept.setdefault(key.place, {})[key.name] = cells + " ".join(_digests(entry))
    return kept


def from_record(kept: dict[str, dict[str, str]]) -> Entries:
    """The entries that were kept."""
    found: Entries = {}
    for place, names in kept.items():
        for name, text in names.items():
            *cells, digests = text.split("; ")
            found[Key(place, name)] = Entry(tuple(cells), tuple(Sentence(each) for each in digests.split()))
    return found


def of_places(found: Entries, *without: str) -> Entries:
    """The entries that are not in these places."""
    return {key: entry for key, entry in found.items() if key.place not in without}
