"""Each case folder: bad files bring exactly their report, ok files bring nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ims_lint import lint_text
from ims_lint.input import from_bytes
from ims_lint.linter import lint
from tests import cases


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", [*cases.files("bad-"), *cases.hosts("bad-")], ids=_named)
def test_a_bad_file_brings_its_report(path: Path) -> None:
    report = cases.lint(path)
    assert [each.code for each in report.diagnostics] == [cases.code_of(path)]
    assert cases.shown(report) == cases.expected(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*cases.files("ok-"), *cases.hosts("ok-")], ids=_named)
def test_an_ok_file_brings_nothing(path: Path) -> None:
    assert [(each.code, each.message) for each in cases.lint(path).diagnostics] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("image_url: ims-image:web.iso\ntype: ECS", ["IMS402", "IMS405"]),
        ("image_url: ims-image:web.qcow2\ntype: IsoImage", ["IMS405"]),
        ("image_url: ims-image:web.iso\ntype: IsoImage", ["IMS402"]),
    ],
)
def test_what_follows_from_another_error_is_not_said(text: str, codes: list[str]) -> None:
    found = lint_text(f"name: web\nmin_disk: 40\n{text}\n", "web.ims.yaml")
    assert sorted(each.code for each in found) == codes


def test_a_list_that_is_far_too_long_is_refused_for_its_number_alone() -> None:
    for count, codes in ((100, {"IMS311", "IMS409"}), (101, {"IMS311"})):
        elements = "  - {image_url: 'ims-image:data.qcow2', min_disk: 10}\n" * count
        text = f"name: web\nmin_disk: 40\nimage_url: ims-image:web.qcow2\ndata_images:\n{elements}"
        assert {each.code for each in lint_text(text, "web.ims.yaml")} == codes


@pytest.mark.parametrize("path", sorted((cases.FOLDER.parent / "requests").iterdir()), ids=lambda path: path.name)
def test_an_example_of_the_api_page_is_clean(path: Path) -> None:
    assert cases.lint(path).diagnostics == ()


@pytest.mark.parametrize("path", sorted((cases.FOLDER.parent / "working").iterdir()), ids=lambda path: path.name)
def test_a_request_that_works_brings_no_error(path: Path) -> None:
    assert [each for each in cases.lint(path).diagnostics if each.severity == "error"] == []


@pytest.mark.parametrize("path", sorted((cases.FOLDER.parent / "working").iterdir()), ids=lambda path: path.name)
def test_a_request_that_works_brings_no_error_undeclared(path: Path) -> None:
    name = re.sub(r"\.\w+(?=\.ims\.)", "", path.name)
    report = lint(from_bytes(path.read_bytes(), name)).report
    assert [each for each in report.diagnostics if each.severity == "error"] == []


@pytest.mark.parametrize(
    "path", [*cases.FOLDER.glob("*/*.ims.*"), *(cases.FOLDER.parent / "working").iterdir()], ids=lambda path: path.name
)
def test_a_case_of_an_operation_is_found_by_its_name(path: Path) -> None:
    """It is in the name of the file, declared or not, unless it is that of all other cases."""
    for request in cases.lint(path).requests:
        assert request.operation == "image" or request.operation in path.name
        assert request.operation_from != "parameters" or "undeclared" in path.name or not path.name.startswith("bad-")


def test_no_report_is_left_over() -> None:
    held = {cases.expected(path) for path in (*cases.files("bad-"), *cases.hosts("bad-"))}
    assert set(cases.FOLDER.glob("*/*.report")) == held
