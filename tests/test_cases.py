"""Each case folder: bad files bring exactly their report, ok files bring nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import cases


@pytest.mark.parametrize("path", cases.files("bad-"), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_bad_file_brings_its_report(path: Path) -> None:
    report = cases.lint(path)
    assert [each.code for each in report.diagnostics] == [cases.code_of(path)]
    assert cases.shown(report) == cases.expected(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", cases.files("ok-"), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_ok_file_brings_nothing(path: Path) -> None:
    assert [(each.code, each.message) for each in cases.lint(path).diagnostics] == []


@pytest.mark.parametrize("path", sorted((cases.FOLDER.parent / "requests").iterdir()), ids=lambda path: path.name)
def test_an_example_of_the_api_page_is_clean(path: Path) -> None:
    assert cases.lint(path).diagnostics == ()


@pytest.mark.parametrize("path", sorted((cases.FOLDER.parent / "working").iterdir()), ids=lambda path: path.name)
def test_a_request_that_works_brings_no_error(path: Path) -> None:
    assert [each for each in cases.lint(path).diagnostics if each.severity == "error"] == []


def test_no_report_is_left_over() -> None:
    held = {cases.expected(path) for path in cases.files("bad-")}
    assert set(cases.FOLDER.glob("*/*.report")) == held
