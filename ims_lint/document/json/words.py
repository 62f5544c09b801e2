"""Explain why a text is not JSON, and where."""

from __future__ import annotations

import re
from typing import NamedTuple

from ims_lint.document import template
from ims_lint.document.conflict import UNRESOLVED, merge_conflict
from ims_lint.document.json.syntax import Due, Walk
from ims_lint.document.limits import not_finite, too_deep, too_many_digits
from ims_lint.document.look_alike import named
from ims_lint.finding import Finding, Span, shorten

_WORD = re.compile(r"[\w.$+-]+")
_STRING_START = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_LINE_REST = re.compile(r"[^\r\n]*")
_ESCAPE = re.compile(r"\\(?:u[0-9a-zA-Z]{0,4}|.?)", re.DOTALL)
_MEANT = {
    **dict.fromkeys(("true", "yes", "on"), "true"),
    **dict.fromkeys(("false", "no", "off"), "false"),
}
_NOTHING = frozenset(("null", "none", "nil", "undefined"))
_YAML_START = re.compile(r"(?:#[^\r\n]*+|\s)*+(?P<start>---|%YAML|(?:- +)?[A-Za-z_$][\w$-]*+:(?=\s|\Z))")
_AFTER_BRACE = re.compile(r"[%#]|\{(?![{%#])")
"""Matches what makes a brace before it the start of template syntax."""

_ENDS_VALUE = re.compile(r"\s*+(?:[,\]}]|\Z)")
_ENDS_KEY = re.compile(r"[ \t]*+:")
_LEADING_ZEROS = re.compile(r"(-?)(?=0[0-9])0*+([0-9]*(?:\.[0-9]+)?)")
_OTHER_NUMBERS = (
    (re.compile(r"-?[0-9]+\."), "numbers must not end with a period"),
    (re.compile(r"-?\.[0-9]+"), "numbers must not start with a period"),
    (re.compile(r"\+[0-9.]+"), 'numbers must not start with "+"'),
    (re.compile(r"-?[0-9.]+[eE][+-]?"), "numbers must have digits in the exponent"),
    (re.compile(r"-?0[xX][0-9a-fA-F]+"), "hexadecimal numbers are not allowed in JSON"),
    (re.compile(r"-?0[oO][0-9a-fA-F]+"), "octal numbers are not allowed in JSON"),
    (re.compile(r"-?0[bB][0-9a-fA-F]+"), "binary numbers are not allowed in JSON"),
    (re.compile(r"-?[0-9]+(?:_[0-9]+)+"), "numbers must not contain underscores"),
)
_OBJECT = 'replace it with an object, for example {"name": "web"}'
_TYPOGRAPHIC_QUOTES = "“”„‟‘’‚‛«»"


class _Said(NamedTuple):
    span: Span
    message: str
    help: str


def explain(text: str) -> Finding:
    """Return the finding at the first place where a text is not JSON, or exceeds a limit."""
    walk = Walk(text).run()
    here = Span(walk.at, walk.at + 1)
    if walk.too_deep:
        return too_deep(here)
    if walk.too_long:
        return too_many_digits(walk.too_long, Span(walk.at, walk.at + walk.too_long))
    if walk.too_large:
        return not_finite(walk.too_large, Span(walk.at, walk.at + len(walk.too_large)))
    if conflict := merge_conflict(text):
        said = _Said(conflict, *UNRESOLVED)
    elif walk.at == len(text):
        said = _unfinished(walk)
    else:
        said = _other_language(walk) or _foreign(walk) or _misplaced(walk)
    return Finding("IMS001", (), said.message, said.help, span=said.span, prevents="IMG.0001")


def _unfinished(walk: Walk) -> _Said:
    """Explain a text that ends too early, at the bracket that is still open."""
    if not walk.opened:
        message = "expected a value, found the end of the file"
        return _Said(Span(walk.at, walk.at), message, "add the rest of the request")
    start = walk.opened[-1]
    bracket = walk.text[start]
    closing = "}" if bracket == "{" else "]"
    return _Said(Span(start, start + 1), f'"{bracket}" is never closed', f'add the missing "{closing}"')


