"""Describe the operations: their addresses, their schemas, and their sources."""

from __future__ import annotations

from typing import Any, NamedTuple


class Source(NamedTuple):
    """A source of an image.

    `parameter` is the source parameter, at the top level of a request; `file` is the schema file
    (without `.schema.json`) with its definition, which has the same name. `element` is the parameter
    that names the disk in each item of data_images, empty if there are no such items. If it `yields`,
    another source parameter in the same request takes precedence. `overridden` are the parameters
    that have an effect only in the items, not at the top level.
    """

    name: str
    parameter: str
    file: str
    element: str = ""
    yields: bool = False
    overridden: tuple[str, ...] = ()


class Operation(NamedTuple):
    """An operation of the API; if a request body has several sources, the first in the order of `sources` is used."""

    name: str
    address: str
    schema: str
    sources: tuple[Source, ...]

    def source_of(self, body: Any) -> Source | None:
        """The source of a request body, None if it has none."""
        if isinstance(body, dict):
            for source in self.sources:
                if source.parameter in body:
                    return source
        return None

    def source(self, name: str) -> Source:
        """The source with a name."""
        return next(source for source in self.sources if source.name == name)

    @property
    def source_names(self) -> list[str]:
        """The names of the sources."""
        return [source.name for source in self.sources]

    @property
    def source_parameters(self) -> list[str]:
        """The source parameters."""
        return [source.parameter for source in self.sources]


_ROOT_OF_DATA_DISKS = ("name", "description", "tags", "image_tags")

IMAGE = Operation(
    "image",
    "POST /v2/cloudimages/action",
    "create-image",
    (
        Source("ecs", "instance_id", "from-ecs"),
        Source("obs-file", "image_url", "from-obs-file", element="image_url"),
        Source("data-disk", "volume_id", "from-data-disk"),
        Source("ecs-data-disks", "data_images", "from-ecs", "volume_id", yields=True, overridden=_ROOT_OF_DATA_DISKS),
    ),
)
"""Create an image: tables 1 to 3 of the API page, with one or two sources each."""

OPERATIONS = (IMAGE,)
