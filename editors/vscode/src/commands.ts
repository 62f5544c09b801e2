/** The commands that create, render and explain requests. */

import * as vscode from "vscode";
import { placeOf } from "./operation";
import type { Operation, Rendered, Starter } from "./protocol";
import type { Server } from "./server";

/** The scheme of rendered request bodies, whose text is in the query of their address. */
export const BODY = "ims-lint-body";

/** Open a new request, for a source that the user picks. */
export async function newRequest(server: Server): Promise<void> {
  await server.need();
  const operations = await server.ask<Operation[]>("operations");
  const sources = operations.flatMap(({ name, sources }) => [
    { label: name, kind: vscode.QuickPickItemKind.Separator, source: "" },
    ...sources.map((each) => ({ label: each.title, description: each.parameter, source: each.name })),
  ]);
  const chosen = await vscode.window.showQuickPick(sources, { placeHolder: "What to create" });
  const format = chosen && (await vscode.window.showQuickPick(["YAML", "JSON"], { placeHolder: "The format" }));
  if (format) {
    const language = format.toLowerCase();
    const made = await server.ask<Starter>("new", { source: chosen.source, format: language });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content: made.text }));
  }
}

/** Show the request body at the cursor in an editor beside. */
export async function render(server: Server, editor: vscode.TextEditor): Promise<void> {
  const rendered = await renderedAt(server, editor);
  if (rendered) {
    const path = `/${rendered.operation}.json`;
    const body = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: BODY, path, query: rendered.body }));
    await vscode.window.showTextDocument(body, vscode.ViewColumn.Beside);
  }
}

/** Copy the command that sends the request body at the cursor. */
export async function copyAsCurl(server: Server, editor: vscode.TextEditor): Promise<void> {
  const rendered = await renderedAt(server, editor);
  if (rendered) {
    await vscode.env.clipboard.writeText(rendered.curl);
    const variables = "set IMS_ENDPOINT and TOKEN before you run it";
    void vscode.window.showInformationMessage(`Copied the curl command for ${rendered.operation}; ${variables}.`);
  }
}

/** Open the documentation of the rule whose finding is at the cursor. */
export async function openRulePage({ document, selection }: vscode.TextEditor): Promise<void> {
  const pages = new Map<string, vscode.Uri>();
  for (const { source, code, range } of vscode.languages.getDiagnostics(document.uri)) {
    if (source === "ims-lint" && typeof code === "object" && range.intersection(selection)) {
      pages.set(String(code.value), code.target);
    }
  }
  if (pages.size === 0) {
    void vscode.window.showInformationMessage("ims-lint has found nothing at the cursor.");
  }
  const codes = [...pages.keys()];
  const chosen = codes.length > 1 ? await vscode.window.showQuickPick(codes, { placeHolder: "The rule" }) : codes[0];
  const page = chosen && pages.get(chosen);
  if (page) {
    await vscode.env.openExternal(page);
  }
}

/** The rendered request at the cursor, with values for its placeholders from the user; else say why there is none. */
async function renderedAt(
  server: Server,
  editor: vscode.TextEditor,
): Promise<Extract<Rendered, { body: string }> | undefined> {
  const values: [string, string][] = [];
  for (;;) {
    const answer = await server.ask<Rendered>("render", { ...placeOf(editor), values });
    if ("body" in answer) {
      return answer;
    }
    if ("refused" in answer) {
      const show = "Show Problems";
      if ((await vscode.window.showErrorMessage(`Not rendered: ${answer.refused}.`, show)) === show) {
        await vscode.commands.executeCommand("workbench.actions.view.problems");
      }
      return undefined;
    }
    for (const name of answer.missing) {
      const value = await vscode.window.showInputBox({ prompt: `The value of the placeholder ${name}` });
      if (value === undefined) {
        return undefined;
      }
      values.push([name, value]);
    }
  }
}
