"""Explain why a text is not YAML, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from ims_lint.document import template
from ims_lint.document.conflict import UNRESOLVED, merge_conflict
from ims_lint.document.look_alike import code_point, named
from ims_lint.document.yaml.pure import FAST_PARSER, PureParser
from ims_lint.finding import Finding, Span, shorten

_CLOSING = {"[": "]", "{": "}"}
_LONGEST_KEY = 1024
_LONGEST_LINE = 1000
"""So many characters of a line are searched for the cause of an error."""

_QUOTE = "put the whole value in quotes"
_ODD_SPACE = r"[^\S \t\r\n]|[\u200b-\u200f\u2060\ufeff\u00ad]"
_INDENTATION = re.compile(rf"[ \t]*(?P<odd>{_ODD_SPACE})")
_INDENTS = re.compile(rf"((?:[ ]|{_ODD_SPACE})*+)(?:-[ ]+)*+")
_HYPHEN = re.compile(rf"[ ]*(?:-[ ]+)*-(?P<odd>{_ODD_SPACE}|(?=\w))")
_KEY = re.compile(
    r"[ ]*(?:-[ ]+)*(?P<key>[A-Za-z_$][\w$-]*+)(?:"
    rf"[ ]*(?P<equals>=)(?!=)|[ ]*(?P<wide>[\uff1a\ufe55\ua789\u2236])|:(?:(?P<odd>{_ODD_SPACE})|(?P<glued>(?!//)\S)))"
)
_PLAIN_KEY = re.compile(r"[\w$-]+|\"[\w$-]+\"|'[\w$-]+'")
_FIRST_IN_FLOW = re.compile(r"\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s,\[\]{}\"']+|[\[{]")
_FIRST_WORD = re.compile(r"[^\s:]+")
_LINE = re.compile(r"[^\r\n]*")
_ENTRY = re.compile(r"[^#]*?:(?:[ \t]|$)")
_QUOTED = re.compile(r"\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\r\n]|'')*'")


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
        """The line up to the place."""
        return self.text[self.line_start(self.at) : self.at]

    def line_start(self, at: int) -> int:
        """Return where the line of an offset starts; the time depends on the length of the line only."""
        size = _LONGEST_LINE
        while size < at:
            found = max(self.text.rfind("\n", at - size, at), self.text.rfind("\r", at - size, at))
            if found >= 0:
                return found + 1
            size *= 2
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line(self, start: int) -> str:
        """Return the line that starts at an offset, at most `_LONGEST_LINE` characters of it."""
        match = _LINE.match(self.text, start, min(start + _LONGEST_LINE, len(self.text)))
        return match[0] if match else ""

    def contents_above(self, at: int) -> Iterator[int]:
        """Yield where the lines with content above an offset start, the closest first."""
        start = self.line_start(at)
        while start > 0:
            start = self.line_start(start - 1)
            if self.line(start).strip()[:1] not in ("", "#"):
                yield start


_Said = tuple[Span, str, str]


def unprintable(match: re.Match[str]) -> Finding:
    """Return the finding for a character that YAML must not contain: a control character or a surrogate."""
    message, code = f"YAML must not contain the character {code_point(match[0])}", ord(match[0])
    is_surrogate = 0xD800 <= code < 0xE000
    escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    help = "remove it" if is_surrogate else f"remove it, or use the escape {escape} in double quotes"
    return _finding((Span(*match.span()), message, help))


def explain(text: str, error: yaml.YAMLError) -> Finding:
    """Return the finding that says why a YAML parser stopped."""
    if span := merge_conflict(text):
        return _finding((span, *UNRESOLVED))
    mark = getattr(error, "problem_mark", None)
    stop = _Stop(
        text,
        min(mark.index if mark else getattr(error, "position", 0), len(text)),
        getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable",
        getattr(error, "context", None) or "",
        getattr(getattr(error, "context_mark", None), "index", -1),
    )
    return _finding(_template(stop) or _in_line(stop) or _unclosed(stop) or _by_character(stop) or _by_problem(stop))


def _finding(said: _Said) -> Finding:
    span, message, help = said
    return Finding("IMS001", (), message, help, span=span, prevents="IMG.0001")


def unexpected_indentation(text: str, start: int) -> Finding | None:
    """Return the finding for a key after a no-break space or the like that indents it; None if that is part of it."""
    stop = _Stop(text, start, "", "", -1)
    line = stop.line_start(start)
    match = _INDENTATION.match(text, line)
    if match is None or match.start("odd") > start or not _is_indented(stop, line):
        return None
    return _finding(_odd_indentation(stop, line, match["odd"], match.start("odd")))


def _odd_indentation(stop: _Stop, line: int, odd: str, at: int) -> _Said:
    help = "replace it with a space" if odd.isspace() and _is_indented(stop, line) else "remove it"
    return Span(at, at + 1), f"unexpected {named(odd)} in the indentation", help


def _is_indented(stop: _Stop, line: int) -> bool:
    """Return whether a line is indented as the one above requires, if its odd spaces count as spaces."""
    above = next(stop.contents_above(line), None)
    if above is None or not stop.line(line).strip():
        return False
    before = stop.line(above)
    return _indents(stop.line(line))[0] in _indents(before) or before.rstrip().endswith(":")


def _indents(line: str) -> tuple[int, int]:
    """Return the indentation of a line, and that of the content after its hyphens."""
    match = _INDENTS.match(line)
    return (match.end(1), match.end()) if match else (0, 0)


def _template(stop: _Stop) -> _Said | None:
    """Explain an error that template syntax causes, such as `{% if … %}` on a line of its own."""
    text, line_end = stop.text, stop.at + len(stop.line(stop.at))
    document = max(text.rfind("\n---", 0, stop.at), 0)
    found = template.statement_in_yaml(text, document, line_end) or template.syntax_at(text, stop.at)
    for start in (stop.start, stop.at, next(stop.contents_above(stop.at), -1)):
        found = found or (template.alone_on_line(text, stop.line_start(start)) if start >= 0 else None)
    if found:
        return found.span, found.message(text, "YAML"), found.help
    return _around_placeholder(stop)


def _around_placeholder(stop: _Stop) -> _Said | None:
    """Explain a value that starts with `{{ … }}` and continues after it, or never closes it."""
    line = stop.line_start(stop.at)
    while line >= 0:
        start = stop.text.find("{{", line, line + len(stop.line(line)))
        before = stop.text[line:start].rstrip(" ")
        if start >= 0 and (not before or before[-1:] in ":-[,"):
            rest = stop.line(start)
            if "}}" not in rest:
                return Span(start, start + 2), '"{{" is never closed', 'add the missing "}}"'
            if not stop.text[start + rest.index("}}") + 2 : stop.at].strip():
                value = re.split(r"[ \t]#", rest)[0].rstrip()
                safe = '"' not in value and "\\" not in value and "flow" not in stop.context
                help = f'put the whole value in quotes: "{value}"' if safe else _QUOTE
                return Span(start, start + len(value)), "a value that starts with a placeholder must be in quotes", help
        line = next(stop.contents_above(line), -1) if line == stop.line_start(stop.at) else -1
    return None


def _in_line(stop: _Stop) -> _Said | None:
    """Explain a line that only looks like a parameter or a list item; the parser may stop far below it."""
    if "mapping values" in stop.problem and not re.search(r":[ \t]", stop.line_before):
        lines = [stop.line_start(stop.at)]
        for start in stop.contents_above(stop.at):
            lines.append(start)
            if _ENTRY.match(stop.line(start)):
                break
    elif "could not find expected ':'" in stop.problem:
        lines = [stop.line_start(stop.start)]
    elif "expected" in stop.problem and ("block end" in stop.problem or "document start" in stop.problem):
        lines = [stop.line_start(stop.at)]
    else:
        return None
    return next((said for start in reversed(lines) if (said := _line(stop, start))), None)


def _line(stop: _Stop, start: int) -> _Said | None:
    """Explain a line that has no space, or another character, where a space is required."""
    line = stop.line(start)
    if match := _INDENTATION.match(line):
        return _odd_indentation(stop, start, match["odd"], start + match.start("odd"))
    if match := _HYPHEN.match(line):
        at = start + match.start("odd")
        if match["odd"]:
            return (
                Span(at, at + 1),
                f'expected a space after "-", found {named(match["odd"])}',
                "replace it with a space",
            )
        help = f"add a space: - {shorten(line[match.end() :].strip())}"
        return Span(at - 1, at), 'expected a space after "-"', help
    match = _KEY.match(line)
    if match is None or match.lastgroup is None:
        return None
    key, kind = shorten(match["key"]), match.lastgroup
    span = Span(start + match.start(kind), start + match.end(kind))
    value = shorten(line[match.end() - (kind == "glued") :].strip() or "…")
    if kind == "odd":
        help = "replace it with a space" if match["odd"].isspace() else f"replace it with a space: {key}: {value}"
        return span, f'expected a space after "{key}:", found {named(match["odd"])}', help
    if kind == "glued":
        return Span(span.start - 1, span.start), f'expected a space after "{key}:"', f"add a space: {key}: {value}"
    found = '"="' if kind == "equals" else named(match["wide"])
    return span, f'expected ":" after the key {key}, found {found}', f"use a colon and a space: {key}: {value}"


def _unclosed(stop: _Stop) -> _Said | None:
    """Explain a quote or a bracket that is still open at the end of the file or at the next parameter."""
    at_end = not stop.text[stop.at :].strip()
    start = stop.start if "quoted scalar" in stop.context and at_end else -1
    if start < 0 and (at_end or _has_another_key(stop)):
        start = _open_bracket(stop)
    if start < 0:
        return None
    opening = stop.text[start]
    closing = _CLOSING.get(opening, opening)
    if opening in _CLOSING:
        return Span(start, start + 1), f'"{opening}" is never closed', f'add the missing "{closing}"'
    quote = "single" if opening == "'" else "double"
    return Span(start, start + 1), "unterminated string", f"add a {quote} quote at its end"


def _has_another_key(stop: _Stop) -> bool:
    """Return whether the parser found the next parameter inside brackets that should be closed before it."""
    if stop.text[stop.at] != ":" or "flow" not in stop.context:
        return False
    return "sequence" in stop.context or "}" not in stop.text[stop.at :]


def _open_bracket(stop: _Stop) -> int:
    """Return the offset of the innermost bracket that is open at the place, or -1.

    libyaml is ten times as fast, but sometimes stops before it.
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
        return _tab(stop)
    if char == "%" and not stop.line_before:
        return _directive(stop)
    if char and char in "@`%":
        value = re.split(r"[ \t]#", stop.line(stop.at))[0].rstrip()
        help = f'put it in quotes: "{shorten(value)}"' if not set('"\\') & set(value) else "put it in single quotes"
        return stop.here, f'a value must not start with "{char}" without quotes', help
    if char and char in "]}" and "expected ',' or" not in stop.problem:
        opening = "[" if char == "]" else "{"
        return stop.here, f'unexpected "{char}"; no bracket is open', f'remove it, or add the missing "{opening}"'
    if char == ":" and "mapping values" in stop.problem:
        return _colon(stop)
    return None


