"""Cut the text of a YAML scalar out of its file: without quotes, escapes, indentation and folded lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ims_lint.document.node import Node
from ims_lint.embedded.cut import Cut, Write, nothing

_RUN = r"(?P<run>(?:[^{ends} \t\r\n]++|[ \t]++(?![\r\n]))++)"
_FOLD = r"(?P<fold>[ \t]*+(?:\r\n?|\n)[ \t\r\n]*+)"
_PLAIN = re.compile(rf"{_RUN.format(ends='')}|{_FOLD}")
_SINGLE = re.compile(rf"{_RUN.format(ends=chr(39))}|{_FOLD}|(?P<escape>'')")
_DOUBLE = re.compile(
    rf"{_RUN.format(ends=chr(92) * 2)}|(?P<joined>\\(?:\r\n?|\n)[ \t\r\n]*+)|{_FOLD}"
    r"|(?P<escape>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.))"
)
_BREAK = re.compile(r"\r\n?|\n")
_HEADER = re.compile(r"(?P<style>[|>])[-+0-9]*+[ \t]*+(?:#[^\r\n]*+)?(?P<break>\r\n?|\n|\Z)")
_LINE = re.compile(r"(?P<indent> *+)(?P<rest>[^\r\n]*+)(?P<break>\r\n?|\n|\Z)")
_ESCAPES = dict(zip('0abt\tnvfre "/\\N_LP', '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))


def text_of(content: str, node: Node) -> Cut:
    """Return the text of a scalar, which is a string, with its places in the file.

    If these cannot be told, all of it has that of the whole scalar, and cannot be changed.
    """
    made = Cut(content)
    style = content[node.start : node.start + 1]
    if style in ("|", ">"):
        _block(made, content, node)
    elif style in _QUOTED:
        pattern, write = _QUOTED[style]
        _flow(made, content, node.start + 1, node.end - 1, pattern, write)
    else:
        _flow(made, content, node.start, node.end, _PLAIN, _in_plain)
    if made.text == node.value:
        return made
    whole = Cut(content)
    whole.replace(node.start, node.end, node.value, nothing)
    return whole


def header_end(content: str, node: Node) -> int:
    """Return where the text of a scalar can start: for a block scalar after its first line, otherwise at its start."""
    match = _HEADER.match(content, node.start)
    return match.end() if match else node.start


def _flow(made: Cut, content: str, at: int, end: int, pattern: re.Pattern[str], write: Write) -> None:
    """Append the text of a scalar that is not a block, without its quotes."""
    for token in pattern.finditer(content, at, end):
        if token.lastgroup == "run":
            made.copy(*token.span(), write)
        elif token.lastgroup == "escape":
            made.replace(*token.span(), _unescaped(token[0]), write)
        else:
            breaks = len(_BREAK.findall(token[0])) - 1
            made.replace(*token.span(), "\n" * breaks or ("" if token.lastgroup == "joined" else " "), write)


def _unescaped(escape: str) -> str:
    if escape == "''":
        return "'"
    if len(escape) > 2:
        code = int(escape[2:], 16)
        return chr(code) if code < 0x110000 else ""
    return _ESCAPES.get(escape[1], "")


class _Line(NamedTuple):
    """A line of a block scalar: where its text starts, after the indentation, and ends, and where the next one is."""

    start: int
    end: int
    next: int


def _block(made: Cut, content: str, node: Node) -> None:
    """Append the text of a block scalar."""
    header = _HEADER.match(content, node.start)
    value: str = node.value
    if header is None:
        return
    indent = _indentation(content, header.end(), value)
    write = partial(_in_block, line_break=header["break"], indent=" " * indent)
    if header["style"] == "|":
        _literal(made, content, value, _lines(content, header.end(), indent), write)
    else:
        _folded(made, content, value, _lines(content, header.end(), indent), write)


def _indentation(content: str, at: int, value: str) -> int:
    """Return by how many spaces the lines of a block scalar are indented that starts at an offset."""
    while (line := _LINE.match(content, at)) and not line["rest"] and line["break"]:
        at = line.end()
    own = value.lstrip("\n")
    extra = len(own) - len(own.lstrip(" "))
    return max(len(line["indent"]) - extra, 0) if line else 0


def _lines(content: str, at: int, indent: int) -> Iterator[_Line]:
    """The lines of a text from an offset on, without the indentation; shorter lines are empty."""
    while at < len(content) and (line := _LINE.match(content, at)):
        yield _Line(min(at + indent, line.end("rest")), line.end("rest"), line.end())
        at = line.end()


def _literal(made: Cut, content: str, value: str, lines: Iterator[_Line], write: Write) -> None:
    """Append as many lines as the value has."""
    left = len(value)
    for line in lines:
        if left <= 0:
            return
        ends = left > line.end - line.start
        _append(made, content, line, ends, write)
        left -= line.end - line.start + ends


def _append(made: Cut, content: str, line: _Line, ends: bool, write: Write) -> None:
    """Append a line, and its line break if it `ends` with one."""
    if ends and content[line.end : line.next] == "\n":
        made.copy(line.start, line.next, write)
        return
    made.copy(line.start, line.end, write)
    if ends and line.next > line.end:
        made.replace(line.end, line.next, "\n", write)


def _folded(made: Cut, content: str, value: str, lines: Iterator[_Line], write: Write) -> None:
    """Append the lines that the value is made of; the value says which of their line breaks are folded."""
    done, end, empty = 0, len(value.rstrip("\n")), 0
    last: _Line | None = None
    for line in lines:
        if done >= end:
            break
        if line.start == line.end:
            empty += 1
            continue
        between = _between(value, done, empty, last is not None)
        if last and empty == 0 and between == content[last.end : last.next]:
            made.copy(last.end, last.next, write)
        elif between:
            made.replace(last.end if last else line.start, line.start, between, write)
        made.copy(line.start, line.end, write)
        done += len(between) + line.end - line.start
        last, empty = line, 0
    if last and done < len(value):
        made.replace(last.end, last.next, "\n", write)
        made.replace(last.next, last.next, value[done + 1 :], write)


def _between(value: str, at: int, empty: int, folds: bool) -> str:
    """Return what the value has between two lines with `empty` ones between them, or before the first one."""
    most = at + empty + folds
    end = at
    while end < most and value.startswith("\n", end):
        end += 1
    return value[at:end] if end > at or not folds else " "


def _in_plain(text: str) -> str | None:
    return text if text.isprintable() else None


def _in_single(text: str) -> str | None:
    return text.replace("'", "''") if text.isprintable() else None


def _in_double(text: str) -> str:
    return "".join(_in_double_quotes(char) for char in text)


def _in_double_quotes(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    return "\\n" if char == "\n" else "\\t" if char == "\t" else f"\\U{ord(char):08x}"


def _in_block(text: str, line_break: str, indent: str) -> str | None:
    if not text.replace("\n", "").replace("\t", "").isprintable():
        return None
    return text.replace("\n", line_break + indent)


_QUOTED: dict[str, tuple[re.Pattern[str], Callable[[str], str | None]]] = {
    "'": (_SINGLE, _in_single),
    '"': (_DOUBLE, _in_double),
}
