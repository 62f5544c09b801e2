"""Decide which operation each request of an input is for: what declares it, or else its parameters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from ims_lint.document import Document
from ims_lint.document.scalars import is_inside, scalar_spans
from ims_lint.document.text import Text
from ims_lint.embedded import COMMENT_START, Body
from ims_lint.finding import Finding, Severity, Span, shorten
from ims_lint.input import Input
from ims_lint.operations import BY_NAME, IMAGE, Operation, of_schema
from ims_lint.rules.spelling import close_matches
from ims_lint.rules.wording import listed
from ims_lint.schema.compiled import operation_of

COMMENT = re.compile(
    r"(?<!\S)#[ \t]*(?:ims-lint:[ \t]*operation[ \t]*=[ \t]*(?P<name>[^\s,;]*)"
    r"|(?P<malformed>ims-lint(?::[ \t]*operation\b|[ \t]+operation[ \t]*=)[^\w\r\n]*(?P<meant>\w*))"
    r"|yaml-language-server[ \t]*:[^\r\n]*?\$schema[ \t]*=[ \t]*(?P<schema>\S+))"
)
"""Matches a comment that declares an operation, or names a schema for the editor."""

HOST_COMMENT = re.compile(COMMENT_START + r":[ \t]*operation[ \t]*=[ \t]*(?P<name>(?:(?!-->)[^\s,;])*)")
"""Matches such a comment in a file that contains requests, and in Markdown."""

_MOST_COMMENTS = 100
"""So many comments on the operation are read before a body."""

_BLANK = r"(?:[ \t]*+(?:#[^\r\n]*+)?[\r\n])*+"
_TOP = re.compile(rf"{_BLANK}(?:---(?=[ \t\r\n]))?{_BLANK}[ \t]*+(?:#[^\r\n]*+)?")
"""Matches the start of a document up to its first value: blank lines, comments, and a marker."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARKER = re.compile(r"(---|\.\.\.)(?:[ \t\r\n]|\Z)")


class Choice(NamedTuple):
    """The operation of a request, and what decided it.

    `origin` is `address` (of a URL in the file), `option`, `comment`, `$schema`, `configuration`, `file name`,
    `parameters` (that only one operation has) or `default`.
    """

    operation: Operation
    origin: str


_DEFAULT = Choice(IMAGE, "default")


Wrong = list[tuple[Document, Finding]]
"""The findings on comments that declare no operation, with the documents that the comments are in."""


def choose(
    input: Input,
    documents: Sequence[Document],
    option: str,
    configured: str,
    placeholders: re.Pattern[str] | None = None,
    hosts: Mapping[int, Choice] = MappingProxyType({}),
) -> tuple[Sequence[Choice], Wrong]:
    """The operation of each document; the first of the origins in the order of `Choice` that names one decides.

    `option` and `configured` are names of operations, or empty. A key with one of the `placeholders` may be
    any parameter, so it tells nothing. `hosts` is what the file says of requests in it, by their indexes:
    the operation of an address, or of a comment.
    """
    comments: dict[int, Choice] = {}
    wrong: Wrong = []
    if input.language == "yaml" and ("ims-lint" in input.text or "yaml-language-server" in input.text):
        comments, wrong = _comments(input.text, documents)
    addresses = {index: host for index, host in hosts.items() if host.origin == "address"} if hosts else {}
    for document in documents if addresses else ():
        if address := addresses.get(document.index):
            wrong += _other_than(address.operation, document, comments)
    if option:
        declared = Choice(BY_NAME[option], "option")
        return [addresses.get(document.index, declared) for document in documents], wrong
    outside = _DEFAULT
    if configured:
        outside = Choice(BY_NAME[configured], "configuration")
    elif named := _named(input.name):
        outside = Choice(named, "file name")
    told = {**hosts, **comments, **addresses} if hosts else comments
    return [told.get(document.index) or _inside(document.value, outside, placeholders) for document in documents], wrong


