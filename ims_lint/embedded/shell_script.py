"""Read a shell script with tree-sitter: its commands with what flows between them, its variables and functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ims_lint.embedded import NotInstalled

if TYPE_CHECKING:
    from tree_sitter import Language, Node

_CHUNK = 1024
_MOST_TIMES = 20
_SMALL = 50_000
"""So many times the parser may read a text, besides so many characters of it; it reads scripts about once."""

_MOST_REPAIRS = 10

_WORDS = frozenset(
    (
        "word",
        "number",
        "raw_string",
        "string",
        "ansi_c_string",
        "concatenation",
        "simple_expansion",
        "expansion",
        "command_substitution",
        "arithmetic_expansion",
        "process_substitution",
        "brace_expression",
        "$",
    )
)
_WRITES = frozenset((">", ">>", "&>"))
_STATEMENTS = ("pipeline", "list", "command")
_REDIRECTS = frozenset(("file_redirect", "heredoc_redirect", "herestring_redirect"))
_ON_A_LINE = _REDIRECTS | {"command", "declaration_command", "unset_command", "redirected_statement"}
"""The nodes that a line break ends, if it is not escaped."""

_LINE_BREAK = re.compile(r"(?:[ \t\r]|\\\r?\n)*?(\n|[ \t](?=#))")
"""Matches what is between two words up to the line break that ends a command, or the space before a comment."""

_BLANK = re.compile(r"\s*+")

_BLOCKS = frozenset(
    (
        "program",
        "compound_statement",
        "do_group",
        "if_statement",
        "elif_clause",
        "else_clause",
        "while_statement",
        "for_statement",
        "c_style_for_statement",
        "case_statement",
        "case_item",
        "function_definition",
        "subshell",
        "ERROR",
    )
)
"""The nodes that contain statements."""

_BRANCHES = _BLOCKS | {"list", "command_substitution", "process_substitution"}
"""The nodes in which an assignment may not hold outside."""

_DEEPEST = 100
_NEAR = 100


class Branch(NamedTuple):
    """A part of a script that may not run always, by the number of its node, and the one that it is in."""

    number: int
    outside: Branch | None


class Place(NamedTuple):
    """Where a command is: the start of its statement, and the innermost branch that it is in.

    `scope` is the start of its function, 0 without one. `sound` means that the parser found no error in the
    statement.
    """

    statement: int
    branch: Branch | None
    scope: int
    sound: bool

    def is_reached_from(self, other: Place) -> bool:
        """Whether a command at another place comes always before one here that follows it in the text."""
        branch = self.branch
        for _ in range(_DEEPEST):
            if branch is None:
                return False
            if other.branch and branch.number == other.branch.number:
                return True
            branch = branch.outside
        return False


@dataclass
class Command:
    """A simple command: its words, what it reads and what it writes."""

    node: Node
    place: Place
    words: list[list[Node]]
    redirects: list[Node]
    fed_by: int = -1
    """The start of the command whose output it reads, -1 without one."""

    @property
    def start(self) -> int:
        """Where it is in the script."""
        return self.node.start_byte


class Assignment(NamedTuple):
    """What a variable is set to: a word, what a command reads, or None if only a run tells."""

    at: int
    place: Place
    value: list[Node] | Command | None
    is_local: bool


@dataclass
class Script:
    """What a script contains: commands by their start, in its order, and the other things by their names."""

    text: str
    commands: dict[int, Command] = field(default_factory=dict)
    assignments: dict[str, list[Assignment]] = field(default_factory=dict)
    functions: dict[str, list[Node]] = field(default_factory=dict)
    others: list[tuple[int, Node]] = field(default_factory=list)
    """The redirections of what is no simple command."""
    comments: set[int] = field(default_factory=set)
    """Where comments start."""

    def single(self, block: Node) -> Command | None:
        """The last command of the pipeline that is all that a block contains."""
        if block.child_count > _NEAR:
            return None
        statements = [child for child in block.children if child.is_named and child.type != "comment"]
        if len(statements) != 1 or statements[0].type == "list":
            return None
        last = _last(statements[0])
        return self.commands.get(last.start_byte) if last else None


class TooMuchWork(Exception):
    """The parser would need too long for a text, which is no script."""


def read_script(text: str) -> Script:
    """What a script contains.

    Raises:
        NotInstalled: the parser is missing.
        TooMuchWork: the text is no script.
    """
    data = re.sub(r"[^\x01-\x7f]", "%", text).encode()
    for _ in range(_MOST_REPAIRS):
        reader = _Reader(text)
        reader.walk(_parsed(data))
        if not reader.overlooked:
            break
        data = _with_semicolons(data, reader.overlooked)
    return reader.finish()


def _with_semicolons(data: bytes, places: Iterable[int]) -> bytes:
    """A script with semicolons in the place of line breaks that the parser overlooks.

    It does so between a pipeline of three or more commands and a here-document somewhere below, and before a
    command whose name starts with a backslash.
    """
    repaired = bytearray(data)
    for at in places:
        repaired[at] = ord(";")
    return bytes(repaired)


@lru_cache(1)
def _language() -> Language:
    try:
        import tree_sitter_bash  # 1 ms, only for scripts with such a request, and where it is installed
        from tree_sitter import Language  # 10 ms, as above
    except ImportError as error:
        raise NotInstalled("shell scripts need tree-sitter and tree-sitter-bash") from error
    return Language(tree_sitter_bash.language())


def _parsed(data: bytes) -> Node:
    """The tree of a script, in which each character of the text is one byte."""
    language = _language()
    from tree_sitter import Parser  # 0 ms after the language

    left = _MOST_TIMES * len(data) + _SMALL
    last = 0

    def chunk(offset: int, _: object) -> bytes:
        nonlocal left, last
        left -= max(last - offset, 0)
        last = offset
        return data[offset : offset + _CHUNK] if left > 0 else b""

    tree = Parser(language).parse(chunk)
    if left <= 0:
        raise TooMuchWork
    return tree.root_node


class _Reader:
    """Walks through the tree of a script."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._script = Script(text)
        self._redirects: dict[int, list[Node]] = {}
        self._feeds: dict[int, int] = {}
        self.overlooked: list[int] = []
        """Where the parser overlooked the end of a command."""

    def walk(self, root: Node) -> None:
        """Take what is in a tree, in the order of the text."""
        stack = [(root, root, Place(0, None, 0, True))]
        while stack:
            node, parent, place = stack.pop()
            if node.child_count == 0 and node.type != "comment":
                continue
            place = self._place(node, parent, place)
            self._take(node, parent, place)
            stack += [(child, node, place) for child in reversed(node.children)]

    def _place(self, node: Node, parent: Node, place: Place) -> Place:
        """Where the parts of a node are."""
        if parent.type in _BLOCKS and node.type not in _BLOCKS:
            sound = _is_sound(node) and (parent.type != "ERROR" or self._ends_line(node))
            place = place._replace(statement=node.start_byte, sound=sound)
        if node.type in _BRANCHES:
            outside = place.branch
            if node.type in ("else_clause", "elif_clause") and outside:
                outside = outside.outside
            place = place._replace(branch=Branch(node.id, outside))
        if node.type == "function_definition":
            place = place._replace(scope=node.start_byte + 1)
        return place

    def _ends_line(self, node: Node) -> bool:
        """Whether nothing follows on the line of a statement beside an error, which might be a part of it."""
        return bool(re.compile(r"[ \t]*(?:[\r\n;&|)}]|\Z)").match(self._text, node.end_byte))

    def _overlooked(self, node: Node) -> Iterator[int]:
        """Where commands end in a node that should contain only one."""
        for one, other in pairwise(child for child in node.children if child.type != "comment"):
            if one.type == "heredoc_redirect" or other.type in ("heredoc_body", "heredoc_end"):
                return
            blank = _BLANK.match(self._text, other.start_byte, other.end_byte)  # as before `\\curl`
            until = blank.end() if blank else other.start_byte
            if found := _LINE_BREAK.match(self._text, one.end_byte, until):
                yield found.start(1)

    def _take(self, node: Node, parent: Node, place: Place) -> None:
        if node.type in _ON_A_LINE and (overlooked := list(self._overlooked(node))):
            self.overlooked += overlooked
            place = place._replace(sound=False)
        if node.type == "command":
            self._command(node, place)
        elif node.type == "redirected_statement":
            self._redirected(node)
        elif node.type == "pipeline":
            self._pipeline([child for child in node.children if child.is_named])
        elif node.type == "variable_assignment" and parent.type != "command":
            self._assignment(node, parent, place)
        elif node.type in ("for_statement", "unset_command"):
            for child in node.children:
                if child.type == "variable_name":
                    self._assign(child, None, place, False)
        elif node.type == "function_definition":
            self._function(node)
        elif node.type == "comment":
            self._script.comments.add(node.start_byte)

    def _command(self, node: Node, place: Place) -> None:
        parts: list[Node] = []
        redirects: list[Node] = []
        for child in node.children:
            if child.type == "command_name":
                parts += child.children
            elif child.type in _REDIRECTS:
                redirects.append(child)
            elif child.type != "variable_assignment":
                parts.append(child)
        self._script.commands[node.start_byte] = Command(node, place, list(_grouped(parts)), redirects)

    def _redirected(self, node: Node) -> None:
        """Take the redirections of a statement; they are those of its last command."""
        redirects = [child for child in node.children if child.type in _REDIRECTS]
        body = next((child for child in node.children if child.type not in _REDIRECTS), None)
        owner = _last(body) if body else None
        for redirect in redirects:
            inner = [child for child in redirect.children if child.type in _REDIRECTS]
            for each in (redirect, *inner):
                if owner:
                    self._redirects.setdefault(owner.start_byte, []).append(each)
                else:
                    self._script.others.append((each.start_byte, each))
            for child in redirect.children:
                if owner and child.type == "pipeline" and not child.children[0].is_named and (first := _first(child)):
                    self._feeds[first.start_byte] = owner.start_byte

    def _pipeline(self, members: Sequence[Node]) -> None:
        for one, other in pairwise(members):
            last, first = _last(one), _first(other)
            if first:
                self._feeds[first.start_byte] = last.start_byte if last else -2

    def _assignment(self, node: Node, parent: Node, place: Place) -> None:
        name, sign, *value = node.children
        if name.type != "variable_name" or sign.type != "=":
            self._assign(name.children[0] if name.type == "subscript" else name, None, place, False)
            return
        kind = parent.children[0].type if parent.type == "declaration_command" else ""
        self._assign(name, value, place, kind in ("local", "declare", "typeset"))

    def _assign(self, name: Node, value: list[Node] | None, place: Place, is_local: bool) -> None:
        key = self._text[name.start_byte : name.end_byte]
        assignment = Assignment(name.start_byte, place, value, is_local and place.scope > 0)
        self._script.assignments.setdefault(key, []).append(assignment)

    def _function(self, node: Node) -> None:
        named = [child for child in node.children if child.is_named]
        if len(named) >= 2 and named[0].type == "word":
            name = self._text[named[0].start_byte : named[0].end_byte]
            self._script.functions.setdefault(name, []).append(named[-1])

    def finish(self) -> Script:
        """What the script contains, when its tree was walked through."""
        for start, command in self._script.commands.items():
            command.fed_by = self._feeds.get(start, -1)
            command.redirects += self._redirects.get(start, ())
            for redirect in command.redirects:
                command.words += _words_in(redirect)
            command.redirects.sort(key=lambda each: each.start_byte)
        return self._script


