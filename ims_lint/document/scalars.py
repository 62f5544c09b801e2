"""Find the scalars of a YAML text, in which nothing is a comment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from math import inf

from ims_lint.document import Document
from ims_lint.document.node import Node
from ims_lint.document.text import Text
from ims_lint.finding import Span


def scalar_spans(text: Text, documents: Iterable[Document]) -> list[Span]:
    """Return the spans of the scalars in the order of the text; those of block scalars start after their first line."""
    spans: list[Span] = []
    pending: list[Node] = [document.root for document in documents]
    while pending:
        node = pending.pop()
        if node.entries is None and node.items is None:
            start, end = node.span
            if text.content[start : start + 1] in ("|", ">", "#"):
                start = text.line_span(text.position(start).line)[1]
            spans.append(Span(start, end))
        for key, value in node.own_entries:
            pending += [key, value]
        pending += node.items or []
    return sorted(spans)


def before(spans: list[Span], offset: int) -> int:
    """Return how many of the spans start before an offset or at it."""
    return bisect_right(spans, (offset, inf))


def is_inside(spans: list[Span], offset: int) -> bool:
    """Return whether an offset is in one of the spans, which are sorted and do not overlap."""
    index = before(spans, offset)
    return bool(index) and offset < spans[index - 1].end
