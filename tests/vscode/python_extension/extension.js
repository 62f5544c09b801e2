"use strict";

const vscode = require("vscode");

exports.activate = () => {
  const changed = new vscode.EventEmitter();
  vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("python") && changed.fire({}));
  return {
    environments: {
      getActiveEnvironmentPath: (folder) => ({ path: vscode.workspace.getConfiguration("python", folder).get("selected") }),
      resolveEnvironment: async ({ path }) => path && { executable: { uri: vscode.Uri.file(path) } },
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
