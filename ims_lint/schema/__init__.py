"""Runs the schemas on a request and turns each violation into a finding with a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_lint.schema.compiled import accepts

if TYPE_CHECKING:
    from ims_lint.finding import Finding
    from ims_lint.request import Request


def check(request: Request) -> list[Finding]:
    """The findings of the schemas for a request, one for each cause.

    The compiled schemas decide, which most requests satisfy; only a refusal is looked into.
    """
    if accepts(request.value):
        return []
    from ims_lint.schema import judge

    return judge.explain_all(request)
