"""Read the documents of a text: the requests in it, with the location of every key and value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from itertools import islice

from ims_lint.document.node import Node
from ims_lint.document.yaml import lines as yaml_lines
from ims_lint.finding import MAX_DIAGNOSTICS, Finding, Path, Rewrite, Span, Value


class Document:
    """One request of a file.

    `index` counts from 0 within the file, `findings` are those of its reader on how it is written, `value` is
    its content. If the request is only a part of a document of its text, `base` is the path in that document,
    and `within` the index of that. `unquoted` are the findings that count only if `{{ … }}` without quotes,
    which is read as a string, is no placeholder.
    """

    def __init__(
        self,
        index: int,
        value: Value,
        tree: Callable[[], Node],
        findings: Iterable[Finding] = (),
        unquoted: Iterable[Finding] = (),
        base: Path = (),
        within: int | None = None,
    ) -> None:
        self.index = index
        self.base = base
        self.within = index if within is None else within
        self.value = value
        self.findings = list(findings)
        self.unquoted = list(unquoted)
        self._tree = tree

    def part(self, index: int, base: Path) -> Document:
        """Return the request at a path of this document, with the findings on that."""
        node = self.root.nearest(base)[1]
        depth = len(base)

        def inside(findings: list[Finding]) -> list[Finding]:
            within = (each for each in findings if each.path[:depth] == base)
            return [
                _moved(each, depth) for each in within if each.span is None or node.start <= each.span.start <= node.end
            ]

        return Document(
            index, node.value, lambda: node, inside(self.findings), inside(self.unquoted), base, self.within
        )

    @cached_property
    def root(self) -> Node:
        """The tree of nodes, built on first access."""
        return self._tree()

    def span(self, path: Path) -> Span:
        """Return the span of the value at a path, or of its nearest parent that exists."""
        return self.root.nearest(path)[1].span

    def key_span(self, path: Path) -> Span:
        """Return the span of the key at the end of a path; for a list item, that of its value."""
        key, value = self.root.nearest(path)
        return (key or value).span


def _moved(finding: Finding, depth: int) -> Finding:
    """Return a finding of a reader without the first steps of its paths."""
    change = finding.change and finding.change._replace(
        operations=tuple(
            each if isinstance(each, Rewrite) else each._replace(path=each.path[depth:])
            for each in finding.change.operations
        )
    )
    return finding._replace(path=finding.path[depth:], change=change)


def read(text: str, language: str) -> tuple[list[Document], list[Finding]]:
    """Return the documents of a text, and the findings that keep the rest of it from being read."""
    documents, findings = _read_json(text) if language == "json" else _read_yaml(text)
    if not documents and not findings:
        help = "add a request; `ims-lint new` prints a starter file"
        findings.append(
            Finding("IMS004", (), "the file contains no request", help, span=Span(0, 0), prevents="IMG.0007")
        )
    return documents, findings


def _read_json(text: str) -> tuple[list[Document], list[Finding]]:
    from ims_lint.document.json import reader as json_reader  # json, 5 ms, which YAML does without

    if not text.strip(" \t\r\n"):
        return [], []
    try:
        value, doubtful = json_reader.read(text)
    except json_reader.JsonSyntaxError as error:
        return [], [error.finding]
    document = Document(0, value, lambda: json_reader.read_tree(text, value))
    if doubtful:
        from ims_lint.document import tree  # 1 ms, only for duplicate keys

        document.findings.extend(islice(tree.problems(document.root), MAX_DIAGNOSTICS + 1))
    return [document], []


def _read_yaml(text: str) -> tuple[list[Document], list[Finding]]:
    values = yaml_lines.read(text)
    if values is None:
        return _read_yaml_closely(text)
    trees = _Trees(text)
    return [Document(index, value, partial(trees.root, index)) for index, value in enumerate(values)], []


class _Trees:
    """The trees of a YAML text of which only the values are known; all are built when the first is needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._documents: dict[int, Document] = {}

    def root(self, index: int) -> Node:
        """Return the root of the document at an index."""
        if not self._documents:
            self._documents = {each.index: each for each in _read_yaml_closely(self._text)[0]}
        return self._documents[index].root


def _read_yaml_closely(text: str) -> tuple[list[Document], list[Finding]]:
    from ims_lint.document.yaml import reader as yaml_reader  # yaml, 12 ms, which plain YAML does without

    readings, stop = yaml_reader.read(text)
    documents = [
        Document(index, root.value, lambda root=root: root, findings, unquoted)  # type: ignore[misc]
        for index, (root, findings, unquoted) in enumerate(readings)
        if root.value is not None or root.end > root.start
    ]
    return documents, [stop] if stop else []