def _other_language(walk: Walk) -> _Said | None:
    """Explain YAML, or template syntax."""
    text = walk.text
    if walk.due is Due.START and (match := _YAML_START.match(text)):
        help = "rename the file to *.ims.yaml, or convert it to JSON"
        return _Said(Span(*match.span("start")), "expected a JSON object, found YAML", help)
    at = walk.at - (text[walk.at - 1 : walk.at] == "{" and bool(_AFTER_BRACE.match(text, walk.at)))
    if (placeholder := template.placeholder_at(text, at)) and _is_whole(walk, at, placeholder):
        shown = shorten(text[placeholder.start : placeholder.end])
        return _Said(placeholder, "a placeholder in JSON must be in quotes", f'put it in quotes: "{shown}"')
    found = template.syntax_at(text, at) or template.open_before(text, walk.at)
    if placeholder and not found:
        found = template.Found(placeholder, template.RENDER)
    return _Said(found.span, found.message(text, "JSON"), found.help) if found else None


def _is_whole(walk: Walk, at: int, placeholder: Span) -> bool:
    """Return whether a placeholder is a whole value or key, which quotes make a string."""
    text, due = walk.text, walk.due
    if at < walk.at:  # its first brace was read as that of an object
        due = Due.VALUE if len(walk.opened) > 1 else Due.START
    if '"' in text[placeholder.start : placeholder.end] or "\\" in text[placeholder.start : placeholder.end]:
        return False
    if due in (Due.KEY, Due.KEY_OR_END):
        return bool(_ENDS_KEY.match(text, placeholder.end))
    if due is Due.START:
        return not text[placeholder.end :].strip()
    return due in (Due.VALUE, Due.ITEM_OR_END) and bool(_ENDS_VALUE.match(text, placeholder.end))


def _foreign(walk: Walk) -> _Said | None:
    """Explain what JSON does not have at all."""
    text, at = walk.text, walk.at
    here = Span(at, at + 1)
    if text.startswith("/*", at):
        end = text.find("*/", at)
        return _comment(Span(at, len(text) if end < 0 else end + 2))
    if text.startswith(("//", "#"), at):
        return _comment(_rest_of_line(text, at))
    if text[at] == "'":
        help = "replace the single quotes with double quotes"
        return _Said(here, "JSON strings must be in double quotes", help)
    if text[at] in _TYPOGRAPHIC_QUOTES:
        message = f"JSON strings must be in straight double quotes, found {text[at]}"
        return _Said(here, message, 'replace the typographic quotes with "')
    if text[at] == '"' and (broken := _broken_string(text, at)):
        return broken
    return _odd_character(text, at)


def _comment(span: Span) -> _Said:
    return _Said(span, "comments are not allowed in JSON", "remove the comment, or convert the file to YAML")


def _rest_of_line(text: str, at: int) -> Span:
    match = _LINE_REST.match(text, at)
    return Span(at, match.end() if match else at)


def _broken_string(text: str, at: int) -> _Said | None:
    """Explain why a string does not end; None if it does."""
    match = _STRING_START.match(text, at)
    stop = match.end() if match else at
    char = text[stop : stop + 1]
    if char == '"':
        return None
    if char in ("", "\r", "\n"):
        help = "add a double quote at its end"
        return _Said(
            Span(at, stop), "unterminated string", f"{help}, or replace the line break with \\n" if char else help
        )
    if char == "\\":
        return _bad_escape(text, stop)
    help = (
        "replace it with \\t, or with a space" if char == "\t" else f"replace it with \\u{ord(char):04x}, or remove it"
    )
    name = "a tab" if char == "\t" else f"the control character U+{ord(char):04X}"
    return _Said(Span(stop, stop + 1), f"a string must not contain {name}", help)