def _colon(stop: _Stop) -> _Said:
    """Explain a colon that makes a key where none is allowed."""
    if len(stop.line_before.strip()) > _LONGEST_KEY:
        return stop.here, f"a key must be at most {_LONGEST_KEY:,} characters long", "use the name of a parameter"
    if re.search(r":[ \t]|^\s*-[ \t].*:[ \t]", stop.line_before):
        return stop.here, 'unexpected ": " in a plain value', _QUOTE
    above = next(stop.contents_above(stop.at), 0)
    if not _ENTRY.match(stop.line(above)):
        return _missing_colon(stop, above)
    start = stop.line_start(stop.at)
    indent = len(stop.line(start)) - len(stop.line(start).lstrip(" "))
    message = "unexpected indentation after a parameter with a value"
    return Span(start, start + indent), message, "align the line with the other parameters"


def _missing_colon(stop: _Stop, at: int = -1) -> _Said:
    start = stop.start if at < 0 else at
    start += 3 * stop.text.startswith("---", start)
    word = _FIRST_WORD.search(stop.text, start)
    span = Span(*word.span()) if word else stop.here
    key = shorten(stop.text[span.start : span.end])
    value = stop.line(span.end).strip()
    help = f"add a colon: {key}: {shorten(value)}" if value else "add a colon and a value, or remove the line"
    return span, f'expected ":" after the key {key}', help


