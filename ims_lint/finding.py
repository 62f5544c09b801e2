"""What every room speaks in: findings and changes in paths, severities, places in a text, and the limits."""

from enum import StrEnum
from typing import Any, NamedTuple

Value = Any
"""A JSON value: dict, list, str, int, float, bool, None, or UNCHECKED."""

Path = tuple[str | int, ...]
"""Keys and indexes from the root of a request to a value."""


class Unchecked:
    """The value of something that is there but cannot be judged, such as an unfilled placeholder."""

    def __repr__(self) -> str:
        return "UNCHECKED"


UNCHECKED = Unchecked()


class Severity(StrEnum):
    """How bad a finding is: an error is refused or silently lost by the service."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A part of a text: offsets in characters, `end` is exclusive."""

    start: int
    end: int


class Position(NamedTuple):
    """A place in a text: line and column, both 1-based, in characters."""

    line: int
    column: int


class SetValue(NamedTuple):
    """Write `value` where the value at `path` stands."""

    path: Path
    value: Value


class Quote(NamedTuple):
    """Put the scalar at `path` in quotes, its text as it stands."""

    path: Path


class RenameKey(NamedTuple):
    """Write `name` where the last key of `path` stands."""

    path: Path
    name: str


class Remove(NamedTuple):
    """Take out the parameter or element at `path`; of a duplicate key, the one at `occurrence`."""

    path: Path
    occurrence: int = -1


class Insert(NamedTuple):
    """Add the parameter at `path`, which is not there yet, with `value`."""

    path: Path
    value: Value


class Rewrite(NamedTuple):
    """Write `text` in place of a span, as it is."""

    span: Span
    text: str


PathOperation = SetValue | Quote | RenameKey | Remove | Insert
Operation = PathOperation | Rewrite


class Change(NamedTuple):
    """What would mend a finding: a safe change keeps what the request means."""

    title: str
    safe: bool
    operations: tuple[Operation, ...]


class Finding(NamedTuple):
    """One thing that is wrong.

    It stands at the value of `path` (at its key where `at_key`), or at `span` where the reader of
    the file knows it better. `related` are further places: a message and a path or a span. `meant`
    is the path of the parameter that an unknown key probably stands for.
    """

    code: str
    path: Path
    message: str
    help: str = ""
    at_key: bool = False
    span: Span | None = None
    related: tuple[tuple[str, Path | Span], ...] = ()
    prevents: str | None = None
    change: Change | None = None
    meant: Path | None = None


MAX_FILE_SIZE = 10 * 1024 * 1024
"""Bytes of a file."""

MAX_NESTING = 100
"""Lists and objects within each other; a request needs four."""

MAX_ALIASED = 10_000
"""Values that the aliases of one YAML document may stand for, all together."""

MAX_VALUES = 100_000
"""Values of one document, keys not counted."""

MAX_DOCUMENTS = 20_000
"""Documents of one YAML file."""

MAX_DIRECTIVES = 100
"""Directives (`%TAG`, `%YAML`) of one YAML document."""

MAX_DIAGNOSTICS = 1_000
"""Diagnostics of one file."""

MAX_DIGITS = 4_300
"""Digits of a number (as many as Python converts)."""

_SHOWN = 60

_LONGEST = 800
"""Characters of a message."""


def shorten(text: str) -> str:
    """A text as a message shows it: a long one is cut before its last character."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 2]}…{text[-1]}"


def cut(text: str) -> str:
    """A message or a help of a length that people read, whatever values it names."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def label(path: Path) -> str:
    """A path as people write it: `data_images[0].min_disk`; the root is `the request`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{shorten(step)}" for step in path)
    return text.removeprefix(".") or "the request"


def value_at(value: Value, path: Path) -> Value:
    """The value at a path that is there."""
    for step in path:
        value = value[step]
    return value


def pointer(path: Path) -> str:
    """A path as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
