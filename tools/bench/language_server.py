"""Measure the language server: the time to the first diagnostic, and the CPU time of a keystroke."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

URI = "file:///bench/web.ims.yaml"
KEYSTROKES = 200
WARM_UP = 20
Message = dict[str, Any]


class Server:
    """A language server process, and the parts of an editor that are needed to use it."""

    def __init__(self, ims_lint: Path) -> None:
        """Start the server, and wait until it is ready."""
        self.process = subprocess.Popen(
            [ims_lint, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.send("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}}, number=1)
        self.wait_for(lambda message: message.get("id") == 1)
        self.send("initialized", {})

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        self.process.kill()
        self.process.communicate()

    def send(self, method: str, params: Message, number: int | None = None) -> None:
        """Send a notification, or a request if it has a number."""
        self.write({"method": method, "params": params} | ({} if number is None else {"id": number}))

    def write(self, message: Message) -> None:
        """Send a message."""
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def wait_for(self, wanted: Callable[[Message], bool]) -> None:
        """Read messages up to the wanted one; answer requests of the server with an empty result."""
        while not wanted(message := self.read()):
            if "id" in message and "method" in message:
                self.write({"id": message["id"], "result": None})

    def read(self) -> Message:
        """Read one message."""
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            sys.exit("ims-lint lsp exited without a response.")
        message: Message = json.loads(self.process.stdout.read(length))
        return message

    def wait_for_diagnostics(self) -> None:
        """Read messages up to the next diagnostics of the file."""
        self.wait_for(lambda message: message.get("method") == "textDocument/publishDiagnostics")

    def open(self, text: str) -> None:
        """Open the file, and wait for its diagnostics."""
        document = {"uri": URI, "languageId": "yaml", "version": 0, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self.wait_for_diagnostics()

    def change(self, text: str, version: int) -> None:
        """Change the file, and wait for its diagnostics."""
        document = {"uri": URI, "version": version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        self.wait_for_diagnostics()

    def cpu_seconds(self) -> float:
        """The CPU time that the server has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def first_diagnostic(ims_lint: Path, text: str) -> float:
    """The seconds from starting the server to the diagnostics of a file."""
    start = time.perf_counter()
    with Server(ims_lint) as server:
        server.open(text)
        return time.perf_counter() - start


def keystroke(ims_lint: Path) -> float:
    """The CPU time of a keystroke in milliseconds; keystrokes alternately add and correct an error."""
    texts = [thirty_lines("web-server"), thirty_lines("web-server!")]
    with Server(ims_lint) as server:
        server.open(texts[0])
        for version in range(1, WARM_UP + KEYSTROKES + 1):
            if version == WARM_UP + 1:
                before = server.cpu_seconds()
            server.change(texts[version % 2], version)
        return (server.cpu_seconds() - before) / KEYSTROKES * 1000


def thirty_lines(name: str) -> str:
    """A request of thirty lines."""
    system = f"name: {name}\nimage_url: ims-images:web/system.qcow2\nos_type: Linux\nmin_disk: 40\ntype: ECS\n"
    more = "os_version: CentOS 7.0 64bit\ndescription: Base image of the web servers\nmin_ram: 1024\n"
    disk = "  - name: web-data-{0}\n    image_url: ims-images:web/data-{0}.qcow2\n    min_disk: 100\n"
    tag = "  - key: tag-{0}\n    value: test\n"
    disks = "data_images:\n" + "".join(disk.format(number) for number in range(3))
    tags = "image_tags:\n" + "".join(tag.format(number) for number in range(5))
    return system + more + disks + tags + "max_ram: 4096\n"
