// The page: what is typed or chosen is linted, and the report is shown.

import { applyFix, createEditor, goTo, setLanguage, setText, underline } from "./editor.js";
import { EXAMPLES, ofRules } from "./examples.js";
import { DamagedLink, fromFragment, toFragment } from "./link.js";
import { Linter, NoAnswer, Refused } from "./linter.js";

const MAX_TYPING = 100 * 1024; // characters of a text that is linted while typing
const DELAY = 150; // milliseconds without typing before a text is linted

const $ = (id) => document.getElementById(id);

/** Create an element with properties and children. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

let examples = EXAMPLES;
let rules = new Map(); // by code
let addresses = new Map(); // by the name of the operation
let linter;
let shown; // the text that the report is for
let checking = false;
let wanted = false; // a text was changed while another one was linted
let timer;

const view = createEditor($("editor"), changed);
const language = $("language");
const operation = $("operation");

// Texts

function changed() {
  message("");
  $("example").value = "";
  clearTimeout(timer);
  timer = setTimeout(check, DELAY);
}

function load(example) {
  const name = example.language ?? (example.text.trimStart().startsWith("{") ? "json" : "yaml");
  language.value = name;
  setLanguage(view, name);
  choose(example.operation);
  setText(view, example.text);
  $("example").value = example.title ?? "";
  check();
}

/** Choose an operation; before the linter has loaded, there are no options to choose from. */
function choose(name) {
  operation.dataset.wanted = name;
  operation.value = name;
}

function listExamples() {
  const groups = Map.groupBy(examples, (each) => each.group);
  const chosen = $("example").value;
  $("example").replaceChildren(
    make("option", { value: "", textContent: "choose…" }),
    ...[...groups].map(([label, items]) =>
      make("optgroup", { label }, ...items.map(({ title }) => make("option", { value: title, textContent: title }))),
    ),
  );
  $("example").value = chosen;
}

/** Load the text of the link, or the example of the rule that it names; without a fragment, the first example. */
async function loadLink() {
  const fragment = location.hash.slice(1);
  message("");
  try {
    const rule = examples.find(({ title }) => title.startsWith(`${fragment} `));
    if (/^IMS\d{3}$/.test(fragment)) return load(rule ?? EXAMPLES[0]);
    if (!fragment) return load(EXAMPLES[0]);
    const linked = await fromFragment(fragment);
    if (typeof linked?.text !== "string") throw new DamagedLink("The link is damaged: it contains no text.");
    load({
      text: linked.text,
      language: linked.language === "json" ? "json" : "yaml",
      operation: String(linked.operation ?? ""),
    });
  } catch (error) {
    load(EXAMPLES[0]);
    message(error.message);
  }
}

async function share() {
  const text = view.state.doc.toString();
  history.replaceState(null, "", `#${await toFragment({ text, language: language.value, operation: operation.value })}`);
  try {
    await navigator.clipboard.writeText(location.href);
    message("The link is copied. It contains the text.");
  } catch {
    message("The link is in the address bar. It contains the text.");
  }
}

// Linting

function params() {
  return {
    text: view.state.doc.toString(),
    filename: `request.${language.value}`,
    ...(operation.value && { operation: operation.value }),
  };
}

/** Lint the text; one that is changed meanwhile is linted afterwards. A large one is linted only if `asked`. */
async function check(asked = false) {
  if (!rules.size) return;
  clearTimeout(timer);
  wanted = checking;
  if (checking) return;
  if (view.state.doc.length > MAX_TYPING && !asked) return showLarge();
  checking = true;
  const doc = view.state.doc;
  await answered(async () => {
    const report = await linter.call("lint", params());
    const rendered = await render(report);
    if (doc === view.state.doc && !wanted) show(report, rendered);
  });
  checking = false;
  if (wanted) check();
}

/** Do something with the linter; if it gives no answer, show that. */
async function answered(action) {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
    clear("Not checked");
    message(error.message);
  }
}

/** The request body of the chosen document; if there is none, the reason as `error`. */
async function render(report) {
  const requests = report.requests.map((each) => each.document);
  const number = requests.includes(+$("document").value) ? +$("document").value : requests[0];
  $("document-label").hidden = requests.length < 2;
  $("document").replaceChildren(...requests.map((each) => make("option", { value: each, textContent: each })));
  $("document").value = number;
  if (!requests.length || report.summary.errors) return { error: "The errors must be corrected first." };
  try {
    return await linter.call("render", { ...params(), document: number });
  } catch (error) {
    if (error instanceof Refused) return { error: error.message };
    throw error;
  }
}

// The report

