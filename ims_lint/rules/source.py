"""Rules on the source of the image (1xx); the schemas find the violations."""

from __future__ import annotations

from ims_lint.finding import Finding, Path, Severity, Value
from ims_lint.operations import BY_NAME, SOURCES, Operation, Source
from ims_lint.request import Request
from ims_lint.rules import answers
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.wording import listed
from ims_lint.schema.compiled import NOTES
from ims_lint.schema.store import load, source_schema, top_level
from ims_lint.schema.violation import Violation


@schema_rule(
    "IMS101",
    "no-source",
    Severity.ERROR,
    operations=tuple(BY_NAME),
    prevents=("IMG.0007", "IMG.0012", "IMG.0017", "IMG.0019"),
)
def no_source(request: Request, violation: Violation) -> Finding:
    """The request has no source for the image.

    With the operation `image`, one of four parameters at the top level is the source: `instance_id`
    (system disk of an ECS), `data_images` with `volume_id` (data disks of an ECS), `image_url` (image
    file in OBS), `volume_id` (data disk). With `wholeimages`, it is `instance_id` or `backup_id`.

    Why: An image is created from its source. The source also decides which other parameters are
    allowed, and which are required.

    Example:
        name: web

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    value = request.value
    if "data_images" in value and "data_images" in request.operation.source_parameters:
        message = "image_url is missing at the top level; image files in data_images require it"
        help = "add image_url, name and min_disk of the system disk at the top level"
        return Finding("IMS101", ("data_images",), message, help)
    if found := not_at_the_top(request):
        return found
    if not value:
        schema = source_schema(request.source) if request.source else {}
        required = [*schema.get("required", ()), *schema.get("x-starter", ())]
        help = f"add {listed(required, 'and')}" if required else ""
        return said(request, violation, "the request is empty", help)._replace(prevents="IMG.0007")
    for key, help in load(request.operation.name).get("x-source-words", {}).items():
        if key in value:
            message = f"the request has no source for the image, and {key} is not a known parameter"
            return Finding("IMS101", (), message, help, related=((f"the key {key}", (key,)),))
    found = said(request, violation, "the request has no source for the image")
    if only := _only_way(request):
        source, used = only
        help, path = f"add {source.parameter}; only requests with {source.parameter} use {used}", (source.parameter,)
        if idle := [each for each in request.operation.sources if used in NOTES["x-no-effect"].get(each.name, {})]:
            help = f"add {source.parameter}, or add {idle[0].parameter} and remove {used}"
        return found._replace(help=help, prevents=answers.prevented(source.name, path, "required", {}))
    return found


def not_at_the_top(request: Request) -> Finding | None:
    """The finding for an object that is no request, or that contains one; None for a request."""
    if {"apiVersion", "kind"} <= request.value.keys():
        message = "the file is a Kubernetes manifest, not a request"
        return Finding("IMS101", ("apiVersion",), message, "exclude the file in the configuration", at_key=True)
    if wrapper := _wrapper(request):
        message = f"{wrapper} is not allowed around the parameters of a request"
        help = f"move the parameters to the top level, and remove {wrapper}"
        return Finding("IMS101", (wrapper,), message, help, at_key=True)
    return None


def _only_way(request: Request) -> tuple[Source, str] | None:
    """The only source that uses the parameters that are there, and the first that no other source uses."""
    uses = {
        each: source_schema(each.name)["properties"].keys() - NOTES["x-no-effect"].get(each.name, {}).keys()
        for each in request.operation.sources
    }
    ways = [each for each in uses if request.value.keys() <= uses[each]]
    if len(ways) != 1 or ways[0].yields:
        return None
    others = set().union(*(used for each, used in uses.items() if each != ways[0]))
    only = [name for name in request.value if name not in others]
    return (ways[0], only[0]) if only else None


def _wrapper(request: Request) -> str | None:
    """The key of an object that contains the parameters of the top level, None if there is none."""
    for key, inner in request.value.items():
        if key not in top_level(request.operation) and _has_source(request.operation, inner):
            return str(key)
    return None


def _has_source(operation: Operation, value: Value) -> bool:
    """Whether a value is an object with a source parameter."""
    return isinstance(value, dict) and not value.keys().isdisjoint(operation.source_parameters)


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
    if first == name:
        return None
    message = f"{name} is not allowed with {first}; a request has one source"
    ways = (f"remove {listed(_only_for(request, one, other), 'and')}" for one, other in ((first, name), (name, first)))
    empty = [each for each in (first, name) if request.value[each] in ("", None)]
    help = f"remove {empty[0]}" if empty else ", or ".join(ways)
    related: tuple[tuple[str, Path], ...] = ((f"the other source, {first}", (first,)),)
    at_key = violation.keyword == "additionalProperties"
    return Finding("IMS102", (name,), message, help, at_key=at_key, related=related)


def _only_for(request: Request, one: str, other: str) -> list[str]:
    """A source parameter, and the parameters to remove with it because the other source does not use them."""
    allowed = next(each for each in request.operation.sources if each.parameter == other)
    known = source_schema(allowed.name)["properties"].keys() | set(request.operation.source_parameters)
    used = known - NOTES["x-no-effect"].get(allowed.name, {}).keys()
    return [one, *(name for name in request.value if name not in used)]


@schema_rule("IMS104", "unclear-source", Severity.ERROR)
def unclear_source(request: Request, violation: Violation) -> Finding:
    """A quick import has `os_type`, but neither `os_version` nor `type`.

    The operation `quickimport` creates a system disk image, which requires `os_version`, or with `type:
    DataImage` a data disk image, for which `os_type` is.

    Why: The service rejects the request, as it takes the file for a system disk.

    Example:
        # ims-lint: operation=quickimport
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 100
        os_type: Linux

    Use instead:
        # ims-lint: operation=quickimport
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 100
        os_type: Linux
        type: DataImage
    """
    help = 'add type: "DataImage" for a data disk image, or replace os_type with os_version for a system disk image'
    return said(request, violation, "type is missing; os_type without os_version requires it", help)


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
    overridden = [name for name in SOURCES["ecs-data-disks"].overridden if name in request.value]
    names = listed(["instance_id", *overridden], "and")
    help = f"remove data_images for a system disk image, or {names} for data disk images"
    return said(request, violation, "data_images is not allowed with instance_id", help)
