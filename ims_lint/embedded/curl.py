"""Read the options of a curl command: what it sends, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from ims_lint.embedded.shell_word import Word, after, shown

_DATA = frozenset(("--data", "--data-raw", "--data-binary", "--data-ascii", "--json"))
_WITHOUT_BREAKS = ("--data", "--data-ascii")
"""Options with which curl removes the line breaks from a file."""

_OTHER_DATA = frozenset(
    ("--data-urlencode", "--form", "--form-string", "--get", "--head", "--upload-file", "-F", "-G", "-I", "-T")
)
"""Options with which curl sends something else."""

_NEXT = ("--next", "-:")
"""Options between the transfers of a command."""

_WITH_VALUE = frozenset(
    ("--header", "--output", "--referer", "--user", "--user-agent", "--proxy", "--cookie", "--write-out")
)
"""Options whose value might be taken for a URL; with further ones it could only be one that curl refuses."""

_LETTERS_WITH_VALUE = "AbcCdDeEFHhKmoPQrtTuUwxXyYz"
_OPTION = re.compile(r"(--[a-z0-9][a-z0-9-]*+)(=)?")


class Transfer(NamedTuple):
    """A POST of one text: the value that gives the text, and the URLs.

    `may_be_file`: a value that starts with `@` names a file with the text. `without_breaks`: curl removes the
    line breaks of such a file.
    """

    data: Word
    may_be_file: bool
    without_breaks: bool
    urls: tuple[Word, ...]


class _Option(NamedTuple):
    """An option with its value, or a URL without a name."""

    name: str
    value: Word


def transfers(arguments: Sequence[Word | None]) -> Iterator[Transfer]:
    """The transfers of a command with such arguments; none if one of them, None for example, cannot be read."""
    rest = iter(_options(arguments) or ())
    while options := list(takewhile(lambda option: option.name not in _NEXT, rest)):
        if transfer := _transfer(options):
            yield transfer


def _transfer(options: Sequence[_Option]) -> Transfer | None:
    """The transfer with such options, None if it is not a POST of one text."""
    if any(option.name in _OTHER_DATA for option in options):
        return None
    methods = [shown(option.value).upper() for option in options if option.name in ("-X", "--request")]
    if any(method != "POST" and "\0" not in method for method in methods):
        return None
    data = [option for option in options if option.name in _DATA]
    if len(data) != 1:
        return None
    urls = tuple(option.value for option in options if option.name in ("", "--url"))
    name, value = data[0]
    return Transfer(value, name != "--data-raw", name in _WITHOUT_BREAKS, urls)


def _options(arguments: Sequence[Word | None]) -> list[_Option] | None:
    """The options that matter here, None if one cannot be read."""
    options: list[_Option] = []
    rest = iter(arguments)
    only_urls = False
    for word in rest:
        if word is None:
            return None
        text = shown(word)
        if only_urls or not text.startswith("-") or text == "-":
            options.append(_Option("", word))
        elif text == "--":
            only_urls = True
        elif long := _OPTION.match(text):
            name = long[1]
            if long[2]:
                options.append(_Option(name, after(word, long.end())))
            elif len(text) > long.end():
                return None
            elif name in _DATA or name in _WITH_VALUE or name in ("--url", "--request"):
                value = next(rest, None)
                if value is None:
                    return None
                options.append(_Option(name, value))
            else:
                options.append(_Option(name, []))
        else:
            for at, letter in enumerate(text[1:], 2):
                if letter not in _LETTERS_WITH_VALUE:
                    options.append(_Option(f"-{letter}", []))
                    continue
                value = after(word, at) if len(text) > at else next(rest, None)
                if value is None:
                    return None
                options.append(_Option("--data" if letter == "d" else f"-{letter}", value))
                break
    return options