def _grouped(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """The words that nodes side by side are."""
    group: list[Node] = []
    for node in nodes:
        if group and group[-1].end_byte != node.start_byte:
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _words_in(redirect: Node) -> list[list[Node]]:
    """The words of a command that the parser took for a part of a redirection before them."""
    if redirect.type == "file_redirect":
        return list(_grouped(child for child in redirect.children if child.type in _WORDS))[1:]
    if redirect.type != "heredoc_redirect":
        return []
    nodes: list[Node] = []
    for child in redirect.children:
        nodes += child.children if child.type == "ERROR" else [child]
    groups = _grouped(child for child in nodes if child.type in _WORDS or child.type in _WRITES)
    words: list[list[Node]] = []
    for group in groups:
        if group[0].type not in _WRITES:
            words.append(group)
        elif len(group) == 1:
            next(groups, None)
    return words


def _is_sound(node: Node) -> bool:
    """Whether the parser found no error in a statement, besides words after the start of a here-document."""
    if not node.has_error:
        return True
    if node.type != "redirected_statement":
        return False
    wrong = [child for child in node.children if child.has_error]
    if any(child.type != "heredoc_redirect" for child in wrong):
        return False
    inner = [each for child in wrong for each in child.children if each.has_error]
    return all(
        each.type == "ERROR"
        and all(one.type in _WRITES or (one.type in _WORDS and not one.has_error) for one in each.children)
        for each in inner
    )


def _first(node: Node) -> Node | None:
    """The first simple command of a statement."""
    return _down(node, 0)


def _last(node: Node) -> Node | None:
    """The last simple command of a statement."""
    return _down(node, -1)


def _down(node: Node, index: int) -> Node | None:
    for _ in range(_NEAR):
        if node.type == "command":
            return node
        if node.type not in ("list", "pipeline", "negated_command", "redirected_statement"):
            return None
        children = [child for child in node.children if child.is_named]
        if node.type == "redirected_statement":
            after = [child for child in children if child.type == "heredoc_redirect"] if index else []
            inner = [child for each in after for child in each.children if child.type in _STATEMENTS]
            children = inner or [child for child in children if child.type not in _REDIRECTS]
        if not children:
            return None
        node = children[index]
    return None
