"""Decide when open documents are linted, and send the diagnostics to the client."""

from __future__ import annotations

import asyncio
import time

from lsprotocol import types

from ims_lint.config import ConfigError
from ims_lint.embedded import NotInstalled
from ims_lint.lsp.convert import to_lsp, trouble
from ims_lint.lsp.document import OpenDocument, linting
from ims_lint.lsp.session import Session
from ims_lint.report.diagnostic import Report

QUIET = 0.03
"""Seconds without a change before a document is linted."""

PATIENCE = 0.3
"""Seconds before a document is linted during continuous changes."""

_SHARE = 4
"""During continuous changes, linting takes at most one part in this many of the time."""


class Diagnosing:
    """Pushes the diagnostics of a document soon after it changed, and returns them on request."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._latest: dict[str, float] = {}
        self._pulled: set[str] = set()
        self._cost = 0.0

    def opened(self, document: OpenDocument) -> None:
        """Lint a document at once."""
        self._plan(document, 0)

    def changed(self, document: OpenDocument) -> None:
        """Lint a document when its changes pause; each change delays that, up to a latest time."""
        now = asyncio.get_running_loop().time()
        latest = self._latest.setdefault(document.uri, now + max(PATIENCE, self._cost * _SHARE))
        self._plan(document, min(now + max(QUIET, self._cost), latest))

    def closed(self, document: OpenDocument) -> None:
        """Remove the diagnostics of a document."""
        self._forget(document)
        self._pulled.discard(document.uri)
        self._publish(document, [])

    def configuration_changed(self) -> None:
        """Lint all documents again."""
        for document in self._session.documents.values():
            self.opened(document)
        if self._pulled and self._session.can("workspace.diagnostics.refresh_support"):
            self._session.workspace_diagnostic_refresh(None)

    def _plan(self, document: OpenDocument, when: float) -> None:
        """Lint a document at a time of the clock of the event loop, and not before."""
        if document.uri in self._timers:
            self._timers[document.uri].cancel()
        self._timers[document.uri] = asyncio.get_running_loop().call_at(when, self._push, document)

    def _forget(self, document: OpenDocument) -> None:
        """Cancel the planned linting of a document."""
        self._latest.pop(document.uri, None)
        if timer := self._timers.pop(document.uri, None):
            timer.cancel()

    def _push(self, document: OpenDocument) -> None:
        self._forget(document)
        if document.uri not in self._pulled:
            self._publish(document, self.diagnostics(document))

    def pull(self, document: OpenDocument) -> list[types.Diagnostic]:
        """The diagnostics of a document for a client that requests them.

        A client that supports requesting diagnostics, and does so, is not sent them as well: it would
        show each of them twice.
        """
        if self._session.can("text_document.diagnostic") and document.uri not in self._pulled:
            self._pulled.add(document.uri)
            self._forget(document)
            self._publish(document, [])
        return self.diagnostics(document)

    def report(self, document: OpenDocument) -> Report | None:
        """The report on a document; None if it cannot be linted."""
        try:
            return self._report(document)
        except Exception:
            return None

    def _report(self, document: OpenDocument) -> Report | None:
        """The report on a document; None if it is not linted."""
        config = linting(document, self._session.settings.of(document.name))
        return document.linted(config).report if config else None

    def diagnostics(self, document: OpenDocument) -> list[types.Diagnostic]:
        """The diagnostics of a document; if it cannot be linted, the reason."""
        started = time.monotonic()
        try:
            report = self._report(document)
            return [to_lsp(document, each) for each in report.diagnostics] if report else []
        except NotInstalled as error:
            self._session.tell_missing(error)
            return []
        except ConfigError as error:
            return [trouble(str(error))]
        except Exception as error:
            return [trouble(f"ims-lint failed: {type(error).__name__}: {error}")]
        finally:
            self._cost = time.monotonic() - started

    def _publish(self, document: OpenDocument, diagnostics: list[types.Diagnostic]) -> None:
        params = types.PublishDiagnosticsParams(document.uri, diagnostics, document.version)
        self._session.text_document_publish_diagnostics(params)
