"""The picture in the extension's README: a request with findings, and what the hover says of one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

if not os.environ.get("IMS_LINT_VSIX"):
    pytest.skip("`nox -s vscode -- --test` builds the extension and runs these tests", allow_module_level=True)

from PIL import Image
from playwright.sync_api import ViewportSize, expect

from tests.vscode.code_server import CodeServer
from tests.vscode.window import Window

ROOT = Path(__file__).parents[2]
REQUEST = ROOT / "tests" / "screenshot" / "web.ims.yaml"
SIZE: ViewportSize = {"width": 1200, "height": 620}
LOOK = {
    "breadcrumbs.enabled": False,
    "editor.fontSize": 16,
    "editor.hover.delay": 100,
    "editor.lightbulb.enabled": "on",
    "window.commandCenter": False,
    "workbench.activityBar.location": "hidden",
    "workbench.colorTheme": "Default Dark Modern",
    "workbench.layoutControl.enabled": False,
}
OF_CODE_SERVER = "#status\\.host, #status\\.forwardedPorts, #status\\.workbench\\.keyboardLayout { display: none }"
"""What other editions of VS Code do not show."""


def test_the_screenshot_shows_findings_a_hover_and_the_operation(
    open_window: Callable[..., Window], server: CodeServer, tmp_path: Path, screenshot: Path
) -> None:
    window = open_window(server, tmp_path)
    window.page.set_viewport_size(SIZE)
    window.set(LOOK)
    window.page.add_style_tag(content=OF_CODE_SERVER)
    window.open(REQUEST.name, REQUEST.read_text("utf-8"))
    window.press("ControlOrMeta+b")
    expect(window.page.locator(".explorer-viewlet")).to_be_hidden()
    expect(window.problems).to_have_count(3)
    expect(window.operation).to_have_text("IMS: image")
    window.go_to(5, 1)
    window.hover("os_versoin")
    hover = window.page.locator(".monaco-hover:visible")
    expect(hover).to_contain_text("os_versoin is not a known parameter")
    expect(hover).to_contain_text("Quick Fix")
    window.shoot(screenshot)
    with Image.open(screenshot) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(screenshot, optimize=True)
    window.close()
