"""Where keys and values stand: every style of YAML and JSON, read back from the text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint import lint_text
from ims_lint.config import Config, Selection
from ims_lint.document import Document, read
from ims_lint.document.text import Text
from ims_lint.finding import UNCHECKED, Path, Position
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.rules.registry import RULES


def document(text: str, language: str = "yaml", index: int = 0) -> Document:
    documents, findings = read(text, language)
    assert not findings
    return documents[index]


def value_at(text: str, *path: str | int, language: str = "yaml") -> str:
    start, end = document(text, language).span(path)
    return text[start:end]


def key_at(text: str, *path: str | int, language: str = "yaml") -> str:
    start, end = document(text, language).key_span(path)
    return text[start:end]


SCALARS = [  # the text behind `name: `, its value, and what of it the value's span covers (None: all)
    ("web", "web", None),
    ("web server", "web server", None),
    ("web # comment", "web", "web"),
    ("web#1", "web#1", None),
    ("a:b", "a:b", None),
    ("http://a/b?c=d", "http://a/b?c=d", None),
    ("'it''s'", "it's", None),
    ('"a\\tb\\x41\\u00e9\\U0001F600"', "a\tbAé😀", None),
    ('"a\\\n  b"', "ab", None),
    ("'a\n  b\n\n  c'", "a b\nc", None),
    ("a\n  b", "a b", None),
    ("|\n  a\n  b\n", "a\nb\n", "|\n  a\n  b"),
    ("|-\n  a\n  b\n\n", "a\nb", "|-\n  a\n  b"),
    (">\n  a\n  b\n", "a b\n", ">\n  a\n  b"),
    ("|2\n   a\n", " a\n", "|2\n   a"),
    ("| # why\n  a\n", "a\n", "| # why\n  a"),
    ("&x web", "web", "web"),
    ("!!str 12", "12", "12"),
    ("&x !!str 12", "12", "12"),
    ("!!str &x 12", "12", "12"),
    ("&x\n  web", "web", "web"),
    ("", None, ""),
    ("~", None, None),
    ("null", None, None),
    ("Null", None, None),
    ("12", 12, None),
    ("-12", -12, None),
    ("+12", 12, None),
    ("0o17", 15, None),
    ("0x1F", 31, None),
    ("1.5", 1.5, None),
    (".5", 0.5, None),
    ("5.", 5.0, None),
    ("1e3", 1000.0, None),
    ("true", True, None),
    ("False", False, None),
    ("yes", "yes", None),
    ("y", "y", None),
    ("1_000", "1_000", None),
    ("12:30", "12:30", None),
    ("0b1", "0b1", None),
    ("2024-01-01", "2024-01-01", None),
    ("1e", "1e", None),
    ("+", "+", None),
    ("NULL", None, None),
    ("True", True, None),
    ("TRUE", True, None),
    ("false", False, None),
    ("FALSE", False, None),
    *((sign + word, UNCHECKED, None) for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")),
    ("nULL", "nULL", None),
    ("tRUE", "tRUE", None),
    ("{{ x }}", "{{ x }}", None),
    ("😀 é", "😀 é", None),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("written", "value", "span"), SCALARS, ids=[case[0][:16] for case in SCALARS])
def test_a_scalar_and_its_place(written: str, value: Any, span: str | None, end: str) -> None:
    text = f"a: b\nname: {written}\nlast: c\n".replace("\n", end)
    read_value = document(text).value["name"]
    assert (type(read_value), read_value) == (type(value), value)
    assert value_at(text, "name") == (written if span is None else span).rstrip("\n").replace("\n", end)
    assert key_at(text, "name") == "name"
    assert value_at(text, "last") == "c"


@pytest.mark.parametrize("written", [".nan", ".NaN", ".NAN"])
def test_not_a_number(written: str) -> None:
    assert document(f"name: {written}\n").value["name"] is UNCHECKED


COLLECTIONS = [
    ("a: {b: 1, 'c': [2, 3]}\n", ("a",), "{b: 1, 'c': [2, 3]}"),
    ("a: {b: 1, 'c': [2, 3]}\n", ("a", "c"), "[2, 3]"),
    ("a: {b: 1, 'c': [2, 3]}\n", ("a", "c", 1), "3"),
    ("a:\n  b: 1\n  c: 2 # x\nd: 3\n", ("a",), "b: 1\n  c: 2"),
    ("a:\n- b\n- c\nd: 3\n", ("a",), "- b\n- c"),
    ("a:\n  - b: 1\n    c: 2\n  - d\n", ("a", 0), "b: 1\n    c: 2"),
    ("a:\n  - - x\n    - y\n", ("a", 0), "- x\n    - y"),
    ("a: &x\n  b: 1\n", ("a",), "b: 1"),
    ("a: &x [1]\n", ("a",), "[1]"),
    ("a: !!map {b: 1}\n", ("a",), "{b: 1}"),
    ("# c\na: 1\n# d\n", (), "a: 1"),
    ("--- {a: 1}\n...\n", (), "{a: 1}"),
    ("? a\n: 1\n", ("a",), "1"),
    ("a: []\n", ("a",), "[]"),
    ("a:\n  b:\nc: 1\n", ("a",), "b:"),
]


@pytest.mark.parametrize(("text", "path", "span"), COLLECTIONS)
def test_a_collection_and_its_place(text: str, path: Path, span: str) -> None:
    assert value_at(text, *path).rstrip(": ") == span.rstrip(": ")


def test_keys_in_every_style() -> None:
    text = "plain: 1\n'single': 2\n\"dou\\u0062le\": 3\n? long\n: 4\n&k anchored: 5\n!!str tagged: 6\n12: 7\nnull: 8\n"
    read_keys = [key_at(text, name) for name in document(text).value]
    assert read_keys == ["plain", "'single'", '"dou\\u0062le"', "long", "anchored", "tagged", "12", "null"]
    assert list(document(text).value) == ["plain", "single", "double", "long", "anchored", "tagged", "12", "null"]


def test_an_alias_stands_where_it_is_written() -> None:
    text = "a: &x [1, 2]\nb: *x\n"
    assert value_at(text, "b") == "*x"
    assert value_at(text, "b", 1) == "2"
    assert document(text).value == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('a: &x ["\\ud800"]\nb: *x\n', ["IMS014"]),
        ("a: &x {b: 1, b: 2}\nc: *x\n", ["IMS006"]),
        ("a: &x {b: 1}\nc: *x\nd: {e: 1, e: 2}\n", ["IMS006"]),
    ],
)
def test_what_an_alias_repeats_is_judged_once_and_ends_nothing(text: str, codes: list[str]) -> None:
    assert [each.code for each in read(text, "yaml")[0][0].findings] == codes


def test_an_alias_as_a_key() -> None:
    assert document("a: &x name\n*x : web\n").value == {"a": "name", "name": "web"}


def test_merge_keys() -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  z: 5\nd: {<<: *a, x: 6}\n"
    value = document(text).value
    assert value["c"] == {"z": 5, "x": 1, "y": 2}
    assert value["d"] == {"x": 6, "y": 2}
    assert value_at(text, "c", "x") == "1"
    assert value_at(text, "c", "z") == "5"


def test_a_quoted_merge_key_is_a_key() -> None:
    assert document("'<<': {a: 1}\n").value == {"<<": {"a": 1}}


def test_documents_count_from_zero() -> None:
    text = "a: 1\n---\n# nothing\n---\nb: 2\n...\n%YAML 1.2\n---\nc: 3\n"
    documents, findings = read(text, "yaml")
    assert [(each.index, each.value) for each in documents if each.value] == [
        (0, {"a": 1}),
        (2, {"b": 2}),
        (3, {"c": 3}),
    ]
    assert not findings


def test_an_anchor_is_forgotten_in_the_next_document() -> None:
    documents, _ = read("a: &x 1\n---\nb: *x\n", "yaml")
    assert documents[1].value == {"b": UNCHECKED}


def test_what_is_missing_stands_at_its_parent() -> None:
    text = "a:\n  b: 1\n"
    assert value_at(text, "a", "c", 0) == "b: 1"
    assert key_at(text, "a", "c") == "a"
    assert value_at(text, "x") == "a:\n  b: 1"
    assert value_at("a: [1]\n", "a", 7) == "[1]"


JSON = '{\n  "a" : [1, -2.5e3, "x\\n\\"", {"\\u0062": null}],\n\t"c": {}, "d": [ ] , "e":true}\n'


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("a",), '[1, -2.5e3, "x\\n\\"", {"\\u0062": null}]'),
        (("a", 0), "1"),
        (("a", 1), "-2.5e3"),
        (("a", 2), '"x\\n\\""'),
        (("a", 3, "b"), "null"),
        (("c",), "{}"),
        (("d",), "[ ]"),
        (("e",), "true"),
        (("e", "f"), "true"),
        ((), JSON.strip()),
    ],
)
def test_a_json_value_and_its_place(path: Path, value: str) -> None:
    assert value_at(JSON, *path, language="json") == value


def test_a_json_key_and_its_place() -> None:
    assert key_at(JSON, "a", 3, "b", language="json") == '"\\u0062"'
    assert key_at(JSON, "a", 3, language="json") == '{"\\u0062": null}'


def test_of_a_repeated_key_the_last_counts() -> None:
    for language in ("json", "yaml"):
        text = '{"a": 1, "a": 2}'
        assert document(text, language).value == {"a": 2}
        assert value_at(text, "a", language=language) == "2"
        assert [each.code for each in document(text, language).findings] == ["IMS006"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        ("\n\r\r\n", ["", "", "", ""]),
        ("a\x0bb\x0cc\x85d\u2028e\nf", ["a\x0bb\x0cc\x85d\u2028e", "f"]),
    ],
)
def test_lines_as_editors_count_them(text: str, lines: list[str]) -> None:
    place = Text(text)
    assert [place.line(number + 1) for number in range(place.line_count)] == lines


@given(st.lists(st.sampled_from(["a", "b" * 700, "\r", "\n", "\r\n", "\n" * 1100]), max_size=8).map("".join), st.data())
def test_a_position_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    place = Text(text)
    offset = data.draw(st.integers(0, len(text)).filter(lambda at: text[at - 1 : at + 1] != "\r\n" or not at))
    before = re.split(r"\r\n|\r|\n", text[:offset])
    assert place.position(offset) == Position(len(before), len(before[-1]) + 1)
    assert place.offset(place.position(offset)) == offset
    assert place.line(len(before)).startswith(before[-1])


def test_positions_count_characters() -> None:
    text = Text("é😀x\r\nb")
    for offset, position in ((0, (1, 1)), (2, (1, 3)), (3, (1, 4)), (5, (2, 1)), (6, (2, 2))):
        assert text.position(offset) == Position(*position)
        assert text.offset(Position(*position)) == offset
    assert text.offset(Position(1, 99)) == 3
    assert text.offset(Position(9, 1)) == 6


GOOD = "name: web\n"
WHOLE = {
    "plain": GOOD,
    "a warning": GOOD + "a: yes\n",
    "a duplicate key": GOOD + "a: 1\na: 1\n",
    "a placeholder": GOOD + "a: ${A}\n",
    "a placeholder without quotes": GOOD + "a: {{ x }}\n",
    "known tags": GOOD + "!!str a: !!int 1\n",
    "an alias": GOOD + "a: &a [1]\nb: *a\n",
}
NOT_WHOLE = {
    "a list": "- a\n",
    "nothing": "# a\n",
    "not YAML": "a: [\n",
    "a second document that is not YAML": GOOD + "---\n[\n",
    "infinity": GOOD + "a: .inf\n",
    "infinity in a list": GOOD + "a: [[-.inf]]\n",
    "no number": GOOD + "a: .nan\n",
    "an exponent too far": GOOD + "a: 1e999\n",
    "too many digits": GOOD + f"a: {'1' * 5000}\n",
    "a surrogate": GOOD + 'a: "\\ud800"\n',
    "a surrogate in a key": GOOD + '"\\ud800": a\n',
    "a surrogate pair": GOOD + 'a: "\\ud83d\\ude00"\n',
    "a key that is a list": GOOD + "? [a]\n: b\n",
    "a tag": GOOD + "a: !foo b\n",
    "a tag on a key": GOOD + "!foo a: b\n",
    "a tag on a list": GOOD + "a: !foo []\n",
    "an alias of nothing": GOOD + "a: *a\n",
    "a merge key of a string": GOOD + "<<: a\n",
}
NOTHING_ON = Config(command_line=Selection(ignore=("ALL",)))


ALWAYS = {rule.code for rule in RULES if rule.always}


def reported(text: str, filename: str, config: Config = NOTHING_ON) -> bool:
    """Whether a text has a finding that nothing turns off."""
    return not ALWAYS.isdisjoint(each.code for each in lint_text(text, filename, config))


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_what_is_read_completely_has_no_such_finding(text: str) -> None:
    assert not reported(text, "a.yaml")


@pytest.mark.parametrize("text", NOT_WHOLE.values(), ids=NOT_WHOLE.keys())
def test_what_is_not_read_completely_is_reported_whatever_is_turned_off(text: str) -> None:
    assert reported(text, "a.yaml")
    assert reported(f"# ims-lint: ignore-file[ALL]\n{text}", "a.yaml", Config())


@pytest.mark.parametrize(
    "text", ['{"a": 1e999}', '{"a": "\\ud800"}', '{"\\ud800": 1}', '["a"]', "", '{"a": NaN}', "\ufeff{"]
)
def test_json_that_is_not_read_completely_is_reported(text: str) -> None:
    assert reported(text, "a.json")
    assert not reported('{"a": "\\u00e4\\ud83d\\ude00"}', "a.json")


def test_what_no_configured_placeholder_matches_is_an_object_in_an_object() -> None:
    text = GOOD + 'instance_id: {{ x }}\ndescription: "{{ x }}"\n'
    linted = lint(from_text(text, "a.yaml"), Config(placeholders=()))
    assert [(each.code, each.start.line) for each in linted.report.diagnostics if each.code < "IMS1"] == [("IMS012", 2)]
    inside = lint(from_text(GOOD + '"${A}": {b: {{ x }}}\n', "a.yaml"))
    assert "IMS012" not in {each.code for each in inside.report.diagnostics}
