"""Rules on single values (3xx) that every parameter keeps: types, words, ranges, lengths and numbers of elements."""

from __future__ import annotations

import re

from ims_lint.finding import Change, Finding, Quote, SetValue, Severity, Value, label
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.spelling import close_matches
from ims_lint.rules.wording import as_help, in_words, kind, shown
from ims_lint.schema.violation import Violation

_A = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
_YES = ("true", "yes", "on")
_NO = ("false", "no", "off")


@schema_rule("IMS301", "wrong-type", Severity.ERROR, fix="safe")
def wrong_type(request: Request, violation: Violation) -> Finding:
    """A value has another type than the parameter takes.

    Why: The service refuses the value. YAML decides by how a value is written: `40` is a number,
    `"40"` is a text, `0` is no text.

    Fix: Puts a number in quotes where a text is asked for, or takes the quotes away where a number
    or a boolean is, if nothing else can be meant.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: "40"

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    value, expected = violation.value, _A[violation.limit]
    if value is None:
        return said(
            request, violation, f"{label(violation.path)} has no value", f"write {expected}, or remove the line"
        )
    unit = violation.schema.get("x-unit")
    message = f"{label(violation.path)} is {kind(value)}, and must be {expected}{f' of {unit}' if unit else ''}"
    if violation.limit == "string" and isinstance(value, bool | int | float):
        change = Change("Put the value in quotes", True, (Quote(violation.path),))
        return said(request, violation, message, "put it in quotes", change=change)
    if (right := _meant(violation)) is not None:
        change = Change(f"Write {shown(right)}", True, (SetValue(violation.path, right),))
        return said(request, violation, message, f"write {shown(right)} without quotes", change=change)
    return said(request, violation, message, _type_help(violation) or f"write {expected}")


def _meant(violation: Violation) -> Value:
    """The value of the right type that a text clearly stands for, None where unclear."""
    word = violation.value.strip() if isinstance(violation.value, str) else ""
    if violation.limit == "integer":
        return whole_number(word)
    if violation.limit == "boolean" and word.lower() in _YES + _NO:
        return word.lower() in _YES
    return None


def whole_number(text: str) -> int | None:
    """The number that a text is, None where it is none or has more than 18 digits."""
    return int(text) if re.fullmatch(r"[-+]?[0-9]{1,18}", text) else None


def _type_help(violation: Violation) -> str:
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


@schema_rule("IMS302", "value-not-allowed", Severity.ERROR, fix="safe")
def value_not_allowed(request: Request, violation: Violation) -> Finding:
    """A value is not one of those that the parameter takes.

    Why: The service knows only these words, and tells upper from lower case.

    Fix: Corrects upper and lower case and outer spaces; other words are left to you.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_type: linux

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_type: Linux
    """
    values = ", ".join(violation.limit)
    message = f"{label(violation.path)} is {shown(violation.value)}, which is not one of {values}"
    written = violation.value if isinstance(violation.value, str) else ""
    if (word := same_word(written, violation.limit)) is not None:
        change = Change(f'Write "{word}"', True, (SetValue(violation.path, word),))
        return said(request, violation, message, f'write "{word}"', change=change)
    close = close_matches(written, violation.limit)
    help = f'did you mean "{close[0]}"?' if len(close) == 1 else f"write one of {values}"
    return said(request, violation, message, help)


def same_word(text: str, words: list[str]) -> str | None:
    """The word that a text is but for upper and lower case and outer spaces."""
    return next((each for each in words if each.lower() == text.strip().lower()), None)


@schema_rule("IMS303", "out-of-range", Severity.ERROR)
def out_of_range(request: Request, violation: Violation) -> Finding:
    """A number is smaller or larger than the parameter allows.

    Why: The service refuses a size outside of the range. Memory is counted in MB, disks in GB: a
    mix-up is easy.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 2048

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 1024
    """
    unit = f" {violation.schema['x-unit']}" if "x-unit" in violation.schema else ""
    end = "least" if violation.keyword == "minimum" else "most"
    message = f"{label(violation.path)} is {shown(violation.value)}{unit}: the {end} is {violation.limit}{unit}"
    low, high = violation.schema.get("minimum"), violation.schema.get("maximum")
    span = f"from {low} to {high}" if high is not None else f"of {low} or more"
    return said(request, violation, message, f"write a whole number {span}")


@schema_rule("IMS304", "wrong-length", Severity.ERROR)
def wrong_length(request: Request, violation: Violation) -> Finding:
    """A text is empty or longer than the parameter allows.

    Why: The service counts characters too, and refuses the request.

    Example:
        name: ""
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    where, limit = label(violation.path), violation.limit
    if violation.keyword == "maxLength":
        message = f"{where} has {len(violation.value)} characters: the most is {limit}"
        return said(request, violation, message, f"take out {len(violation.value) - limit} or more characters")
    description = violation.schema.get("description", "")
    help = f"write {in_words(description)}" if description else "write a value"
    return said(request, violation, f"{where} is empty", help)


@schema_rule("IMS311", "wrong-count", Severity.ERROR)
def wrong_count(request: Request, violation: Violation) -> Finding:
    """A list has too few or too many elements.

    Why: An empty `data_images` names no disk to make an image of; and with the file of a system
    disk come at most three data disks.

    Example:
        data_images: []

    Use instead:
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30
    """
    if violation.keyword == "minItems":
        help = f"add an element: {as_help(violation.schema.get('description', ''))}"
        return said(request, violation, f"{label(violation.path)} is empty", help)
    message = f"{label(violation.path)} has {len(violation.value)} elements: the most is {violation.limit}"
    return said(request, violation, message, "send the others in requests of their own")
