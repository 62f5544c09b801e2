"""docs/embedded.md: each example is linted, and the page shows its report."""

from __future__ import annotations

import re

from ims_lint.input import KINDS
from tools import embedded_page

PAGE = embedded_page.PAGE.read_text(encoding="utf-8")


def test_the_page_shows_what_is_reported() -> None:
    assert embedded_page.page() == PAGE, "run `nox -s generate`"


def test_each_kind_has_an_example_with_a_report() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(KINDS)
    reports = re.findall(r"^\$ ims-lint check .*\n(error\[IMS\d{3}\])", PAGE, re.MULTILINE)
    assert len(reports) == len(KINDS)
