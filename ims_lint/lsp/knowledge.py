"""What the schemas say about a path in a request: its parameters, its values, and the text about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from ims_lint.finding import Path, Value
from ims_lint.lsp.draft import Draft
from ims_lint.operations import OPERATIONS, SOURCES, Operation
from ims_lint.rules.os_version import documented
from ims_lint.schema.compiled import SOURCE_OF, operation_of
from ims_lint.schema.store import Schema, parameter, source_schema

_EITHER = ({"tags", "image_tags"},)
"""Sets of parameters of which an object has only one."""


class Offer(NamedTuple):
    """A parameter that can be added to a request; `operation` is the one that the request is for only with it."""

    name: str
    schema: Schema
    required: bool = False
    operation: str = ""


def about(draft: Draft, path: Path) -> Schema:
    """The schema of the value at a path; without a source, that of the first source that has it."""
    if not path:
        return source_schema(draft.source) if draft.source else _any_source(draft.operation)
    found = [schema for each in draft.sources if (schema := parameter(each, path))]
    return next((schema for schema in found if not schema.get("doNotSuggest")), found[0] if found else {})


def _any_source(operation: Operation) -> Schema:
    """The top level of a request without a source: source parameters first, then all others."""
    names = [
        *operation.source_parameters,
        *(name for each in operation.source_names for name in source_schema(each)["properties"]),
    ]
    return {"type": "object", "properties": {name: {} for name in names}, "required": []}


def offered_keys(draft: Draft, path: Path, present: list[str]) -> list[Offer]:
    """The parameters that can be added to the object at a path.

    The required ones come first, the others are in the order of the schema.
    """
    schema = about(draft, path)
    required = schema.get("required", [])
    taken = set(present)
    for either in _EITHER:
        if either & taken:
            taken |= either
    offers = []
    for name in schema.get("properties", {}):
        known = about(draft, (*path, name))
        if name not in taken and name != "$schema" and not known.get("doNotSuggest"):
            offers.append(Offer(name, known, name in required))
    if not path and draft.choice.origin == "default":
        value = {name: draft.value.get(name) for name in present}
        offers += _deciding_keys(value, taken.union(offer.name for offer in offers))
    return sorted(offers, key=lambda offer: not offer.required)


def _deciding_keys(value: dict[str, Value], known: set[str]) -> Iterator[Offer]:
    """The parameters, except the known ones, with which a request is for another operation."""
    for name in dict.fromkeys(name for each in SOURCES for name in source_schema(each)["properties"]):
        if name not in known and (source := _other_source({**value, name: None})):
            operation = next(each.name for each in OPERATIONS if source in each.source_names)
            yield Offer(name, parameter(source, (name,)), operation=operation)


def _other_source(value: dict[str, Value]) -> str | None:
    """The source of a request whose parameters tell that it is for another operation, and all fit that."""
    operation = operation_of(value)
    source: str | None = SOURCE_OF[operation](value) if operation else None
    fits = source and all((schema := parameter(source, (name,))) and not schema.get("doNotSuggest") for name in value)
    return source if fits else None


def offered_values(draft: Draft, path: Path) -> list[Any]:
    """The values that are allowed at a path, else its default and examples."""
    schema = about(draft, path)
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if schema.get("type") == "boolean":
        return [True, False]
    values = [*schema.get("enum", ()), *_listed(schema)]
    if name == "os_version":
        values += sorted(documented())
    if draft.choice.origin == "default" and path == (name,):
        others = dict.fromkeys(value for each in SOURCES for value in parameter(each, path).get("enum", ()))
        values += (each for each in others if _other_source({**draft.value, name: each}))
    values = values or [schema.get("default"), *schema.get("examples", ())]
    return list(dict.fromkeys(each for each in values if each not in (None, [], "")))


def _listed(schema: Schema) -> list[Any]:
    """The values of the alternatives of a schema."""
    return [value for part in schema.get("anyOf", ()) if isinstance(part, dict) for value in part.get("enum", ())]


def explanation(name: str, schema: Schema, required: bool = False) -> str:
    """The text about a parameter, in Markdown."""
    title = schema.get("title", "")
    heading = f"**{name}**" + (f" · {title}" if title else "")
    parts = [heading, schema.get("markdownDescription") or schema.get("description", "")]
    if deprecated := schema.get("deprecationMessage"):
        parts.append(f"Deprecated: {deprecated}")
    facts = [fact for fact in (_kind(schema), "required" if required else "", _default(schema)) if fact]
    parts.append(" · ".join(facts))
    if examples := schema.get("examples"):
        parts.append("Example: " + ", ".join(f"`{_shown(each)}`" for each in examples))
    return "\n\n".join(part for part in parts if part)


def _kind(schema: Schema) -> str:
    """The type and limits of a value in short."""
    if values := schema.get("enum"):
        return "one of " + ", ".join(f"`{_shown(each)}`" for each in values)
    kind = {"array": "list", "boolean": "`true` or `false`"}.get(schema.get("type", ""), schema.get("type", ""))
    unit = f" {schema['x-unit']}" if "x-unit" in schema else ""
    low, high = schema.get("minimum"), schema.get("maximum")
    if high is not None:
        return f"{kind}, from {low} to {high}{unit}"
    if low is not None:
        return f"{kind}, at least {low}{unit}"
    if "maxLength" in schema:
        return f"{kind}, at most {schema['maxLength']} characters"
    if "maxItems" in schema:
        return f"{kind}, at most {schema['maxItems']} items"
    return str(kind)


def _default(schema: Schema) -> str:
    return f"default `{_shown(schema['default'])}`" if "default" in schema else ""


def _shown(value: Any) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
