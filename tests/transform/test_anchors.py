"""Fixes of requests with anchors, aliases, merge keys, tags and duplicate keys do exactly what they say."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_lint.config import Config
from ims_lint.document import Document, read
from ims_lint.document.edit import Editor
from ims_lint.document.meaning import applied, does_as_told, identical, meaning
from ims_lint.document.text import Text
from ims_lint.finding import Insert, Operation, Quote, Remove, RenameKey, SetValue
from ims_lint.report.diagnostic import Fix
from ims_lint.transform import fix
from tests import cases
from tests.linting import documents, fix_bytes, input_of, report_text

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
ECS = f"name: web\ninstance_id: {ID}\n"
FILE = "name: web\nimage_url: ims-images:web.raw\n"

UNFIXABLE = {  # a text, and the code of the finding whose fix would do something else
    "an alias of a value that is right elsewhere": (f"{ECS}min_ram: &r 1024\ndescription: *r\n", "IMS301"),
    "an anchor of a value that is right elsewhere": (f"{ECS}description: &r '40'\nmin_ram: *r\n", "IMS301"),
    "an anchor whose name is used again": (
        f"name: &a web\ninstance_id: {ID}\n$schema: &a other\ndescription: *a\n",
        "IMS510",
    ),
    "an anchor that is used": (f"{ECS}$schema: &a other\ndescription: *a\n", "IMS510"),
    "an anchor before a key": (f"{ECS}&a $schema: other\ndescription: x\n", "IMS510"),
    "an alias of a key": (f"{ECS}&a min_rm: 1\ndescription: *a\n", "IMS201"),
    "an alias as a key": (f"name: &a $schema\ninstance_id: {ID}\n*a : x\nmin_ram: 1\n", "IMS510"),
    "a key that appears twice": (f"{ECS}$schema: a\n$schema: b\n", "IMS510"),
    "a misspelt key that appears twice": (f"{ECS}min_rm: 1\nmin_rm: 2\n", "IMS201"),
    "a tag": (f"{ECS}description: !!int 12\n", "IMS301"),
    "a parameter that a merge key has too": (
        f"{FILE}min_disk: 40\ndata_images:\n- &d {{image_url: a-b:c.raw, min_disk: 40, volume_id: x}}\n"
        "- {<<: *d, volume_id: '', image_url: a-b:d.raw}\n",
        "IMS514",
    ),
    "a parameter of a merge key within": (
        f"{{<<: {{$schema: a}}, $schema: b, name: web, instance_id: {ID}}}\n",
        "IMS510",
    ),
    "the first of three values": (f"{ECS}min_ram: 1\nmin_ram: 2\nmin_ram: 1\n", "IMS006"),
    "a list with an alias": (
        f"{ECS}tags: [a.b]\nimage_tags:\n- &t {{key: c, value: d}}\n- *t\n",
        "IMS401",
    ),
}


@pytest.mark.parametrize(("text", "code"), UNFIXABLE.values(), ids=UNFIXABLE)
def test_a_fix_that_would_do_something_else_is_not_offered(text: str, code: str) -> None:
    offered = [each.fix for each in report_text(text, "web.ims.yaml").diagnostics if each.code == code]
    assert offered
    assert offered == [None] * len(offered)
    fixed = fix_bytes(text.encode(), "web.ims.yaml", Config(), unsafe=True)
    assert fixed.refused == ()


ODD = {  # a text, and what fixing makes of it
    "two uses of an anchor": (
        f"{FILE}min_disk: &d '40'\ndata_images: [{{image_url: a-b:c.raw, min_disk: *d}}]\n",
        f"{FILE}min_disk: &d 40\ndata_images: [{{image_url: a-b:c.raw, min_disk: *d}}]\n",
    ),
    "a merge key": (
        f"{FILE}min_disk: 40\ndata_images:\n- &d {{image_url: a-b:c.raw, min_dsk: 40}}\n"
        "- {<<: *d, image_url: a-b:d.raw}\n",
        f"{FILE}min_disk: 40\ndata_images:\n- &d {{image_url: a-b:c.raw, min_disk: 40}}\n"
        "- {<<: *d, image_url: a-b:d.raw}\n",
    ),
    "a parameter removed from a merged object": (
        f"{FILE}min_disk: 40\ndata_images:\n- &d {{image_url: a-b:c.raw, min_disk: 40, volume_id: ''}}\n"
        "- {<<: *d, image_url: a-b:d.raw}\n",
        f"{FILE}min_disk: 40\ndata_images:\n- &d {{image_url: a-b:c.raw, min_disk: 40}}\n"
        "- {<<: *d, image_url: a-b:d.raw}\n",
    ),
    "an item of a list that an alias repeats": (
        f"{FILE}min_disk: 40\nimage_tags: &t [{{key: a, value: ' b'}}]\n"
        "data_images: [{image_url: a-b:c.raw, min_disk: 40, image_tags: *t}]\n",
        f"{FILE}min_disk: 40\nimage_tags: &t [{{key: a, value: 'b'}}]\n"
        "data_images: [{image_url: a-b:c.raw, min_disk: 40, image_tags: *t}]\n",
    ),
    "an anchor that nothing uses": (f"{ECS}min_ram: &r '1'\n", f"{ECS}min_ram: &r 1\n"),
    "a parameter with an alias": (f"{ECS}description: &a x\n$schema: *a\n", f"{ECS}description: &a x\n"),
    "a duplicate of another type within": (f"{ECS}tags: [1]\ntags: [true]\n", f'{ECS}tags: [1]\ntags: ["true"]\n'),
}


@pytest.mark.parametrize(("before", "after"), ODD.values(), ids=ODD)
def test_a_mistake_is_fixed_at_the_anchor(before: str, after: str) -> None:
    report = report_text(before, "web.ims.yaml")
    places = [(each.code, each.start) for each in report.diagnostics]
    assert len(places) == len(set(places))
    fixed = fix_bytes(before.encode(), "web.ims.yaml", Config())
    assert fixed.data.decode() == after
    assert fixed.refused == ()


def test_a_finding_hidden_by_a_filter_does_not_hide_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader's finding that is not selected shows harm as any other does."""
    text = f"{ECS}$schema: x\n"
    harm = "image_tags: *a # ims-lint: ignore[IMS013]\n"
    applied_edits = fix.apply_edits
    monkeypatch.setattr(fix, "apply_edits", lambda content, fixes: applied_edits(content, fixes) + harm)
    for config in (Config(), Config(select=("IMS510",))):
        fixed = fix_bytes(text.encode(), "web.ims.yaml", config)
        assert (fixed.applied, [each.code for each in fixed.refused]) == (0, ["IMS510"])


