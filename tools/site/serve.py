"""Serve the built website as GitHub Pages does: below the path of its base URL."""

from __future__ import annotations

import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from ims_lint.about import SITE
from tools.site.build import TARGET

BASE = urlsplit(SITE).path


class Handler(SimpleHTTPRequestHandler):
    """Answer requests for files of the site below its path, and nothing else."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(TARGET))

    def translate_path(self, path: str) -> str:
        """Return the file for a path below that of the site; one that does not exist for other paths."""
        return super().translate_path(path.removeprefix(BASE.rstrip("/")) if path.startswith(BASE) else "/404")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page if a page does not exist."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = (TARGET / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)


def main(port: int = 8000) -> None:
    """Serve the site on this machine until it is interrupted."""
    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        print(f"http://127.0.0.1:{server.server_port}{BASE}", flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
