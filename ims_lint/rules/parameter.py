"""Rules on which parameters stand in a request (2xx): the schemas hold them."""

from __future__ import annotations

from ims_lint.finding import Change, Finding, Path, RenameKey, Severity, label, shorten, value_at
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.spelling import close_matches
from ims_lint.rules.wording import as_help, in_words
from ims_lint.schema.store import ENTRY, load, parameter, source_schema
from ims_lint.schema.violation import Violation

_ELEMENT_SOURCES = {"image_url": "image files in OBS", "volume_id": "data disks of an ECS"}


@schema_rule("IMS201", "unknown-parameter", Severity.ERROR, fix="safe")
def unknown_parameter(request: Request, violation: Violation) -> Finding:
    """A key is not a parameter of the request.

    Why: The service drops a key that it does not know without a word: the image is made without
    what was asked for.

    Fix: Renames the key, where just one parameter is close to it and does not stand there already.

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
    key, known = str(violation.path[-1]), known_parameters(request, violation.path[:-1])
    where = label(violation.path[:-1]) if len(violation.path) > 1 else "a request"
    message = f"{shorten(key)} is not a parameter of {where}, and is silently dropped"
    close = close_matches(key, known)
    if not close:
        help = "remove it; the parameters here are " + ", ".join(known)
        return Finding("IMS201", violation.path, message, help, at_key=True)
    change = _renaming(request, violation.path, close[0]) if len(close) == 1 else None
    meant = (*violation.path[:-1], close[0])
    return Finding(
        "IMS201", violation.path, message, f"did you mean {close[0]}?", at_key=True, change=change, meant=meant
    )


def known_parameters(request: Request, parent: Path) -> list[str]:
    """The parameters that belong where `parent` leads; where no source is there yet, the sources."""
    if not request.source:
        return request.operation.source_parameters
    properties: dict[str, object] = parameter(request.source, parent).get("properties", {})
    return [name for name in properties if name != "$schema"]


def _renaming(request: Request, path: Path, name: str) -> Change | None:
    """The change of a key to `name`, None where that stands there already."""
    if name in value_at(request.value, path[:-1]):
        return None
    return Change(f"Rename {path[-1]} to {name}", True, (RenameKey(path, name),))


@schema_rule("IMS202", "parameter-of-another-method", Severity.ERROR)
def parameter_of_another_method(request: Request, violation: Violation) -> Finding | None:
    """A parameter belongs to another way of creating an image, or to another level of the request.

    Why: The service drops it without a word, or refuses the request: what it asks for does not
    happen.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_disk: 40

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    path, key = violation.path, str(violation.path[-1])
    if not request.source:
        return None
    if len(path) > 1 and key in _ELEMENT_SOURCES:
        return _foreign_element(path)
    current = request.operation.source(request.source).parameter
    if len(path) == 3 and key in known_parameters(request, ()):
        message = f"{key} stands at the root of a request, not in an element of {path[0]}"
        return Finding("IMS202", path, message, f"move {key} to the root, or remove it", at_key=True)
    sources = request.operation.sources
    homes = [each for each in sources if key in parameter(each.name, path[:-1]).get("properties", {})]
    if not homes:
        return None
    names = " or ".join(f"{each.parameter} ({as_help(source_schema(each.name)['title'])})" for each in homes)
    message = f"{label(path)} does not go with {current}: the service drops it"
    related = ((f"the source, {current}", (current,)),)
    return Finding("IMS202", path, message, f"remove it; {key} goes with {names}", at_key=True, related=related)


def _foreign_element(path: Path) -> Finding:
    key = str(path[-1])
    source, other = ("image_url", "volume_id") if key == "volume_id" else ("volume_id", "image_url")
    here = f"here they are made of {_ELEMENT_SOURCES[source]}"
    message = f"{label(path)} is for data images made of {_ELEMENT_SOURCES[key]}, and {here}"
    help = (
        f"write {source} in place of {other}"
        if source == "volume_id"
        else f"write {source} and min_disk in place of {other}"
    )
    return Finding("IMS202", path, message, help, at_key=True)


@schema_rule("IMS203", "answer-key", Severity.ERROR, fix="safe")
def answer_key(request: Request, violation: Violation) -> Finding | None:
    """A key is one that the service answers with, not one that it takes.

    Why: The service ignores it without a word. A request with `__os_version` in place of
    `os_version` made an image without an OS version.

    Fix: Renames the key to the one of a request, where there is one that does not stand there
    already.

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
    answers, known = load(ENTRY)["x-answer-keys"], known_parameters(request, path[:-1])
    if not key.startswith("__") and (key not in answers or key in known):
        return None
    message = f"{shorten(key)} is a key of the service's answers, and is silently dropped from a request"
    name = answers.get(key) or key.lstrip("_")
    if name not in known:
        return Finding("IMS203", path, message, "remove it", at_key=True)
    change = _renaming(request, path, name)
    return Finding("IMS203", path, message, f"write {name}", at_key=True, change=change, meant=(*path[:-1], name))


@schema_rule("IMS204", "full-ecs-parameter", Severity.ERROR)
def full_ecs_parameter(request: Request, violation: Violation) -> Finding | None:
    """A parameter belongs to the request for a full-ECS image.

    Why: An image of a whole server with all disks is made by another operation (`POST
    /v1/cloudimages/wholeimages/action`). This one knows nothing of the parameter.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        vault_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    key = str(violation.path[-1])
    if key not in load(ENTRY)["x-full-ecs-keys"]:
        return None
    help = "remove it, or send the request to POST /v1/cloudimages/wholeimages/action"
    message = f"{key} belongs to the request for a full-ECS image, another operation"
    return Finding("IMS204", violation.path, message, help, at_key=True)


@schema_rule("IMS205", "missing-parameter", Severity.ERROR)
def missing_parameter(request: Request, violation: Violation) -> Finding:
    """A mandatory parameter is missing.

    Why: The service refuses a request without it. Which parameters are mandatory follows from the
    source of the image.

    Example:
        name: web
        image_url: ims-images:web.qcow2

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    name, parent = str(violation.path[-1]), violation.path[:-1]
    message = f"{label(parent)} has no {name}" if parent else f"{name} is missing"
    about = parameter(request.source, violation.path).get("description", "")
    return said(request, violation, message, f"add {name}, {in_words(about)}")
