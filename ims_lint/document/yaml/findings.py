"""What is said of a YAML text that JSON could not say."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from ims_lint.finding import Change, Finding, Path, Rewrite, Span, Value, shorten

_SHORTEST, _LONGEST = 1e-9, 1e15
"""Between these, numbers are written without an exponent."""

_TAG = re.compile(r"(?:&\S+\s+)?(![^\s,\[\]{}]*)")


def ambiguous(text: str, value: Value, other: Value, span: Span, path: Path) -> Finding:
    """The finding for a plain scalar that is `value` in YAML 1.2 and `other` in YAML 1.1."""
    readers = "a YAML 1.1 reader (PyYAML, Ansible, Ruby)"
    message = f"{text} is {_described(value)} here, but {_described(other)} to {readers}"
    written = _written(text, value)
    if not written:
        return Finding("IMS009", path, message, "write the number that is meant", span=span)
    change = Change(f"Write {written}", True, (Rewrite(span, written),))
    return Finding("IMS009", path, message, f"write {written}", span=span, change=change)


def _written(text: str, value: Value) -> str:
    """A value as every version of YAML reads it; empty where it has no such form of a few digits."""
    if isinstance(value, str):
        return f'"{text}"'
    if not isinstance(value, float):
        return json.dumps(value)
    if value.is_integer():
        return f"{value:.0f}" if abs(value) < _LONGEST else ""
    return f"{Decimal(repr(value)):f}" if abs(value) > _SHORTEST else ""


def _described(value: Value) -> str:
    if isinstance(value, str):
        return f'the text "{value}"'
    if isinstance(value, bool):
        return f"the boolean {json.dumps(value)}"
    if isinstance(value, int | float):
        return f"the number {_written('', value) or value}"
    return "null" if value is None else f"a {type(value).__name__}"


def unknown_tag(text: str, start: int, path: Path) -> Finding:
    """The finding for a tag of no JSON type, on the node whose anchor or tag starts at `start`."""
    match = _TAG.match(text, start)
    span, written = (Span(*match.span(1)), match[1]) if match else (Span(start, start), "here")
    message = f"the YAML tag {shorten(written)} makes a value that JSON does not have"
    return Finding("IMS008", path, message, "write the plain value in place of the tag", span=span)


def complex_key(span: Span, path: Path) -> Finding:
    """The finding for a key that is a list or an object."""
    message = "a key of a request is a plain name, not a list or an object"
    return Finding("IMS012", path, message, "write the name of a parameter", span=span)


def bad_merge(span: Span, path: Path) -> Finding:
    """The finding for a merge key that brings no object."""
    message = "the merge key << takes an object, or a list of objects"
    return Finding("IMS012", path, message, "merge an alias of an object, for example <<: *defaults", span=span)


def repeated_merge(span: Span, first: Span, path: Path, aliases: list[str]) -> Finding:
    """The finding for a second merge key in an object, which `aliases` are the values of where all are aliases."""
    message = "<< is a duplicate key; YAML readers merge both, only one, or refuse the file"
    merged = f"[{', '.join(aliases)}]"
    help = f"use one merge key with a list: <<: {merged}" if aliases else "remove one of the two"
    return Finding("IMS006", (*path, "<<"), message, help, span=span, related=(("first occurrence", first),))


def bad_alias(name: str, path: Path, span: Span, known: bool) -> Finding:
    """The finding for an alias of its own parent, or (not `known`) of no anchor."""
    if known:
        message = f"the alias *{shorten(name)} stands inside of what it names"
        return Finding("IMS013", path, message, "an alias cannot name its own parent: write the value out", span=span)
    message = f"the alias *{shorten(name)} has no anchor &{shorten(name)} above it"
    return Finding("IMS013", path, message, f"mark the value that is meant with &{shorten(name)}", span=span)
