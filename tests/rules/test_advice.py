"""Following a help word by word removes the finding, and brings no new one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import pytest

from ims_lint import lint_text
from ims_lint.document.edit import CannotEdit, Editor
from ims_lint.document.text import Text
from ims_lint.finding import Insert, Path, PathOperation, Remove, RenameKey, SetValue
from ims_lint.input import Input, from_bytes
from ims_lint.linter import Linted, lint
from ims_lint.operations import BY_NAME
from ims_lint.report.diagnostic import Diagnostic
from tests import cases

_VALUE = re.compile(
    r"(?:change it to|put it in quotes:|remove the quotes:|use a list of (?:strings|objects):|use a string:"
    r"|use an object:|put it in a list:|use one of|use) (?P<json>(?:true|false|[\"\[{0-9]).*)"
)
_SET = re.compile(r"set (?P<name>\w+) to (?P<json>[\"0-9].*)")
_RANGE = re.compile(r"set (?P<name>\w+) to (?:an integer from|at least|at most) (?P<number>[0-9]+).*")
_SET_IT = re.compile(r"set it to an? (?:string|integer), for example (?P<json>[\"0-9].*)")
_RENAME = re.compile(r"(?:rename it|replace (?P<key>\w+)) (?:to|with) (?P<name>\w+)(?:, (?:in|the) .*)?")
_ADD = re.compile(r"add (?P<name>\w+)(?: with a documented value)?(?::|, for example) (?P<json>[\"0-9].*)")
_REMOVE = re.compile(r"remove it((,| if | unless ).*)?")
_REMOVE_OTHER = re.compile(r"remove (?P<name>\w+)(,| or .*|, and correct .*|$)")
_CONVERT = re.compile(r"(?:convert the file to|use a(?= RAW)) (?:one of )?(?P<format>\w+).*")
_DECLARE = re.compile(
    r"(?:.*, or )?declare (?P<names>.+) with --operation"
    r"(?: or \$schema|, \$schema or # ims-lint: operation=(?P<first>\w+))"
)


def operation(path: Path, help: str, value: Any = None) -> PathOperation | None:
    """What a help says to do with the value at a path, None where it names no text to write."""
    help = re.sub(r'"<[^"]*", (for example|or) ', "", help)
    if (match := _VALUE.match(help)) and (new := _first(match["json"])) is not None:
        return SetValue(path, new)
    if (match := _SET.match(help)) and (new := _first(match["json"])) is not None:
        return SetValue((*path[:-1], match["name"]), new)
    if match := _RANGE.fullmatch(help):
        return SetValue((*path[:-1], match["name"]), int(match["number"]))
    if (match := _SET_IT.match(help)) and (new := _first(match["json"])) is not None:
        return SetValue(path, new)
    if match := _RENAME.fullmatch(help):
        return RenameKey((match["key"],) if match["key"] else path, match["name"])
    if (match := _ADD.match(help)) and (new := _first(match["json"])) is not None:
        return Insert(path if path[-1:] == (match["name"],) else (*path, match["name"]), new)
    if (match := _CONVERT.fullmatch(help)) and isinstance(value, str):
        return SetValue(path, f"{value.rpartition('.')[0]}.{match['format'].lower()}")
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
    path = _path(document.value, diagnostic.pointer)
    wanted = operation(path, diagnostic.help, document.value.get(path[0]) if len(path) == 1 else None)
    if wanted is None:
        return None
    if isinstance(wanted, SetValue) and len(path) == 1 and wanted.path[0] not in document.value:
        wanted = Insert(wanted.path, wanted.value)
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
    assert len(ADVISED) > 200


def _declared() -> Iterator[Any]:
    for path in cases.files("bad-"):
        for diagnostic in cases.lint(path).diagnostics:
            if (match := _DECLARE.fullmatch(diagnostic.help)) and "adapt the request" not in diagnostic.help:
                for name in re.split(r", | or ", match["names"]):
                    yield pytest.param(path, name, match["first"], id=f"{path.parent.name}/{path.name}-{name}")


DECLARED = list(_declared())


@pytest.mark.parametrize(("path", "name", "first"), DECLARED)
def test_an_operation_that_is_declared_as_a_help_says_takes_the_request(
    path: FilePath, name: str, first: str | None
) -> None:
    assert first is None if path.suffix == ".json" else first in BY_NAME
    input = from_bytes(path.read_bytes(), path.name)
    report = lint(input, cases.config_for(path).declaring(name)).report
    assert [each for each in report.diagnostics if each.severity == "error"] == []


def test_helps_declare_each_operation() -> None:
    assert {param.values[1] for param in DECLARED} == BY_NAME.keys()


def test_a_comment_that_a_help_asks_for_declares_the_operation() -> None:
    found = lint_text("name: web\n" + _VAULT, "web.image.ims.yaml")
    comment = re.search("# .*", found[0].help)
    assert comment and lint_text(f"{comment[0]}\nname: web\n{_VAULT}", "web.image.ims.yaml") == ()


def test_a_schema_that_a_help_asks_for_in_json_declares_the_operation() -> None:
    request = {"name": "web", "image_url": "ims-images:web.zvhd2", "min_disk": 40, "os_version": "CentOS 7.6 64bit"}
    request |= {"is_config": False}
    (found,) = lint_text(json.dumps(request), "web.quickimport.ims.json")
    assert found.help == "remove it, or declare image with --operation or $schema"
    assert lint_text(json.dumps({"$schema": "image.schema.json"} | request), "web.quickimport.ims.json") == ()


def test_a_help_for_the_file_of_a_quick_import_does_not_remove_a_parameter_of_another_operation() -> None:
    text = "name: web\nimage_url: ims-images:web.iso\nmin_disk: 40\nos_version: CentOS 7.6 64bit\n"
    found = lint_text(f"{text}is_quick_import: false\n", "web.quickimport.ims.yaml")
    assert [(each.code, each.related) for each in found] == [("IMS404", ()), ("IMS204", ())]
    assert found[0].help == "use a RAW or ZVHD2 file of the system disk"


_VAULT = "instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\nvault_id: 4a8b2c6e-7f2d-4a0e-9d43-2f5f3f0a3b11\n"
