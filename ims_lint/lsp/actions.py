"""The code actions: apply one fix, apply all safe fixes, suppress a rule with a comment."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.lsp.convert import to_lsp
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.suppressing import suppressions
from ims_lint.report.diagnostic import Diagnostic, Report
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
        for diagnostic, edit in suppressions(document, config, here):
            title = f"Suppress {diagnostic.code} ({diagnostic.name}) with a comment"
            found.append(_action(document, title, QUICK_FIX, [edit], diagnostic))
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
    made = _action(document, known.title, QUICK_FIX, edits, diagnostic)
    made.is_preferred = known.safe
    return made


def _fix_all(document: OpenDocument, report: Report, config: Config, kind: str) -> types.CodeAction | None:
    """The action that applies all safe fixes; None if there are none."""
    if not any(each.fix and each.fix.safe for each in report.diagnostics):
        return None
    before = document.text.lintable
    linted = document.linted(config)
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


def _action(
    document: OpenDocument,
    title: str,
    kind: str,
    edits: list[types.TextEdit],
    diagnostic: Diagnostic | None = None,
) -> types.CodeAction:
    """An action that edits the document, because of a diagnostic or of several."""
    because = [to_lsp(document, diagnostic)] if diagnostic else None
    return types.CodeAction(title, kind, because, edit=types.WorkspaceEdit({document.uri: edits}))
