"""Define the types that all packages share: findings, changes, severities, positions, and the limits."""

from enum import StrEnum
from typing import Any, NamedTuple

Value = Any
"""A JSON value: dict, list, str, int, float, bool, None, or UNCHECKED."""

Path = tuple[str | int, ...]
"""Keys and indexes from the top level of a request to a value."""


class Unchecked:
    """The type of UNCHECKED: a value that is set but cannot be checked, such as an unresolved placeholder."""

    def __repr__(self) -> str:
        return "UNCHECKED"


UNCHECKED = Unchecked()


class Severity(StrEnum):
    """The severity of a finding: for an error, the service rejects the request or silently ignores part of it."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A range in a text: offsets in characters, `end` is exclusive."""

    start: int
    end: int


class Position(NamedTuple):
    """A position in a text: line and column, both 1-based, in characters."""

    line: int
    column: int


class SetValue(NamedTuple):
    """Replace the value at `path` with `value`."""

    path: Path
    value: Value


class Quote(NamedTuple):
    """Put the scalar at `path` in quotes, with its text unchanged."""

    path: Path


class RenameKey(NamedTuple):
    """Rename the last key of `path` to `name`."""

    path: Path
    name: str


class Remove(NamedTuple):
    """Remove the parameter or item at `path`; of a duplicate key, the one at `occurrence`."""

    path: Path
    occurrence: int = -1


class Insert(NamedTuple):
    """Add the missing parameter at `path` with `value`."""

    path: Path
    value: Value


class Rewrite(NamedTuple):
    """Replace a span with `text`, as it is."""

    span: Span
    text: str


PathOperation = SetValue | Quote | RenameKey | Remove | Insert
Operation = PathOperation | Rewrite


class Change(NamedTuple):
    """The operations that fix a finding; a safe change keeps the meaning of the request."""

    title: str
    safe: bool
    operations: tuple[Operation, ...]


class Finding(NamedTuple):
    """One finding in a request.

    It is located at the value of `path`, at its key if `at_key` is set, or at `span` if the parser
    gave one. `related` are further locations: a label, and a path or a span. `meant` is the path of
    the parameter that an unknown key probably means. `severity` is that of the finding, if it differs from
    that of its rule.
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
    severity: Severity | None = None


MAX_FILE_SIZE = 10 * 1024 * 1024
"""Maximum size of a file, in bytes."""

MAX_NESTING = 100
"""Maximum nesting depth of lists and objects; a request needs four levels."""

MAX_ALIASED = 10_000
"""Maximum number of values that all aliases of one YAML document refer to."""

MAX_VALUES = 100_000
"""Maximum number of values in one document, without keys."""

MAX_DOCUMENTS = 20_000
"""Maximum number of documents in one YAML file."""

MAX_DIRECTIVES = 100
"""Directives (`%TAG`, `%YAML`) of one YAML document."""

MAX_DIAGNOSTICS = 1_000
"""Maximum number of diagnostics for one file."""

MAX_DIGITS = 4_300
"""Maximum number of digits of a number, the limit of Python."""

_SHOWN = 60

_LONGEST = 800
"""Characters of a message."""


def shorten(text: str) -> str:
    """Shorten a long text for a message; its last character is kept."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 2]}…{text[-1]}"


def cut(text: str) -> str:
    """A message or a help of a length that people read, whatever values it names."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def label(path: Path) -> str:
    """A path for a message, such as `data_images[0].min_disk`; the top level is `the request`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{shorten(step)}" for step in path)
    return text.removeprefix(".") or "the request"


def value_at(value: Value, path: Path) -> Value:
    """The value at an existing path."""
    for step in path:
        value = value[step]
    return value


def pointer(path: Path) -> str:
    """A path as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
