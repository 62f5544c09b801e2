"""Rules on single values (3xx): the schemas hold them."""

from __future__ import annotations

from ims_lint.diagnostic import Severity
from ims_lint.rules.rule import Rule

TYPE = Rule(
    "IMS301",
    "wrong-type",
    Severity.ERROR,
    """A value has another type than the parameter takes.

    Why: The service refuses it, or reads something else.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: "40"

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """,
    fix="safe",
)

ENUM = Rule(
    "IMS302",
    "value-not-allowed",
    Severity.ERROR,
    """A value is not one of those that the parameter takes.

    The fix corrects upper and lower case.

    Why: The service refuses it.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_type: linux

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_type: Linux
    """,
    fix="safe",
    prevents=(
        "IMG.0024",
        "IMG.0122",
        "IMG.0141",
        "IMG.0212",
        "IMG.0117",
    ),
)

RANGE = Rule(
    "IMS303",
    "out-of-range",
    Severity.ERROR,
    """A number is smaller or larger than the parameter allows.

    Why: The service refuses it.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 2048

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 1024
    """,
    prevents=("IMG.0055",),
)

LENGTH = Rule(
    "IMS304",
    "wrong-length",
    Severity.ERROR,
    """A text is empty or longer than the parameter allows.

    Why: The service refuses it.

    Example:
        name: ""
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
    prevents=(
        "IMG.0002",
        "IMG.0004",
    ),
)

NAME = Rule(
    "IMS305",
    "name-format",
    Severity.ERROR,
    """An image name holds a character that it may not, or starts or ends with a space.

    Sibling clouds accept more letters: a project can turn this rule down in its configuration.

    Why: The service refuses it.

    Example:
        name: web/staging
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web-staging
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
    prevents=("IMG.0003",),
)

DESCRIPTION = Rule(
    "IMS306",
    "description-format",
    Severity.ERROR,
    """A description holds a line break, `<` or `>`.

    Why: The service refuses it.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web <staging>

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: web (staging)
    """,
    prevents=("IMG.0054",),
)

TAGS = Rule(
    "IMS307",
    "tag-format",
    Severity.ERROR,
    """A tag in `tags` is not written as `<key>.<value>`.

    Key (1 to 36) and value (0 to 43 characters) hold letters, digits, underscores and hyphens; the
    first dot parts them. `image_tags` takes any characters.

    Why: The service refuses it.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: ["stage:test"]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
    """,
    prevents=("IMG.0115",),
)

PROJECT = Rule(
    "IMS308",
    "enterprise-project-id",
    Severity.ERROR,
    """`enterprise_project_id` is neither a UUID nor `"0"` nor `""`.

    Why: The service refuses it.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        enterprise_project_id: default

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        enterprise_project_id: "0"
    """,
    prevents=("IMG.0155",),
)

ID = Rule(
    "IMS309",
    "id-format",
    Severity.ERROR,
    """An ID holds white space.

    Why: There is no such ID.

    Example:
        name: web
        instance_id: "877a2cda ba63"

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """,
    prevents=(
        "IMG.0012",
        "IMG.0120",
    ),
)

IMAGE_URL = Rule(
    "IMS310",
    "image-url-format",
    Severity.ERROR,
    """`image_url` is not written as `<bucket>:<path in the bucket>`.

    The fix rewrites web addresses, `obs://` and `s3://` addresses and `bucket/file`.

    Why: The service does not find the file.

    Example:
        name: web
        image_url: obs://ims-images/web.qcow2
        min_disk: 40

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """,
    fix="safe",
    prevents=(
        "IMG.0017",
        "IMG.0068",
        "IMG.0109",
        "IMG.0175",
    ),
)

COUNT = Rule(
    "IMS311",
    "wrong-count",
    Severity.ERROR,
    """A list has too few or too many elements.

    Why: The service refuses it.

    Example:
        data_images: []

    Use instead:
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30
    """,
)
