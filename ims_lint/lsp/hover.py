"""The text that is shown for the word under the pointer."""

from __future__ import annotations

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.lsp.cursor import place_at
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.draft import draft_at
from ims_lint.lsp.knowledge import about, explanation
from ims_lint.report.diagnostic import Report
from ims_lint.rules.registry import BY_CODE


def hover(
    document: OpenDocument, config: Config, report: Report | None, position: types.Position
) -> types.Hover | None:
    """The text about the parameter at a position, and about the findings there."""
    cursor = document.text.offset(position)
    draft = draft_at(document, config, cursor)
    offset = draft.text.offset(cursor) if draft else None
    place = place_at(draft.outline, offset) if draft and offset is not None else None
    if draft is None or place is None or place.span.start == place.span.end:
        return None
    named = next((step for step in reversed(place.path) if isinstance(step, str)), "")
    schema = about(draft, place.path)
    required = place.path[-1:] and place.path[-1] in about(draft, place.path[:-1]).get("required", ())
    parts = [explanation(str(named), schema, bool(required))] if schema else []
    parts += _rules(document, report, cursor)
    if not parts:
        return None
    shown = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(shown, draft.text.range(*place.span))


def _rules(document: OpenDocument, report: Report | None, cursor: int) -> list[str]:
    """The texts about the rules with findings at the cursor."""
    found = {
        each.code: each
        for each in (report.diagnostics if report else ())
        if document.text.offset_of(each.start) <= cursor <= document.text.offset_of(each.end)
    }
    texts = []
    for code, diagnostic in found.items():
        rule = BY_CODE[code]
        error = f" Prevents error `{diagnostic.prevents}` from the service." if diagnostic.prevents else ""
        texts.append(f"[{code} {rule.name}]({rule.url}): {rule.summary}{error}\n\n{rule.why}".strip())
    return texts
