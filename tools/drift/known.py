"""What the project says of the pages: the tables, the rulings, the data files, and the words that were read before."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from ims_lint.operations import BY_NAME
from ims_lint.schema.store import data, load
from tools.drift.entries import CODES, Entries, Key, from_record, parameters
from tools.drift.page import Page, Table, Unreadable

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "tests" / "words.yaml"
"""Digests of the words of each page that was read, by revision."""

SIMILAR = 0.3
"""How many of the parameters of two tables must be the same for them to be the same table."""


@cache
def tables() -> dict[str, Any]:
    """The transcription of the pages."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "tables.yaml").read_text(encoding="utf-8"))
    return content


@cache
def rulings() -> list[dict[str, Any]]:
    """The rulings on the pages."""
    content: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "rulings.yaml").read_text(encoding="utf-8"))
    return content


def name_of(text: str) -> str | None:
    """The name of a page, told by a line with the address of its operation or its title; None if it has neither."""
    lines = [line.strip() for line in text.splitlines()]
    for name, operation in BY_NAME.items():
        if operation.address in lines:
            return name
    titles = {line for line, rule in pairwise(lines) if line and rule and set(rule) == {"="}}
    return next((name for name in tables()["pages"] if source(name)["title"] in titles), None)


def file_of(name: str) -> str:
    """The file with what is known from a page."""
    file: str = tables()["pages"][name]
    return f"schemas/{file}" if file.endswith(".json") else f"ims_lint/data/{file}"


def content(name: str) -> dict[str, Any]:
    """The content of the data file that is known from a page; nothing if it is the page of an operation."""
    return {} if name in BY_NAME else data(tables()["pages"][name].removesuffix(".yaml"))


def meaning(code: str) -> list[str]:
    """Where our own words for an error code are, if rules prevent it."""
    words: dict[str, str] = yaml.safe_load((ROOT / "tests" / "error_codes.yaml").read_text(encoding="utf-8"))
    return [f"tests/error_codes.yaml: {words[code]}"] if code in words else []


def spelled(system: str) -> str:
    """An operating system as we read a page that misspells it."""
    for ruling in rulings():
        for theirs, ours in ruling.get("read_as", {}).items():
            system = system.replace(theirs, ours)
    return system


def source(name: str) -> dict[str, str]:
    """The title and the revision of a page that the project is from."""
    found: dict[str, str] = load(name)["x-page"] if name in BY_NAME else content(name)["page"]
    return found


def rows(name: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The transcribed rows of a page by table and parameter."""
    return {
        table["table"]: {row["parameter"]: row for row in table["rows"]}
        for table in tables()["tables"]
        if name in table["pages"]
    }


def keys(name: str) -> set[Key]:
    """The parameters and the error codes that the project knows from a page."""
    found = {Key(table, parameter) for table, parameters in rows(name).items() for parameter in parameters}
    return found | {Key(CODES, code) for code in content(name).get("error_codes", ())}


def named(page: Page, name: str) -> list[tuple[str, Table]]:
    """The tables of parameters on a page with the names that they have in the transcription.

    The most similar ones belong together; a table that is like no other keeps the title that it has on the page.
    """
    known = {table: set(parameters) for table, parameters in rows(name).items()}
    here = [set(parameters(table)) for table in page.parameters]
    pairs = [
        (-len(names & ours) / len(names | ours), index, table)
        for index, names in enumerate(here)
        for table, ours in known.items()
    ]
    chosen: dict[int, str] = {}
    for similarity, index, table in sorted(pairs):
        if -similarity >= SIMILAR and index not in chosen and table not in chosen.values():
            chosen[index] = table
    return [
        (chosen.get(index, " ".join(table.title.text.split())), table) for index, table in enumerate(page.parameters)
    ]


def words(file: Path) -> dict[str, dict[str, Any]]:
    """What was read of the pages: by page and revision, in their order."""
    if not file.exists():
        return {}
    try:
        found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise Unreadable(f"{file}: not YAML") from error
    return found


def read_before(name: str, revision: str, file: Path) -> tuple[str, Entries]:
    """The revision of a page that was read, or else the last one before it or of all, with its entries."""
    revisions = words(file).get(name, {})
    earlier = [each for each in sorted(revisions) if not revision or each <= revision] or sorted(revisions)
    if not earlier:
        return "", {}
    return earlier[-1], from_record(revisions[earlier[-1]])


def schema_of(page: str, table: str, parameter: str) -> dict[str, dict[str, Any]]:
    """Where the schemas have a parameter of a table, or would have it, and what they say there."""
    found = {}
    for name in objects(page, table):
        where, schema = _follow(tables()["objects"][name]["schema"])
        if parameter in schema["properties"]:
            where, part = _follow(f"{where}/properties/{parameter}")
            found[where] = part | {"mandatory": parameter in schema["required"]}
        else:
            found[where] = {}
    return found


def objects(page: str, table: str) -> list[str]:
    """The objects that a table of a page describes."""
    return next(
        (each["objects"] for each in tables()["tables"] if each["table"] == table and page in each["pages"]), []
    )


def _follow(reference: str) -> tuple[str, dict[str, Any]]:
    """The place that a reference leads to in the end, and the schema there."""
    file, _, pointer = reference.partition("#")
    schema: dict[str, Any] = load(file.removesuffix(".schema.json"))
    for step in pointer.strip("/").split("/"):
        schema = schema[step]
    if "$ref" in schema:
        return _follow(schema["$ref"] if not schema["$ref"].startswith("#") else file + schema["$ref"])
    return reference, schema


def rulings_on(name: str, table: str, parameter: str) -> list[dict[str, Any]]:
    """The rulings on a parameter of a table."""
    described = set(objects(name, table))
    return [
        ruling
        for ruling in rulings()
        if name in ruling["pages"]
        and parameter in ruling.get("parameters", ())
        and (isinstance(ruling["objects"], str) or described & set(ruling["objects"]))
    ]
