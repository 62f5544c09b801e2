"""The snippets of docs/ci.md and docs/pre-commit.md: what they run works, and what they name is there."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ims_lint.about import REPOSITORY
from tests.commands import posix
from tests.sample_requests import BROKEN, CLEAN

PROJECT = Path(__file__).parents[2]
_FENCED = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_GROOVY_STEP = re.compile(r"^\s*sh '(.*)'$", re.MULTILINE)

PAGES = "".join((PROJECT / "docs" / f"{name}.md").read_text("utf-8") for name in ("pre-commit", "ci"))
SNIPPETS = [(match["language"], match["text"]) for match in _FENCED.finditer(PAGES)]


def scripts_in(value: Any) -> Iterator[str]:
    """Yield the shell commands in a workflow of GitHub (`run`) or GitLab (`script`)."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("run", "script"):
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from scripts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scripts_in(inner)


def commands_of(language: str, text: str) -> list[str]:
    """Return the commands of a snippet that run ims-lint, as found on the PATH."""
    scripts = _GROOVY_STEP.findall(text) if language == "groovy" else list(scripts_in(yaml.safe_load(text)))
    return [script.removeprefix(".ims-lint/bin/") for script in scripts if "ims-lint check" in script]


COMMANDS = [(text, command) for language, text in SNIPPETS for command in commands_of(language, text)]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `command` in `folder` with the ims-lint of this environment, outside any CI."""
    outside = ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")
    environ = {name: value for name, value in os.environ.items() if name not in outside}
    environ["PATH"] = sysconfig.get_path("scripts") + os.pathsep + environ["PATH"]
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_each_ci_has_a_command() -> None:
    assert len(COMMANDS) == 3


@posix
@pytest.mark.parametrize(("text", "command"), COMMANDS)
def test_command_passes_a_clean_repository_and_fails_a_broken_one(text: str, command: str, tmp_path: Path) -> None:
    request = tmp_path / "web.ims.yaml"
    request.write_text(CLEAN)
    clean = run(command, tmp_path)
    assert clean.returncode == 0, clean.stderr
    request.write_text(BROKEN)
    broken = run(command, tmp_path)
    assert broken.returncode == 1, broken.stderr
    assert "web.ims.yaml" in broken.stdout
    for name in re.findall(r"--format \w+=(\S+)", command):
        assert "web.ims.yaml" in (tmp_path / name).read_text("utf-8")
        assert text.count(name) == 2, f"{name} is written, so the snippet must hand it on"


def test_hooks_of_the_pre_commit_snippet_exist() -> None:
    manifest = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (config,) = [yaml.safe_load(text) for _, text in SNIPPETS if ".pre-commit-config" in text]
    used = {hook["id"] for repository in config["repos"] for hook in repository["hooks"]}
    assert used <= {hook["id"] for hook in manifest}


def test_inputs_of_the_action_snippet_exist() -> None:
    action = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
    (workflow,) = [yaml.safe_load(text) for _, text in SNIPPETS if "ims-lint/ims-lint@" in text]
    (step,) = [s for s in workflow["jobs"]["ims-lint"]["steps"] if s["uses"].startswith("ims-lint/ims-lint@")]
    assert step["with"].keys() <= action["inputs"].keys()


def test_every_hook_is_described() -> None:
    manifest = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert re.findall(r"^\| `([\w-]+)` \|", PAGES, re.MULTILINE) == [hook["id"] for hook in manifest]


def test_the_project_has_one_home() -> None:
    (config,) = [yaml.safe_load(text) for _, text in SNIPPETS if ".pre-commit-config" in text]
    assert config["repos"][0]["repo"] == REPOSITORY
    home = REPOSITORY.removeprefix("https://")
    assert f"The repository is `{home}`" in PAGES
    assert f"uses: {home.removeprefix('github.com/')}@" in PAGES
    assert "OWNER" not in PAGES
