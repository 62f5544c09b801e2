// Loads Python and ims-lint, then answers one request after the other.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const BASE = new URL(".", import.meta.url).href;

let loaded = 0;
const plainFetch = self.fetch;
self.fetch = async (...request) => {
  const response = await plainFetch(...request);
  if (!response.ok) throw new Error(`${response.url}: HTTP status ${response.status}`);
  const counted = new TransformStream({
    transform(chunk, controller) {
      postMessage({ loaded: (loaded += chunk.length) });
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), response);
};

async function start() {
  const [python, ...archives] = await Promise.all([
    loadPyodide({ indexURL: `${BASE}pyodide/` }),
    ...[LIBRARIES, WHEEL].map(async (name) => (await fetch(BASE + name)).arrayBuffer()),
  ]);
  const extractDir = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  for (const archive of archives) python.unpackArchive(archive, "zip", { extractDir });
  const { call } = python.pyimport("ims_lint.json_api");
  call(JSON.stringify({ method: "lint", params: { text: "x: 1" } })); // the first call imports the rest
  call(JSON.stringify({ method: "rules" }));
  return call;
}

try {
  const call = await start();
  self.onmessage = ({ data: { id, request } }) => {
    try {
      postMessage({ id, answer: call(request) });
    } catch (error) {
      console.warn(error);
      postMessage({ id, failure: String(error) });
    }
  };
  postMessage({ ready: true });
} catch (error) {
  postMessage({ failure: String(error) });
}
