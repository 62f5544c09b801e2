"""YAML as docs/yaml.md describes it: what is read otherwise than YAML 1.2 says, and by which parser."""

from __future__ import annotations

from typing import Any

import pytest

from ims_lint.document.yaml import reader as yaml_reader
from ims_lint.document.yaml.pure import FAST_PARSER, PureParser
from ims_lint.finding import UNCHECKED

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
