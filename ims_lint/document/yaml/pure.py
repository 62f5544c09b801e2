"""PyYAML's own parser, changed to read YAML 1.2 as libyaml does."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

_BREAKS = "\r\n\x85\u2028\u2029"
_ENDS_WORD = "\0 \t" + _BREAKS


class PureParser(Reader, Scanner, Parser):
    """Makes the same events as libyaml: tabs separate words, and a word may contain `?`.

    Unlike libyaml, it reads blank lines and comment lines with a tab, as YAML 1.2 asks.
    """

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def parse_node(self, *args: Any, **options: Any) -> Any:
        """Return the event of the next node; an empty scalar with the tag `!` is a string."""
        event: Any = super().parse_node(*args, **options)
        if type(event) is ScalarEvent and event.tag == "!" and not event.value:
            event.implicit = (False, True)
        return event

    def scan_to_next_token(self) -> None:
        """Skip spaces and comments, and tabs that are no indentation."""
        at = -1
        while self.index != at:
            at = self.index
            super().scan_to_next_token()
            while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key or self._at_blank()):
                self.forward()

    def _at_blank(self) -> bool:
        """Return whether the rest of the line is only whitespace and a comment."""
        length = 0
        while self.peek(length) in " \t":
            length += 1
        return self.peek(length) in "\0#" + _BREAKS

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        """Skip the rest of the line of `|` or `>`."""
        while self.peek() in " \t":
            self.forward()
        super().scan_block_scalar_ignored_line(start_mark)

    def scan_plain(self) -> ScalarToken:
        """Scan a plain scalar."""
        chunks: list[str] = []
        start_mark = end_mark = self.get_mark()
        indent = self.indent + 1
        spaces: list[str] | None = []
        while self.peek() != "#" and (length := self._word_length()):
            self.allow_simple_key = False
            chunks += [*(spaces or []), self.prefix(length)]
            self.forward(length)
            end_mark = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start_mark)
            if not spaces or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(chunks), True, start_mark, end_mark)

    def _word_length(self) -> int:
        length = 0
        ends_value = _ENDS_WORD + (",[]{}" if self.flow_level else "")
        while (char := self.peek(length)) not in _ENDS_WORD:
            if char == ":" and self.peek(length + 1) in ends_value:
                break
            if self.flow_level and char in ",[]{}":
                break
            length += 1
        return length

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> list[str] | None:
        """Return what whitespace in a plain scalar stands for: itself, a space, or line breaks."""
        length = 0
        while self.peek(length) in " \t":
            length += 1
        whitespaces: str = self.prefix(length)
        self.forward(length)
        if self.peek() not in _BREAKS:
            return [whitespaces] if whitespaces else []
        line_break: str = self.scan_line_break()  # type: ignore[no-untyped-call]
        self.allow_simple_key = True
        breaks: list[str] = []
        while not self._at_document_marker():
            if self.peek() in " \t":
                if self.peek() == "\t" and self.column < indent:
                    if self._at_blank():
                        return None
                    problem = "found a tab character that violates indentation"
                    raise ScannerError("while scanning a plain scalar", start_mark, problem, self.get_mark())
                self.forward()
            elif self.peek() in _BREAKS:
                breaks.append(self.scan_line_break())  # type: ignore[no-untyped-call]
            else:
                return [*([line_break] if line_break != "\n" else [] if breaks else [" "]), *breaks]
        return None

    def _at_document_marker(self) -> bool:
        return self.column == 0 and self.prefix(3) in ("---", "...") and self.peek(3) in _ENDS_WORD


FAST_PARSER: Any = getattr(yaml, "CSafeLoader", PureParser)
"""The parser of libyaml, if PyYAML has it."""
