"""A request as the checks see it: its values, its method, and what in it is not to be judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import UNCHECKED, Finding, Path, Value, label
from ims_lint.operations import method_of

Objects = list[tuple[Path, dict[str, Value]]]


class Request:
    """The value of a document, in which placeholders have become UNCHECKED.

    `placeholders` are the paths of these. A key that is one is left out of the value, and the object
    that holds it is `open`: which parameters it has is not known. `method` is the way to create an
    image that the source key picks, None where there is no source, or where it may be a placeholder.
    """

    def __init__(self, value: Value, placeholders: re.Pattern[str] | None = None) -> None:
        self.placeholders: list[Path] = []
        self.open: set[Path] = set()
        self.value = value if placeholders is None else self._without(value, placeholders, ())
        self.method = method_of(self.value)
        self._has_images = self.method in ("obs-file", "ecs-data-disks")
        self._data_images: Objects | None = None
        self._objects: Objects | None = None
        if () in self.open and self.method == "ecs-data-disks":
            self.method = None

    @property
    def data_images(self) -> Objects:
        """The elements of data_images that are objects, with their paths."""
        if self._data_images is None:
            elements = self.value.get("data_images") if isinstance(self.value, dict) else None
            listed = enumerate(elements if isinstance(elements, list) else ())
            self._data_images = [(("data_images", index), each) for index, each in listed if isinstance(each, dict)]
        return self._data_images

    @property
    def objects(self) -> Objects:
        """The objects that describe an image or a part of one, with their paths: the root, and data images."""
        if self._objects is None:
            self._objects = [((), self.value), *(self.data_images if self._has_images else ())]
        return self._objects

    def leave_out_data_images(self) -> None:
        """Keep the rules from the elements of a list that is to be split up anyway."""
        self._data_images = []

    def _without(self, value: Value, pattern: re.Pattern[str], path: Path) -> Value:
        if isinstance(value, dict):
            names = [key for key in value if not pattern.search(key)]
            if len(names) < len(value):
                self.open.add(path)
                self.placeholders += ((*path, key) for key in value if key not in names)
            return {key: self._without(value[key], pattern, (*path, key)) for key in names}
        if isinstance(value, list):
            return [self._without(item, pattern, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, str) and pattern.search(value):
            self.placeholders.append(path)
            return UNCHECKED
        return value


def texts(values: Value) -> Iterator[tuple[int, str]]:
    """The strings of a list with their index; nothing for anything that is no list."""
    if isinstance(values, list):
        for index, value in enumerate(values):
            if isinstance(value, str):
                yield index, value


def unfilled_placeholder(path: Path) -> Finding:
    """The finding for a placeholder, where placeholders are not wanted."""
    return Finding(
        "IMS015", path, f"{label(path)} is an unfilled placeholder and was not checked", "fill it before this check"
    )
