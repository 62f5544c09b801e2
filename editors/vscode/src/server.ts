/** The language servers: one for each workspace folder, and one for the files outside of them. */

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorCodes,
  LanguageClient,
  ResponseError,
  State,
  type DocumentSelector,
  type Middleware,
} from "vscode-languageclient/node";
import type { SelectedEnvironment } from "./environment";
import { LANGUAGES, REQUESTS, isConfigured, isRequest } from "./files";
import { NoPython, OLDEST, fails, findPython, onPath, programs, type Python } from "./python";

const NARROW: DocumentSelector = [
  { scheme: "file", pattern: REQUESTS },
  { scheme: "untitled", language: "yaml" },
  { scheme: "untitled", language: "json" },
];
const WIDE: DocumentSelector = [...NARROW, ...LANGUAGES.map((language) => ({ scheme: "file", language }))];

/** What all servers share; `changed` is called when one has started or ended. */
export interface Shared {
  bundled: string;
  output: vscode.LogOutputChannel;
  environment: SelectedEnvironment;
  changed: () => void;
}

/** All servers; each starts with the first document that is for it. */
export class Servers {
  private readonly all = new Map<string, Server>();

  constructor(private readonly shared: Shared) {}

  /** The server for a document, or for a new one, whether it runs or not. */
  of(uri: vscode.Uri | undefined): Server {
    const folder = folderOf(uri);
    const key = folder?.uri.toString() ?? "";
    const server = this.all.get(key) ?? new Server(this.shared, folder);
    this.all.set(key, server);
    return server;
  }

  /** Start what a document needs, if it is for ims-lint. */
  async opened(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== "file") {
      return;
    }
    if (LANGUAGES.includes(document.languageId) && (await isConfigured(document.uri.fsPath))) {
      await this.of(document.uri).need(WIDE);
    } else if (isRequest(document.uri.path)) {
      await this.of(document.uri).need(NARROW);
    }
  }

  /** Start what the open documents need. */
  async start(): Promise<void> {
    await Promise.all(vscode.workspace.textDocuments.map((document) => this.opened(document)));
  }

  async stop(): Promise<void> {
    const servers = [...this.all.values()];
    this.all.clear();
    await Promise.all(servers.map((server) => server.stop()));
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }
}

