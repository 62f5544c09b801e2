"""Rules on the source of the image (1xx); the schemas find the violations."""

from __future__ import annotations

from ims_lint.finding import Finding, Path, Severity
from ims_lint.operations import Operation
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.wording import listed
from ims_lint.schema.store import ENTRY, load, source_schema
from ims_lint.schema.violation import Violation


@schema_rule("IMS101", "no-source", Severity.ERROR, prevents=("IMG.0007",))
def no_source(request: Request, violation: Violation) -> Finding:
    """The request has no source for the image.

    One of four parameters at the top level is the source: `instance_id` (system disk of an ECS),
    `data_images` with `volume_id` (data disks of an ECS), `image_url` (image file in OBS),
    `volume_id` (data disk).

    Why: An image is created from its source. The source also decides which other parameters are
    allowed, and which are required.

    Example:
        name: web

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    value = request.value
    if "data_images" in value:
        message = "image_url is missing at the top level; image files in data_images require it"
        help = "add image_url, name and min_disk of the system disk at the top level"
        return Finding("IMS101", ("data_images",), message, help)
    if {"apiVersion", "kind"} <= value.keys():
        message = "the file is a Kubernetes manifest, not a request"
        return Finding("IMS101", ("apiVersion",), message, "exclude the file in the configuration", at_key=True)
    if wrapper := _wrapper(request):
        message = f"{wrapper} is not allowed around the parameters of a request"
        help = f"move the parameters to the top level, and remove {wrapper}"
        return Finding("IMS101", (wrapper,), message, help, at_key=True)
    if not value:
        return said(request, violation, "the request is empty")._replace(prevents="IMG.0007")
    for key, help in load(ENTRY)["x-source-words"].items():
        if key in value:
            message = f"the request has no source for the image, and {key} is not a known parameter"
            return Finding("IMS101", (), message, help, related=((f"the key {key}", (key,)),))
    return said(request, violation, "the request has no source for the image", _only_way(request))


def _only_way(request: Request) -> str:
    """What to add if the parameters that are there go with one source only, empty if not."""
    ways = [
        each
        for each in request.operation.sources
        if request.value.keys() <= source_schema(each.name)["properties"].keys()
    ]
    if len(ways) != 1 or ways[0].yields:
        return ""
    only = [
        name
        for name in request.value
        if all(
            name not in source_schema(each.name)["properties"] for each in request.operation.sources if each != ways[0]
        )
    ]
    return f"add {ways[0].parameter}; only requests with {ways[0].parameter} use {only[0]}" if only else ""


def _wrapper(request: Request) -> str | None:
    """The key of an object that contains the parameters of the top level, None if there is none."""
    for key, inner in request.value.items():
        if key not in _parameters(request.operation) and request.operation.source_of(inner):
            return str(key)
    return None


def _parameters(operation: Operation) -> set[str]:
    return {name for each in operation.sources for name in source_schema(each.name)["properties"]}


@schema_rule("IMS102", "several-sources", Severity.ERROR)
def several_sources(request: Request, violation: Violation) -> Finding | None:
    """The request has two sources at the top level.

    Why: An image is created from one source. Which of two would win is not documented.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_url: ims-images:web.qcow2

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    name, operation = violation.path[0], request.operation
    if len(violation.path) > 1 or name not in operation.source_parameters:
        return None
    first = next(each for each in operation.source_parameters if each in request.value)
    message = f"{name} is not allowed with {first}; a request has one source"
    ways = (f"remove {listed(_only_for(request, one, other), 'and')}" for one, other in ((first, name), (name, first)))
    help = f"remove {first}" if request.value[first] in ("", None) else ", or ".join(ways)
    related: tuple[tuple[str, Path], ...] = ((f"the other source, {first}", (first,)),)
    at_key = violation.keyword == "additionalProperties"
    return Finding("IMS102", (name,), message, help, at_key=at_key, related=related)


def _only_for(request: Request, one: str, other: str) -> list[str]:
    """A source parameter, and the parameters to remove with it because the other source does not allow them."""
    allowed = next(each for each in request.operation.sources if each.parameter == other)
    known = source_schema(allowed.name)["properties"].keys() | set(request.operation.source_parameters)
    return [one, *(name for name in request.value if name not in known)]


@schema_rule("IMS103", "instance-with-data-images", Severity.ERROR)
def instance_with_data_images(request: Request, violation: Violation) -> Finding:
    """`data_images` is not empty although `instance_id` is set.

    Why: `instance_id` names the system disk of an ECS; images of its data disks require a request
    without it. The service rejects both together.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    overridden = [name for name in request.operation.source("ecs-data-disks").overridden if name in request.value]
    names = listed(["instance_id", *overridden], "and")
    help = f"remove data_images for a system disk image, or {names} for data disk images"
    return said(request, violation, "data_images is not allowed with instance_id", help)
