"""The language server itself: its life, the open documents, and when each is linted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from queue import Empty
from typing import Any, BinaryIO

from ims_lint.about import __version__
from ims_lint.lsp import wire
from ims_lint.lsp.diagnosing import Diagnosing
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.editor_text import EditorText
from ims_lint.lsp.session import Failure, Session
from ims_lint.lsp.uris import filename
from ims_lint.lsp.wire import Json, Wire

Handler = Callable[[Json], Json]

_WATCHED = ("**/.ims-lint.toml", "**/pyproject.toml")


def serve(source: BinaryIO, target: BinaryIO) -> int:
    """Run the server on two streams until the client ends it; the exit status."""
    sys.stdout = sys.stderr
    server = Server(Wire(source, target))
    try:
        return server.run()
    except BrokenPipeError:
        return 1


class Server:
    """Answers the client's messages one after the other, and lints in between."""

    def __init__(self, connection: Wire) -> None:
        self._wire = connection
        self._session = Session(connection)
        self._diagnosing = Diagnosing(self._session)
        self._status: int | None = None
        self._requests: dict[str, Handler] = {
            "initialize": self._initialize,
            "shutdown": self._shutdown,
            "textDocument/diagnostic": self._diagnosing.pull,
            "textDocument/codeAction": self._code_action,
            "textDocument/completion": self._completion,
            "textDocument/hover": self._hover,
            "textDocument/documentSymbol": self._document_symbol,
        }
        self._notifications: dict[str, Handler] = {
            "initialized": self._initialized,
            "exit": self._exit,
            "textDocument/didOpen": self._did_open,
            "textDocument/didChange": self._did_change,
            "textDocument/didSave": self._did_save,
            "textDocument/didClose": self._did_close,
            "workspace/didChangeWatchedFiles": self._configuration_changed,
            "workspace/didChangeConfiguration": self._configuration_changed,
        }

    def run(self) -> int:
        """Serve until the end; 0 if the client said goodbye as it should."""
        self._wire.start()
        while self._status is None:
            wait = self._diagnosing.wait()
            if wait is not None and wait <= 0:
                self._diagnosing.push_due()
                continue
            try:
                message = self._wire.messages.get(timeout=wait)
            except Empty:
                continue
            if isinstance(message, wire.End):
                break
            self._handle(message)
        return 1 if self._status is None else self._status

    def _handle(self, message: Json) -> None:
        """Answer one message, whatever it is."""
        if isinstance(message, wire.NotJson):
            self._fail(None, Failure(wire.PARSE_ERROR, "this message is not JSON"))
            return
        method = message.get("method") if isinstance(message, dict) else None
        if not isinstance(method, str):
            if not (isinstance(message, dict) and "id" in message and ("result" in message or "error" in message)):
                self._fail(None, Failure(wire.INVALID_REQUEST, "this message is neither request nor notification"))
            return
        if "id" in message:
            self._answer(message["id"], method, message.get("params"))
        else:
            self._notice(method, message.get("params"))

    def _answer(self, key: Json, method: str, params: Json) -> None:
        """Answer a request with its result or with what went wrong."""
        try:
            if isinstance(key, int | str) and self._wire.is_cancelled(key):
                raise Failure(wire.CANCELLED, "cancelled")
            result = self._handler(method)(params)
        except Failure as failure:
            self._fail(key, failure)
        except BrokenPipeError:
            raise
        except Exception as error:
            self._fail(key, _unexpected(method, error))
        else:
            self._wire.send({"id": key, "result": result})

    def _handler(self, method: str) -> Handler:
        if self._session.is_shut_down:
            raise Failure(wire.INVALID_REQUEST, "the server is shut down")
        if not self._session.is_initialized and method != "initialize":
            raise Failure(wire.NOT_INITIALIZED, "initialize comes first")
        if method not in self._requests:
            raise Failure(wire.METHOD_NOT_FOUND, f"there is no method {method}")
        return self._requests[method]

    def _notice(self, method: str, params: Json) -> None:
        """Act on a notification; one that is unknown or makes no sense is passed over."""
        if method != "exit" and (not self._session.is_initialized or self._session.is_shut_down):
            return
        handler = self._notifications.get(method)
        if handler is None:
            return
        try:
            handler(params)
        except BrokenPipeError:
            raise
        except Failure as failure:
            _log(f"{method}: {failure.message}")
        except Exception as error:
            _log(_unexpected(method, error).message)

    def _fail(self, key: Json, failure: Failure) -> None:
        self._wire.send({"id": key, "error": {"code": failure.code, "message": failure.message}})

    def _initialize(self, params: Json) -> Json:
        if self._session.is_initialized:
            raise Failure(wire.INVALID_REQUEST, "initialize comes only once")
        self._session.begin(params if isinstance(params, dict) else {})
        return {
            "capabilities": _capabilities(self._session.encoding),
            "serverInfo": {"name": "ims-lint", "version": __version__},
        }

    def _initialized(self, _: Json) -> None:
        if self._session.can("workspace", "didChangeWatchedFiles", "dynamicRegistration"):
            watchers = [{"globPattern": pattern} for pattern in _WATCHED]
            options = {"watchers": watchers}
            method = "workspace/didChangeWatchedFiles"
            registration = {"id": "configuration", "method": method, "registerOptions": options}
            self._session.request("client/registerCapability", {"registrations": [registration]})

    def _shutdown(self, _: Json) -> None:
        self._session.is_shut_down = True

    def _exit(self, _: Json) -> None:
        self._status = 0 if self._session.is_shut_down else 1

    def _did_open(self, params: Json) -> None:
        item = self._session.item(params)
        uri, text = item["uri"], item.get("text")
        if not isinstance(text, str):
            raise Failure(wire.INVALID_PARAMS, "the document has no text")
        name = self._session.resolve(filename(uri, str(item.get("languageId", ""))))
        version = item.get("version")
        document = OpenDocument(
            uri, name, EditorText(text, self._session.encoding), version if isinstance(version, int) else None
        )
        self._session.documents[uri] = document
        self._diagnosing.opened(document)

    def _did_change(self, params: Json) -> None:
        document = self._session.document(params)
        text = document.text
        for change in params["contentChanges"]:
            if span := change.get("range"):
                text = text.changed(span["start"], span["end"], change["text"])
            else:
                text = EditorText(change["text"], self._session.encoding)
        version = params["textDocument"].get("version")
        document.text, document.version = text, version if isinstance(version, int) else None
        self._diagnosing.changed(document)

    def _did_save(self, params: Json) -> None:
        self._diagnosing.opened(self._session.document(params))

    def _did_close(self, params: Json) -> None:
        document = self._session.document(params)
        del self._session.documents[document.uri]
        self._diagnosing.closed(document)

    def _configuration_changed(self, _: Json) -> None:
        self._diagnosing.configuration_changed()

    def _code_action(self, params: Json) -> Json:
        from ims_lint.lsp.actions import actions

        document = self._session.document(params)
        context = params.get("context")
        only = context.get("only") if isinstance(context, dict) else None
        self._session.offset(document, params["range"]["start"])
        self._session.offset(document, params["range"]["end"])
        report = self._diagnosing.report(document)
        if report is None:
            return []
        config = self._session.settings.of(document.filename)
        wanted = [each for each in only if isinstance(each, str)] if isinstance(only, list) else None
        return actions(document, report, config, params["range"], wanted)

    def _completion(self, params: Json) -> Json:
        from ims_lint.lsp.completion import complete

        document = self._session.document(params)
        self._session.offset(document, params.get("position"))
        items = complete(document, params["position"]) if self._is_linted(document) else []
        return {"isIncomplete": False, "items": items}

    def _hover(self, params: Json) -> Json:
        from ims_lint.lsp.hover import hover

        document = self._session.document(params)
        self._session.offset(document, params.get("position"))
        report = self._diagnosing.report(document)
        return hover(document, report, params["position"]) if self._is_linted(document) else None

    def _document_symbol(self, params: Json) -> Json:
        from ims_lint.lsp.symbols import symbols

        document = self._session.document(params)
        nested = self._session.can("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport")
        return symbols(document, nested) if self._is_linted(document) else []

    def _is_linted(self, document: OpenDocument) -> bool:
        from ims_lint.config import ConfigError
        from ims_lint.lsp.document import is_request

        try:
            return is_request(document, self._session.settings.of(document.filename))
        except ConfigError:
            return True


def _capabilities(encoding: str) -> dict[str, Any]:
    return {
        "positionEncoding": encoding,
        "textDocumentSync": {"openClose": True, "change": 2, "save": {"includeText": False}},
        "diagnosticProvider": {
            "identifier": "ims-lint",
            "interFileDependencies": False,
            "workspaceDiagnostics": False,
        },
        "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll", "source.fixAll.ims-lint"]},
        "completionProvider": {"triggerCharacters": ['"', ":", " ", "-"]},
        "hoverProvider": True,
        "documentSymbolProvider": {"label": "ims-lint"},
    }


def _unexpected(method: str, error: Exception) -> Failure:
    """What to say of a request that nobody foresaw."""
    kind = type(error).__name__
    if isinstance(error, KeyError | TypeError | AttributeError | ValueError | OverflowError):
        return Failure(wire.INVALID_PARAMS, f"{method}: the parameters are not as the protocol has them ({kind})")
    return Failure(wire.INTERNAL_ERROR, f"{method}: {kind}: {error}")


def _log(message: str) -> None:
    print(f"ims-lint lsp: {message}", file=sys.stderr, flush=True)
