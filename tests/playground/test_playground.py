"""The playground in a real browser, as `nox -s playground -- --test` runs it: it needs the build and Chromium."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ims_lint import lint_text
from ims_lint.operations import BY_NAME
from ims_lint.rules.registry import RULES
from tests.browsers import PROGRAM

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
from playwright.sync_api import Browser, Page, Route, expect  # noqa: E402

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
LOADING = 60_000
"""Milliseconds for Python to start, on a slow machine with others."""
PASTE = """(element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
CLEAN = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\n"
CHOSEN = f"Checked for dataimages, {BY_NAME['dataimages'].address} (as chosen)"
BROKEN = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: '40'\nos_versoin: CentOS 7.6 64bit\n"


@pytest.fixture(scope="module", autouse=True)
def needs() -> None:
    """Skip the tests without a build or a browser, or fail if they must run."""
    missing = [] if (BUILD / "playground" / "index.html").is_file() else ["the build (`nox -s playground`)"]
    missing += [] if PROGRAM else ["Chromium (CHROMIUM is its path)"]
    if missing:
        (pytest.fail if os.environ.get("IMS_LINT_REQUIRE_BROWSER") == "1" else pytest.skip)(f"missing: {missing}")


class Handler(SimpleHTTPRequestHandler):
    """Serves the build below the path that the site has; other origins may fetch it, unless a policy forbids it."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/ims-lint"))

    def log_message(self, *_: object) -> None:
        pass


def serve() -> Iterator[str]:
    """The address of a server of the build."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(BUILD))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/ims-lint/playground/"
        server.shutdown()


site = pytest.fixture(scope="module")(serve)
other_site = pytest.fixture(scope="module")(serve)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def loaded(browser: Browser, site: str) -> Iterator[Page]:
    """The page, loaded once; everything it requests and complains of is kept."""
    page = watched(browser, site)
    page.goto(site)
    expect_loaded(page)
    yield page
    assert page.problems == []
    page.close()


@pytest.fixture
def page(loaded: Page) -> Page:
    """The page after loading, with a clean request."""
    loaded.locator("#operation").select_option("")
    loaded.locator("#language").select_option("yaml")
    write(loaded, CLEAN)
    expect(loaded.locator("#status")).to_have_text("No findings")
    return loaded


def watched(browser: Browser, site: str, **options: object) -> Page:
    """A new page that keeps what it requests, and each error on its console."""
    page = browser.new_context(**options).new_page()
    page.requested, page.problems = [], []
    page.on("request", lambda request: page.requested.append(request.url))
    page.on("console", lambda said: said.type in ("error", "warning") and page.problems.append(said.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.set_default_timeout(20_000)
    return page


def expect_loaded(page: Page) -> None:
    expect(page.locator("#checked")).to_contain_text("Checked for", timeout=LOADING)


def write(page: Page, text: str) -> None:
    """Replace the text in the editor by pasting another one."""
    page.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.locator(".cm-content").evaluate(PASTE, text)


def text_of(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts()).replace("\n\n", "\n")


def shoot(page: Page, name: str) -> None:
    """Take a screenshot, to be looked at."""
    page.screenshot(path=BUILD / "screenshots" / f"{name}.png")


def test_the_first_example_is_reported_as_on_the_command_line(loaded: Page) -> None:
    text = (ROOT / "tests" / "screenshot" / "web.ims.yaml").read_text("utf-8")
    found = lint_text(text)
    texts = loaded.locator("#diagnostics li").all_inner_texts()
    assert len(texts) == len(found)
    for shown, each in zip(texts, found, strict=True):
        assert all(part in shown for part in (each.code, each.name, each.message, each.help, each.prevents or ""))
        assert f"line {each.start.line}, column {each.start.column}" in shown
        assert all(related.message in shown for related in each.related)
    links = loaded.locator("#diagnostics a").evaluate_all("links => links.map((link) => link.href)")
    assert links == [each.url for each in found]
    expect(loaded.locator(".cm-lintRange-error").first).to_be_visible()
    expect(loaded.locator("#address")).to_have_text("The errors must be corrected first.")
    shoot(loaded, "first")


def test_all_comes_from_the_site_and_nothing_after_the_load(page: Page, site: str) -> None:
    assert any(url.endswith(".wasm") for url in page.requested), "requests of the worker are seen"
    assert [url for url in page.requested if not url.startswith((site, "blob:", "data:"))] == []
    before = len(page.requested)
    write(page, BROKEN)
    expect(page.locator("#diagnostics li")).to_have_count(2)
    page.get_by_role("button", name="Apply all safe fixes").click()
    expect(page.locator("#status")).to_have_text("No findings")
    page.locator("#share").click()
    page.locator("#example").select_option("Data disk")
    expect(page.locator("#rendered")).to_contain_text("volume_id")
    assert page.requested[before:] == []


@pytest.mark.parametrize("where", ["page", "worker"])
def test_the_policy_forbids_other_origins(page: Page, other_site: str, where: str) -> None:
    problems = list(page.problems)
    target = page if where == "page" else page.workers[0]
    script = f"() => fetch('{other_site}style.css').then(() => 'done', String)"
    assert target.evaluate(script) != "done"
    page.problems[:] = problems


def test_typing_changes_the_report(page: Page) -> None:
    page.keyboard.type("min_ram: x")
    expect(page.locator("#diagnostics .text")).to_have_text(['min_ram must be an integer (MB), found string "x"'])
    for _ in range(10):
        page.keyboard.press("Backspace")
    expect(page.locator("#status")).to_have_text("No findings")


def test_a_squiggle_tells_more(page: Page) -> None:
    write(page, BROKEN)
    page.locator(".cm-lintRange-error").first.hover()
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("min_disk must be an integer (GB)")
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("remove the quotes: 40")
    shoot(page, "hover")
    page.locator(".cm-diagnosticAction").click()
    expect(page.locator("#diagnostics li")).to_have_count(1)


def test_one_fix_and_all_fixes(page: Page) -> None:
    write(page, "# 😀\n" + BROKEN.replace("web\n", '"😀", \n').replace('"😀", ', '"web"'))
    page.get_by_role("button", name="Change to 40").click()
    expect(page.locator("#diagnostics li")).to_have_count(1)
    assert "min_disk: 40\n" in text_of(page)
    page.get_by_role("button", name="Apply all safe fixes").click()
    expect(page.locator("#status")).to_have_text("No findings")
    assert "os_version: CentOS" in text_of(page)
    page.keyboard.press("ControlOrMeta+z")
    assert "os_versoin: CentOS" in text_of(page)


def test_columns_count_characters(page: Page) -> None:
    write(page, "{name: 😀, image_url: 'ims-images:web.qcow2', min_disk: '40'}")
    page.get_by_role("button", name="Change to 40").click()
    expect(page.locator(".cm-content")).to_have_text("{name: 😀, image_url: 'ims-images:web.qcow2', min_disk: 40}")


def test_the_operation_can_be_chosen(page: Page) -> None:
    expect(page.locator("#checked")).to_have_text(f"Checked for image, {BY_NAME['image'].address} (by default)")
    names = page.locator("#operation option").evaluate_all("options => options.map((each) => each.value)")
    assert names == ["", *BY_NAME]
    page.locator("#operation").select_option("dataimages")
    expect(page.locator("#checked")).to_have_text(CHOSEN)
    expect(page.locator("#address")).to_have_text(BY_NAME["dataimages"].address)


def test_the_body_is_what_render_prints(page: Page) -> None:
    body = {"name": "web", "image_url": "ims-images:web.qcow2", "min_disk": 40}
    expect(page.locator("#rendered")).to_have_text(json.dumps(body, indent=2))
    write(page, f"{CLEAN}---\n{CLEAN.replace('40', '50')}")
    page.locator("#document").select_option("1")
    expect(page.locator("#rendered")).to_contain_text("50")
    write(page, CLEAN.replace("web\n", "${NAME}\n"))
    expect(page.locator("#status")).to_have_text("No findings; 1 value with a placeholder not checked")
    expect(page.locator("#address")).to_contain_text("NAME")


def test_every_example_is_shown(page: Page) -> None:
    codes = [rule.code for rule in RULES if rule.example and rule.on and not rule.only_strict]
    titles = page.locator("#example option").evaluate_all("options => options.map((each) => each.value)")[1:]
    assert [title[:6] for title in titles if title.startswith("IMS")] == codes
    operations = set()
    for title in titles:
        page.locator("#example").select_option(title)
        operations.add(page.locator("#operation").input_value())
        if title.startswith("IMS"):
            expect(page.locator("#diagnostics li").first).to_contain_text(title)
        elif title != "Several mistakes":
            expect(page.locator("#status")).to_have_text("No findings")
            expect(page.locator("#rendered")).to_contain_text('"')
    assert operations == {"", *BY_NAME}


def test_json_is_json(page: Page) -> None:
    page.locator("#example").select_option("System disk of an ECS (JSON)")
    expect(page.locator("#language")).to_have_value("json")
    write(page, CLEAN)
    expect(page.locator("#diagnostics li").first).to_contain_text("IMS001")


def test_a_link_carries_the_text(page: Page, browser: Browser, site: str) -> None:
    text = "name: 😀 ü\nimage_url: ims-images:web.qcow2\nmin_disk: 40\n"
    write(page, text)
    page.locator("#operation").select_option("dataimages")
    page.locator("#share").click()
    expect(page.locator("#message")).to_contain_text("It contains the text")
    other = watched(browser, site)
    other.goto(page.url)
    expect(other.locator("#checked")).to_have_text(CHOSEN, timeout=LOADING)
    assert text_of(other).rstrip("\n") == text.rstrip("\n")
    assert all("#" not in url for url in other.requested[1:])
    other.goto(f"{site}#IMS301")
    expect(other.locator("#diagnostics li")).to_contain_text(["IMS301"])
    other.goto(f"{site}#damaged!")
    expect(other.locator("#message")).to_have_text("The link is damaged: it contains no text.")
    assert other.problems == []
    other.context.close()


def test_dark_and_light(page: Page) -> None:
    body, light, dark = page.locator("body"), "rgb(255, 255, 255)", "rgb(22, 25, 29)"
    write(page, BROKEN)
    expect(page.locator("#diagnostics li")).to_have_count(2)
    expect(body).to_have_css("background-color", light)
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    expect(body).to_have_css("background-color", dark)
    shoot(page, "dark")
    page.get_by_role("button", name="Dark").click()
    expect(body).to_have_css("background-color", light)
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_css("background-color", dark)
    page.emulate_media(color_scheme="light")
    expect(body).to_have_css("background-color", light)


def test_it_fits_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    write(page, BROKEN + "description: " + 80 * "x" + "\n")
    expect(page.locator("#diagnostics li")).to_have_count(2)
    shoot(page, "narrow")
    width = page.evaluate("() => document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 720})
    assert width <= 400


def test_it_can_be_used_with_the_keyboard(page: Page) -> None:
    write(page, BROKEN)
    expect(page.locator("#diagnostics li")).to_have_count(2)
    page.keyboard.press("Tab")
    focused = []
    for _ in range(12):
        focused.append(page.evaluate("() => document.activeElement.textContent"))
        page.keyboard.press("Tab")
    assert {"Apply all safe fixes", "IMS301 wrong-type", "Change to 40"} <= set(focused)
    page.locator("button.where").last.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.className").startswith("cm-content")
    assert page.evaluate("() => String(getSelection())") == "os_versoin"


def test_everything_has_a_name(page: Page) -> None:
    controls = "button, select, a, pre, summary, ol, [role=textbox]"
    names = page.evaluate(
        """(controls) => [...document.querySelectorAll(controls)]
        .filter((each) => each.checkVisibility())
        .map((each) => each.ariaLabel || each.labels?.[0]?.textContent || each.textContent)""",
        controls,
    )
    assert all(name.strip() for name in names)
    assert page.locator("#status").get_attribute("role") == "status"


@pytest.mark.parametrize("text", ['{"a":' * 20_000, "[" * 20_000, "- " * 20_000, "? " * 20_000])
@pytest.mark.parametrize("language", ["yaml", "json"])
def test_deep_nesting_does_not_take_it_down(page: Page, text: str, language: str) -> None:
    page.locator("#language").select_option(language)
    write(page, text[:100_000])
    expect(page.locator("#diagnostics li").first).to_contain_text(re.compile("IMS00[17]"))
    write(page, "{}")
    expect(page.locator("#diagnostics li").first).to_contain_text("IMS101")


def test_a_large_text_is_linted_only_if_asked_for(page: Page) -> None:
    write(page, CLEAN + "# comment\n" * 11_000)
    expect(page.locator("#status")).to_have_text("Not checked: the text has more than 100 KB")
    page.get_by_role("button", name="Check it now").click()
    expect(page.locator("#status")).to_have_text("No findings")


def test_a_worker_without_an_answer_is_replaced(page: Page) -> None:
    page.workers[0].evaluate("() => { setTimeout(() => { for (;;); }); }")
    write(page, BROKEN)
    expect(page.locator("#message")).to_contain_text("gave no answer for 5 seconds and was restarted", timeout=15_000)
    shoot(page, "restarted")
    page.keyboard.type("#")
    expect(page.locator("#diagnostics li")).to_have_count(2, timeout=LOADING)
    expect(page.locator("#message")).to_be_hidden()
    expect(page.locator("#progress")).to_be_hidden()


def without_webassembly(page: Page) -> str:
    page.add_init_script("delete globalThis.WebAssembly")
    return "This browser has no WebAssembly"


def with_a_missing_file(page: Page) -> str:
    def refuse(route: Route) -> None:
        route.fulfill(status=404)

    page.context.route("**/libraries.zip", refuse)
    return "HTTP status 404"


@pytest.mark.parametrize("spoil", [without_webassembly, with_a_missing_file])
def test_a_page_that_cannot_load_says_what_to_do(browser: Browser, site: str, spoil: Callable[[Page], str]) -> None:
    page = watched(browser, site)
    reason = spoil(page)
    page.goto(site)
    expect(page.locator("#problem")).to_be_visible(timeout=LOADING)
    expect(page.locator("#problem")).to_contain_text("pip install ims-lint")
    expect(page.locator("#reason")).to_contain_text(reason)
    expect(page.locator("#status")).to_have_text("Not loaded")
    expect(page.locator("#progress")).to_be_hidden()
    shoot(page, spoil.__name__)
    page.context.close()


def test_progress_is_shown_while_it_loads(browser: Browser, site: str) -> None:
    page = watched(browser, site)
    page.add_init_script(
        "globalThis.seen = []; setInterval(() => seen.push(document.getElementById('progress')?.value), 5)"
    )
    page.goto(site)
    expect(page.locator("#progress")).to_be_visible()
    expect_loaded(page)
    expect(page.locator("#progress")).to_be_hidden()
    seen = page.evaluate("() => seen.filter((each) => each > 0)")
    assert seen == sorted(seen) and len(set(seen)) > 3 and max(seen) > 0.95
    page.context.close()
