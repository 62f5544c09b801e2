"""Pages of the provider are read with all that their grammar has, and with the line of each word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.drift.entries import parameters, systems
from tools.drift.facts import facts
from tools.drift.page import Page, Paragraph, Row, read

SPANNED = """\
Title
=====

Words
-----

+--------------+-------------+------------------+-------------------------+
| Status Code  | Error Code  | Message          | Description             |
+==============+=============+==================+=========================+
| 400          | IMG.0001    | One row.         | Of its own.             |
|              +-------------+------------------+-------------------------+
|              | IMG.0002    | Both are the same.                         |
|              +-------------+------------------+-------------------------+
|              | IMG.0003    | Three.           | The last one.           |
+--------------+-------------+------------------+-------------------------+

+---------+------------------+
| OS      | Version          |
+=========+==================+
| Windows | Windows 10 64bit |
|         |                  |
|         | Windows 7 64bit  |
+---------+------------------+
| FreeBSD | 13.2 64bit       |
|         +------------------+
|         | 13.1 64bit       |
+---------+------------------+

-  Otherwise **Other_Linux (64_bit)** is chosen.
"""

NESTED = """\
Title
=====

Request
-------

-  In a list:

   #. and in another one

      +-----------+-----------+--------+----------------------------------+
      | Parameter | Mandatory | Type   | Description                      |
      +===========+===========+========+==================================+
      | name      | Yes       | String | First. Second (see `this <x>`__) |
      |           |           |        |                                  |
      |           |           |        | -  :menuselection:`A --> B`      |
      |           |           |        |                                  |
      |           |           |        | .. versionadded:: 2.0            |
      |           |           |        |                                  |
      |           |           |        |    ::                            |
      |           |           |        |                                  |
      |           |           |        |       code                       |
      +-----------+-----------+--------+----------------------------------+

   Text after it, with :abbr:`OBS (Object Storage)` and \\__underscores.

   This one:

   .. code-block:: json
      :caption: a request
      :linenos:

      POST /v1/x
      X-Header: 1

      {"a": 1}

Deeper
~~~~~~

.. image:: x.png

