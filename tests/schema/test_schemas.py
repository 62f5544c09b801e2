"""The schemas hold the API page's tables (tests/tables.yaml): every row, and nothing else but the named rulings."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from ims_lint.about import SITE

HERE = Path(__file__).parents[1]
SCHEMAS = Path(os.environ.get("IMS_LINT_SCHEMAS", HERE.parent / "schemas"))
BASE = f"{SITE}schemas/"
TABLES = yaml.safe_load((HERE / "tables.yaml").read_text(encoding="utf-8"))
NAMES = [
    "common.schema.json",
    "create-image.schema.json",
    "from-data-disk.schema.json",
    "from-ecs.schema.json",
    "from-obs-file.schema.json",
]
FILES: dict[str, Any] = {name: json.loads((SCHEMAS / name).read_text(encoding="utf-8")) for name in NAMES}
LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_items": "minItems",
    "max_items": "maxItems",
    "enum": "enum",
    "default": "default",
}
EXAMPLES = {  # a valid value of each parameter, to make requests from
    "name": "web",
    "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a",
    "volume_id": "c5dfbd0c-bf0a-4798-a453-61dc6b54aa30",
    "image_url": "ims-image:centos70.qcow2",
    "os_version": "CentOS 7.0 64bit",
    "min_disk": 40,
    "key": "stage",
    "value": "test",
}


# Resolving references


def target(ref: str, file: str) -> tuple[Any, str]:
    """The schema that a reference in `file` leads to, and the file that it stands in."""
    name, _, pointer = ref.partition("#")
    node: Any = FILES[name or file]
    for part in pointer.strip("/").split("/") if pointer.strip("/") else []:
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node, name or file


def resolved(node: Any, file: str) -> tuple[Any, str]:
    """The schema itself, with references followed (beside `$ref`, draft-07 reads nothing)."""
    while isinstance(node, dict) and "$ref" in node:
        node, file = target(node["$ref"], file)
    return node, file


def merged(node: Any, file: str) -> tuple[dict[str, Any], str]:
    """A property's schema as one: references followed, the members of `allOf` taken in, the nearest wins."""
    node, file = resolved(node, file)
    result: dict[str, Any] = {}
    for member in node.get("allOf", []):
        result |= merged(member, file)[0]
    return result | {key: value for key, value in node.items() if key != "allOf"}, file


def object_schema(name: str) -> tuple[dict[str, Any], str]:
    return target(TABLES["objects"][name]["schema"], "")


def every_schema(node: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """All subschemas in a file (by the keywords of draft-07 that hold schemas)."""
    if not isinstance(node, dict):
        return
    yield where, node
    for keyword in ("properties", "definitions", "patternProperties"):
        for key, child in node.get(keyword, {}).items():
            yield from every_schema(child, f"{where}/{keyword}/{key}")
    for keyword in ("if", "then", "else", "not", "items", "additionalProperties", "contains", "propertyNames"):
        yield from every_schema(node.get(keyword), f"{where}/{keyword}")
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index, child in enumerate(node.get(keyword, [])):
            yield from every_schema(child, f"{where}/{keyword}/{index}")


ALL = [(f"{name}#{where}", name, node) for name, file in FILES.items() for where, node in every_schema(file, "")]


# What the tables and the rulings expect


def expected() -> dict[str, dict[str, dict[str, Any]]]:
    """For every object: parameter -> {type, mandatory, limits, from}."""
    result: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TABLES["objects"]}
    for table in TABLES["tables"]:
        for name in table["objects"]:
            for row in table["rows"]:
                mandatory = row["mandatory"]
                result[name][row["parameter"]] = {
                    "type": row["type"],
                    "mandatory": mandatory[name] if isinstance(mandatory, dict) else mandatory,
                    "limits": dict(row.get("limits", {})),
                    "from": f"table {table['table']}",
                }
    for ruling in TABLES["rulings"]:
        for name in ruling["objects"]:
            for parameter in ruling["parameters"]:
                if ruling.get("forbidden"):
                    del result[name][parameter]
                    continue
                if parameter not in result[name] and "type" not in ruling:
                    continue  # a shared ruling (ids, memory) on an object without this parameter
                row = result[name].setdefault(
                    parameter, {"mandatory": False, "limits": {}, "from": f"ruling {ruling['ruling']}"}
                )
                row |= {key: ruling[key] for key in ("type", "mandatory") if key in ruling}
                row["limits"] |= ruling.get("limits", {})
                row["limits"] = {key: value for key, value in row["limits"].items() if value is not None}
    return result


EXPECTED = expected()
PARAMETERS = [(name, parameter) for name, rows in EXPECTED.items() for parameter in rows]


def property_of(name: str, parameter: str) -> tuple[dict[str, Any], str]:
    schema, file = object_schema(name)
    return merged(schema["properties"][parameter], file)


# Both directions


