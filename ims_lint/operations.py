"""The ways to create an image, and the source keys that pick them."""

from __future__ import annotations

from typing import Any

METHODS = {
    "ecs": "from-ecs",
    "ecs-data-disks": "from-ecs",
    "obs-file": "from-obs-file",
    "data-disk": "from-data-disk",
}
"""Each method, and the schema that has it among its definitions."""

SOURCES = {
    "instance_id": "ecs",
    "image_url": "obs-file",
    "volume_id": "data-disk",
    "data_images": "ecs-data-disks",
}
"""The source key at the root, and the method that it picks: the first that is there, in this order."""


def method_of(body: Any) -> str | None:
    """The method that a request's source key picks, None where it has no source."""
    if isinstance(body, dict):
        for source, method in SOURCES.items():
            if source in body:
                return method
    return None
