"""The commands of the extension, and the choice of the operation in the status bar."""

from __future__ import annotations

import json
import os

import pytest

if not os.environ.get("IMS_LINT_VSIX"):
    pytest.skip("`nox -s vscode -- --test` builds the extension and runs these tests", allow_module_level=True)

from playwright.sync_api import expect

from ims_lint.about import SITE
from tests.vscode.window import Window

CLEAN = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\n"
IN_JSON = '{"name": "web", "image_url": "ims-images:web.qcow2", "min_disk": 40}\n'
AS_QUICKIMPORT = ["os_version is missing; quick import requires it", "image_url must name a .raw or .zvhd2 file"]
"""What is wrong with both if they are for quickimport."""


def choose(window: Window, operation: str) -> None:
    """Choose another operation in the status bar."""
    window.operation.click()
    expect(window.input).to_have_attribute("placeholder", "The operation of this request")
    window.pick(operation)


def test_an_operation_chosen_in_the_status_bar_becomes_a_comment_in_yaml(window: Window) -> None:
    path = window.open("chosen.ims.yaml", CLEAN)
    expect(window.operation).to_have_text("IMS: image")
    choose(window, "quickimport")
    expect(window.operation).to_have_text("IMS: quickimport")
    expect(window.problems).to_contain_text(AS_QUICKIMPORT)
    expect(window.editor).to_contain_text("# ims-lint: operation=quickimport")
    choose(window, "dataimages")
    expect(window.operation).to_have_text("IMS: dataimages")
    expect(window.problems).to_have_count(0)
    window.save(path, f"# ims-lint: operation=dataimages\n{CLEAN}")
    choose(window, "Not declared")
    expect(window.operation).to_have_text("IMS: image")
    window.save(path, CLEAN)


def test_an_operation_chosen_for_json_becomes_a_setting_of_the_workspace(window: Window) -> None:
    window.open("chosen.ims.json", IN_JSON)
    expect(window.operation).to_have_text("IMS: image")
    choose(window, "quickimport")
    expect(window.operation).to_have_text("IMS: quickimport")
    expect(window.problems).to_contain_text(AS_QUICKIMPORT)
    assert window.settings["ims-lint.perFileOperation"] == {"/chosen.ims.json": "quickimport"}
    choose(window, "dataimages")
    expect(window.operation).to_have_text("IMS: dataimages")
    expect(window.problems).to_have_count(0)
    assert window.settings["ims-lint.perFileOperation"] == {"/chosen.ims.json": "dataimages"}
    choose(window, "Not declared")
    expect(window.operation).to_have_text("IMS: image")
    assert "ims-lint.perFileOperation" not in window.settings


def test_an_operation_that_the_file_declares_with_its_schema_is_not_overruled(window: Window) -> None:
    window.open("schema.ims.json", IN_JSON.replace("{", f'{{"$schema": "{SITE}schemas/dataimages.schema.json", ', 1))
    expect(window.operation).to_have_text("IMS: dataimages")
    window.operation.click()
    expect(window.notification("The operation is dataimages: $schema in the file declares it.")).to_be_visible()


def test_the_status_bar_shows_nothing_for_other_files(window: Window) -> None:
    window.open("shown.ims.yaml", CLEAN)
    expect(window.operation).to_have_count(1)
    window.open("other.txt", "name: web\n")
    expect(window.operation).to_have_count(0)


def test_a_new_request_is_made_for_a_source_and_checked_before_it_is_saved(window: Window) -> None:
    window.run("ims-lint: New Request…")
    expect(window.input).to_have_attribute("placeholder", "What to create")
    window.pick("System disk image from an ECS")
    expect(window.input).to_have_attribute("placeholder", "The format")
    window.pick("YAML")
    expect(window.tab).to_contain_text("Untitled")
    expect(window.editor).to_contain_text("instance_id:")
    expect(window.operation).to_have_text("IMS: image")
    window.editor.click()
    window.press("ControlOrMeta+End")
    window.type("os_versoin: CentOS 7.6 64bit")
    expect(window.problems.filter(has_text="os_versoin is not a known parameter")).to_have_count(1)


def test_a_request_is_rendered_into_a_new_editor(window: Window) -> None:
    window.open("rendered.ims.yaml", CLEAN)
    expect(window.operation).to_have_text("IMS: image")
    window.run("ims-lint: Render Request Body")
    expect(window.tab).to_contain_text("image.json")
    expect(window.editor).to_contain_text('"min_disk": 40')
    assert json.loads(window.text) == {"name": "web", "image_url": "ims-images:web.qcow2", "min_disk": 40}
    expect(window.operation).to_have_count(0)


def test_a_request_is_copied_as_a_curl_command(window: Window) -> None:
    window.open("copied.ims.yaml", CLEAN.replace("web\n", "${NAME}\n", 1))
    expect(window.operation).to_have_text("IMS: image")
    window.run("ims-lint: Copy as curl Command")
    expect(window.page.locator(".quick-input-widget")).to_contain_text("The value of the placeholder NAME")
    window.type("database")
    window.press("Enter")
    expect(window.notification("Copied the curl command for image")).to_be_visible()
    assert "curl " in window.clipboard and "/v2/cloudimages/action" in window.clipboard
    assert '"name":"database"' in window.clipboard.replace(" ", "")


def test_what_cannot_be_rendered_is_said(window: Window) -> None:
    window.open("wrong.ims.yaml", CLEAN.replace("40", "0"))
    expect(window.operation).to_have_text("IMS: image")
    window.run("ims-lint: Render Request Body")
    expect(window.notification("Not rendered: ")).to_be_visible()


def test_the_page_of_the_rule_at_the_cursor_is_opened(window: Window) -> None:
    window.open("page.ims.yaml", CLEAN.replace("40", "0"))
    expect(window.squiggles).to_have_count(1)
    window.go_to(3, 11)
    window.run("ims-lint: Open Rule Page")
    assert window.website() == f"{SITE}rules/IMS303/"
