"""The extension for VS Code says of ims-lint what is true, and its pages name what it has."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ims_lint.about import REPOSITORY, SITE
from ims_lint.config.file import FILE_NAMES
from ims_lint.files.discovery import EXTENSIONS
from ims_lint.operations import BY_NAME

PROJECT = Path(__file__).parents[2]
EXTENSION = PROJECT / "editors" / "vscode"
MANIFEST: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text("utf-8"))
SETTINGS = MANIFEST["contributes"]["configuration"]["properties"]
COMMANDS = MANIFEST["contributes"]["commands"]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]


def source(name: str) -> str:
    return (EXTENSION / "src" / f"{name}.ts").read_text("utf-8")


def pinned(path: Path) -> dict[str, str]:
    """The lines of a requirements file, joined, by the names in them; those of files that it includes, too."""
    found: dict[str, str] = {}
    for line in path.read_text("utf-8").replace("\\\n", "").splitlines():
        if line.startswith("-r "):
            found |= pinned(path.parent / line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            found[re.split("[=<>~ ]", line)[0].lower().replace("_", "-")] = line
    return found


def test_the_build_says_the_version() -> None:
    assert MANIFEST["version"] == "0.0.0"


def test_the_addresses_are_those_of_the_project() -> None:
    assert MANIFEST["repository"]["url"] == f"{REPOSITORY}.git"
    assert (MANIFEST["homepage"], MANIFEST["bugs"]["url"]) == (f"{SITE}editors/", f"{REPOSITORY}/issues")
    assert MANIFEST["license"] == PYPROJECT["license"]


def test_settings_offer_the_operations() -> None:
    assert SETTINGS["ims-lint.operation"]["enum"] == ["", *BY_NAME]
    assert SETTINGS["ims-lint.perFileOperation"]["additionalProperties"]["enum"] == list(BY_NAME)


def test_the_extension_starts_for_what_ims_lint_reads() -> None:
    [languages] = re.findall(r"LANGUAGES = (\[.*\]);", source("files"))
    assert MANIFEST["activationEvents"] == [f"onLanguage:{name}" for name in json.loads(languages)]
    [pattern] = re.findall(r'REQUESTS = "\*\*/\*\.ims\.\{(.*)\}"', source("files"))
    assert {f".ims.{name}" for name in pattern.split(",")} == set(EXTENSIONS)
    [configurations] = re.findall(r'CONFIGURATIONS = "\*\*/\{(.*)\}"', source("files"))
    assert tuple(configurations.split(",")) == FILE_NAMES


def test_the_oldest_python_is_that_of_the_package() -> None:
    [oldest] = re.findall(r"OLDEST = (\[.*\]) as const", source("python"))
    assert PYPROJECT["requires-python"] == ">=" + ".".join(map(str, json.loads(oldest)))


def test_commands_are_registered_and_have_a_title() -> None:
    registered = re.findall(r'^    command\("(\w+)"', source("extension"), re.MULTILINE)
    assert sorted(f"ims-lint.{name}" for name in registered) == sorted(each["command"] for each in COMMANDS)


@pytest.mark.parametrize("page", ["editors/vscode/README.md", "docs/editors.md"])
def test_settings_are_documented(page: str) -> None:
    text = (PROJECT / page).read_text("utf-8")
    for name, about in SETTINGS.items():
        default = json.dumps(about["default"]).strip('"')
        assert f"| `{name}` | `{default}` |".replace("``", "").replace("|  |", "| |") in text, name


def test_commands_are_documented() -> None:
    text = (EXTENSION / "README.md").read_text("utf-8")
    for each in COMMANDS:
        assert f"| `{each['category']}: {each['title']}` |" in text


def test_what_needs_trust_is_a_setting() -> None:
    assert set(MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]) < set(SETTINGS)


def test_every_library_in_the_extension_is_pinned_with_its_hash() -> None:
    found = pinned(EXTENSION / "requirements.txt")
    assert all(re.search(r"==[\w.]+ +--hash=sha256:[0-9a-f]{64}$", line) for line in found.values())
    extras = PYPROJECT["optional-dependencies"]
    needed = [*PYPROJECT["dependencies"], *extras["lsp"], *extras["embedded"]]
    names = {re.split("[=<>]", each)[0].lower() for each in needed}
    assert names - set(found) == {"tree-sitter", "tree-sitter-bash"}  # which are compiled
