"""docs/cli.md against the commands: options, exit codes and completion, in both directions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import click
import pytest

from ims_lint.cli import main
from ims_lint.operations import BY_NAME
from tests.commands import check, clean_environ, command_runner, isolate, posix, program
from tests.sample_requests import BROKEN, CLEAN
from tools import cli_pages

PAGE = cli_pages.PAGE.read_text("utf-8")
PROJECT = cli_pages.PAGE.parent.parent
COMMANDS = main.list_commands(click.Context(main))
QUICK = "name: web\nimage_url: ims-images:web.zvhd2\nmin_disk: 40\nos_version: CentOS 7.6 64bit\n"
_STATUS = re.compile(r"^\| (\d+) \| (.*) \|$", re.MULTILINE)
_FENCED = re.compile(r"^```(bash|zsh|fish)\n(.*?)\n```$", re.MULTILINE)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with nothing in it."""
    isolate(monkeypatch, tmp_path)
    return tmp_path


def test_the_page_is_as_the_commands_make_it() -> None:
    assert cli_pages.page() == PAGE, "run `nox -s generate`"


def test_every_command_has_its_table_and_stands_in_the_readme() -> None:
    assert [match["command"] for match in cli_pages.MARKED.finditer(PAGE)] == COMMANDS
    assert re.findall(r"^### ims-lint ([\w-]+)", PAGE, re.MULTILINE) == COMMANDS
    readme = (PROJECT / "README.md").read_text("utf-8")
    assert set(re.findall(r"^    ims-lint ([\w-]+)", readme, re.MULTILINE)) == set(COMMANDS)
    assert "docs/cli.md" in readme


@pytest.mark.parametrize("command", COMMANDS)
def test_help_and_table_name_the_same_options(command: str) -> None:
    shown = program(command, "--help").stdout.decode().partition("Options:")[2]
    (documented,) = [match["table"] for match in cli_pages.MARKED.finditer(PAGE) if match["command"] == command]
    in_help = set(re.findall(r"^ +(?:-\w, )?(--[\w-]+)", shown, re.MULTILINE))
    assert set(re.findall(r"^\| `(?:-\w, )?(--[\w-]+)", documented, re.MULTILINE)) == in_help
    assert in_help


def test_options_that_the_prose_names_exist() -> None:
    tables = "".join(match["table"] for match in cli_pages.MARKED.finditer(PAGE))
    prose = cli_pages.MARKED.sub("", PAGE)
    assert set(re.findall(r"`(--[\w-]+)", prose)) <= set(re.findall(r"--[\w-]+", tables))


def test_each_exit_code_happens_and_no_other_is_in_the_help() -> None:
    Path("clean.ims.yaml").write_text(CLEAN)
    Path("broken.ims.yaml").write_text(BROKEN)
    documented = dict(_STATUS.findall(PAGE))
    assert set(documented) == {"0", "1", "2", "130", "143", "129"}
    assert [check(f"{name}.ims.yaml").exit_code for name in ("clean", "broken", "nowhere")] == [0, 1, 2]
    statuses = [program("render", f"{name}.ims.yaml").returncode for name in ("clean", "broken", "nowhere")]
    assert statuses == [0, 1, 2]
    text = " ".join(check("--help").stdout.split())
    status = re.search(r"Exit code: (.*?)\.", text)
    assert status and set(re.findall(r"\b\d+\b", status[1])) <= set(documented)


@posix
@pytest.mark.parametrize(("text", "sent"), [(CLEAN, True), (BROKEN, False)], ids=["clean", "broken"])
def test_the_pipeline_of_the_readme_sends_no_empty_request(folder: Path, text: str, sent: bool) -> None:
    (pipeline,) = re.findall(r"```sh\n(ims-lint render.*?)```", (PROJECT / "README.md").read_text("utf-8"), re.DOTALL)
    Path("web.ims.yaml").write_text(text)
    for name, script in (
        ("ims-lint", f'exec "{sys.executable}" -m ims_lint "$@"'),
        ("curl", "touch sent; cat body.json"),
    ):
        Path(name).write_text(f"#!/bin/sh\n{script}\n")
        Path(name).chmod(0o755)
    environ = clean_environ() | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    result = subprocess.run(["bash", "-c", pipeline], env=environ, capture_output=True, check=False)
    assert (result.returncode == 0, Path("sent").exists()) == (sent, sent)
    assert not sent or json.loads(result.stdout)["name"] == "web-image"


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{each.name}" for each in (PROJECT / "docs").glob("*.md"))])
def test_no_page_pipes_a_body_into_curl(page: str) -> None:
    assert not re.search(r"\|[\s\\]*curl\b", (PROJECT / page).read_text("utf-8"))


@pytest.mark.parametrize(("command", "output"), re.findall(r"```console\n\$ (ims-lint .*)\n((?s:.*?))```", PAGE))
def test_the_examples_of_the_page_write_what_it_shows(command: str, output: str) -> None:
    Path("imports").mkdir()
    for name in ("a", "b"):
        Path(f"imports/{name}.ims.yaml").write_text(QUICK)
    Path("web.dataimages.ims.yaml").write_text("name: web-data\nimage_url: ims-images:web-data.qcow2\nmin_disk: 100\n")
    result = command_runner().invoke(main, command.split()[1:])
    assert (result.exit_code, result.stdout) == (0, output)


@pytest.mark.parametrize(("shell", "line"), _FENCED.findall(PAGE))
def test_the_lines_for_each_shell_give_its_completion(shell: str, line: str) -> None:
    instruction = re.search(r"(_IMS_LINT_COMPLETE)=(\w+) ims-lint", line)
    assert instruction and instruction[2] == f"{shell}_source"
    given = program(environ={"_IMS_LINT_COMPLETE": instruction[2]}, before=())
    assert given.returncode == 0
    assert b"_IMS_LINT_COMPLETE=" + shell.encode() + b"_complete" in given.stdout


@posix
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (("ims-lint", "re"), ["render"]),
        (("ims-lint", "check", "--for"), ["--force-exclude", "--format"]),
        (("ims-lint", "check", "--format", "s"), ["sarif"]),
        (("ims-lint", "check", "--ignore", "overridden"), ["overridden-parameter"]),
        (("ims-lint", "check", "--operation", "w"), ["wholeimages"]),
        (("ims-lint", "render", "--operation", ""), sorted(BY_NAME)),
        (("ims-lint", "new", "quickimport-d"), ["quickimport-data-disk"]),
        (("ims-lint", "schema", "wholei"), ["wholeimages", "wholeimages-backup", "wholeimages-ecs"]),
    ],
)
def test_bash_completes(words: tuple[str, ...], completed: list[str]) -> None:
    if not shutil.which("bash") or sys.platform == "darwin":
        pytest.skip("needs bash 4.4, which macOS does not have")
    ((line,),) = ([text for shell, text in _FENCED.findall(PAGE) if shell == "bash"],)
    quoted = " ".join(f"'{word}'" for word in words)
    ask = f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _ims_lint_completion ims-lint"
    script = f'{line}\n{ask}\nprintf "%s\\n" "${{COMPREPLY[@]}}"'
    environ = clean_environ()
    environ["PATH"] = sysconfig.get_path("scripts") + ":" + environ["PATH"]
    result = subprocess.run(["bash", "--norc", "-c", script], env=environ, capture_output=True, text=True, check=False)
    assert sorted(result.stdout.split()) == completed, result.stderr
