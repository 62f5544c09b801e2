"""The schemas have what the API pages' tables (tests/tables.yaml) and the rulings on them say, and nothing else."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from ims_lint import operations
from ims_lint.about import SITE

HERE = Path(__file__).parents[1]
SCHEMAS = Path(os.environ.get("IMS_LINT_SCHEMAS", HERE.parent / "schemas"))
BASE = f"{SITE}schemas/"
TABLES = yaml.safe_load((HERE / "tables.yaml").read_text(encoding="utf-8"))
RULINGS = [
    ruling for ruling in yaml.safe_load((HERE / "rulings.yaml").read_text(encoding="utf-8")) if "parameters" in ruling
]
ENTRY = "create-image.schema.json"
OPERATIONS = {operation: f"{operation}.schema.json" for operation in TABLES["operations"]}
NAMES = sorted(
    {ENTRY, *OPERATIONS.values(), *(entry["schema"].partition("#")[0] for entry in TABLES["objects"].values())}
)
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
    "known_values": "x-known-values",
}
ANNOTATIONS = {"no-effect": "x-no-effect", "undocumented": "x-undocumented"}
EXAMPLES = {  # a valid value of each parameter, to make requests from
    "name": "web",
    "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a",
    "volume_id": "c5dfbd0c-bf0a-4798-a453-61dc6b54aa30",
    "backup_id": "9b27efab-4a17-4c06-bfa2-3e0cf021d3c3",
    "image_url": "ims-image:centos70.zvhd2",
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

METHODS = [name for name, entry in TABLES["objects"].items() if "source" in entry]


def objects_of(ruling: dict[str, Any]) -> list[str]:
    """The objects that a ruling is for."""
    every = {"all": list(TABLES["objects"]), "requests": METHODS}
    return every[ruling["objects"]] if isinstance(ruling["objects"], str) else ruling["objects"]


def expected() -> dict[str, dict[str, dict[str, Any]]]:
    """For every object: parameter -> {type, mandatory, limits, from, warning, missing}."""
    result: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TABLES["objects"]}
    for table in TABLES["tables"]:
        for name in table["objects"]:
            for row in table["rows"]:
                result[name][row["parameter"]] = {
                    "type": row["type"],
                    "mandatory": row["mandatory"],
                    "limits": dict(row.get("limits", {})),
                    "from": f"table {table['table']}",
                }
    for ruling in RULINGS:
        for name in objects_of(ruling):
            for parameter in ruling["parameters"]:
                if ruling.get("forbidden"):
                    del result[name][parameter]
                    continue
                if parameter not in result[name] and "type" not in ruling:
                    continue  # a shared ruling (ids, memory) on an object without this parameter
                row = result[name].setdefault(
                    parameter, {"mandatory": False, "limits": {}, "from": f"ruling {ruling['ruling']}"}
                )
                row |= {key: ruling[key] for key in ("type", "mandatory", "warning", "missing") if key in ruling}
                row["limits"] |= ruling.get("limits", {})
                row["limits"] = {key: value for key, value in row["limits"].items() if value is not None}
    return result


EXPECTED = expected()
PARAMETERS = [(name, parameter) for name, rows in EXPECTED.items() for parameter in rows]


def property_of(name: str, parameter: str) -> tuple[dict[str, Any], str]:
    schema, file = object_schema(name)
    return merged(schema["properties"][parameter], file)


# Both directions


def test_the_operations_and_their_sources() -> None:
    ours = {each.name: each for each in operations.OPERATIONS}
    assert {name: each.address for name, each in ours.items()} == {
        name: entry["address"] for name, entry in TABLES["operations"].items()
    }
    of_tables = {(name, TABLES["objects"][name]["operation"], TABLES["objects"][name]["source"]) for name in METHODS}
    assert {
        (source.name, name, source.parameter) for name, each in ours.items() for source in each.sources
    } == of_tables


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
    assert missing(schema_of(name), {}) == mandatory(name)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_type(name: str, parameter: str) -> None:
    assert property_of(name, parameter)[0]["type"] == EXPECTED[name][parameter]["type"]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_limits(name: str, parameter: str) -> None:
    """The same limits, and no other ones; a parameter that tells sources apart takes the values of all of them."""
    schema, _ = property_of(name, parameter)
    limits = dict(EXPECTED[name][parameter]["limits"])
    if parameter == TABLES["objects"][name].get("picked_by"):
        for other in alike(name):
            theirs = EXPECTED[other][parameter]["limits"]
            limits = theirs | limits | {"enum": [*limits["enum"], *theirs["enum"]]}
    want = {LIMITS[key]: value for key, value in limits.items() if key in LIMITS}
    have = {keyword: schema[keyword] for keyword in LIMITS.values() if keyword in schema}
    for part in (want, have):
        if "enum" in part:
            part["enum"] = sorted(part["enum"])
    assert have == want


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_annotations(name: str, parameter: str) -> None:
    """What is accepted but brings a warning, as far as the schema says so."""
    schema, _ = property_of(name, parameter)
    row = EXPECTED[name][parameter]
    wanted = ANNOTATIONS.get(row.get("warning", ""))
    assert {each for each in ANNOTATIONS.values() if schema.get(each)} == ({wanted} if wanted else set())
    ends = {end: row["limits"].get(f"documented_{end}") for end in ("minimum", "maximum")}
    assert schema.get("x-documented", {}) == {end: value for end, value in ends.items() if value is not None}


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
    """A pattern takes and refuses what the table's format says; where there is no format, there is no pattern.

    The pattern is the parameter's own, so that a wrong sample shows by name, or else one of the object's conditions.
    """
    schema, file = property_of(name, parameter)
    wanted = EXPECTED[name][parameter]["limits"].get("format")
    part = merged(schema["items"], file)[0] if schema["type"] == "array" and "items" in schema else schema
    if wanted is None:
        assert "pattern" not in part
        return
    own = Draft7Validator({key: value for key, value in part.items() if key in {"type", "pattern", "minLength"}})

    def takes(value: str) -> bool:
        if "pattern" in part:
            return own.is_valid(value)
        errors = validator(schema_of(name)).iter_errors({parameter: value})
        return all(next(iter(error.absolute_path), None) != parameter for error in errors)

    wrong = [f"refuses {value!r}" for value in TABLES["formats"][wanted]["takes"] if not takes(value)]
    wrong += [f"takes {value!r}" for value in TABLES["formats"][wanted]["refuses"] if takes(value)]
    assert not wrong


def test_every_ruling_is_used() -> None:
    for ruling in RULINGS:
        used = [(o, p) for o in objects_of(ruling) for p in ruling["parameters"] if p in EXPECTED[o]]
        assert used or ruling.get("forbidden"), ruling["ruling"]


# What stands between the parameters


def validator(name: str = ENTRY) -> Draft7Validator:
    """What judges by one of the files; it finds the others, which are all in one schema, by their `$id`."""
    return Draft7Validator({"allOf": [{"$ref": BASE + name}], "definitions": FILES})


def schema_of(name: str) -> str:
    return str(TABLES["objects"][name]["schema"])


def defined(file: str) -> dict[str, Any]:
    return dict(FILES[file].get("definitions", {}))


def operation_of(source: str) -> str:
    """The schema of the operation that has a source."""
    return OPERATIONS[TABLES["objects"][source]["operation"]]


def alike(source: str) -> list[str]:
    """The other sources of the same operation with the same parameter."""
    keys = ("operation", "source")
    entry = TABLES["objects"][source]
    return [each for each in METHODS if each != source and all(TABLES["objects"][each][k] == entry[k] for k in keys)]


def mandatory(name: str) -> set[str]:
    return {parameter for parameter, row in EXPECTED[name].items() if row["mandatory"]}


def missing(schema: str, body: dict[str, Any]) -> set[str]:
    """The parameters that a schema asks for in vain."""
    errors = [error for error in validator(schema).iter_errors(body) if error.validator == "required"]
    return {each for error in errors for each in error.validator_value if each not in error.instance}


def minimal(name: str) -> dict[str, Any]:
    """The smallest request (or element) that the tables allow."""
    body: dict[str, Any] = {}
    for parameter in sorted(mandatory(name)):
        limits = EXPECTED[name][parameter]["limits"]
        example = EXAMPLES.get(parameter) or limits.get("enum", [None])[0]
        body[parameter] = example or [minimal(limits["items"])]
    return body


@pytest.mark.parametrize("name", METHODS)
def test_the_smallest_request_is_valid(name: str) -> None:
    assert [e.message for e in validator(operation_of(name)).iter_errors(minimal(name))] == []


@pytest.mark.parametrize("name", METHODS)
def test_the_smallest_request_is_valid_of_no_known_operation(name: str) -> None:
    assert [e.message for e in validator().iter_errors(minimal(name))] == []


@pytest.mark.parametrize("name", METHODS)
def test_the_operation_hands_over_to_the_source(name: str) -> None:
    """With the source parameter alone, exactly the source's own mandatory parameters are missing."""
    entry = TABLES["objects"][name]
    body = {key: value for key, value in minimal(name).items() if key in (entry["source"], entry.get("picked_by"))}
    assert missing(operation_of(name), body) == mandatory(name) - set(body)


