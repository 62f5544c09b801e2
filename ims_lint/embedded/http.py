"""Find the requests in HTTP files (`.http`, `.rest`), which editors send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ims_lint.document import read
from ims_lint.embedded import Body, operation_at
from ims_lint.embedded.cut import Cut
from ims_lint.embedded.template import PLACEHOLDER, Template, is_abbreviated
from ims_lint.finding import Span
from ims_lint.input import Input
from ims_lint.operations import Operation

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_SEPARATOR = re.compile(r"(?:\A|(?<=[\r\n]))###[^\r\n]*")
_USE = re.compile(r"\{\{[ \t]*+(?P<name>[^{}\r\n]++)\}\}")
"""Matches the use of a variable, or of what an editor makes up, such as `{{$guid}}`."""

_IN_YAML = re.compile(r"\{\{[^{}\r\n]+\}\}")

_REQUEST = re.compile(
    r"(?:(?P<method>[A-Za-z]+)[ \t]+)?(?P<url>(?>\{\{[^{}\r\n]*\}\}|\S)++)(?:[ \t]+HTTP/[0-9.]+)?[ \t]*"
)
_CONTINUED = re.compile(r"[ \t]*[?&]|[ \t]+(?![\w-]+[ \t]*:)[^\s{\[]")
"""Matches the start of a line that belongs to the URL on the line before it, and is no header."""

_VARIABLE = re.compile(r"[ \t]*@(?P<name>[\w.-]+)[ \t]*=(?P<value>[^\r\n]*)")
_DEFINITION = re.compile(rf"(?:\A|(?<=[\r\n])){_VARIABLE.pattern}")
_REMARK = re.compile(rf"[ \t]*(?:#|//|\Z)|{_VARIABLE.pattern}\Z")
"""Matches a line that is empty, a comment, or the definition of a variable."""

_BLANK = re.compile(rf"[ \t]*\Z|{_VARIABLE.pattern}\Z")
"""Matches such a line, but no comment."""

_TYPE = re.compile(r"content-type[ \t]*:[ \t]*(?P<type>[^;]*)", re.IGNORECASE)
_BODY = re.compile(r"\{(?!\{)")
"""Matches the start of a body without an empty line before it, which no header starts with."""

_HANDLER = re.compile(r">|<>|HTTP/[0-9.]+[ \t]+[0-9]{3}\b")
"""Matches what comes only after a body: a response handler, a file for the response, or the response."""

_LONGEST = 2_000
_MOST = 100
_DEEPEST = 10
"""Limits for a URL: its characters, its lines and the variables in it, and variables in variables."""


class _Line(NamedTuple):
    """A line without its break: where it starts and ends, and where the next one starts."""

    start: int
    end: int
    next: int
    text: str


class _Request(NamedTuple):
    """A request: the operation of its address, where that is, and where the lines after it are."""

    operation: Operation
    address: Span
    rest: Span


def find(input: Input) -> list[Body]:
    """The requests in an HTTP file that are sent to the address of an operation."""
    return list(find_in(input.text))


def find_in(text: str) -> Iterator[Body]:
    """The requests in the text of an HTTP file, with their places in it."""
    if "cloudimages" not in text:  # as in all addresses
        return
    variables: dict[str, str] = {}
    for variable in _DEFINITION.finditer(text):
        variables.setdefault(variable["name"], variable["value"].strip())
    for block in _blocks(text):
        for variable in _DEFINITION.finditer(text, *block):
            variables[variable["name"]] = variable["value"].strip()
        request = _request(text, block, variables)
        body = _body(text, block, request) if request else None
        if body:
            yield body


def _blocks(text: str) -> Iterator[Span]:
    """Where the text between the lines that part requests is."""
    start = 0
    for separator in _SEPARATOR.finditer(text):
        yield Span(start, separator.start())
        start = separator.end()
    yield Span(start, len(text))


def _lines(text: str, where: Span) -> Iterator[_Line]:
    at = where.start
    while at < where.end:
        match = _LINE.match(text, at, where.end)
        assert match
        yield _Line(at, match.end(1), match.end(), match[1])
        at = match.end()


def _request(text: str, block: Span, variables: dict[str, str]) -> _Request | None:
    """The request in the text between two separators; None if there is none to the address of an operation."""
    first = _request_line(_lines(text, block))
    if first is None:
        return None
    url = [first]
    for line in islice(_lines(text, Span(first.next, block.end)), _MOST):
        if not _CONTINUED.match(line.text):
            break
        url.append(line)
    request = _REQUEST.fullmatch("".join(line.text.strip() for line in url))
    if request is None or (request["method"] or "POST").upper() != "POST":
        return None
    operation = operation_at(_resolved(request["url"], variables))
    return _Request(operation, _address(url, request), Span(url[-1].next, block.end)) if operation else None


def _request_line(lines: Iterator[_Line]) -> _Line | None:
    """The first line that is no comment, no definition of a variable, and in no script."""
    script = False
    for line in lines:
        if script:
            script = "%}" not in line.text
        elif line.text.startswith("<"):
            script = "{%" in line.text and "%}" not in line.text
        elif not _REMARK.match(line.text):
            return line
    return None


def _address(url: list[_Line], request: re.Match[str]) -> Span:
    """Where the URL of a request is: on its line, or with the lines that continue it."""
    indent = len(url[0].text) - len(url[0].text.lstrip())
    start = url[0].start + indent + request.start("url")
    after = len(request[0]) - request.end("url")
    return Span(start, max(start, url[-1].start + len(url[-1].text.rstrip()) - after))


def _body(text: str, block: Span, request: _Request) -> Body | None:
    """The body of a request; None if it has none, or a file contains it."""
    start, language = _headers(text, request.rest)
    where = _written(text, Span(start, request.rest.end), language)
    if where is None or not language:
        return None
    cut = with_variables(text, where) if language == "json" else Cut(text)
    if language == "yaml":
        cut.copy(*where)
    if is_abbreviated(cut.text):
        return None
    documents, unread = read(cut.text, language)
    placeholders = PLACEHOLDER if language == "json" else _IN_YAML
    before = Span(block.start, where.start)
    return Body(
        documents, where, tuple(unread), cut, language, request.operation, request.address, before, placeholders
    )


def _headers(text: str, rest: Span) -> tuple[int, str]:
    """Where the headers of a request end, and the language of the body, empty for another than JSON and YAML."""
    language = "json"
    for line in _lines(text, rest):
        if not line.text.strip() or _BODY.match(line.text):
            return line.start, language
        if header := _TYPE.match(line.text):
            kind = header["type"].lower()
            language = "yaml" if "yaml" in kind else "json" if "json" in kind or "{{" in kind else ""
    return rest.end, language


def _written(text: str, rest: Span, language: str) -> Span | None:
    """Where the body is, without what may be around it: empty lines, comments, definitions, response handlers."""
    start, end = -1, -1
    around = _REMARK if language == "json" else _BLANK
    for line in _lines(text, rest):
        if _HANDLER.match(line.text):
            break
        if line.text.startswith("<"):  # a file, of which the body or a part of it is read
            return None
        if not around.match(line.text):
            start, end = (line.start if start < 0 else start), line.end
    return Span(start, end) if start >= 0 else None


def with_variables(text: str, where: Span) -> Cut:
    """A part of a text that is JSON with `{{name}}` in it."""
    template = Template(text)
    done = where.start
    for use in _USE.finditer(text, *where):
        template.copy(done, use.start())
        template.placeholder(*use.span(), use["name"])
        done = use.end()
    template.copy(done, where.end)
    return template.cut()


def _resolved(url: str, variables: dict[str, str]) -> str:
    """A URL with the variables of the file replaced, and those in them, as far as that stays short."""
    for _ in range(_DEEPEST):
        if len(url) > _LONGEST or "{{" not in url:
            break
        url = _USE.sub(lambda use: _value(variables, use), url, count=_MOST)
    return url


def _value(variables: dict[str, str], use: re.Match[str]) -> str:
    value = variables.get(use["name"].strip(), use[0])
    return value if len(value) <= _LONGEST else use[0]
