"""The GitLab output: a Code Quality report as GitLab's documentation describes it."""

from __future__ import annotations

import json
from typing import Any

from ims_lint.finding import Position
from ims_lint.output import gitlab
from ims_lint.output.checkout import Checkout
from tests.output.report_building import assert_inert, diagnostic, hostile_report, report, warning


def issues_of(*reports: Any, checkout: Checkout | None = None) -> list[dict[str, Any]]:
    """Return the issues of the report."""
    issues: list[dict[str, Any]] = json.loads(gitlab.render(reports, checkout))
    return issues


def test_nothing_found_is_an_empty_array() -> None:
    assert gitlab.render([report()]) == "[]\n"


def test_issue_has_what_gitlab_reads() -> None:
    error, warned = issues_of(report(diagnostic(), warning()))
    fingerprint = error.pop("fingerprint")
    assert len(fingerprint) == 32
    assert error == {
        "description": "IMS402: os_version is missing; add os_version",
        "check_name": "IMS402 os-version-missing",
        "severity": "major",
        "location": {"path": "web.ims.yaml", "lines": {"begin": 3}},
    }
    assert warned["severity"] == "minor"


def test_path_is_relative_to_the_repository_without_dot() -> None:
    (issue,) = issues_of(report(diagnostic(), file="./x.ims.yaml"))
    assert issue["location"]["path"] == "x.ims.yaml"
    (issue,) = issues_of(report(diagnostic(), file="./x.ims.yaml"), checkout=Checkout("/repo/sub", "/repo"))
    assert issue["location"]["path"] == "sub/x.ims.yaml"


def test_fingerprint_is_unique_in_the_report_and_outlives_a_moved_line() -> None:
    same = diagnostic(), diagnostic(), diagnostic(pointer="/name")
    prints = [i["fingerprint"] for i in issues_of(report(*same), report(*same, file="other.ims.yaml"))]
    assert len(set(prints)) == 6
    (moved,) = issues_of(report(diagnostic(start=Position(9, 9), message="other words")))
    assert moved["fingerprint"] == prints[0]


def test_hostile_text_is_inert() -> None:
    text = gitlab.render([hostile_report()])
    assert text.isascii()
    assert text.startswith("["), "GitLab refuses a byte-order mark"
    for issue in json.loads(text):
        assert_inert(issue["description"])
        assert "\n" not in issue["description"]
        assert_inert(issue["location"]["path"])
        assert issue["location"]["lines"]["begin"] >= 1
