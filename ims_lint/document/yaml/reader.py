"""Read YAML: turn the events of libyaml or PyYAML into trees of nodes with YAML 1.2 values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.reader import Reader

from ims_lint.document import tree
from ims_lint.document.limits import (
    not_finite,
    past_limit,
    too_deep,
    too_many_digits,
    too_many_directives,
    too_many_documents,
    too_many_values,
)
from ims_lint.document.node import Node
from ims_lint.document.yaml import findings as yaml_findings
from ims_lint.document.yaml import scalar as yaml_scalar
from ims_lint.document.yaml.pure import FAST_PARSER, PureParser
from ims_lint.finding import (
    MAX_ALIASED,
    MAX_DIAGNOSTICS,
    MAX_DIRECTIVES,
    MAX_DOCUMENTS,
    MAX_NESTING,
    MAX_VALUES,
    UNCHECKED,
    Finding,
    Path,
    Span,
    Value,
)

PURE_PARSER: Any = PureParser
_EXPLAINED_SIZE = 64 * 1024
_LONGEST_INDENTATION = 100
_MERGED = 5
"""So many aliases of merge keys are named in a help."""

_SURROGATE_ESCAPE = "\\ud"

_ENDS = (MappingEndEvent, SequenceEndEvent)
_TAG = "tag:yaml.org,2002:"
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t\r\n]+)+")
_LINE_START = re.compile(r"(?<![^\r\n\x85\u2028\u2029])[^#\s]")
"""Matches the first character of a line that is not indented."""

_TEMPLATE = re.compile(r"\{\{.*\}\}", re.DOTALL)
_SCALAR_TAGS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


class YamlSyntaxError(Exception):
    """Reading a file stops; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Anchor:
    """The node of an anchor, None until it is complete, and how many values it contains."""

    __slots__ = ("node", "size")

    def __init__(self, node: Node | None = None, size: int = 0) -> None:
        self.node = node
        self.size = size


class Reading(NamedTuple):
    """One document of a file: its tree, and the findings on how it is written.

    `unquoted` are those that count only if `{{ … }}` without quotes is no placeholder.
    """

    root: Node
    findings: list[Finding]
    unquoted: list[Finding]


def read(text: str, parser: Any = FAST_PARSER) -> tuple[list[Reading], Finding | None]:
    """Return the documents of a YAML text, and the finding that keeps the rest from being read.

    What libyaml refuses is read again by the pure parser, unless the text is large, so that both
    parsers give the same documents.
    """
    if match := Reader.NON_PRINTABLE.search(text):
        from ims_lint.document.yaml import words as yaml_words  # 10 ms, only if a text is not YAML

        return [], yaml_words.unprintable(match)
    if text.count("%") > MAX_DIRECTIVES and (many := _too_many_directives(text)):
        return [], many
    readings: list[Reading] = []
    composer = Composer(text, parser)
    doubtful = parser is PURE_PARSER and _SURROGATE_ESCAPE in text.lower()
    try:
        for root in composer.documents():
            findings = composer.findings
            if composer.repeats or doubtful:
                findings.extend(islice(tree.problems(root), MAX_DIAGNOSTICS + 1))
            readings.append(Reading(root, findings, composer.unquoted))
    except YamlSyntaxError as error:
        return readings, error.finding
    except yaml.YAMLError as error:
        if parser is not PURE_PARSER and len(text) <= _EXPLAINED_SIZE:
            return read(text, PURE_PARSER)
        if "document start" in str(getattr(error, "problem", "")):
            del readings[-1:]  # what follows the document without "---" may belong to it
        from ims_lint.document.yaml import words as yaml_words  # 10 ms, only if a text is not YAML

        return readings, yaml_words.explain(text, error)
    return readings, None


def _too_many_directives(text: str) -> Finding | None:
    """Return the finding for a document with too many directives: parsers take quadratic time for them."""
    count = 0
    for match in _LINE_START.finditer(text):
        count = count + 1 if match[0] == "%" else 0
        if count > MAX_DIRECTIVES:
            return too_many_directives(Span(*match.span()))
    return None


