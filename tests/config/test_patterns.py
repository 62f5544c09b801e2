"""File patterns: one table of what fits, and what cannot fit anything."""

from __future__ import annotations

import os
import re
import time
from fnmatch import translate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    ("bx", "[!a]x"),
    ("^", "[a^]"),
    ("]x", "[]]x"),
    ("bx", "[!]]x"),
    ("]", "]"),
    ("[", "[[]"),
    ("a{b", "a{b"),
    ("{a,b}", "[{]a,b}"),
    ("{{a.b}}/x", "{{a.b}}/x"),
    ("}a,b{", "}a,b{"),
    ("!x", "[!a-z]x"),
    ("!x", "./!x"),
    ("a!x", "a!x"),
    ("~/x", "./~/x"),
    ("~x", "~x"),
    ("C:/x", "[C]:/x"),
    ("home/x", "/home/x"),
    ("a(?!)b", "a(?!)b"),
    ("a?b", "a[(?!)]b"),
    ("axxb.yaml", "a**b.yaml"),
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


@pytest.mark.parametrize(
    ("pattern", "said"),
    {
        "!x": 'must not start with "!"; remove it, and use patterns only for what to match',
        "!a/x": 'must not start with "!"',
        "~/x": "is an absolute path; use a path relative to the directory of the configuration file",
        "C:/x": "is an absolute path",
        "/home/me/project/build/": "is an absolute path",
        "/home/me/project": "is an absolute path",
        "[": 'must not contain "[" without "]"; use "[[]" for the character "["',
        "[a/b]": 'must not contain "[" without "]"',
        "web[0-9.yaml": 'must not contain "[" without "]"',
        "[]": 'must not contain "[" without "]"',
        "[!]x": 'must not contain "[" without "]"',
        "web[^0-9].yaml": 'must not contain "[^0-9]"; use "[!0-9]" for all other characters',
        "web[9-0].yaml": 'must not contain "[9-0]", which matches no character; put the lower end of a range first',
        "*.{yaml,yml}": 'must not contain "{yaml,yml}"; use one pattern for each alternative',
        "{a/b,c}/x": 'must not contain "{a/b,c}"',
        "a{1..3}.yaml": 'must not contain "{1..3}"',
        "{a,{b,c}}": 'must not contain "{b,c}"',
        "[{]{a,b}": 'must not contain "{a,b}"',
    }.items(),
)
def test_a_pattern_that_means_something_else_is_told(pattern: str, said: str) -> None:
    assert (glob.fault(pattern, "/home/me/project") or "").startswith(said)


def test_a_path_elsewhere_is_no_absolute_path() -> None:
    assert glob.fault("/home/me/projects", "/home/me/project") is None
    assert glob.fault("/home", "/") is None


@given(st.text("[]!^{}a-", max_size=8).filter(lambda each: not each.startswith("!")))
def test_a_set_is_what_fnmatch_reads(pattern: str) -> None:
    without_sets = re.sub(r"(?<!\\)\[(?:\\.|[^\]\\])*\]", "", translate(pattern))
    told = (glob.fault(pattern) or "").startswith('must not contain "[" without')
    assert told == (r"\[" in without_sets)


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
