"""Rules on values that need or exclude each other (4xx): the schemas hold them."""

from __future__ import annotations

from ims_lint.finding import Change, Finding, Insert, SetValue, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import said, schema_rule
from ims_lint.rules.wording import as_help, shown
from ims_lint.schema.store import parameter
from ims_lint.schema.violation import Violation


@schema_rule("IMS402", "iso-needs-os-version", Severity.ERROR)
def iso_needs_os_version(request: Request, violation: Violation) -> Finding:
    """An image from an ISO file has no `os_version`.

    An `.iso` file or `type: IsoImage` makes it an ISO import.

    Why: An ISO file holds the setup of a system, not the system, so the service cannot look its
    version up.

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
    return said(request, violation, "an ISO image must say its OS version", _os_version_help(request, violation))


@schema_rule("IMS403", "quick-import-needs-os-version", Severity.ERROR)
def quick_import_needs_os_version(request: Request, violation: Violation) -> Finding:
    """A quick import has no `os_version`.

    Why: Quick import does not look into the file, so the service cannot find out the version
    itself.

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
    return said(request, violation, "a quick import must say its OS version", _os_version_help(request, violation))


def _os_version_help(request: Request, violation: Violation) -> str:
    about = as_help(parameter(request.source, ("os_version",))["description"])
    verb = "add" if violation.keyword == "required" else "fill"
    return f"{verb} os_version, {about}; for example CentOS 7.6 64bit"


@schema_rule("IMS404", "quick-import-format", Severity.ERROR)
def quick_import_format(request: Request, violation: Violation) -> Finding:
    """A quick import is of a file that is neither RAW nor ZVHD2.

    Why: Quick import takes the file as it is. Only these two formats need no conversion.

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
    ending = violation.value.rsplit(".", 1)[-1]
    message = f"{label(violation.path)} ends in .{ending}, a format that cannot be imported the quick way"
    return said(request, violation, message)


@schema_rule("IMS405", "iso-type-mismatch", Severity.ERROR, fix="unsafe")
def iso_type_mismatch(request: Request, violation: Violation) -> Finding:
    """The file is an ISO image but `type` is not `IsoImage`, or the other way round.

    Why: An ISO file is imported as `IsoImage`, and as `IsoImage` only an ISO file. Files without an
    ending can be either, and are left alone.

    Fix: Writes `type: IsoImage` for an ISO file. Unsafe, because the wrong file may be named.

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
    file = shown(request.value["image_url"])
    if violation.keyword == "required":
        change = Change("Add type: IsoImage", False, (Insert(violation.path, "IsoImage"),))
        message = f"image_url is the ISO file {file}, but type is not IsoImage"
        return said(request, violation, message, "add type: IsoImage", change=change)
    is_iso = violation.limit == ["IsoImage"]
    write = Change("Write IsoImage", False, (SetValue(violation.path, "IsoImage"),))
    message = f"type is {shown(violation.value)}, which does not go with the file {file}"
    return said(request, violation, message, change=write if is_iso else None)


@schema_rule("IMS406", "os-type-mismatch", Severity.ERROR)
def os_type_mismatch(request: Request, violation: Violation) -> Finding:
    """`os_version` names an operating system that `os_type` is not.

    Why: One of the two is wrong. The service refuses the request or, worse, makes an image with the
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
    message = f"os_version is {shown(violation.value)}, but os_type is {shown(request.value['os_type'])}"
    return said(request, violation, message)


@schema_rule("IMS407", "arm-with-bios", Severity.ERROR)
def arm_with_bios(request: Request, violation: Violation) -> Finding:
    """`architecture` is `arm` and `hw_firmware_type` is `bios`.

    Why: Servers with arm processors boot by uefi only.

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
    return said(request, violation, f"hw_firmware_type is {shown(violation.value)}, but architecture is arm")
