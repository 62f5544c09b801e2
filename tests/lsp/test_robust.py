"""No document, place or message ends the language server before its client does; raw messages over stdio."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import tempfile
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from ims_lint.lsp.document import OpenDocument
from ims_lint.operations import BY_NAME
from tests.commands import posix

URI = "file:///nowhere/web.ims.yaml"
COMMAND = [sys.executable, "-m", "ims_lint", "lsp"]
BROKEN = "instance_id: x y\nname: web\n"
START = {"line": 0, "character": 7}
ANY_CONTEXT = {"diagnostics": [], "triggerKind": 1}


class Raw:
    """A server, and the bytes to and from it."""

    def __init__(self) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - the server writes into it until its end
        self.process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log)
        self._timer = threading.Timer(300, self.process.kill)
        self._timer.daemon = True
        self._timer.start()
        self._key = 1000

    def write(self, data: bytes) -> None:
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, method: Any, params: Any = None, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def read(self) -> Any:
        length = 0
        while (line := self.process.stdout.readline()).strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server has ended"
        return json.loads(self.process.stdout.read(length))

    def ask(self, method: str, params: Any = None) -> Any:
        self._key += 1
        self.send(method, params, id=self._key)
        while (message := self.read()).get("id") != self._key or "method" in message:
            pass
        return message

    def begin(self, process: int | None = None) -> None:
        assert "result" in self.ask("initialize", {"capabilities": {}, "processId": process})
        self.send("initialized", {})

    def open(self, text: Any, uri: str = URI, language: str = "yaml") -> None:
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": item})

    def pull(self, uri: str = URI) -> list[dict[str, Any]]:
        return self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]["items"]

    def check_alive(self) -> None:
        self.open(BROKEN, "file:///nowhere/alive.ims.yaml")
        assert [each["code"] for each in self.pull("file:///nowhere/alive.ims.yaml")] == ["IMS309"]

    def end(self) -> list[str]:
        """What the server still writes to its log, once it has no more input."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.wait()
        self._timer.cancel()
        self._log.seek(0)
        return self._log.read().decode().splitlines()


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
        b"hello\n" * 10,
        b"\x00\xff\xfe" * 5000 + b"\n",
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: 2\r\n\r\n{]",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 200000\r\n\r\n" + b"[" * 200000,
        b'Content-Length: 14\r\n\r\n{"id": [1, 2]}',
    ],
)
def test_garbage_is_passed_over_with_at_most_a_line_in_the_log(raw, garbage):
    raw.begin()
    raw.write(garbage + b"\r\n")
    raw.check_alive()
    log = raw.end()
    assert len(log) <= 1 and all(line.startswith("ims-lint lsp: ") for line in log)


def test_a_message_that_is_too_long_ends_the_server_in_one_line(raw):
    raw.begin()
    raw.write(b"Content-Length: 99999999999999999999\r\n\r\n")
    assert len(raw.end()) == 1
    assert raw.process.returncode == 1


@pytest.mark.parametrize("method", ["diagnostic", "hover", "completion", "documentSymbol", "codeAction"])
def test_what_is_asked_of_a_document_that_is_not_open_is_an_error(raw, method):
    params = {"textDocument": {"uri": URI}, "position": START, "range": {"start": START, "end": START}}
    for _ in ("before initialize", "behind it"):
        error = raw.ask(f"textDocument/{method}", params | {"context": ANY_CONTEXT})["error"]
        assert error == {"code": -32602, "message": f"{URI} is not open"}
        raw.begin()
    assert raw.ask("textDocument/unheardOf", {})["error"]["code"] == -32601


@pytest.mark.parametrize("way", ["shutdown and exit", "exit", "end of input"])
def test_an_ordinary_session_logs_nothing_and_its_end_is_told_by_the_status(raw, way):
    raw.begin()
    raw.check_alive()
    if "shutdown" in way:
        assert raw.ask("shutdown")["result"] is None
    if "exit" in way:
        raw.send("exit")
        raw.process.wait()
    assert raw.end() == []
    assert raw.process.returncode == (0 if "shutdown" in way else 1)


def test_a_client_that_reads_no_more_ends_it_without_a_traceback(raw):
    raw.begin()
    raw.process.stdout.close()
    raw.open(BROKEN)
    raw.send("textDocument/diagnostic", {"textDocument": {"uri": URI}}, id=1)
    assert "Traceback" not in "".join(raw.end())
    assert raw.process.returncode == 1


@posix
def test_an_interrupt_ends_it(raw):
    raw.begin()
    raw.process.send_signal(signal.SIGINT)
    assert raw.process.wait(10) == -signal.SIGINT
    assert raw.end() == []


@pytest.mark.parametrize("seconds", [0, 1])
def test_it_ends_with_the_process_of_its_client_though_the_pipes_stay_open(raw, seconds):
    client = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])
    if seconds:
        raw.begin(client.pid)
        raw.check_alive()
    client.wait()
    if not seconds:
        raw.send("initialize", {"capabilities": {}, "processId": client.pid}, id=1)
    assert raw.process.wait(10)
    assert raw.end() == []


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:x",
        "",
        "file:",
        "file:///",
        "file://host/x.ims.yaml",
        "file:///nul%00.ims.yaml",
        "untitled:nul%00",
        "file:///%ff.ims.yaml",
        "vscode-notebook-cell:/x.ims.yaml#W0",
        "file:///" + "long/" * 2000 + "x.ims.yaml",
        "\ud800",
        "a b c.ims.json",
    ],
)
def test_any_uri(lasting, uri):
    lasting.open("instance_id: x y\n", uri)
    assert "result" in lasting.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    lasting.check_alive()


