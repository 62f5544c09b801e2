"""The pages of docs/ with examples: each example is linted, and the page shows its report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ims_lint.input import KINDS
from tools import example_pages, report_page

EMBEDDED = example_pages.DOCS / "embedded.md"


@pytest.mark.parametrize("path", example_pages.PAGES, ids=lambda path: path.stem)
def test_a_page_shows_what_is_reported(path: Path) -> None:
    assert example_pages.page(path) == path.read_text(encoding="utf-8"), "run `nox -s generate`"


@pytest.mark.parametrize("path", example_pages.PAGES, ids=lambda path: path.stem)
def test_every_report_on_a_page_is_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(example_pages.EXAMPLE.findall(text)) == text.count("\n$ ims-lint ") > 0


def test_the_page_on_the_json_report_is_current() -> None:
    assert report_page.page() == report_page.PAGE.read_text(encoding="utf-8"), "run `nox -s generate`"


def test_each_kind_has_an_example_with_a_report() -> None:
    page = EMBEDDED.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(KINDS)
    reports = re.findall(r"^\$ ims-lint check .*\n(error\[IMS\d{3}\])", page, re.MULTILINE)
    assert len(reports) == len(KINDS)
