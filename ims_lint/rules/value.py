"""Rules on single values (3xx) of any parameter: types, allowed values, ranges, lengths, numbers of items."""

from __future__ import annotations

import re

from ims_lint.finding import Change, Finding, Path, Quote, SetValue, Severity, Value, label
from ims_lint.operations import OPERATIONS
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.spelling import close_matches
from ims_lint.rules.units import number_with_unit
from ims_lint.rules.wording import kind, listed, quoted, shown
from ims_lint.schema import check
from ims_lint.schema.store import Schema, parameter
from ims_lint.schema.violation import Violation

_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
_YES = ("true", "yes", "on")
_NO = ("false", "no", "off")


@schema_rule("IMS301", "wrong-type", Severity.ERROR, fix="safe")
def wrong_type(request: Request, violation: Violation) -> Finding:
    """A value has the wrong type for its parameter.

    Why: The service rejects the value. In YAML the type depends on how a value is written: `40` is a
    number, `"40"` is a string, and `0` is not a string.

    Fix: Puts a number in quotes where a string is required, or removes the quotes where a number or a
    boolean is required, if nothing else can be meant.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: "40"

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    where, value, wanted = label(violation.path), violation.value, violation.limit
    unit = violation.schema.get("x-unit", "")
    message = f"{where} must be {_TYPES[wanted]}{f' ({unit})' if unit else ''}, found {kind(value)}"
    if change := type_change(violation):
        is_as_written = isinstance(value, int) and not isinstance(value, bool)  # not NO, 1.10
        help = f'put it in quotes: "{value}"' if is_as_written else "put it in quotes"
        if (right := _meant(violation)) is not None:
            help = f"remove the quotes: {value}" if value == shown(right) else f"change it to {shown(right)}"
        return said(request, violation, message, help, change=change)
    if isinstance(value, str) and (number := _number(value, unit, violation.schema)) is not None:
        return said(request, violation, message, f"change it to {number}")
    return said(request, violation, message, _help(request, violation))


def type_change(violation: Violation) -> Change | None:
    """The change that corrects the type, None if it is uncertain."""
    if violation.limit == "string" and isinstance(violation.value, bool | int | float):
        is_right = _allows(violation.schema, shown(violation.value))
        return Change("Add quotes", True, (Quote(violation.path),)) if is_right else None
    if (right := _meant(violation)) is not None:
        return Change(f"Change to {shown(right)}", True, (SetValue(violation.path, right),))
    return None


def _allows(schema: Schema, text: str) -> bool:
    """Whether the value in quotes can be valid."""
    return text in schema.get("enum", [text]) and bool(re.search(schema.get("pattern", ""), text))


def _number(text: str, unit: str, schema: Schema) -> int | None:
    """The number that a string with a unit or separators stands for, None if none is allowed."""
    number = number_with_unit(text, unit) if unit else None
    if number is None:
        number = whole_number(re.sub(r"(?<=[0-9])[_,'](?=[0-9]{3}\b)|[,;]\Z", "", text.strip()))
    if number is None or not schema.get("minimum", 0) <= number <= schema.get("maximum", number):
        return None
    return number


def _help(request: Request, violation: Violation) -> str:
    """The help for a value of the wrong type from which no correct value can be derived."""
    name, value, schema = violation.path[-1], violation.value, violation.schema
    if name == "tags" and violation.limit == "array" and value is not None:
        return _tags_help(value)
    if name == "image_tags" and violation.limit == "array" and value is not None:
        return f"use a list of objects: {_shown_list(_pairs(value))}"
    if len(violation.path) > 1 and violation.path[-2] == "tags":
        tag = tag_of(value)
        return f"use a string: {shown(tag)}" if tag else 'use a string, for example "stage.test"'
    if isinstance(value, list) and len(value) == 1 and violation.limit in ("string", "integer"):
        return f"remove the list: {shown(value[0])}"
    if len(violation.path) > 1 and violation.path[-2] == "image_tags":
        return f"use an object: {_shown_list(_pairs(value)[:1])[1:-1]}"
    if violation.limit == "object":
        return f"use an object with {listed(schema['required'], 'and')}"
    if "enum" in schema:
        words = [each for each in schema["enum"] if each]
        return f"use {'one of ' if len(words) > 2 else ''}{quoted(words)}"
    if violation.limit == "array" and isinstance(value, dict):
        return "put the object in a list: [{…}]"
    if violation.limit == "array" and value is not None:
        return "use a list of objects"
    examples = parameter(request.source, violation.path).get("examples") or schema.get("examples")
    example = f", for example {shown(examples[0])}" if examples else ""
    use = f"set it to {_TYPES[violation.limit]}{example}"
    return f"remove it, or {use}" if value is None and not _is_required(request, violation.path) else use


def _is_required(request: Request, path: Path) -> bool:
    """Whether a request without the parameter at a path would miss it."""
    if len(path) > 1:
        return path[-1] in parameter(request.source, path[:-1]).get("required", ())
    if path[0] in request.operation.source_parameters:
        return True
    rest = {name: value for name, value in request.value.items() if name != path[0]}
    return any(each.keyword == "required" and each.path == path for each in check(request.operation.name, rest))


def _tags_help(value: Value) -> str:
    """The help for tags that are a string or an object instead of a list."""
    if isinstance(value, str):
        tags = [word.lstrip("-") for word in re.split(r"[,;\s]+", value) if word.strip("-")]
        return f"use a list of strings: {_shown_list([tag_of(tag) for tag in tags])}"
    if isinstance(value, dict) and value:
        pairs = [value] if "key" in value else [{key: each} for key, each in value.items()]
        if all(tags := [tag_of(pair) for pair in pairs]):
            return f"use a list of strings: {_shown_list(tags)}"
    return 'use a list of "<key>.<value>" strings, for example ["stage.test"]'


def _shown_list(values: list[Value]) -> str:
    """A list as JSON, not shortened, with `<value>` instead of each placeholder."""
    import json  # 5 ms, only for a finding

    return json.dumps(values, ensure_ascii=False, default=lambda _: "<value>")


def tag_of(value: Value) -> str:
    """The tag as a string, from a string with another separator or an object; empty if unclear."""
    if isinstance(value, dict) and "key" in value and set(value) <= {"key", "value"}:
        value = {value["key"]: value.get("value", "")} if isinstance(value["key"], str) else {}
    if isinstance(value, dict) and len(value) == 1:
        key, inner = next(iter(value.items()))
        return f"{key}.{'' if inner is None else inner}" if isinstance(inner, str | int | None) else ""
    if isinstance(value, str):
        return re.sub(r"\A([A-Za-z0-9_-]{1,36})\s*[:=]\s*([A-Za-z0-9_-]{0,43})\Z", r"\1.\2", value)
    return ""


def _pairs(value: Value) -> list[Value]:
    """The tags as objects with key and value, an example if they cannot be derived."""
    if isinstance(value, dict) and value and not set(value) & {"key", "value"}:
        return [{"key": key, "value": each if isinstance(each, str) else ""} for key, each in value.items()]
    if isinstance(value, dict) and value:
        return [value]
    if isinstance(value, str) and value:
        key, _, inner = tag_of(value).partition(".")
        return [{"key": key, "value": inner}]
    return [{"key": "stage", "value": "test"}]


def _meant(violation: Violation) -> Value:
    """The value of the required type that a string clearly means, None if unclear."""
    word = violation.value.strip() if isinstance(violation.value, str) else ""
    if violation.limit == "integer":
        return whole_number(word)
    if violation.limit == "boolean" and word.lower() in _YES + _NO:
        return word.lower() in _YES
    return None


def whole_number(text: str) -> int | None:
    """The integer in a string, None if there is none or it has more than 18 digits."""
    return int(text) if re.fullmatch(r"[-+]?[0-9]{1,18}", text) else None


@schema_rule("IMS302", "value-not-allowed", Severity.ERROR, fix="safe")
def value_not_allowed(request: Request, violation: Violation) -> Finding:
    """A value is not one of the allowed values.

    Why: The service accepts only these values, and it is case-sensitive.

    Fix: Corrects the case and removes leading and trailing spaces. Other values are not changed.

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
    allowed, useful = ", ".join(map(shown, violation.limit)), [each for each in violation.limit if each]
    message = f"{label(violation.path)} must be one of {allowed}; found {shown(violation.value)}"
    written = violation.value if isinstance(violation.value, str) else ""
    if (word := same_word(written, useful)) is not None:
        change = Change(f'Change to "{word}"', True, (SetValue(violation.path, word),))
        return said(request, violation, message, f'change it to "{word}"', change=change)
    alias = violation.schema.get("x-aliases", {}).get(written.strip().lower())
    close = [alias] if alias else close_matches(written, useful)
    help = f"change it to {quoted(close if len(close) == 1 else useful)}"
    if len(violation.path) == 1 and not close and (elsewhere := _elsewhere(request, str(violation.path[0]), written)):
        word, operation = elsewhere
        help = help.replace("change it to", f'change it to "{word}" for {operation}, or to')
    return said(request, violation, message, help)


