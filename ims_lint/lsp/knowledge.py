"""What the schemas say about a path in a request: its parameters, its values, and the text about it."""

from __future__ import annotations

import json
from typing import Any

from ims_lint.finding import Path
from ims_lint.lsp.outline.entries import Outline
from ims_lint.operations import IMAGE
from ims_lint.rules.os_version import documented
from ims_lint.schema.store import Schema, parameter, source_schema

_EITHER = ({"tags", "image_tags"},)
"""Sets of parameters of which an object has only one."""


def source_in(outline: Outline) -> str | None:
    """The source of a document, from the source parameter at its top level."""
    picked = IMAGE.source_of(dict.fromkeys(outline.keys(())))
    return picked.name if picked else None


def about(source: str | None, path: Path) -> Schema:
    """The schema of the value at a path; without a source, that of the first source that has it."""
    if not path:
        return source_schema(source) if source else _any_source()
    if source:
        return parameter(source, path)
    found = [schema for each in IMAGE.source_names if (schema := parameter(each, path))]
    return next((schema for schema in found if not schema.get("doNotSuggest")), found[0] if found else {})


def _any_source() -> Schema:
    """The top level of a request without a source: source parameters first, then all others."""
    names = [
        *IMAGE.source_parameters,
        *(name for each in IMAGE.source_names for name in source_schema(each)["properties"]),
    ]
    return {"type": "object", "properties": {name: {} for name in names}, "required": []}


def offered_keys(source: str | None, path: Path, present: list[str]) -> list[tuple[str, Schema, bool]]:
    """The parameters that can be added to the object at a path: name, schema, whether required.

    The required ones come first, the others are in the order of the schema.
    """
    schema = about(source, path)
    required = schema.get("required", [])
    taken = set(present)
    for either in _EITHER:
        if either & taken:
            taken |= either
    offers = []
    for name in schema.get("properties", {}):
        known = about(source, (*path, name))
        if name not in taken and name != "$schema" and not known.get("doNotSuggest"):
            offers.append((name, known, name in required))
    return sorted(offers, key=lambda offer: not offer[2])


def offered_values(schema: Schema, name: str) -> list[Any]:
    """The values that a schema allows, else its default and examples."""
    if schema.get("type") == "boolean":
        return [True, False]
    values = [*schema.get("enum", ()), *_listed(schema)]
    if name == "os_version":
        values += sorted(documented())
    if not values:
        values = [each for each in (schema.get("default"), *schema.get("examples", ())) if each not in (None, [], "")]
    return list(dict.fromkeys(values))


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
