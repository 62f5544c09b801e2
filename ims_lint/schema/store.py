"""Finds the schemas, and makes one self-contained schema of them."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from ims_lint.operations import METHODS

Schema = dict[str, Any]

ENTRY = "create-image"


@cache
def folder() -> FilePath:
    """Where the schemas are: in the installed package, or beside it in a checkout."""
    package = FilePath(__file__).parent.parent
    installed = package / "schemas"
    return installed if installed.is_dir() else package.parent / "schemas"


@cache
def load(stem: str) -> Schema:
    """One schema file as it is, by its name without `.schema.json`; not to be changed."""
    with open(folder() / f"{stem}.schema.json", encoding="utf-8") as file:
        schema: Schema = json.load(file)
    return schema


@cache
def bundle(method: str | None = None) -> Schema:
    """The whole schema, or one method's, with only `#/definitions/…` references; not to be changed."""
    if method is None:
        root, stem = copy.deepcopy(load(ENTRY)), ENTRY
        definitions = root.pop("definitions")
        root["definitions"] = {}
        pending = [f"{ENTRY}.{name}" for name in definitions]
    else:
        stem = METHODS[method]
        root = copy.deepcopy(load(stem)["definitions"][method])
        whole = load(ENTRY)
        identity = f"{whole['$id'].removesuffix('.schema.json')}.{method}.schema.json"
        root = {"$schema": whole["$schema"], "$id": identity, **root, "definitions": {}}
        pending = []
    pending += _localise(root, stem)
    while pending:
        key = pending.pop()
        if key not in root["definitions"]:
            stem, _, name = key.partition(".")
            part = copy.deepcopy(load(stem)["definitions"][name])
            root["definitions"][key] = part
            pending += _localise(part, stem)
    root["definitions"] = dict(sorted(root["definitions"].items()))
    return root


def _localise(part: Any, stem: str) -> list[str]:
    """Rewrite the references in a part of the file `stem`; return the definitions they lead to."""
    found: list[str] = []
    if isinstance(part, list):
        for item in part:
            found += _localise(item, stem)
    elif isinstance(part, dict):
        for key, item in part.items():
            if key == "$ref":
                file, _, name = item.partition("#/definitions/")
                target = f"{file.removesuffix('.schema.json') or stem}.{name}"
                part[key] = f"#/definitions/{target}"
                found.append(target)
            else:
                found += _localise(item, stem)
    return found


def flatten(schema: Schema) -> Schema:
    """A schema of `bundle()` with what it refers to laid under it: its own words win."""
    parts = (
        [schema["$ref"]] if "$ref" in schema else [part["$ref"] for part in schema.get("allOf", []) if "$ref" in part]
    )
    merged: Schema = {}
    for reference in parts:
        merged |= flatten(bundle()["definitions"][reference.removeprefix("#/definitions/")])
    return {**merged, **{key: value for key, value in schema.items() if key not in ("$ref", "allOf")}}


@cache
def method_schema(method: str) -> Schema:
    """What a method's request may hold, references resolved at the top."""
    return flatten(bundle()["definitions"][f"{METHODS[method]}.{method}"])


def parameter(method: str, path: tuple[str | int, ...]) -> Schema:
    """What the schema says of the value at a path, `{}` where it knows nothing of it."""
    schema = method_schema(method)
    for step in path:
        inner = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
        if not isinstance(inner, dict):
            return {}
        schema = flatten(inner)
    return schema
