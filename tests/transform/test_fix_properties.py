"""Fixes: a clean request in any layout, broken in a way that can be fixed, becomes clean and else unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from ims_lint import lint_text
from ims_lint.config import Config
from ims_lint.document import read
from ims_lint.document.node import Node
from ims_lint.finding import Path
from tests.linting import fix_bytes
from tests.strategies import as_yaml, file_name, requests

ENUMS = ("type", "os_type", "hw_firmware_type", "architecture", "whole_image_type")
MISSPELT = {
    "name": "Name",
    "description": "descripton",
    "instance_id": "instanceId",
    "volume_id": "volume-id",
    "backup_id": "backupId",
    "vault_id": "vault-id",
    "image_url": "imageUrl",
    "min_disk": "min_dsk",
    "os_version": "__os_version",
    "os_type": "__os_type",
    "enterprise_project_id": "enterprise_projet_id",
    "is_quick_import": "is_quickimport",
    "hw_firmware_type": "hw_firmware_typ",
    "architecture": "arquitecture",
    "image_tags": "imageTags",
    "data_images": "data_image",
}


def places(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node | None, Node]]:
    """Every value below a node, with the node of its key."""
    for key, value in node.entries or ():
        yield (*path, key.value), key, value
        yield from places(value, (*path, key.value))
    for index, item in enumerate(node.items or ()):
        yield (*path, index), None, item
        yield from places(item, (*path, index))


def broken_values(path: Path, value: Any, language: str) -> list[str]:
    """How a value may be written that a safe fix sets right again."""
    name = path[-1]
    if isinstance(value, bool):
        words = ["yes", "on"] if value else ["no", "off"]
        return [f'"{str(value).lower()}"', f'"{value}"', *(words if language == "yaml" else ())]
    if isinstance(value, int):
        return [f'"{value}"', *([f"'{value}'"] if language == "yaml" else ())]
    if name in ENUMS:
        return [json.dumps(value.upper()), json.dumps(value.lower()), json.dumps(f" {value}")]
    if name == "enterprise_project_id" and value == "0":
        return ["0"]
    if name == "image_url":
        bucket, _, file = value.partition(":")
        return [
            json.dumps(f"obs://{bucket}/{file}"),
            json.dumps(f"https://{bucket}.obs.eu-de.otc.t-systems.com/{file}"),
        ]
    if "image_tags" in path and name == "value":
        return [json.dumps(f" {value} ", ensure_ascii=False)] if value.isprintable() else []
    return []


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A clean request as text, in any layout, and the name of its file, which declares its operation."""
    source, body = draw(requests())
    if draw(st.booleans()):
        text, language = (
            json.dumps(body, indent=draw(st.sampled_from([None, 2, 4])), ensure_ascii=draw(st.booleans())),
            "json",
        )
    else:
        text, language = "# A request\n" + as_yaml(draw, body), "yaml"
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return (text.rstrip("\r\n") if draw(st.booleans()) else text), file_name(source, language)


@given(written(), st.data())
def test_what_was_broken_is_mended_and_the_rest_stays(drawn: tuple[str, str], data: st.DataObject) -> None:
    text, name = drawn
    language = name.rpartition(".")[2]
    assume(lint_text(text, name) == ())
    documents, _ = read(text, language)
    choices = []
    for path, key, value in places(documents[0].root):
        wrong = [(value, each) for each in broken_values(path, value.value, language)]
        if key and len(path) in (1, 3) and path[-1] in MISSPELT and MISSPELT[str(path[-1])] != path[-1]:
            wrong.append((key, json.dumps(MISSPELT[str(path[-1])])))
        choices += [(path, node, each) for node, each in wrong if text[node.start : node.end] != each]
    assume(choices)
    path, node, wrong_text = data.draw(st.sampled_from(choices))
    broken = text[: node.start] + wrong_text + text[node.end :]
    assume(any(each.fix and each.fix.safe for each in lint_text(broken, name)))

    fixed = fix_bytes(broken.encode(), name, Config())

    result = fixed.data.decode()
    assert fixed.report.diagnostics == ()
    assert fixed.refused == ()
    assert result.startswith(text[: node.start])
    assert result.endswith(text[node.end :])
    documents, _ = read(text, language)
    mended, _ = read(result, language)
    assert mended[0].value == documents[0].value
    again = fix_bytes(fixed.data, name, Config())
    assert (again.data, again.applied) == (fixed.data, 0)


@given(written(), st.data())
def test_an_exact_duplicate_is_taken_out_again(drawn: tuple[str, str], data: st.DataObject) -> None:
    text, name = drawn
    language = name.rpartition(".")[2]
    assume(lint_text(text, name) == ())
    documents, _ = read(text, language)
    entries = [
        (key, value)
        for _, node in [((), documents[0].root), *((path, value) for path, _, value in places(documents[0].root))]
        for key, value in node.entries or ()
        if text[node.start] == "{"
    ]
    assume(entries)
    key, value = data.draw(st.sampled_from(entries))
    broken = f"{text[: value.end]}, {text[key.start : value.end]}{text[value.end :]}"
    fixed = fix_bytes(broken.encode(), name, Config())
    assert fixed.report.diagnostics == ()
    assert fixed.data.decode() == text
