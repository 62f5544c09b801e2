"""Following a help word by word removes the finding, and brings no new one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import pytest

from ims_lint.document.edit import CannotEdit, Editor
from ims_lint.document.text import Text
from ims_lint.finding import Insert, Path, PathOperation, Remove, RenameKey, SetValue
from ims_lint.input import Input, from_bytes
from ims_lint.linter import Linted, lint
from ims_lint.report.diagnostic import Diagnostic
from tests import cases

_VALUE = re.compile(
    r"(?:change it to|put it in quotes:|remove the quotes:|use a list of (?:strings|objects):|use a string:"
    r"|use an object:|put it in a list:|use) (?P<json>(?:true|false|[\"\[{0-9]).*)"
)
_SET = re.compile(r"set (?P<name>\w+) to (?P<json>[\"0-9].*)")
_RENAME = re.compile(r"rename it to (?P<name>\w+)")
_ADD = re.compile(r"add (?P<name>\w+)(?::|, for example) (?P<json>[\"0-9].*)")
_REMOVE = re.compile(r"remove it(,.*)?")
_REMOVE_OTHER = re.compile(r"remove (?P<name>\w+)(,| or .*|$)")


def operation(path: Path, help: str) -> PathOperation | None:
    """What a help says to do with the value at a path, None where it names no text to write."""
    help = re.sub(r'"<[^"]*", (for example|or) ', "", help)
    if (match := _VALUE.match(help)) and (value := _first(match["json"])) is not None:
        return SetValue(path, value)
    if (match := _SET.match(help)) and (value := _first(match["json"])) is not None:
        return SetValue((*path[:-1], match["name"]), value)
    if match := _RENAME.fullmatch(help):
        return RenameKey(path, match["name"])
    if (match := _ADD.match(help)) and (value := _first(match["json"])) is not None:
        return Insert(path if path[-1:] == (match["name"],) else (*path, match["name"]), value)
    if _REMOVE.fullmatch(help):
        return Remove(path)
    if match := _REMOVE_OTHER.fullmatch(help):
        return Remove((match["name"],))
    return None


def _first(text: str) -> Any:
    """The JSON value that a text consists of, or that stands before a condition or an alternative."""
    value, end = json.JSONDecoder().raw_decode(text)
    return value if re.match(r"$|,| or | if | for ", text[end:]) else None


def followed(linted: Linted, diagnostic: Diagnostic) -> Input | None:
    """The input after what the help of a diagnostic says, None where it names no text to write."""
    document = linted.bodies[diagnostic.document]
    wanted = operation(_path(document.value, diagnostic.pointer), diagnostic.help)
    if wanted is None:
        return None
    text = Text(linted.input.text)
    try:
        edits = Editor(document, text, linted.input.language == "json").edits(wanted)
    except CannotEdit:
        return None
    content = text.content
    for start, end, new in sorted(edits, reverse=True):
        content = content[:start] + new + content[end:]
    return linted.input.with_text(content)


def _path(value: Any, where: str) -> Path:
    """A JSON Pointer as a path in a value."""
    path: Path = ()
    for step in (each.replace("~1", "/").replace("~0", "~") for each in where.split("/")[1:]):
        is_list = isinstance(value, list)
        path = (*path, int(step) if is_list else step)
        value = value[int(step)] if is_list else value.get(step) if isinstance(value, dict) else None
    return path


def _advised() -> Iterator[Any]:
    for path in cases.files("bad-"):
        if "IMS0" not in path.parent.name:
            linted = lint(from_bytes(path.read_bytes(), path.name), cases.config_for(path))
            for diagnostic in linted.report.diagnostics:
                if (after := followed(linted, diagnostic)) is not None:
                    yield pytest.param(path, linted, diagnostic, after, id=f"{path.parent.name}/{path.name}")


ADVISED = list(_advised())


@pytest.mark.parametrize(("path", "before", "diagnostic", "after"), ADVISED)
def test_a_help_that_is_followed_mends(path: FilePath, before: Linted, diagnostic: Diagnostic, after: Input) -> None:
    said = {(each.code, each.pointer) for each in before.report.diagnostics}
    left = {(each.code, each.pointer) for each in lint(after, cases.config_for(path)).report.diagnostics}
    assert left <= said - {(diagnostic.code, diagnostic.pointer)}, (diagnostic.help, after.text)


def test_most_helps_name_what_to_write() -> None:
    assert len(ADVISED) > 100
