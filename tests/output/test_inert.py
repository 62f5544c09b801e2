"""Names and texts that want more than to be shown: nothing obeys them, in any report."""

from __future__ import annotations

import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.commands import check, isolate, program
from tests.sample_requests import BROKEN, CLEAN, FIXABLE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with nothing in it."""
    isolate(monkeypatch, tmp_path)
    return tmp_path


NAMES = {
    "spaces": b" a  b .ims.yaml",
    "newline": b"a\n::error::x\n##[error]x.ims.yaml",
    "carriage-return": b"a\r::error::x.ims.yaml",
    "not-utf-8": b"\xff\xfe\x80.ims.yaml",
    "escape": b"\x1b[31m\x1b]0;title\x07\x9b.ims.yaml",
    "shell": b"$(touch pwned);`touch pwned`|&'\"*.ims.yaml",
    "markup": b"<b>&amp;]]>[x](https:..evil).ims.yaml",
    "option": b"--fix.ims.yaml",
    "percent": b"%0A%25::x,y=z:.ims.yaml",
}
if sys.platform == "darwin":  # whose names are UTF-8
    del NAMES["not-utf-8"], NAMES["escape"]
HOSTILE_VALUE = (
    r"\x1b[2J\x07\n::error::x\n##[error]x\u202e\u2028 %0A <b>&amp;]]> [x](https://evil.example) ![x](y) `x` | x"
)
HOSTILE = (
    f'{CLEAN}? "{HOSTILE_VALUE}"\n: "{HOSTILE_VALUE}"\n# ::error::x \x1b[31m\n'.replace(
        "os_type: Linux", f'os_type: "{HOSTILE_VALUE}"'
    )
    .encode()
    .replace(b" \x1b[31m", b" ##[error]x")
)


def reports(name: bytes, text: bytes) -> dict[str, str]:
    """Every report on a file, as a log of GitHub Actions gets it."""
    with open(name, "wb") as file:
        file.write(text)
    written = {}
    for form in ("text", "concise", "json", "sarif", "github", "gitlab", "junit"):
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setenv("GITHUB_ACTIONS", "true")
            result = check("--format", form, ".")
        assert (result.exit_code, result.stderr_bytes) == (1, b"")
        written[form] = result.stdout_bytes.decode("utf-8")
    return written


def assert_inert(form: str, text: str) -> None:
    """Fail where a terminal or the runner of GitHub Actions would obey what the text holds."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text), form
    if form in ("text", "concise"):
        first, *_, last = text.splitlines()
        token = re.fullmatch("::stop-commands::([0-9a-f]{32})", first)
        assert token and last == f"::{token[1]}::" and text.count(token[1]) == 2
    elif form == "github":
        lines = text.splitlines()
        assert all(re.match("::(error|warning|notice) ", line) for line in lines)
        assert sum(line.startswith("::notice") for line in lines) == 1
    else:
        assert "##[" not in text
        assert not re.search(r"^\s*::", text, re.MULTILINE)
    if form in ("json", "sarif", "gitlab"):
        assert text.isascii() and json.loads(text)
    if form == "junit":
        assert ET.fromstring(text).tag == "testsuites"


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_no_name_is_more_than_a_name(name: bytes) -> None:
    for form, text in reports(name, BROKEN.encode()).items():
        assert_inert(form, text)
    assert os.listdir(b".") == [name]
    sarif = json.loads(check("--format", "sarif").stdout)
    (result,) = sarif["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[\w/.~%-]+", uri, re.ASCII)
    missing = program("check", b"x" + name, environ={"GITHUB_ACTIONS": "true"})
    assert missing.stderr.count(b"\n") == 1 and b"no such file or directory" in missing.stderr
    assert b"##[" not in missing.stderr and b"\x1b" not in missing.stderr


def test_no_text_is_more_than_a_text() -> None:
    for form, text in reports(b"a.ims.yaml", HOSTILE).items():
        assert_inert(form, text)
        assert "x1b" in text or "u001b" in text, f"{form}: the value is shown, and made visible"
    sarif = json.loads(check("--format", "sarif").stdout)
    for result in sarif["runs"][0]["results"]:
        assert not re.search(r"(?<!\\)\[[^\]]*\]\((?!\d+\))", result["message"]["text"]), "only links of our own"


def test_a_name_does_not_pass_for_the_change_of_another_file() -> None:
    Path("a\n+++ b\x1b[1m.ims.yaml").write_text(FIXABLE)
    header = program("check", "--diff").stdout.decode().splitlines()[:3]
    assert header[1] == r"+++ b/a\n+++ b\x1b[1m.ims.yaml" + "\t"
    assert header[2].startswith("@@")


CONTROLS = "\\x1b[31m\\x9b\\u202e\\r\\ufeff"


def test_a_body_is_inert_and_the_same() -> None:
    Path("a.ims.yaml").write_text(f'{CLEAN}os_version: "{CONTROLS}"\n')
    for option in ([], ["--compact"]):
        text = program("render", "a.ims.yaml", *option).stdout.decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufeff]", text)
        assert json.loads(text)["os_version"] == json.loads(f'"{CONTROLS}"'.replace("\\x", "\\u00"))


def test_the_page_of_a_configuration_is_inert() -> None:
    name = json.loads(f'"{CONTROLS}\\n"'.replace("\\x", "\\u00"))
    os.mkdir(name)
    Path(name, ".ims-lint.toml").write_text(
        f'exclude = ["{CONTROLS}"]\n'.replace("\\x", "\\u00").replace("[31m", "[[]31m")
    )
    for form in ("text", "json"):
        text = program("config", name, "--format", form).stdout.decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufeff]", text)
    assert json.loads(text)["path"] == name


def test_a_diff_is_inert_on_a_terminal_and_in_a_log_and_exact_for_a_program() -> None:
    pty = pytest.importorskip("pty")
    request = FIXABLE.replace("name: web-image", "name: web-image # ##[error] \u202e").encode()
    Path("a.ims.yaml").write_bytes(request)
    exact = program("check", "--diff").stdout.decode()
    assert "\u202e" in exact
    lines = program("check", "--diff", environ={"GITHUB_ACTIONS": "true"}).stdout.decode().splitlines()
    assert lines[0].startswith("::stop-commands::") and "\n".join(lines[1:-1]) + "\n" == exact
    own, given = pty.openpty()
    program("check", "--diff", stdout=given)
    os.close(given)
    shown = os.read(own, 65536).decode()
    os.close(own)
    assert r"\u202e" in shown and "\u202e" not in shown


def test_a_diff_of_odd_line_ends_is_inert_on_a_terminal() -> None:
    pty = pytest.importorskip("pty")
    Path("a.ims.json").write_bytes(
        '{"image_url": "a:b.raw",\r"description": "\x9b\u202e",\r\n"min_disk": "40", "name": "web"}'.encode()
    )
    own, given = pty.openpty()
    program("check", "--diff", stdout=given)
    os.close(given)
    shown = os.read(own, 65536).decode().replace("\r\n", "\n")
    os.close(own)
    assert r',\r"description": "\x9b\u202e",\r' in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufeff]", shown)
