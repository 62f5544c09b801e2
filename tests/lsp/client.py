"""A client of the language server, over its standard input and output: pygls' own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

COMMAND = (sys.executable, "-m", "ims_lint", "lsp")
WAIT = 30


class Client:
    """A client with what the server sent it; documents are named by their URI."""

    def __init__(self, protocol: LanguageClient) -> None:
        self.protocol = protocol
        self.published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.registered: list[str] = []
        self.messages: list[str] = []
        self._versions: dict[str, int] = {}

        @protocol.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

        @protocol.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered += [each.method for each in params.registrations]

        @protocol.feature(types.WINDOW_SHOW_MESSAGE)
        def message(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)

    def open(self, uri: str, text: str, language: str = "yaml") -> None:
        self._versions[uri] = 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.protocol.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, uri: str, *changes: Any) -> None:
        """Change a document: (start line, start character, end line, end character, text) or the whole text."""
        self._versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        events = [
            types.TextDocumentContentChangeWholeDocument(each)
            if isinstance(each, str)
            else types.TextDocumentContentChangePartial(span(*each[:4]), each[4])
            for each in changes
        ]
        self.protocol.text_document_did_change(types.DidChangeTextDocumentParams(document, events))

    def configure(self, settings: Any) -> None:
        self.protocol.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))

    async def diagnostics(self, uri: str, version: int | None = None) -> list[types.Diagnostic]:
        """The next diagnostics that are pushed for a document (in a version)."""
        while True:
            params = await asyncio.wait_for(self.published.get(), WAIT)
            if params.uri == uri and version in (None, params.version):
                return list(params.diagnostics)

    async def pull(self, uri: str) -> list[types.Diagnostic]:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        report = await asyncio.wait_for(self.protocol.text_document_diagnostic_async(params), WAIT)
        return list(report.items)

    async def complete(self, uri: str, line: int, character: int) -> dict[str, types.CompletionItem]:
        where = types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        answer = await asyncio.wait_for(self.protocol.text_document_completion_async(where), WAIT)
        return {item.label: item for item in answer.items}

    async def hover(self, uri: str, line: int, character: int) -> str:
        where = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        answer = await asyncio.wait_for(self.protocol.text_document_hover_async(where), WAIT)
        return answer.contents.value if answer else ""

    async def symbols(self, uri: str) -> list[types.DocumentSymbol]:
        params = types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
        return list(await asyncio.wait_for(self.protocol.text_document_document_symbol_async(params), WAIT) or [])

    async def actions(self, uri: str, where: types.Range, *only: str) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only=list(only) or None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)
        return list(await asyncio.wait_for(self.protocol.text_document_code_action_async(params), WAIT) or [])


def span(line: int, character: int, end_line: int, end_character: int) -> types.Range:
    return types.Range(types.Position(line, character), types.Position(end_line, end_character))


@asynccontextmanager
async def connected(
    capabilities: types.ClientCapabilities | None = None,
    root: str = "",
    folders: Sequence[str] = (),
    options: Any = None,
) -> AsyncIterator[Client]:
    """A client whose server is initialized; it is shut down at the end, and has to exit with 0."""
    protocol = LanguageClient("tests", "1")
    client = Client(protocol)
    await protocol.start_io(*COMMAND)
    params = types.InitializeParams(
        capabilities=capabilities or types.ClientCapabilities(),
        root_uri=root or None,
        workspace_folders=[types.WorkspaceFolder(each, each) for each in folders],
        initialization_options=options,
    )
    client.capabilities = (await asyncio.wait_for(protocol.initialize_async(params), WAIT)).capabilities  # type: ignore[attr-defined]
    protocol.initialized(types.InitializedParams())
    yield client
    await asyncio.wait_for(protocol.shutdown_async(None), WAIT)
    protocol.exit(None)
    assert await asyncio.wait_for(protocol._server.wait(), WAIT) == 0
    await protocol.stop()


def with_client(
    test: Callable[[Client], Awaitable[None]],
    capabilities: types.ClientCapabilities | None = None,
    root: str = "",
    folders: Sequence[str] = (),
    options: Any = None,
) -> None:
    """Run a test with a client of a server of its own."""

    async def run() -> None:
        async with connected(capabilities, root, folders, options) as client:
            await test(client)

    asyncio.run(run())


def apply(text: str, edits: list[types.TextEdit]) -> str:
    """A text of ASCII after edits."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        start = starts[edit.range.start.line] + edit.range.start.character
        end = starts[edit.range.end.line] + edit.range.end.character
        text = text[:start] + edit.new_text + text[end:]
    return text
