"""The operation of a request, what declares it, and the edit that declares another one with a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.config.patterns import path_below
from ims_lint.declaration import COMMENT, HOST_COMMENT, Choice, document_starts
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.draft import Draft, draft_at, drafts
from ims_lint.lsp.suppressing import comments_before
from ims_lint.operations import BY_NAME

BECAUSE = {
    "address": "the address that the request is sent to declares it",
    "option": "the setting ims-lint.operation declares it for all files",
    "comment": "a comment declares it",
    "$schema": "$schema in the file declares it",
    "configuration": "the configuration, or the setting ims-lint.perFileOperation, declares it",
    "file name": "the name of the file declares it",
    "parameters": "only this operation has these parameters",
    "default": "nothing declares another one",
}
"""What decided an operation, in words, by the origins of a Choice."""

FIRM = ("address", "option", "$schema")
"""The origins that come before a comment, or that a comment would contradict."""

_SPECIAL = re.compile(r"[*?\[]")
_OPTION = re.compile(r"[ \t]+operation[ \t]*=[ \t]*\Z")
_END = re.compile(r"[ \t]*(?:-->[ \t]*)?(?=[\r\n]|\Z)")


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def operation_at(document: OpenDocument, config: Config, position: types.Position) -> dict[str, Any] | None:
    """The operation of the request at a position, and what decided it; None if there is no request."""
    found = requests(document, config)
    index = index_at(document, config, found, position)
    if index is None:
        return None
    choice = found[index].choice
    return {
        "operation": choice.operation.name,
        "address": choice.operation.address,
        "origin": choice.origin,
        "because": BECAUSE[choice.origin],
        "firm": choice.origin in FIRM,
    }


def declare(
    document: OpenDocument, config: Config, position: types.Position, name: str | None, folder: str | None
) -> dict[str, Any]:
    """How the operation of the request at a position can be declared, or no longer be.

    The `edits` of the document write or remove a comment. Where none is possible, in JSON, `pattern` is the one
    for the setting perFileOperation that matches only this document, in the workspace `folder`. Or else it is
    `refused`, with the reason.
    """
    found = requests(document, config)
    index = index_at(document, config, found, position)
    if index is None:
        return {"refused": "there is no request at the cursor"}
    choice = found[index].choice
    if choice.origin in FIRM:
        return {"refused": BECAUSE[choice.origin]}
    insertions = _insertions(document, found[index], name) if name else ()
    for edit in (*_at_names(document, found[index], name), *insertions):
        if _declares(document, config, found, index, name, edit):
            return {"edits": [types.TextEdit(document.text.range(edit.start, edit.end), edit.text)]}
    if document.language != "json":
        return {"refused": "no comment can declare it here" if name else "no comment declares it"}
    if folder and document.uri.startswith("file:") and (pattern := pattern_for(document.name, folder)):
        return {"pattern": pattern}
    return {
        "refused": "JSON has no comments, and the file is in no workspace folder with settings; set $schema instead"
    }


def pattern_for(path: str, folder: str) -> str | None:
    """The file pattern that matches only one file in a folder; None if it is not there."""
    below = path_below(path, folder)
    if below is None:
        return None
    pattern = _SPECIAL.sub(r"[\g<0>]", below)
    return pattern if "/" in pattern else f"/{pattern}"


def requests(document: OpenDocument, config: Config) -> list[Draft]:
    """The requests in a document, without what is only comments before the first marker of a YAML document."""
    found = drafts(document, config)
    return [each for each, after in pairwise(found) if after.index > each.index] + found[-1:]


def index_at(document: OpenDocument, config: Config, found: list[Draft], position: types.Position) -> int | None:
    """The index of the request at a position, or of the only one."""
    if len(found) < 2:
        return 0 if found else None
    cursor = document.text.offset(position)
    draft = draft_at(document, config, cursor)
    for index, each in enumerate(found):
        if draft and _place(each) == _place(draft):
            return index
        body, at = each.text.body, cursor - document.text.marks
        if body and any(span and span.start <= at <= span.end for span in (body.span, body.address, body.before)):
            return index
    return None


def _place(draft: Draft) -> tuple[int, int]:
    """What tells the requests of a file apart: the number of the document, or where body and request start."""
    if draft.text.body is None:
        return 0, draft.index
    first = next(iter(draft.outline.entries), None)
    where = (first.key or first.value) if first else None
    return draft.text.body.span.start, where.start if where else draft.outline.start


def _at_names(document: OpenDocument, draft: Draft, name: str | None) -> Iterator[_Edit]:
    """The edits that replace the name of the operation right at the request or in a comment, or remove that."""
    content = document.text.content
    if draft.text.body and (named := draft.text.body.named):
        at, after = (each + document.text.marks for each in named)
        option = _OPTION.search(content, document.text.line_at(at)[0], at)
        if name:
            yield _Edit(at, after, name)
        elif option:
            yield _Edit(option.start(), after, "")
    start, end = 0, len(content)
    if draft.text.body is None and not draft.text.is_json:
        starts = [*document_starts(document.text.aligned), end]
        start, end = starts[draft.index : draft.index + 2]
    for pattern in (COMMENT, HOST_COMMENT):
        for match in pattern.finditer(content, start, end):
            if match["name"] is None:
                continue
            if name:
                yield _Edit(*match.span("name"), name)
            elif rest := _END.match(content, match.end()):
                yield _without(content, match.start(), rest.end())


def _without(content: str, start: int, end: int) -> _Edit:
    """The edit that removes a comment with the space before it, and its line if that is empty then."""
    line = max(content.rfind(each, 0, start) for each in "\r\n") + 1
    before = content[line:start].rstrip(" \t")
    if before:
        return _Edit(line + len(before), end, "")
    end += len("\r\n") if content.startswith("\r\n", end) else 1 if end < len(content) else 0
    return _Edit(line, end, "")


def _insertions(document: OpenDocument, draft: Draft, name: str) -> Iterator[_Edit]:
    """The edits that insert a comment: before the request, in the file around it or at its own start."""
    words = f"ims-lint: operation={name}"
    if draft.text.body:
        for at, text in comments_before(document, draft.text.body, words):
            yield _Edit(at, at, text)
    elif not draft.text.is_json:
        content, line_break = document.text.content, document.text.line_break()
        at = document_starts(document.text.aligned)[draft.index] if draft.index else document.text.marks
        if content.startswith("---", at) and draft.index:
            at = document.text.line_at(at)[1]
            yield _Edit(at, at, f"{line_break}# {words}")
        yield _Edit(at, at, f"# {words}{line_break}")


def _declares(
    document: OpenDocument, config: Config, found: list[Draft], index: int, name: str | None, edit: _Edit
) -> bool:
    """Whether an edit leads to the wanted declaration of a request, and changes nothing for the others."""
    content = document.text.content
    after = requests(document.with_text(content[: edit.start] + edit.text + content[edit.end :]), config)
    before, now = ([each.choice for each in one] for one in (found, after))
    if len(now) != len(before):
        return False
    changed = now.pop(index)
    del before[index]
    is_wanted = changed == Choice(BY_NAME[name], "comment") if name else changed.origin != "comment"
    return is_wanted and now == before
