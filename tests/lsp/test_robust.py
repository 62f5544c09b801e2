"""Nothing that a client sends ends the language server: raw bytes over stdio."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

URI = "file:///nowhere/web.ims.yaml"
COMMAND = [sys.executable, "-m", "ims_lint", "lsp"]


class Raw:
    """A server, and the bytes to and from it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._timer = threading.Timer(120, self.process.kill)
        self._timer.daemon = True
        self._timer.start()
        self._key = 1000

    def write(self, data: bytes) -> None:
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Any) -> None:
        body = json.dumps(message).encode()
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def read(self) -> Any:
        length = 0
        while (line := self.process.stdout.readline()).strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server has ended"
        return json.loads(self.process.stdout.read(length))

    def ask(self, method: str, params: Any = None) -> Any:
        self._key += 1
        self.send({"jsonrpc": "2.0", "id": self._key, "method": method, "params": params})
        return self.answer(self._key)

    def answer(self, key: Any) -> Any:
        while (message := self.read()).get("id") != key or "method" in message:
            pass
        return message

    def begin(self) -> None:
        assert "result" in self.ask("initialize", {"capabilities": {}})
        self.notify("initialized", {})

    def open(self, text: str, uri: str = URI, language: str = "yaml") -> None:
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def pull(self, uri: str = URI) -> list[dict[str, Any]]:
        return self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]["items"]

    def check_alive(self) -> None:
        self.open("instance_id: x y\nname: web\n", "file:///nowhere/alive.ims.yaml")
        assert [each["code"] for each in self.pull("file:///nowhere/alive.ims.yaml")] == ["IMS309"]

    def end(self) -> None:
        self._timer.cancel()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        with contextlib.suppress(OSError):
            self.process.stdin.close()


@pytest.fixture
def raw():
    server = Raw()
    yield server
    server.end()


@pytest.fixture(scope="module")
def lasting():
    server = Raw()
    server.begin()
    yield server
    server.end()


@pytest.mark.parametrize(
    "garbage",
    [
        b"\r\n\r\n\r\n",
        b"hello\n" * 10,
        b"\x00\xff\xfe" * 5000 + b"\n",
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 2\r\n\r\n{]",
        b"Content-Length: 2\r\nContent-Type: x\r\n\r\n\xff\xfe",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 2\r\n\r\n42",
        b"Content-Length: 200000\r\n\r\n" + b"[" * 200000,
        b'Content-Length: 13\r\n\r\n{"id": [1, 2]}',
    ],
)
def test_garbage_is_passed_over(raw, garbage):
    raw.begin()
    raw.write(garbage + b"\r\n")
    raw.check_alive()


def test_a_request_before_initialize_is_refused_and_a_notification_dropped(raw):
    raw.open("x")
    assert raw.ask("textDocument/hover", {})["error"]["code"] == -32002
    raw.begin()
    assert raw.ask("initialize", {})["error"]["code"] == -32600
    raw.check_alive()


def test_unknown_methods(raw):
    raw.begin()
    assert raw.ask("textDocument/unheardOf", {})["error"]["code"] == -32601
    raw.notify("$/unheardOf", {})
    raw.send({"jsonrpc": "2.0", "id": 5, "result": "an answer to nothing"})
    raw.check_alive()


def test_after_shutdown_requests_are_refused_and_exit_ends_with_0(raw):
    raw.begin()
    assert raw.ask("shutdown")["result"] is None
    assert raw.ask("textDocument/hover", {})["error"]["code"] == -32600
    raw.notify("exit")
    assert raw.process.wait(30) == 0


@pytest.mark.parametrize("way", ["exit", "end of input"])
def test_an_end_without_shutdown_is_status_1(raw, way):
    raw.begin()
    raw.notify("exit") if way == "exit" else raw.process.stdin.close()
    assert raw.process.wait(30) == 1


