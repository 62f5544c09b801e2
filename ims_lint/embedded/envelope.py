"""Find the request in the input of the vendor's command line: under `body`, beside path, query and header."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ims_lint.document import Document
from ims_lint.document.text import Text
from ims_lint.embedded import Body, operation_at
from ims_lint.finding import Span, Value
from ims_lint.input import Input
from ims_lint.operations import OPERATIONS

_KEYS = {"body", "path", "query", "header"}


def find(input: Input, documents: Sequence[Document], doubtful: bool = False) -> list[Body] | None:
    """The requests in documents that are envelopes; None if one of them is none.

    If it is `doubtful` that there are any, each needs a source parameter, or the address of an operation.
    """
    if not documents or not all(_is_envelope(document.value) for document in documents):
        return None
    if doubtful and not all(_is_for_an_operation(document.value) for document in documents):
        return None
    text = Text(input.text)
    ends = [0, *(_line_after(text, document.root.end) for document in documents)]
    return [_body(document, Span(*gap), input) for document, gap in zip(documents, pairwise(ends), strict=True)]


def _is_envelope(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("body"), dict) and value.keys() <= _KEYS


def _is_for_an_operation(envelope: dict[str, Value]) -> bool:
    """Whether an envelope has a source parameter of an operation, or its address."""
    path = envelope.get("path")
    sources = {name for operation in OPERATIONS for name in operation.source_parameters}
    return not sources.isdisjoint(envelope["body"]) or (isinstance(path, str) and operation_at(path) is not None)


def _line_after(text: Text, offset: int) -> int:
    """Return where the line after that of an offset starts."""
    end = text.line_span(text.position(offset).line)[1]
    return end + len(text.line_break_at(end))


def _body(document: Document, where: Span, input: Input) -> Body:
    """The request in an envelope; in YAML, the comments before it hold for it."""
    part = document.part(0, ("body",))
    node = part.root.written
    path = document.value.get("path")
    operation = operation_at(path.strip()) if isinstance(path, str) else None
    before = Span(where.start, max(where.start, part.root.start)) if input.language == "yaml" else Span(0, 0)
    address = document.span(("path",)) if operation else None
    return Body([part], node.span, declared=operation, address=address, before=before)