def _named(name: str) -> Operation | None:
    """The operation that a file name declares, such as `web.quickimport.ims.yaml`; None if it declares none."""
    parts = name.rsplit(".", 3)
    return BY_NAME.get(parts[1]) if len(parts) == 4 and parts[2] == "ims" else None


def before(text: str, bodies: Sequence[Body]) -> Iterator[tuple[Choice | None, list[Finding]]]:
    """The operation that a file declares for each body in it, and the findings on what names operations there.

    The address declares it, or else what names it right at the body, or a comment before that.
    """
    comments: dict[Span, list[tuple[str, Span]]] = {}
    for body in bodies:
        for where in (body.around, body.before, body.after):
            if where not in comments:  # several bodies can share it
                found = islice(HOST_COMMENT.finditer(text, *where), _MOST_COMMENTS)
                comments[where] = [(each["name"], _where(each)) for each in found]
        named = [(text[body.named.start : body.named.end], body.named)] if body.named else []
        yield _told(body, (*named, *comments[body.around], *comments[body.before], *comments[body.after]))


def _told(body: Body, declared: Iterable[tuple[str, Span]]) -> tuple[Choice | None, list[Finding]]:
    """The operation of a body, and the findings on the names of operations that a file has for it, with places."""
    choice = Choice(body.declared, "address") if body.declared else None
    wrong: list[Finding] = []
    for name, where in declared:
        operation = BY_NAME.get(name.strip("\"'"))
        if operation is None:
            wrong.append(_unknown(name, where))
        elif choice is None:
            choice = Choice(operation, "comment")
        elif choice.origin == "address" and choice.operation is not operation:
            wrong.append(contradiction(operation.name, choice.operation)._replace(span=where))
        elif choice.operation is not operation:
            wrong.append(_contradiction(name, where, choice.operation))
    return choice, wrong


def _other_than(address: Operation, document: Document, comments: dict[int, Choice]) -> Wrong:
    """The finding on a request that declares another operation than the address to which it is sent."""
    choice = comments.get(document.index) or _inside(document.value, _DEFAULT, None)
    if choice.origin not in ("comment", "$schema") or choice.operation is address:
        return []
    return [(document, contradiction(choice.operation.name, address))]


def contradiction(name: str, address: Operation) -> Finding:
    """The finding for a request that declares an operation other than that of its address."""
    message = f"the operation {name} is not allowed with the address of {address.name}"
    help = f"change it to {address.name}, or send the request to the address of {name}"
    return Finding("IMS016", (), message, help)


def _inside(value: object, outside: Choice, placeholders: re.Pattern[str] | None) -> Choice:
    """The operation by a request itself: its `$schema`, or, if nothing outside declares one, its parameters."""
    if isinstance(value, dict) and "$schema" in value and (declared := of_schema(value["$schema"])):
        return Choice(declared, "$schema")
    if outside is not _DEFAULT:
        return outside
    if placeholders and isinstance(value, dict) and any(map(placeholders.search, value)):
        value = {key: each for key, each in value.items() if not placeholders.search(key)}
    name = operation_of(value)
    return Choice(BY_NAME[name], "parameters") if name else outside


def _comments(text: str, documents: Sequence[Document]) -> tuple[dict[int, Choice], Wrong]:
    """The operations that comments in a YAML text declare, by the index of the document."""
    found: dict[int, Choice] = {}
    wrong: Wrong = []
    for document, comment in _comments_of(text, documents):
        name, schema = comment["name"], comment["schema"]
        if comment["malformed"]:
            wrong.append((document, _malformed(comment)))
        elif name is None:
            if (declared := of_schema(schema.strip("\"'"))) and document.index not in found:
                found[document.index] = Choice(declared, "$schema")
        elif operation := BY_NAME.get(name.strip("\"'")):
            before = found.get(document.index)
            if before and before.origin == "comment" and before.operation != operation:
                wrong.append((document, _contradiction(name, _where(comment), before.operation)))
            elif not before or before.origin != "comment":
                found[document.index] = Choice(operation, "comment")
        else:
            wrong.append((document, _unknown(name, _where(comment))))
    return found, wrong


