"""Fixes: each fixable case becomes its fixed file, and what does harm is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ims_lint.config import Config
from ims_lint.document import read
from ims_lint.document.edit import CannotEdit, Editor
from ims_lint.document.text import Text
from ims_lint.finding import PathOperation, Remove, SetValue
from ims_lint.transform import fix
from tests import cases
from tests.linting import fix_bytes, report_bytes

FIXABLE = [path for path in cases.files("bad-") if any(each.fix for each in cases.lint(path).diagnostics)]
ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
REQUEST = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: {}\n"


@pytest.mark.parametrize("path", FIXABLE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_fixable_case_becomes_its_fixed_file(path: Path) -> None:
    config = cases.config_for(path)
    fixed = fix_bytes(path.read_bytes(), path.name, config, unsafe=True)
    assert fixed.data == cases.fixed(path).read_bytes()
    assert fixed.report.diagnostics == ()
    assert fixed.refused == ()
    again = fix_bytes(fixed.data, path.name, config, unsafe=True)
    assert (again.data, again.applied) == (fixed.data, 0)


def test_no_fixed_file_is_left_over() -> None:
    held = {cases.fixed(path) for path in FIXABLE}
    assert set(cases.FOLDER.glob("*/fixed-*")) == held


@pytest.mark.parametrize("path", FIXABLE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_only_unsafe_fixes_wait_for_the_option(path: Path) -> None:
    before = cases.lint(path)
    after = fix_bytes(path.read_bytes(), path.name, cases.config_for(path)).report
    unsafe = [each.code for each in before.diagnostics if not (each.fix and each.fix.safe)]
    assert [each.code for each in after.diagnostics] == unsafe


def test_line_ends_marks_and_comments_stay() -> None:
    before = b'\xef\xbb\xbf# Web\r\nname: "web"   # quoted\r\nimage_url: obs://ims-images/web.qcow2\r\nmin_disk: "40"'
    fixed = fix_bytes(before, "web.ims.yaml", Config())
    expected = b'\xef\xbb\xbf# Web\r\nname: "web"   # quoted\r\nimage_url: ims-images:web.qcow2\r\nmin_disk: 40'
    assert fixed.data == expected


def test_utf_16_stays_utf_16() -> None:
    before = REQUEST.format('"40"').encode("utf-16")
    assert fix_bytes(before, "web.ims.yaml", Config()).data == REQUEST.format("40").encode("utf-16")


REMOVED = [  # a text, what is taken out of it, and what is left
    ("- a: 1\n  b: 2\n", (0, "a"), "- b: 2\n"),
    ("- a: 1\n  b: 2\n  c: 3\n", (0, "a"), "- b: 2\n  c: 3\n"),
    ("- a: 1\n  b: 2\n  c: 3\n", (0, "b"), "- a: 1\n  c: 3\n"),
    ("- a: 1\n  b: 2\n", (0, "b"), "- a: 1\n"),
    ("a: 1\nb:\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
    ("a: 1 # one\nb: 2\n", ("a",), "b: 2\n"),
    ("{a: 1, b: 2, c: 3}\n", ("a",), "{b: 2, c: 3}\n"),
    ("{a: 1, b: 2, c: 3}\n", ("b",), "{a: 1, c: 3}\n"),
    ("{a: 1, b: 2, c: 3}\n", ("c",), "{a: 1, b: 2}\n"),
    ("{\n  a: 1,\n  b: 2\n}\n", ("a",), "{\n  b: 2\n}\n"),
    ("{\n  a: 1,\n  b: 2\n}\n", ("b",), "{\n  a: 1\n}\n"),
    ("a: 1\nb: 2", ("b",), "a: 1"),
    ("a: 1\r\nb: 2", ("b",), "a: 1"),
    ("a: 1\n# two\n# three\nb: 2 # four\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
    ("a: 1\n# two\nb: 2", ("b",), "a: 1"),
    ("a: 1\n# two\n\nb: 2\nc: 3\n", ("b",), "a: 1\n# two\n\nc: 3\n"),
    ("a: 1\n\n# two\nb: 2\n\nc: 3\n", ("b",), "a: 1\n\n\nc: 3\n"),
    ("# all\na: 1\nb: 2\n", ("a",), "# all\nb: 2\n"),
    ("x:\n- # all\n  a: 1\n  b: 2\n", ("x", 0, "a"), "x:\n- # all\n  b: 2\n"),
    ("{\n  a: 1,\n  # two\n  b: 2\n}\n", ("b",), "{\n  a: 1\n}\n"),
    ("a: 1\nb: ['# two']\n", ("b",), "a: 1\n"),
    ("a: 1\nb: |\n  x # two\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
]


@pytest.mark.parametrize(("before", "path", "after"), REMOVED)
def test_an_entry_is_removed_with_its_place(before: str, path: tuple[str | int, ...], after: str) -> None:
    assert edited(before, Remove(path)) == after


@pytest.mark.parametrize("text", ["- a: 1  # one\n  b: 2\n", "- a: 1\n"])
def test_an_entry_stays_where_something_would_get_lost(text: str) -> None:
    with pytest.raises(CannotEdit):
        edited(text, Remove((0, "a")))


COMMENTED = {
    "in a list": "a: 1\nb:\n- 2\n# two\n- 3\nc: 3\n",
    "after a list": "a: 1\nb: [2] # two\nc: 3\n",
    "after the key of a list": "a: 1\nb: # two\n- 2\nc: 3\n",
    "on a paragraph": "a: 1\n\n# two and three\nb: 2\nc: 3\n",
    "indented otherwise": "a: 1\n  # one\nb: 2\nc: 3\n",
    "of another entry": "a: 1\n# d: 4\nb: 2\nc: 3\n",
    "on the file": "a: 1\n# ims-lint: ignore-file[IMS5]\nb: 2\nc: 3\n",
    "above a part of a line": "{a: 1,\n# two\nb: 2, c: 3}\n",
    "at the head of a block": "a: 1\nb: | # two\n  x\nc: 3\n",
}


@pytest.mark.parametrize("text", COMMENTED.values(), ids=COMMENTED)
def test_an_entry_stays_where_a_comment_may_be_on_more(text: str) -> None:
    with pytest.raises(CannotEdit):
        edited(text, Remove(("b",)))


@pytest.mark.parametrize("value", ["\n# one\n- 1", " [1, # one\n  2]", "\n- b: 'x'\n  # one\n  c: 2"])
def test_a_value_with_a_comment_stays(value: str) -> None:
    with pytest.raises(CannotEdit):
        edited(f"b:\n- 0{value}\n" if value.startswith("\n") else f"b:{value}\n", SetValue(("b",), [3]))


def test_comments_are_not_moved_from_tags_to_image_tags() -> None:
    text = f"name: web\ninstance_id: {ID}\ntags: [a.b] # one\nimage_tags: [{{key: c, value: d}}]\n"
    assert [(each.code, each.fix) for each in report_bytes(text.encode(), "web.ims.yaml").diagnostics] == [
        ("IMS401", None)
    ]


def test_a_duplicate_without_a_last_line_break_is_removed() -> None:
    request = f"name: web\ninstance_id: {ID}\nmin_ram: "
    fixed = fix_bytes(f'{request}"1024"\nmin_ram: "1024"'.encode(), "web.ims.yaml", Config())
    assert (fixed.data.decode(), fixed.report.diagnostics) == (f"{request}1024", ())


def edited(content: str, operation: PathOperation) -> str:
    """A YAML text after one operation."""
    (document,), _ = read(content, "yaml")
    for edit in reversed(Editor(document, Text(content), is_json=False).edits(operation)):
        content = content[: edit.start] + edit.text + content[edit.end :]
    return content


LAYOUTS = {
    "single quotes": ("image_url: 'obs://ims-images/web.qcow2'", "image_url: 'ims-images:web.qcow2'"),
    "double quotes": ('image_url: "obs://ims-images/web.qcow2"', 'image_url: "ims-images:web.qcow2"'),
    "an apostrophe": (
        "image_url: a-b:c\nimage_tags: [{key: a, value: 'it''s '}]",
        "image_url: a-b:c\nimage_tags: [{key: a, value: 'it''s'}]",
    ),
}


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_fix_writes_as_the_file_does(before: str, after: str) -> None:
    fixed = fix_bytes(f"name: web\nmin_disk: 40\n{before}\n".encode(), "web.ims.yaml", Config(), unsafe=True)
    assert fixed.data.decode() == f"name: web\nmin_disk: 40\n{after}\n"


EMPTY = [  # a place without a value, and how it is written there
    ("a:", ("a",), "a: web"),
    ("-", (0,), "- web"),
    ("- a\n-\n- b", (1,), "- a\n- web\n- b"),
]


@pytest.mark.parametrize(("before", "path", "after"), EMPTY)
def test_a_value_is_parted_from_its_key(before: str, path: tuple[str | int, ...], after: str) -> None:
    assert edited(before, SetValue(path, "web")) == after


ADDRESSES = {
    "https://ims-images.obs.eu-de.otc.t-systems.com/web.raw": "ims-images:web.raw",
    "https://ims-images.obs-eu.example.com/linux/web.raw": "ims-images:linux/web.raw",
    "https://obs.eu-de.otc.t-systems.com/ims-images/web.raw": "ims-images:web.raw",
    "https://obs-eu.example.com/ims-images/linux/web.raw": "ims-images:linux/web.raw",
    "HTTP://IMS-Images.OBS.example.com/web%5F1.raw": "ims-images:web_1.raw",
    "https://ims-images.obs.example.com/web.raw?versionId=1": None,
    "ims-images/web.raw": None,
    "ims-images.obs.example.com/web.raw": "ims-images:web.raw",
    "obs.example.com/ims-images/web.raw": "ims-images:web.raw",
    "s3a://ims-images/web.raw": "ims-images:web.raw",
    "s3n://ims-images/web.raw": "ims-images:web.raw",
    "https://example.com/ims-images/web.raw": None,
    "https://ims-images.example.com/web.raw": None,
    "https://im.obs.example.com/web.raw": None,
    "gs://ims-images/web.raw": None,
}


@pytest.mark.parametrize(("address", "written"), ADDRESSES.items())
def test_an_address_is_rewritten_where_bucket_and_path_are_certain(address: str, written: str | None) -> None:
    before = f"name: web\nmin_disk: 40\nimage_url: {address}\n"
    fixed = fix_bytes(before.encode(), "web.ims.yaml", Config())
    assert fixed.data.decode() == (before.replace(address, written) if written else before)


def test_all_fixes_that_stand_apart_are_one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fix, "MAX_ROUNDS", 1)
    tags = "".join(f"  - {{key: key{number}, value: ' {number}'}}\n" for number in range(9))
    fixed = fix_bytes(f"name: web\ninstance_id: {ID}\nimage_tags:\n{tags}".encode(), "web.ims.yaml", Config())
    assert (fixed.applied, fixed.report.diagnostics) == (9, ())


def test_a_text_that_starts_like_a_list_is_none() -> None:
    assert edited("a: -x", SetValue(("a",), "true")) == 'a: "true"'


def test_a_fix_may_uncover_the_next() -> None:
    before = b"nam: web\nimage_urll: obs://ims-images/web.qcow2\nmin_dsk: '40'\n"
    fixed = fix_bytes(before, "web.ims.yaml", Config())
    assert fixed.data == b"name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\n"
    assert (fixed.applied, fixed.refused) == (5, ())


@pytest.mark.parametrize("added", ["[", ""])
def test_a_fix_that_breaks_the_file_or_mends_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, added: str) -> None:
    monkeypatch.setattr(fix, "apply_edits", lambda content, fixes: content + added)
    before = REQUEST.format('"40"').encode()
    fixed = fix_bytes(before, "web.ims.yaml", Config())
    assert fixed.data == before
    assert [each.code for each in fixed.refused] == ["IMS301"]


def test_edits_that_overlap_wait_for_the_next_round() -> None:
    before = b"name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\nMin_Disk: 40\nmin_disk: 40\n"
    fixed = fix_bytes(before, "web.ims.yaml", Config())
    report = report_bytes(fixed.data, "web.ims.yaml")
    assert [each.code for each in report.diagnostics] == ["IMS201"]
    assert fixed.data.count(b"min_disk") == 1
