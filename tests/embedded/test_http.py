"""Requests in HTTP files."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint.input import from_text
from ims_lint.linter import lint
from tests.embedded.hosting import FEWER, assert_as_alone, bodies, declared, diagnostics, fixed, found, post, texts
from tests.strategies import Body, as_yaml
from tests.test_properties import as_json, broken_requests

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
BODY = f'{{"name": "web", "instance_id": "{ID}"}}'
POST = "POST https://ims.example.com/v2/cloudimages/action"

ONE: dict[str, str] = {
    "with a version": f"{POST} HTTP/1.1\n\n{BODY}\n",
    "without one": f"{POST}\n\n{BODY}\n",
    "without a method": f"https://ims.example.com/v2/cloudimages/action\n\n{BODY}\n",
    "a method in lowercase": f"post /v2/cloudimages/action HTTP/2\n\n{BODY}\n",
    "only a path": f"POST /v2/cloudimages/action\nHost: ims.example.com\n\n{BODY}\n",
    "with headers": f"{POST}\nContent-Type: application/json\nX-Auth-Token: {{{{token}}}}\n\n{BODY}\n",
    "without an empty line": f"{POST}\n{BODY}\n",
    "a header from a variable": f"{POST}\n{{{{header}}}}: {{{{value}}}}\n\n{BODY}\n",
    "a query": f"{POST}?limit=1#top\n\n{BODY}\n",
    "a query on other lines": f"{POST}\n    ?limit=1\n    &marker=2 HTTP/1.1\nAccept: */*\n\n{BODY}\n",
    "a query on lines that are not indented": f"{POST}\n?limit=1\n&marker=2\n\n{BODY}\n",
    "an address on several lines": f"POST https://ims.example.com\n  /v2\n  /cloudimages\n  /action\n\n{BODY}\n",
    "an indented header": f"{POST}\n  Accept: */*\n\n{BODY}\n",
    "spaces": f"  POST   https://ims.example.com/v2/cloudimages/action   HTTP/1.1  \n\n\n  \n{BODY}\n  \n",
    "CRLF": f"### x\r\n{POST}\r\nAccept: */*\r\n\r\n{BODY}\r\n\r\n###\r\n",
    "CR": f"### x\r{POST}\rAccept: */*\r\r{BODY}\r\r###\r",
    "no line break at the end": f"{POST}\n\n{BODY}",
    "separators": f"###\n### create an image\n{POST}\n\n{BODY}\n\n### the end",
    "comments": f"# @name create\n// a remark\n# GET https://example.com\n{POST}\n\n{BODY}\n",
    "a comment in the headers": f"{POST}\n# Accept: */*\nAccept: */*\n\n{BODY}\n",
    "comments around the body": f"{POST}\n\n# the body\n{BODY}\n\n// the end\n# really\n",
    "a response handler": f"{POST}\n\n{BODY}\n\n> {{%\n  client.log('### ' + response)\n%}}\n",
    "a handler in a file": f"{POST}\n\n{BODY}\n> ./handler.js\n",
    "a handler right after the body": f"{POST}\n\n{BODY}\n>{{% client.log(1) %}}\n",
    "a file for the response": f"{POST}\n\n{BODY}\n\n>> out.json\n>>! out.json\n",
    "a former response": f"{POST}\n\n{BODY}\n\n<> 2026-01-01.200.json\n<> 2026-01-02.200.json\n",
    "the response": f"{POST} HTTP/1.1\n\n{BODY}\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{{}}\n",
    "a script before": f"< {{%\n  POST /v1/x\n\n  request.variables.set('a', 1)\n%}}\n{POST}\n\n{BODY}\n",
    "a script on one line before": f"< {{% request.variables.set('a', 1) %}}\n{POST}\n\n{BODY}\n",
    "a script in a file before": f"< ./before.js\n{POST}\n\n{BODY}\n",
    "an unknown variable": f"POST {{{{host}}}}/v2/cloudimages/action\n\n{BODY}\n",
    "an unknown variable with spaces": f"POST {{{{ $dotenv HOST }}}}/v2/cloudimages/action\n\n{BODY}\n",
    "a variable": f"@url = https://ims.example.com/v2/cloudimages/action\n\n###\nPOST {{{{url}}}}\n\n{BODY}\n",
    "variables in variables": "@host=https://ims.example.com\n@ims = {{host}}/v2\n@images = {{ims}}/cloudimages  \n"
    f"POST {{{{images}}}}/action\n\n{BODY}\n",
    "a variable that is defined later": f"POST {{{{url}}}}\n\n{BODY}\n\n###\n@url = /v2/cloudimages/action\n",
    "a variable that is defined again": "@url = /v2/cloudimages/action\n\n###\n@url = /v2/cloudimages\n"
    f"POST {{{{url}}}}\n\n{{}}\n###\n@url = /v2/cloudimages/action\nPOST {{{{url}}}}\n\n{BODY}\n",
    "a variable in itself": "@a = {{b}}\n@b = {{a}}{{b}}\n"
    f"POST {{{{a}}}}/v2/cloudimages/action\n\n{BODY}\n",
    "a variable after the body": f"{POST}\n\n{BODY}\n\n@next = 1\n###\nGET {{{{next}}}}\n",
    "another request before": f"GET https://example.com\n\n### next\n{POST}\n\n{BODY}\n",
    "a request without a body before": f"{POST}\n\n###\n{POST}\n\n{BODY}\n",
}
"""Files with one request, whose body is BODY."""


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_the_body_is_found(text: str) -> None:
    assert texts(text, "a.http") == [BODY]
    (body,) = bodies(text, "a.rest")
    assert body.declared
    assert body.declared.name == "image"
    assert diagnostics(text, "a.http") == ()


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_a_wrong_value_has_its_place_in_the_file(text: str) -> None:
    wrong = text.replace('"web"', "5")
    start = wrong.index('5, "instance_id"')
    lines = wrong[:start].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert found(wrong, "a.http") == [("IMS301", "/name", len(lines), len(lines[-1]) + 1, "5")]


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_a_fix_changes_nothing_around_it(text: str) -> None:
    assert fixed(text.replace('"name"', '"nmae"'), "a.http") == text


NONE: dict[str, str] = {
    "nothing": "",
    "no request": "# only a remark about /v2/cloudimages/action\n",
    "no body": f"{POST}\nAccept: */*\n",
    "no body before the next request": f"{POST}\n\n###\nGET https://example.com\n\n{{}}\n",
    "a body from a file": f"{POST}\n\n< ./body.json\n",
    "a body from a file with variables": f"{POST}\n\n<@ ./body.json\n",
    "a body from a file, and more": f"{POST}\n\n{{\n< ./body.json\n}}\n",
    "another method": "GET https://ims.example.com/v2/cloudimages/action\n\n{}\n",
    "another address": "POST https://ims.example.com/v2/cloudimages\n\n{}\n",
    "a longer address": f"{POST}/more\n\n{{}}\n",
    "the address in a query": "POST https://example.com/log?of=/v2/cloudimages/action\n\n{}\n",
    "prose": "Send the body to /v2/cloudimages/action\n\nand wait for the job.\n",
    "a command": f"curl -X {POST} \\\n  -d '{{}}'\n\n{{}}\n",
    "a commented request": f"# {POST}\n\n// {BODY}\n",
    "a request in a script": f"< {{%\n{POST}\n\n{BODY}\n%}}\n",
    "a variable in itself": "@a = {{a}}\nPOST {{a}}\n\n{}\n# /v2/cloudimages/action\n",
    "only the response": f"{POST}\n\nHTTP/1.1 200 OK\n\n{{}}\n",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_request_is_left_alone(text: str) -> None:
    assert texts(text, "a.http") == []
    assert diagnostics(text, "a.http") == ()


def test_several_requests_declare_their_operations() -> None:
    addresses = {
        "image": "/v2/cloudimages/action",
        "quickimport": "/v2/cloudimages/quickimport/action",
        "wholeimages": "/v1/cloudimages/wholeimages/action",
        "dataimages": "/v1/cloudimages/dataimages/action",
    }
    text = "".join(f"### {name}\nPOST {{{{ims}}}}{address}\n\n{{}}\n\n" for name, address in addresses.items())
    declared = [body.declared and body.declared.name for body in bodies(text, "a.http")]
    assert declared == list(addresses)
    places = [text[slice(*body.address)] for body in bodies(text, "a.http") if body.address]
    assert places == ["{{ims}}" + address for address in addresses.values()]


@pytest.mark.parametrize("start", ["{{ims}}/v1", "{{ims}}/v2.1", "{{ims}}/{{version}}", "{{ims}}"])
def test_an_address_may_have_any_version(start: str) -> None:
    (body,) = bodies(f"POST {start}/cloudimages/quickimport/action\n\n{{}}\n", "a.http")
    assert body.declared and body.declared.name == "quickimport"


def test_the_address_contradicts_an_option_and_a_comment() -> None:
    text = f"# ims-lint: operation=quickimport\n{POST}\n\n{BODY}\n"
    told = [("IMS016", 1, "# ims-lint: operation=quickimport")]
    assert [(each.code, each.line, each.text) for each in found(text, "a.http")] == told
    (option,) = found(text.partition("\n")[2], "a.http", "wholeimages")
    assert (option.code, option.line, option.column, option.text) == ("IMS016", 1, 6, POST[5:])


@pytest.mark.parametrize("mark", ["#", "//"])
def test_a_comment_before_the_request_suppresses(mark: str) -> None:
    body = BODY[:-1] + ', "colour": 1}'
    comment = f"{mark} ims-lint: ignore[IMS201] for a test\n"
    assert found(f"### a\n{comment}# @no-log\n{POST}\n\n{body}\n", "a.http") == []
    assert [each.code for each in found(f"{POST}\n\n{body}\n###\n{comment}\n{POST}\n\n{body}\n", "a.http")] == [
        "IMS201"
    ]
    unused = f"### a\n{comment}{POST}\n\n{BODY}\n"
    assert [(each.code, each.line) for each in found(unused, "a.http")] == [("IMS010", 2)]
    assert fixed(unused, "a.http") == unused.replace(comment, "")


VARIABLES = {
    "a number": ('"min_ram": {{ram}}', '"min_ram": "${ram}"'),
    "in a string": ('"description": "for {{who}}"', '"description": "for ${who}"'),
    "a string": ('"description": {{text}}', '"description": "${text}"'),
    "made up": ('"description": "{{$guid}}"', '"description": "${guid}"'),
    "with arguments": ('"min_ram": {{$randomInt 1 10}}', '"min_ram": "${randomInt}"'),
    "with spaces": ('"min_ram": {{ ram }}', '"min_ram": "${ram}"'),
    "of a response": ('"description": "{{login.response.body.$.token}}"', '"description": "${login.response.body.}"'),
    "two": ('"description": {{a}}{{b}}', '"description": "${a}"'),
}


@pytest.mark.parametrize(("written", "read"), VARIABLES.values(), ids=VARIABLES)
def test_a_variable_in_a_body_is_a_placeholder(written: str, read: str) -> None:
    text = f'@ram = 5\n{POST}\n\n{BODY[:-1]}, {written}, "colour": 1}}\n'
    assert texts(text, "a.http") == [f'{BODY[:-1]}, {read}, "colour": 1}}']
    column = text.splitlines()[3].index('"colour"') + 1
    assert found(text, "a.http") == [("IMS201", "/colour", 4, column, '"colour"')]


def test_the_whole_body_can_be_a_variable() -> None:
    assert found(f"{POST}\n\n{{{{body}}}}\n", "a.http") == []


def test_a_body_in_yaml() -> None:
    body = f"# a remark\nname: {{{{name}}}}\n\ninstance_id: {ID}\ncolour: red"
    text = f"{POST}\nContent-Type: application/yaml; charset=utf-8\n\n{body}\n\n@a = 1\n"
    assert texts(text, "a.http") == [body]
    assert found(text, "a.http") == [("IMS201", "/colour", 8, 1, "colour")]


HEADERS = [
    "",
    "Content-Type: {type}\n",
    "Accept: */*\ncontent-type:{type};charset=utf-8\nX-Auth-Token: {{{{token}}}}\n",
]
AFTER = ["", "\n", "\n\n> {% client.log(response) %}\n", "\n\n### next\nGET https://example.com\n"]


@FEWER
@pytest.mark.parametrize("language", ["json", "yaml"])
@given(broken_requests(), st.data())
def test_a_request_is_judged_and_fixed_as_it_is_alone(language: str, request_: tuple[str, Body], data: Any) -> None:
    operation = declared(request_[0]) or "image"
    header = "Content-Type: application/yaml\n"
    text = as_yaml(data.draw, request_[1]).rstrip("\n")
    if language == "json":
        header = data.draw(st.sampled_from(HEADERS)).format(type="application/json")
        text = as_json(request_[1], data.draw(st.sampled_from([None, 2])))
    line = post(operation) + data.draw(st.sampled_from(["", " HTTP/1.1"]))
    if data.draw(st.booleans()):
        line = line.removeprefix("POST ")
    file = f"### a\n{line}\n{header}\n{text}{data.draw(st.sampled_from(AFTER))}"
    assert_as_alone(text, language, file, "a.http", operation=operation)


@FEWER
@given(broken_requests(), st.data())
def test_a_request_with_variables_is_judged_and_fixed_as_with_placeholders(
    request_: tuple[str, Body], data: Any
) -> None:
    operation, body = declared(request_[0]) or "image", request_[1]
    name = data.draw(st.sampled_from(["name", *sorted(body)]))
    text = as_json({**body, name: "${it}"}, data.draw(st.sampled_from([None, 2])))
    written = text.replace('"${it}"', data.draw(st.sampled_from(["{{it}}", '"{{it}}"', "{{ it }}"])))
    line = post(operation).replace("https://ims.example.com", "{{host}}").replace("cloudimages", "{{images}}")
    file = f"@host = https://ims.example.com\n@images = cloudimages\n\n{line}\n\n{written}\n"
    assert_as_alone(text, "json", file, "a.http", operation=operation, replaced=True)


HOSTILE = {
    "separators": "###\n" * 300_000 + POST,
    "empty lines": POST + "\n" * 1_000_000,
    "lines of a URL": POST + "\n /a" * 300_000,
    "headers": POST + "\na: b" * 300_000,
    "spaces": POST + " " * 1_000_000 + "x\n\n{}\n",
    "spaces in a definition": "@a = b" + " " * 1_000_000 + "c\n" + POST,
    "braces": POST + "{{" * 500_000 + "\n\n{}",
    "open braces in a body": f"{POST}\n\n" + '{"a": "' + "{{a" * 300_000,
    "uses": POST + "{{a}}" * 200_000 + " x\n\n{}",
    "uses in a body": f"{POST}\n\n[" + "{{a}}," * 30_000 + "1]",
    "laughs": "".join(f"@a{n} = {f'{{{{a{n + 1}}}}}' * 50}\n" for n in range(100))
    + "POST {{a0}}/v2/cloudimages/action\n\n{}",
    "requests": f"{POST}\n\n{BODY}\n\n###\n" * 3_000,
    "variables": "@a = /v2/cloudimages/action\n###\n" * 30_000,
    "one line": POST + "a" * 3_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_read_to_their_end(text: str) -> None:
    assert isinstance(bodies(text, "a.http"), list)


@given(
    st.lists(
        st.sampled_from(
            [
                POST,
                BODY,
                "###",
                "\n",
                "\r\n",
                "\r",
                "{{",
                "}}",
                "< ",
                "{%",
                "%}",
                "> ",
                "@a",
                "=",
                " ",
                "#",
                ":",
                "{{a}}",
                '"',
                "HTTP/1.1",
                "\0",
                "é",
            ]
        )
    )
)
def test_any_text_is_read(parts: list[str]) -> None:
    text = "".join(parts)
    for each in found(text, "a.http"):
        assert each.line <= text.count("\n") + text.count("\r") + 1
    for body in bodies(text, "a.http"):
        assert body.cut
        for piece in body.cut.pieces:
            assert not piece.same or body.cut.text[piece.start : piece.end] == text[piece.at : piece.until]


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("application/json", 1),
        ("Application/JSON; charset=utf-8", 1),
        ("{{type}}", 1),
        ("application/yaml", 1),
        ("application/x-www-form-urlencoded", 0),
        ("text/plain", 0),
    ],
)
def test_a_body_that_is_neither_json_nor_yaml_is_left_alone(kind: str, count: int) -> None:
    text = f"POST https://ims.example.com/v2/cloudimages/action\nContent-Type: {kind}\n\nname: web\n"
    report = lint(from_text(text, "a.http")).report
    assert bool(report.requests or report.diagnostics) == bool(count)


@pytest.mark.parametrize("body", ["{ ... }", '{"name": "web", …}', "..."])
def test_a_sample_of_a_body_is_left_alone(body: str) -> None:
    text = f"POST https://ims.example.com/v2/cloudimages/action\n\n{body}\n"
    report = lint(from_text(text, "a.http")).report
    assert not report.requests and not report.diagnostics
