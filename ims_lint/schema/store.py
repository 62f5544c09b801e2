"""Finds the schemas, and makes one self-contained schema of them."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from ims_lint.operations import IMAGE

Schema = dict[str, Any]

ENTRY = IMAGE.schema


@cache
def folder() -> str:
    """Where the schemas are: in the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(__file__))
    installed = os.path.join(package, "schemas")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "schemas")


@cache
def load(stem: str) -> Schema:
    """One schema file as it is, by its name without `.schema.json`; not to be changed."""
    import json  # 5 ms, which a clean YAML file does without

    with open(os.path.join(folder(), f"{stem}.schema.json"), encoding="utf-8") as file:
        schema: Schema = json.load(file)
    return schema


@cache
def bundle(source: str | None = None) -> Schema:
    """The whole schema, or one source's, with only `#/definitions/…` references; not to be changed."""
    root, stem = load(ENTRY), ENTRY
    pending = [] if source else [f"{ENTRY}.{name}" for name in root["definitions"]]
    if source:
        stem = IMAGE.source(source).file
        identity = f"{root['$id'].removesuffix('.schema.json')}.{source}.schema.json"
        root = {"$schema": root["$schema"], "$id": identity, **load(stem)["definitions"][source]}
    root = _local({key: part for key, part in root.items() if key != "definitions"}, stem, pending)
    definitions: Schema = {}
    while pending:
        key = pending.pop()
        if key not in definitions:
            stem, _, name = key.partition(".")
            definitions[key] = _local(load(stem)["definitions"][name], stem, pending)
    return {**root, "definitions": dict(sorted(definitions.items()))}


def _local(part: Any, stem: str, found: list[str]) -> Any:
    """A part of the file `stem` whose references lead to `#/definitions/`; the names there are added to `found`."""
    if isinstance(part, list):
        return [_local(item, stem, found) for item in part]
    if not isinstance(part, dict):
        return part
    local = {key: _local(item, stem, found) for key, item in part.items() if key != "$ref"}
    if "$ref" in part:
        file, _, name = part["$ref"].partition("#/definitions/")
        found.append(f"{file.removesuffix('.schema.json') or stem}.{name}")
        local["$ref"] = f"#/definitions/{found[-1]}"
    return local


def definition(reference: str) -> Schema:
    """The part of `bundle()` that a reference in it leads to."""
    part: Schema = bundle()["definitions"][reference.removeprefix("#/definitions/")]
    return part


def flatten(schema: Schema) -> Schema:
    """A schema of `bundle()` with what it refers to laid under it: its own words win."""
    parts = (
        [schema["$ref"]] if "$ref" in schema else [part["$ref"] for part in schema.get("allOf", []) if "$ref" in part]
    )
    merged: Schema = {}
    for reference in parts:
        merged |= flatten(definition(reference))
    return {**merged, **{key: value for key, value in schema.items() if key not in ("$ref", "allOf")}}


@cache
def source_schema(source: str) -> Schema:
    """What a request with a source may hold, references resolved at the top."""
    return flatten(definition(f"{IMAGE.source(source).file}.{source}"))


def parameter(source: str | None, path: tuple[str | int, ...]) -> Schema:
    """What the schema of a source says of the value at a path, `{}` where it knows nothing of it."""
    schema = source_schema(source) if source else {}
    for step in path:
        inner = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
        if not isinstance(inner, dict):
            return {}
        schema = flatten(inner)
    return schema
