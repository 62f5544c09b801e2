"""The pre-commit hooks, run by pre-commit itself from a clone of the project."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sample_requests import BROKEN, CLEAN, FIXABLE

PROJECT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))

GOOD_PATHS = ["web.ims.yaml", "a/b c/web.ims.yml", ".hidden/x.ims.json", ".ims.yaml"]
BAD_PATHS = [
    "web.yaml",
    "ims.yaml",
    "web.ims.yaml.bak",
    "web.imsxyaml",
    "web.ims.yaml/README.md",
    "web.IMS.YAML",
]


def git(*arguments: str, cwd: Path) -> str:
    """Run git in `cwd` as someone, without the configuration of this machine; return what it prints."""
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, *arguments]
    environ = _without_git(os.environ) | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(command, cwd=cwd, env=environ, check=True, capture_output=True, text=True).stdout


def _without_git(environ: Any) -> dict[str, str]:
    """Return `environ` without what git tells a hook, should the tests run in one."""
    return {name: value for name, value in environ.items() if not name.startswith("GIT_")}


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone of the project with the changes that are not committed yet."""
    folder = tmp_path_factory.mktemp("project") / "ims-lint"
    git("clone", "--quiet", str(PROJECT), str(folder), cwd=PROJECT)
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=PROJECT)
    for name in listed.rstrip("\0").split("\0"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).unlink(missing_ok=True)
        if os.path.lexists(PROJECT / name):
            shutil.copy2(PROJECT / name, folder / name, follow_symlinks=False)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--allow-empty", "--message", "as it stands", cwd=folder)
    return folder


class Scratch:
    """A repository that uses the hooks."""

    def __init__(self, folder: Path, clone: Path, home: Path) -> None:
        """Make an empty repository in `folder`; `home` is where pre-commit keeps what it installs."""
        self.folder, self.clone = folder, clone
        self.environ = _without_git(os.environ) | {"PRE_COMMIT_HOME": str(home), "NO_COLOR": "1"}
        self.environ.pop("GITHUB_ACTIONS", None)
        git("init", "--quiet", cwd=folder)

    def write(self, name: str, text: str) -> Path:
        """Write a file and stage it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        git("add", "--all", cwd=self.folder)
        return path

    def configure(self, hook: str, **settings: Any) -> None:
        """Write a configuration with one hook of the clone."""
        revision = git("rev-parse", "HEAD", cwd=self.clone).strip()
        repository = {"repo": str(self.clone), "rev": revision, "hooks": [{"id": hook, **settings}]}
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [repository]}))

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run pre-commit here."""
        command = [sys.executable, "-m", "pre_commit", *arguments, "--all-files", "--color=never"]
        return subprocess.run(command, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which pre-commit installs the hooks, once for all tests."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def scratch(tmp_path: Path, clone: Path, home: Path) -> Scratch:
    """Return an empty repository."""
    return Scratch(tmp_path, clone, home)


@pytest.mark.parametrize("hook", HOOKS[:2], ids=[hook["id"] for hook in HOOKS[:2]])
def test_files_of_the_manifest(hook: dict[str, Any]) -> None:
    assert [path for path in GOOD_PATHS if not re.search(hook["files"], path)] == []
    assert [path for path in BAD_PATHS if re.search(hook["files"], path)] == []


def test_files_in_which_requests_may_be() -> None:
    (pattern,) = (hook["files"] for hook in HOOKS if hook["id"] == "ims-lint-embedded")
    hosts = ["a/create.sh", "a.bash", "a.http", "a.rest", "README.md", "site.yml", "a.yaml", "a.json", "bin/create"]
    assert [path for path in hosts if not re.search(pattern, path)] == []
    assert [path for path in ("a.py", "a.sh.bak", "shell/a.txt") if re.search(pattern, path)] == []


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_nothing_needed_stands_in_args(hook: dict[str, Any]) -> None:
    assert "args" not in hook
    assert "--force-exclude" in hook["entry"].split()


def test_listing_shows_the_manifest() -> None:
    assert (PROJECT / "pre-commit-hooks.yaml").readlink() == Path(".pre-commit-hooks.yaml")


def test_the_project_uses_its_own_hook_as_others_do() -> None:
    config = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))
    (used,) = [hook for hook in config["repos"][0]["hooks"] if hook["id"] == "ims-lint"]
    for key in ("entry", "files", "require_serial"):
        assert used[key] == HOOKS[0][key]


