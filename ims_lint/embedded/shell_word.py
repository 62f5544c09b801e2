"""Read the words and here-documents of a shell script: quotes and escapes undone, with the place of each piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ims_lint.embedded.cut import Write, as_it_is

if TYPE_CHECKING:
    from tree_sitter import Node


class Part(NamedTuple):
    """A piece of a word, from `at` to `until` in the script, with the text that the shell makes of it.

    The text is None if it is only known when the script runs; `node` is then what the parser says of it, if
    it is more than the name of a variable. `same`, `write`: as in a piece of a Cut. `bare` means not in quotes.
    """

    at: int
    until: int
    text: str | None
    same: bool = False
    write: Write = as_it_is
    node: Node | None = None
    bare: bool = False


Word = list[Part]

_EXPANSIONS = frozenset(("expansion", "command_substitution", "arithmetic_expansion", "process_substitution"))
_NAME = r"\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!_-])"
_TOKENS = rf"(?P<name>{_NAME})|(?P<tick>`(?:[^`\\]|\\.)*+`)|(?P<unclear>`|\$[({{\[]|\$(?=\\\r?\n))|(?P<joined>\\\r?\n)"
_IN_QUOTES = re.compile(rf'\\(?P<escaped>[$`"\\])|{_TOKENS}', re.DOTALL)
_IN_DOCUMENT = re.compile(rf"\\(?P<escaped>[$`\\])|{_TOKENS}", re.DOTALL)
_IN_STRIPPED = re.compile(rf"{_IN_DOCUMENT.pattern}|(?P<tabs>(?<=\n)\t++)", re.DOTALL)
_BARE = re.compile(rf"{_TOKENS}|\\(?P<escaped>.)", re.DOTALL)
_TABS = re.compile(r"(?<=\n)\t++")
_ANSI = re.compile(
    r"\\(?:(?P<letter>[abeEfnrtv\\'\"?])|x(?P<x>[0-9a-fA-F]{1,2})|u(?P<u>[0-9a-fA-F]{1,4})"
    r"|U(?P<U>[0-9a-fA-F]{1,8})|(?P<octal>[0-7]{1,3})|(?P<other>c|\Z))"
)
_LETTERS = dict(zip("abeEfnrtv", "\a\b\x1b\x1b\f\n\r\t\v", strict=True))
_LINE = re.compile(r"[^\r\n]*")
_REST = re.compile(r"(?:[^\\\n]|\\\r?\n|\\.)*+\n")
_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r"[\w%+,./:@-]+", re.ASCII)


class Unclear(Exception):
    """The shell may make something else of a word than what can be told here."""


def read_word(text: str, nodes: Sequence[Node]) -> Word | None:
    """The pieces of a word that the parser found in the text, None if it is unclear what the shell makes of it."""
    try:
        word = list(_nodes(text, nodes))
    except Unclear:
        return None
    bare = "".join(part.text or "" for part in word if part.bare and part.same)
    return None if "{" in bare and ("," in bare or ".." in bare) else word


def read_document(text: str, redirect: Node) -> Word | None:
    """The pieces of a here-document without its last line break, None if it is unclear what the shell makes of it."""
    named = {child.type: child for child in redirect.children}
    start, body, end = (named.get(f"heredoc_{name}") for name in ("start", "body", "end"))
    if start is None or body is None or end is None or redirect.children[0].start_byte == start.start_byte:
        return None
    written = text[start.start_byte : start.end_byte]
    delimiter = re.sub(r"[\"'\\]", "", written)
    stripped = redirect.children[0].type == "<<-"
    line = _LINE.match(text, text.rfind("\n", 0, end.start_byte) + 1)
    if line is None or (line[0].lstrip("\t") if stripped else line[0]) != delimiter:
        return None
    before = redirect.children[redirect.children.index(body) - 1]
    rest = _REST.match(text, before.end_byte)
    at = rest.end() if rest else before.end_byte
    until = max(at, text.rfind("\n", 0, end.start_byte))
    until -= text[at:until].endswith("\r")
    try:
        if delimiter != written:
            return list(_literal(text, at, until, stripped))
        return list(_document(text, body, at, until, stripped))
    except Unclear:
        return None


def shown(word: Word) -> str:
    """The text of a word; what is only known when the script runs stands in it as a character that is in no name."""
    return "".join("\0" if part.text is None else part.text for part in word)


def after(word: Word, count: int) -> Word:
    """A word without its first characters, which are no placeholders."""
    rest: Word = []
    for part in word:
        if count and part.text is not None:
            taken = min(count, len(part.text))
            count -= taken
            part = part._replace(text=part.text[taken:], at=part.at + taken if part.same else part.at)
            if not part.text and taken:
                continue
        rest.append(part)
    return rest


# Kinds of words


def _nodes(text: str, nodes: Iterable[Node]) -> Iterator[Part]:
    """The pieces of what the parser found side by side."""
    at = None
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if at is not None and node.start_byte != at:
            raise Unclear
        if node.type == "concatenation":
            stack += node.children[::-1]
            continue
        at = node.end_byte
        if node.type == "$":
            if not stack or stack[-1].type != "string":
                yield Part(node.start_byte, at, "$", bare=True)
        elif node.type == "raw_string":
            yield _same(text, node.start_byte + 1, at - 1, _in_single_quotes)
        elif node.type == "string":
            yield from _in_double_quotes(text, node)
        elif node.type == "ansi_c_string":
            yield from _ansi(text, node.start_byte + 2, at - 1)
        elif node.type in ("word", "number"):
            yield from _read(text, node.start_byte, at, _BARE, _quoted, bare=True)
        elif node.type == "simple_expansion" or node.type in _EXPANSIONS:
            yield Part(node.start_byte, at, None, node=node, bare=True)
        else:
            raise Unclear


def _same(text: str, at: int, until: int, write: Write, bare: bool = False) -> Part:
    return Part(at, until, text[at:until], True, write, None, bare)


def _in_double_quotes(text: str, node: Node) -> Iterator[Part]:
    start, end = node.start_byte + 1, node.end_byte - 1
    return _around(text, node, start, end, _IN_QUOTES, _in_quotes)


def _document(text: str, body: Node, at: int, until: int, stripped: bool) -> Iterator[Part]:
    """The pieces of a here-document in which the shell replaces variables."""
    for part in _around(text, body, at, until, _IN_STRIPPED if stripped else _IN_DOCUMENT, _in_document):
        if part.same and stripped:
            yield from _without_tabs(text, part)
        else:
            yield part


def _without_tabs(text: str, part: Part) -> Iterator[Part]:
    """A piece of a here-document, one for each line, without the tabs that begin lines."""
    at = part.at
    write = _after_tabs(text, at, part.write)
    for line in re.finditer(r"\n", text[part.at : part.until]):
        until = part.at + line.end()
        yield part._replace(at=at, until=until, text=text[at:until], write=write)
        at = until
        write = _after_tabs(text, at, part.write)
    if at < part.until:
        yield part._replace(at=at, text=text[at : part.until], write=write)


def _after_tabs(text: str, at: int, write: Write) -> Write:
    """How to write in a line that begins with tabs which the shell removes."""
    start = text.rfind("\n", 0, at) + 1
    tabs = re.compile(r"\t*").match(text, start)
    return partial(_indented, tabs[0] if tabs else "", write)


def _indented(tabs: str, write: Write, new: str) -> str | None:
    written = write(new)
    return None if written is None or "\n\t" in written else written.replace("\n", f"\n{tabs}")


def _literal(text: str, at: int, until: int, stripped: bool) -> Iterator[Part]:
    """The pieces of a here-document in which the shell replaces nothing."""
    if not stripped:
        yield _same(text, at, until, as_it_is)
        return
    done = at
    for tabs in _TABS.finditer(text, at, until):
        yield from _without_tabs(text, _same(text, done, tabs.start(), as_it_is))
        done = tabs.end()
    yield from _without_tabs(text, _same(text, done, until, as_it_is))


def _around(text: str, node: Node, at: int, until: int, tokens: re.Pattern[str], write: Write) -> Iterator[Part]:
    """The pieces of a text in which the parser found expansions; those of plain names it finds not always."""
    for child in node.children:
        if child.type not in _EXPANSIONS:
            continue
        blank = _SPACE.match(text, child.start_byte)
        start = blank.end() if blank else child.start_byte
        if start < at or child.end_byte > until:
            raise Unclear
        yield from _read(text, at, start, tokens, write)
        yield Part(start, child.end_byte, None, node=child)
        at = child.end_byte
    yield from _read(text, at, until, tokens, write)


def _read(
    text: str, at: int, until: int, tokens: re.Pattern[str], write: Write, *, bare: bool = False
) -> Iterator[Part]:
    """The pieces of a text with escapes and the names of variables."""
    joined = -1
    for token in tokens.finditer(text, at, until):
        kind = token.lastgroup
        if kind == "tabs" and token.start() == joined:
            continue
        if at < token.start():
            yield _same(text, at, token.start(), write, bare)
        if kind == "unclear":
            raise Unclear
        if kind == "escaped":
            yield Part(*token.span(), token[kind], write=write, bare=bare)
        elif kind in ("name", "tick"):
            yield Part(*token.span(), None, bare=bare)
        elif kind == "joined":
            joined = token.end()
        at = token.end()
    if at < until:
        yield _same(text, at, until, write, bare)


def _ansi(text: str, at: int, until: int) -> Iterator[Part]:
    """The pieces of what is in `$'…'`."""
    for escape in _ANSI.finditer(text, at, until):
        if at < escape.start():
            yield _same(text, at, escape.start(), _in_ansi_quotes)
        yield Part(*escape.span(), _unescaped(escape), write=_in_ansi_quotes)
        at = escape.end()
    if at < until:
        yield _same(text, at, until, _in_ansi_quotes)


def _unescaped(escape: re.Match[str]) -> str:
    if letter := escape["letter"]:
        return _LETTERS.get(letter, letter)
    byte = int(escape["octal"], 8) if escape["octal"] else int(escape["x"] or "0", 16)
    number = int(escape["u"] or escape["U"] or "0", 16) or byte
    if not number or byte > 127 or escape["other"] is not None or number > 0x10FFFF or 0xD800 <= number < 0xE000:
        raise Unclear
    return chr(number)


# How each kind of word must contain a text


def _in_single_quotes(new: str) -> str:
    return new.replace("'", r"'\''")


def _in_quotes(new: str) -> str:
    return re.sub(r'([$`"\\])', r"\\\1", new)


def _in_document(new: str) -> str:
    return re.sub(r"([$`\\])", r"\\\1", new)


def _in_ansi_quotes(new: str) -> str:
    return re.sub(r"(['\\])", r"\\\1", new)


def _quoted(new: str) -> str:
    return new if _PLAIN.fullmatch(new) else f"'{_in_single_quotes(new)}'"
