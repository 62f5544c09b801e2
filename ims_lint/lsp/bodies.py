"""Find the requests in an open document, also in one that cannot be read at the moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ims_lint.config import Config
from ims_lint.declaration import document_starts
from ims_lint.document import Document
from ims_lint.embedded import Body, NotInstalled, hosts, may_host
from ims_lint.input import HOSTS
from ims_lint.lsp.body_text import BodyText, cut_text, own_text
from ims_lint.lsp.cursor import place_at
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.outline import outline_at, outlines
from ims_lint.lsp.outline.entries import Outline
from ims_lint.lsp.outline.tree import tree


class Outlined(NamedTuple):
    """A document or a part of one, as far as it can be recognized, and its outline."""

    document: Document
    outline: Outline


Written = tuple[BodyText, Sequence[Outlined]]
"""A text of an open document, and the requests in it."""


def bodies(document: OpenDocument, config: Config) -> Iterator[Written]:
    """The requests in a document."""
    if document.language not in HOSTS:
        own = own_text(document)
        yield from _in_own(own, list(outlines(own.content, document.language)), config)
    for body in _cut_out(document, config):
        text = cut_text(document, body)
        yield text, _outlined(text, list(outlines(text.content, body.language)))


def bodies_at(document: OpenDocument, config: Config, cursor: int) -> Iterator[Written]:
    """The requests at the cursor, the nearest first."""
    if document.language not in HOSTS:
        own = own_text(document)
        for text, found in _in_own(own, [outline_at(own.content, document.language, cursor)], config):
            if text.body is None or place_at(found[0].outline, cursor):
                yield text, found
    for body in _cut_out(document, config):
        text = cut_text(document, body)
        if (offset := text.offset(cursor)) is not None:
            yield text, _outlined(text, [outline_at(text.content, body.language, offset)])


def _in_own(text: BodyText, written: Sequence[Outline], config: Config) -> Iterator[Written]:
    """The requests in the text of a document itself: what has these outlines, or parts of that."""
    found = _outlined(text, written)
    read = [each.document for each in found]
    parts = None
    if may_host(text.input, read):
        parts = hosts.within(text.input, read, config.embedded_only)
    if parts is None and not config.embedded_only:
        yield text, found
    of_index = {each.document.within: each.outline for each in found}
    for body in parts or ():
        for each in body.documents if body.cut is None else ():
            outline = of_index[each.within].part(each.base)
            yield own_text(text.document, body), [Outlined(each, outline)]


def _outlined(text: BodyText, written: Sequence[Outline]) -> list[Outlined]:
    """The documents with these outlines."""
    starts = document_starts(text.content) if not text.is_json else [0]
    made = []
    for outline in written:
        index = bisect_right(starts, outline.start + 1) - 1  # behind the line break of a separator
        root = tree(text.content, outline)
        made.append(Outlined(Document(index, root.value, lambda root=root: root), outline))  # type: ignore[misc]
    return made


def is_before_body(document: OpenDocument, config: Config, cursor: int) -> bool:
    """Whether the comments at the cursor are those for a request that is cut out of the document."""
    befores = (each.before for each in _cut_out(document, config)) if document.language in HOSTS else ()
    return any(each.start <= cursor - document.text.marks <= each.end for each in befores)


def _cut_out(document: OpenDocument, config: Config) -> Iterator[Body]:
    """The requests that are cut out of a document, as far as that can be read."""
    try:
        yield from (each for each in document.linted(config).hosts if each.cut)
    except NotInstalled:
        return
