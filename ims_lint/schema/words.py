"""Says what breaks a keyword of the schemas, and what to write instead, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from ims_lint.finding import UNCHECKED, Value, label, shorten
from ims_lint.request import Request
from ims_lint.schema.store import parameter
from ims_lint.schema.unknown import close_matches
from ims_lint.schema.violation import Violation

Words = Callable[[Request, Violation], tuple[str, str]]
"""From a violation to a message and a help."""

_A = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
_YES = ("true", "yes", "on")
_NO = ("false", "no", "off")


def shown(value: Value) -> str:
    """A value as a message names it: as JSON writes it, long ones cut."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is UNCHECKED:
        return "a placeholder"
    text = repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
    return shorten(text)


def as_help(text: str) -> str:
    """A sentence of the schemas as the end of another one."""
    return (text[0].lower() if text[1:2].islower() else text[0]) + text[1:].rstrip(".")


def _in_words(description: str) -> str:
    """What a parameter is, as part of a sentence."""
    start, _, rest = as_help(description).partition(" ")
    article = "" if start in ("a", "an", "the", "whether", "free", "tags", "how") else "the "
    return f"{article}{start} {rest}".strip()


def _unit(violation: Violation) -> str:
    unit = violation.schema.get("x-unit")
    return f" {unit}" if unit else ""


def _type(_: Request, violation: Violation) -> tuple[str, str]:
    expected = _A[violation.limit]
    if violation.value is None:
        return f"{label(violation.path)} has no value", f"write {expected}, or remove the line"
    message = f"{label(violation.path)} is {_kind(violation.value)}, and must be {expected}{_in_unit(violation)}"
    return message, _type_help(violation) or f"write {expected}"


def _in_unit(violation: Violation) -> str:
    unit = violation.schema.get("x-unit")
    return f" of {unit}" if unit else ""


def _kind(value: Value) -> str:
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, bool):
        return f"the boolean {shown(value)}"
    if isinstance(value, int | float):
        return f"the number {shown(value)}"
    return shown(value)


def _type_help(violation: Violation) -> str:
    value = violation.value
    if (right := meant(violation)) is not None:
        return f"write {json.dumps(right)} without quotes"
    if violation.limit == "string" and isinstance(value, bool | int | float):
        return "put it in quotes"
    if violation.limit == "array":
        return _list_help(violation)
    if violation.limit == "object" and (names := violation.schema.get("required")):
        return f"write an object with {' and '.join(names)}"
    return ""


def _list_help(violation: Violation) -> str:
    """How a list is written, where one value or an object stands in place of it."""
    if isinstance(violation.value, dict):
        if violation.path[-1] == "tags":
            return "write a list of texts <key>.<value>, for example [stage.test]"
        return "write a list: put the object in brackets, or a hyphen in front of it in YAML"
    return f"write a list, even of one: [{shown(violation.value)}]"


def meant(violation: Violation) -> Value:
    """The value of the right type that a value of the wrong type clearly stands for, None where unclear."""
    value = violation.value
    if isinstance(value, str):
        word = value.strip()
        if violation.limit == "integer" and re.fullmatch(r"[-+]?[0-9]{1,18}", word):
            return int(word)
        if violation.limit == "boolean" and word.lower() in _YES + _NO:
            return word.lower() in _YES
    return None


def _enum(_: Request, violation: Violation) -> tuple[str, str]:
    values = ", ".join(violation.limit)
    message = f"{label(violation.path)} is {shown(violation.value)}, which is not one of {values}"
    if (word := same_word(violation)) is not None:
        return message, f'write "{word}"'
    close = _close(violation)
    return message, f'did you mean "{close}"?' if close else f"write one of {values}"


def _close(violation: Violation) -> str | None:
    """The one allowed value that is close to the value that stands there."""
    close = close_matches(violation.value, violation.limit) if isinstance(violation.value, str) else []
    return close[0] if len(close) == 1 else None


def same_word(violation: Violation) -> str | None:
    """The allowed value that a value is but for upper and lower case and outer spaces."""
    if not isinstance(violation.value, str):
        return None
    return next((each for each in violation.limit if each.lower() == violation.value.strip().lower()), None)


def _too_small(request: Request, violation: Violation) -> tuple[str, str]:
    return _out_of_range(request, violation, "least")


def _too_large(request: Request, violation: Violation) -> tuple[str, str]:
    return _out_of_range(request, violation, "most")


def _out_of_range(_: Request, violation: Violation, end: str) -> tuple[str, str]:
    unit = _unit(violation)
    message = f"{label(violation.path)} is {shown(violation.value)}{unit}: the {end} is {violation.limit}{unit}"
    low, high = violation.schema.get("minimum"), violation.schema.get("maximum")
    span = f"from {low} to {high}" if high is not None else f"of {low} or more"
    return message, f"write a whole number {span}"


def _too_short(_: Request, violation: Violation) -> tuple[str, str]:
    description = violation.schema.get("description", "")
    return f"{label(violation.path)} is empty", f"write {_in_words(description)}" if description else "write a value"


def _too_long(_: Request, violation: Violation) -> tuple[str, str]:
    message = f"{label(violation.path)} has {len(violation.value)} characters: the most is {violation.limit}"
    return message, f"take out {len(violation.value) - violation.limit} or more characters"


def _too_few(_: Request, violation: Violation) -> tuple[str, str]:
    return f"{label(violation.path)} is empty", f"add an element: {as_help(violation.schema.get('description', ''))}"


def _too_many(_: Request, violation: Violation) -> tuple[str, str]:
    message = f"{label(violation.path)} has {len(violation.value)} elements: the most is {violation.limit}"
    return message, "send the others in requests of their own"


def _missing(request: Request, violation: Violation) -> tuple[str, str]:
    name = str(violation.path[-1])
    parent = violation.path[:-1]
    message = f"{name} is missing" if not parent else f"{label(parent)} has no {name}"
    about = parameter(request.method or "", violation.path).get("description", "")
    return message, f"add {name}, {_in_words(about)}"


def _pattern(_: Request, violation: Violation) -> tuple[str, str]:
    return f"{label(violation.path)} is {shown(violation.value)}, which the service refuses", ""


BY_KEYWORD: dict[str, Words] = {
    "type": _type,
    "enum": _enum,
    "minimum": _too_small,
    "maximum": _too_large,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "maxItems": _too_many,
    "required": _missing,
    "pattern": _pattern,
}
