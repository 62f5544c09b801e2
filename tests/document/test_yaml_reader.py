"""YAML as docs/yaml.md describes it: what is read otherwise than YAML 1.2 says, and by which parser."""

from __future__ import annotations

from typing import Any

import pytest

from ims_lint.document.yaml import reader as yaml_reader
from ims_lint.document.yaml.pure import FAST_PARSER, PureParser
from ims_lint.finding import MAX_DIRECTIVES, UNCHECKED

needs_libyaml = pytest.mark.skipif(FAST_PARSER is PureParser, reason="PyYAML without libyaml")
REFUSED = object()


def outcome(text: str, parser: Any) -> Any:
    readings, stop = yaml_reader.read(text, parser)
    return REFUSED if stop else [reading.root.value for reading in readings]


BOTH = [  # what both parsers make of a text
    ("a: ! 12\n", [{"a": 12}]),
    ("a: ! \n", [{"a": ""}]),
    ("%YAML 1.1\n---\na: yes\n", [{"a": "yes"}]),
    ("%YAML 1.2\n---\na: 1\n", [{"a": 1}]),
    ("%YAML 1.3\n---\na: 1\n", [{"a": 1}]),
    ("%YAML 2.0\n---\na: 1\n", REFUSED),
    ("a: &a.b x\n", REFUSED),
    (": a\n", REFUSED),
    ("x" * 1025 + ": a\n", REFUSED),
    ("x" * 1000 + ": a\n", [{"x" * 1000: "a"}]),
    ("\ta: b\n", REFUSED),
    ("a:\n\t- b\n", REFUSED),
    ("a:\tb\n", [{"a": "b"}]),
    ("a: b\tc\n", [{"a": "b\tc"}]),
    ("a: b\t# c\n", [{"a": "b"}]),
    ("a: [b,\tc]\n", [{"a": ["b", "c"]}]),
    ("a: [\n\tb\n]\n", [{"a": ["b"]}]),
    ("a: [b?c]\n", [{"a": ["b?c"]}]),
    ("{a?b: c}\n", [{"a?b": "c"}]),
    ("a: http://x?y=z\n", [{"a": "http://x?y=z"}]),
    ("{a: http://x}\n", [{"a": "http://x"}]),
    ('{"a":1}\n', [{"a": 1}]),
    ("a: 'b\u2028c'\n", [{"a": "b\u2028c"}]),
    ("{{ x }}: 1\na: {{ x }}\n", None),
    ("a: {{ x }}\n", [{"a": "{{ x }}"}]),
    ("12: a\nnull: b\n", [{"12": "a", "null": "b"}]),
    ("a: !!binary aGk=\n", [{"a": UNCHECKED}]),
    ("a: !!int false\n", [{"a": UNCHECKED}]),
    ("a: !!float 1\nb: !!str 1\nc: !!null ''\n", [{"a": 1, "b": "1", "c": None}]),
    ("a: b\n...\n---\nc: d\n", [{"a": "b"}, {"c": "d"}]),
    ("a: b\n---\n[", REFUSED),
    ("a: | \t\n  b\n", [{"a": "b\n"}]),
    ("a: b\n c: d\n", REFUSED),
    ("- a\nb: c\n", REFUSED),
    ("a: [b, c]]\n", REFUSED),
    ("a: 1\n\t\nb: 2\n", [{"a": 1, "b": 2}]),
    ("\t\na:\n \t\n  b: 1\n", [{"a": {"b": 1}}]),
    ("a:\n- b\n\t# c\n- d\n \t", [{"a": ["b", "d"]}]),
    ("a: |\n  x\n  \t\n  \t# y\n\t\nb: z\n", [{"a": "x\n\t\n\t# y\n", "b": "z"}]),
    ("a: 'x\n\t\n  y'\n", [{"a": "x\ny"}]),
    ("a: [b,\n\t\n c]\n", [{"a": ["b", "c"]}]),
    ("a: |\n  x\n\t\n  y\n", REFUSED),
    ("a: x\n\t\n  y\n", REFUSED),
    ("a: 1\n\tb: 2\n", REFUSED),
    ("a: 1\n...\nb: 2\n", REFUSED),
    ("...\na: 1\n", REFUSED),
    ("{a: ?x}\n", REFUSED),
    ('a: "x"#c\n', [{"a": "x"}]),
    ("a: [\nb\n]\nc: d\n", [{"a": ["b"], "c": "d"}]),
    ("[?a]\n", [[{"a": None}]]),
    ("&k: x\n", [{"": "x"}]),
    ("a: [.inf, -.INF, .nan, 1e999, -1e999, 1e308]\n", [{"a": [UNCHECKED] * 5 + [1e308]}]),
    ("!!str a: 1\n! b: 2\n!!int 3: 4\n", [{"a": 1, "b": 2, "3": 4}]),
]


@needs_libyaml
@pytest.mark.parametrize(("text", "expected"), BOTH)
def test_both_parsers_make_the_same(text: str, expected: Any) -> None:
    fast, pure = (outcome(text, parser) for parser in (FAST_PARSER, PureParser))
    assert fast == pure
    if expected is not None:
        assert pure == expected


@needs_libyaml
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: !!str\tb\n", [{"a": "b"}]),
        ("a: |#\n  b\n", [{"a": "b\n"}]),
        ("a: |\t\n  b\n", [{"a": "b\n"}]),
        ("a: >#\n  b\n", [{"a": "b\n"}]),
    ],
)
def test_what_only_libyaml_reads(text: str, expected: Any) -> None:
    assert outcome(text, FAST_PARSER) == expected
    assert outcome(text, PureParser) is REFUSED


def test_a_surrogate_pair_in_escapes_is_said() -> None:
    (reading,), _ = yaml_reader.read('a: "\\ud83d\\ude00"\n')
    assert [each.code for each in reading.findings] == ["IMS014"]


def test_an_unpaired_surrogate_is_told_once_and_not_at_each_alias() -> None:
    readings, _ = yaml_reader.read('a: &x "\\ud800"\nb: *x\nc: [*x]\n', PureParser)
    assert [(each.code, each.path) for each in readings[0].findings] == [("IMS014", ("a",))]


def test_a_tab_in_a_blank_line_of_a_large_file_is_refused() -> None:
    assert outcome("a: 1\n\t\n" + "# b\n" * 20_000, FAST_PARSER) is REFUSED


@pytest.mark.parametrize(
    ("text", "at"),
    [("!foo a: b\n", 0), ("? !foo a\n: b\n", 2), ("{b: c, !!int a: b}\n", 7), ("&x !!null a: b\n", 3)],
)
def test_an_unknown_tag_on_a_key_is_said(text: str, at: int) -> None:
    (reading,), _ = yaml_reader.read(text)
    ((code, span),) = [(each.code, each.span) for each in reading.findings]
    assert (code, span and span.start) == ("IMS008", at)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_directives_have_a_limit(end: str) -> None:
    for count, code in ((MAX_DIRECTIVES, None), (MAX_DIRECTIVES + 1, "IMS007")):
        text = "".join(f"%TAG !a{n}! b{end}" for n in range(count)) + f"---{end}a: b{end}"
        _, stop = yaml_reader.read(text)
        assert (stop and stop.code) == code
    many = f"%YAML 1.2{end}---{end}a: b{end}...{end}" * (MAX_DIRECTIVES + 1)
    assert yaml_reader.read(many)[1] is None
