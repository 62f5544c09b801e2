"""Find the requests in shell scripts: the bodies that curl commands send."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ims_lint.document import read
from ims_lint.embedded import Body, has_address, operation_at
from ims_lint.embedded.curl import Transfer, transfers
from ims_lint.embedded.cut import Cut
from ims_lint.embedded.shell_script import Assignment, Command, Place, Script, TooMuchWork, read_script
from ims_lint.embedded.shell_word import Part, Word, after, read_document, read_word, shown
from ims_lint.embedded.template import PLACEHOLDER, Template, is_abbreviated
from ims_lint.finding import Finding, Span
from ims_lint.input import Input
from ims_lint.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from tree_sitter import Node

_SENT_TO = {each.address.split("/")[2] for each in OPERATIONS}
"""A word of each address."""

_CURL = re.compile(r"(?:[^\0]*/)?curl(?:\.exe)?")
_BEFORE_CURL = frozenset(
    ("sudo", "doas", "env", "time", "nohup", "exec", "command", "builtin", "timeout", "nice", "stdbuf")
)
"""Commands that run the command in their arguments."""

_NAMED = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<name>[A-Za-z_]\w*))", re.ASCII)
_EDITORS = frozenset(
    ("sed", "perl", "mv", "cp", "ed", "ex", "sponge", "rm", "truncate", "envsubst", "yq", "python", "python3")
)
"""Commands that may write a file which they name."""

_DEEPEST = 8
_MOST_OF_A_URL = 2000
_MOST_ASSIGNMENTS = 1000
_MOST_BEFORE_A_COMMENT = 1000
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BREAK = re.compile(r"[\r\n]+")
_LINE = re.compile(r"[^\r\n]*")
_SUPPRESSION = re.compile(r"#[ \t]*ims-lint:[ \t]*ignore\b[^\r\n]*")


def find(input: Input) -> list[Body]:
    """The requests in a shell script that curl sends to the address of an operation.

    Raises:
        NotInstalled: the parser is missing.
    """
    return find_in(input.text)


def find_in(text: str) -> list[Body]:
    """The requests in the text of a script; raises like `find`."""
    if "curl" not in text or not any(word in text for word in _SENT_TO):
        return []
    try:
        script = read_script(text)
    except TooMuchWork:
        if not has_address(text):
            return []
        message = "the shell script is too complex to parse"
        finding = Finding("IMS007", (), message, "split the file, or exclude it", span=Span(0, 0))
        return [Body([], Span(0, 0), (finding,))]
    finder = _Finder(script)
    found = list(finder.bodies())
    return [*found, *finder.useless_comments(found)]


class _Sent(NamedTuple):
    """A text that is sent, and where it comes from."""

    word: Word
    place: Place


class _Request(NamedTuple):
    """What a command sends to the address of an operation."""

    command: Command
    operation: Operation
    url: Word
    transfer: Transfer
    sent: _Sent


class _Finder:
    """Finds the requests of a script."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._text = script.text
        self._writes: dict[str, list[tuple[int, Command | None]]] = {}
        self._words: dict[int, Word | None] = {}
        self._comments = sorted(script.comments)
        self._comments_above: dict[int, Span | None] = {}

    def bodies(self) -> Iterator[Body]:
        """The requests of the script, in its order; one that is sent twice counts once."""
        self._find_writes()
        seen: set[object] = set()
        for command in self._script.commands.values():
            for request in self._requests(command) if command.place.sound else ():
                if (key := (request.sent.word[0].at, request.operation.name)) not in seen:
                    seen.add(key)
                    if body := self._body(request):
                        yield body

    # Commands

    def _word(self, nodes: list[Node]) -> Word | None:
        at = nodes[0].start_byte if nodes else -1
        if at not in self._words:
            self._words[at] = read_word(self._text, nodes)
        return self._words[at]

    def _document(self, redirect: Node) -> Word | None:
        if redirect.start_byte not in self._words:
            self._words[redirect.start_byte] = read_document(self._text, redirect)
        return self._words[redirect.start_byte]

    def _literal(self, nodes: list[Node]) -> str:
        """The text of a word, empty if it is not known."""
        return shown(self._word(nodes) or [])

    def _arguments(self, command: Command, name: re.Pattern[str]) -> list[list[Node]] | None:
        """The arguments of a command with such a name, also if another command runs it; None if it has another name."""
        for index, nodes in enumerate(command.words[:_DEEPEST]):
            word = self._literal(nodes)
            if name.fullmatch(word):
                return command.words[index + 1 :]
            if index == 0 and word.rpartition("/")[2] not in _BEFORE_CURL:
                return None
        return None

    def _name(self, command: Command) -> str:
        return self._literal(command.words[0]).rpartition("/")[2] if command.words else ""

    def _requests(self, command: Command) -> Iterator[_Request]:
        """What a command sends to the addresses of operations."""
        arguments = self._arguments(command, _CURL) or []
        for transfer in transfers([self._word(nodes) for nodes in arguments]):
            sent = self._sent(transfer, command)
            if sent is None or not _has_text(sent.word):
                continue
            for url in transfer.urls:
                if operation := operation_at(self._resolved(url, command)):
                    yield _Request(command, operation, url, transfer, sent)
                    break

    def _body(self, request: _Request) -> Body | None:
        """The request as it is in the script, None if it is unclear what of it is in the script."""
        cut = self._cut(request.sent.word)
        if request.transfer.without_breaks and shown(request.transfer.data).startswith("@"):
            cut = _without_breaks_in_strings(cut, self._text)
        if is_abbreviated(cut.text):
            return None
        documents, unread = read(cut.text, "json")
        if unread and _is_partly_unknown(cut):
            return None
        place, source = request.command.place, request.sent.place
        before = self._above(place, request.command.start) or self._above(source, source.statement)
        return Body(
            documents,
            cut.span,
            tuple(unread),
            cut,
            declared=request.operation,
            address=Span(request.url[0].at, request.url[-1].until),
            before=before or Span(0, 0),
            placeholders=PLACEHOLDER,
            after=self._beside(request.command),
        )

    def _resolved(self, url: Word, command: Command) -> str:
        """The text of a URL with the variables of the script replaced, once."""
        texts = []
        for part in url:
            text = part.text
            if text is None:
                value = self._value_of(part, command.place, command.start)
                nodes = value.value if value and isinstance(value.value, list) else None
                is_short = nodes and nodes[-1].end_byte - nodes[0].start_byte < _MOST_OF_A_URL
                word = self._word(nodes) if nodes and is_short else None
                text = shown(word) if word else "\0"
            texts.append(text)
        return "".join(texts)

    # Where a text comes from

    def _sent(self, transfer: Transfer, command: Command) -> _Sent | None:
        """What a transfer sends, None if that is not in the script."""
        if transfer.may_be_file and shown(transfer.data).startswith("@"):
            return self._file(after(transfer.data, 1), command, _DEEPEST)
        return self._value(transfer.data, command.place, command.start)

    def _file(self, word: Word, command: Command, left: int) -> _Sent | None:
        """What a command reads from a file that it names."""
        if shown(word) in ("-", "/dev/stdin"):
            return self._input(command, left)
        if len(word) == 1 and (node := word[0].node) and node.type == "process_substitution":
            inner = self._script.single(node)
            return self._output(inner, left - 1) if inner else None
        key = _file_name(self._text, word)
        writes = self._writes.get(key, [])
        last = bisect_left(writes, command.start, key=lambda write: write[0]) - 1
        writer = writes[last][1] if last >= 0 else None
        return self._output(writer, left - 1) if writer else None

    def _value(self, word: Word, place: Place, at: int, left: int = _DEEPEST) -> _Sent | None:
        """What a word stands for, followed through variables and commands if it is nothing else."""
        parts = [part for part in word if part.text != ""]
        if len(parts) != 1 or parts[0].text is not None:
            return _Sent(word, place)
        part = parts[0]
        if left <= 0:
            return None
        if part.node and part.node.type == "command_substitution":
            inner = self._script.single(part.node)
            return self._output(inner, left - 1) if inner else None
        if (value := self._value_of(part, place, at)) is None or value.value is None:
            return None
        if isinstance(value.value, Command):
            found = self._input(value.value, left - 1)
        else:
            inner_word = self._word(value.value)
            found = self._value(inner_word, value.place, value.at, left - 1) if inner_word else None
        if found and part.bare and re.search(r"\s", shown(found.word)):
            return None
        return found

    def _value_of(self, part: Part, place: Place, at: int) -> Assignment | None:
        """The assignment of the variable that a placeholder is, None if it is not the only one that may hold there."""
        named = _NAMED.fullmatch(self._text, part.at, part.until)
        if named is None:
            return None
        all = self._script.assignments.get(named["braced"] or named["name"], [])
        if len(all) == 1 and (not all[0].is_local or all[0].place.scope == place.scope) and all[0].at < at:
            return all[0]
        if len(all) > _MOST_ASSIGNMENTS:
            return None
        near = [each for each in all if each.place.scope == place.scope and each.at < at]
        others = [each for each in all if each.place.scope != place.scope and not each.is_local]
        if not near or (others and not near[-1].is_local) or not place.is_reached_from(near[-1].place):
            return None
        return near[-1]

    def _input(self, command: Command, left: int) -> _Sent | None:
        """What a command reads from standard input."""
        if left <= 0:
            return None
        sources = [each for each in command.redirects if _redirects_input(each)]
        if len(sources) > 1:
            return None
        if not sources:
            fed_by = self._script.commands.get(command.fed_by)
            return self._output(fed_by, left - 1) if fed_by else None
        source = sources[0]
        if source.type == "heredoc_redirect":
            document = self._document(source)
            return _Sent(document, command.place) if document else None
        word = self._word(_target(source))
        if word is None:
            return None
        if source.type == "herestring_redirect":
            return self._value(word, command.place, command.start, left - 1)
        return self._file(word, command, left - 1)

    def _output(self, command: Command, left: int) -> _Sent | None:
        """What a command prints, None if that is not in the script."""
        if left <= 0 or not command.place.sound:
            return None
        name = self._name(command)
        words = [self._word(nodes) for nodes in command.words[1:]]
        if any(word is None for word in words):
            return None
        arguments = [word for word in words if word is not None]
        texts = [shown(word) for word in arguments]
        if name == "cat":
            if texts in ([], ["-"]):
                return self._input(command, left)
            return self._file(arguments[0], command, left) if len(texts) == 1 else None
        if name == "tee":
            return self._input(command, left)
        if name == "echo":
            printed = arguments[1:] if texts[:1] == ["-n"] else arguments
        elif name == "printf":
            is_only_text = len(texts) == 1 and not re.search(r"[%\\\0]", texts[0])
            printed = arguments if is_only_text else arguments[1:] if texts[:1] in (["%s"], ["%s\\n"]) else []
        else:
            return self._called(name, left)
        if len(printed) != 1 or (name == "echo" and re.match(r"-[neE]+\Z", shown(printed[0]))):
            return None
        return self._value(printed[0], command.place, command.start, left - 1)

    def _called(self, name: str, left: int) -> _Sent | None:
        """What a function of the script prints."""
        blocks = self._script.functions.get(name, [])
        inner = self._script.single(blocks[0]) if len(blocks) == 1 else None
        return self._output(inner, left - 1) if inner else None

    # What writes a variable or a file

    def _find_writes(self) -> None:
        """Note which commands write which files, and set variables."""
        for at, redirect in self._script.others:
            if _redirects_output(redirect):
                self._write(_target(redirect), at, None)
        for command in self._script.commands.values():
            name = self._name(command)
            for redirect in command.redirects:
                if _redirects_output(redirect):
                    whole = redirect.children[0].type in (">", ">|") and name != "tee"
                    self._write(_target(redirect), command.start, command if whole else None)
            if name == "tee":
                targets = [nodes for nodes in command.words[1:] if not self._literal(nodes).startswith("-")]
                for nodes in targets:
                    self._write(nodes, command.start, command if len(targets) == len(command.words) - 1 else None)
            elif name in _EDITORS:
                for nodes in command.words[1:]:
                    self._write(nodes, command.start, None)
            elif name in ("read", "mapfile", "readarray", "printf", "unset"):
                self._find_set(command, name)
        for writes in self._writes.values():
            writes.sort(key=lambda write: write[0])
        for assignments in self._script.assignments.values():
            assignments.sort(key=lambda each: each.at)

    def _write(self, target: list[Node], at: int, command: Command | None) -> None:
        key = _file_name(self._text, self._word(target) or [])
        if key:
            self._writes.setdefault(key, []).append((at, command))

    def _find_set(self, command: Command, kind: str) -> None:
        """Note which variables a command sets."""
        texts = [self._literal(nodes) for nodes in command.words[1:]]
        if kind == "printf":
            texts = texts[1:2] if texts[:1] == ["-v"] else []
        whole = kind == "read" and texts[-3:-1] == ["-d", ""] and texts[:-3] in (["-r"], [])
        for text in texts:
            if re.fullmatch(r"[A-Za-z_]\w*", text, re.ASCII):
                is_known = whole and ("-r" in texts or not self._has_backslash(command))
                assignment = Assignment(command.start, command.place, command if is_known else None, False)
                self._script.assignments.setdefault(text, []).append(assignment)

    def _has_backslash(self, command: Command) -> bool:
        return any("\\" in self._text[each.start_byte : each.end_byte] for each in command.redirects)

    # The request

    def _cut(self, word: Word) -> Cut:
        template = Template(self._text)
        for part in word:
            if part.text is None:
                template.placeholder(part.at, part.until, self._text[part.at : part.until])
            elif part.same:
                template.copy(part.at, part.until, part.write)
            elif part.text:
                template.replace(part.at, part.until, part.text, part.write)
        return template.cut()

    def _above(self, place: Place, start: int) -> Span | None:
        """The comment lines above a command, or above its statement."""
        for at in (start, place.statement):
            line = self._text.rfind("\n", 0, at) + 1
            if line not in self._comments_above:
                self._comments_above[line] = self._comments_before(line)
            if found := self._comments_above[line]:
                return found
        return None

    def _comments_before(self, line: int) -> Span | None:
        """The comment lines before a line, and blank ones among them."""
        first = line
        at = line
        while at:
            above = self._text.rfind("\n", 0, at - 1) + 1
            text = self._text[above:at]
            if not text.isspace():
                if above + len(text) - len(text.lstrip()) not in self._script.comments:
                    break
                first = above
            at = above
        return Span(first, line) if first < line else None

    def _beside(self, command: Command) -> Span:
        """The comment at the end of the line on which a command ends."""
        end = command.node.end_byte
        index = bisect_left(self._comments, end)
        if index == len(self._comments) or self._comments[index] - end > _MOST_BEFORE_A_COMMENT:
            return Span(0, 0)
        start = self._comments[index]
        if "\n" in self._text[end:start]:
            return Span(0, 0)
        line = _LINE.match(self._text, start)
        return Span(start, line.end() if line else start)

    def useless_comments(self, found: list[Body]) -> Iterator[Body]:
        """The suppression comments that hold for none of the requests that were found."""
        used = sorted(span for body in found for span in (body.before, body.after) if span.end)
        for start in self._comments:
            comment = _SUPPRESSION.match(self._text, start)
            index = bisect_left(used, (start + 1,)) - 1
            if comment and (index < 0 or used[index].end <= start):
                where = Span(*comment.span())
                yield Body([], where, before=where)


