"""Load the schema and data files, and combine the schemas into one self-contained schema."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from ims_lint.document import read
from ims_lint.operations import BY_NAME, OPERATIONS, SOURCES, Operation

Schema = dict[str, Any]

ENTRY = "create-image"
"""The schema that tells the operations apart."""


@cache
def folder() -> str:
    """The directory of the schemas: in the installed package, or next to it in a checkout."""
    package = os.path.dirname(os.path.dirname(__file__))
    installed = os.path.join(package, "schemas")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "schemas")


@cache
def load(stem: str) -> Schema:
    """One schema file as it is, by its name without `.schema.json`; callers must not modify it."""
    import json  # 5 ms, not needed for a YAML file without findings

    with open(os.path.join(folder(), f"{stem}.schema.json"), encoding="utf-8") as file:
        schema: Schema = json.load(file)
    return schema


@cache
def data(stem: str) -> dict[str, Any]:
    """One data file, by its name without `.yaml`; callers must not modify it."""
    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", f"{stem}.yaml")
    with open(path, encoding="utf-8") as file:
        [document], _ = read(file.read(), "yaml")
    content: dict[str, Any] = document.value
    return content


@cache
def bundle(name: str = ENTRY) -> Schema:
    """The whole schema, or that of an operation or a source, with only `#/definitions/…` references.

    Callers must not modify it.
    """
    if name in SOURCES and name not in BY_NAME:
        stem = SOURCES[name].file
        operation = next(each.name for each in OPERATIONS if name in each.source_names)
        root = load(operation)
        identity = f"{root['$id'].removesuffix('.schema.json')}.{name}.schema.json"
        root = {"$schema": root["$schema"], "$id": identity, **load(stem)["definitions"][name]}
    else:
        stem, root = name, load(name)
    pending: list[str] = []
    root = _local({key: part for key, part in root.items() if key != "definitions"}, stem, pending)
    found: Schema = {}
    while pending:
        key = pending.pop()
        if key not in found:
            found[key] = _local(_part(key), key.partition(".")[0], pending)
    return {**root, "definitions": dict(sorted(found.items()))}


def _part(key: str) -> Schema:
    """A definition by its key `file.name`, or by the key `file` the root of a file."""
    stem, _, name = key.partition(".")
    schema = load(stem)
    if name:
        part: Schema = schema["definitions"][name]
        return part
    return {key: part for key, part in schema.items() if key not in ("$schema", "$id", "definitions")}


def _local(part: Any, stem: str, found: list[str]) -> Any:
    """A part of the file `stem` with references to `#/definitions/`; their names are added to `found`."""
    if isinstance(part, list):
        return [_local(item, stem, found) for item in part]
    if not isinstance(part, dict):
        return part
    local = {key: _local(item, stem, found) for key, item in part.items() if key != "$ref"}
    if "$ref" in part:
        file, _, name = part["$ref"].partition("#/definitions/")
        found.append(f"{file.removesuffix('.schema.json') or stem}.{name}".rstrip("."))
        local["$ref"] = f"#/definitions/{found[-1]}"
    return local


def definition(reference: str) -> Schema:
    """The definition in `bundle()` that a reference points to."""
    part: Schema = bundle()["definitions"][reference.removeprefix("#/definitions/")]
    return part


def flatten(schema: Schema) -> Schema:
    """A schema of `bundle()` merged with the definitions it refers to; its own keywords take precedence."""
    parts = (
        [schema["$ref"]] if "$ref" in schema else [part["$ref"] for part in schema.get("allOf", []) if "$ref" in part]
    )
    merged: Schema = {}
    for reference in parts:
        merged |= flatten(definition(reference))
    return {**merged, **{key: value for key, value in schema.items() if key not in ("$ref", "allOf")}}


@cache
def source_schema(source: str) -> Schema:
    """The schema of a request with a source, with references resolved at the top level."""
    return flatten(definition(f"{SOURCES[source].file}.{source}"))


@cache
def top_level(operation: Operation) -> frozenset[str]:
    """The parameters at the top level of a request of an operation, of all its sources."""
    return frozenset().union(*(source_schema(name)["properties"] for name in operation.source_names))


def parameter(source: str | None, path: tuple[str | int, ...]) -> Schema:
    """The schema for the value at a path in a request with a source, `{}` if there is none."""
    schema = source_schema(source) if source else {}
    for step in path:
        inner = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
        if not isinstance(inner, dict):
            return {}
        schema = flatten(inner)
    return schema
