/** What the server answers beyond the protocol of language servers: the methods `ims-lint/…`. */

import type { TextEdit } from "vscode-languageclient";

/** Of `operations`: an operation of the API, and what it creates images from. */
export interface Operation {
  name: string;
  address: string;
  sources: { name: string; parameter: string; title: string }[];
}

/** Of `operation`: that of a request, and what decided it; a choice has no effect if that is `firm`. */
export interface Decided {
  operation: string;
  address: string;
  origin: string;
  because: string;
  firm: boolean;
}

/** Of `declare`: how the operation of a request is declared: by edits of the document, or for a file pattern. */
export type Declaration = { edits: TextEdit[] } | { pattern: string } | { refused: string };

/** Of `render`: the request body and the command that sends it, the placeholders without a value, or a refusal. */
export type Rendered = { body: string; curl: string; operation: string } | { missing: string[] } | { refused: string };

/** Of `new`: a request to start from. */
export interface Starter {
  text: string;
}
