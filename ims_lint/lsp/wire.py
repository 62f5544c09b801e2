"""Messages on a stream, as the Language Server Protocol frames them: a header with a length, then JSON."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from queue import SimpleQueue
from typing import Any, BinaryIO

Json = Any
"""A JSON value of the protocol."""

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
NOT_INITIALIZED = -32002
CANCELLED = -32800

_LENGTH = re.compile(rb"Content-Length:[ \t]*([0-9]{1,9})[ \t]*\r?\n?\Z", re.IGNORECASE)
_LONGEST_HEADER = 8192


class NotJson:
    """Stands for a message that could not be read."""


class End:
    """Stands for the end of the messages."""


def read_message(stream: BinaryIO) -> bytes | None:
    """The next message's body, None at the end of the stream; what is no header is skipped."""
    length = None
    while line := stream.readline(_LONGEST_HEADER):
        if match := _LENGTH.search(line):
            length = int(match[1])
        elif not line.strip() and length is not None:
            body = stream.read(length)
            return body if len(body) == length else None
    return None


class Wire:
    """Reads messages in a thread of its own, so that the server always knows whether more are waiting."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source = source
        self._target = target
        self._waiting: set[Json] = set()
        self._cancelled: set[Json] = set()
        self.messages: SimpleQueue[Json] = SimpleQueue()
        """What has come: messages, NotJson, and End."""

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while (body := read_message(self._source)) is not None:
                self._take(body)
        finally:
            self.messages.put(End())

    def _take(self, body: bytes) -> None:
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            message = NotJson()
        if isinstance(message, dict):
            key = message.get("id")
            if message.get("method") == "$/cancelRequest":
                self._cancel(message.get("params"))
                return
            if isinstance(key, int | str):
                self._waiting.add(key)
        self.messages.put(message)

    def _cancel(self, params: Json) -> None:
        key = params.get("id") if isinstance(params, dict) else None
        if isinstance(key, int | str) and key in self._waiting:
            self._cancelled.add(key)

    def is_cancelled(self, key: Json) -> bool:
        """Whether a request was cancelled before its turn came; to be asked once."""
        self._waiting.discard(key)
        if key not in self._cancelled:
            return False
        self._cancelled.discard(key)
        return True

    def send(self, message: Mapping[str, Json]) -> None:
        """Write one message.

        Raises:
            OSError: nobody reads any more.
        """
        body = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode("ascii")
        self._target.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._target.flush()
