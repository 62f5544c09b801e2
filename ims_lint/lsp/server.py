"""The language server: what it does for each message, and how it ends."""

from __future__ import annotations

import logging
import signal
import sys
from contextlib import redirect_stdout
from typing import Any

from lsprotocol import types

from ims_lint import json_api
from ims_lint.lsp.actions import FIX_ALL, FIX_ALL_HERE, QUICK_FIX, actions
from ims_lint.lsp.completion import complete
from ims_lint.lsp.convert import SOURCE
from ims_lint.lsp.declaring import declare, operation_at
from ims_lint.lsp.diagnosing import Diagnosing
from ims_lint.lsp.hover import hover
from ims_lint.lsp.parent import end_with
from ims_lint.lsp.rendering import render_at
from ims_lint.lsp.session import Session, log
from ims_lint.lsp.symbols import symbols

_WATCHED = ("**/.ims-lint.toml", "**/pyproject.toml")

_NOT_READ = {"refused": "ims-lint does not read this file"}

_session = Session()
_diagnosing = Diagnosing(_session)


def serve() -> int:
    """Run the server on standard input and output; return 0 if the client sent `shutdown` before the end."""
    logging.disable()  # pygls would log a long text about each invalid message
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # else an interrupt waits for the thread that reads
    target = open(sys.stdout.fileno(), "wb", closefd=False)  # noqa: SIM115 - pygls closes it
    with redirect_stdout(sys.stderr):
        try:
            _session.start_io(stdout=target)
        except (MemoryError, OSError, OverflowError) as error:  # a message that is too long, a broken stream
            log(error)
    return 0 if _session.is_shut_down else 1


@_session.feature(types.INITIALIZE)
def _initialize(params: types.InitializeParams) -> None:
    _session.options = params.initialization_options
    _use(None)
    if params.process_id is not None:
        end_with(params.process_id)


@_session.feature(types.INITIALIZED)
def _initialized(_: types.InitializedParams) -> None:
    if _session.can("workspace.did_change_watched_files.dynamic_registration"):
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(each) for each in _WATCHED])
        registration = types.Registration("configuration", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        _session.client_register_capability(types.RegistrationParams([registration]))


@_session.feature(types.SHUTDOWN)
def _shutdown(_: None) -> None:
    _session.is_shut_down = True


@_session.feature(types.TEXT_DOCUMENT_DID_OPEN)
def _did_open(params: types.DidOpenTextDocumentParams) -> None:
    _diagnosing.opened(_session.open(params.text_document))


@_session.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def _did_change(params: types.DidChangeTextDocumentParams) -> None:
    _diagnosing.changed(_session.document(params.text_document))


@_session.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
def _did_save(params: types.DidSaveTextDocumentParams) -> None:
    _diagnosing.opened(_session.document(params.text_document))


@_session.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def _did_close(params: types.DidCloseTextDocumentParams) -> None:
    document = _session.document(params.text_document)
    del _session.documents[document.uri]
    _diagnosing.closed(document)


@_session.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def _files_changed(_: types.DidChangeWatchedFilesParams) -> None:
    _diagnosing.configuration_changed()


@_session.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
def _settings_changed(params: types.DidChangeConfigurationParams) -> None:
    _use(params.settings)
    _diagnosing.configuration_changed()


@_session.feature(
    types.TEXT_DOCUMENT_DIAGNOSTIC,
    types.DiagnosticOptions(identifier="ims-lint", inter_file_dependencies=False, workspace_diagnostics=False),
)
def _diagnostic(params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
    return types.RelatedFullDocumentDiagnosticReport(_diagnosing.pull(_session.document(params.text_document)))


@_session.feature(
    types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[QUICK_FIX, FIX_ALL, FIX_ALL_HERE])
)
def _code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
    document = _session.document(params.text_document)
    report = _diagnosing.report(document)
    config = _session.config(document)
    return actions(document, report, config, params.range, params.context.only) if report and config else []


@_session.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=['"', ":", " ", "-", "="]))
def _completion(params: types.CompletionParams) -> types.CompletionList:
    document = _session.document(params.text_document)
    config = _session.config(document)
    items = complete(document, config, params.position) if config else []
    return types.CompletionList(False, items)


@_session.feature(types.TEXT_DOCUMENT_HOVER)
def _hover(params: types.HoverParams) -> types.Hover | None:
    document = _session.document(params.text_document)
    config = _session.config(document)
    return hover(document, config, _diagnosing.report(document), params.position) if config else None


@_session.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolOptions(label="ims-lint"))
def _document_symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    document = _session.document(params.text_document)
    config = _session.config(document)
    nested = _session.can("text_document.document_symbol.hierarchical_document_symbol_support")
    return symbols(document, config, nested) if config else []


@_session.feature("ims-lint/operations")
def _operations(_: Any) -> list[json_api.Json]:
    return json_api.operations()


@_session.feature("ims-lint/new")
def _new(params: Any) -> json_api.Json:
    return json_api.new(params.source, params.format)


@_session.feature("ims-lint/operation")
def _operation(params: Any) -> json_api.Json | None:
    document = _session.document(params.textDocument)
    config = _session.config(document)
    return operation_at(document, config, _position(params)) if config else None


@_session.feature("ims-lint/declare")
def _declare(params: Any) -> json_api.Json:
    document = _session.document(params.textDocument)
    config = _session.config(document)
    if config is None:
        return _NOT_READ
    folder = _session.settings.folder_of(document.name)
    return declare(document, config, _position(params), params.operation, folder)


@_session.feature("ims-lint/render")
def _render(params: Any) -> json_api.Json:
    document = _session.document(params.textDocument)
    config = _session.config(document)
    if config is None:
        return _NOT_READ
    return render_at(document, config, _position(params), dict(params.values))


def _use(settings: Any) -> None:
    """Use the settings of the editor, else its initialization options; tell it what is wrong with them."""
    given = [
        _member(_member(settings, SOURCE), name) or _member(_session.options, name)
        for name in ("operation", "perFileOperation")
    ]
    for fault in _session.settings.declare(*given):
        message = f"{SOURCE}.{fault}"
        _session.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))


def _position(params: Any) -> types.Position:
    return types.Position(params.position.line, params.position.character)


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