def _elsewhere(request: Request, name: str, text: str) -> tuple[str, str] | None:
    """The value of another operation that a string is except for case, with the name of the operation."""
    for other in OPERATIONS if text else ():
        for source in other.source_names if other != request.operation else ():
            words = parameter(source, (name,)).get("enum", ())
            if (word := same_word(text, words)) and word != text:
                return word, other.name
    return None


def same_word(text: str, words: list[str]) -> str | None:
    """The word that equals a string except for case and leading and trailing spaces."""
    return next((each for each in words if each.lower() == text.strip().lower()), None)


@schema_rule("IMS303", "out-of-range", Severity.ERROR)
def out_of_range(request: Request, violation: Violation) -> Finding:
    """A number is too small or too large.

    Why: The service rejects a size outside the range. Memory is in MB and disks are in GB, which are
    easy to confuse.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 4096

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    name, unit = violation.path[-1], violation.schema.get("x-unit", "")
    end = "at least" if violation.keyword == "minimum" else "at most"
    limit, documented = f"{violation.limit} {unit}".strip(), violation.schema.get("x-documented", {})
    message = f"{label(violation.path)} must be {end} {limit}, found {shown(violation.value)}"
    low, high = ({**violation.schema, **documented}.get(each) for each in ("minimum", "maximum"))
    if high is None:
        return said(request, violation, message, f"set {name} to 0 (no limit) or to a positive integer")
    return said(request, violation, message, f"set {name} to an integer from {low} to {high}")


@schema_rule("IMS304", "wrong-length", Severity.ERROR)
def wrong_length(request: Request, violation: Violation) -> Finding:
    """A string is empty, blank or too long.

    The key and the value of a tag in `image_tags` are counted without leading and trailing spaces,
    which the service removes.

    Why: The service counts the characters too, and rejects the request.

    Example:
        name: ""
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    where, value, schema = label(violation.path), violation.value, violation.schema
    limit = violation.limit if violation.keyword == "maxLength" else schema.get("x-limits", (1, 0))[1]
    trimmed = value if violation.keyword == "maxLength" else value.strip()
    if trimmed:
        message = f"{where} must be at most {limit} characters long, found {len(trimmed)}"
        more = len(trimmed) - limit
        return said(request, violation, message, f"shorten it by at least {more} character{'s' * (more > 1)}")
    example = f", for example {shown(schema['examples'][0])}" if schema.get("examples") else ""
    help = f"set {where} to {schema['x-form']}" if "x-form" in schema else f"set {where} to a value{example}"
    return said(request, violation, f"{where} must not be {'blank' if value else 'empty'}", help)


@schema_rule("IMS311", "wrong-count", Severity.ERROR)
def wrong_count(request: Request, violation: Violation) -> Finding:
    """A list has too few or too many items.

    Why: An empty `data_images` names no disk to create an image from; and at most three data disks
    can be imported together with a system disk.

    Example:
        data_images: []

    Use instead:
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30
    """
    where, count = label(violation.path), len(violation.value)
    if violation.keyword == "minItems":
        required = listed(parameter(request.source, (*violation.path, 0)).get("required", ["value"]), "and")
        help = f"add an item with {required} for each data disk"
        return said(request, violation, f"{where} must not be empty", help)
    message = f"{where} must have at most {violation.limit} items, found {count}"
    return said(request, violation, message, "import the others with POST /v1/cloudimages/dataimages/action")
