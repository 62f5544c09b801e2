"""Find the differences between a page and what the project says of it, or an earlier revision of the page."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ims_lint import lint_text
from ims_lint.operations import BY_NAME
from tools.drift import known
from tools.drift.entries import (
    CODES,
    EXAMPLES,
    SYSTEMS,
    TEXT,
    TITLE,
    Change,
    Entries,
    Entry,
    Key,
    blocks,
    changes,
    entries,
    of_places,
    parameters,
    systems,
)
from tools.drift.facts import facts
from tools.drift.page import Page, Sentence

GONE = "not on the page"
NEW = {CODES: "new error code", TEXT: "new section", EXAMPLES: "new example", SYSTEMS: "new operating system"}
_NUMBER = re.compile(r"\d+")
_LINE = re.compile(r"\bline \d+: ")

KEYWORDS = {"max_length": "maxLength", "max_items": "maxItems"}
"""The keywords of the schemas that have other names in tests/tables.yaml."""


class Difference(NamedTuple):
    """What differs, of what: the line on the page (0 if it is not there), and where the project says it."""

    subject: str
    line: int
    says: tuple[str, ...]
    where: tuple[str, ...] = ()

    def key(self, page: str) -> str:
        """What a ruling names: it changes with the words of the page, but not with their lines."""
        words = _LINE.sub("", "\n".join([self.subject, *self.says]))
        return f"{page}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"


def with_project(page: Page, name: str, words: Path) -> list[Difference]:
    """The differences between a page and what the project says, without those that are ruled on."""
    here = entries(page, known.named(page, name))
    revision, before = known.read_before(name, page.revision, words)
    found = {change.key: change for change in changes(before, of_places(here, SYSTEMS, EXAMPLES))}
    stated = _stated(page, name)
    transcribed = known.keys(name)
    if revision and revision < known.source(name)["revision"]:
        # the tables are from a later revision: they tell only about rows that changed since this one was read
        stated = {key: lines for key, lines in stated.items() if key in found}
        transcribed = {key for key in before if key.place != TEXT and key.name != TITLE}
    differences = _whole_tables(here, {key.place for key in transcribed})
    whole = {each.subject for each in differences}
    there = {key for key in here if key.place not in (TEXT, SYSTEMS, EXAMPLES) and key.name != TITLE}
    renamed = {Key(change.key.place, change.was) for change in found.values() if change.was}
    for key in dict.fromkeys([*found, *stated, *sorted((there ^ transcribed) - renamed)]):
        if _table_of(key) not in whole:
            change = found.get(key)
            says = _status(key, change, key in here, key in transcribed)
            says += stated.get(key, [])
            said = {line.partition(":")[0] for line in says}
            says += [line for line in _changed(change) if line.partition(":")[0] not in said] if change else []
            line = here[key].line if key in here else 0
            differences.append(Difference(_subject(key), line, tuple(says), tuple(_where(name, key, change))))
    differences += [*_systems(page, name), *_examples(page, name)]
    ruled = {key for ruling in known.rulings() for key in ruling.get("differences", ())}
    return _in_order(each for each in differences if each.key(name) not in ruled)


def with_page(page: Page, name: str, earlier: Page) -> list[Difference]:
    """The differences between two revisions of a page."""
    old, new = (entries(each, known.named(each, name)) for each in (earlier, page))
    differences = _whole_tables(new, {key.place for key in old if key.place not in NEW})
    whole = {each.subject for each in differences}
    for change in changes(old, new):
        if _table_of(change.key) not in whole:
            says = [*_status(change.key, change, change.new is not None, False), *_changed(change)]
            line = change.new.line if change.new else 0
            differences.append(Difference(_subject(change.key), line, tuple(says)))
    return _in_order(differences)


def _in_order(differences: Iterable[Difference]) -> list[Difference]:
    """Differences in the order of the page, those that are not on it last."""
    return sorted(differences, key=lambda each: each.line or float("inf"))


def _whole_tables(here: Entries, tables: set[str]) -> list[Difference]:
    """The tables of parameters that are new or gone as a whole, instead of each of their parameters."""
    on_page: dict[str, list[Key]] = {}
    for key in here:
        if key.place not in NEW:
            on_page.setdefault(key.place, []).append(key)
    new = [keys for place, keys in on_page.items() if place not in tables]
    gone = sorted(tables - on_page.keys() - NEW.keys())
    return [
        Difference(_table_of(keys[0]), here[keys[0]].line, ("new table: " + ", ".join(key.name for key in keys[1:]),))
        for keys in new
    ] + [Difference(f"table {place}", 0, (GONE,)) for place in gone]


def _table_of(key: Key) -> str:
    return f"table {key.place}"


def _subject(key: Key) -> str:
    if key == (TEXT, TITLE):
        return "title of the page"
    if key.place in (TEXT, EXAMPLES):
        return f"{'section' if key.place == TEXT else 'example'} {key.name}"
    return key.name if key.place in NEW else f"{_table_of(key)}: {key.name}"


def _status(key: Key, change: Change | None, is_there: bool, is_ours: bool) -> list[str]:
    """Whether an entry is new, gone or renamed; nothing if it was there."""
    if not is_there:
        return [GONE]
    if change and change.was:
        return [f"renamed from {change.was}"]
    if change and not change.old and is_ours:
        return ["not read before"]
    if (change and not change.old) or (not is_ours and not change):
        return [NEW.get(key.place, "new parameter")]
    return []


def _where(name: str, key: Key, change: Change | None) -> Iterator[str]:
    """Where the project says what the page says in an entry, and which rulings are on it."""
    if key.place == CODES:
        yield known.file_of(name)
        yield from known.meaning(key.name)
    elif key.place not in NEW and key.name != TITLE:
        parameter = change.was if change and change.was else key.name
        yield from (f"schemas/{each}" for each in known.schema_of(name, key.place, parameter))
        for each in known.rulings_on(name, key.place, parameter):
            yield f"ruling {each['ruling']} (on {each['pages'][name]}): {each['does']}"


def _changed(change: Change) -> Iterator[str]:
    """What differs between two entries: cells, then sentences, as a word diff where both are known."""
    if not change.new:
        return
    old = change.old or Entry((), ())
    for title, before, after in zip(("mandatory", "type"), old.cells, change.new.cells, strict=False):
        if before != after:
            yield f"{title}: {after}, was {before}"
    for removed, added in blocks(old, change.new):
        if removed and all(sentence.text for sentence in removed):
            yield _words([each.text for each in removed], [each.text for each in added], added)
        else:
            yield from (f"+ {_at(each)}{each.text}" for each in added)
            if removed:
                count = "a sentence" if len(removed) == 1 else f"{len(removed)} sentences"
                yield f"- {count} of the revision that was read"


def _words(old: list[str], new: list[str], added: list[Sentence]) -> str:
    """A diff by words, as wdiff writes it."""
    before, after = " ".join(old).split(), " ".join(new).split()
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(" ".join(before[a:b]))
        else:
            parts += [f"[-{' '.join(before[a:b])}-]"] * (b > a) + [f"{{+{' '.join(after[c:d])}+}}"] * (d > c)
    return f"~ {_at(added[0]) if added else ''}{' '.join(parts)}"


def _at(sentence: Sentence) -> str:
    return f"line {sentence.line}: "


def _stated(page: Page, name: str) -> dict[Key, list[str]]:
    """What rows on a page say for certain, where their transcription says otherwise."""
    found: dict[Key, list[str]] = {}
    transcribed = known.rows(name)
    for table, content in known.named(page, name):
        for parameter, row in parameters(content).items():
            if ours := transcribed.get(table, {}).get(parameter):
                lines = _facts(facts(row), ours, known.schema_of(name, table, parameter))
                found |= {Key(table, parameter): lines} if lines else {}
    return found


def _facts(theirs: dict[str, Any], row: dict[str, Any], schemas: dict[str, dict[str, Any]]) -> list[str]:
    """The facts of a row that the transcription has otherwise, and what the schemas say."""
    ours = {"mandatory": row["mandatory"], "type": row["type"], **row.get("limits", {})}
    if "items" in ours:
        ours["items"] = "string" if ours["items"] == "string" else "object"
    lines = []
    for fact, value in theirs.items():
        if fact not in ours or _comparable(ours[fact]) != _comparable(value):
            has = json.dumps(ours[fact]) if fact in ours else "nothing"
            found = [each[key] for each in schemas.values() if (key := KEYWORDS.get(fact, fact)) in each]
            others = {json.dumps(each) for each in found if _comparable(each) != _comparable(ours.get(fact))}
            also = f", {' or '.join(sorted(others))} in the schema" if others and fact != "items" else ""
            lines.append(f"{fact}: {json.dumps(value)} on the page, {has} in tests/tables.yaml{also}")
    return lines


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _systems(page: Page, name: str) -> Iterator[Difference]:
    """The operating systems that are only on the page, or only in the data file."""
    groups: dict[str, list[str]] = known.content(name).get("os_versions", {})
    ours = {system for group in groups.values() for system in group}
    theirs = {known.spelled(system): line for system, line in systems(page).items()} if ours else {}
    gone = sorted(ours - theirs.keys()) if theirs else []
    for system in sorted(theirs.keys() - ours):
        same = [each for each in gone if _NUMBER.findall(each) == _NUMBER.findall(system)]
        was = next(iter(difflib.get_close_matches(system, same, n=1)), "")
        gone = [each for each in gone if each != was]
        says = f"renamed from {was}" if was else NEW[SYSTEMS]
        yield Difference(system, theirs[system], (says,), (known.file_of(name),))
    yield from (Difference(system, 0, (GONE,), (known.file_of(name),)) for system in gone)


def _examples(page: Page, name: str) -> Iterator[Difference]:
    """The examples on a page with findings."""
    if name not in BY_NAME:
        return
    for example in page.examples:
        says = [
            f"line {each.start.line + example.line - 1}: {each.severity.value} {each.code} {each.message}"
            for each in lint_text(example.body, "example.json", operation=name)
        ]
        if says:
            yield Difference(f"example {example.title}", example.line, tuple(says))
