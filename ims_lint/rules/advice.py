"""Rules on parameters that are accepted but probably not intended (5xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import UNCHECKED, Change, Finding, Path, Remove, Severity, label
from ims_lint.operations import BY_NAME, of_schema
from ims_lint.request import Request
from ims_lint.rules.rule import rule
from ims_lint.rules.spelling import is_slip_of
from ims_lint.rules.wording import shown
from ims_lint.schema.compiled import PARTS
from ims_lint.schema.store import parameter

_UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")

_FILE_NAME = re.compile(r"(?:.*[/\\])?(?P<name>[\w-]+)(?:\.schema)?\.json#?")
"""Matches an address that ends in the name of a JSON Schema."""

_IDS = {
    "instance_id": ("ECS", "IMG.0012"),
    "volume_id": ("disk", "IMG.0120"),
    "cmk_id": ("key", None),
    "backup_id": ("backup", None),
    "vault_id": ("vault", "IMG.0184"),
}
"""By parameter: what its ID is of, and the error code for an unknown ID."""


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
    if request.picked is None or request.value.get("data_images") in (UNCHECKED, []):
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
    parameters=("instance_id", "volume_id", "cmk_id", "backup_id", "vault_id"),
    prevents=("IMG.0012", "IMG.0120", "IMG.0184"),
)
def id_not_uuid(request: Request) -> Iterator[Finding]:
    """An ID is not a UUID.

    Why: The IDs of ECSs, disks, backups, vaults and keys are nearly always UUIDs. Another value may be a name, or an
    ID that was cut off.

    Example:
        name: web
        instance_id: web-server-1

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    for path, image in request.objects:
        for name in _IDS.keys() & image.keys():
            value, (thing, answer) = image[name], _IDS[name]
            if not isinstance(value, str) or not value or _UUID.fullmatch(value) or re.search(r"\s", value):
                continue
            here = (*path, name)
            if not _is_id(request, here):
                continue
            cleaned = re.sub(r"[^0-9A-Za-z-]", "", value)
            help = f"replace it with the ID of the {thing} if it is a name"
            if _UUID.fullmatch(cleaned):
                help = f'change it to "{cleaned}"'
            message = f"{label(here)} {shown(value)} is not a UUID"
            yield Finding("IMS506", here, message, help, prevents=answer)


def _is_id(request: Request, path: Path) -> bool:
    """Whether the schemas check the value at a path as an ID."""
    return parameter(request.source, path).get("x-rule") == {"pattern": "IMS309"}


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

    A `$schema` that names the schema of an operation is not reported: it declares the operation.

    Why: Only editors use it. If the file is sent as it is, it is sent to the service, which does not
    know it. `ims-lint render` removes it from the request body.

    Fix: Removes the key, unless it is a misspelled schema of an operation.

    Example:
        $schema: https://ims-lint.github.io/ims-lint/schemas/create-image.schema.json
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        # yaml-language-server: $schema=https://ims-lint.github.io/ims-lint/schemas/create-image.schema.json
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
    """
    address = request.value.get("$schema")
    if "$schema" not in request.value or of_schema(address):
        return
    if meant := _misspelt_schema(address):
        help = f"change its end to {meant}.schema.json, or remove it"
        yield Finding("IMS510", ("$schema",), "$schema names no operation", help, at_key=True)
        return
    places = "in a comment or in" if request.comments else "in"
    help = f"remove it, and name the schema {places} the settings of the editor"
    change = Change("Remove $schema", True, (Remove(("$schema",)),))
    yield Finding("IMS510", ("$schema",), "$schema is not a parameter of the API", help, at_key=True, change=change)


def _misspelt_schema(address: object) -> str | None:
    """The operation that the file name at the end of an address misspells; None if it is another name."""
    match = _FILE_NAME.fullmatch(address) if isinstance(address, str) else None
    return next((name for name in BY_NAME if match and is_slip_of(match["name"], name)), None)


@rule(
    "IMS519",
    "encrypted-bms-image",
    Severity.WARNING,
    operations=("image",),
    parameters=("cmk_id",),
    prevents=("IMG.0118",),
)
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


@rule("IMS523", "no-vault", Severity.WARNING, operations=("wholeimages",), parameters=("instance_id",))
def no_vault(request: Request) -> Iterator[Finding]:
    """A full-ECS image is created from an ECS without `vault_id`.

    A request that is only known by `whole_image_type` to be for full-ECS images is not reported.

    Why: The service backs up the ECS first. A CBR backup requires a vault; without one, the service
    uses CSBS, which not all clouds have.

    Example:
        # ims-lint: operation=wholeimages
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        # ims-lint: operation=wholeimages
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        vault_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77
    """
    if not {"vault_id", "whole_image_type"} & request.value.keys() and () not in request.open:
        message = "vault_id is missing; a CBR backup requires it"
        yield Finding("IMS523", ("vault_id",), message, "add vault_id, unless CSBS makes the backup")


@rule(
    "IMS524",
    "no-whole-image-type",
    Severity.WARNING,
    operations=("wholeimages",),
    parameters=("backup_id",),
    prevents=("IMG.0198",),
)
def no_whole_image_type(request: Request) -> Iterator[Finding]:
    """A full-ECS image is created from a backup without `whole_image_type`.

    Why: The service takes the backup for a CSBS backup. The ID of a CBR backup does not match then.

    Example:
        name: web
        backup_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77

    Use instead:
        name: web
        backup_id: 3e8b3c9d-1f5a-4a6f-9c55-0d3f5a8d1c77
        whole_image_type: CBR
    """
    value = request.value.get("whole_image_type", "")
    if value == "" and () not in request.open:
        where = "whole_image_type is empty" if "whole_image_type" in request.value else "whole_image_type is missing"
        message = f"{where}; the service takes the backup for a CSBS backup"
        help = 'set whole_image_type to "CBR" or "CSBS", the service that made the backup'
        yield Finding("IMS524", ("whole_image_type",), message, help)


@rule("IMS525", "converted-quick-import", Severity.WARNING, operations=("quickimport",), parameters=("image_url",))
def converted_quick_import(request: Request) -> Iterator[Finding]:
    """The file for the quick import of a data disk is neither RAW nor ZVHD2.

    Why: The API page allows only these two formats. Its older examples import a QCOW2 file, so this is a
    warning. For a system disk it is an error (IMS404).

    Example:
        name: web-data
        image_url: ims-images:web-data.qcow2
        min_disk: 100
        type: DataImage

    Use instead:
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 100
        type: DataImage
    """
    address = request.value.get("image_url")
    is_right = PARTS["common.raw-or-zvhd2"](request.value)
    if request.value.get("type") == "DataImage" and isinstance(address, str) and not is_right:
        extension = address.rpartition(".")[2]
        message = f"image_url names a .{extension} file; quick import is documented for .raw and .zvhd2 files only"
        yield Finding("IMS525", ("image_url",), message, "convert the file to RAW or ZVHD2")
