"""The GitHub action: its scripts, run as the runner runs them."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import posix
from tests.sample_requests import BROKEN, CLEAN

PROJECT = Path(__file__).parents[2]
_FAKE_GH = """#!/bin/sh
printf '%s\\n' "$@" > gh-arguments
cat > gh-input
"""

pytestmark = posix


@dataclass
class Runner:
    """A folder for the repository, and the environment that a step of the action finds."""

    repository: Path
    environ: dict[str, str]

    def step(self, number: int, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a step with `inputs` in its environment."""
        action: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
        step = action["runs"]["steps"][number]
        assert inputs.keys() == step["env"].keys() - {"GH_TOKEN"}
        # As the runner does for `shell: bash`.
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(
            shell,
            cwd=self.repository,
            env=self.environ | inputs,
            capture_output=True,
            text=True,
            check=False,
        )

    def check(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the step that lints, with defaults for what `inputs` leaves out."""
        return self.step(
            1, **{"PATHS": ".", "ARGS": "", "SARIF_FILE": "", "UPLOAD": "false", "CATEGORY": "ims-lint", **inputs}
        )

    def outputs(self) -> list[str]:
        """Return the lines that the steps wrote as their outputs."""
        return Path(self.environ["GITHUB_OUTPUT"]).read_text("utf-8").splitlines()


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Return a runner whose python3 is the one of this test, with ims-lint installed."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tools / "gh").write_text(_FAKE_GH)
    for tool in tools.iterdir():
        tool.chmod(0o755)
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "web.ims.yaml").write_text(CLEAN)
    (tmp_path / "output").touch()
    environ = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(PROJECT),
        "GITHUB_REPOSITORY": "octo/images",
        "GITHUB_SHA": "0" * 40,
        "GITHUB_REF": "refs/heads/main",
    }
    return Runner(repository, environ)


def test_install_takes_the_commit_of_the_action_or_the_version_asked_for(runner: Runner) -> None:
    pip = runner.repository.parent / "tools" / "python3"
    pip.write_text('#!/bin/sh\nfor last; do :; done\necho "$last"\n')
    assert runner.step(0, VERSION="").stdout == f"{PROJECT}\n"
    assert runner.step(0, VERSION="1.2 $(id)").stdout == "ims-lint==1.2 $(id)\n"


def test_commit_of_the_action_can_be_installed(runner: Runner) -> None:
    result = runner.step(0, VERSION="")
    assert result.returncode == 0, result.stderr
    assert Path(runner.environ["RUNNER_TEMP"], "ims-lint", "ims_lint", "__main__.py").is_file()


def test_clean_repository_passes_and_a_broken_one_is_annotated(runner: Runner) -> None:
    clean = runner.check()
    assert clean.returncode == 0, clean.stderr
    (runner.repository / "web.ims.yaml").write_text(BROKEN)
    broken = runner.check()
    assert broken.returncode == 1
    assert "::error file=web.ims.yaml,line=4," in broken.stdout
    assert runner.outputs() == []


def test_paths_and_args_are_one_per_line_and_never_code(runner: Runner) -> None:
    (runner.repository / "a b").mkdir()
    (runner.repository / "a b" / "$(touch pwned).ims.yaml").write_text(BROKEN)
    result = runner.check(PATHS="web.ims.yaml\na b\n", ARGS="--strict\n")
    assert result.returncode == 1, result.stderr
    assert "$(touch pwned).ims.yaml" in result.stdout
    assert not (runner.repository / "pwned").exists()
    assert runner.check(PATHS="--fix").returncode == 2, "a path that looks like an option is a path"


def test_module_of_the_repository_is_not_imported(runner: Runner) -> None:
    (runner.repository / "yaml.py").write_text("raise SystemExit(9)")
    assert runner.check().returncode == 0


def test_sarif_file_is_written_and_named_once(runner: Runner) -> None:
    assert runner.check(SARIF_FILE="out.sarif\nevil=1").returncode == 0
    assert json.loads((runner.repository / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert runner.outputs() == ["sarif-file=out.sarif"]


def test_upload_sends_the_report_compressed(runner: Runner) -> None:
    assert runner.check(UPLOAD="true").returncode == 0
    (output,) = runner.outputs()
    sarif = Path(output.removeprefix("sarif-file="))
    uploaded = runner.step(2, SARIF_FILE=str(sarif))
    assert uploaded.returncode == 0, uploaded.stderr
    sent = (runner.repository / "gh-input").read_bytes()
    assert gzip.decompress(base64.b64decode(sent, validate=True)) == sarif.read_bytes()
    arguments = (runner.repository / "gh-arguments").read_text("utf-8").splitlines()
    assert "repos/octo/images/code-scanning/sarifs" in arguments
    assert {"commit_sha=" + "0" * 40, "ref=refs/heads/main", "sarif=@-"} <= set(arguments)


def test_category_is_in_the_report_and_never_code(runner: Runner) -> None:
    action = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
    assert action["inputs"]["category"]["default"] == "ims-lint"
    for category in ("ims-lint", "staging $(touch pwned)", "--fix"):
        assert runner.check(SARIF_FILE="out.sarif", CATEGORY=category).returncode == 0
        (run,) = json.loads((runner.repository / "out.sarif").read_text("utf-8"))["runs"]
        assert run["automationDetails"] == {"id": f"{category}/"}
    assert not (runner.repository / "pwned").exists()


def test_nothing_is_uploaded_without_a_complete_report(runner: Runner) -> None:
    action = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
    assert "steps.check.outputs.sarif-file != ''" in action["runs"]["steps"][2]["if"]
    failed = runner.check(PATHS="web.ims.yaml\nmissing.ims.yaml", SARIF_FILE="out.sarif", UPLOAD="true")
    assert failed.returncode == 2
    assert (runner.repository / "out.sarif").exists(), "it is there, but incomplete"
    assert runner.outputs() == []
    (runner.repository / "web.ims.yaml").write_text(BROKEN)
    assert runner.check(SARIF_FILE="out.sarif").returncode == 1
    assert runner.outputs() == ["sarif-file=out.sarif"]
