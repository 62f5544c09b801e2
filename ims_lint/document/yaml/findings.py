"""Build findings for YAML features without a JSON equivalent."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from ims_lint.finding import Change, Finding, Path, Rewrite, Span, Value, shorten

_SHORTEST, _LONGEST = 1e-9, 1e15
"""Floats between these are written without an exponent."""

_TAG = re.compile(r"(?:&\S+\s+)?(![^\s,\[\]{}]*)")


def ambiguous(text: str, value: Value, other: Value, span: Span, path: Path) -> Finding:
    """Return the finding for a plain scalar that is `value` in YAML 1.2 and `other` in YAML 1.1."""
    readers = "YAML 1.1 (PyYAML, Ansible, Ruby)"
    message = f"{text} is {_described(value)} in YAML 1.2 but {_described(other)} in {readers}"
    written = _written(text, value)
    if not written:
        return Finding("IMS009", path, message, "change it to a number of at most 15 digits", span=span)
    quoted = isinstance(value, str)
    change = Change("Add quotes" if quoted else f"Change to {written}", True, (Rewrite(span, written),))
    help = f"put it in quotes: {written}" if quoted else f"change it to {written}"
    return Finding("IMS009", path, message, help, span=span, change=change)


def _written(text: str, value: Value) -> str:
    """Return a value as all versions of YAML read it; empty if that takes too many digits."""
    if isinstance(value, str):
        return f'"{text}"'
    if not isinstance(value, float):
        return json.dumps(value)
    if value.is_integer():
        return f"{value:.0f}" if abs(value) < _LONGEST else ""
    return f"{Decimal(repr(value)):f}" if abs(value) > _SHORTEST else ""


def _described(value: Value) -> str:
    if isinstance(value, str):
        return "a string"
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return _written("", value) or str(value)
    return "null" if value is None else f"a {type(value).__name__}"


def unknown_tag(text: str, start: int, path: Path) -> Finding:
    """Return the finding for a tag that is no JSON type, on the node whose anchor or tag starts at `start`."""
    match = _TAG.match(text, start)
    span, written = (Span(*match.span(1)), match[1]) if match else (Span(start, start), "here")
    message = f"the YAML tag {shorten(written)} has no JSON equivalent"
    return Finding("IMS008", path, message, "remove the tag, and set the value itself", span=span)


def complex_key(value: Value, span: Span, path: Path) -> Finding:
    """Return the finding for a key that is a list or an object."""
    message = f"a key must be a string, found {_kind(value)}"
    return Finding("IMS012", path, message, "replace it with the name of a parameter", span=span)


def _kind(value: Value) -> str:
    kinds = {dict: "object", list: "list", bool: "boolean", type(None): "null"}
    return kinds.get(type(value)) or ("number" if isinstance(value, int | float) else "another value")


def bad_merge(span: Span, path: Path) -> Finding:
    """Return the finding for a merge key whose value is no object."""
    message = "<< must be an object or a list of objects"
    return Finding("IMS012", path, message, "use an alias of an object, for example <<: *defaults", span=span)


def repeated_merge(span: Span, first: Span, path: Path, aliases: list[str]) -> Finding:
    """Return the finding for a second merge key in an object; `aliases` are the values if all are aliases."""
    message = "<< is a duplicate key; YAML readers merge both, only one, or refuse the file"
    merged = f"[{', '.join(aliases)}]"
    help = f"use one merge key with a list: <<: {merged}" if aliases else "remove one of the two"
    return Finding("IMS006", (*path, "<<"), message, help, span=span, related=(("first occurrence", first),))


def bad_alias(name: str, path: Path, span: Span, known: bool) -> Finding:
    """Return the finding for an alias of its own parent, or (not `known`) without an anchor."""
    if known:
        message = f"the alias *{shorten(name)} refers to a value that contains it"
        return Finding("IMS013", path, message, "replace the alias with a value", span=span)
    message = f"the alias *{shorten(name)} has no anchor before it"
    return Finding(
        "IMS013",
        path,
        message,
        f"add &{shorten(name)} before the value that it refers to, or correct the name",
        span=span,
    )
