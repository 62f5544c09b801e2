"""When the open documents are linted, and how the client gets the diagnostics."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from ims_lint.config import ConfigError
from ims_lint.lsp.convert import to_lsp, trouble
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.session import Session
from ims_lint.lsp.wire import Json
from ims_lint.report.diagnostic import Report

QUIET = 0.03
"""Seconds without a change after which a document is linted."""

PATIENCE = 0.3
"""Seconds after which it is linted although changes keep coming."""

_SHARE = 4
"""Of the time while changes keep coming, linting takes at most one part in so many."""


@dataclass
class _Plan:
    """When a document is to be linted: at `due`, which each change puts off, but not past `latest`."""

    due: float
    latest: float

    @property
    def at(self) -> float:
        return min(self.due, self.latest)


class Diagnosing:
    """Pushes the diagnostics of a document soon after it changed, and answers those who ask."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plans: dict[str, _Plan] = {}
        self._pulled: set[str] = set()
        self._cost = 0.0

    def opened(self, document: OpenDocument) -> None:
        """Lint a document at once."""
        self._plans[document.uri] = _Plan(0, 0)

    def changed(self, document: OpenDocument) -> None:
        """Lint a document when its changes pause."""
        now = time.monotonic()
        patience = max(PATIENCE, self._cost * _SHARE)
        plan = self._plans.setdefault(document.uri, _Plan(now, now + patience))
        plan.due = now + max(QUIET, self._cost)

    def closed(self, document: OpenDocument) -> None:
        """Take back what was said of a document."""
        self._plans.pop(document.uri, None)
        self._pulled.discard(document.uri)
        self._publish(document, [])

    def configuration_changed(self) -> None:
        """Lint all documents again."""
        for document in self._session.documents.values():
            self.opened(document)
        if self._pulled and self._session.can("workspace", "diagnostics", "refreshSupport"):
            self._session.request("workspace/diagnostic/refresh", None)

    def wait(self) -> float | None:
        """Seconds until the next document is to be linted, None if none is."""
        if not self._plans:
            return None
        return min(plan.at for plan in self._plans.values()) - time.monotonic()

    def push_due(self) -> None:
        """Lint the document that waits longest."""
        uri = min(self._plans, key=lambda each: self._plans[each].at)
        del self._plans[uri]
        document = self._session.documents[uri]
        if uri not in self._pulled:
            self._publish(document, self.diagnostics(document))

    def pull(self, params: Json) -> Json:
        """Answer with the diagnostics of a document.

        A client that says that it asks for diagnostics, and does, is not sent them as well: it
        would show each of them twice.
        """
        document = self._session.document(params)
        if self._session.has("textDocument", "diagnostic") and document.uri not in self._pulled:
            self._pulled.add(document.uri)
            self._plans.pop(document.uri, None)
            self._publish(document, [])
        return {"kind": "full", "items": self.diagnostics(document)}

    def report(self, document: OpenDocument) -> Report | None:
        """The report on a document, None where there is none to be had."""
        try:
            return document.report(self._session.settings)
        except Exception:
            return None

    def diagnostics(self, document: OpenDocument) -> list[dict[str, Any]]:
        """The diagnostics of a document; of one that cannot be linted, the reason."""
        started = time.monotonic()
        try:
            report = document.report(self._session.settings)
            return [to_lsp(document, each) for each in report.diagnostics]
        except ConfigError as error:
            return [trouble(str(error))]
        except Exception as error:
            return [trouble(f"ims-lint failed on this file: {type(error).__name__}: {error}")]
        finally:
            self._cost = time.monotonic() - started

    def _publish(self, document: OpenDocument, diagnostics: list[dict[str, Any]]) -> None:
        params: dict[str, Any] = {"uri": document.uri, "diagnostics": diagnostics}
        if document.version is not None:
            params["version"] = document.version
        self._session.notify("textDocument/publishDiagnostics", params)
