"""The report formats by name; each is imported when it is first used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ims_lint.about import __version__
from ims_lint.output import text
from ims_lint.report.diagnostic import Report
from ims_lint.rules.registry import RULES

if TYPE_CHECKING:
    from ims_lint.output.checkout import Checkout
    from ims_lint.output.sarif import RuleText

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")


IN_A_CHECKOUT = ("sarif", "github", "gitlab", "junit")
"""The formats that name files relative to the repository."""


def render(
    name: str,
    reports: Iterable[Report],
    color: bool = False,
    summary: bool = True,
    checkout: Checkout | None = None,
    failures: Sequence[str] = (),
    category: str = "",
) -> str:
    """The reports in a format; only text and concise have colors and a summary.

    `checkout` is for the formats that name files relative to the repository, `category` for SARIF.
    `failures` are the reasons why the run is not complete: JSON, SARIF and JUnit contain them, and the
    report of GitLab, which cannot, is empty then.
    """
    if name in ("text", "concise"):
        return (text.render if name == "text" else text.render_concise)(reports, color=color, summary=summary)
    if name == "json":
        from ims_lint.output import json  # 1 ms

        return json.render(reports, failures)
    if name == "sarif":
        from ims_lint.output import sarif  # json, urllib.parse and dataclasses: 12 ms

        return sarif.render(reports, _rule_texts(), __version__, checkout, failures, category)
    if name == "github":
        from ims_lint.output import github  # urllib.parse and dataclasses: 4 ms

        return github.render(reports, checkout)
    if name == "gitlab":
        from ims_lint.output import gitlab  # json and hashlib too: 9 ms

        return gitlab.render(reports, checkout) if not failures else ""
    from ims_lint.output import junit  # xml.etree too: 7 ms

    return junit.render(reports, checkout, failures)


def _rule_texts() -> list[RuleText]:
    """The texts about the rules for SARIF."""
    from ims_lint.output.rule_pages import markdown  # 2 ms
    from ims_lint.output.sarif import RuleText  # json, 5 ms, for SARIF only

    return [RuleText(r.code, r.name, r.severity, r.summary, markdown(r), r.url) for r in RULES]
