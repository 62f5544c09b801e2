"""Plainly written YAML is read line by line: always as the parser reads it, and never where something is to be said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint.document.yaml import lines as yaml_lines
from tests import cases
from tests.fuzz.properties import check_lines

SAMPLES = [
    path
    for folder in (*cases.FOLDER.iterdir(), cases.FOLDER.parent / "working", cases.FOLDER.parent / "requests")
    for path in sorted(folder.iterdir())
    if path.suffix in (".yaml", ".yml")
]

PLAIN = {  # what is read without the parser
    "a comment and a start": "# Sent each night.\n---\n\nname: web # a\n  # b\nmin_ram: 1024\n",
    "quotes": "name: \"web: 'a' # b\"\ndescription: '\"c\"' # d\nos_version: ''\n",
    "lists in either layout": "tags:\n- a.b\nimage_tags:\n  - key: a\n    value: b\n  -   key: c\n      value: d\n",
    "one line": 'tags: [a.b, "c.d", e f]\nimage_tags:\n  - {key: a, value: "b c"}\ndata_images: []\n',
    "several documents": "a: 1\n---\nb:\n  c: true\n--- \nd: False\n",
    "IDs": "a: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\nb: 11111111-1111-1111-1111-111111111111\n",
    "addresses and templates": "image_url: ims-images:a/b.qcow2\nname: ${NAME}-1\ndescription: Größe 10 GB\n",
    "line ends of Windows": "name: web\r\ntags:\r\n  - a.b\r\n",
    "quotes in quotes": "name: 'it''s' # a\ndescription: \"\\\"C:\\\\Tools\\\"\"\ntags: ['it''s', \"\\\\\"]\n",
    "a folded text": "a:\n  name: >-\n    it's\n    a: b # c\n\n  # d\n  min_ram: 1\n",
    "a text on a line of its own": "name: |-\n  it's\nmin_ram: 1\n",
    "quotes over several lines": "name: \"a\n  \\\"b: c  \n    #d\" # e\ndescription: 'it''s\n  b\n  '\n",
    "a list over several lines": 'tags: [\n  a.b,\n  "c d",\n]\nimage_tags: [ {key: a, value: "b, c"},\n    {} ]\n',
}
ODD = {  # what needs the parser, and what it may have to say of it
    "a null": "name: ~\n",
    "no value": "name:\nmin_ram: 1\n",
    "no value at the end": "name:\n",
    "a repeated key": "name: a\nname: b\n",
    "a repeated key in one line": "a: {b: 1, b: 2}\n",
    "a word of YAML 1.1": "name: yes\n",
    "an octal number": "min_ram: 0755\n",
    "a date": "name: 2024-01-01\n",
    "base 60": "name: 12:30\n",
    "a text over two lines": "name: a\n  b\n",
    "what looks like a list behind a text": "name: a\n  - b\n",
    "what looks like a key behind a text": "name: a\n  b: c\n",
    "an open quote": 'name: "a\nb"\n',
    "a blank line in quotes": 'name: "a\n\n  b"\n',
    "an escape": 'name: "\\x41"\n',
    "an escape at the end of a line": 'name: "a\\\n  b"\n',
    "a folded text in paragraphs": "name: >-\n  a\n\n  b\n",
    "a folded text with an indented line": "name: >-\n  a\n    b\n",
    "a folded text that starts with a blank line": "name: >-\n\n  a\n",
    "a folded text as deep as its key": "a:\n  name: >-\n  b\n",
    "a folded text with a last line that is no comment": "name: >-\n  a\n \n  # b\n",
    "a text of two lines": "name: |-\n  a\n  b\n",
    "a comment in a list": "tags: [\n  a.b, # c\n  d.e]\n",
    "a comment without a space": "name: 'a'#b\n",
    "a second colon": "name: a: b\n",
    "a colon at the end": "name: a:\n",
    "a tab": "name:\ta\n",
    "a no-break line": "name: a\u2028b\n",
    "a line break of its own": "name: a\rmin_ram: 1\n",
    "a block scalar": "name: |\n  a\n",
    "an anchor": "name: &a b\n",
    "a merge": "<<: {a: b}\n",
    "an empty document": "a: 1\n---\n",
    "less indentation": "  a: 1\nb: 2\n",
    "indentation of its own": "a:\n    b: 1\n  c: 2\n",
    "a list at the root": "- a\n",
    "a list in a list": "a:\n  - - b\n",
    "a long key": "k" * 1100 + ": 1\n",
    "nested deeply": "".join(" " * n + "a:\n" for n in range(120)) + " " * 120 + "a: 1\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_what_is_plain_needs_no_parser(text: str) -> None:
    assert yaml_lines.read(text) is not None
    check_lines(text)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_what_is_odd_is_left_to_the_parser(text: str) -> None:
    assert yaml_lines.read(text) is None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sample_is_read_otherwise(path: Path) -> None:
    check_lines(path.read_bytes().decode("utf-8", "replace"))


@pytest.mark.parametrize("line", ["- x: [a]", "- x: {a: b}", "- x: [a, b]", "- x: [{a: b}, {}]", "- a", "- x: a"])
def test_too_many_values_are_left_to_the_parser(line: str) -> None:
    text = "a:\n" + f"{line}\n" * 101
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_lines, "MAX_VALUES", 100)
        assert yaml_lines.read(text) is None
    assert yaml_lines.read("a:\n" + f"{line}\n" * 34_000) is None


def test_long_lines_are_not_remembered() -> None:
    yaml_lines.read("a: b\n")
    before = yaml_lines._row.cache_info().currsize, yaml_lines._start.cache_info().currsize
    assert yaml_lines.read(f"a: {'b' * 1000}\nc: '{'d ' * 500}: e'\nf:\n- '{'g' * 500}: h'\n") is not None
    after = yaml_lines._row.cache_info().currsize, yaml_lines._start.cache_info().currsize
    assert after[0] - before[0] <= 2
    assert after[1] - before[1] <= 3


def test_the_examples_are_plain() -> None:
    requests = [path for path in SAMPLES if path.parent.name == "requests"]
    assert requests
    assert [path.name for path in requests if yaml_lines.read(path.read_text(encoding="utf-8")) is None] == []


WORDS = ["a", "name", "b c", "true", "True", "null", "~", "no", "On", "y", "1", "0", "010", "1_0", "1.5", "1e3", "0x1F",
         "0o7", "12:30", "2024-01-01", "1.", "+1", "-1", ".5", ".inf", "877a2cda-ba63", "12345678-1234-1e10", "=", "<<",
         "${A}", "{{ a }}", "a#b", "a #b", "#", "é", "\u00a0", "\u2028", "a:b", "a: b", "a:", ":", "-", "- a", "---",
         "...", "'a'", '"a"', "''", '"a\\n"', "'a''b'", '"a" b', "'a' # b", "[a, b]", "[]", "[a, 'b c' ,\"d\"]",
         "[a,]", "[1, no]", "[a: b]", "{a: b}", "{a: 1, b: 'c'}", "{}", "{a: b, a: c}", "{a:b}", "|", ">-",
         "&a b", "*a", "!a b", "@a", "%a", "`a", "? a", "a\tb", "²", "/a", "(a)", "_", "a, b", "a]", "a}", "/",
         "$", ""]  # fmt: skip
rows = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "", " ", "  ", "  ", "    "]),
    st.sampled_from(["", "", "", "- ", "-  ", "-", "- - "]),
    st.sampled_from(["a: ", "b: ", "c:", "d e: ", "f  - g: ", "name:  ", "'d': ", "", "true: ", "a.b: ", "a :", "1: "]),
    st.sampled_from(WORDS),
    st.sampled_from(["\n", "\n", "\n", " \n", " # c\n", "\r\n", "\n\n", "\n# d\n", "\n---\n"]),
)
values = st.builds(
    "{}{}".format,
    st.sampled_from([">-", "|-", '"', "'", "[", "[a,", '"a b', "'it''s ", '"a" ', ">- # a"]),
    st.lists(
        st.sampled_from(["\n", "\n\n", "\n ", "\n  ", "\n  ", "\n   ", "\n    ", " ", "a", "b c", "d: e", "# f", ",",
                         '"', "'", "''", '\\"', "\\", "]", "- g", "---", "{h: i, j", "k: l}"]),
        min_size=1,
        max_size=10,
    ).map("".join),
)  # fmt: skip


@given(st.lists(rows, max_size=8).map("".join))
def test_rows_are_read_as_the_parser_reads_them(text: str) -> None:
    check_lines(text)


@given(st.lists(st.sampled_from([*WORDS, "\n", "\n", " ", "  ", ": ", "- ", "# ", ", "]), max_size=14).map("".join))
def test_pieces_are_read_as_the_parser_reads_them(text: str) -> None:
    check_lines(text)


@given(st.sampled_from(["a: ", "b:\n  a: ", "b:\n- a: ", "b:\n  -  a: 1\n     c: "]), values, rows)
def test_values_over_several_lines_are_read_as_the_parser_reads_them(key: str, value: str, after: str) -> None:
    check_lines(f"{key}{value}\n{after}")


@given(st.text(max_size=12), st.booleans())
def test_any_value_is_read_as_the_parser_reads_it(value: str, in_list: bool) -> None:
    check_lines(f"a:\n  - {value}\n" if in_list else f"a: {value}\n")
