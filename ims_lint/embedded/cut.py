"""The text of a request cut out of a file, with where each piece of it is in the file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ims_lint.finding import Span

Write = Callable[[str], str | None]
"""Write a text as the file must contain it at some place, for example with escapes; None if that is impossible."""


def as_it_is(text: str) -> str:
    """Write a text where nothing has to be escaped."""
    return text


def nothing(_: str) -> None:
    """Write no text, in the place of a placeholder."""


class Piece(NamedTuple):
    """A piece of the request's text, from `start` to `end`, and where it is in the file, from `at` to `until`.

    If it is the `same` text there, each character has its own place; otherwise, as with an escape or a
    placeholder, only the whole has one. `write` writes another text at its place.
    """

    start: int
    end: int
    at: int
    until: int
    same: bool
    write: Write


class Cut:
    """The text of a request in a file, made of pieces in the order of the text."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._parts: list[str] = []
        self._length = 0
        self.pieces: list[Piece] = []

    def copy(self, at: int, until: int, write: Write = as_it_is) -> None:
        """Append the text of the file from `at` to `until`."""
        if at < until:
            self._add(self._content[at:until], at, until, True, write)

    def replace(self, at: int, until: int, text: str, write: Write = as_it_is) -> None:
        """Append a text that the file contains in another form, from `at` to `until`."""
        self._add(text, at, until, False, write)

    def _add(self, text: str, at: int, until: int, same: bool, write: Write) -> None:
        end = self._length + len(text)
        self.pieces.append(Piece(self._length, end, at, until, same, write))
        self._parts.append(text)
        self._length = end

    @property
    def text(self) -> str:
        """The text of the request."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    @property
    def span(self) -> Span:
        """Where the text is in the file."""
        return Span(self.pieces[0].at, self.pieces[-1].until) if self.pieces else Span(0, 0)

    def placed(self, span: Span) -> Span:
        """Return where a part of the text is in the file."""
        start = self._start(span.start)
        return Span(start, max(start, self._end(span.end) if span.end > span.start else start))

    def offset(self, at: int) -> int | None:
        """Return the offset in the text of a place in the file, None if the text has nothing there."""
        for piece in self.pieces:
            if piece.at <= at <= piece.until:
                return piece.start + at - piece.at if piece.same else piece.end if at == piece.until else piece.start
        return None

    def _start(self, offset: int) -> int:
        """Return the place of the character at an offset; at the end of the text, that end."""
        index = bisect_right(self.pieces, offset, key=lambda each: each.start) - 1
        while index >= 0 and self.pieces[index].end <= offset and index + 1 < len(self.pieces):
            index += 1
        if index < 0:
            return self.span.start
        piece = self.pieces[index]
        if offset >= piece.end:
            return piece.until
        return piece.at + (offset - piece.start if piece.same else 0)

    def _end(self, offset: int) -> int:
        """Return where the text before an offset ends."""
        index = bisect_left(self.pieces, offset, key=lambda each: each.end)
        if index >= len(self.pieces):
            return self.span.end
        piece = self.pieces[index]
        return piece.at + (offset - piece.start) if piece.same else piece.until

    def edits(self, start: int, end: int, text: str) -> Iterator[tuple[int, int, str]]:
        """The ways to replace a part of the text in the file, of each kind one, in the same order for all parts."""
        first, last = self._start(start), self._start(end)
        before = self._end(start) if start else first
        ways = [(first, self._end(end) if end else first), (first, last), (before, last), (before, self._end(end))]
        if not text and self.text.endswith("\n", start, end):  # lines: with what the file has before them
            ways.reverse()
        write = self._writer(start)
        written = write(text) if text else text
        if written is not None:
            yield from ((at, until, written) for at, until in ways)

    def _writer(self, offset: int) -> Write:
        index = min(bisect_right(self.pieces, offset, key=lambda each: each.start) - 1, len(self.pieces) - 1)
        return self.pieces[max(index, 0)].write if self.pieces else as_it_is

    def pieces_in(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of a part of the text; a piece that is only partly in it is shortened, if it is the same text."""
        first = bisect_right(self.pieces, start, key=lambda each: each.end)
        for index in range(first, len(self.pieces)):  # islice would go through all pieces before
            piece = self.pieces[index]
            if piece.start >= end:
                return
            low, high = max(piece.start, start), min(piece.end, end)
            if piece.same:
                piece = piece._replace(at=piece.at + low - piece.start, until=piece.at + high - piece.start)
            yield piece._replace(start=low, end=high)

    def copy_from(self, other: Cut, start: int, end: int) -> None:
        """Append a part of another text of the same file, with its places."""
        for piece in other.pieces_in(start, end):
            self._add(other.text[piece.start : piece.end], piece.at, piece.until, piece.same, piece.write)

    def through(self, outer: Cut) -> Cut:
        """The same text, where this one was cut out of the text of another cut, with its places in the file of that."""
        made = Cut(outer._content)
        for piece in self.pieces:
            text = self.text[piece.start : piece.end]
            if not piece.same:
                write = partial(_write_through, piece.write, outer._writer(piece.at))
                made._add(text, *outer.placed(Span(piece.at, piece.until)), False, write)
                continue
            for part in outer.pieces_in(piece.at, piece.until):
                text = outer.text[part.start : part.end]
                made._add(text, part.at, part.until, part.same, partial(_write_through, piece.write, part.write))
        return made


def _write_through(inner: Write, outer: Write, text: str) -> str | None:
    """Write a text as the inner text must contain it, and that as the file must."""
    written = inner(text)
    return None if written is None else outer(written)
