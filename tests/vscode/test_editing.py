"""A request is edited in VS Code: what is wrong is shown and fixed, and what may be written is offered."""

from __future__ import annotations

import os

import pytest

if not os.environ.get("IMS_LINT_VSIX"):
    pytest.skip("`nox -s vscode -- --test` builds the extension and runs these tests", allow_module_level=True)

from playwright.sync_api import expect

from ims_lint.about import SITE
from tests.vscode.window import Window

BROKEN = 'name: web\nimage_url: ims-images:web.qcow2\nmin_disk: "40"\nos_versoin: CentOS 7.6 64bit\n'
IN_JSON = '{\n  "name": "web",\n  "image_url": "ims-images:web.qcow2",\n  "min_disk": "40"\n}\n'
CLEAN = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\n"
FIX_ON_SAVE = {"editor.codeActionsOnSave": {"source.fixAll.ims-lint": "explicit"}}


def test_what_is_wrong_is_underlined_and_listed_with_a_link_to_the_rule(window: Window) -> None:
    window.open("broken.ims.yaml", BROKEN)
    expect(window.squiggles).to_have_count(2)
    expect(window.problems).to_have_count(2)
    expect(window.problems.first).to_contain_text('min_disk must be an integer (GB), found string "40"')
    expect(window.problems.first).to_contain_text("[Ln 3, Col 11]")
    expect(window.problems.last).to_contain_text("os_versoin is not a known parameter; the service ignores it")
    window.problems.first.get_by_text("IMS301").click(modifiers=["ControlOrMeta"])
    assert window.website() == f"{SITE}rules/IMS301/"


def test_json_is_checked_too(window: Window) -> None:
    window.open("broken.ims.json", IN_JSON)
    expect(window.squiggles).to_have_count(1)
    expect(window.problems).to_have_count(1)
    expect(window.problems).to_contain_text("min_disk must be an integer (GB)")


def test_a_quick_fix_mends_the_file(window: Window) -> None:
    window.open("quick.ims.yaml", BROKEN)
    expect(window.problems).to_have_count(2)
    window.go_to(3, 12)
    window.quick_fix("Change to 40")
    expect(window.problems).to_have_count(1)
    expect(window.problems).to_contain_text("os_versoin")
    expect(window.editor).to_contain_text("min_disk: 40")


def test_a_file_is_fixed_when_it_is_saved(window: Window) -> None:
    window.set(FIX_ON_SAVE)
    path = window.open("saved.ims.yaml", BROKEN)
    expect(window.problems).to_have_count(2)
    window.save(path, BROKEN.replace('"40"', "40").replace("os_versoin", "os_version"))
    expect(window.squiggles).to_have_count(0)
    expect(window.problems).to_have_count(0)


def test_a_hover_explains_a_parameter(window: Window) -> None:
    window.open("hover.ims.yaml", CLEAN)
    window.hover("min_disk")
    expect(window.page.locator(".monaco-hover:visible")).to_contain_text("GB")


def test_completion_offers_parameters_and_values(window: Window) -> None:
    window.open("completion.ims.yaml", CLEAN)
    window.press("ControlOrMeta+End")
    window.type("os_t")
    expect(window.suggestion("os_type")).to_be_visible()
    window.press("Enter")
    window.press("ControlOrMeta+Space")
    expect(window.suggestion("Windows")).to_be_visible()


def test_the_outline_lists_the_requests(window: Window) -> None:
    window.open("outline.ims.yaml", f"{CLEAN}---\n{CLEAN.replace('web', 'db')}")
    window.press("ControlOrMeta+Shift+o")
    expect(window.page.locator(".quick-input-widget .monaco-list-row")).to_contain_text(["web", "db"])
    window.press("Escape")
