"""Draws requests from the tables (tests/tables.yaml), most of them right, many with something wrong in them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.schema.test_schemas import EXPECTED, METHODS, TABLES
from tests.strategies import OPERATION

Row = dict[str, Any]

_WRONG_TYPES: list[Any] = [None, True, 0, 1.5, 40.0, "", "40", "true", [], {}, ["a"], {"key": "a"}, [[]], [None]]
_UNKNOWN = ["os_versoin", "instanc_id", "bakup_id", "__os_version", "Name", "x", "", "job_id"]
_VERSIONS = ["CentOS 7.0 64bit", "Windows 10 64bit", "Other Linux(64 bit)", "", " windows", "EulerOS"]
_FILES = [
    "ims-image:a.iso",
    "ims-image:a.ISO",
    "ims-image:a.raw",
    "ims-image:a.zvhd2",
    "ims-image:a.vhd",
    "ims-image:a",
]


def _right(row: Row) -> st.SearchStrategy[Any]:
    """Values that the table's row takes."""
    limits = row["limits"]
    if row["type"] == "boolean":
        return st.booleans()
    if row["type"] == "integer":
        return st.integers(limits.get("minimum", 0), limits.get("maximum", 2**31))
    if row["type"] == "array":
        items = limits.get("items")
        if items is None:
            return st.just([])
        element = _object(items) if items in TABLES["objects"] else st.sampled_from(TABLES["formats"]["tag"]["takes"])
        return st.lists(element, min_size=limits.get("min_items", 0), max_size=limits.get("max_items", 3))
    if "enum" in limits:
        return st.sampled_from(limits["enum"])
    if "format" in limits:
        takes = st.sampled_from(TABLES["formats"][limits["format"]]["takes"])
        return takes | st.sampled_from(_FILES) if limits["format"] == "image_url" else takes
    text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=limits.get("min_length", 0), max_size=20)
    return text | st.sampled_from(_VERSIONS)


def _wrong(row: Row) -> st.SearchStrategy[Any]:
    """Values that the table's row refuses, most of them."""
    limits = row["limits"]
    values = list(_WRONG_TYPES)
    if row["type"] == "integer":
        values += [limits.get("minimum", 0) - 1, limits.get("maximum", 2**70) + 1, 10**30, -(10**30)]
    if "max_length" in limits:
        values += ["a" * limits["max_length"], "a" * (limits["max_length"] + 1), "𝒳" * limits["max_length"]]
    if "format" in limits:
        refused = TABLES["formats"][limits["format"]]["refuses"]
        values += [[value] for value in refused] if row["type"] == "array" else refused
    return st.sampled_from(values)


@st.composite
def _object(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """An object of the tables, its optional parameters in part, in any order."""
    rows = EXPECTED[name]
    names = [parameter for parameter, row in rows.items() if row["mandatory"]]
    others = [parameter for parameter in rows if parameter not in names and parameter != "$schema"]
    names += draw(st.lists(st.sampled_from(others), unique=True, max_size=5)) if others else []
    return {parameter: draw(_right(rows[parameter])) for parameter in draw(st.permutations(names))}


def _mutate(draw: st.DrawFn, body: dict[str, Any], name: str) -> None:
    """Change one thing in an object: a parameter, or something in an element of it."""
    rows = EXPECTED[name]
    inner = [
        (element, rows[parameter]["limits"]["items"])
        for parameter, value in body.items()
        if parameter in rows and isinstance(value, list) and rows[parameter]["limits"].get("items") in EXPECTED
        for element in value
        if isinstance(element, dict)
    ]
    if inner and draw(st.booleans()):
        _mutate(draw, *draw(st.sampled_from(inner)))
        return
    kind = draw(st.sampled_from(["remove", "wrong", "wrong", "wrong", "unknown", "foreign"]))
    present = [parameter for parameter in body if parameter in rows]
    if kind == "remove" and body:
        del body[draw(st.sampled_from(list(body)))]
    elif kind == "wrong" and present:
        parameter = draw(st.sampled_from(present))
        body[parameter] = draw(_wrong(rows[parameter]))
    elif kind == "unknown":
        body[draw(st.sampled_from(_UNKNOWN))] = draw(st.sampled_from(["a", 1, None]))
    else:
        parameter, row = draw(st.sampled_from([pair for each in EXPECTED.values() for pair in each.items()]))
        if parameter != "$schema":
            body.setdefault(parameter, draw(_right(row)))


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, Any]:
    """An operation, and a request with one of its sources that has none to three mutations."""
    source = draw(st.sampled_from(METHODS))
    body = draw(_object(source))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 1, 2, 3]))):
        _mutate(draw, body, source)
    return OPERATION[source], body
