"""The language server in VS Code: which Python and which ims-lint run, where, and what happens when they cannot."""

from __future__ import annotations

import json
import os
import signal
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

if not os.environ.get("IMS_LINT_VSIX"):
    pytest.skip("`nox -s vscode -- --test` builds the extension and runs these tests", allow_module_level=True)

from playwright.sync_api import expect

from tests.vscode.code_server import CodeServer
from tests.vscode.window import Window

UNKNOWN = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\nos_versoin: CentOS 7.6 64bit\n"
OUR_WORDS = "is not a known parameter"
ITS_WORDS = "is a parameter that this project has never heard of"
TOO_MANY_CRASHES = 5
"""So many in three minutes are too many, for VS Code's client of language servers."""


def crash(window: Window) -> None:
    """Kill the language server."""
    for pid in window.server.language_servers():
        os.kill(pid, signal.SIGKILL)


def expect_served(window: Window) -> None:
    """The file of UNKNOWN is edited, and what is wrong with it changes."""
    window.go_to(4, 1)
    window.type("x")
    expect(window.problems).to_contain_text([window.text.splitlines()[3].partition(":")[0] + f" {OUR_WORDS}"])


def test_a_crash_is_recovered_from(window: Window) -> None:
    window.open("crash.ims.yaml", UNKNOWN)
    expect(window.problems).to_contain_text([OUR_WORDS])
    crash(window)
    expect_served(window)
    expect(window.notifications).to_have_count(0)


def test_the_server_can_be_restarted(window: Window) -> None:
    window.open("restart.ims.yaml", UNKNOWN)
    expect(window.problems).to_have_count(1)
    [before] = window.server.language_servers()
    window.run("ims-lint: Restart")
    expect_served(window)
    [after] = window.server.language_servers()
    assert after != before


def test_a_server_that_crashes_again_and_again_is_restarted_when_asked(window: Window) -> None:
    window.open("crashes.ims.yaml", UNKNOWN)
    message = window.notification("ims-lint stopped again and again")
    for _ in range(TOO_MANY_CRASHES):
        expect_served(window)
        crash(window)
    expect(message).to_be_visible()
    assert window.server.language_servers() == []
    message.get_by_role("button", name="Restart").click()
    expect_served(window)


def test_the_output_says_which_python_runs(window: Window) -> None:
    window.open("output.ims.yaml", UNKNOWN)
    window.run("ims-lint: Show Output")
    expect(window.output).to_contain_text(f"runs the ims-lint of the extension: {window.server.python}, from PATH")


def test_a_python_that_is_too_old_is_named_with_a_way_out(window: Window, tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text(f"#!/bin/sh\necho 3.9.2 {old}\n", "utf-8")
    old.chmod(0o755)
    window.set({"ims-lint.interpreter": [str(old)]})
    window.open("old.ims.yaml", UNKNOWN)
    message = window.notification("ims-lint needs Python 3.11 or newer")
    expect(message).to_contain_text("3.9.2")
    expect(window.problems).to_have_count(0)
    message.get_by_role("button", name="Open Settings").click()
    expect(window.page.locator(".settings-editor")).to_contain_text("1 Setting Found")
    window.press("Escape")
    window.set({})
    window.open("old.ims.yaml")
    expect(window.problems).to_have_count(1)


def test_the_environment_that_is_selected_in_the_python_extension_is_taken(
    window: Window, project_python: Path
) -> None:
    window.open("selected.ims.yaml", UNKNOWN)
    expect(window.problems).to_contain_text([OUR_WORDS])
    window.set({"ims-lint.importStrategy": "fromEnvironment", "python.selected": str(project_python)})
    expect(window.problems).to_contain_text([ITS_WORDS])
    window.run("ims-lint: Show Output")
    expect(window.output).to_contain_text(f"{project_python}, from the Python extension")
    window.set({"ims-lint.importStrategy": "fromEnvironment"})
    expect(window.problems).to_contain_text([OUR_WORDS])


def test_an_ims_lint_that_does_not_start_is_reported_with_a_way_out(window: Window, project_python: Path) -> None:
    [program] = project_python.parents[1].glob("lib/python*/site-packages/ims_lint/__main__.py")
    program.write_text("raise SystemExit('broken')\n", "utf-8")
    window.set({"ims-lint.importStrategy": "fromEnvironment", "ims-lint.interpreter": [str(project_python)]})
    window.open("broken.ims.yaml", UNKNOWN)
    message = window.notification("ims-lint did not start")
    expect(message).to_be_visible()
    expect(window.notifications).to_have_count(1)
    window.set({})
    expect(window.problems).to_contain_text([OUR_WORDS])


def test_without_a_python_it_says_what_it_needs(
    open_window: Callable[..., Window], vsix: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with CodeServer(tmp_path_factory.mktemp("code-server"), vsix, python=False) as server:
        window = open_window(server, tmp_path_factory.mktemp("images"))
        window.open("web.ims.yaml", UNKNOWN)
        message = window.notification("ims-lint needs Python 3.11 or newer")
        expect(message).to_contain_text("Found: python3 (from PATH): not found; python (from PATH): not found.")
        expect(window.notifications).to_have_count(1)
        message.get_by_role("button", name="Show Output").click()
        expect(window.output).to_contain_text("python3 (from PATH): not found")
        window.close()


@pytest.fixture
def project_python(vsix: Path, tmp_path: Path) -> Path:
    """A Python with an ims-lint of its own, which has other words for one rule."""
    folder = tmp_path / "venv"
    venv.create(folder, symlinks=True)
    [packages] = folder.glob("lib/python*/site-packages")
    libraries = "extension/bundled/libraries/"
    with zipfile.ZipFile(vsix) as archive:
        for name in archive.namelist():
            if name.startswith(libraries):
                path = packages / name.removeprefix(libraries)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))
    words = packages / "ims_lint" / "rules" / "parameter.py"
    assert OUR_WORDS in words.read_text("utf-8")
    words.write_text(words.read_text("utf-8").replace(OUR_WORDS, ITS_WORDS), "utf-8")
    return folder / "bin" / "python"


