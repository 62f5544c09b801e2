"""What the linter says: a diagnostic, the place it stands at, and the fix that it offers."""

from typing import NamedTuple

from ims_lint.finding import Operation, Position, Severity


class Related(NamedTuple):
    """A second place that a diagnostic speaks of; `end` is exclusive."""

    message: str
    start: Position
    end: Position


class Edit(NamedTuple):
    """Replace what stands from `start` up to (not including) `end` by `text`."""

    start: Position
    end: Position
    text: str


class Fix(NamedTuple):
    """Edits that mend a diagnostic; a safe one keeps what the request means.

    `operations` say what the edits change in the values of the document; reports do not show them.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]
    operations: tuple[Operation, ...] = ()


class Diagnostic(NamedTuple):
    """One finding in a file: what is wrong, where, and what to write instead.

    `document` counts from 0 within the file; `pointer` is the JSON Pointer (RFC 6901) of the
    value; `end` is exclusive; `prevents` is the answer of the service (IMG.nnnn) where known.
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
        """Order within a file: by place, then by code and pointer."""
        return (self.start.line, self.start.column, self.code, self.pointer)


class Report(NamedTuple):
    """What one file was found to be.

    `text` is the source without byte-order mark (empty where there are no diagnostics); `documents`
    is how many requests it holds and `unchecked` how many values in them are unfilled placeholders.
    """

    file: str
    text: str
    diagnostics: tuple[Diagnostic, ...]
    documents: int = 1
    unchecked: int = 0