def _escape(stop: _Stop) -> _Said:
    start = stop.text.rfind("\\", 0, stop.at + 1)
    match = re.compile(r"\\(?:[xuU][0-9a-zA-Z]*|.?)").match(stop.text, start)
    span = Span(*match.span()) if match else stop.here
    help = "replace \\ with \\\\, or use single quotes"
    return span, f"{shorten(stop.text[span.start : span.end])} is not a YAML escape", help


def _name_of_anchor(stop: _Stop) -> _Said:
    if "directive" in stop.context:
        return _directive(stop)
    kind = "alias" if "alias" in stop.context else "anchor"
    message = f'the name of an {kind} must contain only letters, digits, "-" and "_"'
    return stop.here, message, f"rename it, or {_QUOTE}"


def _directive(stop: _Stop) -> _Said:
    directive = shorten(stop.line(stop.line_start(stop.at)).rstrip())
    above = next(stop.contents_above(stop.at), None)
    starts = above is None or stop.text.startswith(("...", "%"), above)
    help = "remove the line, or change it to %YAML 1.2" if starts else 'remove the "%" at the start of the line'
    return stop.here, f"unsupported YAML directive {directive}", help


def _indented(stop: _Stop) -> _Said:
    if stop.line_before.strip(" -"):
        return _behind_value(stop)
    if stop.text.startswith("-", stop.at):
        help = "indent it below the parameter that it belongs to, or remove it"
        return stop.here, "unexpected list item among parameters", help
    if "block collection" in stop.context and stop.start - stop.line_start(stop.start) == len(stop.line_before):
        message, help = "unexpected parameter among list items", "indent it like the parameters of the item above"
        return stop.here, message, f"{help}, or remove it"
    help = "align it with the lines that it belongs to"
    return stop.here, "unexpected indentation: it matches no line above", help


