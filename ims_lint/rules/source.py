"""Rules on the source of the image (1xx): the schemas hold them."""

from __future__ import annotations

from ims_lint.finding import Finding, Severity
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.schema.violation import Violation


@schema_rule("IMS101", "no-source", Severity.ERROR, prevents=("IMG.0007",))
def no_source(request: Request, violation: Violation) -> Finding:
    """The request does not say what to make the image from.

    One of four keys at the root says it: `instance_id` (system disk of an ECS), `data_images` with
    `volume_id` (data disks of an ECS), `image_url` (image file in OBS), `volume_id` (data disk).

    Why: Without a source there is nothing to make an image from. Which other parameters a request
    takes, and which it needs, follows from the source too.

    Example:
        name: web

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    if "data_images" in request.value:
        message = "data_images holds image files, but the request has no image_url for the system disk"
        help = "add image_url, name and min_disk of the system disk image at the root"
        return Finding("IMS101", ("data_images",), message, help)
    if not request.value:
        return said(request, violation, "the request is empty")._replace(prevents="IMG.0007")
    return said(request, violation, "the request does not say what to make the image from")


@schema_rule("IMS102", "several-sources", Severity.ERROR)
def several_sources(request: Request, violation: Violation) -> Finding | None:
    """Two sources of the image stand at the root.

    Why: A request makes its image from one source. Which of two would win is not documented.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_url: ims-images:web.qcow2

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    name = violation.path[0]
    if len(violation.path) > 1 or name not in request.operation.source_parameters:
        return None
    first = next(each for each in request.operation.source_parameters if each in request.value)
    message = f"{name} cannot stand beside {first}: a request has one source"
    help = f"keep {first} or {name}, and remove the other with the parameters that go with it"
    related = ((f"the other source, {first}", (first,)),)
    return Finding("IMS102", violation.path, message, help, at_key=True, related=related)


@schema_rule("IMS103", "instance-with-data-images", Severity.ERROR)
def instance_with_data_images(request: Request, violation: Violation) -> Finding:
    """`data_images` has elements although `instance_id` stands beside it.

    Why: `instance_id` stands for the system disk of a server; images of its data disks are made in
    a request without it. The service refuses both together.

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
    help = "keep instance_id for an image of the system disk, or data_images for images of the data disks"
    return said(request, violation, "data_images cannot stand beside instance_id", help)
