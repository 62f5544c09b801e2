"""The code actions that suppress a rule with a comment: in the request, or where its file says something of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.embedded import Body
from ims_lint.input import from_text
from ims_lint.linter import Linted, lint
from ims_lint.lsp.document import OpenDocument
from ims_lint.report.diagnostic import Diagnostic
from ims_lint.report.suppression import selectors_in

Insertion = tuple[int, str]
"""An offset, and a text to insert there."""

_INDENTATION = re.compile(r"[ \t>]*")
_FENCE = re.compile(r"[ \t>]*(?:`{3}|~{3})")


def suppressions(
    document: OpenDocument, config: Config, diagnostics: Sequence[Diagnostic]
) -> Iterator[tuple[Diagnostic, types.TextEdit]]:
    """The edits that suppress the rules of some diagnostics, once for each line; JSON has no comments."""
    offered = set()
    linted = document.linted(config)
    for diagnostic in diagnostics:
        if (diagnostic.code, diagnostic.start.line) in offered:
            continue
        offered.add((diagnostic.code, diagnostic.start.line))
        for at, new in _comments(document, linted, diagnostic):
            if _suppresses(document, linted, config, diagnostic, at, new):
                yield diagnostic, types.TextEdit(document.text.range(at, at), new)
                break


def _comments(document: OpenDocument, linted: Linted, diagnostic: Diagnostic) -> Iterator[Insertion]:
    """Where a comment for a diagnostic can go, and its text: the nearest place first."""
    body = _body_at(linted, document.text.offset_of(diagnostic.start) - document.text.marks)
    if (body.language if body and body.cut else document.language) == "yaml":
        yield from _at_line(document, diagnostic)
    if body and document.language != "json":
        yield from _before(document, body, diagnostic.code)


def _body_at(linted: Linted, offset: int) -> Body | None:
    """The body that an offset in the file belongs to, or the address of which."""
    for body in linted.hosts:
        if any(span and span.start <= offset <= span.end for span in (body.span, body.address)):
            return body
    return None


def _at_line(document: OpenDocument, diagnostic: Diagnostic) -> Iterator[Insertion]:
    """In an existing comment, after the line, before it."""
    text = document.text
    start, end = text.line_at(text.offset_of(diagnostic.start))
    line = text.content[start:end]
    yield from _in_comment(start, line, diagnostic.code)
    yield start + len(line.rstrip()), f"  # {_words(diagnostic.code)}"
    yield start, f"{_indentation(line, 0)}# {_words(diagnostic.code)}{text.line_break()}"


def _before(document: OpenDocument, body: Body, code: str) -> Iterator[Insertion]:
    """In an existing comment before a body, or on a line of its own before the command, fence or task."""
    text, marks = document.text, document.text.marks
    start, end = (each + marks for each in body.before)
    for line in re.finditer(r"[^\r\n]+", text.content[start:end]):
        yield from _in_comment(start + line.start(), line[0], code)
    yield from comments_before(document, body, _words(code))


def comments_before(document: OpenDocument, body: Body, words: str) -> Iterator[Insertion]:
    """Where a comment on a body can go, on a line of its own before the command, fence or task, and its text."""
    text, marks = document.text, document.text.marks
    start, end = (each + marks for each in body.before)
    comment = f"# {words}"
    if document.language == "markdown":
        places, comment = list(_fence_above(document, body.span.start + marks)), f"<!-- {words} -->"
    else:
        places = [_command_at(document, span.start + marks) for span in (body.address, body.span) if span]
        if end > marks:
            places.insert(0 if document.language == "yaml" else len(places), text.line_at(start)[0])
    for place in dict.fromkeys(places):
        yield place, f"{_indentation(text.content, place)}{comment}{text.line_break()}"


def _command_at(document: OpenDocument, at: int) -> int:
    """The start of the line of an offset, or of the first one of the lines that a backslash joins with it."""
    text = document.text
    start = text.line_at(at)[0]
    while start > 0 and text.content[slice(*text.line_at(start - 1))].endswith("\\"):
        start = text.line_at(start - 1)[0]
    return start


def _fence_above(document: OpenDocument, at: int) -> Iterator[int]:
    """The start of the line with the fence of the code block that an offset is in."""
    text = document.text
    while at > 0:
        at = text.line_at(at - 1)[0]
        if _FENCE.match(text.content, at):
            yield at
            return


def _in_comment(start: int, line: str, code: str) -> Iterator[Insertion]:
    """In the comment of a line, behind its other selectors."""
    if known := selectors_in(line):
        others = line[known.start : known.end].strip()
        yield start + known.end, f", {code}" if others else code


def _indentation(text: str, at: int) -> str:
    """What a line starts with: spaces, and the marks of block quotes."""
    indentation = _INDENTATION.match(text, at)
    return indentation[0] if indentation else ""


def _words(code: str) -> str:
    return f"ims-lint: ignore[{code}]"


def _suppresses(
    document: OpenDocument, linted: Linted, config: Config, diagnostic: Diagnostic, at: int, new: str
) -> bool:
    """Whether text inserted at an offset removes a diagnostic without causing another one or hiding a request."""
    content = document.text.content
    after = lint(from_text(content[:at] + new + content[at:], document.name), config)
    before_codes, after_codes = ([each.code for each in one.report.diagnostics] for one in (linted, after))
    fewer = after_codes.count(diagnostic.code) < before_codes.count(diagnostic.code)
    return fewer and set(after_codes) <= set(before_codes) and len(after.bodies) == len(linted.bodies)
