"""Reports as a GitLab Code Quality report, which the merge request widget reads."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ims_lint.finding import Severity
from ims_lint.output.checkout import Checkout
from ims_lint.output.identity import digest, with_identities
from ims_lint.output.inert import one_line, visible
from ims_lint.report.diagnostic import Diagnostic, Report

# Of info, minor, major, critical and blocker. GitLab's linter integrations map error to major;
# critical and blocker are for what endangers a running system, unlike a rejected request.
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(reports: Iterable[Report], checkout: Checkout | None = None) -> str:
    """Return the diagnostics as a bare JSON array, without byte order mark; ASCII only."""
    place = checkout or Checkout()
    issues = [
        _issue(diagnostic, identity, place) for report in reports for diagnostic, identity in with_identities(report)
    ]
    return json.dumps(issues, indent=2) + "\n"


def _issue(diagnostic: Diagnostic, identity: str, checkout: Checkout) -> dict[str, object]:
    path = checkout.path(diagnostic.file)
    text = "; ".join(part for part in (diagnostic.message, diagnostic.help) if part)
    return {
        # The widget hides check_name, so the description repeats the code.
        "description": one_line(f"{diagnostic.code}: {text}"),
        "check_name": one_line(f"{diagnostic.code} {diagnostic.name}"),
        # GitLab merges equal fingerprints of all files: the path must be part of it.
        "fingerprint": digest(path, identity),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": visible(path), "lines": {"begin": max(diagnostic.start.line, 1)}},
    }
