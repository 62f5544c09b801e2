"""The outline of a text that may be invalid: keys and values, as far as they can be recognized.

The linter parses a text strictly and stops at a syntax error. While someone types, there nearly always
is one, so completion, hover and symbols use this outline, which never fails and checks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.lsp.outline.block import outline_block
from ims_lint.lsp.outline.entries import Outline
from ims_lint.lsp.outline.flow import outline_flow

_SEPARATOR = re.compile(r"^(?:---(?=\s|\Z)|\.\.\.(?=\s|\Z))[^\n]*", re.MULTILINE)


def outlines(text: str, language: str, cursor: int | None = None) -> Iterator[Outline]:
    """The outlines of the documents of a text, at least one.

    The cursor adds an empty word if no other is there.
    """
    if language == "json":
        whole = Outline(0, len(text))
        start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
        outline_flow(text, start, whole, (), cursor)
        yield whole
        return
    for start, end in _documents(text):
        document = Outline(start, end)
        outline_block(text, document, cursor)
        yield document


def outline_at(text: str, language: str, cursor: int) -> Outline:
    """The outline of the document that contains the cursor."""
    if language == "yaml":
        start, end = next((each for each in _documents(text) if cursor <= each[1]), (len(text), len(text)))
        document = Outline(start, end)
        outline_block(text, document, cursor)
        return document
    return next(outlines(text, language, cursor))


def _documents(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of the documents of a YAML text, without the lines that separate them."""
    start = 1 if text.startswith("\ufeff") else 0
    for separator in _SEPARATOR.finditer(text):
        if text[start : separator.start()].strip():
            yield start, separator.start()
        start = separator.end()
    yield start, len(text)
