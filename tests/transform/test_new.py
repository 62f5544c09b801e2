"""`ims-lint new`: starter requests that lint clean but for their placeholders."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from ims_lint import lint_text
from ims_lint.cli import main
from ims_lint.config import Config
from ims_lint.transform.new import CannotStart, Starter, as_json, as_yaml
from tests.commands import command_runner
from tests.linting import report_text

STRICT = Config(strict=True)


def starters() -> list[Starter]:
    """Every combination of source and options that a request can have."""
    wanted = []
    for source, iso, quick, count in itertools.product(
        ("ecs", "ecs-data-disks", "obs-file", "data-disk"), (False, True), (False, True), range(5)
    ):
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
    samples = re.findall(r"^# (\w+: .*)$", text.partition("# Optional parameters:")[2], re.MULTILINE)
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


@pytest.mark.parametrize(
    "arguments",
    ["ecs --iso", "data-disk --with-data-images 1", "obs-file --with-data-images 4", "obs-file --iso --quick-import"],
)
def test_what_the_api_does_not_have_is_refused(arguments: str) -> None:
    result = command_runner().invoke(main, ["new", *arguments.split()])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", ["new", "schema"])
def test_the_argument_is_called_source(command: str) -> None:
    result = command_runner().invoke(main, [command, "server"])
    sources = "'ecs', 'obs-file', 'data-disk', 'ecs-data-disks'"
    assert f"Invalid value for 'SOURCE': 'server' is not one of {sources}.\n" in result.stderr
    shown = " ".join(command_runner().invoke(main, [command, "--help"]).stdout.split())
    assert f"Usage: main {command} [OPTIONS] {'SOURCE' if command == 'new' else '[SOURCE]'}" in shown
    assert f"SOURCE is what the image is made from: {sources.replace(chr(39), '')}." in shown


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "web.ims.yaml"
    assert command_runner().invoke(main, ["new", "ecs", "-o", str(file)]).exit_code == 0
    written = file.read_bytes()
    again = command_runner().invoke(main, ["new", "data-disk", "-o", str(file)])
    assert again.exit_code == 2
    assert "is not overwritten" in again.stderr
    assert file.read_bytes() == written
