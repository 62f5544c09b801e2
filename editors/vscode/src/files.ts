/** Which files are for ims-lint, by their names and the configuration of their project. */

import { access, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Matches the files that are always for it. */
export const REQUESTS = "**/*.ims.{yaml,yml,json}";

/** The languages of the files that a configuration may include, and in which requests may be. */
export const LANGUAGES = ["yaml", "json", "jsonc", "shellscript", "markdown", "http", "ansible"];

/** Matches the files that may contain a configuration. */
export const CONFIGURATIONS = "**/{.ims-lint.toml,pyproject.toml}";

const TABLE = /^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*(["']?)ims-lint\1[ \t]*[.\]]/m;

/** Whether a file is a request by its name. */
export function isRequest(path: string): boolean {
  return /\.ims\.(yaml|yml|json)$/.test(path);
}

/** Whether the project of a file has a configuration of ims-lint. */
export async function isConfigured(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((await exists(join(folder, ".ims-lint.toml"))) || (await hasTable(join(folder, "pyproject.toml")))) {
      return true;
    }
    if (folder === dirname(folder)) {
      return false;
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function hasTable(path: string): Promise<boolean> {
  return readFile(path, "utf8").then(
    (text) => TABLE.test(text),
    () => false,
  );
}