def _bad_escape(text: str, at: int) -> _Said:
    match = _ESCAPE.match(text, at)
    escape = match[0] if match else "\\"
    if escape.startswith("\\u"):
        message = f"\\u must have four hexadecimal digits, found {escape}"
        return _Said(Span(at, at + len(escape)), message, "use \\uXXXX with four hexadecimal digits")
    if len(escape) < 2 or not escape.isprintable():
        return _Said(Span(at, at + 1), "unescaped backslash in a string", "replace it with \\\\")
    help = 'replace \\ with \\\\, or use one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX'
    return _Said(Span(at, at + len(escape)), f"{escape} is not a JSON escape", help)


def _odd_character(text: str, at: int) -> _Said | None:
    """Explain a character that is allowed only in strings, such as a no-break space."""
    char = text[at]
    if char.isascii() and char.isprintable():
        return None
    if char.isprintable() and not char.isspace():
        return None
    help = "replace it with a space, or remove it" if char.isspace() else "remove it"
    return _Said(Span(at, at + 1), f"unexpected {named(char)} outside of a string", help)


def _misplaced(walk: Walk) -> _Said:
    """Explain what JSON has, but not at this place."""
    char = walk.text[walk.at]
    here = Span(walk.at, walk.at + 1)
    if walk.due is Due.NOTHING:
        return _behind_the_end(walk, here)
    if char in "]}":
        return _closing(walk, here)
    if walk.due is Due.COLON:
        return _no_colon(walk, here)
    if walk.due is Due.COMMA_OR_END:
        return _no_comma(walk, here)
    if char == ",":
        return _Said(here, f'expected {walk.due.value.partition(" or ")[0]}, found ","', "remove the comma")
    if word := _WORD.match(walk.text, walk.at):
        return _word(walk, Span(*word.span()), word[0])
    if walk.due in (Due.KEY, Due.KEY_OR_END):
        help = 'use a key in double quotes, for example "name"'
        return _Said(here, f'expected a key, found "{char}"', help)
    if walk.due is Due.START:
        return _Said(here, f'a JSON request must start with "{{", found "{char}"', _OBJECT)
    help = "remove the second colon" if char == ":" else "put the value in double quotes"
    return _Said(here, f'expected a value, found "{char}"', help)


def _behind_the_end(walk: Walk, here: Span) -> _Said:
    char = walk.text[walk.at]
    if char in "]}":
        return _Said(here, f'unexpected "{char}"; no bracket is open', "remove it, or add the missing opening bracket")
    if char == "{":
        help = 'move it to a file of its own, or use YAML documents separated by "---"'
        return _Said(here, "a JSON file must contain one request, found a second one", help)
    span = _word_span(walk)
    return _Said(span, f"unexpected {_shown(walk, span)} after the end of the request", "remove it")


def _word_span(walk: Walk) -> Span:
    """Return the span of the word or the string at the place where a text stops to be JSON, else of its character."""
    word = _WORD.match(walk.text, walk.at)
    return Span(*word.span()) if word else Span(walk.at, walk.at + 1)


def _shown(walk: Walk, span: Span) -> str:
    """Return the token at a place, as messages name it: in double quotes."""
    string = _STRING_START.match(walk.text, span.start) if walk.text[span.start] == '"' else None
    if string and walk.text.startswith('"', string.end()):
        return shorten(f'{string[0]}"')
    return f'"{shorten(walk.text[span.start : span.end])}"'


def _character(char: str) -> str:
    return f'"{char}"' if char.isascii() else named(char)


def _closing(walk: Walk, here: Span) -> _Said:
    """Explain a closing bracket at a wrong place."""
    char = walk.text[walk.at]
    last = walk.text[walk.before - 1 : walk.before]
    if not walk.opened:
        return _Said(here, f'unexpected "{char}"; no bracket is open', _OBJECT)
    if last == ",":
        return _Said(Span(walk.before - 1, walk.before), f'trailing comma before "{char}"', "remove the comma")
    if walk.due in (Due.COLON, Due.VALUE):
        return _without_value(walk)
    closing = "}" if walk.text[walk.opened[-1]] == "{" else "]"
    help = f'change "{char}" to "{closing}", or add the missing bracket'
    return _Said(here, f'expected "{closing}", found "{char}"', help)


