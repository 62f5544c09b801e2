/** The extension: starts servers for documents, and registers the commands. */

import * as vscode from "vscode";
import { BODY, copyAsCurl, newRequest, openRulePage, render } from "./commands";
import { SelectedEnvironment } from "./environment";
import { CONFIGURATIONS } from "./files";
import { OperationItem, chooseOperation } from "./operation";
import { Servers, type Server } from "./server";

const RESTARTING = ["ims-lint.interpreter", "ims-lint.importStrategy"];

let servers: Servers;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("ims-lint", { log: true });
  const environment = new SelectedEnvironment(() => void servers.restart());
  const bundled = context.asAbsolutePath("bundled");
  servers = new Servers({ bundled, output, environment, changed: () => item.update() });
  const item = new OperationItem(servers);
  const configurations = vscode.workspace.createFileSystemWatcher(CONFIGURATIONS);
  const update = () => item.update();
  context.subscriptions.push(
    output,
    environment,
    item,
    configurations,
    configurations.onDidCreate(() => servers.start()),
    configurations.onDidChange(() => servers.start()),
    vscode.workspace.onDidOpenTextDocument((document) => servers.opened(document)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => servers.restart()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => servers.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      update();
      return RESTARTING.some((name) => event.affectsConfiguration(name)) ? servers.restart() : undefined;
    }),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeTextEditorSelection(update),
    vscode.workspace.onDidChangeTextDocument(update),
    vscode.workspace.registerTextDocumentContentProvider(BODY, { provideTextDocumentContent: (uri) => uri.query }),
    command("restart", () => servers.restart()),
    command("showOutput", () => output.show()),
    command("newRequest", () => newRequest(servers.of(vscode.window.activeTextEditor?.document.uri))),
    command("openRulePage", () => inEditor((_, editor) => openRulePage(editor))),
    command("render", () => inEditor(render)),
    command("copyAsCurl", () => inEditor(copyAsCurl)),
    command("chooseOperation", () => inEditor(chooseOperation)),
  );
  await servers.start();
}

export function deactivate(): Promise<void> {
  return servers.stop();
}

/** Register a command; if it fails, the message says why. */
function command(name: string, run: () => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(`ims-lint.${name}`, async () => {
    try {
      await run();
    } catch (error) {
      void vscode.window.showErrorMessage(`ims-lint: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

async function inEditor(run: (server: Server, editor: vscode.TextEditor) => Promise<void>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor) {
    await run(servers.of(editor.document.uri), editor);
  }
}
