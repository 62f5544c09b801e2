import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { NoPython, fails, findPython, isNewEnough, onPath, programs } from "../src/python";

let folder = "";

/** A program that answers as a Python of this version does. */
async function python(version: string): Promise<string> {
  const path = join(folder, `python-${version}`);
  await writeFile(path, `#!/bin/sh\necho "${version} ${path}"\n`);
  await chmod(path, 0o755);
  return path;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ims-lint "));
});

after(() => rm(folder, { recursive: true }));

test("versions are compared as numbers", () => {
  assert.deepEqual(["3.11.0", "3.9.18", "3.10.1", "4.0.0", "2.7.18", "3.14.0"].map(isNewEnough), [
    true,
    false,
    false,
    true,
    false,
    true,
  ]);
});

test("the first candidate that is new enough is taken", async () => {
  const [old, good, other] = [await python("3.9.18"), await python("3.12.1"), await python("3.13.0")];
  const candidates = [["no-such-program"], [old], [good], [other]].map((command) => ({ origin: "PATH", command }));
  assert.deepEqual(await findPython(candidates, folder), { path: good, version: "3.12.1", origin: "PATH" });
});

test("without one, each that was found is named", async () => {
  const old = await python("3.9.18");
  const candidates = [
    { origin: "the setting", command: [] },
    { origin: "the setting", command: ["no-such-program", "-3"] },
    { origin: "PATH", command: [old] },
    { origin: "PATH", command: ["true"] },
    { origin: "PATH", command: ["false"] },
  ];
  await assert.rejects(findPython(candidates, folder), (error) => {
    assert(error instanceof NoPython);
    assert.deepEqual(error.message.split("; "), [
      "an empty command (from the setting)",
      "no-such-program -3 (from the setting): not found",
      `${old} (from PATH): Python 3.9.18`,
      "true (from PATH): not a Python",
      "false (from PATH): does not run",
    ]);
    return true;
  });
});

test("on PATH, the launcher is used only on Windows", () => {
  assert.deepEqual(
    onPath("linux").map(({ command }) => command.join(" ")),
    ["python3", "python"],
  );
  assert.deepEqual(
    onPath("win32").map(({ command }) => command.join(" ")),
    ["python", "py -3"],
  );
});

test("nothing is imported from the current folder", async () => {
  const found = await findPython(onPath(process.platform), folder);
  await mkdir(join(folder, "bundled"));
  await writeFile(join(folder, "bundled", "run.py"), "import ims_lint");
  await writeFile(join(folder, "ims_lint.py"), "raise SystemExit('of the folder')");
  const { own, bundled } = programs(join(folder, "bundled"));
  assert.equal(await fails(found, ["-c", "import ims_lint"], folder), "of the folder");
  assert.match(await fails(found, bundled.args, folder), /^ModuleNotFoundError: No module named 'ims_lint'/);
  assert.doesNotMatch(await fails(found, own.test, folder), /of the folder/);
  assert.deepEqual(own.args.slice(0, 2), own.test.slice(0, 1).concat("-m"));
});