def test_a_project_can_use_its_own_ims_lint(window: Window, project_python: Path) -> None:
    window.open("own.ims.yaml", UNKNOWN)
    expect(window.problems).to_contain_text([OUR_WORDS])
    window.set({"ims-lint.interpreter": [str(project_python)], "ims-lint.importStrategy": "fromEnvironment"})
    expect(window.problems).to_contain_text([ITS_WORDS])
    window.set({"ims-lint.interpreter": [str(project_python)]})
    expect(window.problems).to_contain_text([OUR_WORDS])
    expect(window.notifications).to_have_count(0)


def test_without_an_ims_lint_in_the_environment_that_of_the_extension_runs(window: Window) -> None:
    window.set({"ims-lint.importStrategy": "fromEnvironment"})
    window.open("none.ims.yaml", UNKNOWN)
    expect(window.problems).to_contain_text([OUR_WORDS])
    window.run("ims-lint: Show Output")
    expect(window.output).to_contain_text("cannot run an ims-lint[lsp] of its own, so that of the extension runs")


def test_an_untrusted_workspace_does_not_decide_what_runs(
    open_window: Callable[..., Window], server: CodeServer, tmp_path: Path
) -> None:
    folder = tmp_path / "untrusted"
    ran = tmp_path / "ran"
    program = folder / "python"
    settings = folder / ".vscode" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"ims-lint.interpreter": [str(program)]}), "utf-8")
    program.write_text(f'#!/bin/sh\n: > {ran}\nexec {server.python} "$@"\n', "utf-8")
    program.chmod(0o755)
    window = open_window(server, folder, trusted=False)
    window.open("web.ims.yaml", UNKNOWN)
    expect(window.problems).to_have_count(1)
    assert not ran.exists()
    window.run("Workspaces: Manage Workspace Trust")
    window.page.get_by_role("button", name="Trust", exact=True).click()
    window.open("other.ims.yaml", UNKNOWN)
    expect(window.problems).to_have_count(2)
    window.run("ims-lint: Show Output")
    expect(window.output).to_contain_text("from the setting ims-lint.interpreter")
    assert ran.exists()
    window.close()


def test_each_folder_of_a_workspace_has_a_configuration_of_its_own(
    open_window: Callable[..., Window], server: CodeServer, tmp_path: Path
) -> None:
    workspace = tmp_path / "images.code-workspace"
    workspace.write_text(json.dumps({"folders": [{"path": "first"}, {"path": "second"}]}), "utf-8")
    for folder, configuration in (("first", 'ignore = ["IMS201"]'), ("second", "")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ".ims-lint.toml").write_text(configuration, "utf-8")
    settings = tmp_path / "first" / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"ims-lint.operation": "quickimport"}), "utf-8")
    window = open_window(server, workspace)
    window.open("second/two.ims.yaml", UNKNOWN)
    expect(window.operation).to_have_text("IMS: image")
    expect(window.problems).to_contain_text([OUR_WORDS])
    window.close_all()
    window.open("first/one.ims.yaml", UNKNOWN)
    expect(window.operation).to_have_text("IMS: quickimport")
    expect(window.problems).to_contain_text(["image_url must name a .raw or .zvhd2 file"])
    window.close()
