/** The status bar item: the operation of the request at the cursor, and the choice of another one. */

import * as vscode from "vscode";
import type { Declaration, Decided, Operation } from "./protocol";
import type { Server, Servers } from "./server";

const PAUSE = 150;
const SETTING = "perFileOperation";

/** A place in a document, as the server is asked about it. */
export interface Place {
  textDocument: { uri: string };
  position: vscode.Position;
}

/** The place of the cursor. */
export function placeOf(editor: vscode.TextEditor): Place {
  return { textDocument: { uri: editor.document.uri.toString() }, position: editor.selection.active };
}

/** Shows the operation of the request at the cursor, and tells the menus whether there is one. */
export class OperationItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("ims-lint.operation", vscode.StatusBarAlignment.Right, 99);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly servers: Servers) {
    this.item.name = "ims-lint: Operation";
    this.item.command = "ims-lint.chooseOperation";
  }

  /** Show it anew, soon. */
  update(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(), PAUSE);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.item.dispose();
  }

  private async show(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const server = editor && this.servers.of(editor.document.uri);
    const decided =
      editor && server?.reads(editor.document)
        ? await decidedAt(server, placeOf(editor)).catch(() => undefined)
        : undefined;
    if (editor !== vscode.window.activeTextEditor) {
      return;
    }
    await vscode.commands.executeCommand("setContext", "ims-lint.atRequest", !!decided);
    if (decided) {
      this.item.text = `IMS: ${decided.operation}`;
      this.item.tooltip = `${decided.address}\n${sentence(decided.because)}`;
      this.item.show();
    } else {
      this.item.hide();
    }
  }
}

/** Let the user choose the operation of the request at the cursor, and keep the choice. */
export async function chooseOperation(server: Server, editor: vscode.TextEditor): Promise<void> {
  const place = placeOf(editor);
  const decided = await decidedAt(server, place);
  const operations = await server.ask<Operation[]>("operations");
  if (!decided) {
    void vscode.window.showInformationMessage("There is no request at the cursor.");
    return;
  }
  if (decided.firm) {
    const what = `The operation is ${decided.operation}: ${decided.because}.`;
    void vscode.window.showInformationMessage(`${what} Change that to choose another one.`);
    return;
  }
  const undeclared = await declaration(server, place, null);
  const isDeclared = "edits" in undeclared || ("pattern" in undeclared && undeclared.pattern in kept(editor.document));
  const items = operations.map(({ name, address }) => ({
    label: name,
    description: address,
    operation: name as string | null,
    ...(name === decided.operation && { detail: sentence(decided.because) }),
  }));
  const none = { label: "Not declared", description: "ims-lint decides", operation: null };
  const chosen = await vscode.window.showQuickPick([...items, ...(isDeclared ? [none] : [])], {
    placeHolder: "The operation of this request",
  });
  if (chosen) {
    await keep(editor.document, chosen.operation, await declaration(server, place, chosen.operation));
  }
}

function decidedAt(server: Server, place: Place): Promise<Decided | null> {
  return server.ask<Decided | null>("operation", place);
}

function declaration(server: Server, place: Place, operation: string | null): Promise<Declaration> {
  return server.ask<Declaration>("declare", { ...place, operation });
}

async function keep(document: vscode.TextDocument, operation: string | null, declared: Declaration): Promise<void> {
  if ("edits" in declared) {
    const edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of declared.edits) {
      const { start, end } = range;
      edit.replace(document.uri, new vscode.Range(start.line, start.character, end.line, end.character), newText);
    }
    await vscode.workspace.applyEdit(edit);
  } else if ("pattern" in declared) {
    const { [declared.pattern]: _, ...others } = kept(document);
    const all = operation === null ? others : { [declared.pattern]: operation, ...others };
    const settings = vscode.workspace.getConfiguration("ims-lint", document.uri);
    const value = Object.keys(all).length > 0 ? all : undefined;
    await settings.update(SETTING, value, vscode.ConfigurationTarget.WorkspaceFolder);
  } else {
    void vscode.window.showWarningMessage(`The operation was not changed: ${declared.refused}.`);
  }
}

/** The operations that the settings of the folder of a document have for file patterns. */
function kept(document: vscode.TextDocument): Record<string, string> {
  const found = vscode.workspace.getConfiguration("ims-lint", document.uri).inspect<Record<string, string>>(SETTING);
  return found?.workspaceFolderValue ?? {};
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
