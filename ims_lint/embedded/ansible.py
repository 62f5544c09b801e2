"""Find the requests in Ansible playbooks and task files: what `uri` tasks send to the address of an operation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ims_lint.document import Document, read
from ims_lint.document.node import Node
from ims_lint.document.text import Text
from ims_lint.document.yaml import scalar as yaml_scalar
from ims_lint.embedded import Body, operation_at
from ims_lint.embedded.cut import Cut, nothing
from ims_lint.embedded.jinja import TEMPLATED, expressions
from ims_lint.embedded.template import PLACEHOLDER, Template
from ims_lint.embedded.yaml_text import header_end, text_of
from ims_lint.finding import UNCHECKED, Finding, Path, Span, Value
from ims_lint.input import Input

_MODULES = ("uri", "ansible.builtin.uri", "ansible.legacy.uri")
_ACTIONS = ("action", "local_action")
_TASK_LISTS = ("pre_tasks", "tasks", "post_tasks", "handlers", "block", "rescue", "always")
_SIGNS = {"hosts", "tasks", "block", "import_playbook"}
_ARGUMENTS = ("url", "body", "body_format", "method")
_FORMATS = ("raw", "json", "yaml")
"""The formats of a body that is no form; `yaml` is for text whose author says so."""

_URL = re.compile(r"(?:^|\s)url=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>(?:\{\{[^{}]*\}\}|\S)+))")
"""Matches the URL among arguments that are written as a string."""

_NAME = re.compile(r"[^\W\d]\w*")
_OWN_TAG = re.compile(r"!(?:vault|vault-encrypted|unsafe)(?!\S)")
_TAGGED = re.compile(r"(?<![^\s,\[{])!\S*[ \t]+\Z")
_DASHES = re.compile(r"[ -]*+")
"""Matches what may precede the first task on a line."""

_IN_YAML = re.compile(r"\$\([^()]*\)")
"""Matches what an expression becomes in a text in YAML, where `${…}` would be an object."""

_BETWEEN = ' \t\r\n,"'
"""The characters that may be between a placeholder and an error that it causes."""

_WINDOW = 200
"""So many characters around an error are searched for a placeholder."""

_TEXT_PLACEHOLDER = re.compile(f"{PLACEHOLDER.pattern}|{_IN_YAML.pattern}")


class _Arguments(NamedTuple):
    """The arguments of a task that calls `uri`, as paths from the task on, with the URL."""

    paths: dict[str, Path]
    url: str


def find(input: Input, documents: Sequence[Document]) -> list[Body] | None:
    """The requests in a playbook or a task file; None if the documents are neither."""
    if not all(isinstance(document.value, list) for document in documents):
        return None
    if not any(_is_sign(element) for document in documents for element in document.value):
        return None
    text = Text(input.text)
    return [
        body
        for document in documents
        for path in _tasks(document.value, ())
        if (body := _body(text, document, path, _at(document.value, path)))
    ]


def _is_sign(element: Value) -> bool:
    """Whether an item of a list shows that this contains plays or tasks."""
    return isinstance(element, dict) and (not _SIGNS.isdisjoint(element) or _module(element) is not None)


def _tasks(tasks: list[Value], base: Path) -> Iterator[Path]:
    """The paths of the tasks in a list of plays or tasks, at any depth."""
    for index, each in enumerate(tasks):
        if not isinstance(each, dict):
            continue
        path = (*base, index)
        yield path
        for name in _TASK_LISTS:
            if isinstance(inner := each.get(name), list):
                yield from _tasks(inner, (*path, name))


def _at(value: Value, path: Path) -> Value:
    for step in path:
        value = value[step]
    return value


def _module(task: dict[str, Value]) -> str | None:
    """The key of a task whose value are the arguments of `uri`, None if the task calls another module."""
    for name in _MODULES:
        if name in task:
            return name
    for name in _ACTIONS:
        called = task.get(name)
        if isinstance(called, dict):
            called = called.get("module")
        if isinstance(called, str) and called.split(None, 1)[:1] in ([each] for each in _MODULES):
            return name
    return None


def _arguments(task: dict[str, Value]) -> _Arguments | None:
    """The arguments of a task that calls `uri` with a URL; those of the module precede those in `args`."""
    module = _module(task)
    if module is None:
        return None
    paths: dict[str, Path] = {}
    for name in ("args", module):
        if isinstance(given := task.get(name), dict):
            paths |= {each: (name, each) for each in _ARGUMENTS if each in given}
    own = task[module]
    if isinstance(own, str) and (match := _URL.search(own)):
        paths["url"] = (module,)
        return _Arguments(paths, match["double"] or match["single"] or match["bare"] or "")
    url = _at(task, paths["url"]) if "url" in paths else None
    return _Arguments(paths, url) if isinstance(url, str) else None


def _body(text: Text, document: Document, path: Path, task: dict[str, Value]) -> Body | None:
    """The request that a task sends, None if it sends none to the address of an operation."""
    arguments = _arguments(task)
    if arguments is None or "body" not in arguments.paths:
        return None
    operation = operation_at(arguments.url.strip())
    if operation is None or not _is_sent(task, arguments):
        return None
    where = (*path, *arguments.paths["body"])
    value = _at(task, arguments.paths["body"])
    node = document.root.nearest(where)[1].written
    before = _before(text, document.root.nearest(path)[1], node)
    address = document.span((*path, *arguments.paths["url"]))
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and text.content[node.start : node.start + 1] != "{":
        kind = _at(task, arguments.paths["body_format"]) if "body_format" in arguments.paths else None
        body = _text(text.content, node, kind)
        if body:
            return body._replace(declared=operation, address=address, before=before)
    part = _part(text.content, document, where)
    return Body([part], node.span, declared=operation, address=address, before=before, placeholders=TEMPLATED)


def _is_sent(task: dict[str, Value], arguments: _Arguments) -> bool:
    """Whether a task posts its body as it is; without a method, that was probably forgotten."""
    method, kind = (
        _at(task, arguments.paths[name]) if name in arguments.paths else default
        for name, default in (("method", "POST"), ("body_format", "raw"))
    )
    is_post = not isinstance(method, str) or "{{" in method or method.strip().upper() == "POST"
    return is_post and (not isinstance(kind, str) or "{{" in kind or kind in _FORMATS)


def _before(text: Text, task: Node, body: Node) -> Span:
    """Where the comments are that hold for a request: directly above its task, and from there to its body."""
    position = text.position(task.start)
    first = position.line
    start = text.line_span(first)[0]
    dashes = _DASHES.match(text.content, start)
    if dashes and dashes.end() < task.start:  # on one line with what precedes it, such as another task
        start = task.start
    else:
        while first > 1 and _is_comment(text.line(first - 1), position.column):
            first -= 1
        start = text.line_span(first)[0]
    inside = task.start <= body.start < task.end
    return Span(start, header_end(text.content, body) if inside else task.start)


def _is_comment(line: str, column: int) -> bool:
    """Whether a line is a comment that is not indented more than a column, and thus in no text above."""
    words = line.lstrip(" ")
    return words.startswith("#") and len(line) - len(words) < column


def _part(content: str, document: Document, path: Path) -> Document:
    """The request at a path of a playbook, with the values that Ansible reads."""
    part = document.part(0, path)
    part.value = _read_by_ansible(part.root, content)
    part.findings = [each for each in part.findings if not _is_fine(each, content)]
    return part


def _is_fine(finding: Finding, content: str) -> bool:
    """Whether Ansible knows what the reader of YAML finds: a scalar of YAML 1.1, or a tag of its own."""
    if finding.code == "IMS009":
        return True
    return finding.code == "IMS008" and finding.span is not None and bool(_OWN_TAG.match(content, finding.span.start))


def _read_by_ansible(node: Node, content: str) -> Value:
    """The value of a node in YAML 1.1, the version that Ansible reads."""
    if node.value is UNCHECKED:
        return UNCHECKED
    if node.items is not None:
        return [_read_by_ansible(item, content) for item in node.items]
    if node.entries is not None:
        entries = ((name, node.entry(name)) for name in node.value)
        return {name: _read_by_ansible(entry[1], content) for name, entry in entries if entry}
    written = node.written
    text = content[written.start : written.end]
    if isinstance(node.value, str) and text != node.value:  # in quotes, or of several lines
        return node.value
    if yaml_scalar.reads_alike(text, node.value) or _TAGGED.search(content, max(written.start - 100, 0), written.start):
        return node.value
    other = yaml_scalar.other_reading(text)
    return other if isinstance(other, str | int | float | bool | None) else text


def _text(content: str, node: Node, kind: Value) -> Body | None:
    """The request in a string, None if only Jinja knows what that is."""
    whole = text_of(content, node)
    found = expressions(whole.text)
    if found is None:
        return None
    start = whole.text.lstrip()
    language = kind if kind in ("json", "yaml") else "json" if start.startswith(("{", "[")) else "yaml"
    if not found:
        cut = whole
    elif _is_only(whole.text, found) or (language == "yaml" and any(_is_line(whole.text, each) for each in found)):
        return None
    else:
        cut = _json(content, whole, found) if language == "json" else _yaml(content, whole, found)
    documents, unread = read(cut.text, language)
    if found and any(_touches(cut.text, each.span) for each in unread if each.span):
        return None
    return Body(documents, cut.span, tuple(unread), cut, language, placeholders=_TEXT_PLACEHOLDER)


def _is_only(text: str, found: list[Span]) -> bool:
    """Whether a text is nothing but expressions."""
    ends = [0, *(each.end for each in found)]
    starts = [*(each.start for each in found), len(text)]
    return not any(text[end:start].strip() for end, start in zip(ends, starts, strict=True))


def _is_line(text: str, expression: Span) -> bool:
    """Whether an expression is alone on its lines: it may be any number of parameters."""
    before = text[text.rfind("\n", 0, expression.start) + 1 : expression.start]
    end = text.find("\n", expression.end)
    return not before.strip() and not text[expression.end : end if end >= 0 else len(text)].strip()


def _json(content: str, whole: Cut, found: list[Span]) -> Cut:
    """The text of a request in JSON with a placeholder for each expression."""
    template = Template(content)
    done = 0
    for each in (*found, None):
        for piece in whole.pieces_in(done, each.start if each else len(whole.text)):
            if piece.same:
                template.copy(piece.at, piece.until, piece.write)
            else:
                template.replace(piece.at, piece.until, whole.text[piece.start : piece.end], piece.write)
        if each:
            template.placeholder(*whole.placed(each), _name(whole.text, each))
            done = each.end
    return template.cut()


def _yaml(content: str, whole: Cut, found: list[Span]) -> Cut:
    """The text of a request in YAML with a placeholder for each expression."""
    made = Cut(content)
    done = 0
    for each in found:
        made.copy_from(whole, done, each.start)
        made.replace(*whole.placed(each), f"$({_name(whole.text, each)})", nothing)
        done = each.end
    made.copy_from(whole, done, len(whole.text))
    return made


def _name(text: str, expression: Span) -> str:
    match = _NAME.search(text, expression.start, expression.end)
    return match[0] if match else "value"


def _touches(text: str, span: Span) -> bool:
    """Whether a place of a text is in a placeholder, or right beside one: its value may be more than one value."""
    low = max(0, span.start - _WINDOW)
    before, after = text[low : span.start], text[span.end : span.end + _WINDOW]
    start = low + len(before.rstrip(_BETWEEN))
    end = span.end + len(after) - len(after.lstrip(_BETWEEN))
    found = _TEXT_PLACEHOLDER.finditer(text, low, span.end + _WINDOW)
    return any(each.start() <= end and start <= each.end() for each in found)
