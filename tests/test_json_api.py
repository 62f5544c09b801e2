"""The methods for front ends in other languages give what the command line gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ims_lint import json_api
from ims_lint.cli import main
from ims_lint.operations import BY_NAME
from ims_lint.rules.registry import RULES
from tests.commands import command_runner

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "report.schema.json").read_text("utf-8"))
BROKEN = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: '40'\n"
FIXED = BROKEN.replace("'", "")


def call(method: str, **params: Any) -> Any:
    """What a method returns, by way of JSON."""
    return json.loads(json_api.call(json.dumps({"method": method, "params": params})))


def printed(*arguments: str, text: str | None = None) -> str:
    """What the command line prints."""
    return str(command_runner().invoke(main, arguments, input=text).stdout)


@pytest.mark.parametrize("text", [BROKEN, FIXED, "name: [\n", '{"name": "\ud800"}', "", "---\nname: web\n---\nx: 1\n"])
def test_lint_gives_the_report_of_the_command_line(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("lint", text=text)["result"]
    jsonschema.validate(result, SCHEMA)
    if "\ud800" not in text:
        (tmp_path / "request.yaml").write_text(text, encoding="utf-8")
        assert result == json.loads(printed("check", "--format", "json", "request.yaml"))


def test_an_operation_is_declared_and_the_name_tells_the_language() -> None:
    [request] = call("lint", text=BROKEN, operation="dataimages")["result"]["requests"]
    assert (request["operation"], request["operation_from"]) == ("dataimages", "option")
    codes = [each["code"] for each in call("lint", text="name: web", filename="a.json")["result"]["diagnostics"]]
    assert codes == ["IMS001"]


def test_safe_fixes_are_applied_and_unsafe_ones_only_if_asked_for() -> None:
    assert call("fix", text=BROKEN)["result"] == {"text": FIXED, "applied": 1}
    assert call("fix", text=FIXED)["result"] == {"text": FIXED, "applied": 0}
    guess = next(rule.example for rule in RULES if rule.fix == "unsafe")
    assert [call("fix", text=guess, unsafe=unsafe)["result"]["applied"] for unsafe in (False, True)] == [0, 1]


def test_render_gives_the_body_and_where_to_send_it() -> None:
    result = call("render", text=FIXED.replace("web\n", "${NAME}\n"), values={"NAME": "db"}, document=0)["result"]
    assert json.loads(result["body"])["name"] == "db"
    assert (result["operation"], result["address"]) == ("image", BY_NAME["image"].address)
    assert result["curl"].startswith("curl --request POST") and result["body"] in result["curl"]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"method": "render", "params": {"text": BROKEN}}, "request.yaml has errors"),
        ({"method": "lint", "params": {"text": BROKEN, "operation": "imag"}}, "unknown operation"),
    ],
)
def test_what_cannot_be_done_is_an_error_with_a_message(params: dict[str, Any], message: str) -> None:
    assert message in json.loads(json_api.call(json.dumps(params)))["error"]


def test_the_rules_are_those_of_the_command_line() -> None:
    assert call("rules")["result"] == json.loads(printed("rule", "--format", "json"))


def test_each_operation_names_its_sources() -> None:
    result = call("operations")["result"]
    assert [each["name"] for each in result] == list(BY_NAME)
    assert [each["parameter"] for each in result[0]["sources"]] == BY_NAME["image"].source_parameters


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_a_new_request_is_that_of_the_command_line(format: str) -> None:
    for source, title in [
        (each["name"], each["title"]) for op in call("operations")["result"] for each in op["sources"]
    ]:
        text = call("new", source=source, format=format)["result"]["text"]
        assert text == printed("new", source, "--format", format)
        assert format == "json" or f"\n# {title}\n" in text


def test_a_request_for_no_method_is_a_mistake_of_the_front_end() -> None:
    with pytest.raises(KeyError):
        call("check", text=BROKEN)
