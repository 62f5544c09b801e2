"""Requests in Markdown."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint.embedded import NotInstalled
from ims_lint.input import from_text
from ims_lint.linter import lint
from tests.embedded.hosting import FEWER, assert_as_alone, bodies, declared, diagnostics, fixed, found, post, texts
from tests.strategies import Body, as_yaml
from tests.test_properties import as_json, broken_requests

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
JSON = f'{{\n  "name": "web",\n  "instance_id": "{ID}"\n}}\n'
YAML = f"name: web\ninstance_id: {ID}\n"
POST = "POST https://ims.example.com/v2/cloudimages/action"


def block(
    text: str, info: str = "json ims-lint", prefix: str = "", fence: str = "```", first: str | None = None
) -> str:
    """A code block; `first` is what its first line has before it, if that is not the prefix."""
    lines = [f"{fence}{info}", *text.removesuffix("\n").split("\n"), fence]
    starts = [prefix if first is None else first, *[prefix] * (len(lines) - 1)]
    return "".join(f"{start}{line}\n" for start, line in zip(starts, lines, strict=True))


BLOCKS: dict[str, tuple[str, str]] = {
    "alone": (block(JSON), JSON),
    "between paragraphs": ("# Title\ntext\n" + block(JSON) + "text\n", JSON),
    "tildes": (block(JSON, fence="~~~"), JSON),
    "a longer fence": (block("a: '```'\n" + YAML, "yaml ims-lint", fence="`````"), "a: '```'\n" + YAML),
    "spaces around the words": (block(JSON, "  json   ims-lint  "), JSON),
    "other words": (block(JSON, 'json {1,3} title="a.json" ims-lint'), JSON),
    "with a comma": (block(JSON, "json,ims-lint"), JSON),
    "attributes of Pandoc": (block(JSON, "{.json .ims-lint}"), JSON),
    "uppercase": (block(JSON, "JSON ims-lint"), JSON),
    "no language, JSON": (block(JSON, "ims-lint"), JSON),
    "no language, YAML": (block(YAML, "ims-lint"), YAML),
    "YAML": (block(YAML, "yaml ims-lint"), YAML),
    "yml": (block(YAML, "yml ims-lint"), YAML),
    "empty lines": (block("\n" + YAML + "\n\n# the end", "yaml ims-lint"), "\n" + YAML + "\n\n# the end\n"),
    "indented": (block(JSON, prefix="   "), JSON),
    "the lines less indented than the fence": ("   ```json ims-lint\n" + JSON + "   ```\n", JSON.replace("\n  ", "\n")),
    "list": ("- a\n\n" + block(JSON, prefix="  "), JSON),
    "first in a list": (block(JSON, prefix="  ", first="- "), JSON),
    "numbered list": ("10. a\n\n" + block(JSON, prefix="    "), JSON),
    "empty lines in a list": ("- a\n\n" + block("\n" + YAML, "yaml ims-lint", "  ").replace("  \n", "\n"), "\n" + YAML),
    "list with tabs": ("-\ta\n\n" + block(JSON, prefix="\t"), JSON),
    "part of a tab": ("- a\n\n" + block(YAML, "yaml ims-lint", "\t"), YAML),
    "part of a tab is indentation": (
        "- a\n\n  ```yaml ims-lint\n  image_tags:\n\t- key: a\n  ```\n",
        "image_tags:\n  - key: a\n",
    ),
    "quote": (block(JSON, prefix="> "), JSON),
    "quote without spaces": (block(YAML, "yaml ims-lint", ">"), YAML),
    "quote with a tab": (block(YAML, "yaml ims-lint", ">\t"), YAML),
    "quotes with other spaces": (
        "> ```yaml ims-lint\n>name: web\n>  instance_id: x\n  > # end\n>\n> ```\n",
        "name: web\n instance_id: x\n# end\n\n",
    ),
    "two quotes": (block(JSON, prefix="> > "), JSON),
    "quote in a list in a quote": (block(JSON, prefix=">    > ", first="> 1. > "), JSON),
    "unclosed": ("```json ims-lint\n" + JSON, JSON),
    "unclosed, no line break": ("```json ims-lint\n" + JSON.rstrip("\n"), JSON.rstrip("\n")),
    "unclosed in a quote": ("> ```json ims-lint\n> {}\n\ntext\n", "{}\n"),
    "unclosed in a list": ("- ```json ims-lint\n  {}\ntext\n", "{}\n"),
    "a shorter fence inside": ("````yaml ims-lint\n```\n" + YAML + "````\n", "```\n" + YAML),
    "CRLF": (block(JSON, prefix="> ").replace("\n", "\r\n"), JSON.replace("\n", "\r\n")),
    "CR": (block(JSON, prefix="> ").replace("\n", "\r"), JSON.replace("\n", "\r")),
    "front matter": ("---\ntitle: x\n---\n\n" + block(JSON), JSON),
    "in HTML": ("<details>\n<summary>x</summary>\n\n" + block(JSON) + "\n</details>\n", JSON),
    "an HTTP request": (block(f"{POST} HTTP/1.1\nAccept: */*\n\n{JSON}", "http"), JSON.rstrip("\n")),
    "an HTTP request in a quote": (block(f"{POST}\n\n{JSON}", "http", "> "), JSON.rstrip("\n")),
    "an HTTP request and its response": (
        block(f"{POST}\n\n{JSON}\nHTTP/1.1 200 OK\n\n{{}}", "HTTP"),
        JSON.rstrip("\n"),
    ),
    "a marked HTTP request": (block(f"{POST}\n\n{JSON}", "http ims-lint"), JSON.rstrip("\n")),
    "variables": (block('{"min_ram": {{ram}}, "name": "a {{b}}"}'), '{"min_ram": "${ram}", "name": "a ${b}"}\n'),
    "variables in a quote": (block('{"min_ram":\n{{ram}}}', prefix="> "), '{"min_ram":\n"${ram}"}\n'),
    "empty": ("```json ims-lint\n```\n", ""),
    "empty at the end": ("```json ims-lint", ""),
    "NUL": (block('{"a": "\0"}', prefix="> "), '{"a": "\0"}\n'),
    "a separator of other lines": (block('{"a": "\u2028\x85\x0b"}', prefix="> "), '{"a": "\u2028\x85\x0b"}\n'),
}
"""Files with one request, and its text."""

RIGHT = [name for name, (_, text) in BLOCKS.items() if text.replace("\r\n", "\n").rstrip("\n") + "\n" in (JSON, YAML)]
"""Those in which nothing is wrong."""


@pytest.mark.parametrize(("file", "text"), BLOCKS.values(), ids=BLOCKS)
def test_the_request_is_found(file: str, text: str) -> None:
    assert texts(file, "a.md") == [text]
    assert texts("text\n\n" + file, "a.md") == [text]


@pytest.mark.parametrize(("file", "text"), BLOCKS.values(), ids=BLOCKS)
def test_each_piece_has_its_place(file: str, text: str) -> None:
    assert_pieces(file)


def assert_pieces(file: str) -> None:
    """Assert that the pieces of requests in a file are in order, and the same text there if they are to be."""
    for body in bodies(file, "a.md"):
        assert body.cut
        end = 0
        for piece in body.cut.pieces:
            assert end <= piece.at <= piece.until <= len(file)
            assert not piece.same or body.cut.text[piece.start : piece.end] == file[piece.at : piece.until]
            end = piece.until


@pytest.mark.parametrize("name", RIGHT)
def test_a_wrong_value_has_its_place_in_the_file(name: str) -> None:
    wrong = BLOCKS[name][0].replace('"web"', "5").replace("name: web", "name: 5")
    column = wrong.index(": 5") + 2
    before = wrong[:column].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    told = [each for each in found(wrong, "a.md") if each.pointer == "/name"]
    assert told == [("IMS301", "/name", len(before), len(before[-1]) + 1, "5")]


@pytest.mark.parametrize("name", RIGHT)
def test_a_fix_changes_nothing_around_it(name: str) -> None:
    file, _ = BLOCKS[name]
    assert diagnostics(file, "a.md") == ()
    wrong = file.replace('"name"', '"nmae"').replace("name:", "nmae:")
    assert wrong != file
    assert fixed(wrong, "a.md") == file


@pytest.mark.parametrize("language", ["text", "jsonc", "yaml+jinja"])
def test_a_marked_block_in_another_language_is_read_as_what_it_looks_like(language: str) -> None:
    assert texts(block('{"name": "web"}', f"{language} ims-lint"), "a.md") == ['{"name": "web"}\n']
    assert texts(block("name: web", f"{language} ims-lint"), "a.md") == ["name: web\n"]


NONE: dict[str, str] = {
    "nothing": "",
    "unmarked JSON": block("{}", "json"),
    "unmarked YAML": block("name: web", "yaml"),
    "a word that contains the mark": block("{}", "json ims-linter no-ims-lint"),
    "indented code": "    ```json ims-lint\n    {}\n    ```\n",
    "a comment": "<!--\n" + block("{}") + "-->\n",
    "preformatted HTML": "<pre>\n" + block("{}") + "</pre>\n",
    "in another block": block(block("{}"), "markdown", fence="````"),
    "a marked block in a word": "a ```json ims-lint {}```\n",
    "backticks in the first line": "```json ims-lint `a`\n{}\n```\n",
    "HTTP to another address": block("POST https://example.com/\n\n{}", "http"),
    "only a response": block("HTTP/1.1 200 OK\n\n{}", "http"),
    "HTTP without a body": block(POST, "http"),
    "text with the address": block(f"{POST}\n\n{{}}", "text") + block(f"{POST}\n\n{{}}", ""),
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_request_is_left_alone(text: str) -> None:
    assert texts(text, "a.md") == []
    assert diagnostics(text, "a.md") == ()


def test_the_first_line_declares_the_operation() -> None:
    backup = f"name: web\nbackup_id: {ID}\n"
    alone = [each.code for each in diagnostics(backup, "a.wholeimages.ims.yaml")]
    for words in (
        "ims-lint operation=wholeimages",
        "operation=wholeimages ims-lint",
        ".ims-lint operation=wholeimages}",
    ):
        info = f"{{.yaml {words}" if "}" in words else f"yaml {words}"
        assert [each.code for each in diagnostics(block(backup, info), "a.md")] == alone
    (told,) = diagnostics(block(f"{YAML}vault_id: {ID}", "yaml ims-lint operation=image"), "a.md")
    assert (told.code, told.pointer) == ("IMS204", "/vault_id")


def test_an_unknown_operation_is_an_error_at_its_place() -> None:
    file = "> " + block(YAML, "yaml ims-lint operation=wholeimage", "> ", first="")
    assert found(file, "a.md") == [("IMS011", "", 1, 30, "wholeimage")]
    (told,) = diagnostics(file, "a.md")
    assert (told.severity, told.message) == ("error", "wholeimage is not an operation")
    assert told.help == "change it to wholeimages"
    (missing,) = found(block(YAML, "yaml ims-lint operation="), "a.md")
    assert missing == ("IMS011", "", 1, 28, "")


def test_a_comment_contradicts_the_first_line() -> None:
    comment = "<!-- ims-lint: operation=quickimport -->"
    file = f"{comment}\n" + block(YAML, "yaml ims-lint operation=image")
    assert found(file, "a.md") == [("IMS011", "", 1, 1, comment.removesuffix(" -->"))]
    file = f"{comment}\n" + block(f"{POST}\n\n{JSON}\n###\n{POST}\n\n{JSON}", "http")
    assert [(each.code, each.line) for each in found(file, "a.md")] == [("IMS016", 1)]


IGNORE = "<!-- ims-lint: ignore[IMS201] -->"
WRONG = f"{YAML}colour: red\n"
COMMENTS: dict[str, str] = {
    "right before": f"{IGNORE}\n" + block(WRONG, "yaml ims-lint"),
    "with an empty line": f"text\n\n{IGNORE}\n\n" + block(WRONG, "yaml ims-lint"),
    "after a paragraph": f"text\n{IGNORE}\n" + block(WRONG, "yaml ims-lint"),
    "with a reason": "<!-- ims-lint: ignore[IMS201] as an example -->\n" + block(WRONG, "yaml ims-lint"),
    "several": f"<!-- a remark -->\n{IGNORE}\n\n<!-- ims-lint: operation=image -->\n" + block(WRONG, "yaml ims-lint"),
    "several on a line": f"<!-- ims-lint: operation=image --> <!-- a --> {IGNORE}\n" + block(WRONG, "yaml ims-lint"),
    "in a quote": f"> {IGNORE}\n>\n" + block(WRONG, "yaml ims-lint", "> "),
    "in a list": f"- text\n\n  {IGNORE}\n" + block(WRONG, "yaml ims-lint", "  "),
    "before the quote": f"{IGNORE}\n" + block(WRONG, "yaml ims-lint", "> "),
    "before the list": f"{IGNORE}\n\n" + block(WRONG, "yaml ims-lint", "  ", first="- "),
    "in the block": block(f"{YAML}colour: red # ims-lint: ignore[IMS201]", "yaml ims-lint"),
    "in the block, for all": block(f"# ims-lint: ignore-file[IMS201]\n{WRONG}", "yaml ims-lint", "> "),
    "before an HTTP request": f"{IGNORE}\n" + block(f'{POST}\n\n{JSON[:-3]},\n"colour": 1}}', "http"),
    "in an HTTP block": block(f'# ims-lint: ignore[IMS201]\n{POST}\n\n{JSON[:-3]},\n"colour": 1}}', "http"),
    "before several requests": f"{IGNORE}\n"
    + block(f'{POST}\n\n{{}}\n###\n{POST}\n\n{JSON[:-3]},\n"colour": 1}}', "http").replace("{}", JSON),
}
"""Files in which a comment suppresses what is wrong."""


@pytest.mark.parametrize("file", COMMENTS.values(), ids=COMMENTS)
def test_a_comment_suppresses(file: str) -> None:
    assert found(file, "a.md") == []
    assert "IMS201" in [each.code for each in found(file.replace("IMS201", "IMS506"), "a.md")]


@pytest.mark.parametrize("file", COMMENTS.values(), ids=COMMENTS)
def test_an_unused_comment_is_found_and_removed(file: str) -> None:
    unused = re.sub(r"(> )?colour: red\n", "", file).replace("colour: red", "# ").replace(',\n"colour": 1', "\n")
    (told,) = found(unused, "a.md")
    assert told.code == "IMS010"
    assert "ignore" not in fixed(unused, "a.md")
    assert texts(fixed(unused, "a.md"), "a.md")


@pytest.mark.parametrize("between", ["text\n\n", "# title\n", "<p>\n\n", "```\n```\n", "- a\n\n"])
def test_a_comment_that_is_not_right_before_does_not_hold(between: str) -> None:
    assert [each.code for each in found(f"{IGNORE}\n\n{between}" + block(WRONG, "yaml ims-lint"), "a.md")] == ["IMS201"]


def test_several_documents_and_blocks() -> None:
    file = block(f"{YAML}---\n{WRONG}---\n{YAML}", "yaml ims-lint", "> ") + "\n" + block('{"name": 1}') + block(JSON)
    told = [(each.document, each.code, each.start) for each in diagnostics(file, "a.md")]
    assert [(number, code) for number, code, _ in told] == [(1, "IMS201"), (3, "IMS101")]
    assert told[0][2] == (7, 3)


def test_a_block_that_cannot_be_read() -> None:
    assert [(each.code, each.line, each.column) for each in found(block('{"a": 1,}', prefix="> "), "a.md")] == [
        ("IMS001", 2, 10)
    ]
    assert [(each.code, each.line) for each in found(block("a: [", "yaml ims-lint", "> "), "a.md")] == [("IMS001", 2)]
    (empty,) = diagnostics("text\n\n```yaml ims-lint\n```\n", "a.md")
    assert (empty.code, empty.start, empty.message) == ("IMS004", (4, 1), "the code block contains no request")


def test_a_missing_library_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "markdown_it", None)
    with pytest.raises(NotInstalled, match=r"^Markdown .*pip install \"ims-lint\[embedded\]\"$"):
        bodies(block("{}"), "a.md")
    assert bodies("# Nothing to read\n", "a.md") == []


CONTAINERS = {
    "plain": ("", ""),
    "indented": ("", "  "),
    "list": ("- a list\n\n", "  "),
    "numbered": ("10. a list\n\n", "    "),
    "tab": ("1.\ta list\n\n", "\t"),
    "quote": ("> a quote\n>\n", "> "),
    "nested": ("> 1. - > text\n>      >\n", ">      > "),
    "two quotes": ("> > text\n> >\n", "> > "),
}
FENCES = ["```", "~~~", "``````", "~~~~"]


@FEWER
@pytest.mark.parametrize("language", ["json", "yaml"])
@given(broken_requests(), st.data())
def test_a_marked_block_is_judged_and_fixed_as_the_request_alone(
    language: str, request_: tuple[str, Body], data: Any
) -> None:
    name, body = request_
    info = f"{language} ims-lint" + (f" operation={declared(name)}" if declared(name) else "")
    text = as_yaml(data.draw, body) if language == "yaml" else _json(data, body) + "\n"
    start, prefix = data.draw(st.sampled_from(list(CONTAINERS.values())))
    code = block(text, info, prefix, data.draw(st.sampled_from(FENCES)))
    assert_as_alone(text, language, f"# Title\n\n{start}{code}\nThe end.\n", "a.md", prefix, declared(name))


@FEWER
@given(broken_requests(), st.data())
def test_an_http_block_is_judged_and_fixed_as_the_request_alone(request_: tuple[str, Body], data: Any) -> None:
    operation, text = declared(request_[0]) or "image", _json(data, request_[1])
    start, prefix = data.draw(st.sampled_from(list(CONTAINERS.values())))
    code = block(
        f"{post(operation)} HTTP/1.1\nAccept: */*\n\n{text}", "http", prefix, data.draw(st.sampled_from(FENCES))
    )
    assert_as_alone(text, "json", f"# Title\n\n{start}{code}\nThe end.\n", "a.md", prefix, operation)


def _json(data: Any, body: Body) -> str:
    return as_json(body, data.draw(st.sampled_from([None, 2])))


HOSTILE: dict[str, str] = {
    "quotes": "> " * 100_000 + "\n" + block("{}"),
    "lists": "- " * 100_000 + "\n" + block("{}"),
    "nested lists": "".join(f"{'  ' * depth}- a\n" for depth in range(200)) + block("{}"),
    "blocks": block("{}") * 3_000,
    "unclosed blocks": "> ```json ims-lint\n> {}\n\n" * 3_000,
    "backticks": "`" * 500_000 + "\n" + block("{}"),
    "backticks in words": "``` " * 100_000 + "\n" + block("{}"),
    "brackets": "[" * 500_000 + "\n" + block("{}"),
    "definitions": "[a]: b\n" * 30_000 + block("{}"),
    "comments": IGNORE * 30_000 + "\n" + block(YAML, "yaml ims-lint"),
    "lines of comments": (IGNORE + "\n") * 3_000 + block(YAML, "yaml ims-lint"),
    "open comments": "<!--" * 100_000 + "\n" + block("{}"),
    "a long line": block("a" * 3_000_000, "yaml ims-lint"),
    "many lines": block("a\n" * 100_000, "yaml ims-lint", "> "),
    "spaces": block(" " * 1_000_000 + "a", "yaml ims-lint", "> "),
    "tabs": block("\t" * 1_000_000 + "a", "yaml ims-lint", "- "),
    "words": "```json ims-lint " + "operation=" * 100_000 + "\n{}\n```",
    "variables": block('{"a": [' + "{{a}}, " * 10_000 + "1]}", prefix="> "),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_read_to_their_end(text: str) -> None:
    assert all(each.code.startswith("IMS") for each in diagnostics(text, "a.md"))


PARTS = ["```", "~~~", "json ims-lint", "yaml ims-lint operation=", "http", "\n", "\r\n", "\r", "> ", ">", "- ", "1. "]
PARTS += [
    "\t",
    " ",
    "    ",
    "{}",
    YAML,
    JSON,
    POST,
    IGNORE,
    "<!--",
    "-->",
    "<pre>",
    "\0",
    "{{a}}",
    "#",
    "---",
    "[a]: b",
]


@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_any_text_is_read(parts: list[str]) -> None:
    text = "".join(parts)
    assert_pieces(text)
    diagnostics(text, "a.md")
    fixed(text, "a.md")


@pytest.mark.parametrize("word", ["operaton=wholeimages", "operation:wholeimages", "operations=wholeimages"])
def test_a_misspelled_declaration_is_told(word: str) -> None:
    text = f"```yaml ims-lint {word}\nname: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n```\n"
    (found,) = lint(from_text(text, "a.md")).report.diagnostics
    assert (found.code, found.severity, found.start.column) == ("IMS011", "error", 18)


def test_other_words_behind_the_mark_are_left_alone() -> None:
    request = "name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n"
    text = f'```yaml ims-lint title="web.yaml" linenums=1\n{request}```\n'
    assert lint(from_text(text, "a.md")).report.diagnostics == ()
