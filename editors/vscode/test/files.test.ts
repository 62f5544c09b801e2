import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isConfigured, isRequest } from "../src/files";

let folder = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ims-lint-"));
});

after(() => rm(folder, { recursive: true }));

/** Whether a file is configured if its project, two folders above it, has this file. */
async function isConfiguredBy(name: string, text: string): Promise<boolean> {
  const project = await mkdtemp(join(folder, "project-"));
  await mkdir(join(project, "a", "b"), { recursive: true });
  await writeFile(join(project, name), text);
  return isConfigured(join(project, "a", "b", "web.yaml"));
}

test("a file is a request by its ending", () => {
  const names = [
    "web.ims.yaml",
    "/a/web.quickimport.ims.json",
    "b.ims.yml",
    "web.yaml",
    "ims.json",
    "web.ims.yaml.txt",
  ];
  assert.deepEqual(names.map(isRequest), [true, true, true, false, false, false]);
});

test("a configuration counts for all files below it", async () => {
  assert.equal(await isConfiguredBy(".ims-lint.toml", ""), true);
  assert.equal(await isConfiguredBy("pyproject.toml", "[project]\nname='x'\n\n[tool.ims-lint]\n"), true);
  assert.equal(await isConfiguredBy("pyproject.toml", "[tool.ims-lint.severity]\n"), true);
  assert.equal(await isConfiguredBy("pyproject.toml", '[ tool . "ims-lint" ]\n'), true);
  assert.equal(await isConfiguredBy("pyproject.toml", "[tool.ims-lint-other]\n"), false);
});

test("a project that only mentions ims-lint has no configuration", async () => {
  assert.equal(await isConfiguredBy("pyproject.toml", '[project]\ndependencies = ["ims-lint"]\n'), false);
  assert.equal(await isConfiguredBy("setup.cfg", "[tool.ims-lint]\n"), false);
});
