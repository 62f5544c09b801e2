"""The input of the vendor's command line: the request is under `body`."""

from __future__ import annotations

import json

import pytest

from ims_lint import lint_text
from ims_lint.config import DEFAULT, Config
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.transform.fix import fix
from tests.linting import report_text

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
GOOD = {"name": "web", "instance_id": ID}
BAD = {"name": "web", "instance_id": ID, "descriptoin": "x"}


def found(text: str, name: str) -> list[str]:
    """The diagnostics of a text as `line:column code pointer`."""
    return [f"{each.start.line}:{each.start.column} {each.code} {each.pointer}" for each in lint_text(text, name)]


@pytest.mark.parametrize(
    "around", [{}, {"path": {"project_id": "p"}}, {"query": {}, "header": {"X-Auth-Token": "t"}}, {"path": "/v2"}]
)
def test_the_request_is_under_body(around: dict[str, object]) -> None:
    """In JSON and in YAML; nothing else is looked at."""
    good, bad = (json.dumps({**around, "body": each}) for each in (GOOD, BAD))
    assert (found(good, "a.json"), found(good, "a.yaml")) == ([], [])
    column = bad.index('"descriptoin"') + 1
    assert found(bad, "a.json") == found(bad, "a.yaml") == [f"1:{column} IMS201 /descriptoin"]


NO_ENVELOPE = {
    "another key": {"body": GOOD, "name": "web"},
    "a text": {"body": json.dumps(GOOD)},
    "a list": {"body": [GOOD]},
}


@pytest.mark.parametrize("value", NO_ENVELOPE.values(), ids=NO_ENVELOPE.keys())
def test_other_objects_are_requests(value: dict[str, object]) -> None:
    """They stay what they are today."""
    codes = {each.code for each in lint_text(json.dumps(value), "a.json")}
    assert codes & {"IMS101", "IMS201"}


def test_a_request_file_is_never_an_envelope() -> None:
    """By its name."""
    assert [each.code for each in lint_text(json.dumps({"body": GOOD}), "a.ims.json")] == ["IMS101"]


def test_several_documents() -> None:
    """Each is an envelope, with a request of its own; if one is not, none is."""
    text = f"body:\n  name: web\n  instance_id: {ID}\n---\nbody: {{name: web, instance_id: {ID}, foo: 1}}\n"
    report = lint(from_text(text, "a.yaml")).report
    assert [(each.document, each.start.line, each.code) for each in report.diagnostics] == [(1, 5, "IMS201")]
    assert len(report.requests) == 2
    assert "IMS101" in {each.code for each in lint_text(f"{text}---\nname: web\ninstance_id: {ID}\n", "a.yaml")}


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/v1/cloudimages/wholeimages/action", "wholeimages"),
        ("https://ims.example/v2/cloudimages/quickimport/action", "quickimport"),
        ("/v2/cloudimages", "image"),
        ({"url": "/v1/cloudimages/wholeimages/action"}, "image"),
    ],
)
def test_an_address_declares_the_operation(path: object, operation: str) -> None:
    """If the path is one."""
    linted = lint(from_text(json.dumps({"path": path, "body": GOOD}), "a.json"))
    assert [each.operation for each in linted.report.requests] == [operation]


COMMENTS = {
    "operation at the top": (
        f"# ims-lint: operation=quickimport\npath: {{}}\nbody: {{name: a, instance_id: {ID}}}\n",
        1,
    ),
    "operation above the body": (
        f"path: {{}}\n# ims-lint: operation=quickimport\nbody: {{name: a, instance_id: {ID}}}\n",
        1,
    ),
    "operation inside": (f"body:\n  # ims-lint: operation=quickimport\n  name: a\n  instance_id: {ID}\n", 1),
    "suppression above": (f"# ims-lint: ignore[IMS201]\nbody:\n  name: a\n  instance_id: {ID}\n  foo: 1\n", 0),
    "suppression inside": (f"body:\n  name: a\n  instance_id: {ID}\n  foo: 1 # ims-lint: ignore[IMS201]\n", 0),
    "suppression behind": (f"body:\n  name: a\n  instance_id: {ID}\nheader: {{}} # ims-lint: ignore[IMS201]\n", 1),
    "unused": (f"# ims-lint: ignore[IMS201]\nbody:\n  name: a\n  instance_id: {ID}\n", 1),
    "contradiction": (
        f"# ims-lint: operation=quickimport\npath: /v2/cloudimages/action\nbody: {{name: a, instance_id: {ID}}}\n",
        1,
    ),
}


@pytest.mark.parametrize(("text", "count"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_before_the_body_hold_for_it(text: str, count: int) -> None:
    """And those inside it hold as everywhere."""
    linted = lint(from_text(text, "a.yaml"))
    assert bool(linted.report.diagnostics) == bool(count)
    if "quickimport" in text and "/v2" not in text:
        assert [each.operation for each in linted.report.requests] == ["quickimport"]


FIXES = {
    "JSON": json.dumps({"path": {}, "body": BAD}, indent=2),
    "JSON in a line": json.dumps({"body": BAD, "path": {}}),
    "YAML": f"path: {{}} # a\nbody: # b\n  name: web\n  instance_id: {ID}\n  descriptoin: x # c\nquery: {{}}\n",
}


@pytest.mark.parametrize("text", FIXES.values(), ids=FIXES.keys())
def test_fixes_change_the_body_only(text: str) -> None:
    """Byte for byte around it."""
    name = "a.yaml" if text.startswith("path") else "a.json"
    fixed = fix(lint(from_text(text, name)), DEFAULT)
    assert fixed.linted.input.text == text.replace("descriptoin", "description")
    assert not fixed.linted.report.diagnostics


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"body": {"userId": 1, "title": "x"}}', 0),
        ('{"path": "/foo", "body": {"a": 1}}', 0),
        ('{"body": {}}', 0),
        ('{"body": {"name": "web", "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a"}}', 1),
        ('{"path": "/v1/cloudimages/dataimages/action", "body": {"name": "web"}}', 1),
    ],
)
def test_a_file_that_may_be_anything_needs_a_source_parameter_or_an_address(text: str, count: int) -> None:
    for name in ("a.json", "a.yaml"):
        report = report_text(text, name, Config(embedded_only=True))
        assert len(report.requests) == count
        assert bool(report.diagnostics) == (count == 1 and "path" in text)
