"""Find all schema violations of a request with jsonschema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend

from ims_lint.finding import Value
from ims_lint.schema.compiled import PARTS
from ims_lint.schema.store import Schema, definition
from ims_lint.schema.violation import MANY, Violation

Errors = Iterator[ValidationError]


def violations(operation: str, value: Value) -> Iterator[Violation]:
    """All schema violations of a request of an operation, one for each missing or unknown parameter."""
    return violations_of(definition(operation), value)


def violations_of(schema: Schema, value: Value) -> Iterator[Violation]:
    """All violations of a part of the schemas in a value."""
    for error in _VALIDATOR(schema).iter_errors(value):
        path = tuple(error.absolute_path)
        yield Violation(error.validator, path, error.instance, error.validator_value, error.schema)


def _reference(validator: Any, reference: str, value: Value, _: Schema) -> Errors:
    """Violations of a definition; most values satisfy it, which the compiled part checks quickly."""
    part = PARTS.get(reference.removeprefix("#/definitions/"))
    if part is None or not part(value):
        yield from validator.descend(value, definition(reference))


def _items(validator: Any, item: Schema, values: Value, schema: Schema) -> Errors:
    if isinstance(values, list) and not (len(values) > MANY and "maxItems" in schema):
        for index, value in enumerate(values):
            yield from validator.descend(value, item, path=index)


def _required(_: Any, names: list[str], value: Value, __: Schema) -> Errors:
    for name in names if isinstance(value, dict) else ():
        if name not in value:
            yield ValidationError("", path=[name])


def _additional(_: Any, __: bool, value: Value, schema: Schema) -> Errors:
    for name in value if isinstance(value, dict) else ():
        if name not in schema["properties"]:
            yield ValidationError("", path=[name], instance=value[name])


_VALIDATOR = extend(  # type: ignore[no-untyped-call]
    Draft7Validator,
    {"$ref": _reference, "items": _items, "required": _required, "additionalProperties": _additional},
)
"""The validator of jsonschema, changed to skip values known as valid and to report each parameter by its path."""