def test_a_cancelled_request_is_answered_as_such(raw):
    raw.begin()
    raw.open("data_images:\n" + "- {name: x, volume_id: y}\n" * 5000)
    for key in (7, 8, 9):
        raw.send({"id": key, "method": "textDocument/diagnostic", "params": {"textDocument": {"uri": URI}}})
    raw.send({"method": "$/cancelRequest", "params": {"id": 9}})
    assert "result" in raw.answer(7)
    assert raw.answer(9).get("error", {}).get("code", -32800) == -32800
    raw.check_alive()


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:x",
        "",
        "file:",
        "file:///",
        "file://host/x.ims.yaml",
        "file:///nul%00.ims.yaml",
        "file:///%ff.ims.yaml",
        "http://[",
        "vscode-notebook-cell:/x.ims.yaml#W0",
        "file:///" + "long/" * 2000 + "x.ims.yaml",
        "\ud800",
        "a b c.ims.json",
    ],
)
def test_any_uri(raw, uri):
    raw.begin()
    raw.open("instance_id: x y\n", uri)
    assert "result" in raw.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    raw.check_alive()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        "a: " * 50_000,
        "- " * 50_000,
        "\x00",
        "\ud800",
        "\ufeffmin_ram: -1\nname: \U0001f600\n",
        "a: &a [*a]\n",
        "&a " * 20_000,
        "x" * 2_000_000,
        "instance_id: x\n---\n" * 2_000,
        "\r\r\n\n\r",
        "a: !!python/object:os.system x\n",
    ],
)
@pytest.mark.parametrize("language", ["yaml", "json"])
def test_any_document(raw, text, language):
    uri = f"file:///nowhere/x.ims.{language}"
    raw.begin()
    raw.open(text, uri, language)
    document = {"textDocument": {"uri": uri}}
    where = {"line": 0, "character": 7}
    for method in ("diagnostic", "documentSymbol", "hover", "completion", "codeAction"):
        params = {**document, "position": where, "range": {"start": where, "end": where}, "context": {}}
        answer = raw.ask(f"textDocument/{method}", params)
        assert "result" in answer, (method, answer)
    raw.check_alive()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FEATURES = [
    "didOpen",
    "didChange",
    "didSave",
    "didClose",
    "diagnostic",
    "codeAction",
    "completion",
    "hover",
    "documentSymbol",
]
OTHERS = ["initialize", "initialized", "$/cancelRequest", "workspace/didChangeWatchedFiles"]
METHODS = st.sampled_from([*OTHERS, *(f"textDocument/{name}" for name in FEATURES)])
POSITIONS = st.fixed_dictionaries({"line": st.integers(-3, 12), "character": st.integers(-3, 40)}) | JSON_VALUES
RANGES = st.fixed_dictionaries({"start": POSITIONS, "end": POSITIONS}) | JSON_VALUES
TEXTS = st.text(alphabet='a-:[]{}",#|>&*! \n\r\t\U0001f600', max_size=40) | JSON_VALUES
DOCUMENTS = st.fixed_dictionaries({"uri": st.just(URI), "text": TEXTS, "version": JSON_VALUES}) | JSON_VALUES
CHANGES = st.lists(st.fixed_dictionaries({"text": TEXTS}, optional={"range": RANGES}), max_size=3) | JSON_VALUES
PARAMS = (
    st.fixed_dictionaries(
        {"textDocument": DOCUMENTS},
        optional={"position": POSITIONS, "range": RANGES, "contentChanges": CHANGES, "context": JSON_VALUES},
    )
    | JSON_VALUES
)
MESSAGES = st.fixed_dictionaries({"method": METHODS | JSON_VALUES}, optional={"id": JSON_VALUES, "params": PARAMS})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MESSAGES | JSON_VALUES, min_size=1, max_size=6))
def test_any_messages(lasting, messages):
    lasting.open("name: web\ninstance_id: x\n")
    for message in messages:
        lasting.send(message)
    lasting.check_alive()


POINTS = st.tuples(st.integers(0, 6), st.integers(0, 20))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(POINTS, POINTS, st.text(alphabet='ab: -"\n\r\U0001f600ä', max_size=6)), max_size=6))
def test_the_text_stays_the_same_as_the_clients(lasting, changes):
    """After any incremental changes the server has the text that the client has (in UTF-16)."""
    text = "name: ä\U0001f600web\ninstance_id: x\r\nmin_ram: 1\n"
    lasting.open(text)
    for first, last, new in changes:
        start, end = sorted((first, last))
        text = changed(text, start, end, new)
        where = {each: {"line": point[0], "character": point[1]} for each, point in (("start", start), ("end", end))}
        document = {"uri": URI, "version": 2}
        lasting.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"range": where, "text": new}]}
        )
    incremental = lasting.pull()
    lasting.open(text)
    assert lasting.pull() == incremental


def changed(text: str, start: tuple[int, int], end: tuple[int, int], new: str) -> str:
    """A text after one change, by counting units one by one."""

    def offset(point: tuple[int, int]) -> int:
        line = at = 0
        while line < point[0] and at < len(text):
            at += 2 if text[at : at + 2] == "\r\n" else 1
            line += text[at - 1] in "\r\n"
        if line < point[0]:
            return len(text)
        units = 0
        while at < len(text) and text[at] not in "\r\n":
            units += 2 if text[at] > "\uffff" else 1
            if units > point[1]:
                break
            at += 1
        return at

    return text[: offset(start)] + new + text[offset(end) :]
