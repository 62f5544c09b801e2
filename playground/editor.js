// The editor: CodeMirror with YAML or JSON, squiggles with hover, and positions as ims-lint counts them.

import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

const LANGUAGES = { json, yaml };
const language = new Compartment();

const wavy = (color) => ({ backgroundImage: "none", textDecoration: `underline wavy ${color} 1.5px` });
const panel = { color: "var(--text)", backgroundColor: "var(--raised)", border: "1px solid var(--line)" };
const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--page)" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "14px" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "light-dark(#b6d7ff, #2f4a6b)",
  },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--raised)", border: "none" },
  ".cm-tooltip, .cm-panels": panel,
  ".cm-diagnostic": { maxWidth: "36rem", whiteSpace: "pre-wrap" },
  ".cm-diagnosticAction": { color: "var(--text)", backgroundColor: "var(--page)", border: "1px solid var(--line)" },
  ".cm-lintRange-error": wavy("var(--error)"),
  ".cm-lintRange-warning": wavy("var(--warning)"),
});

/** Create the editor in an element; `onChange` is called after each change of the text. */
export function createEditor(parent, onChange) {
  const extensions = [
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(classHighlighter),
    language.of(yaml()),
    keymap.of([...lintKeymap, ...historyKeymap, ...defaultKeymap]),
    theme,
    EditorView.lineWrapping,
    EditorView.cspNonce.of("editor"),
    EditorView.contentAttributes.of({ "aria-label": "Request", spellcheck: "false" }),
    EditorView.updateListener.of((update) => update.docChanged && onChange()),
  ];
  return new EditorView({ parent, state: EditorState.create({ extensions }) });
}

export function setLanguage(view, name) {
  view.dispatch({ effects: language.reconfigure(LANGUAGES[name]()) });
}

/** Replace the text by another one; what both have in common at the start and at the end stays as it is. */
export function setText(view, text) {
  const before = view.state.doc.toString();
  const shorter = Math.min(before.length, text.length);
  let start = 0;
  while (start < shorter && before[start] === text[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === text.at(-1 - end)) end++;
  change(view, { from: start, to: before.length - end, insert: text.slice(start, text.length - end) });
}

/** Apply the edits of a fix. */
export function applyFix(view, fix) {
  change(view, fix.edits.map((edit) => ({ ...range(view.state.doc, edit), insert: edit.text })));
}

/** Change the text in one step that can be undone alone. */
function change(view, changes) {
  view.dispatch({ changes, annotations: isolateHistory.of("full") });
}

/** Move the cursor to a diagnostic. */
export function goTo(view, diagnostic) {
  const { from, to } = range(view.state.doc, diagnostic);
  view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
  view.focus();
}

/** Underline the diagnostics; `fixIt` is called with the fix that someone has chosen in a tooltip. */
export function underline(view, diagnostics, fixIt) {
  const marks = diagnostics.map((each) => ({
    ...range(view.state.doc, each),
    severity: each.severity,
    source: `${each.code} ${each.name}`,
    message: each.help ? `${each.message}\n${each.help}` : each.message,
    actions: each.fix ? [{ name: each.fix.title, apply: () => fixIt(each.fix) }] : [],
  }));
  view.dispatch(setDiagnostics(view.state, marks));
}

function range(doc, { start, end }) {
  return { from: offset(doc, start), to: offset(doc, end) };
}

/** The offset of a line and a column: columns count characters, JavaScript counts UTF-16 units. */
function offset(doc, { line, column }) {
  const at = doc.line(Math.min(line, doc.lines));
  const marks = line === 1 ? at.text.match(/^\ufeff*/)[0].length : 0; // ims-lint does not count byte order marks
  return at.from + [...at.text].slice(0, marks + column - 1).join("").length;
}
