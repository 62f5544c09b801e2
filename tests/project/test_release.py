"""What a release says of itself agrees, and its dry run notices what does not."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from ims_lint.about import __version__
from tools.release import trial
from tools.release.agreement import disagreements, release_notes
from tools.release.commands import NotProved, run

PROJECT = Path(__file__).parents[2]
CHANGELOG = """# Changelog

## 0.3.0 (unreleased)

- **New**: one thing
  in `two` lines
- more

### Moving from 0.2

Some
words:

| a | b |
| --- | --- |
| c | d |

## 0.2.0 (2026-01-31)

- old
"""
NEWEST = f"## {__version__} "
EXTENSION = "editors/vscode/CHANGELOG.md"
OLDER = "## 0.0.1 "


def test_what_names_the_version_agrees() -> None:
    assert disagreements(PROJECT) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the pages that name the version."""
    for page in (*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md"), PROJECT / EXTENSION):
        target = tmp_path / page.relative_to(PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, target)
    return tmp_path


@pytest.mark.parametrize(
    ("page", "old", "new", "said"),
    [
        ("README.md", f"rev: v{__version__}", "rev: v9.9.9", "README.md names version 9.9.9"),
        ("docs/ci.md", f"ims-lint@v{__version__}", "ims-lint@v9.9.9", "docs/ci.md names version 9.9.9"),
        ("docs/start.md", "pip install ims-lint", "pip install ims-lint==9.9", "docs/start.md names version 9.9"),
        ("docs/pre-commit.md", "rev:", "revision:", "docs/pre-commit.md names no version of ims-lint"),
        (EXTENSION, NEWEST, "## 9.9.9 ", f"{EXTENSION} does not start with {__version__}"),
        ("CHANGELOG.md", NEWEST, "## 9.9.9 ", f"CHANGELOG.md does not start with {__version__}"),
        (
            "CHANGELOG.md",
            NEWEST,
            f"{NEWEST}(unreleased)\n\n{OLDER}",
            f"CHANGELOG.md has no changes for {__version__}",
        ),
    ],
)
def test_a_disagreement_is_found(copy: Path, page: str, old: str, new: str, said: str) -> None:
    text = (copy / page).read_text(encoding="utf-8")
    assert old in text
    (copy / page).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert disagreements(copy) == [said]


def test_a_release_needs_a_tag_of_its_version_and_dates(copy: Path) -> None:
    heading = re.compile(rf"^## {re.escape(__version__)} \(.*\)$", re.MULTILINE)
    changelogs = ("CHANGELOG.md", EXTENSION)
    for name in changelogs:
        text = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_text(heading.sub(f"{NEWEST}(unreleased)", text), encoding="utf-8")
    missing = [f"{name} has no date for {__version__}" for name in changelogs]
    assert (disagreements(copy), disagreements(copy, f"v{__version__}")) == ([], missing)
    for name in changelogs:
        text = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_text(heading.sub(f"{NEWEST}(2026-01-31)", text), encoding="utf-8")
    assert disagreements(copy, f"v{__version__}") == []
    assert disagreements(copy, "v9.9.9") == [f"the tag is v9.9.9, but ims_lint/about.py has {__version__}"]


def test_the_notes_of_a_release_are_its_section_of_the_changelog() -> None:
    items = "- **New**: one thing in `two` lines\n- more"
    moving = "### Moving from 0.2\n\nSome words:\n\n| a | b |\n| --- | --- |\n| c | d |"
    assert release_notes(CHANGELOG, "0.3.0") == f"{items}\n\n{moving}"
    assert release_notes(CHANGELOG, "0.2.0") == "- old"
    assert release_notes(CHANGELOG, "0.2") == ""


def test_a_command_must_end_and_print_as_it_should(tmp_path: Path) -> None:
    python = (sys.executable, "-c", "print('done'); raise SystemExit(3)")
    assert run(*python, folder=tmp_path, status=3, says=["done"]).split() == ["done"]
    with pytest.raises(NotProved, match=r"exit code 3 instead of 0: .*SystemExit.*\ndone"):
        run(*python, folder=tmp_path)
    with pytest.raises(NotProved, match="'failed' is missing"):
        run(*python, folder=tmp_path, status=3, says=["failed"])


def test_this_ims_lint_stands_the_trial(tmp_path: Path) -> None:
    program = (sys.executable, "-P", "-m", "ims_lint")
    trial.use(program, PROJECT, tmp_path)
    trial.use_extras(program, tmp_path)


@pytest.mark.parametrize("status", [0, 1])
def test_a_program_that_does_nothing_fails_the_trial(tmp_path: Path, status: int) -> None:
    program = (sys.executable, "-c", f"raise SystemExit({status})")
    for part in (trial.use_without_extras, trial.use_extras):
        with pytest.raises(NotProved):
            part(program, tmp_path)
    with pytest.raises(NotProved):
        trial.use(program, PROJECT, tmp_path)


def test_the_versions_of_python_agree() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    classified = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', text)
    jobs = yaml.safe_load((PROJECT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == classified
    assert f'requires-python = ">={classified[0]}"' in text
    for name in ("ci", "release"):
        text = (PROJECT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
        assert f"{classified[0]}\n            {classified[-1]}\n" in text, f"{name}.yml releases with other versions"
