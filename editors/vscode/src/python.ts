/** Find a Python that can run ims-lint: the first candidate that is new enough. */

import { execFile } from "node:child_process";
import { join } from "node:path";

export const OLDEST = [3, 11] as const;

const ABOUT = "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.executable)";
const PATIENCE = 20_000;

/** A command that may be a Python, and what names it. */
export interface Candidate {
  origin: string;
  command: readonly string[];
}

/** The absolute path of a Python that is new enough, and what named it. */
export interface Python {
  path: string;
  version: string;
  origin: string;
}

/** No Python was found; the message says what was. */
export class NoPython extends Error {}

/** The commands on PATH that usually are a Python. */
export function onPath(platform: string): Candidate[] {
  const commands = platform === "win32" ? [["python"], ["py", "-3"]] : [["python3"], ["python"]];
  return commands.map((command) => ({ origin: "PATH", command }));
}

/** The first candidate that is a Python and new enough. They run in `folder`, where no Python is. */
export async function findPython(candidates: readonly Candidate[], folder: string): Promise<Python> {
  const found: string[] = [];
  for (const { origin, command } of candidates) {
    const shown = `${command.join(" ") || "an empty command"} (from ${origin})`;
    if (!command[0]) {
      found.push(shown);
      continue;
    }
    const answer = await about(command, folder);
    const [, version, path] = /^(\d+\.\d+\.\d+) (.+)$/.exec(answer.output) ?? [];
    if (version === undefined || path === undefined) {
      found.push(`${shown}: ${answer.error || "not a Python"}`);
    } else if (isNewEnough(version)) {
      return { path, version, origin };
    } else {
      found.push(`${shown}: Python ${version}`);
    }
  }
  throw new NoPython(found.join("; "));
}

/** Whether a version such as 3.12.1 is one that ims-lint runs on. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** How Python runs ims-lint: that of its own environment, and how to test whether that is there, or the bundled one. */
export function programs(bundled: string): { own: { args: string[]; test: string[] }; bundled: { args: string[] } } {
  return {
    own: { args: ["-P", "-m", "ims_lint", "lsp"], test: ["-P", "-c", "import ims_lint.lsp.server"] },
    bundled: { args: ["-I", "-S", join(bundled, "run.py"), "lsp"] },
  };
}

/** What is wrong with running a Python with arguments, empty if it ends well. It runs in `folder`. */
export async function fails(python: Python, args: readonly string[], folder: string): Promise<string> {
  return (await run([python.path, ...args], folder)).error;
}

async function about(command: readonly string[], folder: string): Promise<{ output: string; error: string }> {
  return run([...command, "-I", "-S", "-c", ABOUT], folder);
}

function run([program = "", ...args]: readonly string[], cwd: string): Promise<{ output: string; error: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, timeout: PATIENCE }, (error, output, errors) => {
      const last = errors.trim().split("\n").at(-1);
      const reason = error && (error.code === "ENOENT" ? "not found" : last || "does not run");
      resolve({ output: output.trim(), error: reason ?? "" });
    });
  });
}
