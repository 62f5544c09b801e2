"""Applies fixes to the text of a file, round by round, and writes files whole or not at all."""

from __future__ import annotations

import contextlib
import difflib
import os
import signal
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ims_lint.config import Config
from ims_lint.document.text import Text
from ims_lint.finding import Severity
from ims_lint.linter import Linted, lint
from ims_lint.output.inert import visible
from ims_lint.report.diagnostic import Diagnostic, Fix, Report

MAX_ROUNDS = 10
"""How often a text is linted again after fixes: one may uncover the next."""


@dataclass(frozen=True)
class Fixed:
    """What fixing made of an input: what it is now, with the report on it, and how it came to that.

    `applied` counts the fixes; `refused` are diagnostics whose fix did harm, which is a bug of the
    linter, and was therefore not applied.
    """

    linted: Linted
    applied: int = 0
    refused: tuple[Diagnostic, ...] = ()


class NotWritten(Exception):
    """A file that was left as it was; the text says why."""


def fix(linted: Linted, config: Config, *, unsafe: bool = False) -> Fixed:
    """Apply the fixes of an input until none is left: safe ones, and with `unsafe` all."""
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
    """Apply fixes that do not overlap: all at once or, where that does harm, one by one."""
    after = _apply(fixed, wanted, config)
    if after is not None:
        return after
    if len(wanted) == 1:
        return replace(fixed, refused=(*fixed.refused, wanted[0]))
    return _round(fixed, wanted[:1], config)


def _apply(fixed: Fixed, wanted: list[Diagnostic], config: Config) -> Fixed | None:
    """The input with these fixes; None where they do harm."""
    before = fixed.linted
    changed = before.input.with_text(apply_edits(before.input.text, [each.fix for each in wanted if each.fix]))
    if not changed.is_encodable:
        return None
    after = lint(changed, config)
    if _harmed(before.report, after.report, wanted):
        return None
    return Fixed(after, fixed.applied + len(wanted), fixed.refused)


def apply_edits(content: str, fixes: Iterable[Fix]) -> str:
    """A text with the edits of fixes that do not overlap."""
    text = Text(content)
    edits = sorted((text.offset(edit.start), text.offset(edit.end), edit.text) for fix in fixes for edit in fix.edits)
    parts, at = [], 0
    for start, end, new in edits:
        parts += [content[at:start], new]
        at = end
    return "".join([*parts, content[at:]])


def _apart(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics whose fixes can be applied together: of fixes that overlap, the first."""
    taken: list[tuple[object, object]] = []
    chosen = []
    for diagnostic in diagnostics:
        spans = [(edit.start, edit.end) for edit in diagnostic.fix.edits] if diagnostic.fix else []
        if all(end < other_start or other_end < start for start, end in spans for other_start, other_end in taken):  # type: ignore[operator]
            taken += spans
            chosen.append(diagnostic)
    return chosen


def _harmed(before: Report, after: Report, fixed: list[Diagnostic]) -> bool:
    """Whether fixes broke the file, or left what they were to mend.

    A fix may uncover what could not be judged before it, and that is no harm.
    """
    if any(_among(each, after.diagnostics) and _count(after, each) >= _count(before, each) for each in fixed):
        return True
    broken = {each.code for each in after.diagnostics if each.severity is Severity.ERROR and each.code < "IMS1"}
    return not broken <= {each.code for each in before.diagnostics}


def _among(diagnostic: Diagnostic, others: Iterable[Diagnostic]) -> bool:
    return any(_same(diagnostic, each) for each in others)


def _count(report: Report, diagnostic: Diagnostic) -> int:
    return sum(_same(diagnostic, each) for each in report.diagnostics)


def _same(one: Diagnostic, other: Diagnostic) -> bool:
    return (one.code, one.document, one.pointer) == (other.code, other.document, other.pointer)


def difference(before: str, after: str, filename: str) -> str:
    """A unified diff of two versions of a text."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    name = visible(filename)  # a line break in it could pass for the change of another file
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def write(path: str, before: bytes, after: bytes) -> None:
    """Put `after` in place of a file, whole or not at all.

    Mode, owner (where allowed) and a symbolic link that leads to it are kept.

    Raises:
        NotWritten: the file no longer holds `before`, stands outside this folder, or cannot be written.
    """
    target = os.path.realpath(path)
    if os.path.islink(path) and os.path.commonpath([target, os.path.realpath(os.curdir)]) != os.path.realpath(
        os.curdir
    ):
        raise NotWritten(f"{path}: is a link to a file outside this folder, and was not written")
    try:
        with _uninterrupted():
            _replace(target, path, before, after)
    except OSError as error:
        raise NotWritten(f"{path}: not written: {error.strerror or error}") from None


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interrupt wait, where the system can: one in the midst of this would leave a temporary file."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _replace(target: str, path: str, before: bytes, after: bytes) -> None:
    status = os.stat(target)
    handle, temporary = tempfile.mkstemp(prefix=".ims-lint-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, status.st_mode & 0o7777)
        with contextlib.suppress(OSError, AttributeError):
            os.chown(temporary, status.st_uid, status.st_gid)
        with open(target, "rb") as file:
            if file.read() != before:
                raise NotWritten(f"{path}: changed since it was read, and was not written")
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
