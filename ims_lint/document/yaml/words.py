"""Says in plain words why a text is not YAML, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml
from yaml.reader import Reader

from ims_lint.document.conflict import merge_conflict
from ims_lint.document.yaml.pure import FAST_PARSER, PureParser
from ims_lint.finding import Finding, Span, shorten

_CLOSING = {"[": "]", "{": "}"}
_LONGEST_KEY = 1024
_QUOTE = "put the whole value in quotes"
_INDENTATION = "check the indentation of this line and of the line above"


class _Stop(NamedTuple):
    """Where the parser stopped (`at`), why, and what it was reading since `start` (-1: unknown)."""

    text: str
    at: int
    problem: str
    context: str
    start: int

    @property
    def here(self) -> Span:
        return Span(self.at, min(self.at + 1, len(self.text)))

    @property
    def line_before(self) -> str:
        """What stands on the line before the place."""
        return self.text[max(self.text.rfind("\n", 0, self.at), self.text.rfind("\r", 0, self.at)) + 1 : self.at]


_Said = tuple[Span, str, str]


def unprintable(text: str) -> Finding | None:
    """The finding for a character that no YAML text may hold (control characters, half characters)."""
    match = Reader.NON_PRINTABLE.search(text)
    if match is None:
        return None
    message = f"the character U+{ord(match[0]):04X} cannot stand in YAML"
    help = 'take it out, or write it as an escape in double quotes, for example "\\x00"'
    return _finding((Span(*match.span()), message, help))


def explain(text: str, error: yaml.YAMLError) -> Finding:
    """Why a YAML parser stopped."""
    if span := merge_conflict(text):
        return _finding((span, "a merge conflict is not resolved here", "keep one of the two sides"))
    mark = getattr(error, "problem_mark", None)
    stop = _Stop(
        text,
        min(mark.index if mark else getattr(error, "position", 0), len(text)),
        getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable",
        getattr(error, "context", None) or "",
        getattr(getattr(error, "context_mark", None), "index", -1),
    )
    return _finding(_unclosed(stop) or _by_character(stop) or _by_problem(stop))


def _finding(said: _Said) -> Finding:
    span, message, help = said
    return Finding("IMS001", (), message, help, span=span, prevents="IMG.0001")


def _unclosed(stop: _Stop) -> _Said | None:
    """What is said of a quote or a bracket that the end of the file, or another parameter, comes before."""
    at_end = not stop.text[stop.at :].strip()
    start = stop.start if "quoted scalar" in stop.context and at_end else -1
    if start < 0 and (at_end or (stop.text[stop.at] == ":" and "flow sequence" in stop.context)):
        start = _open_bracket(stop)
    if start < 0:
        return None
    opening = stop.text[start]
    closing = _CLOSING.get(opening, opening)
    return Span(start, start + 1), f"this {opening} is never closed", f"add {closing} where it ends"


def _open_bracket(stop: _Stop) -> int:
    """Where the innermost bracket stands that is still open at the place, -1 where none is.

    libyaml tells it ten times as fast, but at times stops before it.
    """
    opened = _open_brackets(stop, FAST_PARSER) or _open_brackets(stop, PureParser)
    return opened[-1] if opened else -1


def _open_brackets(stop: _Stop, parser: Any) -> list[int]:
    opened: list[int] = []
    try:
        for token in yaml.scan(stop.text, parser):
            if token.start_mark.index >= stop.at:
                break
            if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
                opened.append(token.start_mark.index)
            elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken) and opened:
                opened.pop()
    except yaml.YAMLError:
        pass
    return opened


def _by_character(stop: _Stop) -> _Said | None:
    char = stop.text[stop.at : stop.at + 1]
    if char == "\t":
        return stop.here, "a tab stands where YAML takes only spaces", "indent with spaces"
    if char == "%" and stop.text[stop.at - 1 : stop.at] == "{":
        return stop.here, "this is a template, which is not YAML yet", "fill the template, and check what it makes"
    if char == "%" and not stop.line_before:
        return stop.here, "this directive is not one that YAML 1.2 has", "take the line out, or write %YAML 1.2"
    if char and char in "@`%":
        return stop.here, f"a value cannot start with {char}", f'put it in quotes: "{char}…"'
    if char and char in "]}" and "expected ',' or" not in stop.problem:
        return stop.here, f"this {char} closes nothing", "take it out, or check which bracket is meant to close"
    if char == ":" and "mapping values" in stop.problem:
        return _colon(stop)
    return None


def _colon(stop: _Stop) -> _Said:
    """What is said of a colon that makes a key where none can stand."""
    if len(stop.line_before.strip()) > _LONGEST_KEY:
        return stop.here, f"a key has more than {_LONGEST_KEY:,} characters", "write the name of a parameter"
    if re.search(r":[ \t]|^\s*-[ \t].*:[ \t]", stop.line_before):
        return stop.here, "a second colon stands in this line", f"{_QUOTE} if the colon belongs to it"
    message = "a parameter cannot start here: the line above has a value already"
    return stop.here, message, _INDENTATION


def _missing_colon(stop: _Stop) -> _Said:
    line = re.compile(r"[^\r\n]*").match(stop.text, stop.start)
    end = line.end() if line else stop.start + 1
    help = 'write "name: value"; an element of a list starts with "- "'
    return Span(stop.start, end), "a colon is missing behind this", help


def _escape(stop: _Stop) -> _Said:
    start = stop.text.rfind("\\", 0, stop.at + 1)
    match = re.compile(r"\\(?:[xuU][0-9a-zA-Z]*|.?)").match(stop.text, start)
    span = Span(*match.span()) if match else stop.here
    help = "write \\\\ for a backslash, or put the text in single quotes"
    return span, f"{shorten(stop.text[span.start : span.end])} is not an escape that YAML has", help


def _name_of_anchor(stop: _Stop) -> _Said:
    if "directive" in stop.context:
        return stop.here, "this directive is not one that YAML 1.2 has", "take the line out, or write %YAML 1.2"
    kind = "alias" if "alias" in stop.context else "anchor"
    return stop.here, f"the name of an {kind} holds only letters, digits, - and _", f"write such a name, or {_QUOTE}"


def _indented(stop: _Stop) -> _Said:
    if stop.line_before.strip(" -"):
        return stop.here, "this stands right behind a value", _QUOTE
    return stop.here, "this line is indented otherwise than the lines that it follows", _INDENTATION


def _due_in_flow(stop: _Stop) -> _Said:
    closing = "]" if "']'" in stop.problem else "}"
    return stop.here, f"a comma or {closing} is due here", "check the commas, the quotes and the brackets before it"


def _version(stop: _Stop) -> _Said:
    return stop.here, "the file asks for another version of YAML than 1.1 or 1.2", "write %YAML 1.2"


def _new_line(stop: _Stop) -> _Said:
    return stop.here, "an element of a list cannot start on the line of its parameter", "start it on a line of its own"


def _behind_document(stop: _Stop) -> _Said:
    return stop.here, "this belongs to no document", f"{_INDENTATION}; a new document starts with ---"


def _no_value(stop: _Stop) -> _Said:
    return stop.here, "a value is due here", "write a value, or put it in quotes"


def _block_header(stop: _Stop) -> _Said:
    return stop.here, "behind | or > stand only +, - or a digit", f"start the text on the next line, or {_QUOTE}"


def _handle(stop: _Stop) -> _Said:
    return stop.here, "this YAML tag has a prefix that no %TAG line declares", "write the plain value without the tag"


_PROBLEMS: tuple[tuple[str, Callable[[_Stop], _Said]], ...] = (
    ("could not find expected ':'", _missing_colon),
    ("unknown escape character", _escape),
    ("escape sequence of", _escape),
    ("alphabetic or numeric", _name_of_anchor),
    ("expected <block end>", _indented),
    ("expected ',' or", _due_in_flow),
    ("incompatible YAML document", _version),
    ("sequence entries are not allowed", _new_line),
    ("expected '<document start>'", _behind_document),
    ("expected the node content", _no_value),
    ("chomping or indentation", _block_header),
    ("undefined tag handle", _handle),
    ("found a tab character", lambda stop: (stop.here, "a tab indents this line", "indent with spaces")),
)
"""What is said where the parser's own word for the problem holds this text."""


def _by_problem(stop: _Stop) -> _Said:
    for part, say in _PROBLEMS:
        if part in stop.problem:
            return say(stop)
    problem = stop.problem.replace("'\\x00'", "the end of the file")
    help = "check the indentation, the quotes and the brackets here and on the line above"
    return stop.here, f"this is not YAML: {problem}", help
