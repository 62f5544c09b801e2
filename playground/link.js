// The link to a text: it is in the fragment of the URL, which a browser sends to no server.

const MAX = 10 * 1024 * 1024; // characters, as for a file

export class DamagedLink extends Error {}

/** The fragment for a JSON value. */
export async function toFragment(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const packed = await read(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw")));
  const binary = packed.reduce((text, chunk) => text + Array.from(chunk, (b) => String.fromCharCode(b)).join(""), "");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The JSON value of a fragment. Throws DamagedLink. */
export async function fromFragment(fragment) {
  try {
    const binary = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const chunks = await read(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
    return JSON.parse(await new Blob(chunks).text());
  } catch {
    throw new DamagedLink("The link is damaged: it contains no text.");
  }
}

async function read(stream) {
  const chunks = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    if ((size += value.length) > MAX) {
      await reader.cancel();
      throw new RangeError("too large");
    }
    chunks.push(value);
  }
}