def test_what_is_no_uri_is_not_opened(raw):
    raw.begin()
    raw.open("instance_id: x y\n", "http://[")
    assert "error" in raw.ask("textDocument/diagnostic", {"textDocument": {"uri": "http://["}})
    raw.check_alive()
    assert len(raw.end()) == 1


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
def test_any_document(lasting, text, language):
    uri = f"file:///nowhere/x.ims.{language}"
    lasting.open(text, uri, language)
    for method in ("diagnostic", "documentSymbol", "hover", "completion", "codeAction"):
        params = {"textDocument": {"uri": uri}, "position": START, "range": {"start": START, "end": START}}
        params["context"] = ANY_CONTEXT
        answer = lasting.ask(f"textDocument/{method}", params)
        assert "result" in answer, (method, answer)
    lasting.check_alive()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
POSITIONS = st.fixed_dictionaries({"line": st.integers(0, 12), "character": st.integers(0, 40)})
RANGES = st.fixed_dictionaries({"start": POSITIONS, "end": POSITIONS})
TEXTS = st.text(alphabet='a-:[]{}",#|>&*! \n\r\t\u2028\ufeff\U0001f600', max_size=40)
CHANGES = st.lists(st.fixed_dictionaries({"text": TEXTS}, optional={"range": RANGES}), max_size=3)
DOCUMENTS = st.fixed_dictionaries({"uri": st.just(URI), "version": st.integers(0, 9)})
KINDS = st.lists(st.text(max_size=8))
CONTEXTS = st.fixed_dictionaries(
    {"diagnostics": st.just([]), "triggerKind": st.integers(1, 2)}, optional={"only": KINDS}
)
ASKED = (
    *(f"textDocument/{name}" for name in ("diagnostic", "codeAction", "completion", "hover", "documentSymbol")),
    *(f"ims-lint/{name}" for name in ("operation", "declare", "render")),
)
REQUESTS = st.tuples(
    st.sampled_from(ASKED),
    st.fixed_dictionaries(
        {
            "textDocument": DOCUMENTS,
            "position": POSITIONS,
            "range": RANGES,
            "context": CONTEXTS,
            "operation": st.none() | st.sampled_from(list(BY_NAME)),
            "values": st.just([]),
        }
    ),
)
NOTIFICATIONS = st.tuples(
    st.sampled_from(
        [
            "initialized",
            "$/unheardOf",
            "workspace/didChangeWatchedFiles",
            "workspace/didChangeConfiguration",
            *(f"textDocument/{name}" for name in ("didChange", "didSave", "didClose")),
        ]
    ),
    st.fixed_dictionaries({"textDocument": DOCUMENTS, "contentChanges": CHANGES}) | JSON_VALUES,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.lists(REQUESTS | NOTIFICATIONS, min_size=1, max_size=6))
def test_any_messages(lasting, text, messages):
    """Each proper request is answered, and with an error only where the document was closed."""
    lasting.open(text)
    closed = False
    for method, params in messages:
        if method in ASKED:
            assert ("error" in lasting.ask(method, params)) <= closed
        else:
            lasting.send(method, params)
        closed = closed or method == "textDocument/didClose"
    lasting.check_alive()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["textDocument/hover", "textDocument/codeAction", "initialized", 3]), JSON_VALUES, JSON_VALUES)
def test_any_parameters(lasting, method, params, key):
    lasting.send(method, params, id=key)
    lasting.check_alive()


POINTS = st.tuples(st.integers(0, 6), st.integers(0, 20))
NEW = st.text(alphabet='ab: -"\n\r\U0001f600ä\x0b\x0c\x1c\x85\u2028\u2029\ufeff', max_size=6)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(st.lists(st.tuples(POINTS, POINTS, NEW), max_size=6))
def test_the_text_stays_the_same_as_the_clients(encoding, changes):
    """After any incremental changes the server has the text that the client has; only CR and LF end lines."""
    text = "name: ä\U0001f600web\ninst\u2028ance_id: x\r\nmin_ram: 1\n"
    document = OpenDocument(types.TextDocumentItem(URI, "yaml", 1, text), URI, PositionCodec(encoding))
    for first, last, new in changes:
        start, end = sorted((first, last))
        text = changed(text, start, end, new, encoding)
        span = types.Range(types.Position(*start), types.Position(*end))
        document.apply_change(types.TextDocumentContentChangePartial(span, new))
        assert document.source == text


def changed(text: str, start: tuple[int, int], end: tuple[int, int], new: str, encoding: str) -> str:
    """A text after one change, by counting units one by one."""
    unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]

    def offset(point: tuple[int, int]) -> int:
        line = at = 0
        while line < point[0] and at < len(text):
            at += 2 if text[at : at + 2] == "\r\n" else 1
            line += text[at - 1] in "\r\n"
        if line < point[0]:
            return len(text)
        units = 0
        while at < len(text) and text[at] not in "\r\n" and units < point[1]:
            units += len(text[at].encode(encoding.replace("6", "6-le").replace("32", "32-le"))) // unit
            at += 1
        return at

    return text[: offset(start)] + new + text[offset(end) :]
