"""A request as the checks see it: its values, its method, and what in it is not to be judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import UNCHECKED, Finding, Path, Value, label
from ims_lint.schema.methods import method_of


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
        self.data_images = _data_images(self.value)
        self.objects: list[tuple[Path, dict[str, Value]]] = [((), self.value)]
        if self.method in ("obs-file", "ecs-data-disks"):
            self.objects += self.data_images
        if () in self.open and self.method == "ecs-data-disks":
            self.method = None

    def leave_out_data_images(self) -> None:
        """Keep the rules from the elements of a list that is to be split up anyway."""
        self.data_images = []
        self.objects = self.objects[:1]

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


def _data_images(body: Value) -> list[tuple[Path, dict[str, Value]]]:
    elements = body.get("data_images") if isinstance(body, dict) else None
    if not isinstance(elements, list):
        return []
    return [(("data_images", index), each) for index, each in enumerate(elements) if isinstance(each, dict)]


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
