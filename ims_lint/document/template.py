"""Find template syntax that is neither YAML nor JSON: Helm, Jinja, ERB, Python and others."""

from __future__ import annotations

import re
from typing import NamedTuple

from ims_lint.finding import Span, shorten

RENDER = "render the template first, then lint the result"
_CONFIGURE = "render the template first, or put it in quotes and add its pattern to placeholders in the configuration"

_PLACEHOLDER = re.compile(r"\$\{[^{}\r\n]*\}|\{\{[^\r\n]*?\}\}|\$[A-Za-z_][A-Za-z0-9_]*")
"""Matches what is a placeholder by default, if it is in quotes."""

_OTHER_VALUE = re.compile(r"%\([^()\r\n]*\)[a-z]|<%=[^\r\n]*?%>|@[A-Za-z_][\w.-]*@|#\{[^{}\r\n]*\}")
"""Matches what can be a placeholder by configuration."""

_STATEMENT = re.compile(
    r"\{%[^\r\n]*?(?:%\}|(?=[\r\n]|\Z))|\{#[^\r\n]*?(?:#\}|(?=[\r\n]|\Z))|<%(?!=)[^\r\n]*?(?:%>|(?=[\r\n]|\Z))"
    r"|\{\{(?=-|[ \t]*/\*|[ \t]*(?:if|else|end|range|with|define|block|template)\b)[^\r\n]*?(?:\}\}|(?=[\r\n]|\Z))"
)
"""Matches what is never a value: a statement or a comment of a template."""

_ALONE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_BLOCK_START = re.compile(r"(?:^|[:-][ \t]+)[|>][-+0-9]*[ \t]*(?:[ \t]#.*)?$")
_COMMENT_OR_QUOTE = re.compile(r"(?:^|[ \t])#|[\"']")


class Found(NamedTuple):
    """Template syntax, and the help for it."""

    span: Span
    help: str

    def message(self, text: str, language: str) -> str:
        """Return the message for it in a file that has to be in a language."""
        return f"{shorten(text[self.span.start : self.span.end])} is template syntax, not {language}"


def placeholder_at(text: str, at: int) -> Span | None:
    """Return the span of the placeholder that starts at an offset, or None."""
    match = _PLACEHOLDER.match(text, at)
    return Span(*match.span()) if match else None


def syntax_at(text: str, at: int) -> Found | None:
    """Return the template syntax that starts at an offset, if quotes alone do not make it a placeholder."""
    if match := _STATEMENT.match(text, at):
        return Found(Span(*match.span()), RENDER)
    if match := _OTHER_VALUE.match(text, at):
        return Found(Span(*match.span()), _CONFIGURE)
    return None


def open_before(text: str, at: int) -> Found | None:
    """Return the `{{` on the line of an offset that is still open there, or None."""
    line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    start = text.rfind("{{", line, at)
    if start < 0 or text.find("}}", start, at) >= 0:
        return None
    match = _PLACEHOLDER.match(text, start)
    return Found(Span(start, match.end() if match else at), RENDER)


def statement_in_yaml(text: str, start: int, stop: int) -> Found | None:
    """Return the first template statement in a text that is not in quotes, comments or block scalars."""
    block = -1  # the indentation of the line with `|` or `>` that the line belongs to
    for line in re.finditer(r"[^\r\n]+", text[start:stop]):
        words = line[0].lstrip(" ")
        indent = len(line[0]) - len(words)
        if block >= 0 and (indent > block or not words.strip()):
            continue
        block = indent if _BLOCK_START.search(line[0]) else -1
        match = _STATEMENT.search(line[0])
        if match and not _COMMENT_OR_QUOTE.search(line[0], 0, match.start()):
            return Found(Span(start + line.start() + match.start(), start + line.start() + match.end()), RENDER)
    return None


def alone_on_line(text: str, line_start: int) -> Found | None:
    """Return the `{{ … }}` that is the whole content of a line, or None."""
    at = line_start + len(text[line_start : line_start + 1000]) - len(text[line_start : line_start + 1000].lstrip(" "))
    match = _PLACEHOLDER.match(text, at) if text.startswith("{{", at) else None
    return Found(Span(*match.span()), RENDER) if match and _ALONE.match(text, match.end()) else None
