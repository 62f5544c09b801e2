"""Read one of the provider's pages, in reStructuredText: its parameters, lists, examples, and all other words."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, cast

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Directive, Parser, directives, languages, roles

_ENGLISH = languages.get_language("en")
_ROLE = re.compile(r":([A-Za-z][\w:.+-]*):`")
_DIRECTIVE = re.compile(r"\.\. ([A-Za-z][\w:.+-]*)::")
_TARGET = re.compile(r"\s*<[^<>]*>$")
_REVISION = re.compile(r"\d{4}-\d{2}-\d{2}")
_SENTENCE = re.compile(r"(?<=[.:!?])\s+(?=[A-Z(])")
_REQUEST = re.compile(
    r"\s*(?P<head>(?:POST|PUT|PATCH|GET|DELETE) [^\n]*\n(?:[\w-]+:[^\n]*\n)*\s*)?(?P<body>\{.*)", re.DOTALL
)
_CODE = re.compile(r"IMG\.\d+")


class Unreadable(Exception):
    """A page that cannot be read: its message is one line."""


class Sentence(NamedTuple):
    """A sentence on a page; of one that was read before, only the digest is known."""

    digest: str
    text: str = ""
    line: int = 0


class Paragraph(NamedTuple):
    """A paragraph: its text, and the words in bold in it."""

    text: str
    bold: tuple[str, ...]
    line: int

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in which each sequence of spaces is one."""
        parts = _SENTENCE.split(" ".join(self.text.split()))
        return tuple(Sentence(hashlib.sha256(part.encode()).hexdigest()[:6], part, self.line) for part in parts if part)


class Row(NamedTuple):
    """A row of a table: the paragraphs of each column, by the column's lowercase heading."""

    cells: dict[str, tuple[Paragraph, ...]]
    line: int

    def text(self, column: str) -> str:
        """The text of a cell, empty if there is no such column."""
        return " ".join(each.text for each in self.cells.get(column, ()))


class Table(NamedTuple):
    """A table with its caption, or what stands before it, as its title."""

    title: Paragraph
    rows: tuple[Row, ...]
    line: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The lowercase headings."""
        return tuple(self.rows[0].cells) if self.rows else ()


class Example(NamedTuple):
    """A request on a page: what it is introduced by, and its body."""

    title: str
    body: str
    line: int


class Page(NamedTuple):
    """What stands on a page; `sections` has what is neither in the tables nor in the examples."""

    path: Path
    revision: str
    title: str
    parameters: tuple[Table, ...]
    codes: tuple[Row, ...]
    systems: tuple[Row, ...]
    examples: tuple[Example, ...]
    sections: dict[str, tuple[Paragraph, ...]]


def text_of(path: Path) -> str:
    """The text of a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: not UTF-8: {error.reason}") from error
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error


def read(path: Path, revision: str | None = None) -> Page:
    """Read a page; its revision is the date in its file name unless one is given, empty if there is none."""
    if revision is None:
        dates = _REVISION.findall(path.name)
        revision = dates[-1] if dates else ""
    document = _parsed(path, text_of(path))
    title = next((node.astext() for node in document.findall(nodes.title)), "")
    found = _Content()
    for section in document.findall(nodes.section):
        found.read(section, " / ".join(each[0].astext() for each in _enclosing(section)))
    sections = {name: tuple(parts) for name, parts in found.sections.items() if parts}
    return Page(
        path,
        revision,
        " ".join(title.split()),
        tuple(found.parameters),
        tuple(found.codes),
        tuple(found.systems),
        tuple(found.examples),
        sections,
    )


class _Content:
    """Sorts what stands in the sections of a page."""

    def __init__(self) -> None:
        self.parameters: list[Table] = []
        self.codes: list[Row] = []
        self.systems: list[Row] = []
        self.examples: list[Example] = []
        self.sections: dict[str, list[Paragraph]] = {}

    def read(self, node: nodes.Node, section: str) -> None:
        """Read a section, or what is in it, without the sections in it."""
        words = self.sections.setdefault(section, [])
        for child in node.children:
            if isinstance(child, nodes.table) and self._is_known(table := _table(child)):
                if table not in self.parameters:
                    words += [_paragraph(caption) for caption in child.children if isinstance(caption, nodes.title)]
                elif words and words[-1] == table.title:
                    words.pop()
            elif isinstance(child, nodes.literal_block) and (match := _request(child, section)):
                previous = _previous(child)
                title = words.pop().text if words and isinstance(previous, nodes.paragraph) else ""
                line = _line(child) + child.astext().count("\n", 0, match.start("body"))
                self.examples.append(Example(title, match["body"], line))
            elif isinstance(child, nodes.TextElement):
                heading = isinstance(child, nodes.title) and isinstance(node, nodes.section)
                if not heading and not isinstance(child, nodes.Invisible):
                    words.append(_paragraph(child))
            elif not isinstance(child, nodes.section):
                self.read(child, section)

    def _is_known(self, table: Table) -> bool:
        """Whether the headings tell the kind of a table, whose rows are kept then."""
        columns = table.columns
        if "parameter" in columns and "mandatory" in columns:
            self.parameters.append(table)
        elif "error code" in columns:
            self.codes += [row for row in table.rows if _CODE.fullmatch(row.text("error code"))]
        elif len(columns) == 2 and columns[0].startswith("os") and "version" in columns[1]:
            self.systems += table.rows
        else:
            return False
        return True


