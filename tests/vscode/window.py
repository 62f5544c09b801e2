"""What a user does in a window of VS Code, and what is to be seen in it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.vscode.code_server import CodeServer

WAITING = 40_000
"""Milliseconds for what is expected to be seen, on a slow machine with others."""
SIZE: ViewportSize = {"width": 1200, "height": 720}
expect.set_options(timeout=WAITING)


class Window:
    """A window with a directory, or with a workspace file."""

    def __init__(self, browser: Browser, server: CodeServer, folder: Path, trusted: bool = True) -> None:
        self.server = server
        self.folder = folder.parent if folder.suffix == ".code-workspace" else folder
        self.context = browser.new_context(viewport=SIZE, permissions=["clipboard-read", "clipboard-write"])
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(WAITING)
        self.requested: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        kind = "folder" if folder is self.folder else "workspace"
        self.page.goto(f"{server.address}?{kind}={folder}")
        self.dialog = self.page.locator(".monaco-dialog-box")
        self.dialog.get_by_role("button", name="Yes" if trusted else "No").click()
        expect(self.dialog).to_be_hidden()
        self._settings = 0

    def close(self) -> None:
        self.context.close()

    # What is done

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def pick(self, text: str, find: str | None = None) -> None:
        """Choose an entry of the list that is open at the top of the window, by typing it, or what finds it."""
        self.input.fill(find or text)
        expect(self.page.locator(".quick-input-list .monaco-list-row.focused .label-name").first).to_have_text(text)
        self.press("Enter")

    def run(self, command: str) -> None:
        """Run a command, by its title in the command palette."""
        self.press("F1")
        expect(self.input).to_have_value(">")
        self.pick(command, find=f">{command}")

    def write(self, name: str, text: str) -> Path:
        """Write a file of the directory, behind VS Code's back."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def open(self, name: str, text: str | None = None) -> Path:
        """Open a file of the directory in an editor, having written it; no other file may have its name."""
        path = self.folder / name
        if text is not None:
            self.write(name, text)
        self.press("ControlOrMeta+p")
        expect(self.input).to_have_value("")
        self.pick(path.name, find=str(path))
        expect(self.tab).to_contain_text(path.name)
        self.editor.click()
        return path

    def save(self, path: Path, text: str) -> None:
        """Save the file in the editor, and wait until it has a text."""
        self.press("ControlOrMeta+s")
        until = time.monotonic() + WAITING / 1000
        while path.read_text("utf-8") != text and time.monotonic() < until:
            self.page.wait_for_timeout(100)  # the tab does not show when the file is written
        assert path.read_text("utf-8") == text

    def close_all(self) -> None:
        """Close all editors, without saving, and all notifications."""
        self.press("Escape")
        self.run("View: Close All Editors")
        tabs = self.page.locator(".tabs-container .tab")
        for _ in range(5):
            expect(self.dialog.or_(self.page.locator(".editor-group-container.empty").first)).to_be_visible()
            if not self.dialog.is_visible():
                break
            self.dialog.get_by_role("button", name="Don't Save").click()
        expect(tabs).to_have_count(0)
        self.run("Notifications: Clear All Notifications")

    def set(self, settings: dict[str, Any]) -> None:
        """Set the settings of the directory; the title of the window shows that they apply."""
        self._settings += 1
        title = f"settings {self._settings}"
        self.write(".vscode/settings.json", json.dumps({**settings, "window.title": title}))
        expect(self.page).to_have_title(re.compile(title))

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor there."""
        self.press("ControlOrMeta+g")
        expect(self.input).to_have_value(":")
        self.input.fill(f":{line}:{column}")
        self.press("Enter")
        expect(self.status(f"Ln {line}, Col {column}")).to_be_visible()

    def quick_fix(self, title: str) -> None:
        """Choose a quick fix at the cursor."""
        self.press("ControlOrMeta+.")
        self.page.locator(".action-widget .monaco-list-row").get_by_text(title, exact=True).click()

    def hover(self, text: str) -> None:
        """Point at a word of the editor."""
        self.page.locator(".editor-group-container.active .view-line").get_by_text(text, exact=True).first.hover()

    # What is seen

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the directory."""
        return dict(json.loads((self.folder / ".vscode" / "settings.json").read_text("utf-8")))

    @property
    def input(self) -> Locator:
        """What is typed above the list that is open at the top of the window."""
        return self.page.locator(".quick-input-widget:visible input.input")

    @property
    def tab(self) -> Locator:
        """The tab of the editor that is open."""
        return self.page.locator(".editor-group-container.active .tab.active")

    @property
    def editor(self) -> Locator:
        """The lines of the editor that is open."""
        return self.page.locator(".editor-group-container.active .view-lines")

    @property
    def text(self) -> str:
        """The text in the editor that is open, as far as it is to be seen."""
        lines = self.page.locator(".editor-group-container.active .view-lines .view-line")
        places = lines.evaluate_all("lines => lines.map((line) => [parseInt(line.style.top), line.innerText])")
        return "".join(f"{text}\n" for _, text in sorted(places)).replace("\xa0", " ")

    @property
    def squiggles(self) -> Locator:
        """What is underlined as an error in the editor that is open."""
        return self.page.locator(".editor-group-container.active .squiggly-error")

    @property
    def problems(self) -> Locator:
        """The entries of the Problems panel, without those of files and related locations."""
        if not self.page.locator(".markers-panel").is_visible():
            self.run("Problems: Focus on Problems View")
        return self.page.locator(".markers-panel .monaco-list-row[aria-level='2']")

    def website(self) -> str:
        """The address that VS Code asks whether to open; it is not opened."""
        expect(self.dialog).to_contain_text("open the external website")
        address = self.dialog.locator(".dialog-message-detail").inner_text()
        self.dialog.get_by_role("button", name="Cancel").click()
        return address

    def suggestion(self, text: str) -> Locator:
        """An entry of the completion list."""
        return self.page.locator(".suggest-widget .monaco-list-row").filter(has_text=text).first

    def notification(self, text: str) -> Locator:
        return self.notifications.filter(has_text=text)

    @property
    def notifications(self) -> Locator:
        return self.page.locator(".notifications-toasts .notification-list-item")

    @property
    def output(self) -> Locator:
        """The text in the Output panel."""
        return self.page.locator(".output-view .view-lines")

    def status(self, text: str) -> Locator:
        """An entry of the status bar."""
        return self.page.locator(".statusbar-item").filter(has_text=text)

    @property
    def operation(self) -> Locator:
        """The entry of the status bar that shows the operation."""
        return self.status("IMS: ")

    @property
    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def shoot(self, path: Path) -> None:
        """Take a screenshot, to be looked at."""
        self.page.screenshot(path=path)
