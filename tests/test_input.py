"""An input is made once: its text and its language, from bytes and from a text alike."""

from __future__ import annotations

import pytest

from ims_lint.input import from_bytes, from_text


@pytest.mark.parametrize(
    ("filename", "text", "language"),
    [
        ("a.json", "name: x", "json"),
        ("a.YML", "{}", "yaml"),
        ("-", ' {"a": 1}', "json"),
        ("-", " " * 70 + '{"a": 1}', "json"),
        ("-", "a: 1", "yaml"),
        ("-", "", "yaml"),
    ],
)
def test_language(filename: str, text: str, language: str) -> None:
    assert from_text(text, filename).language == language
    assert from_bytes(text.encode(), filename).language == language
