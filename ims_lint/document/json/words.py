"""Says in plain words why a text is not JSON, and where."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ims_lint.document import template
from ims_lint.document.conflict import merge_conflict
from ims_lint.document.json.syntax import Due, Walk
from ims_lint.document.limits import too_deep, too_many_digits
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
"""What makes a brace before it the start of template syntax."""

_ENDS_VALUE = re.compile(r"\s*+(?:[,\]}]|\Z)")
_ENDS_KEY = re.compile(r"[ \t]*+:")
_LEADING_ZEROS = re.compile(r"(-?)(?=0[0-9])0*+([0-9]*(?:\.[0-9]+)?)")
_OTHER_NUMBERS = (
    (re.compile(r"-?[0-9]+\."), "a digit is missing behind the point of the number {}"),
    (re.compile(r"-?\.[0-9]+"), "a digit is missing before the point of the number {}"),
    (re.compile(r"\+[0-9.]+"), "a number has no plus sign before it, and {} does"),
    (re.compile(r"-?[0-9.]+[eE][+-]?"), "the exponent of the number {} has no digits"),
    (re.compile(r"-?0[xXoObB][0-9a-fA-F]+"), "JSON numbers are decimal, and {} is not"),
    (re.compile(r"-?[0-9]+(?:_[0-9]+)+"), "JSON numbers have no underscores, and {} does"),
)
_TYPOGRAPHIC_QUOTES = "“”„‟‘’‚‛«»"


class _Said(NamedTuple):
    span: Span
    message: str
    help: str


def explain(text: str) -> Finding:
    """Why a text is not JSON: the first place where it is not, or where it is past a limit."""
    walk = Walk(text).run()
    here = Span(walk.at, walk.at + 1)
    if walk.too_deep:
        return too_deep(here)
    if walk.too_long:
        return too_many_digits(walk.too_long, Span(walk.at, walk.at + walk.too_long))
    if conflict := merge_conflict(text):
        said = _Said(conflict, "a merge conflict is not resolved here", "keep one of the two sides")
    elif walk.at == len(text):
        said = _unfinished(walk)
    else:
        said = _other_language(walk) or _foreign(walk) or _misplaced(walk)
    return Finding("IMS001", (), said.message, said.help, span=said.span, prevents="IMG.0001")


def _unfinished(walk: Walk) -> _Said:
    """What is said of a text that ends too early: it stands at the bracket that is still open."""
    if not walk.opened:
        return _Said(Span(walk.at, walk.at), "the text ends where a value is due", "write the rest of the request")
    start = walk.opened[-1]
    bracket = walk.text[start]
    closing = "}" if bracket == "{" else "]"
    return _Said(Span(start, start + 1), f"this {bracket} is never closed", f"add {closing} where it ends")


def _other_language(walk: Walk) -> _Said | None:
    """What is said of YAML, and of the template that JSON is still to be made of."""
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
    """Whether a placeholder is all of a value or of a key, and may be in quotes."""
    text, due = walk.text, walk.due
    if at < walk.at:  # its first brace was taken for that of an object
        due = Due.VALUE if len(walk.opened) > 1 else Due.START
    if '"' in text[placeholder.start : placeholder.end] or "\\" in text[placeholder.start : placeholder.end]:
        return False
    if due in (Due.KEY, Due.KEY_OR_END):
        return bool(_ENDS_KEY.match(text, placeholder.end))
    if due is Due.START:
        return not text[placeholder.end :].strip()
    return due in (Due.VALUE, Due.ITEM_OR_END) and bool(_ENDS_VALUE.match(text, placeholder.end))


def _foreign(walk: Walk) -> _Said | None:
    """What is said of something that JSON has nowhere."""
    text, at = walk.text, walk.at
    here = Span(at, at + 1)
    if text.startswith("/*", at):
        end = text.find("*/", at)
        return _comment(Span(at, len(text) if end < 0 else end + 2))
    if text.startswith(("//", "#"), at):
        return _comment(_rest_of_line(text, at))
    if text[at] == "'":
        return _Said(here, "JSON strings stand in double quotes, not in single ones", "write \"…\" in place of '…'")
    if text[at] in _TYPOGRAPHIC_QUOTES:
        message = f"{text[at]} is a typographic quote, and JSON strings stand in straight ones"
        return _Said(here, message, 'write " in its place')
    if text[at] == '"' and (broken := _broken_string(text, at)):
        return broken
    return _odd_character(text, at)


def _comment(span: Span) -> _Said:
    return _Said(span, "JSON has no comments", "take the comment out, or keep the request as YAML")


def _rest_of_line(text: str, at: int) -> Span:
    match = _LINE_REST.match(text, at)
    return Span(at, match.end() if match else at)


def _broken_string(text: str, at: int) -> _Said | None:
    """What is said of a string that does not come to its end, None for one that does."""
    match = _STRING_START.match(text, at)
    stop = match.end() if match else at
    char = text[stop : stop + 1]
    if char == '"':
        return None
    if char in ("", "\r", "\n"):
        help = 'end it with "' if not char else 'end it with ", or write \\n for a line break in it'
        return _Said(Span(at, stop), "this string has no end on its line", help)
    if char == "\\":
        return _bad_escape(text, stop)
    help = "write it as \\t" if char == "\t" else f"write it as \\u{ord(char):04x}, or take it out"
    name = "a tab" if char == "\t" else f"the control character U+{ord(char):04X}"
    return _Said(Span(stop, stop + 1), f"{name} stands in a string", help)


def _bad_escape(text: str, at: int) -> _Said:
    match = _ESCAPE.match(text, at)
    escape = match[0] if match else "\\"
    if escape.startswith("\\u"):
        return _Said(Span(at, at + len(escape)), f"{escape} is not four hexadecimal digits behind \\u", "write \\uXXXX")
    if len(escape) < 2 or not escape.isprintable():
        return _Said(Span(at, at + 1), "a backslash stands alone in this string", "write \\\\ for a backslash")
    help = 'write \\\\ for a backslash; the escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX'
    return _Said(Span(at, at + len(escape)), f"{escape} is not an escape that JSON has", help)


def _odd_character(text: str, at: int) -> _Said | None:
    """What is said of a character that only strings may hold, such as a no-break space."""
    char = text[at]
    if char.isascii() and char.isprintable():
        return None
    if char.isprintable() and not char.isspace():
        return None
    name = unicodedata.name(char, "").lower() or "control character"
    message = f"the {name} U+{ord(char):04X} stands outside of a string"
    return _Said(Span(at, at + 1), message, "take it out: JSON has spaces, tabs and line breaks there")


def _misplaced(walk: Walk) -> _Said:
    """What is said of something that JSON has, but not here."""
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
        return _Said(here, f"{walk.due.value.partition(' or ')[0]} is missing before this comma", "take the comma out")
    if word := _WORD.match(walk.text, walk.at):
        return _word(walk, Span(*word.span()), word[0])
    if walk.due in (Due.KEY, Due.KEY_OR_END):
        return _Said(here, f"a key is due here, and {char} starts none", 'write a name in double quotes: "name"')
    if walk.due is Due.START:
        return _Said(here, "a JSON request starts with {, and this does not", "write the request as an object { … }")
    return _Said(here, f"a value is due here, and {char} starts none", "write a text in double quotes")


def _behind_the_end(walk: Walk, here: Span) -> _Said:
    char = walk.text[walk.at]
    if char in "]}":
        return _Said(here, f"this {char} closes nothing", "take it out, or open the bracket that it closes")
    if char == "{":
        help = "write each request into a file of its own, or as YAML documents parted by ---"
        return _Said(here, "a second request stands here, and a JSON file holds one", help)
    if char == ",":
        return _Said(here, "a comma stands behind the end of the request", "take the comma out")
    span = _word_span(walk)
    word = shorten(walk.text[span.start : span.end])
    return _Said(span, f"{word} stands behind the end of the request", "take it out")


def _word_span(walk: Walk) -> Span:
    word = _WORD.match(walk.text, walk.at)
    return Span(*word.span()) if word else Span(walk.at, walk.at + 1)


def _closing(walk: Walk, here: Span) -> _Said:
    """What is said of a closing bracket that cannot stand where it does."""
    char = walk.text[walk.at]
    last = walk.text[walk.before - 1 : walk.before]
    if not walk.opened:
        return _Said(here, f"this {char} closes nothing", "a JSON request starts with {")
    if last == ",":
        span = Span(walk.before - 1, walk.before)
        return _Said(span, "a comma stands before the closing bracket", "take the comma out")
    if walk.due in (Due.COLON, Due.VALUE):
        return _without_value(walk)
    closing = "}" if walk.text[walk.opened[-1]] == "{" else "]"
    return _Said(
        here,
        f"{closing} is due here, and {char} stands",
        f"write {closing}, or check which bracket is meant to close here",
    )


def _without_value(walk: Walk) -> _Said:
    key = shorten(walk.text[walk.key.start : walk.key.end])
    return _Said(walk.key, f"the key {key} has no value", f"write {key}: and its value, or remove it")


def _no_colon(walk: Walk, here: Span) -> _Said:
    char = walk.text[walk.at]
    key = shorten(walk.text[walk.key.start : walk.key.end])
    if char == ",":
        return _without_value(walk)
    if char == "=":
        return _Said(here, f"a colon, not =, stands behind the key {key}", "write : in its place")
    return _Said(here, f"a colon is missing behind the key {key}", f"write {key}: before the value")


def _no_comma(walk: Walk, here: Span) -> _Said:
    char = walk.text[walk.at]
    word = _WORD.match(walk.text, walk.at)
    if word and walk.at == walk.before:
        start = re.compile(r"[\w.+-]*").match(walk.text, walk.before)
        end = start.end() if start else walk.at
        return _Said(
            Span(walk.at, end), f"{shorten(word[0])} stands right behind a value", "check the quotes and the commas"
        )
    if char == ":":
        return _Said(here, "a colon cannot stand behind a value", "check the commas and the brackets before it")
    if char == ";":
        return _Said(here, "a comma, not a semicolon, parts the values", "write , in its place")
    if char == '"' or char in "[{" or word:
        return _Said(_word_span(walk), "a comma is missing before this", "put a comma in front of it")
    return _Said(here, f"{char} cannot stand here", "check the commas, the quotes and the brackets before it")


def _word(walk: Walk, span: Span, word: str) -> _Said:
    """What is said of a name or a number that JSON does not have, or not as a key."""
    shown = shorten(word)
    if walk.due in (Due.KEY, Due.KEY_OR_END):
        return _Said(span, f"the key {shown} stands without quotes", f'write "{shown}"')
    if word.lower() in _NOTHING:
        help = "write the request as an object { … }"
        if walk.opened:
            help = f"remove the {'parameter' if walk.text[walk.opened[-1]] == '{' else 'item'}, or set a value"
        return _Said(span, f"{word} is not a JSON value", help)
    if meant := _MEANT.get(word.lower()):
        or_text = "" if word.lower() == meant else f', or put it in quotes: "{word}"'
        return _Said(span, f"{word} is not a JSON value", f"change it to {meant}{or_text}")
    if word.lstrip("+-").lower() in ("nan", "inf", "infinity"):
        return _Said(span, f"{word} is not a JSON value", "write a number")
    if zeros := _LEADING_ZEROS.fullmatch(word):
        number = zeros[2] if zeros[2][:1].isdigit() else f"0{zeros[2]}"
        return _Said(span, f"the number {shown} has leading zeros", f"write {zeros[1]}{shorten(number)}")
    for pattern, message in _OTHER_NUMBERS:
        if pattern.fullmatch(word):
            return _Said(span, message.format(shown), _number(word))
    return _Said(span, f"{shown} is not a JSON value", f'write it in double quotes: "{shown}"')


def _number(word: str) -> str:
    """What to write in place of a number that is not written as JSON has it."""
    try:
        return f"write {int(word, 0)}"
    except ValueError:
        pass
    try:
        return f"write {float(word):g}"
    except ValueError:
        return "write the number that is meant"