function show(report, rendered) {
  shown = view.state.doc;
  const { errors, warnings, fixable, unchecked } = report.summary;
  const found = [errors && counted(errors, "error"), warnings && counted(warnings, "warning")].filter(Boolean);
  const notes = [found.join(" and ") || "No findings"];
  if (fixable) notes.push(`${fixable} fixable`);
  if (unchecked) notes.push(`${counted(unchecked, "value")} with a placeholder not checked`);
  $("status").textContent = notes.join("; ");
  $("checked").textContent = checkedFor(report.requests);
  const all = make("button", { textContent: "Apply all safe fixes", onclick: fixAll });
  $("actions").replaceChildren(...(fixable ? [all] : []));
  $("diagnostics").replaceChildren(...report.diagnostics.map(item));
  underline(view, report.diagnostics, fix);
  $("body").hidden = false;
  $("address").textContent = rendered.error ?? rendered.address;
  $("rendered").textContent = rendered.body ?? "";
  $("curl").textContent = rendered.curl ?? "";
  $("rendered").hidden = $("curl").parentElement.hidden = !rendered.body;
}

function checkedFor(requests) {
  const origins = { option: "as chosen", default: "by default" };
  const names = requests.map((each) => {
    const origin = origins[each.operation_from] ?? `by ${each.operation_from}`;
    return `${each.operation}, ${addresses.get(each.operation)} (${origin})`;
  });
  return names.length ? `Checked for ${[...new Set(names)].join("; ")}` : "";
}

function item(each) {
  const meaning = rules.get(each.code)?.prevents[each.prevents];
  const parts = [
    make(
      "p",
      {},
      make("span", { className: "severity", textContent: each.severity }),
      " ",
      make("a", { href: each.url, target: "_blank", rel: "noopener", textContent: `${each.code} ${each.name}` }),
      ", ",
      make("button", {
        className: "where",
        textContent: `line ${each.start.line}, column ${each.start.column}`,
        onclick: () => shown === view.state.doc && goTo(view, each),
      }),
    ),
    make("p", { className: "text", textContent: each.message }),
  ];
  for (const { message, start } of each.related) {
    parts.push(make("p", { className: "where", textContent: `${message} (line ${start.line}, column ${start.column})` }));
  }
  if (each.help) parts.push(make("p", { textContent: `Help: ${each.help}` }));
  if (each.prevents) {
    const title = each.severity === "error" ? "Prevents" : "May prevent";
    const text = `${title}: error ${each.prevents} from the service${meaning ? ` (${meaning})` : ""}`;
    parts.push(make("p", { textContent: text }));
  }
  if (each.fix) parts.push(make("p", {}, make("button", { textContent: each.fix.title, onclick: () => fix(each.fix) })));
  return make("li", { className: each.severity }, ...parts);
}

/** Apply one fix; the report of another text than the one in the editor is about to be replaced. */
function fix(chosen) {
  if (shown !== view.state.doc) return;
  applyFix(view, chosen);
  check();
  view.focus();
}

function fixAll() {
  const doc = view.state.doc;
  return answered(async () => {
    const { text } = await linter.call("fix", params());
    if (doc !== view.state.doc) return;
    setText(view, text);
    check();
    view.focus();
  });
}

function clear(status) {
  shown = undefined;
  $("status").textContent = status;
  $("checked").textContent = "";
  $("actions").replaceChildren();
  $("diagnostics").replaceChildren();
  $("body").hidden = true;
  underline(view, [], fix);
}

function showLarge() {
  clear("Not checked: the text has more than 100 KB");
  $("actions").replaceChildren(make("button", { textContent: "Check it now", onclick: () => check(true) }));
}

function message(text) {
  $("message").textContent = text;
  $("message").hidden = !text;
}

function failed(reason) {
  clear("Not loaded");
  $("progress").hidden = true;
  $("problem").hidden = false;
  $("reason").textContent = reason;
}

// Dark and light

const systemDark = matchMedia("(prefers-color-scheme: dark)");

function setDark(dark) {
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  $("dark").ariaPressed = dark;
}

// Start

async function start() {
  linter = new Linter(
    (share) => {
      $("progress").hidden = share === null;
      $("progress").value = Math.min(share ?? 1, 1);
    },
    (reason) => failed(`ims-lint could not be loaded (${reason}). Reload the page to try it again.`),
  );
  listExamples();
  setDark(systemDark.matches);
  systemDark.onchange = () => setDark(systemDark.matches);
  $("dark").onclick = () => setDark($("dark").ariaPressed !== "true");
  $("share").onclick = share;
  $("example").onchange = ({ target }) => load(examples.find((each) => each.title === target.value) ?? EXAMPLES[0]);
  language.onchange = () => {
    setLanguage(view, language.value);
    changed();
  };
  operation.onchange = $("document").onchange = changed;
  window.onhashchange = loadLink;
  await loadLink();
  $("version").textContent = VERSION;
  const options = await linter.call("operations");
  addresses = new Map(options.map(({ name, address }) => [name, address]));
  operation.append(...options.map(({ name }) => make("option", { value: name, textContent: name })));
  choose(operation.dataset.wanted);
  const all = await linter.call("rules");
  rules = new Map(all.map((rule) => [rule.code, rule]));
  examples = [...EXAMPLES, ...ofRules(all)];
  listExamples();
  if (/^#IMS/.test(location.hash)) loadLink();
  else check();
}

if (typeof WebAssembly === "object") start();
else failed("This browser has no WebAssembly, which Python needs.");