def _without_value(walk: Walk) -> _Said:
    key = shorten(walk.text[walk.key.start : walk.key.end])
    help = "add a value, or remove the key" if walk.due is Due.VALUE else "add a colon and a value, or remove the key"
    return _Said(walk.key, f"the key {key} has no value", help)


def _no_colon(walk: Walk, here: Span) -> _Said:
    char = walk.text[walk.at]
    key = shorten(walk.text[walk.key.start : walk.key.end])
    if char == ",":
        return _without_value(walk)
    if char in "=：":
        return _Said(here, f'expected ":" after the key {key}, found {_character(char)}', 'replace it with ":"')
    return _Said(here, f'expected ":" after the key {key}', "add a colon after the key")


def _no_comma(walk: Walk, here: Span) -> _Said:
    char = walk.text[walk.at]
    bracket = walk.text[walk.opened[-1]]
    word = _WORD.match(walk.text, walk.at)
    if word and walk.at == walk.before:
        start = re.compile(r"[\w.+-]*").match(walk.text, walk.before)
        span = Span(walk.at, start.end() if start else walk.at)
        help = 'use \\" for a quote in a string, or add a comma'
        return _Said(span, f'unexpected "{shorten(word[0])}" after a value', help)
    if char == ":":
        help = 'use braces for an object, for example {"name": "web"}' if bracket == "[" else "remove the colon"
        return _Said(here, 'unexpected ":" after a value', help)
    expected = f'expected "," or "{"}" if bracket == "{" else "]"}"'
    if char in ";，":
        return _Said(here, f"{expected}, found {_character(char)}", 'replace it with ","')
    span = _word_span(walk)
    shown = _shown(walk, span)
    if char == '"' or char in "[{" or word:
        return _Said(span, f"{expected}, found {shown}", f"add a comma before {shown}")
    return _Said(here, f"{expected}, found {shown}", "remove it, or put the whole value in quotes")


def _word(walk: Walk, span: Span, word: str) -> _Said:
    """Explain a name or a number that JSON does not have, or not as a key."""
    shown = shorten(word)
    if walk.due in (Due.KEY, Due.KEY_OR_END):
        return _Said(span, f"the key {shown} must be in double quotes", f'put it in quotes: "{shown}"')
    if word.lower() in _NOTHING:
        help = _OBJECT
        if walk.opened:
            help = f"remove the {'parameter' if walk.text[walk.opened[-1]] == '{' else 'item'}, or set a value"
        return _Said(span, f"{word} is not a JSON value", help)
    if meant := _MEANT.get(word.lower()):
        or_text = "" if word.lower() == meant else f', or put it in quotes: "{word}"'
        return _Said(span, f"{word} is not a JSON value", f"change it to {meant}{or_text}")
    if word.lstrip("+-").lower() in ("nan", "inf", "infinity"):
        return _Said(span, f"{word} is not a JSON value", "change it to a number")
    if zeros := _LEADING_ZEROS.fullmatch(word):
        number = zeros[2] if zeros[2][:1].isdigit() else f"0{zeros[2]}"
        message = f"numbers must not have leading zeros, found {shown}"
        return _Said(span, message, f"change it to {zeros[1]}{shorten(number)}")
    for pattern, message in _OTHER_NUMBERS:
        if pattern.fullmatch(word):
            return _Said(span, f"{message}, found {shown}", _number(word))
    return _Said(span, f"{shown} is not a JSON value", f'put it in quotes: "{shown}"')


def _number(word: str) -> str:
    """Return the help for a number that is not written as JSON requires."""
    try:
        return f"change it to {int(word, 0)}"
    except ValueError:
        pass
    try:
        return f"change it to {float(word):g}"
    except ValueError:
        return "change it to a number"