@pytest.mark.parametrize("name", EXPECTED)
def test_every_row_has_its_property(name: str) -> None:
    schema, _ = object_schema(name)
    missing = {p: row["from"] for p, row in EXPECTED[name].items() if p not in schema["properties"]}
    assert not missing


@pytest.mark.parametrize("name", EXPECTED)
def test_every_property_has_its_row_or_ruling(name: str) -> None:
    schema, _ = object_schema(name)
    assert not set(schema["properties"]) - set(EXPECTED[name])


@pytest.mark.parametrize("name", EXPECTED)
def test_mandatory(name: str) -> None:
    schema, _ = object_schema(name)
    assert set(schema.get("required", [])) == {p for p, row in EXPECTED[name].items() if row["mandatory"]}


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_type(name: str, parameter: str) -> None:
    assert property_of(name, parameter)[0]["type"] == EXPECTED[name][parameter]["type"]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_limits(name: str, parameter: str) -> None:
    """The same limits, and no other ones."""
    schema, _ = property_of(name, parameter)
    limits = EXPECTED[name][parameter]["limits"]
    want = {LIMITS[key]: value for key, value in limits.items() if key in LIMITS}
    have = {keyword: schema[keyword] for keyword in LIMITS.values() if keyword in schema}
    for part in (want, have):
        if "enum" in part:
            part["enum"] = sorted(part["enum"])
    assert have == want


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_items(name: str, parameter: str) -> None:
    schema, file = property_of(name, parameter)
    want = EXPECTED[name][parameter]["limits"].get("items")
    if want is None:
        assert "items" not in schema
        return
    items, _ = resolved(schema["items"], file)
    if want in TABLES["objects"]:
        assert items is object_schema(want)[0]
    else:
        assert items["type"] == want


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_format(name: str, parameter: str) -> None:
    """A pattern takes and refuses what the table's format says; where there is no format, there is no pattern."""
    schema, file = property_of(name, parameter)
    wanted = EXPECTED[name][parameter]["limits"].get("format")
    part = merged(schema["items"], file)[0] if schema["type"] == "array" and "items" in schema else schema
    if wanted is None:
        assert "pattern" not in part
        return
    # Only what the parameter's own schema says, so that a wrong sample shows by name.
    check = Draft7Validator({key: value for key, value in part.items() if key in {"type", "pattern", "minLength"}})
    wrong = [f"refuses {value!r}" for value in TABLES["formats"][wanted]["takes"] if not check.is_valid(value)]
    wrong += [f"takes {value!r}" for value in TABLES["formats"][wanted]["refuses"] if check.is_valid(value)]
    assert not wrong


def test_every_ruling_is_used_and_named_once() -> None:
    names = [ruling["ruling"] for ruling in TABLES["rulings"]]
    assert len(names) == len(set(names))
    for ruling in TABLES["rulings"]:
        assert ruling["says"]
        used = [(o, p) for o in ruling["objects"] for p in ruling["parameters"] if p in EXPECTED[o]]
        assert used or ruling.get("forbidden"), ruling["ruling"]


# What stands between the parameters


def validator(name: str = "create-image.schema.json") -> Draft7Validator:
    """What judges by one of the files; it finds the others, which are all in one schema, by their `$id`."""
    return Draft7Validator({"allOf": [{"$ref": BASE + name}], "definitions": FILES})


def minimal(name: str) -> dict[str, Any]:
    """The smallest request (or element) that the tables allow."""
    body: dict[str, Any] = {}
    for parameter, row in EXPECTED[name].items():
        if row["mandatory"]:
            body[parameter] = [minimal(row["limits"]["items"])] if row["type"] == "array" else EXAMPLES[parameter]
    return body


METHODS = [name for name, entry in TABLES["objects"].items() if "source" in entry]


@pytest.mark.parametrize("name", METHODS)
def test_the_smallest_request_is_valid(name: str) -> None:
    assert [e.message for e in validator().iter_errors(minimal(name))] == []


@pytest.mark.parametrize("name", METHODS)
def test_the_entry_hands_over_to_the_method(name: str) -> None:
    """With the source key alone, exactly the method's own mandatory parameters are missing."""
    source = TABLES["objects"][name]["source"]
    body = {source: minimal(name)[source]}
    missing = {m for e in validator().iter_errors(body) for m in e.validator_value if m not in e.instance}
    assert missing == {p for p, row in EXPECTED[name].items() if row["mandatory"]} - {source}


@pytest.mark.parametrize(
    ("first", "second"),
    [(a, b) for a in METHODS for b in METHODS if a < b and {a, b} != {"ecs-data-disks", "obs-file"}],
)
def test_two_sources_are_refused(first: str, second: str) -> None:
    assert not validator().is_valid(minimal(first) | minimal(second))


@pytest.mark.parametrize("body", [{}, {"name": "web"}, {"name": "web", "min_disk": 40, "os_type": "Linux"}])
def test_no_source_is_one_error(body: dict[str, Any]) -> None:
    assert len(list(validator().iter_errors(body))) == 1


