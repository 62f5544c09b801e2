"""What zizmor, offline, says of the action, of our workflows and of those in docs/ci.md."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import yaml

from ims_lint.about import __version__
from tests.project.test_ci_docs import PROJECT, SNIPPETS


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Run zizmor on `paths`."""
    program = Path(sysconfig.get_path("scripts"), "zizmor")
    command = [str(program), "--offline", "--no-progress", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_action_and_workflows_are_clean() -> None:
    workflows = sorted((PROJECT / ".github" / "workflows").glob("*.y*ml"))
    result = zizmor(PROJECT / "action.yml", *workflows)
    assert result.returncode == 0, result.stdout + result.stderr


def test_workflows_to_copy_are_clean(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    workflows = [text for language, text in SNIPPETS if language == "yaml" and "jobs" in yaml.safe_load(text)]
    for number, text in enumerate(workflows):
        # The commit of a version cannot stand in its own documentation; the page says to pin it.
        pinned = text.replace(f"ims-lint/ims-lint@v{__version__}", f"ims-lint/ims-lint@{0:040} # v{__version__}")
        (folder / f"{number}.yml").write_text(pinned)
    result = zizmor(tmp_path)
    assert len(workflows) == 2
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_would_find_an_injection(tmp_path: Path) -> None:
    step = "{shell: bash, run: 'echo ${{ inputs.x }}'}"
    (tmp_path / "action.yml").write_text(f"{{name: x, runs: {{using: composite, steps: [{step}]}}}}")
    result = zizmor(tmp_path / "action.yml")
    assert result.returncode != 0
    assert "template-injection" in result.stdout