Deeper text.
"""


def page(tmp_path: Path, text: str) -> Page:
    path = tmp_path / "page.2026-01-02.rst"
    path.write_text(text, encoding="utf-8")
    return read(path)


def words(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, int]]:
    return [(each.text, each.line) for each in paragraphs]


def test_a_cell_that_spans_rows_and_columns_is_in_each_of_them(tmp_path: Path) -> None:
    found = page(tmp_path, SPANNED)
    assert [(row.text("status code"), row.text("error code"), row.line) for row in found.codes] == [
        ("400", "IMG.0001", 10),
        ("400", "IMG.0002", 12),
        ("400", "IMG.0003", 14),
    ]
    assert [row.text("message") for row in found.codes] == ["One row.", "Both are the same.", "Three."]
    assert [row.text("description") for row in found.codes] == ["Of its own.", "Both are the same.", "The last one."]


def test_operating_systems_have_a_name(tmp_path: Path) -> None:
    assert systems(page(tmp_path, SPANNED)) == {
        "Windows 10 64bit": 20,
        "Windows 7 64bit": 22,
        "FreeBSD 13.2 64bit": 24,
        "FreeBSD 13.1 64bit": 26,
        "Other_Linux (64_bit)": 29,
    }


def test_tables_lists_roles_and_directives_are_read_wherever_they_are(tmp_path: Path) -> None:
    found = page(tmp_path, NESTED)
    assert (found.title, found.revision) == ("Title", "2026-01-02")
    [table] = found.parameters
    assert table.title.text == "and in another one"
    [row] = table.rows
    assert words(row.cells["description"]) == [
        ("First. Second (see this)", 14),
        ("A --> B", 16),
        ("code", 22),
    ]
    assert [each.text for each in row.cells["description"][0].sentences] == ["First.", "Second (see this)"]
    assert words(found.sections["Request"]) == [
        ("In a list:", 7),
        ("Text after it, with OBS (Object Storage) and __underscores.", 25),
    ]
    assert words(found.sections["Request / Deeper"]) == [("Deeper text.", 43)]


def test_an_example_begins_with_the_line_of_its_body(tmp_path: Path) -> None:
    [example] = page(tmp_path, NESTED).examples
    assert (example.title, example.body) == ("This one:", '{"a": 1}')
    assert NESTED.splitlines()[example.line - 1].strip() == example.body


def test_a_title_is_part_of_its_table(tmp_path: Path) -> None:
    found = page(tmp_path, NESTED)
    assert "and in another one" not in [each.text for each in found.sections["Request"]]


def described(kind: str, *paragraphs: str) -> Row:
    """A row with a description; words between asterisks are bold."""
    cells = {
        "parameter": (Paragraph("p", (), 1),),
        "mandatory": (Paragraph("No", (), 1),),
        "type": (Paragraph(kind, (), 1),),
        "description": tuple(
            Paragraph(text.replace("*", ""), tuple(text.split("*")[1::2]), line) for line, text in enumerate(paragraphs)
        ),
    }
    return Row(cells, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (described("String", "What it is."), {}),
        (described("String", "The value can be *A*, *B*, or *C-1*."), {"enum": ["A", "B", "C-1"]}),
        (described("String", "It can only be A or B. The default is A."), {"enum": ["A", "B"], "default": "A"}),
        (described("String", "The value can be:", "*A*: this one", "*B*: that one", "Default value:", "*A*"),
         {"enum": ["A", "B"], "default": "A"}),
        (described("String", "How it boots. The value can be:", "a", "b", "With c, only this."), {"enum": ["a", "b"]}),
        (described("String", "If it is empty, the default value B will be used."), {"default": "B"}),
        (described("String", "The value can be anything that fits, or nothing at all."), {}),
        (described("String", "A maximum of 1,024 characters. Left blank by default"),
         {"max_length": 1024, "default": ""}),
        (described("String", "It cannot exceed 10 characters."), {"max_length": 10}),
        (described("Integer", "The value ranges from 1 GB to 1,024 GB."), {"minimum": 1, "maximum": 1024}),
        (described("Integer", "Value range: 1-2048"), {"minimum": 1, "maximum": 2048}),
        (described("Integer", "In Linux, it ranges from 1 to 2. In Windows, it ranges from 1 to 3."), {}),
        (described("Integer", "The default value is *0*, which is no limit."), {"default": 0}),
        (described("Boolean", "The value can be *true* or *false*. The default value is *false*."), {"default": False}),
        (described("Array of strings", "This is left blank by default."), {"items": "string", "default": []}),
        (described("Array of objects", "A maximum of three data disks."), {"items": "object", "max_items": 3}),
        (described("Array of Tag objects"), {"items": "object"}),
    ],
)  # fmt: skip
def test_a_row_says_what_it_says_for_certain(row: Row, said: dict[str, object]) -> None:
    kind = row.text("type").lower().split()[0]
    assert facts(row) == {"mandatory": False, "type": kind} | said


def test_what_is_neither_yes_nor_no_is_kept_as_it_is() -> None:
    row = described("String")
    row.cells["mandatory"] = (Paragraph("Sometimes", (), 1),)
    assert facts(row)["mandatory"] == "Sometimes"


def test_rows_of_one_parameter_are_one(tmp_path: Path) -> None:
    table = """\
+-----------+-----------+--------+-------------+
| Parameter | Mandatory | Type   | Description |
+===========+===========+========+=============+
| name      | Yes       | String | One.        |
|           |           |        +-------------+
|           |           |        | Two.        |
+-----------+-----------+--------+-------------+
"""
    [found] = page(tmp_path, f"Title\n=====\n\nRequest\n-------\n\n{table}").parameters
    [(name, row)] = parameters(found).items()
    assert (name, row.text("description"), row.text("mandatory")) == ("name", "One. Two.", "Yes")
