"""JSON is exactly RFC 8259: what must be accepted, what must be refused, and what is said of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint import Diagnostic, lint_text
from ims_lint.document.json import reader as json_reader
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
    "{": ("1:1", '"{" is never closed', 'add the missing "}"'),
    '{"a": [1': ("1:7", '"[" is never closed', 'add the missing "]"'),
    '{"a":': ("1:1", '"{" is never closed', 'add the missing "}"'),
    "[1,]": ("1:3", 'trailing comma before "]"', "remove the comma"),
    '{"a":1,}': ("1:7", 'trailing comma before "}"', "remove the comma"),
    "[,1]": ("1:2", 'expected a value, found ","', "remove the comma"),
    "[1,,2]": ("1:4", 'expected a value, found ","', "remove the comma"),
    "{,}": ("1:2", 'expected a key, found ","', "remove the comma"),
    "[1 2]": ("1:4", 'expected "," or "]", found "2"', 'add a comma before "2"'),
    '{"a":1 "b":2}': ("1:8", 'expected "," or "}", found "b"', 'add a comma before "b"'),
    '{"a":1\n"b":2}': ("2:1", 'expected "," or "}", found "b"', 'add a comma before "b"'),
    "[{}{}]": ("1:4", 'expected "," or "]", found "{"', 'add a comma before "{"'),
    '{"a" 1}': ("1:6", 'expected ":" after the key "a"', "add a colon after the key"),
    '{"a"=1}': ("1:5", 'expected ":" after the key "a", found "="', 'replace it with ":"'),
    '{"a",1}': ("1:2", 'the key "a" has no value', "add a colon and a value, or remove the key"),
    '{"a"}': ("1:2", 'the key "a" has no value', "add a colon and a value, or remove the key"),
    '{"a":}': ("1:2", 'the key "a" has no value', "add a value, or remove the key"),
    '{"a"::1}': ("1:6", 'expected a value, found ":"', "remove the second colon"),
    '["a":1]': ("1:5", 'unexpected ":" after a value', 'use braces for an object, for example {"name": "web"}'),
    '{"a":1;"b":2}': ("1:7", 'expected "," or "}", found ";"', 'replace it with ","'),
    "[1}": ("1:3", 'expected "]", found "}"', 'change "}" to "]", or add the missing bracket'),
    '{"a":1]': ("1:7", 'expected "}", found "]"', 'change "]" to "}", or add the missing bracket'),
    "]": ("1:1", 'unexpected "]"; no bracket is open', 'replace it with an object, for example {"name": "web"}'),
    "{}}": ("1:3", 'unexpected "}"; no bracket is open', "remove it, or add the missing opening bracket"),
    "{} {}": ("1:4", "a JSON file must contain one request, found a second one",
        'move it to a file of its own, or use YAML documents separated by "---"'),
    "{},": ("1:3", 'unexpected "," after the end of the request', "remove it"),
    "{} x": ("1:4", 'unexpected "x" after the end of the request', "remove it"),
    "{a:1}": ("1:2", "the key a must be in double quotes", 'put it in quotes: "a"'),
    "{1:1}": ("1:2", "the key 1 must be in double quotes", 'put it in quotes: "1"'),
    "{null:1}": ("1:2", "the key null must be in double quotes", 'put it in quotes: "null"'),
    "{[1]:1}": ("1:2", 'expected a key, found "["', 'use a key in double quotes, for example "name"'),
    "{'a':1}": ("1:2", "JSON strings must be in double quotes", "replace the single quotes with double quotes"),
    "[“a”]": ("1:2", "JSON strings must be in straight double quotes, found “",
        'replace the typographic quotes with "'),
    "[True]": ("1:2", "True is not a JSON value", "change it to true"),
    "[FALSE]": ("1:2", "FALSE is not a JSON value", "change it to false"),
    "[None]": ("1:2", "None is not a JSON value", "remove the item, or set a value"),
    "[undefined]": ("1:2", "undefined is not a JSON value", "remove the item, or set a value"),
    "[yes]": ("1:2", "yes is not a JSON value", 'change it to true, or put it in quotes: "yes"'),
    "[nul]": ("1:2", "nul is not a JSON value", 'put it in quotes: "nul"'),
    "[truefalse]": ("1:2", "truefalse is not a JSON value", 'put it in quotes: "truefalse"'),
    "[web-1]": ("1:2", "web-1 is not a JSON value", 'put it in quotes: "web-1"'),
    "[NaN]": ("1:2", "NaN is not a JSON value", "change it to a number"),
    "[-Infinity]": ("1:2", "-Infinity is not a JSON value", "change it to a number"),
    "[1,\nInfinity]": ("2:1", "Infinity is not a JSON value", "change it to a number"),
    "[012]": ("1:2", "numbers must not have leading zeros, found 012", "change it to 12"),
    "[-012]": ("1:2", "numbers must not have leading zeros, found -012", "change it to -12"),
    "[00.5]": ("1:2", "numbers must not have leading zeros, found 00.5", "change it to 0.5"),
    "[.5]": ("1:2", "numbers must not start with a period, found .5", "change it to 0.5"),
    "[5.]": ("1:2", "numbers must not end with a period, found 5.", "change it to 5"),
    "[+1]": ("1:2", 'numbers must not start with "+", found +1', "change it to 1"),
    "[1e]": ("1:2", "numbers must have digits in the exponent, found 1e", "change it to a number"),
    "[1.5e+]": ("1:2", "numbers must have digits in the exponent, found 1.5e+", "change it to a number"),
    "[0x1F]": ("1:2", "hexadecimal numbers are not allowed in JSON, found 0x1F", "change it to 31"),
    "[1_000]": ("1:2", "numbers must not contain underscores, found 1_000", "change it to 1000"),
    "[-]": ("1:2", "- is not a JSON value", 'put it in quotes: "-"'),
    "[١]": ("1:2", "١ is not a JSON value", 'put it in quotes: "١"'),
    '["a]': ("1:2", "unterminated string", "add a double quote at its end"),
    '["a\nb"]': ("1:2", "unterminated string", "add a double quote at its end, or replace the line break with \\n"),
    '["a\tb"]': ("1:4", "a string must not contain a tab", "replace it with \\t, or with a space"),
    '["\x00"]': ("1:3", "a string must not contain the control character U+0000",
        "replace it with \\u0000, or remove it"),
    '["\x1f"]': ("1:3", "a string must not contain the control character U+001F",
        "replace it with \\u001f, or remove it"),
    '["\\x41"]': ("1:3", "\\x is not a JSON escape",
        'replace \\ with \\\\, or use one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX'),
    '["\\u12g4"]': ("1:3", "\\u must have four hexadecimal digits, found \\u12g4",
        "use \\uXXXX with four hexadecimal digits"),
    '["\\u 123"]': ("1:3", "\\u must have four hexadecimal digits, found \\u",
        "use \\uXXXX with four hexadecimal digits"),
    '["\\': ("1:3", "unescaped backslash in a string", "replace it with \\\\"),
    '["\\\n"]': ("1:3", "unescaped backslash in a string", "replace it with \\\\"),
    '["a"b]': ("1:5", 'unexpected "b" after a value', 'use \\" for a quote in a string, or add a comma'),
    "{} // x": ("1:4", "comments are not allowed in JSON", "remove the comment, or convert the file to YAML"),
    "/* x */ {}": ("1:1", "comments are not allowed in JSON", "remove the comment, or convert the file to YAML"),
    '{"a":1 # x\n}': ("1:8", "comments are not allowed in JSON", "remove the comment, or convert the file to YAML"),
    "[\xa01]": ("1:2", "unexpected U+00A0 (no-break space) outside of a string",
        "replace it with a space, or remove it"),
    "[\x0c1]": ("1:2", "unexpected U+000C outside of a string", "replace it with a space, or remove it"),
    "[1]\x00": ("1:4", "unexpected U+0000 outside of a string", "remove it"),
    '{"a": ${X}}': ("1:7", "a placeholder in JSON must be in quotes", 'put it in quotes: "${X}"'),
    '{"a": {{ x }}}': ("1:7", "a placeholder in JSON must be in quotes", 'put it in quotes: "{{ x }}"'),
    "<<<<<<< HEAD\n{}": ("1:1", "unresolved merge conflict",
        "keep one of the two sides, and remove the conflict markers"),
    "name: web": ("1:1", "expected a JSON object, found YAML", "rename the file to *.ims.yaml, or convert it to JSON"),
    "&": ("1:1", 'a JSON request must start with "{", found "&"',
        'replace it with an object, for example {"name": "web"}'),
    "[&]": ("1:2", 'expected a value, found "&"', "put the value in double quotes"),
    "[1 & 2]": ("1:4", 'expected "," or "]", found "&"', "remove it, or put the whole value in quotes"),
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
    '{"a"：1}': ("1:5", 'expected ":" after the key "a", found U+FF1A (fullwidth colon)', 'replace it with ":"'),
    '{"a":1，"b":2}': ("1:7", 'expected "," or "}", found U+FF0C (fullwidth comma)', 'replace it with ","'),
}  # fmt: skip


@pytest.mark.parametrize("text", ["[" * 20_000, '{"a":' * 20_000, '{"a": "]", "a": ' * 20_000, '["}", ' * 20_000])
def test_depth_is_known_before_the_decoder_runs(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoder calls itself for each bracket; a thread with a small stack dies of it."""
    monkeypatch.setattr(json_reader, "_decode", None)
    with pytest.raises(json_reader.JsonSyntaxError) as error:
        json_reader.read(text)
    assert error.value.finding.code == "IMS007"


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
