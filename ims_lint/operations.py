"""Describe the operations: their names, their addresses, and their sources."""

from __future__ import annotations

import re
from typing import NamedTuple


class Source(NamedTuple):
    """A source of an image.

    `name` is also that of its definition in the schema `file` (without `.schema.json`). `parameter` is the
    source parameter, at the top level of a request. `element` is the parameter that names the disk in
    each item of data_images, empty if there are no such items. If it `yields`, another source parameter
    in the same request takes precedence. `overridden` are the parameters that have an effect only in the
    items, not at the top level.
    """

    name: str
    parameter: str
    file: str
    element: str = ""
    yields: bool = False
    overridden: tuple[str, ...] = ()


class Operation(NamedTuple):
    """An operation of the API; its schema has its name, and picks the source of a request."""

    name: str
    address: str
    sources: tuple[Source, ...]

    @property
    def source_names(self) -> list[str]:
        """The names of the sources."""
        return [source.name for source in self.sources]

    @property
    def source_parameters(self) -> list[str]:
        """The source parameters."""
        return list(dict.fromkeys(source.parameter for source in self.sources))


_ROOT_OF_DATA_DISKS = ("name", "description", "tags", "image_tags")

IMAGE = Operation(
    "image",
    "POST /v2/cloudimages/action",
    (
        Source("ecs", "instance_id", "from-ecs"),
        Source("obs-file", "image_url", "from-obs-file", element="image_url"),
        Source("data-disk", "volume_id", "from-data-disk"),
        Source("ecs-data-disks", "data_images", "from-ecs", "volume_id", yields=True, overridden=_ROOT_OF_DATA_DISKS),
    ),
)
"""Create an image: tables 1 to 3 of the API page, with one or two sources each."""

OPERATIONS = (
    IMAGE,
    Operation(
        "quickimport",
        "POST /v2/cloudimages/quickimport/action",
        (
            Source("quickimport-system-disk", "image_url", "quickimport"),
            Source("quickimport-data-disk", "image_url", "quickimport"),
        ),
    ),
    Operation(
        "wholeimages",
        "POST /v1/cloudimages/wholeimages/action",
        (
            Source("wholeimages-ecs", "instance_id", "wholeimages"),
            Source("wholeimages-backup", "backup_id", "wholeimages"),
        ),
    ),
    Operation(
        "dataimages",
        "POST /v1/cloudimages/dataimages/action",
        (Source("dataimages", "image_url", "dataimages"),),
    ),
)
"""The operations; a request is for the first one if nothing tells otherwise."""

BY_NAME = {operation.name: operation for operation in OPERATIONS}

SOURCES = {source.name: source for operation in OPERATIONS for source in operation.sources}
"""The sources of all operations by name."""

_SCHEMA = re.compile(rf"(?:.*[/\\])?({'|'.join(BY_NAME)})(?:\.[a-z-]+)?\.schema\.json#?")


def of_schema(address: object) -> Operation | None:
    """The operation whose schema a URL or path names, such as the value of `$schema`; None if it names none."""
    match = _SCHEMA.fullmatch(address) if isinstance(address, str) else None
    return BY_NAME[match[1]] if match else None
