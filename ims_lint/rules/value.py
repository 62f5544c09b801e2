"""Rules on single values (3xx): the schemas hold them."""

from __future__ import annotations

from ims_lint.finding import Severity
from ims_lint.rules.rule import Rule

TYPE = Rule(
    "IMS301",
    "wrong-type",
    Severity.ERROR,
    """A value has another type than the parameter takes.

    Why: The service refuses the value. YAML decides by how a value is written: `40` is a number,
    `"40"` is a text, `0` is no text.

    Fix: Puts a number in quotes where a text is asked for, or takes the quotes away where a number
    or a boolean is, if nothing else can be meant.

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
    prevents=(
        "IMG.0003",
        "IMG.0012",
        "IMG.0017",
        "IMG.0024",
        "IMG.0054",
        "IMG.0055",
        "IMG.0056",
        "IMG.0115",
        "IMG.0117",
        "IMG.0120",
        "IMG.0122",
        "IMG.0141",
        "IMG.0155",
        "IMG.0212",
    ),
)

ENUM = Rule(
    "IMS302",
    "value-not-allowed",
    Severity.ERROR,
    """A value is not one of those that the parameter takes.

    Why: The service knows only these words, and tells upper from lower case.

    Fix: Corrects upper and lower case and outer spaces; other words are left to you.

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

    Why: The service refuses a size outside of the range. Memory is counted in MB, disks in GB: a
    mix-up is easy.

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

    Why: The service counts characters too, and refuses the request.

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
        "IMG.0012",
        "IMG.0013",
        "IMG.0056",
        "IMG.0115",
        "IMG.0120",
    ),
)

NAME = Rule(
    "IMS305",
    "name-format",
    Severity.ERROR,
    """An image name holds a character that it may not, or starts or ends with a space.

    Sibling clouds accept more letters: a project can turn this rule down in its configuration.

    Why: The service refuses the name.

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

    Why: The service refuses the description. In YAML a text that starts with `|` or `>` ends with a
    line break: write it on one line, or start it with `>-`.

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

    Why: The service refuses the tag. What needs other characters can be written in `image_tags`,
    which takes any.

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

    Why: The project is known by its UUID, not by its name; `"0"` and `""` stand for the default
    project.

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

    Why: No server, disk or key has such an ID: a name was written in its place, or a space or line
    break was copied with it.

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

    For example `ims-images:linux/web.qcow2`. A bucket name has 3 to 63 lower-case letters, digits,
    hyphens and dots; the path may hold folders, but no space.

    Why: The service takes neither web addresses nor those of other tools, only the name of the
    bucket, a colon and the path in the bucket. It answers by what is wrong.

    Fix: Rewrites web addresses of OBS, `obs://` and `s3://` addresses, and `bucket/file`, where
    bucket and path can be told for certain.

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

    Why: An empty `data_images` names no disk to make an image of; and with the file of a system
    disk come at most three data disks.

    Example:
        data_images: []

    Use instead:
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30
    """,
)