def _behind_value(stop: _Stop) -> _Said:
    """Explain what follows a value on its line: most often there is a quote within quotes."""
    message, line = "unexpected characters after a quoted value", stop.line_start(stop.at)
    quoted = [
        each for each in _QUOTED.finditer(stop.text, line, stop.at) if not stop.text[each.end() : stop.at].strip()
    ]
    if not quoted:
        return stop.here, "unexpected characters after a value", _QUOTE
    start, rest = quoted[-1].start(), re.split(r"[ \t]#", stop.line(stop.at))[0].rstrip()
    quote, inside = stop.text[start], stop.text[start + 1 : quoted[-1].end() - 1]
    between = stop.text[quoted[-1].end() : stop.at]
    if rest.endswith(quote) and rest.count(quote) == 1 and inside.count(quote) == 0:
        escaped = "''" if quote == "'" else '\\"'
        help = f"{'double' if quote == chr(39) else 'escape'} the quote inside: "
        return stop.here, message, help + shorten(f"{quote}{inside}{escaped}{between}{rest}")
    if not set("\"'\\") & set(inside + rest) and not re.search(r":[ \t]|[,\]}]", rest):
        return stop.here, message, "put the whole value in quotes: " + shorten(f"{quote}{inside}{between}{rest}{quote}")
    return stop.here, message, "move the text into the quotes, or remove it"


def _due_in_flow(stop: _Stop) -> _Said:
    closing = "]" if "']'" in stop.problem else "}"
    expected = f'expected "," or "{closing}"'
    if stop.text.startswith(":", stop.at):
        key = stop.line_before.strip()
        if not _PLAIN_KEY.fullmatch(key):
            help = "add a comma between the parameters, or put the value in quotes"
            return stop.here, f'{expected}, found ":"', help
        start = stop.at - len(stop.line_before.lstrip())
        help = "add a comma at the end of the line above"
        return Span(start, start + len(key)), f"{expected}, found {_shown(key)}", help
    word = _FIRST_IN_FLOW.match(stop.text, stop.at)
    if word is None:
        return stop.here, expected, "check the commas, quotes and brackets before it"
    found = _shown(word[0])
    return Span(*word.span()), f"{expected}, found {found}", f"add a comma before {found}"


def _shown(word: str) -> str:
    return shorten(word if word[:1] in "\"'" else f'"{word}"')


def _version(stop: _Stop) -> _Said:
    return stop.here, "the YAML version must be 1.1 or 1.2", "change it to %YAML 1.2"


def _new_line(stop: _Stop) -> _Said:
    help = "move it to the next line, or put the value in quotes"
    return stop.here, "a list item must not start on the line of its parameter", help


def _behind_document(stop: _Stop) -> _Said:
    above = next(stop.contents_above(stop.at), 0)
    if stop.text.startswith("%", above) and above < stop.at:
        directive = stop.line(above).rstrip()
        span = Span(above, above + len(directive))
        if directive.startswith(("%YAML", "%TAG")):
            return stop.here, 'expected "---" after the YAML directives', 'add a line "---" before this line'
        return span, f"unknown YAML directive {shorten(directive)}", "remove the line"
    help = 'align it with the lines above, or start a new document with a line "---"'
    return stop.here, "unexpected content after the end of a document", help


def _no_value(stop: _Stop) -> _Said:
    char = stop.text[stop.at : stop.at + 1]
    found = f', found "{char}"' if char.isprintable() and char.strip() else ""
    return stop.here, f"expected a value{found}", "add a value before it, or put it in quotes"


def _block_header(stop: _Stop) -> _Said:
    if "block scalar" not in stop.context:
        return _unknown(stop)
    message = 'only "+", "-" or a digit may follow "|" or ">"'
    return stop.here, message, f"move the text to the next line, or {_QUOTE}"


def _handle(stop: _Stop) -> _Said:
    return stop.here, "the YAML tag has an undeclared prefix", f"remove the tag, or {_QUOTE}"


def _tab(stop: _Stop) -> _Said:
    return stop.here, "YAML must not be indented with tabs", "replace the tab with spaces"


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
    ("expected a comment or a line break", _block_header),
    ("undefined tag handle", _handle),
    ("found a tab character", _tab),
)
"""The explanations by a text that the parser's own message contains."""


def _by_problem(stop: _Stop) -> _Said:
    for part, say in _PROBLEMS:
        if part in stop.problem:
            return say(stop)
    return _unknown(stop)


def _unknown(stop: _Stop) -> _Said:
    problem = stop.problem.replace("'\\x00'", "the end of the file")
    help = "check the indentation, quotes and brackets of the line and of the line above"
    return stop.here, f"not valid YAML: {problem}", help