/** One server. */
export class Server {
  private client: LanguageClient | undefined;
  private selector: DocumentSelector | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly shared: Shared,
    private readonly folder: vscode.WorkspaceFolder | undefined,
  ) {}

  /** Run for at least the documents that need no configuration, or for more. */
  need(selector: DocumentSelector = NARROW): Promise<void> {
    if (!this.selector || this.selector.length < selector.length) {
      this.selector = selector;
      this.queue = this.queue.then(() => this.start(selector));
    }
    return this.queue;
  }

  stop(): Promise<void> {
    this.queue = this.queue.then(() => this.end());
    return this.queue;
  }

  /** Whether it runs, and reads a document. */
  reads(document: vscode.TextDocument): boolean {
    const selector = this.selector as vscode.DocumentSelector | undefined;
    return this.client?.state === State.Running && !!selector && vscode.languages.match(selector, document) > 0;
  }

  /** Ask for something beyond the protocol. */
  async ask<Answer>(method: string, params: object = {}): Promise<Answer> {
    if (this.client?.state !== State.Running) {
      throw new Error("there is no server that runs; the output says why");
    }
    try {
      return await this.client.sendRequest<Answer>(`ims-lint/${method}`, params);
    } catch (error) {
      const isUnknown = error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound;
      throw isUnknown ? new Error("the ims-lint of the environment is too old for this; update it") : error;
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => this.shared.output.warn(String(error)));
    this.shared.changed();
  }

  private async start(selector: DocumentSelector): Promise<void> {
    if (this.client) {
      await this.end();
    }
    try {
      const python = await this.python();
      this.client = this.connect(selector, python.path, await this.program(python));
      await this.client.start();
    } catch (error) {
      this.shared.output.error(String(error));
      const needed = `ims-lint needs Python ${OLDEST.join(".")} or newer`;
      void (error instanceof NoPython
        ? this.offer(`${needed}. Found: ${error.message}.`, SETTINGS)
        : this.offer("ims-lint did not start.", RESTART));
    }
    this.shared.changed();
  }

  private connect(selector: DocumentSelector, command: string, program: Program): LanguageClient {
    let hasRun = false;
    const client: Client = new Client(
      "ims-lint",
      "ims-lint",
      { command, args: program.args, options: { cwd: this.shared.bundled } },
      {
        documentSelector: selector,
        ...(this.folder && { workspaceFolder: this.folder }),
        outputChannel: this.shared.output,
        synchronize: { configurationSection: "ims-lint" },
        initializationOptions: { bundled: program.bundled },
        middleware: this.middleware(),
        initializationFailedHandler: () => false,
        errorHandler: {
          error: (error, message, count) => usual.error(error, message, count),
          closed: async () => {
            if (!hasRun) {
              return { action: CloseAction.DoNotRestart }; // and start() fails
            }
            const result = await usual.closed();
            if (result.action === CloseAction.DoNotRestart) {
              void this.offer("ims-lint stopped again and again.", RESTART);
            }
            return result;
          },
        },
      },
    );
    const usual = client.createDefaultErrorHandler();
    client.onDidChangeState(({ newState }) => {
      hasRun ||= newState === State.Running;
      this.shared.changed();
    });
    return client;
  }

  /** Pass on only messages about documents of this folder: others have servers of their own. */
  private middleware(): Middleware {
    const isOurs = (params: unknown): boolean => {
      const uri = (params as { textDocument?: { uri?: string } } | undefined)?.textDocument?.uri;
      return uri === undefined || folderOf(vscode.Uri.parse(uri))?.uri.toString() === this.folder?.uri.toString();
    };
    return {
      sendNotification: (type, next, params) => (isOurs(params) ? next(type, params) : Promise.resolve()),
      sendRequest: (type, params, token, next) =>
        isOurs(params) ? next(type, params, token) : Promise.resolve(null as never),
    };
  }

  private async python(): Promise<Python> {
    const given = this.settings().get<string[]>("interpreter", []);
    if (given.length > 0) {
      return findPython([{ origin: "the setting ims-lint.interpreter", command: given }], this.shared.bundled);
    }
    const selected = await this.shared.environment.interpreter(this.folder?.uri).catch((error: unknown) => {
      this.shared.output.warn(`The Python extension names no interpreter: ${String(error)}`);
      return [];
    });
    return findPython([...selected, ...onPath(process.platform)], this.shared.bundled);
  }

  /** The arguments with which Python runs the ims-lint that the settings ask for. */
  private async program(python: Python): Promise<Program> {
    const { own, bundled } = programs(this.shared.bundled);
    const wanted = this.settings().get("importStrategy") === "fromEnvironment";
    const fault = wanted ? await fails(python, own.test, this.shared.bundled) : "";
    if (fault) {
      this.shared.output.warn(
        `${python.path} cannot run an ims-lint[lsp] of its own, so that of the extension runs: ${fault}`,
      );
    }
    const isOwn = wanted && !fault;
    const which = isOwn ? "its own ims-lint" : "the ims-lint of the extension";
    const where = this.folder ? `the folder ${this.folder.name}` : "files outside of folders";
    this.shared.output.info(
      `For ${where}, Python ${python.version} runs ${which}: ${python.path}, from ${python.origin}`,
    );
    return { args: isOwn ? own.args : bundled.args, bundled: !isOwn };
  }

  private settings(): vscode.WorkspaceConfiguration {
    return vscode.workspace.getConfiguration("ims-lint", this.folder?.uri);
  }

  /** Say what is wrong, with a way out. */
  private async offer(message: string, way: { title: string; command: string; argument?: string }): Promise<void> {
    const output = "Show Output";
    const chosen = await vscode.window.showErrorMessage(message, way.title, output);
    if (chosen === way.title) {
      await vscode.commands.executeCommand(way.command, way.argument);
    } else if (chosen === output) {
      this.shared.output.show();
    }
  }
}

/** A client that writes what goes wrong to the output only: the user is told in one message, with a way out. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

interface Program {
  args: string[];
  bundled: boolean;
}

const RESTART = { title: "Restart", command: "ims-lint.restart" };
const SETTINGS = { title: "Open Settings", command: "workbench.action.openSettings", argument: "ims-lint.interpreter" };

/** The workspace folder of a document; of one that is not on disk, the first. */
function folderOf(uri: vscode.Uri | undefined): vscode.WorkspaceFolder | undefined {
  return uri?.scheme === "file" ? vscode.workspace.getWorkspaceFolder(uri) : vscode.workspace.workspaceFolders?.[0];
}
