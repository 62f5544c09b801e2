"""`ims-lint new`: starter requests that lint clean but for their placeholders."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from ims_lint import lint_text
from ims_lint.cli import main
from ims_lint.config import Config
from ims_lint.operations import BY_NAME, OPERATIONS, SOURCES, Operation, of_schema
from ims_lint.schema.store import bundle
from ims_lint.transform.new import CannotStart, Starter, as_json, as_yaml
from tests.commands import command_runner
from tests.linting import report_text

STRICT = Config(strict=True)


def starters() -> list[Starter]:
    """Every combination of source and options that a request can have."""
    wanted = []
    for source, iso, quick, count in itertools.product(SOURCES, (False, True), (False, True), range(5)):
        starter = Starter(source, iso, quick, count)
        try:
            starter.check()
        except CannotStart:
            continue
        wanted.append(starter)
    return wanted


@pytest.mark.parametrize("starter", starters(), ids=str)
def test_a_starter_is_clean_but_for_its_placeholders(starter: Starter) -> None:
    for text, name in ((as_yaml(starter), "new.ims.yaml"), (as_json(starter), "new.ims.json")):
        report = report_text(text, name, STRICT)
        assert {each.code for each in report.diagnostics} == {"IMS015"}
        assert len(report.diagnostics) == report.unchecked > 0


@pytest.mark.parametrize("starter", starters(), ids=str)
def test_each_optional_parameter_can_be_taken_in(starter: Starter) -> None:
    text = as_yaml(starter)
    samples = re.findall(r"^# ([a-z]\w*: .*)$", text.partition("# Optional parameters:")[2], re.MULTILINE)
    assert samples
    for sample in samples:
        taken_in = text.replace(f"# {sample}", sample)
        assert taken_in != text
        assert [each for each in lint_text(taken_in, "new.ims.yaml") if each.severity == "error"] == []


def test_required_parameters_and_the_schema_line_lead() -> None:
    result = command_runner().invoke(main, ["new", "obs-file"])
    lines = result.stdout.splitlines()
    assert lines[0].startswith("# yaml-language-server: $schema=https://")
    names = [line.partition(":")[0] for line in lines if not line.startswith("#") and line]
    assert names == ["name", "image_url", "min_disk"]


def test_an_empty_value_is_shown_as_one() -> None:
    shown = command_runner().invoke(main, ["new", "wholeimages-backup"]).stdout
    assert 'One of CBR, CSBS, "". Default: "CSBS".' in shown


@pytest.mark.parametrize(
    "arguments",
    [
        "dataimages --iso",
        "quickimport-system-disk --quick-import",
        "wholeimages-ecs --with-data-images 1",
        "ecs --iso",
        "data-disk --with-data-images 1",
        "obs-file --with-data-images 4",
        "obs-file --iso --quick-import",
    ],
)
def test_what_the_api_does_not_have_is_refused(arguments: str) -> None:
    result = command_runner().invoke(main, ["new", *arguments.split()])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", ["new", "schema"])
def test_the_argument_is_called_source(command: str) -> None:
    result = command_runner().invoke(main, [command, "server"])
    name = "SOURCE" if command == "new" else "OPERATION|SOURCE"
    names = [*SOURCES] if command == "new" else list(dict.fromkeys((*BY_NAME, *SOURCES)))
    listed = ", ".join(f"'{each}'" for each in names)
    assert f"Invalid value for '{name}': 'server' is not one of {listed}.\n" in result.stderr
    text = command_runner().invoke(main, [command, "--help"]).stdout
    assert max(map(len, text.splitlines())) <= 80
    shown = " ".join(text.split())
    assert f"Usage: main {command} [OPTIONS] {name if command == 'new' else f'[{name}]'}" in shown
    assert f"SOURCE is what the image is created from: {', '.join(SOURCES)}." in shown


VALUES = {
    "NAME": "web",
    "DATA_1_NAME": "web-data",
    "MIN_DISK": "100",
    "OS_VERSION": "CentOS 7.6 64bit",
    "IMAGE_URL": "ims-images:web.zvhd2",
    **dict.fromkeys(
        ("INSTANCE_ID", "VOLUME_ID", "DATA_1_VOLUME_ID", "BACKUP_ID", "VAULT_ID"),
        "877a2cda-ba63-4e1e-b95f-e67e48b6129a",
    ),
}
"""A valid value for each placeholder of the starters."""


@pytest.mark.parametrize("format_name", ["yaml", "json"])
@pytest.mark.parametrize(("source", "operation"), [(name, each) for each in OPERATIONS for name in each.source_names])
def test_a_starter_that_is_filled_in_is_a_clean_request_of_its_operation(
    source: str, operation: Operation, format_name: str, tmp_path: Path
) -> None:
    file = tmp_path / f"web.ims.{format_name}"
    made = command_runner().invoke(main, ["new", source, "--format", format_name, "-o", str(file)])
    assert (made.exit_code, made.stdout, made.stderr) == (0, "", "")
    names = set(re.findall(r"\$\{(\w+)\}", file.read_text("utf-8")))
    variables = [f"--var={name}={VALUES[name]}" for name in sorted(names)]
    rendered = command_runner().invoke(main, ["render", *variables, str(file)])
    assert (rendered.exit_code, rendered.stderr) == (0, f"ims-lint: send it to {operation.address}\n")
    opinions = Config(extend_select=("ALL",), ignore=("IMS55",))
    report = report_text(rendered.stdout, f"web.{operation.name}.ims.json", opinions)
    assert report.diagnostics == ()
    starter = report_text(file.read_text("utf-8"), str(file), Config(operation="image"))
    assert starter.diagnostics == ()
    origin = "configuration" if (operation.name, format_name) == ("image", "json") else "$schema"
    assert starter.requests[0][1:3] == (operation.name, origin)


@pytest.mark.parametrize("name", [*BY_NAME, *SOURCES])
def test_the_schema_of_an_operation_or_a_source_is_one_file(name: str) -> None:
    result = command_runner().invoke(main, ["schema", name])
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    operation = BY_NAME.get(name) or next(each for each in OPERATIONS if name in each.source_names)
    assert of_schema(printed["$id"]) == operation, "an editor and the command line agree on what it is for"
    assert "schema.json" not in str(printed["definitions"]).replace("$id", ""), "it refers to no other file"
    validator = Draft7Validator(printed)
    Draft7Validator.check_schema(printed)
    for source in operation.sources if name in BY_NAME else [SOURCES[name]]:
        text = re.sub(r"\$\{(\w+)\}", lambda match: VALUES[match[1]], as_json(Starter(source.name)))
        request = json.loads(text.replace('"100"', "100"))
        assert list(validator.iter_errors(request)) == []
        assert list(validator.iter_errors({**request, "nmae": "web"}))


def test_the_schema_without_a_name_tells_the_operations_apart() -> None:
    printed = json.loads(command_runner().invoke(main, ["schema"]).stdout)
    assert of_schema(printed["$id"]) is None
    validator = Draft7Validator(printed)
    backup = {"name": "web", "backup_id": VALUES["BACKUP_ID"], "whole_image_type": "CBR"}
    assert list(validator.iter_errors(backup)) == []
    assert list(validator.iter_errors({**backup, "whole_image_type": "cbr"}))
    assert list(Draft7Validator(bundle("image")).iter_errors(backup))


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "web.ims.yaml"
    assert command_runner().invoke(main, ["new", "ecs", "-o", str(file)]).exit_code == 0
    written = file.read_bytes()
    again = command_runner().invoke(main, ["new", "data-disk", "-o", str(file)])
    assert again.exit_code == 2
    assert "is not overwritten" in again.stderr
    assert file.read_bytes() == written
