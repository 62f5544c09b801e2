"""Words that look like others: letters of other scripts, invisible characters, odd spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint.document.look_alike import look_alike

LIKE = {
    "Cyrillic": ("n\u0430me", "name", "U+0430"),
    "Cyrillic capital": ("\u041es_version", "Os_version", "U+041E"),
    "Greek": ("v\u03bflume_id", "volume_id", "U+03BF"),
    "full width": ("\uff4eame", "name", "U+FF4E"),
    "full-width underscore": ("data\uff3fimages", "data_images", "U+FF3F"),
    "zero-width space": ("\u200bname", "name", "U+200B"),
    "byte order mark": ("\ufeffname", "name", "U+FEFF"),
    "no-break space": ("\u00a0 name\u00a0", "name", "U+00A0"),
    "no-break hyphen": ("os\u2011version", "os-version", "U+2011"),
    "several": ("m\u0456n_r\u0430m\u200b", "min_ram", "U+0456"),
}
UNLIKE = ["name", "", "größe", "имя", "\u200b", "\u00a0", "名前", "na\u0301me"]


@pytest.mark.parametrize(("text", "plain", "odd"), LIKE.values(), ids=LIKE)
def test_a_look_alike_is_told_with_its_character(text: str, plain: str, odd: str) -> None:
    assert look_alike(text) == (plain, odd)


@pytest.mark.parametrize("text", UNLIKE)
def test_other_texts_are_none(text: str) -> None:
    assert look_alike(text) is None


@given(st.text())
def test_what_it_looks_like_is_plain(text: str) -> None:
    if found := look_alike(text):
        plain, odd = found
        assert plain.isascii() and plain.strip(" ")
        assert chr(int(odd[2:], 16)) in text
        assert look_alike(plain) is None
