"""The picture of a report in the README shows what the command prints today."""

from __future__ import annotations

from xml.etree import ElementTree

from tools.screenshot import PICTURE, output, picture


def test_the_picture_is_current() -> None:
    """If not, run `nox -s generate` and look at the picture."""
    assert PICTURE.read_text(encoding="utf-8") == picture(output())


def test_the_picture_shows_the_whole_report() -> None:
    texts = ["".join(each.itertext()) for each in ElementTree.parse(PICTURE).iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "$ ims-lint check web.ims.yaml"
    assert any(text.startswith("error[IMS") for text in texts)
    assert texts[-1].startswith("3 errors in 1 file")
    assert not any("\x1b" in text for text in texts)
