"""What holds of every request: valid ones are clean, one broken limit is one error, however it is written."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint import Diagnostic, lint_text
from ims_lint.document import read
from ims_lint.document.text import Text
from ims_lint.document.yaml import reader as yaml_reader
from ims_lint.document.yaml.pure import FAST_PARSER, PureParser
from ims_lint.finding import Path, pointer
from ims_lint.operations import IMAGE, OPERATIONS
from tests.linting import report_bytes
from tests.mutations import doubts, mutations
from tests.strategies import Body, as_yaml, file_name, requests


def as_json(body: Any, indent: int | None = None) -> str:
    return json.dumps(body, ensure_ascii=False, indent=indent)


def said(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, str, str]]:
    """What diagnostics say, in any order."""
    return sorted((each.code, each.pointer, each.message, each.help) for each in diagnostics)


def placed(diagnostics: tuple[Diagnostic, ...]) -> list[Any]:
    return [(each.code, each.pointer, each.message, each.start, each.end) for each in diagnostics]


@given(requests())
def test_a_valid_request_is_clean(request: tuple[str, Body]) -> None:
    assert lint_text(as_json(request[1]), file_name(request[0])) == ()


@given(requests())
def test_a_valid_request_is_clean_without_its_operation(request: tuple[str, Body]) -> None:
    assert lint_text(as_json(request[1]), "request.ims.json") == ()


@given(requests(), st.data())
def test_one_broken_limit_is_one_error(request: tuple[str, Body], data: Any) -> None:
    broken = data.draw(st.sampled_from(list(mutations(*request))))
    diagnostics = lint_text(as_json(broken.body), file_name(request[0]))
    errors = [each for each in diagnostics if each.severity == "error"]
    assert len(errors) == 1, [each.message for each in errors]
    assert errors[0].pointer in [pointer(path) for path in broken.paths]
    assert errors[0].code in broken.codes


@given(requests(*(each.name for each in OPERATIONS if each is not IMAGE)), st.data())
def test_one_doubt_is_one_warning(request: tuple[str, Body], data: Any) -> None:
    parameter, body = data.draw(st.sampled_from(list(doubts(*request))))
    diagnostics = lint_text(as_json(body), file_name(request[0]))
    assert [(each.severity, each.pointer) for each in diagnostics] == [("warning", f"/{parameter}")]


@given(requests(), st.data())
def test_two_tags_with_one_key_are_one_warning(request: tuple[str, Body], data: Any) -> None:
    source, body = request
    body = {key: value for key, value in body.items() if key not in ("tags", "image_tags")}
    if source == "ecs-data-disks":
        return
    one = data.draw(st.sampled_from([["a.1", "a.2"], ["a.1", "b.1", "a."]]))
    diagnostics = lint_text(as_json({**body, "tags": one}), file_name(source))
    assert [(each.code, each.pointer) for each in diagnostics] == [("IMS503", f"/tags/{len(one) - 1}")]


@st.composite
def broken_requests(draw: Any) -> tuple[str, Body]:
    """A request with up to three things wrong, and the name of its file, which may declare its operation."""
    source, body = draw(requests())
    for _ in range(draw(st.integers(0, 2))):
        broken = draw(st.sampled_from(list(mutations(source, body))))
        if not any(broken.how.startswith(how) for how in ("missing", "wrong type", "misspelt", "source")):
            body = broken.body
    name = draw(st.sampled_from([file_name(source), "request.ims.json"]))
    return name, draw(st.sampled_from([body, *(each.body for each in mutations(source, body))]))


def in_yaml(name: str) -> str:
    return name.replace(".json", ".yaml")


@given(broken_requests(), st.data())
def test_yaml_and_json_say_the_same(request: tuple[str, Body], data: Any) -> None:
    name, body = request
    by_yaml = lint_text(as_yaml(data.draw, body), in_yaml(name))
    by_json = lint_text(as_json(body), name)
    assert _without_comments(said(by_yaml)) == said(by_json)


def _without_comments(told: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """What is said of a YAML file, with the helps for JSON, which has no comments."""
    comment = re.compile(
        r"(?<=--operation)(, \$schema) or # ims-lint: operation=\w+|in a comment or (?=in the settings)"
    )
    return [(*rest, comment.sub(lambda match: " or $schema" if match[1] else "", help)) for *rest, help in told]


@given(broken_requests(), st.data())
def test_line_ends_and_byte_order_mark_change_nothing(request: tuple[str, Body], data: Any) -> None:
    name, text = in_yaml(request[0]), as_yaml(data.draw, request[1])
    lint = placed(report_bytes(text.encode(), name).diagnostics)
    for other in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text):
        assert placed(report_bytes(other.encode(), name).diagnostics) == lint
    for encoding in ("utf-16", "utf-32"):
        assert placed(report_bytes(text.encode(encoding), name).diagnostics) == lint


@given(broken_requests(), st.data())
def test_both_parsers_read_the_same(request: tuple[str, Body], data: Any) -> None:
    text = as_yaml(data.draw, request[1])
    trees = [[(shape(root), said) for root, said, _ in yaml_reader.read(text, parser)[0]] for parser in PARSERS]
    assert trees[0] == trees[1]


PARSERS = (FAST_PARSER, PureParser)


def shape(node: Any) -> Any:
    """A tree as plain data, places included."""
    entries = [(shape(key), shape(value)) for key, value in node.entries or []]
    return (repr(node.value), node.start, node.end, entries, [shape(item) for item in node.items or []])


@pytest.mark.parametrize("language", ["yaml", "json"])
@given(broken_requests(), st.data())
def test_every_span_is_what_it_names(language: str, request: tuple[str, Body], data: Any) -> None:
    name, body = request
    text = as_yaml(data.draw, body) if language == "yaml" else as_json(body, data.draw(st.sampled_from([None, 2])))
    place = Text(text)
    for each in lint_text(text, name.replace("json", language)):
        start, end = place.offset(each.start), place.offset(each.end)
        here = " " * (each.start.column - 1) + text[start:end]
        written = read(here, language)[0]
        assert written, (each, here)
        assert written[0].value in _named(body, each.pointer), (each, here)


def _named(body: Body, where: str) -> list[Any]:
    """What a diagnostic may underline: the key, the value, or the nearest parent that is there."""
    path: Path = tuple(step.replace("~1", "/").replace("~0", "~") for step in where.split("/")[1:])
    value: Any = body
    for index, step in enumerate(path):
        inner = value[int(step)] if isinstance(value, list) else value.get(step, ...)
        if inner is ...:
            return [value] if index == len(path) - 1 else []
        value = inner
    return [value, path[-1]] if path else [value]


_KEYS = st.sampled_from(["name", "image_url", "instance_id", "volume_id", "data_images", "tags", "image_tags", "type"])
_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | _KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(_TREES | st.dictionaries(_KEYS, _TREES))
def test_any_tree_brings_a_report(tree: Any) -> None:
    assert lint_text(json.dumps(tree), "request.ims.json") is not None


_BLOCK_SCRAPS = ["a: b", "- ", "? ", ": ", "  ", ">-\n", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "name: web\n", "- {"]
_FLOW_SCRAPS = [
    '"',
    "'",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "#",
    " #",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "\\",
    "\\ud800",
    "~",
    "012",
    "1:2",
]
_OTHER_SCRAPS = [
    "image_url: ",
    "data_images:\n",
    "{{ x }}",
    "# ims-lint: ignore[IMS201]",
    "\n",
    "\r\n",
    "\t",
    "\x85",
    "\ufeff",
]
_SCRAPS = st.sampled_from(_BLOCK_SCRAPS + _FLOW_SCRAPS + _OTHER_SCRAPS)


@given(st.lists(_SCRAPS | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_brings_a_report(text: str) -> None:
    for language in ("yaml", "json"):
        lines = Text(text.lstrip("\ufeff"))
        for each in lint_text(text, f"request.ims.{language}"):
            assert each.start <= each.end
            assert 1 <= each.end.line <= lines.line_count


@given(st.binary(max_size=64))
def test_any_bytes_bring_a_report(data: bytes) -> None:
    for language in ("yaml", "json"):
        assert report_bytes(data, f"request.ims.{language}") is not None
