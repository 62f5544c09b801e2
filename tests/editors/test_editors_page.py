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
from ims_lint.lsp.actions import FIX_ALL_HERE
from ims_lint.operations import IMAGE
from ims_lint.schema.store import bundle
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


def test_each_editor_runs_the_same_command():
    for editor in ("VS Code", "JetBrains", "Neovim", "Helix", "Emacs"):
        section = PAGE.partition(f"### {editor}")[2].partition("\n##")[0]
        words = re.findall(r"ims-lint|\blsp\b", re.sub(r"[*_#]\w*", "", section))
        assert {"ims-lint", "lsp"} <= set(words), editor


def test_names_on_the_page_are_those_of_the_program():
    for word in (*EXTENSIONS, *IMAGE.source_parameters, *FILE_NAMES, FIX_ALL_HERE, bundle()["$id"]):
        assert f"`{word}`" in PAGE, word
