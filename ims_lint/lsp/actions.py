"""The code actions: apply one fix, apply all safe fixes, suppress a rule with a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.lsp.convert import to_lsp
from ims_lint.lsp.document import OpenDocument
from ims_lint.report.diagnostic import Diagnostic, Report
from ims_lint.report.suppression import selectors_in
from ims_lint.transform.fix import fix

QUICK_FIX = "quickfix"
FIX_ALL = "source.fixAll"
FIX_ALL_HERE = "source.fixAll.ims-lint"


def actions(
    document: OpenDocument, report: Report, config: Config, span: types.Range, only: Sequence[str] | None
) -> list[types.CodeAction]:
    """The code actions for a range of a document, of the requested kinds."""
    found: list[types.CodeAction] = []
    start, end = document.text.offset(span.start), document.text.offset(span.end)
    if _wanted(QUICK_FIX, only):
        here = [each for each in report.diagnostics if _touches(document, each, start, end)]
        found += [_fix(document, each) for each in here if each.fix]
        if here and (all_of_them := _fix_all(document, report, config, QUICK_FIX)):
            found.append(all_of_them)
        found += _suppressions(document, report, config, here)
    if only and _wanted(FIX_ALL_HERE, only) and (all_of_them := _fix_all(document, report, config, FIX_ALL_HERE)):
        found.append(all_of_them)
    return found


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    return only is None or any(each == "" or kind == each or kind.startswith(f"{each}.") for each in only)


def _touches(document: OpenDocument, diagnostic: Diagnostic, start: int, end: int) -> bool:
    """Whether a diagnostic and a range overlap or touch."""
    text = document.text
    return text.offset_of(diagnostic.start) <= end and start <= text.offset_of(diagnostic.end)


def _fix(document: OpenDocument, diagnostic: Diagnostic) -> types.CodeAction:
    known = diagnostic.fix
    assert known is not None
    edits = [types.TextEdit(document.text.range_of(each.start, each.end), each.text) for each in known.edits]
    made = _action(document, known.title, QUICK_FIX, edits)
    made.diagnostics = [to_lsp(document, diagnostic)]
    made.is_preferred = known.safe
    return made


def _fix_all(document: OpenDocument, report: Report, config: Config, kind: str) -> types.CodeAction | None:
    """The action that applies all safe fixes; None if there are none."""
    if not any(each.fix and each.fix.safe for each in report.diagnostics):
        return None
    before = document.text.lintable
    linted = lint(from_text(before, document.name), config)
    if not linted.input.is_encodable:
        return None
    after = fix(linted, config).linted.input.text
    if after == before:
        return None
    return _action(document, "Apply all safe fixes in this file", kind, [_difference(document, after)])


def _difference(document: OpenDocument, after: str) -> types.TextEdit:
    """The one edit that changes the text of a document to `after`, from the first to the last difference."""
    before = document.text.lintable
    shift = len(document.text.content) - len(before)
    shorter = min(len(before), len(after))
    start = next((index for index in range(shorter) if before[index] != after[index]), shorter)
    same = 0
    while same < shorter - start and before[-1 - same] == after[-1 - same]:
        same += 1
    span = document.text.range(start + shift, len(before) - same + shift)
    return types.TextEdit(span, after[start : len(after) - same])


def _suppressions(
    document: OpenDocument, report: Report, config: Config, diagnostics: list[Diagnostic]
) -> Iterator[types.CodeAction]:
    """For each of some diagnostics the action that suppresses its rule with a comment; JSON has no comments."""
    if document.language == "json":
        return
    offered = set()
    for diagnostic in diagnostics:
        if (diagnostic.code, diagnostic.start.line) in offered:
            continue
        offered.add((diagnostic.code, diagnostic.start.line))
        for at, new in _comments(document, diagnostic):
            if _suppresses(document, report, config, diagnostic, at, new):
                edit = types.TextEdit(document.text.range(at, at), new)
                title = f"Suppress {diagnostic.code} ({diagnostic.name}) with a comment"
                made = _action(document, title, QUICK_FIX, [edit])
                made.diagnostics = [to_lsp(document, diagnostic)]
                yield made
                break


def _comments(document: OpenDocument, diagnostic: Diagnostic) -> Iterator[tuple[int, str]]:
    """Where a comment for a diagnostic can go, and its text: in an existing one, after the line, before it."""
    text = document.text
    start, end = text.line_at(text.offset_of(diagnostic.start))
    line = text.content[start:end]
    comment = f"# ims-lint: ignore[{diagnostic.code}]"
    if known := selectors_in(line):
        others = line[known.start : known.end].strip()
        yield start + known.end, f", {diagnostic.code}" if others else diagnostic.code
    yield start + len(line.rstrip()), f"  {comment}"
    indent = len(line) - len(line.lstrip(" "))
    yield start, f"{' ' * indent}{comment}{text.line_break()}"


def _suppresses(
    document: OpenDocument, report: Report, config: Config, diagnostic: Diagnostic, at: int, new: str
) -> bool:
    """Whether text inserted at an offset removes a diagnostic without causing another one."""
    content = document.text.content
    after = lint(from_text(content[:at] + new + content[at:], document.name), config).report
    before_codes, after_codes = ([each.code for each in one.diagnostics] for one in (report, after))
    fewer = after_codes.count(diagnostic.code) < before_codes.count(diagnostic.code)
    return fewer and set(after_codes) <= set(before_codes)


def _action(document: OpenDocument, title: str, kind: str, edits: list[types.TextEdit]) -> types.CodeAction:
    """An action that edits the document."""
    return types.CodeAction(title, kind, edit=types.WorkspaceEdit({document.uri: edits}))
