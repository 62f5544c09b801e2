"""What docs/editors.md tells people to paste can be read, and what it says of the server holds."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from ims_lint import lint_text
from ims_lint.cli import main
from ims_lint.config.file import FILE_NAMES
from ims_lint.files.discovery import EXTENSIONS
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.lsp.actions import FIX_ALL_HERE
from ims_lint.operations import BY_NAME, OPERATIONS
from ims_lint.schema.store import ENTRY, bundle
from tests.commands import command_runner

PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.mark.parametrize("text", blocks("json"))
def test_json_to_paste_can_be_read(text):
    assert json.loads(text)


@pytest.mark.parametrize("text", blocks("toml"))
def test_toml_to_paste_can_be_read(text):
    assert tomllib.loads(text)


@pytest.mark.parametrize("text", blocks("yaml"))
def test_yaml_to_paste_lints_clean(text):
    assert not lint_text(text, "web.ims.yaml")


@pytest.mark.parametrize("line", [line for text in blocks("sh") for line in text.splitlines() if "pip" not in line])
def test_commands_are_there(line):
    arguments = line.partition(">")[0].split()
    assert arguments[0] == "ims-lint"
    assert command_runner().invoke(main, [*arguments[1:], "--help"]).exit_code == 0


@pytest.mark.parametrize("text", [text for kind in ("yaml", "json") for text in blocks(kind) if "$schema" in text])
def test_a_request_that_names_the_schema_of_an_operation_declares_it(text):
    name = "web.ims.yaml" if text.startswith("#") else "web.ims.json"
    linted = lint(from_text(text, name))
    named = re.search(r"([a-z-]+)\.schema\.json", text)
    assert not linted.report.diagnostics
    assert [(each.operation.name, each.origin) for each in linted.choices] == (
        [("image", "default")] if named[1] == ENTRY else [(named[1], "$schema")]
    )


def test_each_editor_runs_the_same_command():
    for editor in ("VS Code", "JetBrains", "Neovim", "Helix", "Emacs"):
        section = PAGE.partition(f"### {editor}")[2].partition("\n##")[0]
        words = re.findall(r"ims-lint|\blsp\b", re.sub(r"[*_#]\w*", "", section))
        assert {"ims-lint", "lsp"} <= set(words), editor


def test_names_on_the_page_are_those_of_the_program():
    sources = {name for operation in OPERATIONS for name in operation.source_parameters}
    schemas = [f"{name}.schema.json" for name in (ENTRY, *BY_NAME)]
    for word in (*EXTENSIONS, *sources, *FILE_NAMES, FIX_ALL_HERE, bundle()["$id"], *schemas):
        assert f"`{word}`" in PAGE, word
