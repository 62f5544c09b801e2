"""What the service's answers (400, IMG.nnnn) say that a request can be spared, in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ims_lint.finding import Path
from ims_lint.operations import IMAGE
from ims_lint.schema.store import Schema, bundle, definition, parameter
from ims_lint.schema.violation import code_of

ANSWERS = {
    "IMG.0001": "the body is not in the form of a request",
    "IMG.0002": "the image name is longer than 128 characters",
    "IMG.0003": "the image name holds what it may not",
    "IMG.0004": "the description is longer than 1024 characters",
    "IMG.0007": "the body is empty",
    "IMG.0012": "the ID of the ECS is missing or wrong",
    "IMG.0013": "there is no image name",
    "IMG.0017": "image_url is not written as bucket:file",
    "IMG.0024": "the image type is wrong",
    "IMG.0054": "the description holds a line break or an angle bracket",
    "IMG.0055": "a size of memory or disk is wrong",
    "IMG.0056": "the OS version is wrong",
    "IMG.0068": "there is no bucket name",
    "IMG.0072": "the format of the image file cannot be imported",
    "IMG.0109": "the bucket name holds what it may not",
    "IMG.0115": "a tag is wrong",
    "IMG.0117": "an image from a disk is for ECS or BMS only",
    "IMG.0120": "there is no data disk with this ID",
    "IMG.0122": "the OS type is wrong",
    "IMG.0123": "the same image file is given twice",
    "IMG.0141": "the boot mode is neither uefi nor bios",
    "IMG.0155": "the ID of the enterprise project is wrong",
    "IMG.0166": "an ISO image does not say its OS version",
    "IMG.0175": "the path of the image file holds a space",
    "IMG.0212": "the architecture is neither x86 nor arm",
}
"""The answers that rules prevent. IMG.0116 (too many tags) depends on the account; of IMG.0075 (characters
of a file name) it is not published which they are."""


def prevented(source: str | None, path: Path, keyword: str, schema: Schema) -> str | None:
    """The answer to a value at a path that breaks a keyword of a schema, by `x-prevents`, None where none is known."""
    here = schema.get("properties", {}).get(path[-1], {}) if keyword == "required" else schema
    for each in (here, parameter(source, path)):
        codes: dict[str, str] = each.get("x-prevents", {}) if isinstance(each, dict) else {}
        if answer := codes.get(keyword) or codes.get("*"):
            return answer
    return None


@cache
def in_schemas() -> dict[str, set[str]]:
    """By the code of a rule, the answers that the schemas name for what it says."""
    found: dict[str, set[str]] = {}
    for source, path, keyword, schema in _constraints():
        code = code_of(keyword, schema)
        if code and (answer := prevented(source, path, keyword, schema)):
            found.setdefault(code, set()).add(answer)
    return found


Constraint = tuple[str | None, Path, str, Schema]
"""A source, a path in its request, and a keyword of a schema for the value there."""


def _constraints() -> Iterator[Constraint]:
    whole = bundle()
    yield from ((None, (), keyword, whole) for keyword in whole)
    for source in IMAGE.sources:
        yield from _inside(source.name, (), definition(f"{source.file}.{source.name}"))


def _inside(source: str, path: Path, schema: Schema) -> Iterator[Constraint]:
    """The constraints in a schema for the value at a path."""
    if "$ref" in schema:
        yield from _inside(source, path, definition(schema["$ref"]))
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
        elif keyword != "additionalProperties":  # dropped without an answer
            yield source, path, keyword, schema
