"""Rules on unknown and missing parameters (2xx); the schemas find the violations."""

from __future__ import annotations

from ims_lint.document.look_alike import look_alike
from ims_lint.finding import UNCHECKED, Change, Finding, Path, RenameKey, Severity, Value, label, shorten, value_at
from ims_lint.operations import BY_NAME, OPERATIONS, Operation
from ims_lint.request import Request
from ims_lint.rules import answers
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.spelling import close_matches, is_slip_of
from ims_lint.rules.units import in_unit, unit_in_name
from ims_lint.rules.value import type_change
from ims_lint.rules.wording import listed, shown
from ims_lint.schema import check, check_types
from ims_lint.schema.store import load, parameter, source_schema
from ims_lint.schema.violation import Violation

_IGNORED = "the service ignores it"
_WORDS_FOR_KEY = ("name", "tag", "label")
"""Names under which the key of a tag is found by mistake; any other name is the key itself."""


@schema_rule("IMS201", "unknown-parameter", Severity.ERROR, fix="safe")
def unknown_parameter(request: Request, violation: Violation) -> Finding:
    """A key is not a known parameter.

    Why: The service silently ignores an unknown key: the image is created without the requested
    setting.

    Fix: Renames the key, if it differs from the name of a parameter only in case, separators, or one
    or two letters, the value is valid for that parameter, and the parameter is missing. Other names
    are only suggested.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_versoin: CentOS 7.6 64bit

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_version: CentOS 7.6 64bit
    """
    path, key = violation.path, str(violation.path[-1])
    known = known_parameters(request, path[:-1])
    found = Finding("IMS201", path, f"{_where(path)} is not a known parameter; {_IGNORED}", at_key=True)
    if (alike := look_alike(key)) and alike[0] in known:
        return _renamed(request, found, alike[0], violation.value)._replace(
            message=f"{_where(path)} contains {alike[1]}; {_IGNORED}"
        )
    if split := unit_in_name(key, known):
        name, unit = split
        wanted = parameter(request.source, (*path[:-1], name)).get("x-unit", "")
        converted = in_unit(violation.value, unit, wanted)
        example = "" if converted is None else f": {name}: {converted}"
        return found._replace(help=f"use {name}, in {wanted}{example}", meant=(*path[:-1], name))
    if len(path) == 1 and request.picked and request.picked.parameter not in request.value:
        words = load(request.operation.name).get("x-source-words", {})
        if key in words:
            return found._replace(help=words[key], meant=(request.picked.parameter,))
    slips = [name for name in known if is_slip_of(key, name)]
    if len(slips) == 1:
        return _renamed(request, found, slips[0], violation.value)
    if path[-3:-2] == ("image_tags",) and _is_key(request, path, known):
        return found._replace(help=_as_tag(request, path, violation.value), meant=(*path[:-1], "key"))
    if likely := _likely(key, known):
        name = likely[0]
        fits = not check_types(
            parameter(request.source or _source_of(request, name), (*path[:-1], name)), violation.value
        )
        help = f"rename it to {name}{'' if fits else ', with another value,'} if that is the parameter meant"
        return found._replace(help=help, meant=(*path[:-1], name))
    if isinstance(violation.value, dict) and len(path) == 1:
        return found._replace(help="move its parameters to where they are used, and remove it")
    there = value_at(request.value, path[:-1])
    either = {"tags", "image_tags"} if {"tags", "image_tags"} & there.keys() else set()
    missing = [name for name in known if name not in there and name not in either]
    return found._replace(help=f"remove it{_or_use(missing)}")


def _or_use(names: list[str]) -> str:
    return f", or use {'one of ' if len(names) > 2 else ''}{listed(names)}" if names else ""


def _is_key(request: Request, path: Path, known: list[str]) -> bool:
    """Whether an unknown parameter of a tag is meant as its key: the only unknown one, if the key is missing."""
    tag = value_at(request.value, path[:-1])
    return "key" not in tag and set(tag) - set(known) == {path[-1]}


def _as_tag(request: Request, path: Path, value: Value) -> str:
    """The help for an unknown parameter of a tag without a key: its name is the key, or its value is."""
    key = str(path[-1])
    if "value" in value_at(request.value, path[:-1]) or key in _WORDS_FOR_KEY:
        return "rename it to key"
    what = f"value: {shown(value)}" if isinstance(value, str) else "value"
    return f"replace it with key: {shown(key)} and {what}"


def _where(path: Path) -> str:
    return label(path) if len(path) > 1 else shorten(str(path[-1]))


