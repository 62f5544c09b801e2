"""Each report says which operation a request was checked for and what decided it, or is as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ims_lint.operations import OPERATIONS
from ims_lint.output import sarif
from ims_lint.output.formats import FORMATS, render
from ims_lint.output.text import summary_lines
from ims_lint.report.diagnostic import Checked, Report
from tests.commands import check, isolate
from tests.output.report_building import RULES, diagnostic, report

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "report.schema.json").read_text("utf-8"))
ORIGINS = ("address", "option", "comment", "$schema", "configuration", "file name", "parameters", "default")
ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
ECS = f"name: web\ninstance_id: {ID}\n"
VAULT = f"vault_id: {ID}\n"
FILES = {
    "a.ims.yaml": f"{ECS}---\n# ims-lint: operation=wholeimages\n{ECS}{VAULT}",
    "b.wholeimages.ims.yaml": ECS + VAULT,
    "c.ims.json": json.dumps({"$schema": "../quickimport.schema.json", "name": "web"}),
    "d.ims.yaml": ECS + VAULT,
    "e.ims.yaml": "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\n",
    "f.ims.yaml": "name: [\n",
}
CONFIGURATION = '[per-file-operation]\n"e.*" = "dataimages"\n'
SUMMARY = (
    "1 request for quickimport (by $schema), 3 for wholeimages (1 by comment, 1 by file name, 1 by parameters),"
    " 1 for dataimages (by configuration)"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with requests for all operations by all that can decide it but the option."""
    isolate(monkeypatch, tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / ".ims-lint.toml").write_text(CONFIGURATION)
    return tmp_path


def reported(*arguments: str) -> dict[str, Any]:
    """The JSON report of a run, valid by its schema."""
    data: dict[str, Any] = json.loads(check("--format", "json", *arguments).stdout)
    jsonschema.validate(data, SCHEMA)
    return data


def requests(*arguments: str) -> list[tuple[Any, ...]]:
    """The requests in the JSON report of a run, without the endings of the file names."""
    found = reported(*arguments)["requests"]
    return [(each["file"][0], each["document"], each["operation"], each["operation_from"]) for each in found]


def of(*pairs: tuple[str, str]) -> Report:
    """A clean report on requests for operations, with what decided each."""
    return report()._replace(requests=tuple(Checked(number, *pair) for number, pair in enumerate(pairs)))


@pytest.mark.usefixtures("folder")
def test_json_lists_every_request_that_was_checked() -> None:
    assert requests() == [
        ("a", 0, "image", "default"),
        ("a", 1, "wholeimages", "comment"),
        ("b", 0, "wholeimages", "file name"),
        ("c", 0, "quickimport", "$schema"),
        ("d", 0, "wholeimages", "parameters"),
        ("e", 0, "dataimages", "configuration"),
    ]
    assert reported()["summary"]["documents"] == 6
    assert {each[2:] for each in requests("--operation", "quickimport")} == {("quickimport", "option")}
    assert requests("--quiet", "a.ims.yaml") == requests("a.ims.yaml")


def test_the_schema_of_the_report_knows_every_operation_and_origin() -> None:
    about = SCHEMA["definitions"]["request"]["properties"]
    assert about["operation_from"]["enum"] == list(ORIGINS)
    for name in (each.name for each in OPERATIONS):
        data = json.loads(render("json", [of(*((name, origin) for origin in ORIGINS))]))
        jsonschema.validate(data, SCHEMA)
        assert [each["operation_from"] for each in data["requests"]] == list(ORIGINS)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(render("json", [of(("image", "guess"))])), SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("options", [(), ("--format", "concise"), ("--statistics",)])
def test_the_summary_says_it_in_one_line(options: tuple[str, ...]) -> None:
    assert check(*options).stdout.splitlines()[-1] == SUMMARY
    assert check("--quiet", *options).stdout.count("by $schema") == 0
    one = check(*options, "b.wholeimages.ims.yaml").stdout.splitlines()
    assert one[-2:] == ["no findings in 1 file (1 request)", "1 request for wholeimages (by file name)"]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("image", origin) for origin in ORIGINS], []),
        ([("quickimport", "option")] * 1200, ["1,200 requests for quickimport (by --operation)"]),
        ([("dataimages", "configuration"), ("image", "default")], ["1 request for dataimages (by configuration)"]),
        (
            [("dataimages", "parameters"), ("quickimport", "file name"), ("dataimages", "comment")],
            ["1 request for quickimport (by file name), 2 for dataimages (1 by comment, 1 by parameters)"],
        ),
        ([], []),
    ],
)
def test_the_summary_speaks_of_other_operations_than_the_first_only(pairs: list[Any], said: list[str]) -> None:
    assert summary_lines([of(*pairs)])[1:] == said
    assert summary_lines([of(each) for each in pairs])[1:] == said


def test_a_sarif_result_names_the_operation_of_its_request() -> None:
    with_two = report(diagnostic(), diagnostic(document=1), diagnostic(document=2))._replace(
        requests=(Checked(0), Checked(1, "quickimport", "file name"), Checked(3, "dataimages", "comment"))
    )
    (run,) = json.loads(sarif.render([with_two], RULES, "1.2.3"))["runs"]
    assert [each.get("properties") for each in run["results"]] == [
        {"operation": "image", "operationFrom": "default"},
        {"operation": "quickimport", "operationFrom": "file name"},
        None,
    ]
    clean = {"uri": "web.ims.yaml", "document": 3, "operation": "dataimages", "operationFrom": "comment"}
    assert run["properties"] == {"requests": [clean]}


@pytest.mark.usefixtures("folder")
def test_sarif_names_each_request_once() -> None:
    (run,) = json.loads(check("--format", "sarif").stdout)["runs"]
    clean = {(each["uri"][0], each["document"]) for each in run["properties"]["requests"]}
    assert clean == {("a", 0), ("a", 1), ("b", 0), ("d", 0), ("e", 0)}
    found = [each.get("properties", {}).get("operation") for each in run["results"]]
    assert set(found) == {"quickimport", None}, "a file with a syntax error has no request"


def test_sarif_gives_the_results_precedence_over_the_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [of(*[("quickimport", "file name")] * 1000)]
    alone = len(sarif.render([report(diagnostic())], RULES, "1.2.3"))
    monkeypatch.setattr(sarif, "MAX_BYTES", alone + 3000)
    (run,) = json.loads(sarif.render([*many, report(diagnostic())], RULES, "1.2.3"))["runs"]
    assert len(run["results"]) == 1
    assert 0 < len(run["properties"]["requests"]) < 1000
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["level"] == "note"
    assert " of 1000 requests without results are omitted" in notification["message"]["text"]


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"text", "concise", "json", "sarif"}))
def test_the_other_formats_have_no_place_for_it(name: str) -> None:
    found = report(diagnostic())
    other = found._replace(requests=(Checked(0, "quickimport", "option"),))
    assert render(name, [found]) == render(name, [other])
