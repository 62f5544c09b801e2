"""Apply fixes to the text of a file, round by round, and skip those that do harm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ims_lint.config import Config
from ims_lint.document.edit import TextEdit, apply
from ims_lint.document.meaning import Meaning, does_as_told, meaning_of
from ims_lint.document.text import Text
from ims_lint.linter import Linted, lint
from ims_lint.report.diagnostic import Diagnostic, Fix

MAX_ROUNDS = 10
"""The maximum number of rounds: a fix may uncover another finding."""


@dataclass(frozen=True)
class Fixed:
    """The result of fixing: the fixed input with its report, and what was done.

    `applied` counts the fixes; `refused` are diagnostics whose fix would have changed something else
    than it says, which is a bug of the linter, and was therefore not applied.
    """

    linted: Linted
    applied: int = 0
    refused: tuple[Diagnostic, ...] = ()


def fix(linted: Linted, config: Config, *, unsafe: bool = False) -> Fixed:
    """Apply the fixes of an input until none is left: safe ones, or with `unsafe` all."""
    fixed = Fixed(linted)
    for _ in range(MAX_ROUNDS):
        wanted = [
            each
            for each in fixed.linted.report.diagnostics
            if each.fix and (each.fix.safe or unsafe) and not _among(each, fixed.refused)
        ]
        if not wanted:
            break
        fixed = _round(fixed, _apart(wanted), config)
    return fixed


def _round(fixed: Fixed, wanted: list[Diagnostic], config: Config) -> Fixed:
    """Apply fixes that do not overlap: all at once or, if that does harm, one by one."""
    after = _apply(fixed, wanted, config)
    if after is not None:
        return after
    if len(wanted) == 1:
        return replace(fixed, refused=(*fixed.refused, wanted[0]))
    return _round(fixed, wanted[:1], config)


def _apply(fixed: Fixed, wanted: list[Diagnostic], config: Config) -> Fixed | None:
    """The input with these fixes; None if they do harm."""
    before = fixed.linted
    changed = before.input.with_text(apply_edits(before.input.text, [each.fix for each in wanted if each.fix]))
    if not changed.is_encodable:
        return None
    after = lint(changed, config)
    told = [(each.document, operation) for each in wanted if each.fix for operation in each.fix.operations]
    if changed.text == before.input.text or not does_as_told(_meaning(before), _meaning(after), told):
        return None
    return Fixed(after, fixed.applied + len(wanted), fixed.refused)


def apply_edits(content: str, fixes: Iterable[Fix]) -> str:
    """A text after the edits of fixes that do not overlap."""
    text = Text(content)
    edits = (each for fix in fixes for each in fix.edits)
    return apply(content, (TextEdit(text.offset(each.start), text.offset(each.end), each.text) for each in edits))


def _meaning(linted: Linted) -> Meaning:
    return meaning_of(linted.bodies, linted.stopped)


def _apart(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics whose fixes can be applied together; of overlapping ones, the first."""
    taken: list[tuple[object, object]] = []
    chosen = []
    for diagnostic in diagnostics:
        spans = [(edit.start, edit.end) for edit in diagnostic.fix.edits] if diagnostic.fix else []
        if all(end < other_start or other_end < start for start, end in spans for other_start, other_end in taken):  # type: ignore[operator]
            taken += spans
            chosen.append(diagnostic)
    return chosen


def _among(diagnostic: Diagnostic, others: Iterable[Diagnostic]) -> bool:
    return any(_same(diagnostic, each) for each in others)


def _same(one: Diagnostic, other: Diagnostic) -> bool:
    return (one.code, one.document, one.pointer) == (other.code, other.document, other.pointer)
