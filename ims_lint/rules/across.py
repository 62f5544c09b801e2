"""Rules that compare two values of a request, which schemas cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from ims_lint.finding import Finding, Path, Severity, Value, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule
from ims_lint.rules.wording import shown


@rule("IMS408", "max-ram-below-min-ram", Severity.ERROR, parameters=("min_ram", "max_ram"), prevents=("IMG.0055",))
def max_ram_below_min_ram(request: Request) -> Iterator[Finding]:
    """max_ram is smaller than min_ram.

    A value of 0 means no limit.

    Why: No ECS can have at least `min_ram` and at most `max_ram` of memory, so the image could never
    be used.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 4096
        max_ram: 2048

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        min_ram: 2048
        max_ram: 4096
    """
    low, high = request.value.get("min_ram"), request.value.get("max_ram")
    if _counts(low) and _counts(high) and 0 < high < low:
        low, high = shown(int(low)), shown(int(high))
        message = f"max_ram must be at least min_ram ({low} MB), found {high}"
        help = f"set max_ram to at least {low}, or to 0 for no limit"
        yield Finding("IMS408", ("max_ram",), message, help, related=((f"min_ram is {low}", ("min_ram",)),))


def _counts(value: Value) -> bool:
    """Whether a value is an integer as the schemas define it (1024.0 is an integer in JSON Schema)."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool)


@rule("IMS409", "duplicate-image-file", Severity.ERROR, parameters=("data_images",), prevents=("IMG.0123",))
def duplicate_image_file(request: Request) -> Iterator[Finding]:
    """The same image file appears twice in one request.

    Why: The service rejects a request that imports one file twice.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        data_images:
          - image_url: ims-images:web.qcow2
            min_disk: 100

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        data_images:
          - image_url: ims-images:web-data.qcow2
            min_disk: 100
    """
    first: dict[str, Path] = {}
    for path, image in request.objects:
        address = image.get("image_url")
        here = (*path, "image_url")
        if isinstance(address, str) and first.setdefault(address, here) != here:
            message = f"{label(here)} repeats the file of {label(first[address])}"
            yield Finding("IMS409", here, message, "use another file", related=(("first occurrence", first[address]),))


@rule("IMS515", "duplicate-volume", Severity.WARNING, parameters=("volume_id",))
def duplicate_volume(request: Request) -> Iterator[Finding]:
    """The same data disk appears twice in `data_images`.

    Why: Two images of one disk are rarely intended. Often the ID of the other disk is missing.

    Example:
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30
          - name: web-logs
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30

    Use instead:
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30
          - name: web-logs
            volume_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    first: dict[str, Path] = {}
    for path, image in request.data_images:
        volume, here = image.get("volume_id"), (*path, "volume_id")
        if isinstance(volume, str) and volume and first.setdefault(volume, here) != here:
            message = f"{label(here)} repeats the data disk of {label(first[volume])}"
            related = (("first occurrence", first[volume]),)
            yield Finding("IMS515", here, message, "replace it with the ID of the other data disk", related=related)
