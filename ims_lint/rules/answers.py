"""The error codes of the service (status 400, IMG.nnnn) that rules prevent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ims_lint.finding import Path
from ims_lint.operations import OPERATIONS, SOURCES
from ims_lint.schema.store import Schema, data, definition, parameter
from ims_lint.schema.violation import code_of

ANSWERS = {
    "IMG.0001": "invalid request format",
    "IMG.0002": "image name longer than 128 characters",
    "IMG.0003": "invalid image name",
    "IMG.0004": "description longer than 1024 characters",
    "IMG.0007": "empty request body",
    "IMG.0012": "missing or invalid ECS ID",
    "IMG.0013": "missing image name",
    "IMG.0017": "invalid image_url",
    "IMG.0019": "missing backup ID",
    "IMG.0024": "invalid image type",
    "IMG.0054": "invalid description",
    "IMG.0055": "invalid memory or disk size",
    "IMG.0056": "invalid OS version",
    "IMG.0068": "missing bucket name",
    "IMG.0072": "unsupported image format",
    "IMG.0075": "invalid characters in the file name",
    "IMG.0095": "unknown KMS key",
    "IMG.0109": "invalid bucket name",
    "IMG.0111": "system disk too large",
    "IMG.0115": "invalid tag",
    "IMG.0116": "too many tags",
    "IMG.0117": "image type must be BMS or ECS",
    "IMG.0118": "BMS image with a KMS key",
    "IMG.0120": "unknown data disk",
    "IMG.0122": "invalid OS type",
    "IMG.0123": "image file given twice",
    "IMG.0141": "invalid hw_firmware_type",
    "IMG.0155": "invalid enterprise project ID",
    "IMG.0166": "ISO image without OS version",
    "IMG.0175": "space in the path of the image file",
    "IMG.0184": "unknown vault",
    "IMG.0195": "full-ECS image without OS version",
    "IMG.0198": "backup of another service",
    "IMG.0212": "invalid architecture",
}
"""The error codes that rules prevent, with a short meaning in our own words."""


def prevented(source: str | None, path: Path, keyword: str, schema: Schema) -> str | None:
    """The error code for a value that violates a keyword of a schema, from `x-prevents`; None if none is known."""
    if keyword == "additionalProperties":  # the service ignores the parameter
        return None
    here = schema.get("properties", {}).get(path[-1], {}) if keyword == "required" else schema
    for each in (here, parameter(source, path)):
        codes: dict[str, str | None] = each.get("x-prevents", {}) if isinstance(each, dict) else {}
        if keyword in codes or "*" in codes:
            return codes.get(keyword, codes.get("*"))
    return None


@cache
def documented() -> frozenset[str]:
    """All error codes that the API documents."""
    return frozenset(data("error_codes")["error_codes"])


@cache
def in_schemas() -> dict[str, set[str]]:
    """By rule code, the error codes that the schemas name for its violations."""
    found: dict[str, set[str]] = {}
    for operation in OPERATIONS:
        for source, path, keyword, schema in constraints(operation.name):
            code = code_of(keyword, schema)
            if code and (answer := prevented(source, path, keyword, schema)):
                found.setdefault(code, set()).add(answer)
    return found


@cache
def codes_for(operation: str) -> frozenset[str]:
    """The codes of the rules that can report a violation of the schema of an operation."""
    codes = (code_of(keyword, schema) for _, _, keyword, schema in constraints(operation))
    return frozenset(code for code in codes if code)


Constraint = tuple[str | None, Path, str, Schema]
"""A source, a path in its request, a keyword for the value at that path, and the schema with the keyword."""


def constraints(operation: str) -> Iterator[Constraint]:
    """The constraints in the schema of an operation."""
    return _inside(None, (), definition(operation))


def _inside(source: str | None, path: Path, schema: Schema) -> Iterator[Constraint]:
    """The constraints in a schema for the value at a path."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition(".")[2]
        is_source = not path and name in SOURCES
        yield from _inside(name if is_source else source, path, definition(schema["$ref"]))
        return
    for keyword, value in schema.items():
        if keyword == "required":
            yield from ((source, (*path, name), keyword, schema) for name in value)
        elif keyword == "properties":
            for name, part in value.items():
                yield from _inside(source, (*path, name), part) if isinstance(part, dict) else ()
        elif keyword == "items":
            yield from _inside(source, (*path, 0), value)
        elif keyword == "allOf":
            for part in value:
                yield from _inside(source, path, part)
        elif keyword in ("then", "else"):
            yield from _inside(source, path, value)
        else:
            yield source, path, keyword, schema
