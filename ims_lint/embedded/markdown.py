"""Find the requests in Markdown: in marked code blocks, HTTP requests and shell commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ims_lint.document import read
from ims_lint.embedded import Body, NotInstalled, http
from ims_lint.embedded.cut import Cut, Write, as_it_is
from ims_lint.embedded.template import PLACEHOLDER
from ims_lint.finding import Finding, Span
from ims_lint.input import Input

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARK = "ims-lint"
_LANGUAGES = {"json": "json", "yaml": "yaml", "yml": "yaml"}
_SHELLS = frozenset(("sh", "bash", "shell", "zsh", "ksh", "console", "shell-session", "shellsession", "sh-session"))
_MAY_CONTAIN = re.compile(r"ims-lint|http|sh|console", re.IGNORECASE)
"""Matches in the line that starts a code block if requests may be in that."""

_CONTENT_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BREAK = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"[^\s,{}]+")
_OPERATION = re.compile(r"(?<![^\s,{])(?:operation=)?(?P<name>(?<=operation=)[^\s,{}]*|oper[a-z]*[=:][^\s,{}]*)")
"""Matches what names an operation; misspelled, the whole word is no name of one."""
_COMMENTS = re.compile(r"\s*(?:<!--(?:(?!-->).)*+-->\s*)+", re.DOTALL)
_CONTAINERS = frozenset(("blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"))
_PROMPT = re.compile(r"\$[ \t]")
_PROMPTS = re.compile(r"[$>][ \t]")
"""Matches what a terminal shows before a command, and before its further lines."""

_DEEPEST = 100
"""So many lists and block quotes may be in each other."""


class _Row(NamedTuple):
    """A line of a block: what the file has before it, where it is in the file, and spaces that are part of a tab."""

    prefix: str
    at: int
    until: int
    spaces: int


class _Fence(NamedTuple):
    """A code block: its text, the rest of the line that starts it, with its place, and where comments before it are."""

    cut: Cut
    info: str
    at: int
    before: Span

    @property
    def words(self) -> list[str]:
        """The words after the backticks or tildes, without what Pandoc writes around them."""
        return [word.removeprefix(".") for word in _WORD.findall(self.info)]


def find(input: Input) -> list[Body]:
    """The requests in the file: in code blocks that are marked, HTTP requests, and commands of shell scripts.

    Raises:
        NotInstalled: the parser is missing, or that of shell scripts.
    """
    if _MARK not in input.text and "cloudimages" not in input.text:  # as in all addresses
        return []
    return [body for fence in _fences(input.text) for body in _bodies(fence)]


def _tokens(text: str) -> list[Token]:
    """The blocks of a text, without what is in paragraphs."""
    try:
        from markdown_it import MarkdownIt  # 20 ms, only for Markdown with a request, and where it is installed
    except ImportError as error:
        raise NotInstalled("Markdown files need markdown-it-py") from error
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.parse(text)


def _fences(text: str) -> Iterator[_Fence]:
    """The code blocks of a text that may contain a request."""
    tokens = _tokens(text)
    starts = [line.start() for line in _LINE.finditer(text)]
    for index, token in enumerate(tokens):
        if token.type != "fence" or token.map is None or not _MAY_CONTAIN.search(token.info):
            continue
        opening = token.map[0]
        end = starts[opening] + len(_line(text, starts, opening))
        cut = _cut(text, starts, opening + 1, token.content)
        if cut is not None:
            yield _Fence(cut, token.info, end - len(token.info), _before(tokens, index, starts))


def _line(text: str, starts: list[int], number: int) -> str:
    """A line of a text, counted from 0, without its line break."""
    return text[starts[number] : starts[number + 1]].rstrip("\r\n")


def _before(tokens: Sequence[Token], index: int, starts: list[int]) -> Span:
    """Where the comments right before a block are."""
    lines: list[int] = []
    for token in reversed(tokens[max(index - 100, 0) : index]):
        if token.map and token.type == "html_block" and _COMMENTS.fullmatch(token.content):
            lines += token.map
        elif token.type not in _CONTAINERS:
            break
    return Span(starts[min(lines)], starts[max(lines)]) if lines else Span(0, 0)


def _cut(text: str, starts: list[int], first: int, content: str) -> Cut | None:
    """The text of a code block from the `first` of its lines in the file; None if its places cannot be told."""
    rows: list[_Row] = []
    prefix = ""
    for number, said in enumerate(_CONTENT_LINE.findall(content), first):
        if number + 1 >= len(starts):
            return None
        line = _line(text, starts, number)
        found = _column(line.replace("\0", "\ufffd"), said.removesuffix("\n"))
        if found is None:
            return None
        column, spaces = found
        if said.strip() or not rows:
            prefix = line[: column - bool(spaces)]
        until = starts[number + 1] if said.endswith("\n") else starts[number] + len(line)
        rows.append(_Row(prefix, starts[number] + column, until, spaces))
    return _joined(text, rows) if rows else _nothing(text, starts[min(first, len(starts) - 1)])


def _column(line: str, said: str) -> tuple[int, int] | None:
    """Where the text of a line of a block starts in the line of the file, and the spaces that it has before that.

    These are the rest of a tab of which the block quotes and lists around the block need a part. None if
    that is not all that is different.
    """
    for spaces in range(min(4, len(said) + 1)):
        column = len(line) - len(said) + spaces
        is_tab = column > 0 and line[column - 1] == "\t" and said[:spaces].isspace()
        if column >= 0 and line.endswith(said[spaces:]) and (is_tab or not spaces):
            return column, spaces
    return None


def _joined(text: str, rows: Iterable[_Row]) -> Cut:
    """The text of lines of a file, in which a further line gets the prefix of the one before it."""
    cut = Cut(text)
    start = end = 0
    before = ""
    for prefix, at, until, spaces in rows:
        if at != end or prefix or before:
            cut.copy(start, end, _with_prefix(before))
            start, before = at, prefix
        if spaces:
            cut.replace(at - 1, at, " " * spaces, _with_prefix(prefix))
        end = until
    cut.copy(start, end, _with_prefix(before))
    return cut


def _with_prefix(prefix: str) -> Write:
    """How to write a text where each further line needs a prefix."""
    return partial(_BREAK.sub, lambda line_break: line_break[0] + prefix) if prefix else as_it_is


def _nothing(text: str, at: int) -> Cut:
    """The empty text at a place."""
    cut = Cut(text)
    cut.replace(at, at, "")
    return cut


def _bodies(fence: _Fence) -> Iterator[Body]:
    """The requests in a code block."""
    words = fence.words
    language = words[0].lower() if words else ""
    if language == "http" or language in _SHELLS:
        cut = fence.cut if language == "http" else _without_prompts(fence.cut)
        for body in http.find_in(cut.text) if language == "http" else _in_shell(cut.text):
            yield body.through(cut)._replace(around=fence.before)
    elif _MARK in words:
        looks = "json" if fence.cut.text.lstrip()[:1] in ("{", "[") else "yaml"
        yield _marked(fence, _LANGUAGES.get(language, looks))


def _marked(fence: _Fence, language: str) -> Body:
    """The request in a code block that is marked as one, in JSON with `{{name}}` in it or in YAML."""
    cut = fence.cut
    placeholders = None
    if language == "json" and "{{" in cut.text:
        cut = http.with_variables(cut.text, Span(0, len(cut.text))).through(cut)
        placeholders = PLACEHOLDER
    documents, unread = read(cut.text, language)
    operation = _OPERATION.search(fence.info)
    named = Span(fence.at + operation.start("name"), fence.at + operation.end("name")) if operation else None
    findings = tuple(_in_block(finding) for finding in unread)
    return Body(
        documents, cut.span, findings, cut, language, before=fence.before, placeholders=placeholders, named=named
    )


def _in_block(finding: Finding) -> Finding:
    """A finding on a text that could not be read, in the words for a code block."""
    if finding.code != "IMS004":
        return finding
    help = "add a request, or remove ims-lint from the line before it"
    return finding._replace(message="the code block contains no request", help=help)


def _in_shell(text: str) -> Iterable[Body]:
    """The requests in shell commands."""
    if "cloudimages" not in text:  # as in all addresses
        return ()
    from ims_lint.embedded import shell  # tree_sitter, 10 ms, for scripts only

    return shell.find_in(text)


def _without_prompts(block: Cut) -> Cut:
    """The text of a block without the prompts of a terminal, if it has any."""
    if not any(_PROMPT.match(line) for line in _CONTENT_LINE.findall(block.text)):
        return block
    rows: list[_Row] = []
    at = 0
    for line in _CONTENT_LINE.findall(block.text):
        prompt = _PROMPTS.match(line)
        prefix = "> " if prompt else ""
        rows.append(_Row(prefix, at + (prompt.end() if prompt else 0), at + len(line), 0))
        at += len(line)
    return _joined(block.text, rows).through(block)
