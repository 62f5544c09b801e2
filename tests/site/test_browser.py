"""The website in a real browser: nothing comes from elsewhere, the search works, pages fit on small screens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread

import pytest

if not os.environ.get("IMS_LINT_SITE"):
    pytest.skip("`nox -s site` builds the website and runs these tests", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browsers import NAMES, PROGRAM
from tools.site import serve


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the site on a server of its own."""
    with serve.ThreadingHTTPServer(("127.0.0.1", 0), serve.Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{serve.BASE}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium or Chrome of this machine; without one, the tests fail."""
    assert PROGRAM, f"none of {', '.join(NAMES)} is installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the browser; at the end, nothing was requested from elsewhere, and no script has failed."""
    page = browser.new_page(base_url=address)
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert [url for url in requests if not url.startswith((address, "data:", "blob:"))] == []
    assert errors == []


def test_the_search_finds_a_rule_and_its_page_shows_the_report(page: Page) -> None:
    page.goto("")
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("overridden-parameter")
    page.locator("a.md-search-result__link[href*='rules/IMS502/']").first.click()
    expect(page).to_have_title("IMS502 overridden-parameter - ims-lint")
    expect(page.get_by_role("heading", level=1)).to_contain_text("IMS502 overridden-parameter")
    expect(page.locator("pre", has_text="warning[IMS502]: ")).to_be_visible()


def test_the_colors_can_be_changed(page: Page) -> None:
    page.goto("start/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_title("Use dark colors").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("path", ["", "rules/", "rules/IMS201/", "cli/", "report/", "python/", "schemas/"])
def test_a_page_fits_on_a_small_screen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
