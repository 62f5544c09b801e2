"""Read JSON in which the placeholders of a host stand: each becomes a string that is a placeholder for the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.embedded.cut import Cut, Write, as_it_is, nothing
from ims_lint.finding import Span

PLACEHOLDER = re.compile(r"\$\{[^{}]*\}")
"""What a placeholder of any host becomes."""

_MARKS = "\ue000\uf8ff\U000f0000\U0010fffd"
_NAME = re.compile(r"\w[\w.-]*")
_LEFT_OUT = re.compile(r'"(?:[^"\\]|\\.)*+"?|(?P<mark>\.\.\.|…)', re.DOTALL)


class Template:
    """The text of a request in JSON, of pieces of the file and placeholders in the order of the text.

    A placeholder in a JSON string stays in it; one in the place of a value becomes a string, together
    with the letters and digits right beside it.
    """

    def __init__(self, content: str) -> None:
        self._content = content
        self._mark = next((mark for mark in _MARKS if mark not in content), "\x00")
        self._cut = Cut(content)
        self._names: list[str] = []

    def copy(self, at: int, until: int, write: Write = as_it_is) -> None:
        """Append the text of the file from `at` to `until`."""
        self._cut.copy(at, until, write)

    def replace(self, at: int, until: int, text: str, write: Write = as_it_is) -> None:
        """Append a text that the file contains in another form, from `at` to `until`."""
        self._cut.replace(at, until, text, write)

    def placeholder(self, at: int, until: int, name: str) -> None:
        """Append a placeholder that the file contains from `at` to `until`; `name` is any text."""
        match = _NAME.search(name)
        self._names.append(match[0] if match else "value")
        self._cut.replace(at, until, self._mark, nothing)

    def cut(self) -> Cut:
        """The text of the request, in which each placeholder is one of the form `${name}`."""
        if not self._names:
            return self._cut
        token = re.compile(rf'"(?:[^"\\]|\\.)*+"?|[\w.+\-{self._mark}]++', re.DOTALL)
        names, made, done = iter(self._names), Cut(self._content), 0
        for match in token.finditer(self._cut.text):
            if self._mark not in match[0]:
                continue
            made.copy_from(self._cut, done, match.start())
            done = match.end()
            if match[0].startswith('"'):
                self._in_string(made, match, names)
            else:
                shown = next(names)
                for _ in range(match[0].count(self._mark) - 1):
                    next(names)
                place = self._cut.placed(Span(match.start(), match.end()))
                made.replace(*place, f'"${{{shown}}}"', nothing)
        made.copy_from(self._cut, done, len(self._cut.text))
        return made

    def _in_string(self, made: Cut, match: re.Match[str], names: Iterator[str]) -> None:
        """Append a string with its placeholders."""
        at = match.start()
        for mark in re.finditer(self._mark, match[0]):
            start = match.start() + mark.start()
            made.copy_from(self._cut, at, start)
            made.replace(*self._cut.placed(Span(start, start + 1)), f"${{{next(names)}}}", nothing)
            at = start + 1
        made.copy_from(self._cut, at, match.end())


def is_abbreviated(body: str) -> bool:
    """Whether a body is only a sample of one: it contains `...` or `…` outside of strings for what is left out."""
    return any(each["mark"] for each in _LEFT_OUT.finditer(body))