def test_a_fix_that_changes_another_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    applied_edits = fix.apply_edits
    monkeypatch.setattr(fix, "apply_edits", lambda content, fixes: applied_edits(content, fixes).replace("web", "wob"))
    fixed = fix_bytes(f"{ECS}min_ram: '1'\n".encode(), "web.ims.yaml", Config())
    assert (fixed.applied, [each.code for each in fixed.refused]) == (0, ["IMS301"])


APPLIED: list[tuple[object, Operation, object]] = [
    ({"a": {"b": 1}}, SetValue(("a", "b"), 2), {"a": {"b": 2}}),
    ([1, 2], SetValue((1,), 3), [1, 3]),
    ({"a": 1}, Insert(("b",), 2), {"a": 1, "b": 2}),
    ({"a": 1, "b": 2}, Remove(("a",)), {"b": 2}),
    ({"a": 1, "b": 2}, Remove(("a",), 1), {"a": 1, "b": 2}),
    ({"a": 1, "b": 2}, RenameKey(("a",), "c"), {"c": 1, "b": 2}),
]


@pytest.mark.parametrize(("before", "operation", "after"), APPLIED)
def test_an_operation_is_applied_to_values(before: object, operation: Operation, after: object) -> None:
    assert applied(before, [operation]) == after


def test_what_aliases_share_changes_only_at_the_path() -> None:
    shared = {"a": 1}
    assert applied([shared, shared], [SetValue((0, "a"), 2)]) == [{"a": 2}, {"a": 1}]


# Any layout

_SCALARS = ("40", "'40'", '"40"', "yes", "true", "'true'", "1024", "web", "ecs", "Ecs", "iso", "linux", "''", "~")
_ODD_SCALARS = ("obs://a-b/web.raw", "a-b:web.iso", "a-b:web.raw", "!!int 12", "!!str 12", "! x", "' a'", "010", "a.b")
_NAMES = (
    "min_disk", "min_dsk", "min_ram", "Min_Ram", "max_ram", "description", "descripton", "$schema", "is_config",
    "type", "os_type", "os_version", "name", "volume_id", "key", "value", "tags", "image_tags", "imageTags",
    "image_url", "enterprise_project_id",
)  # fmt: skip
_PROPERTIES = st.sampled_from(("", "", "", "&a ", "&b ", "&c "))
_ALIASES = st.sampled_from(("*a", "*b", "*c"))
_KINDS = st.sampled_from(("scalar", "scalar", "scalar", "alias", "alias", "list", "object"))


