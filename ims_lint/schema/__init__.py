"""Runs the schemas on a value: what of it they refuse, as data."""

from __future__ import annotations

from collections.abc import Iterable

from ims_lint.finding import Value
from ims_lint.schema.compiled import accepts
from ims_lint.schema.store import Schema
from ims_lint.schema.violation import Violation


def check(value: Value) -> Iterable[Violation]:
    """What in a request breaks the schemas, as far as it is asked for.

    The compiled schemas decide, which most requests satisfy; only a refusal is looked into.
    """
    if accepts(value):
        return ()
    from ims_lint.schema.refusal import violations  # jsonschema: 140 ms, once in a process, on a refusal

    return violations(value)


def check_types(schema: Schema, value: Value) -> list[Violation]:
    """Where a value or what is in it does not have the type that a part of the schemas requires."""
    from ims_lint.schema.refusal import violations_of  # jsonschema: 140 ms, once in a process, on a refusal

    return [each for each in violations_of(schema, value) if each.keyword == "type"]
