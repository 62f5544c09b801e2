"""Diagnostics with their locations and fixes, and the report on a file."""

from typing import NamedTuple

from ims_lint.finding import Operation, Position, Severity


class Related(NamedTuple):
    """Another location that a diagnostic refers to; `end` is exclusive."""

    message: str
    start: Position
    end: Position


class Edit(NamedTuple):
    """Replace the characters from `start` to `end` (exclusive) with `text`."""

    start: Position
    end: Position
    text: str


class Fix(NamedTuple):
    """Edits that remove a finding; a safe fix does not change the meaning of the request.

    `operations` say what the edits change in the values of the document; reports do not show them.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]
    operations: tuple[Operation, ...] = ()


class Diagnostic(NamedTuple):
    """One finding in a file: what is wrong, where, and how to fix it.

    `document` counts from 0 within the file; `pointer` is the JSON Pointer (RFC 6901) of the
    value; `end` is exclusive; `prevents` is the error code of the service (IMG.nnnn) if known.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    file: str
    document: int
    pointer: str
    start: Position
    end: Position
    related: tuple[Related, ...] = ()
    prevents: str | None = None
    fix: Fix | None = None
    url: str = ""

    @property
    def sort_key(self) -> tuple[int, int, str, str]:
        """Order within a file: by location, then by code and pointer."""
        return (self.start.line, self.start.column, self.code, self.pointer)


class Checked(NamedTuple):
    """A request that was checked: its document, counted from 0, the name of its operation, and what decided that.

    The last is `address`, `option`, `comment`, `$schema`, `configuration`, `file name`, `parameters` or
    `default`. `line` is the first line of a request inside a file that contains more; otherwise it is 0.
    """

    document: int = 0
    operation: str = "image"
    operation_from: str = "default"
    line: int = 0


class Report(NamedTuple):
    """The result of linting one file.

    `text` is its text without byte order mark (empty if there are no diagnostics); `requests` are the
    requests in it, `unchecked` is the number of values with unresolved placeholders.
    """

    file: str
    text: str
    diagnostics: tuple[Diagnostic, ...]
    requests: tuple[Checked, ...] = (Checked(),)
    unchecked: int = 0
