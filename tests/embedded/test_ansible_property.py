"""A body in a playbook, written in any way, gets the findings and the fixes that it gets on its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ims_lint.config import DEFAULT
from ims_lint.document import read
from ims_lint.document.text import Text
from ims_lint.embedded import hosts
from ims_lint.input import Input, from_text
from ims_lint.linter import lint
from ims_lint.report.diagnostic import Diagnostic
from ims_lint.transform.fix import fix
from tests.strategies import Draw, as_yaml, requests

TASK = '- name: make\n  uri:\n    url: "https://{{ ims }}/v2/cloudimages/action"\n'
DECLARED = DEFAULT.declaring("image")


class Case(NamedTuple):
    """A request on its own, its language, a playbook with it, and the style in which it is there."""

    text: str
    language: str
    playbook: str
    style: str


def _faulty(draw: Draw, body: dict[str, Any]) -> dict[str, Any]:
    """A request with a fault, or with none."""
    name = draw(st.sampled_from(list(body)))
    match draw(st.sampled_from(["none", "unknown", "misspelled", "missing", "type", "values"])):
        case "unknown":
            return {"foo_bar": "it's", **body}
        case "misspelled" if len(name) > 4:
            wrong = name[:2] + name[3] + name[2] + name[4:]
            return {(wrong if each == name else each): body[each] for each in body}
        case "missing":
            return {each: body[each] for each in body if each != name}
        case "type":
            return {**body, name: [body[name]] if draw(st.booleans()) else str(body[name])}
        case "values":
            return {**body, "type": "ecs", "min_ram": "1"}
    return body


def _indented(text: str, indent: str) -> str:
    return "".join(indent + line if line.strip() else line for line in text.splitlines(keepends=True))


def _written(text: str, style: str) -> str:
    """A text as the value of the key `body`."""
    match style:
        case "mapping":
            return "\n" + _indented(text, "      ")
        case "single":
            return "'" + text.replace("'", "''") + "'\n"
        case "double":
            return json.dumps(text, ensure_ascii=False) + "\n"
    return f"{style}\n{_indented(text, '      ')}"


@st.composite
def cases(draw: Draw) -> Case:
    """A request in JSON or YAML, and a playbook with it."""
    body = _faulty(draw, draw(requests())[1])
    assume(body)
    is_json = draw(st.booleans())
    text = json.dumps(body, indent=draw(st.sampled_from([None, 2]))) + "\n" if is_json else as_yaml(draw, body)
    assume(text.replace("\n", "").isprintable())
    styles = ["|", "|2", ">", "double"] if is_json else ["mapping", "mapping", "|", "|2", "double"]
    if text.startswith("{") and not is_json:  # as a text, it is JSON
        styles = ["mapping"]
    style = draw(st.sampled_from([*styles, "single"] if is_json and "\n" not in text.strip() else styles))
    if style == "single":
        text = text.strip()
    task = f"{TASK}    body: {_written(text, style)}"
    task += draw(st.sampled_from(["", "    method: POST\n", "  # done\n  register: made\n"]))
    for _ in range(draw(st.integers(0, 2))):
        task = f"- block:\n{_indented(task, '    ')}"
    if draw(st.booleans()):
        task = f"- hosts: all\n  vars: {{on: yes, 'on': no}}\n  tasks:\n{_indented(task, '    ')}"
    line_break = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return Case(text, "json" if is_json else "yaml", task.replace("\n", line_break), style)


def _bare(case: Case) -> Input:
    return from_text(case.text, f"bare.ims.{case.language}")


def _found(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, str, str, bool]]:
    return sorted((each.code, each.pointer, each.message, bool(each.fix)) for each in diagnostics)


def _marked(text: str, diagnostic: Diagnostic, style: str) -> str:
    """What a diagnostic marks, without what the style adds to it."""
    places = Text(text)
    marked = text[places.offset(diagnostic.start) : places.offset(diagnostic.end)].replace("\r\n", "\n")
    if style == "double":
        return str(json.loads(f'"{marked}"'))
    if style == "single":
        return marked.replace("''", "'")
    return "\n".join(line.lstrip() for line in marked.split("\n"))


def _taken_out(playbook: str) -> Any:
    """The text of the request in a playbook, or its value if it is a mapping."""
    (body,) = hosts.bodies(from_text(playbook, "play.yml"))
    return body.cut.text if body.cut else body.documents[0].value


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(cases())
def test_a_playbook_is_its_body_moved(case: Case) -> None:
    """The same findings at the same text; fixing the playbook fixes the body, and changes nothing around it."""
    alone, within = lint(_bare(case), DECLARED), lint(from_text(case.playbook, "play.yml"))
    assert _found(within.report.diagnostics) == _found(alone.report.diagnostics)
    bare = sorted((each.code, each.pointer, _marked(case.text, each, "")) for each in alone.report.diagnostics)
    moved = [(each.code, each.pointer, _marked(case.playbook, each, case.style)) for each in within.report.diagnostics]
    lines = sorted((code, pointer, "\n".join(map(str.lstrip, text.split("\n")))) for code, pointer, text in moved)
    assert lines == bare
    for unsafe in (False, True):
        fixed = fix(lint(_bare(case), DECLARED), DECLARED, unsafe=unsafe).linted.input.text
        result = fix(lint(from_text(case.playbook, "play.yml")), DEFAULT, unsafe=unsafe)
        after = result.linted.input.text
        assert not result.refused
        wanted = read(fixed, case.language)[0][0].value if case.style == "mapping" else fixed
        assert _taken_out(after) == wanted
        line_break = "\r\n" if "\r\n" in case.playbook else "\n"
        head, _, _ = case.playbook.partition("body:")
        assert after.startswith(head)
        assert after.count(line_break) == after.count("\n")
        tail = case.playbook.rpartition(line_break.join(["", "    method: POST"]))[1]
        assert tail in after