def _comments_of(text: str, documents: Sequence[Document]) -> Iterator[tuple[Document, re.Match[str]]]:
    """The declaring comments of a YAML text, with the documents that they are in."""
    comments = list(COMMENT.finditer(text))
    if not comments or not documents:
        return
    if documents[0].base:
        yield from _comments_inside(text, documents, comments)
        return
    starts = document_starts(text)
    by_index = {document.within: document for document in documents}
    scalars: list[Span] | None = None
    for comment in comments:
        index = bisect_right(starts, comment.start()) - 1
        top = _TOP.match(text, starts[index])
        if not top or comment.start() > top.end():
            scalars = scalar_spans(Text(text), documents) if scalars is None else scalars
            if is_inside(scalars, comment.start()):
                continue
        if document := by_index.get(index):
            yield document, comment


def _comments_inside(
    text: str, parts: Sequence[Document], comments: list[re.Match[str]]
) -> Iterator[tuple[Document, re.Match[str]]]:
    """The comments that are inside requests, which are parts of documents, or on their last lines."""
    in_order = sorted(parts, key=lambda part: part.root.start)
    starts = [part.root.start for part in in_order]
    scalars = scalar_spans(Text(text), parts)
    for comment in comments:
        index = bisect_right(starts, comment.start()) - 1
        if index < 0 or is_inside(scalars, comment.start()):
            continue
        rest = _LINE.match(text, in_order[index].root.end)
        if rest and comment.start() < rest.end():
            yield in_order[index], comment


def document_starts(text: str) -> list[int]:
    """Where each document of a YAML text starts, with the comments before it."""
    starts, inside = [0], False
    for line in _LINE.finditer(text):
        marker = _MARKER.match(line[0])
        if marker and marker[1] == "...":
            if inside:
                starts.append(line.end())
            inside = False
        elif marker:
            if inside:
                starts.append(line.start())
            inside = True
        elif line[0].strip() and line[0][0] not in "#%":
            inside = inside or not line[0].lstrip().startswith("#")
    return starts


def _malformed(comment: re.Match[str]) -> Finding:
    """The finding for a comment that declares no operation because a character is missing."""
    has_colon = comment["malformed"].startswith("ims-lint:")
    message = 'expected "=" after operation' if has_colon else 'expected ":" after ims-lint'
    close = close_matches(comment["meant"], BY_NAME, cutoff=0.6)
    help = f"use # ims-lint: operation={close[0]}" if close else f"use # ims-lint: operation=NAME with {_names()}"
    return Finding("IMS011", (), message, help, span=Span(*comment.span()), severity=Severity.ERROR)


def _where(comment: re.Match[str]) -> Span:
    """Where a finding on a comment is: at its name of no operation, or at all of it."""
    name = comment["name"].strip("\"'")
    return Span(*comment.span("name" if name and name not in BY_NAME else 0))


def _unknown(name: str, where: Span) -> Finding:
    """The finding for a comment that names no operation."""
    close = close_matches(name, BY_NAME, cutoff=0.6)
    help = f"change it to {close[0]}" if close else f"use {_names()}"
    message = f"{shorten(name)} is not an operation" if name else "the operation is missing"
    return Finding("IMS011", (), message, help, span=where, severity=Severity.ERROR)


def _names() -> str:
    """The names of the operations, of which one is to be used."""
    return f"one of {listed(list(BY_NAME))}"


def _contradiction(name: str, where: Span, operation: Operation) -> Finding:
    """The finding for a second comment that declares another operation for the same request."""
    message = f"{name} is not allowed with {operation.name}; a request is for one operation"
    return Finding("IMS011", (), message, "remove one of the two", span=where, severity=Severity.ERROR)
