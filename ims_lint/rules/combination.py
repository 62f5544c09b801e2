"""Rules on parameters that require or exclude each other (4xx); the schemas find the violations."""

from __future__ import annotations

from ims_lint.finding import Change, Finding, Insert, SetValue, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.wording import listed, shown
from ims_lint.schema.compiled import NOTES
from ims_lint.schema.store import parameter
from ims_lint.schema.violation import Violation


@schema_rule("IMS402", "iso-needs-os-version", Severity.ERROR)
def iso_needs_os_version(request: Request, violation: Violation) -> Finding:
    """An image from an ISO file has no `os_version`.

    An `.iso` file or `type: IsoImage` makes it an ISO import.

    Why: An ISO file contains the setup of a system, not the system, so the service cannot detect the
    version.

    Example:
        name: web
        image_url: ims-images:web.iso
        min_disk: 40
        type: IsoImage

    Use instead:
        name: web
        image_url: ims-images:web.iso
        min_disk: 40
        type: IsoImage
        os_version: CentOS 7.6 64bit
    """
    return _os_version_missing(request, violation, "an ISO image")


@schema_rule("IMS403", "quick-import-needs-os-version", Severity.ERROR)
def quick_import_needs_os_version(request: Request, violation: Violation) -> Finding:
    """A quick import of a system disk has no `os_version`.

    It is a quick import if `is_quick_import` is true, or if the operation is `quickimport`.

    Why: Quick import does not read the file first, so the service cannot detect the version.

    Example:
        name: web
        image_url: ims-images:web.zvhd2
        min_disk: 40
        is_quick_import: true

    Use instead:
        name: web
        image_url: ims-images:web.zvhd2
        min_disk: 40
        is_quick_import: true
        os_version: CentOS 7.6 64bit
    """
    return _os_version_missing(request, violation, "quick import")


_OS_VERSION = 'os_version with a documented value, for example "CentOS 7.6 64bit"'


def _os_version_missing(request: Request, violation: Violation, kind: str) -> Finding:
    """The finding for an import that requires os_version."""
    if violation.keyword == "required":
        help = f"add {_OS_VERSION}"
        if "DataImage" in parameter(request.source, ("type",))["enum"]:
            data_disk = 'set type to "DataImage"' if "type" in request.value else 'type: "DataImage"'
            help += f", or {data_disk} for a data disk image"
        return said(request, violation, f"os_version is missing; {kind} requires it", help)
    message = f"os_version must not be {'blank' if violation.value else 'empty'}; {kind} requires it"
    return said(request, violation, message, f"set {_OS_VERSION}".replace(" with a", " to a"))


@schema_rule("IMS404", "quick-import-format", Severity.ERROR)
def quick_import_format(request: Request, violation: Violation) -> Finding:
    """The file for quick import is neither RAW nor ZVHD2.

    Why: Quick import uses the file as it is. Only these two formats need no conversion.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        is_quick_import: true
        os_version: CentOS 7.6 64bit

    Use instead:
        name: web
        image_url: ims-images:web.zvhd2
        min_disk: 40
        is_quick_import: true
        os_version: CentOS 7.6 64bit
    """
    where = label(violation.path)
    if violation.keyword == "const":
        return said(request, violation, f"{where} must not be true for an ISO image", "remove is_quick_import")
    extension = violation.value.rpartition(".")[2]
    message = f"{where} must name a .raw or .zvhd2 file for quick import, found .{extension}"
    ways = ["convert the file to RAW or ZVHD2"] if extension.lower() != "iso" else []
    if "is_quick_import" in parameter(request.source, violation.path[:-1])["properties"]:
        return said(request, violation, message, ", or ".join([*ways, "remove is_quick_import"]))
    help = ways[0] if ways else "use a RAW or ZVHD2 file of the system disk"
    return said(request, violation, message, help)._replace(related=())


@schema_rule("IMS410", "iso-file-for-data-disk", Severity.ERROR)
def iso_file_for_data_disk(request: Request, violation: Violation) -> Finding:
    """A data disk image is created from an ISO file.

    Why: An ISO file contains the setup of a system. The service imports it only as a system disk image,
    with the operation `image` and `type: IsoImage`.

    Example:
        # ims-lint: operation=quickimport
        name: web-data
        image_url: ims-images:web-data.iso
        min_disk: 100
        type: DataImage

    Use instead:
        # ims-lint: operation=quickimport
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 100
        type: DataImage
    """
    message = f"{label(violation.path)} must not name an .iso file for a data disk image"
    return said(request, violation, message, "use an image file of the disk")


@schema_rule("IMS405", "iso-type-mismatch", Severity.ERROR, fix="unsafe")
def iso_type_mismatch(request: Request, violation: Violation) -> Finding:
    """The file is an ISO file but `type` is not `IsoImage`, or vice versa.

    Why: An ISO file is imported with `IsoImage`, and no other file is. A file without an extension
    can be either.

    Fix: Sets `type: IsoImage` for an ISO file. Unsafe, because the wrong file may be named.

    Example:
        name: web
        image_url: ims-images:web.iso
        min_disk: 40
        os_version: CentOS 7.6 64bit
        type: ECS

    Use instead:
        name: web
        image_url: ims-images:web.iso
        min_disk: 40
        os_version: CentOS 7.6 64bit
        type: IsoImage
    """
    if violation.keyword == "required":
        change = Change("Add type: IsoImage", False, (Insert(violation.path, "IsoImage"),))
        return said(
            request, violation, 'type must be "IsoImage" for an .iso file', 'add type: "IsoImage"', change=change
        )
    if violation.limit == ["IsoImage"]:
        change = Change('Change to "IsoImage"', False, (SetValue(violation.path, "IsoImage"),))
        message = f'type must be "IsoImage" for an .iso file, found {shown(violation.value)}'
        return said(request, violation, message, 'set type to "IsoImage"', change=change)
    extension = request.value["image_url"].rpartition(".")[2]
    message = f'type must not be "IsoImage" for a .{extension} file'
    return said(request, violation, message, "remove type, or set image_url to an .iso file")


@schema_rule("IMS406", "os-type-mismatch", Severity.ERROR)
def os_type_mismatch(request: Request, violation: Violation) -> Finding:
    """`os_version` does not match `os_type`.

    Why: One of the two is wrong. The service rejects the request or, worse, creates an image with the
    drivers of another system.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_type: Windows
        os_version: CentOS 7.6 64bit

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_type: Linux
        os_version: CentOS 7.6 64bit
    """
    os_type = request.value["os_type"]
    other = "Windows" if os_type == "Linux" else "Linux"
    message = f"os_version {shown(violation.value)} is not a {os_type} version, but os_type is {shown(os_type)}"
    help = f'set os_type to "{other}", or correct os_version'
    if useless := NOTES["x-no-effect"].get(request.source, {}).keys() & {"os_type", "os_version"}:
        help = f"remove {listed(sorted(useless))}"
        help += ", and correct os_version if it is wrong" if "os_version" not in useless else ""
    return said(request, violation, message, help)


@schema_rule("IMS407", "arm-with-bios", Severity.ERROR)
def arm_with_bios(request: Request, violation: Violation) -> Finding:
    """`architecture` is `arm` and `hw_firmware_type` is `bios`.

    Why: ECSs with ARM processors boot with UEFI only.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        architecture: arm
        hw_firmware_type: bios

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        architecture: arm
        hw_firmware_type: uefi
    """
    message = f'hw_firmware_type must be "uefi" with architecture "arm", found {shown(violation.value)}'
    return said(request, violation, message, 'set hw_firmware_type to "uefi"')
