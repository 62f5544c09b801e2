"""What in a request breaks a schema, as data: keyword, path, limit, and the schema around it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ims_lint.finding import Path, Value
from ims_lint.schema.store import Schema, bundle


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
    for error in _validator().iter_errors(value):
        path = tuple(error.absolute_path)
        keyword, schema, here = error.validator, error.schema, error.instance
        if keyword == "required":
            for name in error.validator_value:
                if name not in here:
                    yield Violation(keyword, (*path, name), here, None, schema)
        elif keyword == "additionalProperties":
            for name in here:
                if name not in schema["properties"]:
                    yield Violation(keyword, (*path, name), here[name], None, schema)
        else:
            yield Violation(keyword, path, here, error.validator_value, schema)


@cache
def _validator() -> Any:
    """The validator of the whole schema, which names all missing keys at once."""
    from jsonschema import Draft7Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    def required(_: Any, names: list[str], value: Value, __: Schema) -> Iterator[ValidationError]:
        if isinstance(value, dict) and not value.keys() >= set(names):
            yield ValidationError("required")

    return extend(Draft7Validator, {"required": required})(bundle())  # type: ignore[no-untyped-call]
