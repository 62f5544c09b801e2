"""One broken constraint, as data: keyword, path, limit, and the schema around it."""

from __future__ import annotations

from typing import Any, NamedTuple

from ims_lint.finding import Path, Value
from ims_lint.schema.store import Schema

MANY = 100
"""Of a list that is refused for its number, so many elements or more are not judged one by one."""


CODES = {
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
"""The rule of each keyword, unless `x-rule` beside the constraint names another."""


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

    @property
    def code(self) -> str:
        """The code of its rule."""
        return code_of(self.keyword, self.schema) or ""


def code_of(keyword: str, schema: Schema) -> str | None:
    """The code of the rule of a keyword in a schema, None where it is no constraint."""
    code: str | None = schema.get("x-rule", {}).get(keyword) or CODES.get(keyword)
    return code