@pytest.mark.parametrize(
    "told", TABLES["told_apart"], ids=lambda told: f"{told['operation']}: {', '.join(told['has'])}"
)
def test_the_entry_hands_over_to_the_operation(told: dict[str, Any]) -> None:
    """A request of no known operation is judged as one of the operation that it tells."""
    others = {operation: file for operation, file in OPERATIONS.items() if operation != "image"}
    told_by = [
        operation
        for operation, file in others.items()
        if validator(f"{file}#/definitions/told-apart").is_valid(told["has"])
    ]
    assert told_by == [told["operation"]] if told["operation"] in others else told_by == []
    by_entry, by_operation = (
        sorted(error.message for error in validator(schema).iter_errors(told["has"]))
        for schema in (ENTRY, OPERATIONS[told["operation"]])
    )
    assert by_entry == by_operation


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a, b)
        for a in METHODS
        for b in METHODS
        if a < b and operation_of(a) == operation_of(b) and b not in alike(a)
        if {a, b} != {"ecs-data-disks", "obs-file"}
    ],
)
def test_two_sources_are_refused(first: str, second: str) -> None:
    assert not validator(operation_of(first)).is_valid(minimal(first) | minimal(second))


FORMATS = EXPECTED["obs-file"]["image_url"]["limits"]["file_formats"]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", [name for name in METHODS if "image_url" in EXPECTED[name]])
def test_the_formats_of_image_files(name: str, ending: str) -> None:
    """A known format that is not a source's own is an error, or a warning if a ruling says so (an ISO file never)."""
    limits = EXPECTED[name]["image_url"]["limits"]
    body = minimal(name) | {"image_url": f"ims-image:web.{ending}"}
    if ending == "iso" and "IsoImage" in EXPECTED[name].get("type", {"limits": {}})["limits"].get("enum", []):
        body |= {"type": "IsoImage", "os_version": EXAMPLES["os_version"]}
    accepted = ending in limits["file_formats"] or ("other_formats" in limits and ending != "iso")
    for schema in (operation_of(name), schema_of(name)):
        assert validator(schema).is_valid(body) == accepted
        assert validator(schema).is_valid(body | {"image_url": f"ims-image:web.{ending.upper()}"}) == accepted