@st.composite
def flow_values(draw: st.DrawFn, depth: int = 2) -> str:
    """A value on one line, with anchors and aliases."""
    kind = draw(_KINDS)
    if kind == "alias":
        return str(draw(_ALIASES))
    properties = draw(_PROPERTIES)
    if kind == "scalar" or not depth:
        scalar = draw(st.sampled_from(_SCALARS + _ODD_SCALARS))
        return f"{properties if scalar[0] != '!' else ''}{scalar}"
    if kind == "list":
        return f"{properties}[{', '.join(draw(st.lists(flow_values(depth - 1), max_size=3)))}]"
    return f"{properties}{{{', '.join(draw(entries(depth - 1)))}}}"


@st.composite
def entries(draw: st.DrawFn, depth: int = 2) -> list[str]:
    """The entries of an object: merge keys, duplicate keys, anchors before keys."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=5))
    lines = []
    for name in names:
        key = draw(st.sampled_from((name, name, name, f'"{name}"', f"&{draw(st.sampled_from('abc'))} {name}")))
        lines.append(f"{key}: {draw(flow_values(depth))}")
    if draw(st.integers(0, 2)) == 0:
        merge = draw(st.sampled_from(("*a", "*b", "[*a, *b]", "{min_ram: '1'}")))
        lines.insert(draw(st.integers(0, len(lines))), f"<<: {merge}")
    return lines


@st.composite
def repeating(draw: st.DrawFn) -> list[str]:
    """Data images with one mistake that aliases and merge keys repeat, and some further entries."""
    wrong = draw(st.sampled_from(("min_disk: &v '40'", "min_dsk: &v 40", "volume_id: &v ''", "is_quick_import: &v no")))
    name = wrong.partition(":")[0]
    uses = st.sampled_from((f"{name}: *v", f"{name}: '40'", "<<: *i", "<<: [*i, {name: &v x}]", "description: *v"))
    items = [[wrong], *draw(st.lists(st.lists(uses, min_size=1, max_size=2), min_size=1, max_size=3))]
    items = [[f"image_url: a-b:{number}.raw", *item] for number, item in enumerate(items)]
    return ["data_images:", f"- &i {{{', '.join(items[0])}}}", *(f"- {{{', '.join(each)}}}" for each in items[1:])]


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """A request in block style, with data images."""
    image = draw(st.sampled_from(("image_url: a-b:web.raw", f"instance_id: {ID}", "image_url: &a a-b:web.raw")))
    lines = [image, *draw(entries())]
    if draw(st.booleans()):
        return "\n".join([*lines, *draw(repeating())]) + "\n"
    for index in range(draw(st.integers(0, 3))):
        lines += [] if index else ["data_images:"]
        item = draw(entries(1))
        if draw(st.booleans()):
            lines.append(f"- {draw(_PROPERTIES)}{{{', '.join(item)}}}")
        elif draw(st.booleans()):
            lines += [f"- {draw(st.sampled_from(('', '&a', '&b')))}", *(f"  {each}" for each in item)]
        else:
            lines.append(f"- {draw(_ALIASES)}")
    return "\n".join(lines) + "\n"


def _after(content: str, made: Fix) -> tuple[Document, str]:
    text = fix.apply_edits(content, [made])
    (document,), stopped = read(text, "yaml")
    assert stopped == []
    return document, text


@given(layouts())
def test_every_fix_does_exactly_what_it_says(text: str) -> None:
    bodies, stopped = read(text, "yaml")
    if stopped:
        return
    (before,) = bodies
    places = Text(text)
    aliases = [match.span() for match in re.finditer(r"(?<=[ \[])\*\w", text)]
    for each in report_text(text, "web.ims.yaml").diagnostics:
        if each.fix is None:
            continue
        after, changed = _after(text, each.fix)
        assert changed != text
        assert identical(after.value, applied(before.value, each.fix.operations)), (each.code, changed)
        new = Counter(one.code for one in after.findings) - Counter(one.code for one in before.findings)
        assert not new, (each.code, changed)
        for edit in each.fix.edits:
            start, end = places.offset(edit.start), places.offset(edit.end)
            assert not edit.text or not any(start < stop and at < end for at, stop in aliases), (each.code, changed)


@given(layouts())
def test_all_fixes_together_are_applied(text: str) -> None:
    fixed = fix_bytes(text.encode(), "web.ims.yaml", Config(), unsafe=True)
    assert fixed.refused == ()
    again = fix_bytes(fixed.data, "web.ims.yaml", Config(), unsafe=True)
    assert (again.data, again.applied) == (fixed.data, 0)


def _cases() -> dict[str, list[Any]]:
    """The requests of the cases with a fix, by rule; those in comments only are left out."""
    found: dict[str, list[Any]] = {}
    for path in cases.files("bad-"):
        if any(each.fix for each in cases.lint(path).diagnostics):
            values = (document.value for document in documents(path))
            found.setdefault(cases.code_of(path), []).extend(each for each in values if json_of(each))
    return found


def json_of(value: Any) -> str:
    """A value as JSON, empty where it has none."""
    try:
        return json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return ""


CASES = _cases()


def anchored(draw: Any, value: Any, known: dict[str, str]) -> str:
    """A value on one line, with anchors, aliases of what is the same, merge keys and duplicate keys."""
    same = json_of(value)
    if same in known and draw(st.integers(0, 3)):
        return f"*{known[same]}"
    name = f"x{len(known)}" if draw(st.booleans()) else ""
    if isinstance(value, dict):
        entries = [f"{json.dumps(key)}: {anchored(draw, each, known)}" for key, each in value.items()]
        if entries and draw(st.integers(0, 3)) == 0:
            entries.append(draw(st.sampled_from([each for each in entries if "&" not in each] or entries)))
        if len(entries) > 1 and draw(st.integers(0, 2)) == 0:
            at = draw(st.integers(1, len(entries) - 1))
            entries = [f"<<: {{{', '.join(entries[:at])}}}", *entries[at:]]
        text = f"{{{', '.join(entries)}}}"
    elif isinstance(value, list):
        text = f"[{', '.join(anchored(draw, each, known) for each in value)}]"
    else:
        text = same
    if not name:
        return text
    known.setdefault(same, name)
    return f"&{known[same]} {text}"


@pytest.mark.parametrize("code", sorted(CASES))
@settings(max_examples=10)
@given(st.data())
def test_every_fix_of_a_rule_does_exactly_what_it_says(code: str, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(CASES[code]))
    known: dict[str, str] = {}
    if isinstance(value, dict) and data.draw(st.booleans()):
        repeated = {key: each for key, each in value.items() if not isinstance(each, dict | list)}
        image = value.get("data_images") or [{}]
        value = {**value, "data_images": [*(image if isinstance(image, list) else []), repeated, repeated]}
    if isinstance(value, dict) and data.draw(st.booleans()):
        lines = [f"{json.dumps(key)}: {anchored(data.draw, each, known)}\n" for key, each in value.items()]
        text = "".join(lines)
    else:
        text = anchored(data.draw, value, known)
    test_every_fix_does_exactly_what_it_says.hypothesis.inner_test(text)  # type: ignore[attr-defined]
    test_all_fixes_together_are_applied.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", cases.files("bad-"), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_fix_of_a_case_does_exactly_what_it_says(path: Path) -> None:
    input = input_of(path)
    before = meaning(input.text, input.language)
    for each in cases.lint(path).diagnostics:
        if each.fix:
            after = meaning(fix.apply_edits(input.text, [each.fix]), input.language)
            assert does_as_told(before, after, [(each.document, operation) for operation in each.fix.operations])


@given(layouts(), st.sampled_from(_NAMES), st.sampled_from(_NAMES))
def test_the_editor_writes_at_anchors(text: str, name: str, other: str) -> None:
    """Whatever rules there will be: the text that is changed is never that of an alias."""
    bodies, stopped = read(text, "yaml")
    if stopped or name not in bodies[0].value:
        return
    editor = Editor(bodies[0], Text(text), is_json=False)
    for operation in (SetValue((name,), 1), Quote((name,)), RenameKey((name,), other)):
        try:
            edits = editor.edits(operation)
        except Exception as error:
            assert type(error).__name__ == "CannotEdit"
            continue
        assert not any(text[start:end].startswith("*") for start, end, _ in edits)
