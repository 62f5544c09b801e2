"""Texts to compare verdicts on, each with what ims-lint's schema check says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from hypothesis import HealthCheck, Phase, given, settings

from ims_lint import schema
from ims_lint.document import Document, read
from ims_lint.document.text import Text
from ims_lint.finding import Path as ValuePath
from ims_lint.linter import lint
from ims_lint.operations import BY_NAME, IMAGE
from ims_lint.request import Request
from ims_lint.rules.causes import explain
from ims_lint.schema.compiled import operation_of
from ims_lint.schema.store import ENTRY
from tests.editors.drawn import requests
from tests.linting import input_of

TESTS = Path(__file__).parents[1]
DRAWN = 1000


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


class Sample(NamedTuple):
    """A text, and by ims-lint: its documents, the lines that must bear an error (with the code), and those that may.

    `schema` is that of the operation that is declared, or ENTRY if none is.
    """

    name: str
    schema: str
    language: str
    text: str
    documents: list[Document]
    must: dict[int, str]
    may: set[int]

    def line(self, document: Document, path: ValuePath, at_key: bool = False) -> int:
        """The line where a value of a document starts, or its key."""
        return _line(document, Text(self.text), path, at_key)


def from_files(name: str = ENTRY) -> Iterator[Sample]:
    """The case folders, the pages' requests and the working ones, as far as they can be read.

    For the schema of an operation, these are the files of that operation. A file that names the schema of an
    operation itself is not among them: an editor uses that schema.
    """
    paths = [*TESTS.glob("cases/*/*"), *TESTS.glob("requests/*"), *TESTS.glob("working/*")]
    for path in sorted(path for path in paths if ".ims." in path.name):
        input = input_of(path)
        choices = lint(input).choices if input.readable else ()
        if not choices or any(each.origin == "$schema" for each in choices):
            continue
        if name != ENTRY and any(each.operation.name != name for each in choices):
            continue
        if found := make_sample(str(path.relative_to(TESTS)), input.language, input.text, name):
            yield found


@cache
def _bodies() -> list[tuple[str, Any]]:
    """Requests and mutations from hypothesis, the same in every run, each with its operation."""
    bodies: list[tuple[str, Any]] = []

    @settings(
        max_examples=DRAWN,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests())
    def collect(drawn: tuple[str, Any]) -> None:
        bodies.append(drawn)

    collect()
    return bodies


def drawn(name: str = ENTRY) -> Iterator[Sample]:
    """Drawn requests, each as JSON and as YAML: for the schema of an operation its own, and a tenth of the others."""
    for index, (operation, body) in enumerate(_bodies()):
        if name not in (ENTRY, operation) and index % 10:
            continue
        as_json = json.dumps(body, indent=2, ensure_ascii=False)
        as_yaml = yaml.dump(body, Dumper=_WithoutAliases, sort_keys=False, allow_unicode=True, width=2000)
        for language, text in (("json", as_json), ("yaml", as_yaml)):
            drawn_sample = make_sample(f"drawn {index} as {language}", language, text, name)
            assert drawn_sample, text
            yield drawn_sample


def make_sample(name: str, language: str, text: str, schema_name: str = ENTRY) -> Sample | None:
    """A text as a sample, None where it cannot be read as JSON values."""
    documents, stopped = read(text, language)
    if stopped or not documents or not all(_is_json(document.value) for document in documents):
        return None
    lines = Text(text)
    must: dict[int, str] = {}
    may: set[int] = set()
    for document in documents:
        operation = BY_NAME.get(schema_name) or BY_NAME[operation_of(document.value) or IMAGE.name]
        broken = list(schema.check(operation.name, document.value))
        for finding in explain(Request(document.value, operation=operation), broken):
            must.setdefault(_line(document, lines, finding.path, finding.at_key), finding.code)
        for violation in broken:
            may.add(_line(document, lines, violation.path, violation.keyword == "additionalProperties"))
    return Sample(name, schema_name, language, text, documents, must, may)


def _is_json(value: Any) -> bool:
    """Whether JSON can write a value: not so a number that is none, or what could not be read."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def _line(document: Document, text: Text, path: ValuePath, at_key: bool) -> int:
    span = document.key_span(path) if at_key else document.span(path)
    return text.position(span.start).line
