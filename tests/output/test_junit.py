"""The JUnit output, read back by junitparser."""

from __future__ import annotations

from typing import Any

from junitparser import JUnitXml, TestCase, TestSuite

from ims_lint.finding import Position
from ims_lint.output import junit
from tests.output.report_building import assert_inert, diagnostic, hostile_report, report, warning


def suite_of(*reports: Any) -> TestSuite:
    """Return the one suite that junitparser finds."""
    (suite,) = JUnitXml.fromstring(junit.render(reports).encode("utf-8"))
    return suite


def cases_of(*reports: Any) -> list[TestCase]:
    """Return the test cases of the one suite."""
    return list(suite_of(*reports))


def test_each_error_fails_a_test_and_a_warning_passes() -> None:
    suite = suite_of(report(diagnostic(), warning()), report(file="clean.ims.yaml"))
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (3, 1, 0, 0)
    error, warned, clean = suite
    (failure,) = error.result
    assert (failure.message, failure.type) == ("os_version is missing", "IMS402")
    assert failure.text.splitlines() == [
        "web.ims.yaml:3:1: error: IMS402 os_version is missing",
        "add os_version",
        "https://example.com/rules/IMS402",
    ]
    assert warned.is_passed
    assert "warning: IMS701" in warned.system_out
    assert clean.is_passed
    assert (clean.classname, clean.name) == ("clean.ims.yaml", "no findings")


def test_name_of_a_test_is_unique_and_outlives_a_moved_line() -> None:
    names = [case.name for case in cases_of(report(diagnostic(), diagnostic()))]
    moved = [case.name for case in cases_of(report(diagnostic(start=Position(9, 9)), diagnostic()))]
    assert names == moved == ["IMS402 os-version-missing /os_version", "IMS402 os-version-missing /os_version #2"]


def test_no_files_is_an_empty_suite() -> None:
    assert cases_of() == []


def test_hostile_text_is_inert_and_well_formed() -> None:
    text = junit.render([hostile_report()])
    assert_inert(text)
    error, _ = cases_of(hostile_report())
    assert error.classname.startswith(r"dir x/a\nb\r'$(id);`id`\x1b[31m%,:\xff")
    (failure,) = error.result
    assert r"\x1b[2J\x07\x00 <b>&amp;]]>" in failure.text
