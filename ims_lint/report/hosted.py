"""Turn the findings on requests in a file that contains more into diagnostics of that file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ims_lint.declaration import contradiction
from ims_lint.document import Document, read
from ims_lint.document.edit import TextEdit, apply
from ims_lint.document.limits import too_many_findings
from ims_lint.document.text import Text
from ims_lint.embedded import Body, hosts
from ims_lint.embedded.cut import Cut
from ims_lint.finding import MAX_DIAGNOSTICS, Finding, Path, Position, Severity, Span
from ims_lint.input import Input
from ims_lint.operations import BY_NAME
from ims_lint.report.diagnostic import Diagnostic, Edit, Fix, Related
from ims_lint.report.placing import Placed, Placer, placed
from ims_lint.report.suppression import Malformed, Suppression, Suppressions, find_suppressions, host_suppressions

_MOST_READ_AGAIN = 400_000
"""Characters of a file that are read again, all together, to see what its fixes do; further fixes are not offered."""


class Part(NamedTuple):
    """Bodies that were read from one text, the findings on them, the paths of their placeholders, and the
    findings on comments before them."""

    bodies: Sequence[Body]
    found: list[tuple[Document | None, Finding]]
    unchecked: list[tuple[Document, Path]]
    before: list[tuple[Body, Finding]]


def place(
    parts: Sequence[Part],
    bodies: Sequence[Body],
    unreadable: Sequence[Finding],
    input: Input,
    severities: dict[str, Severity],
    option: str,
) -> tuple[Diagnostic, ...]:
    """The diagnostics of a file for the findings on the `bodies` in it, without suppressed ones, in its order.

    `unreadable` are the findings because of which the file, or the rest of it, was not searched for requests.
    `option` is the name of the operation that an option declares, or empty.
    """
    outer = Placer(input, severities, fixable=True)
    unknown: set[int] = set()
    said: set[Finding] = set()
    whole = not unreadable
    for finding in unreadable:
        outer.add(None, 0, finding)
    mover = _Mover(input, bodies)
    firsts = _firsts(bodies)
    for part in parts:
        if outer.count > MAX_DIAGNOSTICS:
            whole = False
            break
        body = part.bodies[0]
        end = max(firsts[id(each)] + len(each.documents) for each in part.bodies)
        inner, complete = placed(part.found, end, body.input_in(input), severities)
        places = inner.lines_of(part.unchecked)
        if body.cut and body.language == "yaml":
            inner.suppress(*find_suppressions(inner.text, body.documents), {line for line, _ in places}, complete)
        moved = [body.cut.placed(span) if body.cut else span for _, span in places]
        unknown.update(outer.text.position(span.start).line for span in moved)
        outer.placed += mover.moved(inner.placed, inner.text, body)
        if outer.count > MAX_DIAGNOSTICS:
            last = outer.placed[MAX_DIAGNOSTICS][0]
            del outer.placed[MAX_DIAGNOSTICS:]
            span = Span(outer.text.offset(last.start), outer.text.offset(last.end))
            outer.add(None, last.document, too_many_findings(Finding(last.code, (), "", span=span)))
        for each, finding in (*part.before, *_other_than_the_option(part.bodies, option)):
            if finding not in said:  # as on a comment before several bodies
                outer.add(None, firsts[id(each)], finding)
            said.add(finding)
        whole = whole and complete
    outer.placed = _once(outer.placed)
    outer.suppress(*_suppressions(outer.text, bodies, input), unknown, whole)
    return outer.in_order


def _suppressions(text: Text, bodies: Sequence[Body], input: Input) -> tuple[Suppressions, list[Malformed]]:
    """The suppression comments of the file, and the malformed ones: those at bodies, and in YAML all others."""
    suppressions: list[Suppression] = []
    malformed: list[Malformed] = []
    for span, lines in _covered(text, bodies).items():
        found, wrong = host_suppressions(text, span, lines)
        suppressions += found
        malformed += wrong
    if input.language == "yaml" and bodies and "ims-lint" in input.text:
        documents, _ = read(input.text, input.language)
        found_inside, wrong = find_suppressions(text, documents, [body.before for body in bodies])
        suppressions += found_inside.all
        malformed += wrong
    return Suppressions(suppressions), malformed


def _firsts(bodies: Sequence[Body]) -> dict[int, int]:
    """The index of the first document of each body, by the identity of the body."""
    counts = accumulate((len(body.documents) for body in bodies), initial=0)
    return {id(body): first for body, first in zip(bodies, counts, strict=False)}


def _once(placed: list[Placed]) -> list[Placed]:
    """The diagnostics without those that say the same of the same place: two requests can share an anchor."""
    kept: dict[object, Placed] = {}
    for each in placed:
        diagnostic = each[0]
        kept.setdefault((diagnostic.code, diagnostic.start, diagnostic.end, diagnostic.message), each)
    return list(kept.values())


def _other_than_the_option(bodies: Iterable[Body], option: str) -> Iterable[tuple[Body, Finding]]:
    """The findings at the addresses of bodies that are not that of the operation that an option declares."""
    for body in bodies:
        if option and body.declared and body.address and body.declared is not BY_NAME[option]:
            finding = contradiction(option, body.declared)
            help = f"run without --operation, or change the address to that of {option}"
            yield body, finding._replace(span=body.address, help=help)


def _covered(text: Text, bodies: Iterable[Body]) -> dict[Span, frozenset[int]]:
    """The lines of the bodies for which the comments in a span hold, by these spans; several can share one."""
    lines: dict[Span, set[int]] = {}
    for body in bodies:
        first, last = text.position(body.span.start).line, text.position(body.span.end).line
        for span in {each for each in (body.before, body.after, body.around) if each.end > each.start}:
            lines.setdefault(span, set()).update(range(first, last + 1))
    return {span: frozenset(each) for span, each in lines.items()}


class _Mover:
    """Moves diagnostics from the texts of requests to the file that these were cut out of."""

    def __init__(self, input: Input, bodies: Sequence[Body]) -> None:
        self._input = input
        self._bodies = bodies
        self._text = Text(input.text)
        self._left = _MOST_READ_AGAIN

    def moved(self, placed: Iterable[Placed], text: Text, body: Body) -> list[Placed]:
        """Return the diagnostics on a body with their places and fixes in the file."""
        cut = body.cut
        if cut is None:
            return list(placed)
        number = next(index for index, each in enumerate(self._bodies) if each is body)
        return [
            (self._diagnostic(each, cut, text, number), tuple(self._line(cut, text, line) for line in lines))
            for each, lines in placed
        ]

    def _diagnostic(self, diagnostic: Diagnostic, cut: Cut, text: Text, number: int) -> Diagnostic:
        start, end = self._range(cut, text, diagnostic.start, diagnostic.end)
        related = tuple(
            Related(each.message, *self._range(cut, text, each.start, each.end)) for each in diagnostic.related
        )
        fix = self._fix(diagnostic.fix, cut, text, number) if diagnostic.fix else None
        return diagnostic._replace(start=start, end=end, related=related, fix=fix)

    def _range(self, cut: Cut, text: Text, start: Position, end: Position) -> tuple[Position, Position]:
        span = cut.placed(Span(text.offset(start), text.offset(end)))
        return self._text.position(span.start), self._text.position(span.end)

    def _line(self, cut: Cut, text: Text, line: int) -> int:
        return self._range(cut, text, Position(line, 1), Position(line, 1))[0].line

    def _fix(self, fix: Fix, cut: Cut, text: Text, number: int) -> Fix | None:
        """Return the fix in the file, None if the file cannot be changed so that the request is as the fix makes it."""
        edits = [TextEdit(text.offset(each.start), text.offset(each.end), each.text) for each in fix.edits]
        wanted = [body.cut.text if body.cut else "" for body in self._bodies]
        wanted[number] = apply(cut.text, edits)
        for ways in dict.fromkeys(zip(*(cut.edits(*edit) for edit in edits), strict=False)):
            made = [TextEdit(*way) for way in ways]
            if self._results(made) == wanted:
                placed = (Edit(self._text.position(at), self._text.position(until), new) for at, until, new in made)
                return fix._replace(edits=tuple(placed))
        return None

    def _results(self, edits: list[TextEdit]) -> list[str] | None:
        """Return the texts of the requests in the file after edits; None if that cannot be told."""
        backwards = any(each.start > each.end for each in edits)
        if self._left <= 0 or backwards or any(one.end > other.start for one, other in pairwise(edits)):
            return None
        self._left -= len(self._input.text)
        bodies = hosts.bodies(self._input.with_text(apply(self._input.text, edits)))
        return [body.cut.text if body.cut else "" for body in bodies]
