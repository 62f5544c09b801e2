"""The table of the operations: their addresses, their schemas, and what each can make an image from."""

from __future__ import annotations

from typing import Any, NamedTuple


class Source(NamedTuple):
    """What an image can be made from.

    `parameter` picks it by standing at the root of a request, `file` is the schema (without
    `.schema.json`) that has its definition, under the same name. `element` is the parameter that
    each element of data_images names its disk by, empty where there are no such elements. Where it
    `yields`, `parameter` may stand beside that of another source, which then counts. `overridden`
    are the parameters that count in the elements only, and not at the root.
    """

    name: str
    parameter: str
    file: str
    element: str = ""
    yields: bool = False
    overridden: tuple[str, ...] = ()


class Operation(NamedTuple):
    """A request of the API; of several sources in one body, the first in the order of `sources` counts."""

    name: str
    address: str
    schema: str
    sources: tuple[Source, ...]

    def source_of(self, body: Any) -> Source | None:
        """The source that a body picks, None where it picks none."""
        if isinstance(body, dict):
            for source in self.sources:
                if source.parameter in body:
                    return source
        return None

    def source(self, name: str) -> Source:
        """The source of a name."""
        return next(source for source in self.sources if source.name == name)

    @property
    def source_names(self) -> list[str]:
        """The names of the sources."""
        return [source.name for source in self.sources]

    @property
    def source_parameters(self) -> list[str]:
        """The parameters that pick the sources."""
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
"""Creating an Image: tables 1 to 3 of the API page, one or two sources a table."""

OPERATIONS = (IMAGE,)
