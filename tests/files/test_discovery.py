"""Which files are linted: folders as git sees them, each file once, in a stable order."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from ims_lint.config.file import Configurations
from ims_lint.files import discovery, repository
from tests.project.test_pre_commit import git


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, outside of any checkout, without what git tells its hooks."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def checkout(folder: Path) -> Path:
    """The current folder as a checkout."""
    git("init", "--quiet", cwd=folder)
    return folder


def write(*names: str, text: str = "") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(folder: Path) -> None:
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "files", cwd=folder)


def look(*paths: str, **options: bool) -> discovery.Found:
    return discovery.find(paths or ["."], Configurations().of, **options)


def found(*paths: str, **options: bool) -> list[str]:
    result = look(*paths, **options)
    assert (result.failures, result.notes) == ([], [])
    return [name.replace(os.sep, "/") for name in result.files]


@pytest.mark.parametrize("versioned", [False, True])
def test_requests_are_found_by_their_ending_in_the_order_of_their_names(folder: Path, versioned: bool) -> None:
    if versioned:
        git("init", "--quiet", cwd=folder)
    write(
        "b/web.ims.yml",
        "b.ims.yaml",
        "a.ims.json",
        "B.ims.yaml",
        "web.yaml",
        "ims.yaml",
        "x.ims.yaml.bak",
        "é.ims.yaml",
    )
    assert found() == ["B.ims.yaml", "a.ims.json", "b.ims.yaml", "b/web.ims.yml", "é.ims.yaml"]


@pytest.mark.parametrize("versioned", [False, True])
def test_hidden_and_vendored_folders_are_searched_only_where_they_are_named(folder: Path, versioned: bool) -> None:
    if versioned:
        git("init", "--quiet", cwd=folder)
    write(".cache/a.ims.yaml", "x/node_modules/b.ims.yaml", "vendor/c.ims.yaml", ".ims.yaml", "d/vendored.ims.yaml")
    assert found() == [".ims.yaml", "d/vendored.ims.yaml"]
    assert found(".cache", "vendor") == [".cache/a.ims.yaml", "vendor/c.ims.yaml"]


def test_git_tells_what_is_ignored(checkout: Path) -> None:
    write(".gitignore", text="build/\n*.tmp.ims.yaml\n")
    write("sub/.gitignore", text="local.ims.yaml\n!kept.tmp.ims.yaml\n")
    write(".git/info/exclude", text="/private.ims.yaml\n")
    write("build/a.ims.yaml", "x.tmp.ims.yaml", "sub/local.ims.yaml", "sub/kept.tmp.ims.yaml", "private.ims.yaml")
    write("a.ims.yaml", "sub/private.ims.yaml", "local.ims.yaml")
    expected = ["a.ims.yaml", "local.ims.yaml", "sub/kept.tmp.ims.yaml", "sub/private.ims.yaml"]
    assert found() == expected
    assert found("sub") == ["sub/kept.tmp.ims.yaml", "sub/private.ims.yaml"]
    assert len(found(use_ignore_files=False)) == 8


def test_a_tracked_file_counts_even_where_it_is_ignored(checkout: Path) -> None:
    write("build/a.ims.yaml")
    commit(checkout)
    write(".gitignore", text="build/\n")
    write("build/b.ims.yaml")
    assert found() == ["build/a.ims.yaml"]


def test_a_deleted_file_that_git_still_tracks_is_none(checkout: Path) -> None:
    write("a.ims.yaml", "b.ims.yaml")
    commit(checkout)
    Path("a.ims.yaml").unlink()
    assert found() == ["b.ims.yaml"]


def test_an_ignored_folder_or_file_is_linted_where_it_is_named(checkout: Path) -> None:
    write(".gitignore", text="build/\n*.local.ims.yaml\n")
    write("build/deep/a.ims.yaml", "x.local.ims.yaml", "only/y.local.ims.yaml")
    assert found("build") == ["build/deep/a.ims.yaml"]
    assert found("build/deep") == ["build/deep/a.ims.yaml"]
    assert found("x.local.ims.yaml") == ["x.local.ims.yaml"]
    assert found("only") == [], "this folder is not ignored, what stands in it is"


def test_submodules_and_repositories_within_are_searched(checkout: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git("init", "--quiet", cwd=other)
    write(str(other / "a.ims.yaml"))
    commit(other)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub.module", cwd=checkout)
    git("clone", "--quiet", str(other), "nested", cwd=checkout)
    write("sub.module/.git-is-a-file", "nested/.gitignore", text="b.ims.yaml\n")
    write("nested/b.ims.yaml", "web.ims.yaml")
    assert Path("sub.module/.git").is_file()
    assert found() == ["nested/a.ims.yaml", "sub.module/a.ims.yaml", "web.ims.yaml"]
    git("submodule", "--quiet", "deinit", "--force", "sub.module", cwd=checkout)
    assert found() == ["nested/a.ims.yaml", "web.ims.yaml"], "it is not checked out"


def test_a_worktree_is_a_checkout(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(".gitignore", text="b.ims.yaml\n")
    write("a.ims.yaml")
    commit(checkout)
    git("worktree", "add", "--quiet", str(tmp_path / "tree"), cwd=checkout)
    monkeypatch.chdir(tmp_path / "tree")
    write("b.ims.yaml")
    assert found() == ["a.ims.yaml"]


def test_what_git_tells_its_hooks_is_not_about_another_folder(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "--quiet", str(tmp_path / "other"), cwd=checkout)
    write(".gitignore", text="b.ims.yaml\n")
    write("a.ims.yaml", "b.ims.yaml", "sub/c.ims.yaml")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    assert found() == ["a.ims.yaml", "sub/c.ims.yaml"]
    assert found("sub") == ["sub/c.ims.yaml"]


def test_without_git_every_file_is_searched_and_a_note_says_so(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(".gitignore", text="b.ims.yaml\n")
    write("a.ims.yaml", "b.ims.yaml")
    monkeypatch.setenv("PATH", "/nowhere")
    result = look()
    assert result.files == ["a.ims.yaml", "b.ims.yaml"]
    (note,) = result.notes
    assert note.startswith(".: .gitignore is not applied: git cannot be run: ")


def test_on_windows_git_is_looked_for_on_the_path_only(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("git.exe", "a.ims.yaml")
    monkeypatch.setattr(repository.sys, "platform", "win32")
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(tmp_path / "nowhere")]))
    with pytest.raises(repository.GitFailed, match="not on the PATH"):
        repository.seen(".")
    (tmp_path / "programs").mkdir()
    installed = tmp_path / "programs" / "git.exe"
    installed.touch()
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path / "programs")]))
    asked: list[list[str]] = []
    answer = subprocess.CompletedProcess([], 0, b"", b"")
    monkeypatch.setattr(repository.subprocess, "run", lambda command, **_: (asked.append(command), answer)[1])
    repository.seen(".")
    assert [command[0] for command in asked] == [str(installed)]


def test_where_git_fails_every_file_is_searched_and_a_note_says_so(checkout: Path) -> None:
    write("a.ims.yaml")
    write(".git/HEAD", text="nonsense")
    result = look()
    assert (result.files, result.failures) == (["a.ims.yaml"], [])
    assert "not a git repository" in result.notes[0]


def test_no_program_of_the_repository_is_run(checkout: Path) -> None:
    write("monitor", text="#!/bin/sh\ntouch pwned\n")
    Path("monitor").chmod(0o755)
    git("config", "core.fsmonitor", "./monitor", cwd=checkout)
    write("a.ims.yaml")
    assert found() == ["a.ims.yaml"]
    assert not Path("pwned").exists()


def test_git_is_asked_once_for_a_folder(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(*(f"{number:03}/x.ims.yaml" for number in range(50)))
    asked: list[Iterable[str]] = []
    run = subprocess.run
    monkeypatch.setattr(repository.subprocess, "run", lambda *a, **k: (asked.append(a[0]), run(*a, **k))[1])
    assert len(found()) == 50
    assert len(asked) == 1


@pytest.mark.parametrize("versioned", [False, True])
def test_links_are_followed_to_files_but_in_a_search_not_to_folders(folder: Path, versioned: bool) -> None:
    if versioned:
        git("init", "--quiet", cwd=folder)
    write("a/web.ims.yaml", "../outside/out.ims.yaml")
    Path("a/loop").symlink_to("..")
    Path("loop.ims.yaml").symlink_to("a")
    Path("link.ims.yaml").symlink_to("../outside/out.ims.yaml")
    Path("b").symlink_to("../outside")
    assert found() == ["a/web.ims.yaml", "link.ims.yaml"]
    assert found("b") == ["b/out.ims.yaml"]
    assert found("a/loop/a") == ["a/loop/a/web.ims.yaml"]


def test_a_file_that_several_names_lead_to_is_linted_once(folder: Path) -> None:
    write("b.ims.yaml", "c/d.ims.yaml")
    Path("a.ims.yaml").symlink_to("b.ims.yaml")
    Path("e").symlink_to("c")
    assert found() == ["b.ims.yaml", "c/d.ims.yaml"], "under its own name"
    assert found("a.ims.yaml", ".") == ["a.ims.yaml", "c/d.ims.yaml"], "under the name that was given"
    assert found("./b.ims.yaml", str(folder / "b.ims.yaml"), "c/../b.ims.yaml", "b.ims.yaml") == ["b.ims.yaml"]
    assert found("c", "e", "e/d.ims.yaml") == ["c/d.ims.yaml"]
    assert found("-", "-") == ["-"]


def test_dots_behind_a_link_are_not_folded(folder: Path) -> None:
    write("../other/inner/x", "../other/a.ims.yaml", "a.ims.yaml")
    Path("link").symlink_to("../other/inner")
    assert found("link/../a.ims.yaml", "a.ims.yaml") == ["link/../a.ims.yaml", "a.ims.yaml"]


def test_links_to_nothing_and_names_of_nothing_are_failures(folder: Path) -> None:
    write("a.ims.yaml")
    Path("b.ims.yaml").symlink_to("nowhere")
    Path(".#a.ims.yaml").symlink_to("someone@host.1:2")
    result = look(".", "nowhere", "a.ims.yaml/x")
    assert result.files == ["a.ims.yaml"]
    assert result.failures == [
        "b.ims.yaml: broken symbolic link",
        "nowhere: no such file or directory",
        "a.ims.yaml/x: Not a directory",
    ]
    assert look("b.ims.yaml").failures == ["b.ims.yaml: broken symbolic link"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_file_is_passed_over_in_a_search(folder: Path) -> None:
    os.mkfifo("pipe.ims.yaml")
    Path("folder.ims.yaml").mkdir()
    write("a.ims.yaml")
    assert found() == ["a.ims.yaml"]
    assert found("pipe.ims.yaml") == ["pipe.ims.yaml"]


def test_deep_folders_are_searched(folder: Path) -> None:
    deep = "/".join(["d"] * 1050)
    subprocess.run(["mkdir", "-p", deep], check=True)
    write(f"{deep}/a.ims.yaml")
    assert found(use_ignore_files=False) == [f"{deep}/a.ims.yaml"]
    subprocess.run(["rm", "-r", "d"], check=True)


def test_names_that_look_like_options_or_standard_input_are_files(checkout: Path) -> None:
    write("-", "--fix.ims.yaml", "-x/a.ims.yaml")
    write(".ims-lint.toml", text='include = ["-"]\n')
    assert found() == ["./-", "--fix.ims.yaml", "-x/a.ims.yaml"]
    assert found("-x", "./-") == ["-x/a.ims.yaml", "./-"]


def test_patterns_of_the_nearest_configuration_hold(folder: Path) -> None:
    write(".ims-lint.toml", text='include = ["images/*.yaml", "*.request"]\nexclude = ["old", "x.ims.yaml"]\n')
    write("inner/.ims-lint.toml", text="exclude = []\n")
    write("images/a.yaml", "b.request", "old/c.ims.yaml", "x.ims.yaml", "inner/x.ims.yaml", "inner/a.request", "a.yaml")
    assert found() == ["b.request", "images/a.yaml", "inner/x.ims.yaml"]
    assert look().excluded == 2
    assert found("x.ims.yaml", "old/c.ims.yaml") == ["x.ims.yaml", "old/c.ims.yaml"]
    forced = look("x.ims.yaml", "old/c.ims.yaml", "images/a.yaml", force_exclude=True)
    assert (forced.files, forced.refused) == (["images/a.yaml"], 2)


def test_standard_input_is_excluded_by_its_name(folder: Path) -> None:
    write(".ims-lint.toml", text='exclude = ["old"]\n')
    result = discovery.find(["-"], Configurations().of, stdin_name="old/a.ims.yaml", force_exclude=True)
    assert (result.files, result.refused) == ([], 1)