CONDITIONS: dict[str, dict[str, Any]] = {
    "iso-file": {"image_url": "ims-image:setup.iso", "type": "IsoImage"},
    "iso-image-type": {"image_url": "ims-image:setup", "type": "IsoImage"},
    "quick-import": {"image_url": "ims-image:centos70.raw", "is_quick_import": True},
}
WHEN = [(c, r["parameter"]) for t in TABLES["tables"] for r in t["rows"] for c in r.get("mandatory_when", [])]


@pytest.mark.parametrize(("condition", "parameter"), WHEN)
def test_mandatory_when(condition: str, parameter: str) -> None:
    body = minimal("obs-file") | CONDITIONS[condition]
    (error,) = validator().iter_errors(body)
    assert error.validator == "required" and error.validator_value == [parameter]
    assert not validator().is_valid(body | {parameter: ""})
    assert validator().is_valid(body | {parameter: EXAMPLES[parameter]})


TAGGED = [name for name, rows in EXPECTED.items() if "format" in rows.get("tags", {"limits": {}})["limits"]]


@pytest.mark.parametrize("name", TAGGED)
def test_either_tags_or_image_tags(name: str) -> None:
    file, _, pointer = TABLES["objects"][name]["schema"].partition("#")
    check = validator(f"{file}#{pointer}")
    tags, image_tags = ["aaa.111"], [{"key": "key1", "value": "value1"}]
    assert not check.is_valid(minimal(name) | {"tags": tags, "image_tags": image_tags})
    for one in ({"tags": tags}, {"image_tags": image_tags}, {"tags": [], "image_tags": image_tags}):
        assert check.is_valid(minimal(name) | one)
    assert check.is_valid(minimal(name) | {"tags": tags, "image_tags": []})


# The files themselves


def test_the_five_files() -> None:
    present = {path.name for path in SCHEMAS.glob("*.schema.json")} - {"report.schema.json"}
    assert present == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_valid_draft_07(name: str) -> None:
    Draft7Validator.check_schema(FILES[name])
    assert FILES[name]["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("name", NAMES)
def test_the_id_of_the_file_counts(name: str) -> None:
    """Draft-07 reads nothing beside `$ref`: with one at its root, a file has no `$id`, and no title."""
    assert "$ref" not in FILES[name]
    assert FILES[name]["$id"] == BASE + name


@pytest.mark.parametrize(("where", "file", "node"), ALL, ids=[where for where, _, _ in ALL])
def test_every_reference_resolves(where: str, file: str, node: dict[str, Any]) -> None:
    if "$ref" in node:
        assert isinstance(resolved(node, file)[0], dict)
        assert set(node) <= {"$ref", "$id", "$schema", "title", "description", "definitions"}, "read by nobody"


def test_every_definition_is_used() -> None:
    used = {(ref.partition("#")[0] or file, ref.partition("#")[2]) for _, file, n in ALL if (ref := n.get("$ref"))}
    unused = {
        (name, key)
        for name, file in FILES.items()
        for key in file.get("definitions", {})
        if (name, f"/definitions/{key}") not in used
    }
    assert not unused


@pytest.mark.parametrize(("where", "file", "node"), ALL, ids=[where for where, _, _ in ALL])
def test_every_object_is_closed(where: str, file: str, node: dict[str, Any]) -> None:
    if where == "create-image.schema.json#" or where.endswith("/if"):  # the entry hands over, a condition only asks
        return
    if node.get("type") == "object":
        assert node.get("additionalProperties") is False
    if "properties" in node and node.get("type") != "object":  # part of a condition, or nothing to start from yet
        assert "additionalProperties" not in node


@pytest.mark.parametrize("name", EXPECTED)
def test_every_property_has_title_and_description(name: str) -> None:
    schema, file = object_schema(name)
    for parameter, node in schema["properties"].items():
        prop, _ = merged(node, file)
        assert prop.get("title") and prop.get("description"), parameter


def test_without_a_source_every_parameter_is_offered() -> None:
    offered = set(FILES["create-image.schema.json"]["definitions"]["no-source"]["properties"])
    advised = {p for name in METHODS for p in EXPECTED[name]}
    unadvised = {p for r in TABLES["rulings"] if r.get("advised") is False for p in r["parameters"]}
    advised -= unadvised - {"data_images"}
    assert offered == advised


@pytest.mark.parametrize("path", sorted((HERE / "requests").glob("*.ims.json")), ids=lambda p: p.name)
def test_the_page_s_own_requests_are_valid(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))
    assert [e.message for e in validator().iter_errors(body)] == []
    twin = path.with_name(path.name.replace(".json", ".yaml"))
    assert yaml.safe_load(twin.read_text(encoding="utf-8")) == body


def test_the_page_s_eight_requests_are_there() -> None:
    assert len(list((HERE / "requests").glob("*.ims.json"))) == 8
