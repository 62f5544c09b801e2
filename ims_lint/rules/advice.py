"""Rules on parameters that are accepted but are probably not what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import UNCHECKED, Change, Finding, Remove, RenameKey, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule

_UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")

_IDS: dict[tuple[str | None, bool], tuple[str, str | None]] = {
    ("ecs", False): ("instance_id", "IMG.0012"),
    ("ecs-data-disks", True): ("volume_id", "IMG.0120"),
    ("obs-file", False): ("cmk_id", None),
    ("data-disk", False): ("volume_id", "IMG.0120"),
}
"""By method, at the root or in an element: the parameter that takes an ID, and the answer if there is no such thing."""


@rule("IMS502", "overridden-parameter", Severity.WARNING, parameters=("data_images",), fix="unsafe")
def overridden_parameter(request: Request) -> Iterator[Finding]:
    """name, description, tags or image_tags stand at the root beside the data disks of an ECS.

    Why: Each element describes its own image. What stands at the root is accepted and not used.

    Fix: Removes the parameter from the root. Unsafe, because its value may be meant for an element.

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
            message = f"{name} at the root is not used: the elements of data_images have their own"
            change = Change(f"Remove {name}", False, (Remove((name,)),))
            related = (("the data images stand here", ("data_images",)),)
            help = f"move {name} into the elements of data_images, or remove it"
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

    Why: The IDs of servers, disks and keys are nearly always UUIDs. Something else may be a name,
    or an ID that was cut off.

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
            help = "write the ID, for example 877a2cda-ba63-4e1e-b95f-e67e48b6129a"
            message = f'{label(here)} is "{value}", which is not a UUID'
            yield Finding("IMS506", here, message, help, prevents=answer)


@rule("IMS509", "deprecated-parameter", Severity.WARNING, parameters=("is_config_init",), fix="unsafe")
def deprecated_parameter(request: Request) -> Iterator[Finding]:
    """is_config_init is used, the old name of is_config.

    Why: It left the API page in 2022. It still works, but nobody promises for how long.

    Fix: Renames it to `is_config`, or removes it where that stands beside it. Unsafe, because it
    changes what is sent.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        is_config_init: true

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        is_config: true
    """
    if request.source == "obs-file" and "is_config_init" in request.value:
        path = ("is_config_init",)
        help = "write is_config"
        change = Change("Rename is_config_init to is_config", False, (RenameKey(path, "is_config"),))
        if "is_config" in request.value:
            help = "remove it: is_config stands beside it"
            change = Change("Remove is_config_init", False, (Remove(path),))
        message = "is_config_init, the old name of is_config, left the API page in 2022"
        yield Finding("IMS509", path, message, help, at_key=True, change=change)


@rule("IMS510", "schema-key", Severity.WARNING, parameters=("$schema",), fix="safe")
def schema_key(request: Request) -> Iterator[Finding]:
    """A $schema key stands at the root of the request.

    Why: It helps an editor, but who sends the file as it is sends the key to the service too, which
    does not know it. `ims-lint render` leaves it out of the body.

    Fix: Removes the key.

    Example:
        $schema: https://ims-lint.github.io/schemas/create-image.schema.json
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        # yaml-language-server: $schema=https://ims-lint.github.io/schemas/create-image.schema.json
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    if "$schema" in request.value:
        change = Change("Remove $schema", True, (Remove(("$schema",)),))
        help = "name the schema in a comment or in the editor's settings, or send the output of `ims-lint render`"
        yield Finding("IMS510", ("$schema",), "$schema would be sent to the service", help, at_key=True, change=change)