def test_try_repo_passes_a_clean_repository(scratch: Scratch) -> None:
    scratch.write("requests/web.ims.yaml", CLEAN)
    scratch.write("unrelated.yaml", "a: b\n")
    result = scratch.pre_commit("try-repo", str(scratch.clone))
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("Passed") == len(HOOKS)


def test_a_broken_repository_fails(scratch: Scratch) -> None:
    scratch.configure("ims-lint")
    scratch.write("requests/web.ims.yaml", BROKEN)
    result = scratch.pre_commit("run")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "requests/web.ims.yaml" in result.stdout


def test_the_fixing_hook_fixes(scratch: Scratch) -> None:
    scratch.configure("ims-lint-fix")
    request = scratch.write("requests/web.ims.yaml", FIXABLE)
    result = scratch.pre_commit("run")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "files were modified by this hook" in result.stdout
    assert request.read_text() == CLEAN


def test_user_sets_another_file_pattern(scratch: Scratch) -> None:
    scratch.configure("ims-lint", files=r"^images/.*\.yaml$")
    scratch.write("images/web.yaml", BROKEN)
    scratch.write("web.ims.yaml", BROKEN)
    result = scratch.pre_commit("run")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "images/web.yaml" in result.stdout
    assert "web.ims.yaml" not in result.stdout


def test_user_passes_arguments(scratch: Scratch) -> None:
    scratch.write("web.ims.yaml", BROKEN)
    scratch.configure("ims-lint", args=["--format", "github"])
    result = scratch.pre_commit("run")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "::error file=web.ims.yaml,line=4," in result.stdout


def test_user_lints_files_of_another_type(scratch: Scratch) -> None:
    scratch.configure("ims-lint", files=r"\.ims\.yaml\.tmpl$")
    scratch.write("web.ims.yaml.tmpl", BROKEN)
    result = scratch.pre_commit("run")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "web.ims.yaml.tmpl" in result.stdout


def test_report_file_contains_all_files(scratch: Scratch) -> None:
    names = {f"requests/{number:02}.ims.yaml" for number in range(40)}
    for name in names:
        scratch.write(name, BROKEN)
    scratch.configure("ims-lint", args=["--format", "sarif=out.sarif"])
    scratch.environ["TRAVIS"] = "true"  # pre-commit uses two processes, whatever the machine has
    result = scratch.pre_commit("run")
    assert result.returncode == 1, result.stdout + result.stderr
    (run,) = json.loads((scratch.folder / "out.sarif").read_text("utf-8"))["runs"]
    found = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]}
    assert found == names


def test_repository_without_requests_passes(scratch: Scratch) -> None:
    scratch.configure("ims-lint")
    result = scratch.pre_commit("run")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "no files to check" in result.stdout


def test_the_hook_for_other_files_finds_requests_and_leaves_the_rest_alone(scratch: Scratch) -> None:
    scratch.configure("ims-lint-embedded")
    scratch.write("values.yaml", "body: {name: web}\n")
    scratch.write("list.yml", "- name: web\n")
    scratch.write("broken.yml", "a: [\n")
    scratch.write("LICENSE", "Not a request: nothing to lint\n")
    script = '#!/bin/sh\ncurl -d \'{"name": "web", "min_disk": %s, "image_url": "images:web.qcow2"}\' \\\n'
    script += "  https://ims.example.com/v2/cloudimages/action\n"
    scratch.write("bin/create", script % "4000")
    done = scratch.pre_commit("run")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "bin/create:2:" in done.stdout
    assert re.findall(r"error\[(IMS\d+)\]", done.stdout) == ["IMS303"]
    scratch.write("bin/create", script % "40")
    assert scratch.pre_commit("run").returncode == 0