def _request(node: nodes.Node, section: str) -> re.Match[str] | None:
    """The address and the body in a block of code that is a request."""
    match = _REQUEST.fullmatch(node.astext())
    return match if match and (match["head"] or "request" in section.lower()) else None


def _parsed(path: Path, text: str) -> nodes.document:
    """Parse a page; roles and directives that docutils does not know are read as the text in them."""
    for name in set(_ROLE.findall(text)):
        if name.lower() not in _ENGLISH.roles:
            roles.register_local_role(name, cast(Any, _shown))
    for name in set(_DIRECTIVE.findall(text)):
        if name.lower() not in _ENGLISH.directives:
            directives.register_directive(name, _Container)
    for name in ("code", "code-block", "sourcecode"):
        directives.register_directive(name, _Code)
    settings = frontend.get_default_settings(Parser)
    settings.report_level, settings.halt_level = 5, 6
    settings.file_insertion_enabled = settings.raw_enabled = False
    document = utils.new_document(str(path), settings)
    Parser().parse(text, document)
    for message in document.findall(nodes.system_message):
        if message["level"] >= 3:
            raise Unreadable(f"{path}:{message.get('line', 1)}: {message[0].astext().splitlines()[0]}")
    return document


def _shown(name: str, raw: str, text: str, *_: Any, **__: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """A role as the text that a reader sees: without the target of a reference."""
    return [nodes.inline(raw, _TARGET.sub("", text))], []


class _Code(Directive):
    """A block of code, with its line."""

    has_content = True
    optional_arguments = 1
    option_spec: ClassVar[Any] = defaultdict(lambda: str, name=str)

    def run(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        block = nodes.literal_block(text, text)
        block.line = self.content_offset + 1
        return [block]


class _Container(_Code):
    """A directive of Sphinx: what is in it is read as if it were not there."""

    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        block = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, block)
        return [block]


def _enclosing(section: nodes.section) -> list[nodes.section]:
    """A section and those around it, without the page itself."""
    around = [each for each in _ancestors(section) if isinstance(each, nodes.section)]
    return [*reversed(around), section][1:] or [section]


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _previous(node: nodes.Node) -> nodes.Node | None:
    siblings = node.parent.children
    index = siblings.index(node)
    return siblings[index - 1] if index else None


def _line(node: nodes.Node) -> int:
    """The line of a node, or of the nearest node around it that has one."""
    return next((each.line for each in (node, *_ancestors(node)) if each.line), 1)


def _paragraph(node: nodes.Element) -> Paragraph:
    bold = tuple(each.astext() for each in node.findall(nodes.strong))
    return Paragraph(node.astext(), bold, _line(node))


def _table(node: nodes.table) -> Table:
    """A table; a cell that spans rows or columns is a cell of each of them."""
    heads = _grid(node, nodes.thead)
    names = [" ".join(cell.astext().lower().split()) for cell in heads[-1]] if heads else []
    rows = []
    for entries in _grid(node, nodes.tbody):
        cells = {name: tuple(_paragraphs(entry)) for name, entry in zip(names, entries, strict=False)}
        rows.append(Row(cells, max((parts[0].line for parts in cells.values() if parts), default=_line(node))))
    before = node[0] if isinstance(node[0], nodes.title) else _previous(node)
    title = _paragraph(before) if isinstance(before, nodes.title | nodes.paragraph) else Paragraph("", (), _line(node))
    return Table(title, tuple(rows), _line(node))


def _grid(table: nodes.table, part: type[nodes.Element]) -> list[list[nodes.entry]]:
    """The entries of each row of a part of a table, in every place that they span."""
    result = []
    above: dict[int, tuple[int, nodes.entry]] = {}  # by column: how many rows an entry still spans
    parts = (each for group in table.children for each in group.children if isinstance(each, part))
    for row in (row for each in parts for row in each.children):
        places = {column: entry for column, (_, entry) in above.items()}
        above = {column: (rows - 1, entry) for column, (rows, entry) in above.items() if rows > 1}
        column = 0
        for entry in cast(list[nodes.entry], row.children):
            for _ in range(entry.get("morecols", 0) + 1):
                while column in places:
                    column += 1
                places[column] = entry
                if "morerows" in entry:
                    above[column] = (entry["morerows"], entry)
        result.append([places[column] for column in sorted(places)])
    return result


def _paragraphs(cell: nodes.entry) -> Iterator[Paragraph]:
    for node in cell.findall(nodes.TextElement):
        if not isinstance(node.parent, nodes.TextElement):
            yield _paragraph(node)
