"""Rules on parameters that are accepted but probably not intended (5xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import UNCHECKED, Change, Finding, Remove, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule
from ims_lint.rules.wording import shown

_UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")

_IDS: dict[tuple[str | None, bool], tuple[str, str | None]] = {
    ("ecs", False): ("instance_id", "IMG.0012"),
    ("ecs-data-disks", True): ("volume_id", "IMG.0120"),
    ("obs-file", False): ("cmk_id", None),
    ("data-disk", False): ("volume_id", "IMG.0120"),
}
"""By source, at the top level or in an item: the parameter with an ID, and the error code for an unknown ID."""


_THINGS = {"instance_id": "ECS", "volume_id": "disk", "cmk_id": "key"}


@rule("IMS502", "overridden-parameter", Severity.WARNING, parameters=("data_images",), fix="unsafe")
def overridden_parameter(request: Request) -> Iterator[Finding]:
    """name, description, tags or image_tags is set at the top level of a request for data disk images.

    Why: Each item of `data_images` describes its own image. The values at the top level are accepted
    but have no effect.

    Fix: Removes the parameter from the top level. Unsafe, because the value may be meant for an item.

    Example:
        name: web
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30

    Use instead:
        data_images:
          - name: web-data
            volume_id: c5dfbd0c-bf0a-4798-a453-61dc6b54aa30
    """
    if request.picked is None or request.value.get("data_images") is UNCHECKED:
        return
    for name in request.picked.overridden:
        if request.value.get(name) not in (None, "", []):
            message = f"{name} has no effect at the top level; each item of data_images has its own"
            change = Change(f"Remove {name}", False, (Remove((name,)),))
            related = (("the items that count", ("data_images",)),)
            is_free = any(name not in item for _, item in request.data_images)
            help = f"move {name} to the items of data_images, or remove it" if is_free else "remove it"
            yield Finding("IMS502", (name,), message, help, at_key=True, related=related, change=change)


@rule(
    "IMS506",
    "id-not-uuid",
    Severity.WARNING,
    parameters=("instance_id", "volume_id", "cmk_id"),
    prevents=("IMG.0012", "IMG.0120"),
)
def id_not_uuid(request: Request) -> Iterator[Finding]:
    """An ID is not a UUID.

    Why: The IDs of ECSs, disks and keys are nearly always UUIDs. Another value may be a name, or an
    ID that was cut off.

    Example:
        name: web
        instance_id: web-server-1

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    for path, image in request.objects:
        name, answer = _IDS.get((request.source, bool(path)), ("", None))
        value = image.get(name)
        if isinstance(value, str) and value and not _UUID.fullmatch(value) and not re.search(r"\s", value):
            here = (*path, name)
            cleaned = re.sub(r"[^0-9A-Za-z-]", "", value)
            help = f"replace it with the ID of the {_THINGS[name]} if it is a name"
            if _UUID.fullmatch(cleaned):
                help = f'change it to "{cleaned}"'
            message = f"{label(here)} {shown(value)} is not a UUID"
            yield Finding("IMS506", here, message, help, prevents=answer)


@rule("IMS509", "deprecated-parameter", Severity.WARNING, parameters=("is_config_init",))
def deprecated_parameter(request: Request) -> Iterator[Finding]:
    """The deprecated parameter is_config_init is used.

    Why: The API page has not documented it since 2022. It works, but may stop working. It does not
    mean the same as `is_config`: the page listed both, with different meanings.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        is_config_init: true

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    if request.source == "obs-file" and "is_config_init" in request.value:
        message = "is_config_init is deprecated: not documented since 2022"
        help = "remove it if the import works without it"
        yield Finding("IMS509", ("is_config_init",), message, help, at_key=True)


@rule("IMS510", "schema-key", Severity.WARNING, parameters=("$schema",), fix="safe")
def schema_key(request: Request) -> Iterator[Finding]:
    """The request has a $schema key.

    Why: Only editors use it. If the file is sent as it is, it is sent to the service, which does not
    know it. `ims-lint render` removes it from the request body.

    Fix: Removes the key.

    Example:
        $schema: https://ims-lint.github.io/ims-lint/schemas/create-image.schema.json
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        # yaml-language-server: $schema=https://ims-lint.github.io/ims-lint/schemas/create-image.schema.json
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    if "$schema" in request.value:
        change = Change("Remove $schema", True, (Remove(("$schema",)),))
        help = "remove it, and name the schema in a comment or in the settings of the editor"
        yield Finding("IMS510", ("$schema",), "$schema is not a parameter of the API", help, at_key=True, change=change)


@rule("IMS519", "encrypted-bms-image", Severity.WARNING, parameters=("cmk_id",), prevents=("IMG.0118",))
def encrypted_bms_image(request: Request) -> Iterator[Finding]:
    """cmk_id is set for a bare-metal image (type BMS or Ironic).

    Why: The list of error codes says that an image for BMSs cannot be encrypted. Some requests with
    both work.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        type: BMS
        cmk_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        type: BMS
    """
    kind = request.value.get("type")
    if kind in ("BMS", "Ironic") and request.value.get("cmk_id"):
        message = f'cmk_id is probably not supported with type "{kind}"'
        related = ((f'type is "{kind}"', ("type",)),)
        yield Finding("IMS519", ("cmk_id",), message, "remove cmk_id, or change type", at_key=True, related=related)