@pytest.mark.parametrize("body", [{}, {"name": "web"}, {"name": "web", "min_disk": 40, "os_type": "Linux"}])
@pytest.mark.parametrize("schema", [ENTRY, *(file for file in OPERATIONS.values() if "no-source" in defined(file))])
def test_no_source_is_one_error(schema: str, body: dict[str, Any]) -> None:
    assert len(list(validator(schema).iter_errors(body))) == 1


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


def test_there_are_no_other_files() -> None:
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
    if where.endswith(("#", "/if")) or "/told-apart" in where:  # an operation hands over, a condition only asks
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


@pytest.mark.parametrize("operation", [name for name, file in OPERATIONS.items() if "no-source" in defined(file)])
def test_without_a_source_every_parameter_is_offered(operation: str) -> None:
    offered = set(defined(OPERATIONS[operation])["no-source"]["properties"])
    unadvised = {p for r in RULINGS if r.get("advised") is False for p in r["parameters"]} - {"data_images"}
    rows = [EXPECTED[name] for name in METHODS if operation_of(name) == OPERATIONS[operation]]
    assert (
        offered == {p for each in rows for p, row in each.items() if row.get("warning") not in ANNOTATIONS} - unadvised
    )


@pytest.mark.parametrize("path", sorted((HERE / "requests").glob("*.ims.json")), ids=lambda p: p.name)
def test_the_pages_own_requests_are_valid(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))
    named = path.name.split(".")[1]
    for schema in (ENTRY, OPERATIONS.get(named, OPERATIONS["image"])):
        assert [e.message for e in validator(schema).iter_errors(body)] == []
    twin = path.with_name(path.name.replace(".json", ".yaml"))
    assert yaml.safe_load(twin.read_text(encoding="utf-8")) == body


def test_the_pages_requests_are_there() -> None:
    named = Counter(path.name.split(".")[1] for path in (HERE / "requests").glob("*.ims.json"))
    named["image"] = named.pop("ims")
    assert named == {operation: entry["examples"] for operation, entry in TABLES["operations"].items()}