def _likely(key: str, known: list[str]) -> list[str]:
    """The parameters that a key may mean although it is not a misspelling of their names.

    Empty for a key with another first letter, or with added words, which change the meaning.
    """
    close = close_matches(key, known)
    return [name for name in close if len(key) <= len(name) + 2 and key[:1].lower() == name[:1]]


def known_parameters(request: Request, parent: Path) -> list[str]:
    """The parameters that are allowed in the object at `parent`; without a source, the source parameters."""
    if not request.source:
        return request.operation.source_parameters
    properties: dict[str, object] = parameter(request.source, parent).get("properties", {})
    names = (name for name in properties if name != "$schema")
    return [name for name in names if not parameter(request.source, (*parent, name)).get("doNotSuggest")]


def _renamed(request: Request, found: Finding, name: str, value: Value) -> Finding:
    """A finding for a misspelled parameter, with a fix if the parameter is missing and the value is valid for it."""
    path = found.path
    here = (*path[:-1], name)
    found = found._replace(meant=here)
    if name in value_at(request.value, path[:-1]):
        return found._replace(help=f"remove it; {label(here)} is set already")
    schema = parameter(request.source or _source_of(request, name), here)
    if value is not UNCHECKED and not all(map(type_change, check_types(schema, value))):
        return found._replace(help=f"rename it to {name}, with a value that {name} allows")
    change = Change(f"Rename {shorten(str(path[-1]))} to {name}", True, (RenameKey(path, name),))
    return found._replace(help=f"rename it to {name}", change=change)


def _source_of(request: Request, name: str) -> str | None:
    """The source that a parameter names, None if it names none."""
    return next((each.name for each in request.operation.sources if each.parameter == name), None)


