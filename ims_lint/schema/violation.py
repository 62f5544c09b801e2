"""One schema violation as data: keyword, path, limit, and the schema with the keyword."""

from __future__ import annotations

from typing import Any, NamedTuple

from ims_lint.finding import Path, Value
from ims_lint.schema.store import Schema

MANY = 100
"""The items of a list with too many items are checked one by one only up to this number."""


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
"""The rule of each keyword, unless `x-rule` in the same schema names another one."""


class Violation(NamedTuple):
    """One schema violation.

    `path` is the path of the invalid value; for `required` and `additionalProperties`, that of the
    missing or unknown parameter. `schema` is the schema that contains the keyword.
    """

    keyword: str
    path: Path
    value: Value
    limit: Any
    schema: Schema

    @property
    def code(self) -> str:
        """The code of the rule that reports it."""
        return code_of(self.keyword, self.schema) or ""


def code_of(keyword: str, schema: Schema) -> str | None:
    """The code of the rule of a keyword in a schema, None if the keyword is not a constraint."""
    code: str | None = schema.get("x-rule", {}).get(keyword) or CODES.get(keyword)
    return code
