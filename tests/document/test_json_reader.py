"""JSON is exactly RFC 8259: what must be accepted, what must be refused, and what is said of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint import Diagnostic, lint_text
from tests.linting import report_bytes

ACCEPTED = [  # section of RFC 8259 by section
    "{}", "[]", "null", "true", "false", "0", '""',  # 2, 3: any value
    " \t\r\n{} \t\r\n", '{ "a" : [ 1 , 2 ] }', '{"a":1}', "\r[\r]\r",  # 2: white space
    '{"":0}', '{"a":{"b":{"c":{}}}}', '{"a":[],"b":{}}', '{"\\u0000":1}',  # 4
    "[[],[[]]]", "[null,true,1]", "[1,[2,{}]]",  # 5
    "-0", "[-0]", "0.0", "-0.0e-0",
    "1E5", "1e+05", "1e-05", "123456789012345678901234567890", "1.5e300", "0e1", "10",  # 6
    '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u00e9\\uABCD"', '"\\ud83d\\ude00"',
    '"é😀"', '"\x7f"', '"\u2028\u2029"', '"a/b"',  # 7
    '"\ufffe\uffff"', '"\u0080"', '"' + "x" * 10_000 + '"', "[" * 100 + "]" * 100,
]  # fmt: skip
SURROGATES = ['"\\ud800"', '"\\ude00\\ud83d"', '{"\\ud800": 1}', '"\\ud800\\u0041"']
"""Grammatical (8.2: "unpredictable"), so no syntax error, but IMS014."""

REFUSED = {  # what is no JSON: where, what is said, and what to write
    "": None,
    "{": ("1:1", "this { is never closed", "add } where it ends"),
    '{"a": [1': ("1:7", "this [ is never closed", "add ] where it ends"),
    '{"a":': ("1:1", "this { is never closed", "add } where it ends"),
    "[1,]": ("1:3", "a comma stands before the closing bracket", "take the comma out"),
    '{"a":1,}': ("1:7", "a comma stands before the closing bracket", "take the comma out"),
    "[,1]": ("1:2", "a value is missing before this comma", "take the comma out"),
    "[1,,2]": ("1:4", "a value is missing before this comma", "take the comma out"),
    "{,}": ("1:2", "a key is missing before this comma", "take the comma out"),
    "[1 2]": ("1:4", "a comma is missing before this", "put a comma in front of it"),
    '{"a":1 "b":2}': ("1:8", "a comma is missing before this", "put a comma in front of it"),
    '{"a":1\n"b":2}': ("2:1", "a comma is missing before this", "put a comma in front of it"),
    "[{}{}]": ("1:4", "a comma is missing before this", "put a comma in front of it"),
    '{"a" 1}': ("1:6", 'a colon is missing behind the key "a"', 'write "a": before the value'),
    '{"a"=1}': ("1:5", 'a colon, not =, stands behind the key "a"', "write : in its place"),
    '{"a",1}': ("1:2", 'the key "a" has no value', 'write "a": and its value, or remove it'),
    '{"a"}': ("1:2", 'the key "a" has no value', 'write "a": and its value, or remove it'),
    '{"a":}': ("1:2", 'the key "a" has no value', 'write "a": and its value, or remove it'),
    '{"a"::1}': ("1:6", "a value is due here, and : starts none", "write a text in double quotes"),
    '["a":1]': ("1:5", "a colon cannot stand behind a value", "check the commas and the brackets before it"),
    '{"a":1;"b":2}': ("1:7", "a comma, not a semicolon, parts the values", "write , in its place"),
    "[1}": ("1:3", "] is due here, and } stands", "write ], or check which bracket is meant to close here"),
    '{"a":1]': ("1:7", "} is due here, and ] stands", "write }, or check which bracket is meant to close here"),
    "]": ("1:1", "this ] closes nothing", "a JSON request starts with {"),
    "{}}": ("1:3", "this } closes nothing", "take it out, or open the bracket that it closes"),
    "{} {}": ("1:4", "a second request stands here, and a JSON file holds one",
        "write each request into a file of its own, or as YAML documents parted by ---"),
    "{},": ("1:3", "a comma stands behind the end of the request", "take the comma out"),
    "{} x": ("1:4", "x stands behind the end of the request", "take it out"),
    "{a:1}": ("1:2", "the key a stands without quotes", 'write "a"'),
    "{1:1}": ("1:2", "the key 1 stands without quotes", 'write "1"'),
    "{null:1}": ("1:2", "the key null stands without quotes", 'write "null"'),
    "{[1]:1}": ("1:2", "a key is due here, and [ starts none", 'write a name in double quotes: "name"'),
    "{'a':1}": ("1:2", "JSON strings stand in double quotes, not in single ones", 'write "…" in place of \'…\''),
    "[“a”]": ("1:2", "“ is a typographic quote, and JSON strings stand in straight ones", 'write " in its place'),
    "[True]": ("1:2", "True is not a JSON value", "change it to true"),
    "[FALSE]": ("1:2", "FALSE is not a JSON value", "change it to false"),
    "[None]": ("1:2", "None is not a JSON value", "remove the item, or set a value"),
    "[undefined]": ("1:2", "undefined is not a JSON value", "remove the item, or set a value"),
    "[yes]": ("1:2", "yes is not a JSON value", 'change it to true, or put it in quotes: "yes"'),
    "[nul]": ("1:2", "nul is not a JSON value", 'write it in double quotes: "nul"'),
    "[truefalse]": ("1:2", "truefalse is not a JSON value", 'write it in double quotes: "truefalse"'),
    "[web-1]": ("1:2", "web-1 is not a JSON value", 'write it in double quotes: "web-1"'),
    "[NaN]": ("1:2", "NaN is not a JSON value", "write a number"),
    "[-Infinity]": ("1:2", "-Infinity is not a JSON value", "write a number"),
    "[1,\nInfinity]": ("2:1", "Infinity is not a JSON value", "write a number"),
    "[012]": ("1:2", "the number 012 has leading zeros", "write 12"),
    "[-012]": ("1:2", "the number -012 has leading zeros", "write -12"),
    "[00.5]": ("1:2", "the number 00.5 has leading zeros", "write 0.5"),
    "[.5]": ("1:2", "a digit is missing before the point of the number .5", "write 0.5"),
    "[5.]": ("1:2", "a digit is missing behind the point of the number 5.", "write 5"),
    "[+1]": ("1:2", "a number has no plus sign before it, and +1 does", "write 1"),
    "[1e]": ("1:2", "the exponent of the number 1e has no digits", "write the number that is meant"),
    "[1.5e+]": ("1:2", "the exponent of the number 1.5e+ has no digits", "write the number that is meant"),
    "[0x1F]": ("1:2", "JSON numbers are decimal, and 0x1F is not", "write 31"),
    "[1_000]": ("1:2", "JSON numbers have no underscores, and 1_000 does", "write 1000"),
    "[-]": ("1:2", "- is not a JSON value", 'write it in double quotes: "-"'),
    "[١]": ("1:2", "١ is not a JSON value", 'write it in double quotes: "١"'),
    '["a]': ("1:2", "this string has no end on its line", 'end it with "'),
    '["a\nb"]': ("1:2", "this string has no end on its line", 'end it with ", or write \\n for a line break in it'),
    '["a\tb"]': ("1:4", "a tab stands in a string", "write it as \\t"),
    '["\x00"]': ("1:3", "the control character U+0000 stands in a string", "write it as \\u0000, or take it out"),
    '["\x1f"]': ("1:3", "the control character U+001F stands in a string", "write it as \\u001f, or take it out"),
    '["\\x41"]': ("1:3", "\\x is not an escape that JSON has",
        'write \\\\ for a backslash; the escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX'),
    '["\\u12g4"]': ("1:3", "\\u12g4 is not four hexadecimal digits behind \\u", "write \\uXXXX"),
    '["\\u 123"]': ("1:3", "\\u is not four hexadecimal digits behind \\u", "write \\uXXXX"),
    '["\\': ("1:3", "a backslash stands alone in this string", "write \\\\ for a backslash"),
    '["\\\n"]': ("1:3", "a backslash stands alone in this string", "write \\\\ for a backslash"),
    '["a"b]': ("1:5", "b stands right behind a value", "check the quotes and the commas"),
    "{} // x": ("1:4", "JSON has no comments", "take the comment out, or keep the request as YAML"),
    "/* x */ {}": ("1:1", "JSON has no comments", "take the comment out, or keep the request as YAML"),
    '{"a":1 # x\n}': ("1:8", "JSON has no comments", "take the comment out, or keep the request as YAML"),
    "[\xa01]": ("1:2", "the no-break space U+00A0 stands outside of a string",
        "take it out: JSON has spaces, tabs and line breaks there"),
    "[\x0c1]": ("1:2", "the control character U+000C stands outside of a string",
        "take it out: JSON has spaces, tabs and line breaks there"),
    "[1]\x00": ("1:4", "the control character U+0000 stands outside of a string",
        "take it out: JSON has spaces, tabs and line breaks there"),
    '{"a": ${X}}': ("1:7", "a placeholder in JSON must be in quotes", 'put it in quotes: "${X}"'),
    '{"a": {{ x }}}': ("1:7", "a placeholder in JSON must be in quotes", 'put it in quotes: "{{ x }}"'),
    "<<<<<<< HEAD\n{}": ("1:1", "a merge conflict is not resolved here", "keep one of the two sides"),
    "name: web": ("1:1", "expected a JSON object, found YAML", "rename the file to *.ims.yaml, or convert it to JSON"),
    "&": ("1:1", "a JSON request starts with {, and this does not", "write the request as an object { … }"),
    "[&]": ("1:2", "a value is due here, and & starts none", "write a text in double quotes"),
    "[1 & 2]": ("1:4", "& cannot stand here", "check the commas, the quotes and the brackets before it"),
    "[undefined, nil]": ("1:2", "undefined is not a JSON value", "remove the item, or set a value"),
    '{"a": None}': ("1:7", "None is not a JSON value", "remove the parameter, or set a value"),
    '{"a": off}': ("1:7", "off is not a JSON value", 'change it to false, or put it in quotes: "off"'),
    '{"a": $X}': ("1:7", "a placeholder in JSON must be in quotes", 'put it in quotes: "$X"'),
    '{"a": {{ x }}0}': ("1:7", "{{ x }} is template syntax, not JSON",
        "render the template first, then lint the result"),
    '{"a": {{ x | default "y" }}}': ("1:7", '{{ x | default "y" }} is template syntax, not JSON',
        "render the template first, then lint the result"),
    '{"a": "{{ "x" }}"}': ("1:8", '{{ "x" }} is template syntax, not JSON',
        "render the template first, then lint the result"),
    "{${X}: 1}": ("1:2", "a placeholder in JSON must be in quotes", 'put it in quotes: "${X}"'),
    "{{{ x }}: 1}": ("1:2", "a placeholder in JSON must be in quotes", 'put it in quotes: "{{ x }}"'),
    "{{ x }}": ("1:1", "a placeholder in JSON must be in quotes", 'put it in quotes: "{{ x }}"'),
    "{% if x %}\n{}": ("1:1", "{% if x %} is template syntax, not JSON",
        "render the template first, then lint the result"),
    "[{% for x in y %}1{% endfor %}]": ("1:2", "{% for x in y %} is template syntax, not JSON",
        "render the template first, then lint the result"),
    "{# x #}{}": ("1:1", "{# x #} is template syntax, not JSON", "render the template first, then lint the result"),
    "{{/* x */}}{}": ("1:1", "{{/* x */}} is template syntax, not JSON",
        "render the template first, then lint the result"),
    "[{{- x }}]": ("1:2", "a placeholder in JSON must be in quotes", 'put it in quotes: "{{- x }}"'),
    "[{{- if x }}1]": ("1:2", "{{- if x }} is template syntax, not JSON",
        "render the template first, then lint the result"),
    "[%(x)s]": ("1:2", "%(x)s is template syntax, not JSON",
        "render the template first, or put it in quotes and add its pattern to placeholders in the configuration"),
    "[<%= x %>]": ("1:2", "<%= x %> is template syntax, not JSON",
        "render the template first, or put it in quotes and add its pattern to placeholders in the configuration"),
    "<% x %>{}": ("1:1", "<% x %> is template syntax, not JSON", "render the template first, then lint the result"),
    "[@X@]": ("1:2", "@X@ is template syntax, not JSON",
        "render the template first, or put it in quotes and add its pattern to placeholders in the configuration"),
    "[#{x}]": ("1:2", "#{x} is template syntax, not JSON",
        "render the template first, or put it in quotes and add its pattern to placeholders in the configuration"),
    "---\nname: web": ("1:1", "expected a JSON object, found YAML",
        "rename the file to *.ims.yaml, or convert it to JSON"),
    "# web\n- name: web": ("2:1", "expected a JSON object, found YAML",
        "rename the file to *.ims.yaml, or convert it to JSON"),
    '{"a"：1}': ("1:5", 'a colon is missing behind the key "a"', 'write "a": before the value'),
    '{"a":1，"b":2}': ("1:7", "， cannot stand here", "check the commas, the quotes and the brackets before it"),
}  # fmt: skip


def syntax_errors(text: str) -> list[Diagnostic]:
    return [each for each in lint_text(text, "a.json") if each.code == "IMS001"]


@pytest.mark.parametrize("text", ACCEPTED + SURROGATES, ids=range(len(ACCEPTED + SURROGATES)))
def test_json_is_accepted(text: str) -> None:
    assert not {each.code for each in lint_text(text, "a.json")} & {"IMS001", "IMS002", "IMS007"}


@pytest.mark.parametrize("text", SURROGATES)
def test_half_a_character_is_no_syntax_error(text: str) -> None:
    assert "IMS014" in {each.code for each in lint_text(text, "a.json")}


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=range(len(REFUSED)))
def test_no_json_is_refused_with_its_place(text: str, said: tuple[str, str, str] | None) -> None:
    if said is None:
        assert [each.code for each in lint_text(text, "a.json")] == ["IMS004"]
        return
    (found,) = lint_text(text, "a.json")
    assert found.code == "IMS001"
    assert (f"{found.start.line}:{found.start.column}", found.message, found.help) == said
    assert refused_by_python(text)


def test_bytes_that_are_no_utf_8_are_refused() -> None:
    for data in (b'["\xff"]', b'["\xc3"]', b'["\xc0\xaf"]', b'["\xed\xa0\x80"]', b'["\xf4\x90\x80\x80"]', b'["\xe9"]'):
        assert [each.code for each in report_bytes(data, "a.json").diagnostics] == ["IMS002"]


def refused_by_python(text: str) -> bool:
    def refuse(name: str) -> None:
        raise ValueError(name)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return True
    return False


_TOKENS = r"""{ } [ ] , : " \ \" \u \u00e9 "a" "a":1 1 -1 0 01 1.5 1. .5 1e5 1e - + e true null True NaN Infinity // /* # ' é {{ ${"""  # noqa: E501
_SCRAPS = st.sampled_from([*_TOKENS.split(), " ", "\n", "\t", "\r", "\x0c", "\xa0", "\x00"])


@given(st.lists(_SCRAPS | st.text(max_size=2), min_size=1, max_size=12).map("".join))
def test_the_same_texts_are_refused_as_by_python(text: str) -> None:
    text = text.lstrip("\ufeff")
    if text.strip(" \t\r\n"):
        assert bool(syntax_errors(text)) == refused_by_python(text)


_VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=4), lambda inner: (
    st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)))  # fmt: skip


_ONE_MORE = st.sampled_from(["", *'{}[],:"\\ \n0-.eatn'])


@given(_VALUES, st.data())
def test_one_character_more_or_less(value: Any, data: Any) -> None:
    text = json.dumps(value, indent=data.draw(st.sampled_from([None, 1])))
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(_ONE_MORE) + text[at + data.draw(st.integers(0, 1)) :]
    if changed.strip(" \t\r\n"):
        assert bool(syntax_errors(changed)) == refused_by_python(changed)
