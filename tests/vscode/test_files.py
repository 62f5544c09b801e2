"""The files that are for the extension: requests by name, what a configuration includes, requests in other files."""

from __future__ import annotations

import os

import pytest

if not os.environ.get("IMS_LINT_VSIX"):
    pytest.skip("`nox -s vscode -- --test` builds the extension and runs these tests", allow_module_level=True)

from playwright.sync_api import expect

from tests.vscode.window import Window

BODY = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: '40'\n"
FOUND = "min_disk must be an integer (GB)"
README = f"# Images\n\n```yaml ims-lint\n{BODY}```\n"
SCRIPT = "curl https://$ENDPOINT/v2/cloudimages/action -d '{}'\n"


def test_a_configuration_turns_on_requests_in_markdown(window: Window) -> None:
    window.open("docs/README.md", README)
    window.open("docs/included.yaml", BODY)
    expect(window.problems).to_have_count(0)
    window.write("docs/.ims-lint.toml", 'embedded = ["markdown"]\ninclude = ["included.yaml"]\n')
    expect(window.problems).to_contain_text([FOUND, FOUND])
    window.open("docs/README.md")
    expect(window.squiggles).to_have_count(1)
    window.go_to(6, 11)
    expect(window.operation).to_have_text("IMS: image")
    window.quick_fix("Change to 40")
    expect(window.problems).to_contain_text([FOUND])
    expect(window.editor).to_contain_text("min_disk: 40")


def test_requests_in_shell_scripts_need_an_ims_lint_of_the_project(window: Window) -> None:
    window.write("scripts/.ims-lint.toml", 'embedded = ["shell"]\n')
    window.open("scripts/create.sh", SCRIPT)
    message = window.notification("ims-lint[embedded,lsp]")
    expect(message).to_contain_text('set ims-lint.importStrategy to "fromEnvironment"')
    window.open("scripts/other.sh", SCRIPT)
    expect(message).to_have_count(1)


def test_nothing_is_requested_from_elsewhere(window: Window) -> None:
    window.open("quiet.ims.yaml", BODY)
    expect(window.problems).to_contain_text([FOUND])
    own = (window.server.address, "data:", f"blob:{window.server.address}")
    assert [each for each in window.requested if not each.startswith(own)] == []
