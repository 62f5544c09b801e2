"""Rules on which parameters stand in a request (2xx): the schemas hold them."""

from __future__ import annotations

from ims_lint.finding import Severity
from ims_lint.rules.rule import Rule

UNKNOWN = Rule(
    "IMS201",
    "unknown-parameter",
    Severity.ERROR,
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
    """,
    fix="safe",
)

OTHER_METHOD = Rule(
    "IMS202",
    "parameter-of-another-method",
    Severity.ERROR,
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
    """,
)

ANSWER = Rule(
    "IMS203",
    "answer-key",
    Severity.ERROR,
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
    """,
    fix="safe",
)

FULL_ECS = Rule(
    "IMS204",
    "full-ecs-parameter",
    Severity.ERROR,
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
    """,
)

MISSING = Rule(
    "IMS205",
    "missing-parameter",
    Severity.ERROR,
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
    """,
    prevents=("IMG.0012", "IMG.0013", "IMG.0055", "IMG.0056", "IMG.0115", "IMG.0120"),
)
