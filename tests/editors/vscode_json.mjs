// Judges JSON texts as VS Code's JSON editor does. Reads {schemas, entry, texts, places} from standard input;
// writes {diagnostics, completions, hovers} to standard output.
import json from "vscode-json-languageservice";
import { readFileSync } from "node:fs";

const { getLanguageService, TextDocument } = json;
const { schemas, entry, texts, places } = JSON.parse(readFileSync(0, "utf8"));
const service = getLanguageService({
  schemaRequestService: (uri) => Promise.reject(`asked for ${uri}`),
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).toString() },
  clientCapabilities: {
    textDocument: {
      completion: { completionItem: { documentationFormat: ["markdown"], snippetSupport: true, commitCharactersSupport: true } },
      hover: { contentFormat: ["markdown"] },
    },
  },
});
service.configure({
  validate: true,
  schemas: Object.entries(schemas).map(([uri, schema]) => ({
    uri,
    schema,
    ...(uri === entry ? { fileMatch: ["*.ims.json"] } : {}),
  })),
});

const open = (text, index) => {
  const document = TextDocument.create(`file:///requests/${index}.ims.json`, "json", 1, text);
  return [document, service.parseJSONDocument(document)];
};

// VS Code shows what breaks a schema as a warning; as an error here, to tell it from what is deprecated.
const settings = { comments: "error", trailingCommas: "error", schemaValidation: "error" };
const diagnostics = [];
for (const [index, text] of texts.entries()) {
  diagnostics.push(await service.doValidation(...open(text, index), settings));
}
const completions = [];
const hovers = [];
for (const { text, position } of places) {
  const [document, parsed] = open(text, "place");
  completions.push((await service.doComplete(document, position, parsed))?.items ?? []);
  hovers.push((await service.doHover(document, position, parsed))?.contents ?? []);
}
process.stdout.write(JSON.stringify({ diagnostics, completions, hovers }));
