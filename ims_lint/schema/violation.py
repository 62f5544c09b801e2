"""What in a request breaks a schema, as data: keyword, path, limit, and the schema around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
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
    """The validator of the whole schema: it passes over what the compiled schemas accept.

    The keywords of ours only say that they are broken: jsonschema would write the whole value into
    a message that nobody reads, and one error for each missing key.
    """
    from jsonschema import Draft7Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    def broken_if(breaks: Callable[[Any, Any, Value], bool]) -> Any:
        def check(validator: Any, limit: Any, value: Value, _: Schema) -> Iterator[ValidationError]:
            if breaks(validator, limit, value):
                yield ValidationError("broken")

        return check

    def reference(validator: Any, target: str, value: Value, _: Schema) -> Iterator[ValidationError]:
        name = target.removeprefix("#/definitions/")
        if name not in PARTS or not PARTS[name](value):
            yield from validator.descend(value, bundle()["definitions"][name])

    def items(validator: Any, schema: Schema, values: Value, parent: Schema) -> Iterator[ValidationError]:
        if isinstance(values, list) and not (len(values) > MANY and "maxItems" in parent):
            for index, value in enumerate(values):
                yield from validator.descend(value, schema, path=index, schema_path=index)

    keywords = {
        "items": items,
        "$ref": reference,
        "additionalProperties": broken_if(lambda _, limit, value: isinstance(value, dict)),
        "const": broken_if(lambda _, limit, value: value != limit),
        "maxItems": broken_if(lambda _, limit, value: isinstance(value, list) and len(value) > limit),
        "required": broken_if(lambda _, names, value: isinstance(value, dict) and not value.keys() >= set(names)),
        "type": broken_if(lambda validator, kind, value: not validator.is_type(value, kind)),
    }
    validator: Any = extend(Draft7Validator, keywords)  # type: ignore[no-untyped-call]
    return validator(bundle())
