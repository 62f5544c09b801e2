"""Each rule says which operations it is for, and that is what happens."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from ims_lint import Config, lint_text
from ims_lint.input import from_bytes
from ims_lint.linter import lint
from ims_lint.operations import BY_NAME, OPERATIONS
from ims_lint.output.rule_pages import render
from ims_lint.rules.registry import BY_CODE, RULES
from ims_lint.rules.rule import Rule
from tests import cases

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
FILE = "name: web\nimage_url: ims-images:web.zvhd2\nmin_disk: 100\n"

MORE = [
    ("quickimport", f"{FILE}type: DataImage\ntags: [a.b]\nimage_tags: [{{key: a, value: b}}]\n"),
    ("quickimport", FILE.replace("web\n", "web" * 43 + "\n") + "type: DataImage\n"),
    ("quickimport", FILE.replace(":web", ":/web").replace("100", "1025") + "type: DataImage\n"),
    ("quickimport", f"{FILE}os_version: CentOS 7.6 64bit\nlicense_type: byol\n"),
    ("dataimages", f"{FILE}tags: [a.b]\nimage_tags: [{{key: a, value: b}}]\n"),
    ("dataimages", FILE.replace("web\n", "web" * 43 + "\n")),
    ("wholeimages", f"name: web\ninstance_id: {ID}\nbackup_id: {ID}\n"),
    ("wholeimages", f"name: web\nbackup_id: {ID}\nwhole_image_type: cbr\n"),
    ("wholeimages", f"name: web\nbackup_id: {ID}\nwhole_image_type: CBR\nos_version: centos 7.6 64bit\n"),
    ("wholeimages", f"name: web\nbackup_id: {ID}\nwhole_image_type: CBR\nos_version: CoreOS 2023.4.0\n"),
    ("wholeimages", f"name: web\nbackup_id: {ID}\nwhole_image_type: CBR\nos_version: Plan 9\n"),
]
"""Requests for what no case brings: the operation, and the text."""


@cache
def found() -> dict[str, set[str]]:
    """By code, the operations with a finding: those of all case files and examples, checked for each operation."""
    by_code: dict[str, set[str]] = defaultdict(set)
    paths = (*cases.files("bad-"), *cases.files("ok-"), *cases.hosts("bad-"))
    files = [(path.name, path.read_bytes()) for path in paths]
    examples = [text + "\n" for rule in RULES for text in (rule.example, rule.instead) if text]
    files += [("web.ims.json" if each.startswith("{") else "web.ims.yaml", each.encode()) for each in examples]
    for name in BY_NAME:
        config = Config(extend_select=("ALL",), strict=True, declared_operation=name)
        more = [("web.ims.yaml", text.encode()) for operation, text in MORE if operation == name]
        for file, data in (*files, *more):
            for diagnostic in lint(from_bytes(data, file), config).report.diagnostics:
                by_code[diagnostic.code].add(name)
    return by_code


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_findings_in_the_operations_that_it_names_and_in_no_other(rule: Rule) -> None:
    assert found()[rule.code] == set(rule.applies_to)


@pytest.mark.parametrize("path", cases.files("bad-"), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_case_is_of_an_operation_that_its_rule_is_for(path: Path) -> None:
    report = cases.lint(path)
    operations = {each.document: each.operation for each in report.requests}
    for diagnostic in report.diagnostics:
        assert operations.get(diagnostic.document, "image") in BY_CODE[diagnostic.code].applies_to


def test_the_operations_are_in_the_order_of_the_table() -> None:
    names = [each.name for each in OPERATIONS]
    for rule in RULES:
        assert rule.applies_to == [each for each in names if each in rule.applies_to]
        assert rule.applies_to


@pytest.mark.parametrize(
    ("code", "operations"),
    [
        ("IMS103", ["image"]),
        ("IMS104", ["quickimport"]),
        ("IMS202", ["image"]),
        ("IMS408", ["image", "wholeimages"]),
        ("IMS409", ["image"]),
        ("IMS502", ["image"]),
        ("IMS514", ["image"]),
        ("IMS515", ["image"]),
        ("IMS519", ["image"]),
        ("IMS102", ["image", "wholeimages"]),
        ("IMS410", ["quickimport", "dataimages"]),
        ("IMS523", ["wholeimages"]),
        ("IMS525", ["quickimport"]),
        ("IMS301", [each.name for each in OPERATIONS]),
    ],
)
def test_what_the_pages_of_the_api_say_a_rule_is_for(code: str, operations: list[str]) -> None:
    assert BY_CODE[code].applies_to == operations


def test_two_sources_are_one_finding_at_both_and_nothing_else() -> None:
    text = "name: web\ninstance_id: x\nbackup_id: y\nos_version: centos 7\ntags: [a.b.c, 'a.b:c']\nmin_ram: -1\n"
    (only,) = lint_text(text, "web.ims.yaml", operation="wholeimages")
    assert (only.code, [each.start.line for each in only.related]) == ("IMS102", [2])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"name: web\nvolume_id: {ID}\nos_version: centos 7.6 64bit\n", ["IMS204"]),
        (f"{FILE}min_ram: 2048\nmax_ram: 1024\n", ["IMS204", "IMS204"]),
        (f"{FILE}cmk_id: {ID}\ntype: BMS\n", ["IMS204"]),
    ],
)
def test_what_belongs_to_another_operation_is_judged_by_no_other_rule(text: str, codes: list[str]) -> None:
    assert [each.code for each in lint_text(text, "web.ims.yaml", operation="dataimages")] == codes


@pytest.mark.parametrize("operation", BY_NAME)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"request:\n  name: web\n  instance_id: {ID}\n  image_url: ims-images:web.zvhd2\n", 1),
        ("metadata: {}\napiVersion: v1\nkind: Secret\n", 2),
    ],
)
def test_a_request_inside_an_object_is_one_finding_in_each_operation(operation: str, text: str, line: int) -> None:
    (only,) = lint_text(text, "web.ims.yaml", operation=operation)
    assert (only.code, only.start.line) == ("IMS101", line)


@pytest.mark.parametrize(
    ("code", "said"),
    [("IMS301", "all"), ("IMS408", "image and wholeimages"), ("IMS310", "image, quickimport and dataimages")],
)
def test_the_documentation_of_a_rule_says_its_operations(code: str, said: str) -> None:
    assert f"\nOperations: {said}\n" in render([BY_CODE[code]], "text")
    plain = render([BY_CODE[code]], "markdown").replace("`", "")
    assert f"\n- Operations: {said}\n" in plain
    (data,) = json.loads(render([BY_CODE[code]], "json"))
    assert data["operations"] == BY_CODE[code].applies_to
