"""Rules on the source of the image (1xx): the schemas hold them."""

from __future__ import annotations

from ims_lint.finding import Severity
from ims_lint.rules.rule import Rule

NO_SOURCE = Rule(
    "IMS101",
    "no-source",
    Severity.ERROR,
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
    """,
    prevents=("IMG.0007",),
)

SEVERAL = Rule(
    "IMS102",
    "several-sources",
    Severity.ERROR,
    """Two sources of the image stand at the root.

    Why: A request makes its image from one source. Which of two would win is not documented.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_url: ims-images:web.qcow2

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
)

INSTANCE_DATA = Rule(
    "IMS103",
    "instance-with-data-images",
    Severity.ERROR,
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
    """,
)
