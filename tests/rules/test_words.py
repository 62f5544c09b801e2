"""The sentences of the schemas, as parts of other sentences."""

from __future__ import annotations

import pytest

from ims_lint.rules.wording import as_help


@pytest.mark.parametrize(
    ("sentence", "part"),
    [("Size of the disk.", "size of the disk"), ("ID of the disk.", "ID of the disk"), ("A tag", "A tag")],
)
def test_a_sentence_becomes_a_part(sentence: str, part: str) -> None:
    assert as_help(sentence) == part
