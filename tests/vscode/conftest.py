"""One code-server with the built extension, and one window of it that most tests share."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browsers import PROGRAM
from tests.vscode import code_server
from tests.vscode.code_server import CodeServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.vscode.window import Window

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCREENSHOTS = ROOT / "build" / "screenshots"
_windows: list[Window] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshot", action="store_true", help="replace the screenshot in the extension's README")


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Path:
    """Where the screenshot of the extension's README is to be written."""
    images = ROOT / "editors" / "vscode" / "images" if request.config.getoption("--screenshot") else SCREENSHOTS
    images.mkdir(parents=True, exist_ok=True)
    return images / "screenshot.png"


@pytest.fixture(scope="session")
def vsix() -> Path:
    """The extension that `nox -s vscode` has built."""
    return Path(os.environ["IMS_LINT_VSIX"]).resolve(strict=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium or Chrome of this machine; without one, the tests fail."""
    from playwright.sync_api import sync_playwright

    assert PROGRAM, "Chromium is needed (`apt-get install chromium`, or CHROMIUM is its path)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def python_extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands in for the Python extension."""
    archive = tmp_path_factory.mktemp("python") / "python.vsix"
    with zipfile.ZipFile(archive, "w") as writer:
        for each in (HERE / "python_extension").iterdir():
            writer.write(each, f"extension/{each.name}")
    return archive


@pytest.fixture(scope="session")
def server(vsix: Path, python_extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeServer]:
    """VS Code with the extension, and with what stands in for the Python extension."""
    code_server.install()
    with CodeServer(tmp_path_factory.mktemp("code-server"), vsix, python_extension) as server:
        yield server


@pytest.fixture(scope="session")
def open_window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens windows."""
    from tests.vscode.window import Window

    def make(server: CodeServer, folder: Path, trusted: bool = True) -> Window:
        window = Window(browser, server, folder, trusted)
        _windows.append(window)
        return window

    yield make
    for each in _windows:
        each.close()


@pytest.fixture(scope="session")
def shared_window(
    open_window: Callable[..., Window], server: CodeServer, tmp_path_factory: pytest.TempPathFactory
) -> Window:
    return open_window(server, tmp_path_factory.mktemp("images"))


@pytest.fixture
def window(shared_window: Window) -> Iterator[Window]:
    """A window without open editors, with the settings of VS Code."""
    yield shared_window
    shared_window.close_all()
    shared_window.set({})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what was to be seen where a test failed."""
    report = yield
    if report.when == "call" and report.failed:
        for number, window in enumerate(_windows):
            if not window.page.is_closed():
                path = SCREENSHOTS / f"{item.name}-{number}.png"
                window.shoot(path)
                report.sections.append(("screenshot", str(path)))
    return report
