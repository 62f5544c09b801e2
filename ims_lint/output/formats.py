"""The formats of a report by name; each is imported when it is first used."""

from __future__ import annotations

from collections.abc import Iterable

from ims_lint.diagnostic import Report

FORMATS = ("text", "concise", "json")


def render(name: str, reports: Iterable[Report], color: bool) -> str:
    """The reports in the format of that name; only text and concise have colors."""
    if name == "json":
        from ims_lint.output import json

        return json.render(reports)
    from ims_lint.output import text

    return (text.render if name == "text" else text.render_concise)(reports, color=color)
