"""Rules on values that need or exclude each other (4xx), as far as the schemas hold them."""

from __future__ import annotations

from ims_lint.finding import Severity
from ims_lint.rules.rule import Rule

BOTH_TAGS = Rule(
    "IMS401",
    "tags-with-image-tags",
    Severity.ERROR,
    """`tags` and `image_tags` stand side by side, both with elements.

    Why: The service takes one of the two. Which of them would win is not documented.

    Fix: Moves what stands in `tags` into `image_tags`, in front of what is there. Unsafe, because a
    tag may stand in both.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
        image_tags:
          - key: team
            value: web

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_tags:
          - key: stage
            value: test
          - key: team
            value: web
    """,
    fix="unsafe",
    prevents=("IMG.0115",),
)

ISO_VERSION = Rule(
    "IMS402",
    "iso-needs-os-version",
    Severity.ERROR,
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
    """,
    prevents=("IMG.0166",),
)

QUICK_VERSION = Rule(
    "IMS403",
    "quick-import-needs-os-version",
    Severity.ERROR,
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
    """,
    prevents=("IMG.0056",),
)

QUICK_FORMAT = Rule(
    "IMS404",
    "quick-import-format",
    Severity.ERROR,
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
    """,
    prevents=("IMG.0072",),
)

ISO_TYPE = Rule(
    "IMS405",
    "iso-type-mismatch",
    Severity.ERROR,
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
    """,
    fix="unsafe",
    prevents=("IMG.0024",),
)

OS_TYPE = Rule(
    "IMS406",
    "os-type-mismatch",
    Severity.ERROR,
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
    """,
    prevents=("IMG.0122",),
)

ARM = Rule(
    "IMS407",
    "arm-with-bios",
    Severity.ERROR,
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
    """,
    prevents=("IMG.0141",),
)
