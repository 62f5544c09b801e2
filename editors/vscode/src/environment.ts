/** The environment that is selected in the Python extension, if that is installed. */

import * as vscode from "vscode";
import type { Candidate } from "./python";

const PYTHON = "ms-python.python";

/** The part of the API of the Python extension that is used here. */
interface Environments {
  getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
  resolveEnvironment(environment: { path: string }): Promise<{ executable?: { uri?: vscode.Uri } } | undefined>;
  onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
}

/** Asks the Python extension, once a server needs to know; `changed` is called when another environment is selected. */
export class SelectedEnvironment implements vscode.Disposable {
  private subscription: vscode.Disposable | undefined;

  constructor(private readonly changed: () => void) {}

  /** The interpreter for a folder; none in an untrusted workspace, which may contain it. */
  async interpreter(folder: vscode.Uri | undefined): Promise<Candidate[]> {
    const extension = vscode.extensions.getExtension<{ environments?: Environments }>(PYTHON);
    const environments = vscode.workspace.isTrusted ? (await extension?.activate())?.environments : undefined;
    this.subscription ??= environments?.onDidChangeActiveEnvironmentPath(this.changed);
    const selected = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
    const path = selected?.executable?.uri?.fsPath;
    return path === undefined ? [] : [{ origin: "the Python extension", command: [path] }];
  }

  dispose(): void {
    this.subscription?.dispose();
  }
}
