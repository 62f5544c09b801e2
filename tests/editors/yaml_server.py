"""Speaks the language server protocol with yaml-language-server over its standard input and output."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any

SERVER = Path(__file__).parent / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
WAIT = 120.0
"""Seconds without any message after which the server counts as dead."""


class YamlServer:
    """One running server that judges YAML texts by one schema."""

    def __init__(self, schema: str) -> None:
        self._settings = {
            "yaml": {
                "schemas": {schema: "*.ims.yaml"},
                "schemaStore": {"enable": False},
                "validate": True,
                "completion": True,
                "hover": True,
                "disableAdditionalProperties": False,
                "maxItemsComputed": 100000,
            },
            "http": {"proxy": "http://127.0.0.1:9", "proxyStrictSSL": True},
        }
        self._process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin and self._process.stdout
        self._input: IO[bytes] = self._process.stdin
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        self._last_id = 0
        self._opened = 0
        self.published: dict[str, list[dict[str, Any]]] = {}
        self.logged: list[str] = []

    def __enter__(self) -> YamlServer:
        capabilities = {
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": True},
                "completion": {
                    "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}
                },
                "hover": {"contentFormat": ["markdown", "plaintext"]},
            },
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
        }
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def open(self, text: str) -> str:
        """Open a text as a request file; return its URI."""
        self._opened += 1
        uri = f"file:///requests/{self._opened}.ims.yaml"
        self._notify(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
        )
        return uri

    def diagnostics(self, texts: list[str]) -> list[list[dict[str, Any]]]:
        """What the server says of each text."""
        uris = [self.open(text) for text in texts]
        while not all(uri in self.published for uri in uris):
            self._take()
        return [self.published[uri] for uri in uris]

    def at(self, method: str, text: str, line: int, character: int) -> Any:
        """The answer to a question about a place in a text, both counted from 0."""
        where = {"textDocument": {"uri": self.open(text)}, "position": {"line": line, "character": character}}
        return self.request(f"textDocument/{method}", where)

    def request(self, method: str, params: Any) -> Any:
        """The result of a request to the server."""
        self._last_id += 1
        self._send({"id": self._last_id, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == self._last_id and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._input.flush()

    def _take(self) -> dict[str, Any]:
        """The next message, after what it asks of every client was done."""
        message = self._messages.get(timeout=WAIT)
        method, params = message.get("method"), message.get("params", {})
        if method == "textDocument/publishDiagnostics":
            self.published[params["uri"]] = params["diagnostics"]
        elif method in ("window/logMessage", "window/showMessage"):
            self.logged.append(params["message"])
        elif method == "workspace/configuration":
            result = [self._settings.get(item.get("section", ""), {}) for item in params["items"]]
            self._send({"id": message["id"], "result": result})
        elif method and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def _listen(self, output: IO[bytes]) -> None:
        while line := output.readline():
            length = int(line.split(b":")[1]) if line.lower().startswith(b"content-length") else None
            if length is not None:
                while output.readline().strip():
                    pass
                self._messages.put(json.loads(output.read(length)))