class Composer:
    """Makes nodes of the events of one file; `findings` and `unquoted` are those of the current document."""

    def __init__(self, text: str, parser: Any) -> None:
        self._text = text
        self._next: Callable[[], Any] = parser(text).get_event
        self._documents = 0
        self._new_document()

    def _new_document(self) -> None:
        self.findings: list[Finding] = []
        self.unquoted: list[Finding] = []
        self.repeats = False
        self._anchors: dict[str, _Anchor] = {}
        self._size = 0
        self._aliased = 0

    def documents(self) -> Iterator[Node]:
        """Yield the root of each document; read `findings` and `repeats` before the next one.

        Raises:
            YamlSyntaxError: a limit is exceeded, or a key is indented with a no-break space.
            yaml.YAMLError: the text is not YAML.
        """
        while type(event := self._next()) is not StreamEndEvent:
            if type(event) is DocumentStartEvent:
                self._documents += 1
                if self._documents > MAX_DOCUMENTS:
                    raise YamlSyntaxError(too_many_documents(self._marked(event)))
                self._new_document()
                root = self._node(self._next(), (), 0)
                self._next()  # the end of the document: an error before it makes the document unreadable
                yield root

    def _node(self, event: Any, path: Path, depth: int) -> Node:
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event, path)
        self._size += 1
        if self._size > MAX_VALUES:
            raise YamlSyntaxError(too_many_values(self._marked(event)))
        anchor = None
        if event.anchor is not None:
            anchor = self._anchors[event.anchor] = _Anchor()
        before = self._size
        if kind is ScalarEvent:
            node = self._scalar(event, path)
        elif depth == MAX_NESTING:
            raise YamlSyntaxError(too_deep(Span(event.start_mark.index, event.start_mark.index + 1)))
        elif kind is MappingStartEvent:
            node = self._mapping(event, path, depth + 1)
        else:
            node = self._sequence(event, path, depth + 1)
        if anchor:
            anchor.node, anchor.size = node, self._size - before + 1
        return node

    def _scalar(self, event: Any, path: Path) -> Node:
        text: str = event.value
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            start = self._content_start(start, end)
        if event.style in ("|", ">"):
            end = start + len(self._text[start:end].rstrip(" \t\r\n"))
        if not event.implicit[0]:
            value = self._tagged(event, path, start, end) if event.tag not in (None, "!") else text
            return Node(value, start, end)
        value = self._resolve(text, start, end, path)
        if event.tag is None and not yaml_scalar.reads_alike(text, value):
            self._compare_readings(text, value, Span(start, end), path)
        return Node(value, start, end)

    def _compare_readings(self, text: str, value: Value, span: Span, path: Path) -> None:
        """Add a finding if YAML 1.1 reads another value than `value`."""
        if value is UNCHECKED or not self._room():
            return
        other = yaml_scalar.other_reading(text)
        if (type(other), other) != (type(value), value):
            self.findings.append(yaml_findings.ambiguous(text, value, other, span, path))

    def _resolve(self, text: str, start: int, end: int, path: Path) -> Value:
        try:
            value = yaml_scalar.resolve(text)
        except yaml_scalar.TooManyDigits:
            self.findings.append(too_many_digits(len(text), Span(start, end), path))
            return UNCHECKED
        if type(value) is float and not isfinite(value):
            self.findings.append(not_finite(text, Span(start, end), path))
            return UNCHECKED
        return value

    def _room(self) -> bool:
        """Return whether further findings can still be reported."""
        return len(self.findings) <= MAX_DIAGNOSTICS

    def _tagged(self, event: Any, path: Path, start: int, end: int) -> Value:
        name = event.tag.removeprefix(_TAG)
        if name == "str":
            return event.value
        if name in _SCALAR_TAGS:
            value = self._resolve(event.value, start, end, path)
            if value is UNCHECKED or type(value) in _SCALAR_TAGS[name]:
                return value
        self.findings.append(yaml_findings.unknown_tag(self._text, event.start_mark.index, path))
        return UNCHECKED

    def _collection(self, event: Any, path: Path, tag: str) -> tuple[int, bool]:
        """Return where the content of a list or an object starts, and whether its tag is a JSON type."""
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            start = self._content_start(start, len(self._text))
        known = event.tag in (None, "!", _TAG + tag)
        if not known:
            self.findings.append(yaml_findings.unknown_tag(self._text, event.start_mark.index, path))
        return start, known

    def _mapping(self, event: Any, path: Path, depth: int) -> Node:
        start, known = self._collection(event, path, "map")
        entries: list[tuple[Node, Node]] = []
        merged: list[tuple[Node, Node]] = []
        odd_keys: list[Node] = []
        value: dict[str, Value] = {}
        key = item = Node(None, start, start)
        while type(child := self._next()) not in _ENDS:
            key = self._key(child, path, depth)
            name = key.value
            item = self._node(self._next(), (*path, str(name)), depth)
            if name == "<<" and type(child) is ScalarEvent and child.implicit[0]:
                merged.append((key, item))
            elif type(name) is str:
                entries.append((key, item))
                value[name] = item.value
            else:
                odd_keys.append(key)
        end = child.end_mark.index if event.flow_style else max(start, key.end, item.end)
        if odd_keys and (match := _TEMPLATE.fullmatch(self._text, start, end)):
            self.unquoted.extend(yaml_findings.complex_key(key.value, key.span, path) for key in odd_keys)
            return Node(match[0], start, end)
        self.findings.extend(yaml_findings.complex_key(key.value, key.span, path) for key in odd_keys)
        if len(value) != len(entries):
            self.repeats = True
        node = Node(value if known else UNCHECKED, start, end, entries, own=len(entries))
        if merged:
            node.owners = {}
            for _, source in merged:
                self._merge(source, path, entries, value, node.owners)
        if len(merged) > 1:
            self.findings.extend(self._repeated_merges(merged, path))
        return node

    def _key(self, event: Any, path: Path, depth: int) -> Node:
        """Return the node of a key; its value is the text of the key, even if that is a number or null."""
        if not hasattr(event, "value"):
            known = len(self.unquoted)
            key = self._node(event, path, depth)
            if isinstance(key.value, str):
                self.unquoted[known:] = [each._replace(path=(*path, key.value)) for each in self.unquoted[known:]]
            return key
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            start = self._content_start(start, end)
        if event.value[:1] > "~" and event.value[0].isspace() and event.start_mark.column < _LONGEST_INDENTATION:
            self._refuse_odd_indentation(event)
        if event.tag not in (None, "!"):
            self._tagged(event, (*path, event.value), start, end)
        key = Node(event.value, start, end)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(key, 1)
        return key

    def _refuse_odd_indentation(self, event: Any) -> None:
        """Stop at a plain key that is indented with a no-break space or the like."""
        from ims_lint.document.yaml import words as yaml_words  # 10 ms, only if a text is not YAML

        finding = yaml_words.unexpected_indentation(self._text, event.start_mark.index) if event.implicit[0] else None
        if finding:
            raise YamlSyntaxError(finding)

    def _repeated_merges(self, merged: list[tuple[Node, Node]], path: Path) -> Iterator[Finding]:
        """Yield the findings for all merge keys of an object but the first."""
        written = [self._text[item.start : item.end] for _, item in merged[:_MERGED]]
        aliases = written if len(merged) <= _MERGED and all(each.startswith("*") for each in written) else []
        first = merged[0][0].span
        for key, _ in merged[1 : MAX_DIAGNOSTICS + 2]:
            yield yaml_findings.repeated_merge(key.span, first, path, aliases)

    def _merge(
        self,
        item: Node,
        path: Path,
        entries: list[tuple[Node, Node]],
        value: dict[str, Value],
        owners: dict[str, Node],
    ) -> None:
        """Add the entries of a merge key whose names the object does not have yet, and the objects that own them."""
        for source in [item] if item.items is None else item.items:
            if not isinstance(source.value, dict):
                if source.value is not UNCHECKED:
                    self.findings.append(yaml_findings.bad_merge(source.span, path))
                continue
            for name in source.value:
                if name not in value and (entry := source.entry(name)):
                    entries.append(entry)
                    value[name] = entry[1].value
                    owners[name] = (source.written.owners or {}).get(name, source.written)

    def _sequence(self, event: Any, path: Path, depth: int) -> Node:
        start, known = self._collection(event, path, "seq")
        items: list[Node] = []
        while type(child := self._next()) not in _ENDS:
            items.append(self._node(child, (*path, len(items)), depth))
        end = child.end_mark.index if event.flow_style else items[-1].end
        return Node([item.value for item in items] if known else UNCHECKED, start, end, items=items)

    def _alias(self, event: Any, path: Path) -> Node:
        span = self._marked(event)
        anchor = self._anchors.get(event.anchor)
        if anchor is None or anchor.node is None:
            self.findings.append(yaml_findings.bad_alias(event.anchor, path, span, known=anchor is not None))
            return Node(UNCHECKED, *span)
        self._size += anchor.size
        self._aliased += anchor.size
        if self._aliased > MAX_ALIASED:
            message = f"the aliases of the document stand for more than {MAX_ALIASED:,} values"
            raise YamlSyntaxError(past_limit(message, "replace aliases with values, or remove them", span))
        target = anchor.node
        return Node(target.value, *span, target.entries, target.items, target.own, target)

    def _marked(self, event: Any) -> Span:
        return Span(event.start_mark.index, event.end_mark.index)

    def _content_start(self, start: int, end: int) -> int:
        """Return where the text of a node starts, after its anchor and tag."""
        match = _PROPERTIES.match(self._text, start, end)
        return match.end() if match else start
