"""Rules that compare two parameters of a request, which a schema cannot."""

from __future__ import annotations

from collections.abc import Iterator

from ims_lint.finding import Finding, Path, Severity, Value, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule


@rule("IMS408", "max-ram-below-min-ram", Severity.ERROR, parameters=("min_ram", "max_ram"), prevents=("IMG.0055",))
def max_ram_below_min_ram(request: Request) -> Iterator[Finding]:
    """max_ram is smaller than min_ram.

    A value of 0 means no limit, and is never too small or too large.

    Why: No server can have both at least `min_ram` and at most `max_ram` of memory, so the image
    could never be used.

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
    least, most = request.value.get("min_ram"), request.value.get("max_ram")
    if _counts(least) and _counts(most) and 0 < most < least:
        least, most = int(least), int(most)
        message = f"max_ram is {most} MB, which is less than min_ram, {least} MB"
        help = f"write a max_ram of {least} or more, or 0 for no limit"
        yield Finding("IMS408", ("max_ram",), message, help, related=((f"min_ram is {least}", ("min_ram",)),))


def _counts(value: Value) -> bool:
    """Whether a value is a number of MB, as far as the schemas let it pass (1024.0 is 1024 to JSON)."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool)


@rule("IMS409", "duplicate-image-file", Severity.ERROR, parameters=("image_url",), prevents=("IMG.0123",))
def duplicate_image_file(request: Request) -> Iterator[Finding]:
    """The same image file is given twice in one request.

    Why: The service makes one image of a file, and refuses to import it twice in one request.

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
    for path, image in request.objects if request.data_images else ():
        address = image.get("image_url")
        here = (*path, "image_url")
        if isinstance(address, str) and first.setdefault(address, here) != here:
            message = f"{label(here)} is the same file as {label(first[address])}"
            help = "give each image a file of its own"
            yield Finding("IMS409", here, message, help, related=((f"the first {address}", first[address]),))