@schema_rule("IMS202", "parameter-of-another-source", Severity.ERROR)
def parameter_of_another_source(request: Request, violation: Violation) -> Finding | None:
    """A parameter is used with a source that it is not for, or at the wrong level of the request.

    Why: The service rejects the request or ignores the parameter; either way, it has no effect.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_disk: 40

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    path, key, picked = violation.path, str(violation.path[-1]), request.picked
    if picked is None:
        return None
    sources = request.operation.sources
    if len(path) == 3 and path[0] == "data_images":
        if key in {source.element for source in sources} - {"", picked.element}:
            return _foreign_element(path, picked.element, value_at(request.value, path[:-1]))
        if key in known_parameters(request, ()):
            message = f"{key} is only allowed at the top level, found in {label(path[:-1])}"
            return Finding("IMS202", path, message, "move it to the top level, or remove it", at_key=True)
    homes = [each for each in sources if key in parameter(each.name, path[:-1]).get("properties", {})]
    if not homes:
        return None
    names = listed([each.parameter for each in homes], "or")
    beside = "for the data disk of an ECS" if len(path) > 1 and picked.yields else f"with {picked.parameter}"
    message = f"{label(path)} is not allowed {beside}"
    related = ((f"the source, {picked.parameter}", (picked.parameter,)),)
    return Finding(
        "IMS202", path, message, f"remove it; only requests with {names} use {key}", at_key=True, related=related
    )


def _foreign_element(path: Path, element: str, values: dict[str, Value]) -> Finding:
    """The finding for an item of data_images that names its disk with a parameter of another source."""
    key, item = path[-1], label(path[:-1])
    if element in values:
        more = " and min_disk" if element == "volume_id" and "min_disk" in values else ""
        message = f"{label(path)} is not allowed with {element}"
        return Finding("IMS202", path, message, f"remove {key}{more}", at_key=True)
    if element == "volume_id":
        message = f"{item} must name an ECS data disk (volume_id), found {key}"
        return Finding("IMS202", path, message, "replace image_url with volume_id, and remove min_disk", at_key=True)
    message = f"{item} must name an image file (image_url), found {key}"
    return Finding("IMS202", path, message, "replace volume_id with image_url and min_disk", at_key=True)


@schema_rule("IMS203", "response-field", Severity.ERROR, fix="safe")
def response_field(request: Request, violation: Violation) -> Finding | None:
    """A key is a response field of the service, not a parameter.

    Why: The service silently ignores it. A request with `__os_version` instead of `os_version`
    created an image without an OS version.

    Fix: Renames the key, if a parameter has the same meaning and is missing.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        __os_version: CentOS 7.6 64bit

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_version: CentOS 7.6 64bit
    """
    path, key = violation.path, str(violation.path[-1])
    fields, known = load("common")["x-response-fields"], known_parameters(request, path[:-1])
    if not key.startswith("__") and (key not in fields or key in known):
        return None
    found = Finding("IMS203", path, f"{shorten(key)} is a response field; {_IGNORED} in a request", at_key=True)
    if (name := fields.get(key)) not in known:
        return found._replace(help="remove it")
    return _renamed(request, found, name, violation.value)


@schema_rule("IMS204", "other-operation", Severity.ERROR, prevents=("IMG.0024",))
def other_operation(request: Request, violation: Violation) -> Finding | None:
    """A parameter, or a value, belongs to another operation.

    Four operations create images, each with parameters of its own. What a request is checked for can be
    declared: with `--operation`, with a comment (`# ims-lint: operation=wholeimages`), with `$schema`, in
    the configuration, or by the file name (`web.wholeimages.ims.yaml`).

    Why: The service ignores a parameter that the operation does not have, and rejects a value. Probably
    the request is for another operation.

    Example:
        # ims-lint: operation=image
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        vault_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77

    Use instead:
        # ims-lint: operation=wholeimages
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        vault_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77
    """
    path, key, here = violation.path, str(violation.path[-1]), request.operation
    if len(path) > 1:
        return None
    at_key = violation.keyword == "additionalProperties"
    homes, belonging = _homes(key, here), key
    told = [name for name in homes if key == "type" and _takes(name, key, violation.value)]
    if told and (told != homes or not at_key):
        homes, belonging = told, f"{key}: {violation.value}"
    elif not homes or not at_key:
        return None
    message = f"{belonging} belongs to {listed(homes, 'and')}, not to {here.name}"
    if at_key:
        message += f"; {load(here.name).get('x-consequences', {}).get(key, _IGNORED)}"
    prevents = answers.prevented(request.source, path, violation.keyword, violation.schema)
    sources, rest = here.source_parameters, {name: each for name, each in request.value.items() if name != key}
    ways = ["remove it", _other_way(request, homes)]
    if rest.keys().isdisjoint(sources) and any(key in BY_NAME[name].source_parameters for name in homes):
        ways[0] = f"replace it with {listed(sources)}"
    elif told and _faults(here.name, rest):
        del ways[0]
    return Finding("IMS204", path, message, ", or ".join(ways), at_key=at_key, prevents=prevents)


def _takes(operation: str, key: str, value: Value) -> bool:
    """Whether a value of a parameter is allowed with an operation that lists its values."""
    return any(value in parameter(name, (key,)).get("enum", ()) for name in BY_NAME[operation].source_names)


def _other_way(request: Request, operations: list[str]) -> str:
    """The help to declare another operation; if there are any for which the request is right, only these."""
    faults = _faults(request.operation.name, request.value)
    fitting = [name for name in operations if _faults(name, request.value) < faults]
    ways = fitting or operations
    declare = f"declare {listed(ways)} with --operation or $schema"
    if request.comments:
        declare = f"declare {listed(ways)} with --operation, $schema or # ims-lint: operation={ways[0]}"
    if request.sent:
        declare = f"send it to the address of {listed(ways)}"
    return declare if fitting else f"adapt the request and {declare}"


def _faults(operation: str, value: Value) -> set[tuple[Path, str]]:
    """Where a request violates the schema of an operation, with the keywords."""
    return {(each.path, each.keyword) for each in check(operation, value)}


def _homes(key: str, operation: Operation) -> list[str]:
    """The other operations that have a parameter, without those that only accept it, if there are others."""
    found: dict[str, bool] = {}
    for other in OPERATIONS:
        schemas = [source_schema(name)["properties"] for name in other.source_names if other != operation]
        if having := [parameter(name, (key,)) for name in other.source_names if any(key in each for each in schemas)]:
            found[other.name] = any(each and not each.get("doNotSuggest") for each in having)
    return [name for name, offered in found.items() if offered] or list(found)


@schema_rule("IMS205", "missing-parameter", Severity.ERROR)
def missing_parameter(request: Request, violation: Violation) -> Finding:
    """A required parameter is missing.

    Why: The service rejects a request without it. Which parameters are required depends on the
    source of the image.

    Example:
        name: web
        image_url: ims-images:web.qcow2

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    name = str(violation.path[-1])
    about = parameter(request.source, violation.path)
    if violation.keyword == "pattern":
        message = f"{label(violation.path)} must not be {'blank' if violation.value else 'empty'}"
        return said(
            request,
            violation,
            message,
            f"set {name} to the system on the disk, for example {shown('CentOS 7.6 64bit')}",
        )
    more = f": {about['x-form']}" if "x-form" in about else ""
    if about.get("examples") and not more:
        more = f", for example {shown(about['examples'][0])}"
    return said(request, violation, f"{label(violation.path)} is missing", f"add {name}{more}")
