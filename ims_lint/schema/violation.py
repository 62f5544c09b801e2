"""What in a request breaks a schema, as data: keyword, path, limit, and the schema around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ims_lint.finding import Path, Value
from ims_lint.schema.compiled import PARTS
from ims_lint.schema.store import Schema, bundle

MANY = 100
"""Of a list that is refused for its number, so many elements or more are not judged one by one."""


class Violation(NamedTuple):
    """One broken constraint.

    `path` leads to the value that breaks it; of `required` and `additionalProperties`, to the
    parameter that is missing or unknown. `schema` is the schema that holds the keyword.
    """

    keyword: str
    path: Path
    value: Value
    limit: Any
    schema: Schema


_CODES = {
    "type": "IMS301",
    "enum": "IMS302",
    "minimum": "IMS303",
    "maximum": "IMS303",
    "minLength": "IMS304",
    "maxLength": "IMS304",
    "minItems": "IMS311",
    "maxItems": "IMS311",
    "required": "IMS205",
    "additionalProperties": "IMS201",
}
"""The code of each keyword, unless `x-rule` beside the constraint names another."""


def code_of(violation: Violation) -> str:
    """The code of a violation: by `x-rule` beside the constraint, else by its keyword."""
    code: str = violation.schema.get("x-rule", {}).get(violation.keyword) or _CODES[violation.keyword]
    return code


def violations(value: Value) -> Iterator[Violation]:
    """Everything in a request that breaks the schemas, each missing or unknown parameter by itself."""
    return _violations(bundle(), value, ())


def _violations(schema: Schema, value: Value, path: Path) -> Iterator[Violation]:
    """What in a value breaks a schema, in the order of the schema's keywords."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/definitions/")
        if name not in PARTS or not PARTS[name](value):
            yield from _violations(bundle()["definitions"][name], value, path)
        return
    for keyword, limit in schema.items():
        if keyword in _BREAKS and _BREAKS[keyword](value, limit):
            yield Violation(keyword, path, value, limit, schema)
        elif keyword in _INSIDE:
            yield from _INSIDE[keyword](schema, value, path)


def _fits(schema: Schema, value: Value) -> bool:
    return next(_violations(schema, value, ()), None) is None


def _required(schema: Schema, value: Value, path: Path) -> Iterator[Violation]:
    for name in schema["required"] if isinstance(value, dict) else ():
        if name not in value:
            yield Violation("required", (*path, name), value, None, schema)


def _additional(schema: Schema, value: Value, path: Path) -> Iterator[Violation]:
    for name in value if isinstance(value, dict) else ():
        if name not in schema["properties"]:
            yield Violation("additionalProperties", (*path, name), value[name], None, schema)


def _properties(schema: Schema, value: Value, path: Path) -> Iterator[Violation]:
    for name, part in schema["properties"].items() if isinstance(value, dict) else ():
        if name in value and part is not True:
            yield from _violations(part, value[name], (*path, name))


def _items(schema: Schema, values: Value, path: Path) -> Iterator[Violation]:
    if isinstance(values, list) and not (len(values) > MANY and "maxItems" in schema):
        for index, value in enumerate(values):
            yield from _violations(schema["items"], value, (*path, index))


def _all_of(schema: Schema, value: Value, path: Path) -> Iterator[Violation]:
    for part in schema["allOf"]:
        yield from _violations(part, value, path)


def _choice(schema: Schema, value: Value, path: Path) -> Iterator[Violation]:
    branch = schema.get("then" if _fits(schema["if"], value) else "else", {})
    yield from _violations(branch, value, path)


_INSIDE: dict[str, Callable[[Schema, Value, Path], Iterator[Violation]]] = {
    "required": _required,
    "additionalProperties": _additional,
    "properties": _properties,
    "items": _items,
    "allOf": _all_of,
    "if": _choice,
}
"""The keywords that speak of what is in a value, or of several schemas for it."""


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: dict[str, Callable[[Value], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or value.is_integer()),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}

_BREAKS: dict[str, Callable[[Value, Any], bool]] = {
    "type": lambda value, kind: not _TYPES[kind](value),
    "enum": lambda value, allowed: not any(type(value) is type(each) and value == each for each in allowed),
    "const": lambda value, wanted: type(value) is not type(wanted) or value != wanted,
    "minLength": lambda value, least: isinstance(value, str) and len(value) < least,
    "maxLength": lambda value, most: isinstance(value, str) and len(value) > most,
    "pattern": lambda value, pattern: isinstance(value, str) and not re.search(pattern, value),
    "minimum": lambda value, least: _is_number(value) and value < least,
    "maximum": lambda value, most: _is_number(value) and value > most,
    "minItems": lambda value, least: isinstance(value, list) and len(value) < least,
    "maxItems": lambda value, most: isinstance(value, list) and len(value) > most,
    "anyOf": lambda value, parts: not any(_fits(part, value) for part in parts),
}
"""Whether a value breaks a keyword, by the keyword; values of other types than it speaks of break none."""
