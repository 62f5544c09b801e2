"""The rulings on the provider's pages (tests/rulings.yaml) are complete, and docs/rulings.md shows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ims_lint.output import provenance
from ims_lint.rules.registry import RULES
from ims_lint.schema.store import data, load
from tools import ruling_page

RULINGS: list[dict[str, Any]] = yaml.safe_load(ruling_page.RULINGS.read_text(encoding="utf-8"))
PAGES: dict[str, str] = yaml.safe_load((Path(__file__).parents[1] / "tables.yaml").read_text(encoding="utf-8"))["pages"]
TEXTS = ("says", "does", "why")
CODES = {rule.code for rule in RULES}


def test_the_page_is_as_the_rulings_make_it() -> None:
    assert ruling_page.PAGE.read_text(encoding="utf-8") == ruling_page.page(), "run `nox -s generate`"


def test_every_ruling_is_named_once_and_is_on_the_page() -> None:
    names = [ruling["ruling"] for ruling in RULINGS]
    assert len(names) == len(set(names))
    page = ruling_page.page()
    assert [name for name, ruling in zip(names, RULINGS, strict=True) if ruling_page.row(ruling) not in page] == []


@pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: ruling["ruling"])
def test_a_ruling_says_of_which_page_and_revision_it_is(ruling: dict[str, Any]) -> None:
    assert ruling["pages"]
    for name, revision in ruling["pages"].items():
        file = PAGES[name].partition(".")[0]
        known = load(file)["x-page"] if PAGES[name].endswith(".json") else data(file)["page"]
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", revision)
        assert revision <= known["revision"]


@pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: ruling["ruling"])
def test_a_ruling_is_told_in_sentences(ruling: dict[str, Any]) -> None:
    assert "about" in ruling or "parameters" in ruling
    for text in TEXTS:
        assert ruling[text].endswith("."), text
        assert "|" not in ruling[text], "ends the cell of a table"
        assert set(re.findall(r"IMS\d{3}", ruling[text])) <= CODES


def test_the_page_names_the_revisions() -> None:
    assert all(page.revision in ruling_page.page() and page.title in ruling_page.page() for page in provenance.pages())
