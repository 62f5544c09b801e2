"""Describe a request body in a file that contains more: scripts, playbooks, documents, envelopes."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ims_lint.document import Document
from ims_lint.finding import Finding, Span
from ims_lint.input import Input
from ims_lint.operations import BY_NAME, Operation

if TYPE_CHECKING:
    from ims_lint.embedded.cut import Cut

_ADDRESS = re.compile(
    r"(?:\A|/)[^/?#]+(?:"
    + "|".join(rf"(?P<{each.name}>{re.escape('/' + each.address.split('/', 2)[2])})" for each in BY_NAME.values())
    + ")"
)
"""Matches the end of an address with any version: older pages print another one, and a variable may have it."""

COMMENT_START = r"(?<!\S)(?:#|//|<!--)[ \t]*ims-lint"
"""The pattern of how a comment for ims-lint starts in any of these files."""

_IN_BRACES = re.compile(r"\{[^{}]*\}")
_END = re.compile(r"/?(?:[?#].*)?", re.DOTALL)


class Body(NamedTuple):
    """A request body in a file, and what the file says of it.

    `documents` are the requests in it, `unread` the findings because of which the rest was not read. If
    it was `cut` out, they were read from the text of that, which is in `language`, and otherwise from the
    text of the file. `declared` is the operation of its `address` in the file. `named` is where the file has
    the name of its operation, right at the body. `before` and `after` are where the comments of the file
    are that hold for it, and `around` where those are that hold for all bodies with it, such as those in one
    code block. `span` is where it is itself. `placeholders` is the pattern of what stands for a value in it,
    besides the configured ones.
    """

    documents: list[Document]
    span: Span
    unread: tuple[Finding, ...] = ()
    cut: Cut | None = None
    language: str = "json"
    declared: Operation | None = None
    address: Span | None = None
    before: Span = Span(0, 0)
    placeholders: re.Pattern[str] | None = None
    around: Span = Span(0, 0)
    named: Span | None = None
    after: Span = Span(0, 0)

    def input_in(self, input: Input) -> Input:
        """The input that the documents are read from: the text that was cut out of `input`, or that itself."""
        return Input(input.name, self.cut.text, self.language) if self.cut else input

    def with_placeholders(self, others: re.Pattern[str] | None) -> re.Pattern[str] | None:
        """The pattern of what is a placeholder in the body, together with others."""
        if self.placeholders is None or others is None:
            return others or self.placeholders
        return re.compile(f"(?:{others.pattern})|(?:{self.placeholders.pattern})", re.DOTALL)

    def through(self, outer: Cut) -> Body:
        """The same body, where it was found in the text of a cut, with its places in the file of that."""

        def moved(span: Span) -> Span:
            return outer.placed(span) if span.end > span.start else span

        return self._replace(
            span=moved(self.span),
            cut=self.cut.through(outer) if self.cut else outer,
            address=moved(self.address) if self.address else None,
            before=moved(self.before),
            after=moved(self.after),
        )


class NotInstalled(Exception):
    """A library that reads a kind of file is missing; the message says what `needs` which, and how to install it."""

    def __init__(self, needs: str) -> None:
        super().__init__(f'{needs}: pip install "ims-lint[embedded]"')
        self.needs = needs


def has_address(text: str) -> bool:
    """Whether a text contains the address of an operation."""
    return bool(_ADDRESS.search(text))


def operation_at(url: str) -> Operation | None:
    """The operation to whose address a URL leads, None if it leads to another one."""
    for match in _ADDRESS.finditer(url):
        if match.lastgroup and _END.fullmatch(url, match.end()):
            is_in_query = "?" in _IN_BRACES.sub("", url[: match.start()])
            return None if is_in_query else BY_NAME[match.lastgroup]
    return None


def may_host(input: Input, documents: Sequence[Document]) -> bool:
    """Whether JSON or YAML documents may contain requests deeper inside: in a playbook, or an envelope."""
    for document in documents:
        value = document.value
        if isinstance(value, list) or (isinstance(value, dict) and "body" in value):
            return ".ims." not in os.path.basename(input.name)
    return False
