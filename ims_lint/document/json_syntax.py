"""Says in plain words why a text is not JSON, and where."""

from __future__ import annotations

import re

from ims_lint.document.limits import MAX_DIGITS, MAX_NESTING, too_deep, too_many_digits
from ims_lint.finding import Finding, Span

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*+"|(?P<constant>-?\b(?:Infinity|NaN)\b)|(?P<open>[\[{])|(?P<close>[\]}])'
    rf"|(?P<digits>[0-9]{{{MAX_DIGITS + 1},}}+)",
    re.DOTALL,
)
_WORD = re.compile(r"[\w.$+-]+")


class JsonSyntaxError(Exception):
    """A text that cannot be read as JSON; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def past_limit(text: str) -> Finding | None:
    """The finding for a bracket that is nested too deeply or a number that is too long."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
            if depth > MAX_NESTING:
                return too_deep(Span(*token.span()))
        elif token["close"]:
            depth -= 1
        elif token["digits"]:
            return too_many_digits(len(token["digits"]), Span(*token.span()))
    return None


def explain(text: str, at: int | None) -> Finding:
    """Why the JSON reader stopped at offset `at` (None: at NaN, at Infinity, or at a limit)."""
    if at is None:
        return past_limit(text) or _constant(text)
    before = text[:at].rstrip(" \t\r\n")
    found, message, help = _explain(text, before, at)
    return Finding("IMS001", (), message, help, span=found, prevents="IMG.0001")


def _constant(text: str) -> Finding:
    for token in _TOKEN.finditer(text):
        if name := token["constant"]:
            message = f"{name} is not a JSON value"
            return Finding("IMS001", (), message, "write a number", span=Span(*token.span()), prevents="IMG.0001")
    raise AssertionError("the reader met a constant that is not there")


def _explain(text: str, before: str, at: int) -> tuple[Span, str, str]:
    """The place, the message and the help for a syntax error at `at`, where `before` ends at a token."""
    rest = text[at:]
    last = before[-1:]
    here = Span(at, at + 1)
    if not rest.strip(" \t\r\n"):
        return _unfinished(text, before)
    if rest.startswith(("//", "/*", "#")):
        end = text.find("\n", at)
        return (
            Span(at, len(text) if end < 0 else end),
            "JSON has no comments",
            "take the comment out, or keep the request as YAML",
        )
    if rest.startswith("'"):
        return here, "JSON strings stand in double quotes, not in single ones", "write \"…\" in place of '…'"
    if rest[0] in "]}" and last == ",":
        comma = len(before) - 1
        return Span(comma, comma + 1), "a comma stands before the closing bracket", "take the comma out"
    if rest.startswith(("${", "{{")):
        return (
            here,
            "a placeholder stands without quotes, which is not JSON",
            'write it in quotes, for example "${NAME}"',
        )
    return _explain_token(text, before, at)


def _explain_token(text: str, before: str, at: int) -> tuple[Span, str, str]:
    char, last = text[at], before[-1:]
    here = Span(at, at + 1)
    if char == '"' and last and last not in "[{,:":
        return here, "a comma or a colon is missing before this string", "put it in front of the string"
    if char < " ":
        message = f"the control character U+{ord(char):04X} stands in a string"
        return here, message, "write it as an escape, for example \\n or \\t"
    if char == "\\":
        return here, "this escape is not one that JSON has", 'JSON has \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX'
    if char == '"':
        return here, "this string has no end on its line, or holds an escape that JSON lacks", 'end it with "'
    word = _WORD.match(text, at)
    if word and (last == "{" or (last == "," and _opens_object(text, at))):
        return Span(*word.span()), f"the key {word[0]} stands without quotes", f'write "{word[0]}"'
    if word and last in "[:,":
        help = f'write it in double quotes: "{word[0]}"'
        return Span(*word.span()), f"{word[0]} is not a JSON value", help
    if not before:
        return here, "a JSON text starts with {, and this does not", "write the request as an object { … }"
    return here, f"{char!r} cannot stand here", "check the commas, colons, quotes and brackets before it"


def _opens_object(text: str, at: int) -> bool:
    """Whether the innermost bracket that is open at `at` is a brace."""
    opened: list[str] = []
    for token in _TOKEN.finditer(text, 0, at):
        if token["open"]:
            opened.append(token["open"])
        elif token["close"] and opened:
            opened.pop()
    return bool(opened) and opened[-1] == "{"


def _unfinished(text: str, before: str) -> tuple[Span, str, str]:
    """The finding for a text that ends too early: it stands at the bracket that is still open."""
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        if token["open"]:
            opened.append((token["open"], token.start()))
        elif token["close"] and opened:
            opened.pop()
    if not opened:
        return Span(len(before), len(before)), "the text ends where a value is due", "write the rest of the request"
    bracket, start = opened[-1]
    closing = "}" if bracket == "{" else "]"
    return Span(start, start + 1), f"this {bracket} is never closed", f"add {closing} where it ends"
