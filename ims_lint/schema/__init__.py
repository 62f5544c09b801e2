"""Check values against the schemas, and return the violations as data."""

from __future__ import annotations

from collections.abc import Iterable

from ims_lint.finding import Value
from ims_lint.schema.compiled import PARTS
from ims_lint.schema.store import Schema
from ims_lint.schema.violation import Violation


def check(operation: str, value: Value) -> Iterable[Violation]:
    """Return the schema violations of a request of an operation, computed as they are iterated over.

    Most requests satisfy the compiled schemas; only for others, jsonschema finds the violations.
    """
    if PARTS[operation](value):
        return ()
    from ims_lint.schema.refusal import violations  # jsonschema: 140 ms, once per process, only for invalid requests

    return violations(operation, value)


def check_types(schema: Schema, value: Value) -> list[Violation]:
    """Return the type violations of a value and its contents for a part of the schemas."""
    from ims_lint.schema.refusal import violations_of  # jsonschema: 140 ms, once per process, only for invalid requests

    return [each for each in violations_of(schema, value) if each.keyword == "type"]
