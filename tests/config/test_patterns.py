"""File patterns: one table of what fits, and what cannot fit anything."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ims_lint.config import Config
from ims_lint.config import patterns as glob

FITS = [
    ("web.ims.yaml", "web.ims.yaml"),
    ("a/b/web.ims.yaml", "web.ims.yaml"),
    ("a/b/web.ims.yaml", "*.yaml"),
    ("a/b/web.ims.yaml", "b"),
    ("a/b/web.ims.yaml", "b/"),
    ("a/b/web.ims.yaml", "a/b"),
    ("a/b/web.ims.yaml", "./a"),
    ("a/b/web.ims.yaml", "/a/"),
    ("a/b/web.ims.yaml", "a/*/web.ims.yaml"),
    ("a/b/web.ims.yaml", "a/**"),
    ("a/b/web.ims.yaml", "a/**/web.ims.yaml"),
    ("a/web.ims.yaml", "a/**/web.ims.yaml"),
    ("web.ims.yaml", "**/web.ims.yaml"),
    ("web.ims.yaml", "**"),
    ("a/b/c/d.yaml", "**/b/**/d.yaml"),
    ("a/b/c/d.yaml", "**/**/**/d.yaml"),
    ("d.yaml", "**/**/d.yaml"),
    ("a/b/c/d.yaml", "a/**/**"),
    ("a/b/c/d.yaml", "**/**/c/"),
    ("a/b/a/b/c", "**/a/b/c"),
    ("a/web1.yaml", "a/web[0-9].yaml"),
    ("a/web1.yaml", "a/web?.yaml"),
    ("a/[b]/c", "a/[[]b]/c"),
    (".hidden/web.yaml", "*/web.yaml"),
]

FITS_NOT = [
    ("web.ims.yaml", "web.ims"),
    ("a/b/web.ims.yaml", "b/web.ims.yaml"),
    ("a/b/web.ims.yaml", "*/web.ims.yaml"),
    ("a/b/web.ims.yaml", "a/*.yaml"),
    ("a/b/web.ims.yaml", "web.ims.yaml/"),
    ("b", "b/"),
    ("a", "a/**"),
    ("a", "a/**/**"),
    ("a/b/c", "**/**/c/"),
    ("a/b/a/b/c", "**/a/c"),
    ("A/web.ims.yaml", "a"),
    ("web.IMS.yaml", "*.ims.yaml"),
    ("a/b/web.yaml", "a?b/web.yaml"),
    ("ab/web.yaml", "a"),
]


@pytest.mark.parametrize(("path", "pattern"), FITS)
def test_fits(path: str, pattern: str) -> None:
    assert glob.fits(path, pattern)


@pytest.mark.parametrize(("path", "pattern"), FITS_NOT)
def test_fits_not(path: str, pattern: str) -> None:
    assert not glob.fits(path, pattern)


@pytest.mark.parametrize("pattern", ["**/" * 50 + "q", "**/a/" * 50 + "q", "**/" + "a/**/" * 50, "*a" * 50 + "q"])
def test_a_pattern_with_many_wildcards_takes_no_time(pattern: str) -> None:
    start = time.process_time()
    glob.fits("a/" * 50 + "a" * 50, pattern)
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize("pattern", ["a\\b", "../a", "a/../b", "", "/", "./"])
def test_a_pattern_that_can_fit_nothing_is_told(pattern: str) -> None:
    assert glob.fault(pattern)


@pytest.mark.parametrize("pattern", sorted({pattern for _, pattern in FITS}))
def test_a_pattern_that_fits_has_no_fault(pattern: str) -> None:
    assert glob.fault(pattern) is None


def test_patterns_start_at_the_folder_of_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(directory=str(tmp_path / "project"))
    (tmp_path / "project" / "a").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project" / "a")
    assert config.matches("web.ims.yaml", "a/web.ims.yaml")
    assert config.matches(os.path.join("..", "db.ims.yaml"), "db.ims.yaml")
    assert not config.matches("web.ims.yaml", "/web.ims.yaml")


def test_a_file_outside_of_it_has_only_its_name(tmp_path: Path) -> None:
    config = Config(directory=str(tmp_path / "project"))
    file = str(tmp_path / "other" / "web.ims.yaml")
    assert config.matches(file, "*.yaml")
    assert not any(config.matches(file, pattern) for pattern in ("other", "other/", "/*.yaml", "**/*.yaml"))
