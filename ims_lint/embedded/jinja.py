"""Find the expressions of Jinja in a text that Ansible fills in."""

from __future__ import annotations

import re

from ims_lint.finding import Span

TEMPLATED = re.compile(r"\{[{%#]")
"""Matches in every text that Jinja changes."""

_TOKEN = re.compile(
    r"'(?:[^'\\]|\\.)*+'?|\"(?:[^\"\\]|\\.)*+\"?|(?P<open>[{(\[])|(?P<end>\}\})|(?P<close>[)}\]])", re.DOTALL
)
"""Matches what decides where an expression ends: strings, brackets, and the end itself."""


def expressions(text: str) -> list[Span] | None:
    """Return where the `{{ … }}` of a text are; None if it contains statements, comments or an open expression."""
    found: list[Span] = []
    at = 0
    while start := TEMPLATED.search(text, at):
        end = _end(text, start.end()) if start[0] == "{{" else None
        if end is None:
            return None
        found.append(Span(start.start(), end))
        at = end
    return found


def _end(text: str, at: int) -> int | None:
    """Return where the expression that contains an offset ends; in brackets, `}}` is two of them."""
    depth = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        if token["end"] and depth == 0:
            return at
        if token["end"] and depth == 1:
            depth, at = 0, token.start() + 1
        elif token["end"]:
            depth -= 2
        elif token["open"]:
            depth += 1
        elif token["close"] and depth:
            depth -= 1
    return None
