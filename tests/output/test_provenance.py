"""`ims-lint rule --sources`: the pages that the rules are from, as the schemas and the data files name them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ims_lint.operations import OPERATIONS
from ims_lint.output import provenance
from ims_lint.schema import store
from tests.commands import program

DATA = Path(store.__file__).parents[1] / "data"


def test_every_operation_and_every_data_file_has_its_page() -> None:
    pages = list(provenance.pages())
    assert [page.describes for page in pages[: len(OPERATIONS)]] == [each.address for each in OPERATIONS]
    assert set(provenance.DATA) == {path.stem for path in DATA.glob("*.yaml")}
    assert len(pages) == len(OPERATIONS) + len(provenance.DATA)
    assert len({page.title for page in pages}) == len(pages)
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", page.revision) for page in pages)


def test_json_has_the_same_pages_as_text() -> None:
    text = program("rule", "--sources").stdout.decode().splitlines()
    data = json.loads(program("rule", "--sources", "--format", "json").stdout)
    assert [re.split(r" {2,}", line) for line in text] == [list(page.values()) for page in data]
    assert list(data[0]) == ["title", "document", "revision", "describes"]


@pytest.mark.parametrize("other", ["IMS201", "IMG.0055", "--all"])
def test_sources_is_for_itself(other: str) -> None:
    result = program("rule", "--sources", other)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode() == "ims-lint: --sources is not allowed with a rule or --all\n"
