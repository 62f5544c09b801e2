"""Represent a request for the rules: its operation, source and values, and what must not be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import UNCHECKED, Path, Value
from ims_lint.operations import IMAGE, SOURCES, Operation, Source
from ims_lint.schema.compiled import SOURCE_OF

_BARE_NAME = re.compile(r"\$\w*")
"""Matches a key such as `$schema`: `$NAME` is a placeholder as a value, but not as a key."""

Objects = list[tuple[Path, dict[str, Value]]]


class Request:
    """A request whose values with placeholders are replaced by UNCHECKED.

    `placeholders` are the paths of these values. A key with a placeholder is removed, and the path of
    its object is added to `open`: its parameters are not all known. `picked` is the source of the
    image, and `source` its name; both are None if the source is missing or may be a placeholder. If it
    is `sent`, its file has the address that it is sent to; `comments` tells whether its language has any.
    With `only_root`, the rules do not see the items of data_images. `data_images` are those that are
    objects, `objects` all that describe images (none without a source), both with their paths.
    """

    def __init__(
        self,
        value: Value,
        placeholders: re.Pattern[str] | None = None,
        *,
        operation: Operation = IMAGE,
        sent: bool = False,
        comments: bool = True,
        only_root: bool = False,
    ) -> None:
        self.operation = operation
        self.sent = sent
        self.comments = comments
        self.placeholders: list[Path] = []
        self.open: set[Path] = set()
        self.value = value if placeholders is None else self._without(value, placeholders, ())
        elements = self.value.get("data_images") if isinstance(self.value, dict) and not only_root else None
        items = enumerate(elements if isinstance(elements, list) else ())
        self.data_images: Objects = [(("data_images", index), each) for index, each in items if isinstance(each, dict)]
        name = SOURCE_OF[operation.name](self.value)
        picked = SOURCES[name] if name else None
        self.picked = None if picked and picked.yields and self._misses_source(picked) else picked
        self.source = self.picked.name if self.picked else None
        self.objects = self._images(self.picked) if self.picked else []

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the parameters in all objects."""
        return frozenset().union(*[each for _, each in self.objects])

    def _misses_source(self, picked: Source) -> bool:
        """Whether a source parameter that `picked` yields to is missing, or may be a placeholder."""
        named = {name for _, element in self.data_images for name in element}
        others = {source.element for source in self.operation.sources} - {picked.element}
        return () in self.open or (picked.element not in named and not others.isdisjoint(named))

    def _images(self, picked: Source) -> Objects:
        """The objects that describe images, with their paths: top level and data images."""
        root = self.value
        if picked.overridden:
            root = {name: each for name, each in root.items() if name not in picked.overridden}
        return [((), root), *(self.data_images if picked.element else ())]

    @property
    def root(self) -> Request:
        """The request without the items of data_images."""
        root = Request(self.value, operation=self.operation, sent=self.sent, comments=self.comments, only_root=True)
        root.placeholders, root.open = self.placeholders, self.open
        return root

    def _without(self, value: Value, pattern: re.Pattern[str], path: Path) -> Value:
        if isinstance(value, str):
            if not pattern.search(value):
                return value
            self.placeholders.append(path)
            return UNCHECKED
        if isinstance(value, dict):
            names = [key for key in value if not pattern.search(key) or _BARE_NAME.fullmatch(key)]
            if len(names) < len(value):
                self.open.add(path)
                self.placeholders += ((*path, key) for key in value if key not in names)
            return {key: self._without(value[key], pattern, (*path, key)) for key in names}
        if isinstance(value, list):
            return [self._without(item, pattern, (*path, index)) for index, item in enumerate(value)]
        return value


def texts(values: Value) -> Iterator[tuple[int, str]]:
    """The strings in a list with their indexes; nothing for other values."""
    if isinstance(values, list):
        for index, value in enumerate(values):
            if isinstance(value, str):
                yield index, value