def _target(redirect: Node) -> list[Node]:
    """The word of a redirection, after its sign."""
    target: list[Node] = []
    for child in redirect.children:
        if target and child.start_byte != target[-1].end_byte:
            break
        if target or (child.is_named and child.type != "file_descriptor"):
            target.append(child)
    return target


def _redirects_input(redirect: Node) -> bool:
    return redirect.children[0].type in ("<", "<<", "<<-", "<<<")


def _redirects_output(redirect: Node) -> bool:
    return redirect.type == "file_redirect" and redirect.children[0].type in (">", ">|", ">>", "&>", "&>>", ">&")


def _file_name(text: str, word: Word) -> str:
    """A name for the file that a word names, the same for each way to write it; empty if it is no such word."""
    names = []
    for part in word:
        if part.text is None:
            named = _NAMED.fullmatch(text, part.at, part.until)
            if named is None:
                return ""
            names.append(f"${{{named['braced'] or named['name']}}}")
        else:
            names.append(part.text)
    return "".join(names).removeprefix("./")


def _has_text(word: Word) -> bool:
    """Whether a word contains more than placeholders."""
    return any(part.text and not part.text.isspace() for part in word)


def _without_breaks_in_strings(cut: Cut, content: str) -> Cut:
    """A request without the line breaks in its strings, which curl removes from a file."""
    text = cut.text
    made, done = Cut(content), 0
    for string in _STRING.finditer(text):
        for line in _BREAK.finditer(text, *string.span()):
            made.copy_from(cut, done, line.start())
            done = line.end()
    if not done:
        return cut
    made.copy_from(cut, done, len(text))
    return made


def _is_partly_unknown(cut: Cut) -> bool:
    """Whether a request contains a placeholder where no value is, which may stand for anything."""
    text = cut.text
    for piece in cut.pieces:
        if not piece.same and text.startswith('"${', piece.start) and piece.end - piece.start > 1:
            start = piece.start - 1
            while start >= 0 and text[start].isspace():
                start -= 1
            end = piece.end
            while end < len(text) and text[end].isspace():
                end += 1
            if text[max(start, 0)] not in ":[" or text[end : end + 1] not in (",", "]", "}"):
                return True
    return False
