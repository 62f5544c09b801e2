"""Create a starter request from the schemas: required parameters as placeholders, optional ones as comments."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ims_lint.finding import Path, Value
from ims_lint.operations import IMAGE, OPERATIONS, SOURCES, Operation
from ims_lint.schema.store import Schema, flatten, load, parameter, source_schema

_WIDTH = 100
_DATA_IMAGES = {"ecs-data-disks": 1, "obs-file": 0}


class CannotStart(Exception):
    """A combination of options that the API does not support."""


@dataclass(frozen=True)
class Starter:
    """The options of a starter request."""

    source: str
    iso: bool = False
    quick_import: bool = False
    data_images: int = 0

    def check(self) -> None:
        """Check that the API supports the combination of options.

        Raises:
            CannotStart: it does not; the message says why.
        """
        if (self.iso or self.quick_import) and self.source != "obs-file":
            raise CannotStart("--iso and --quick-import are only allowed with obs-file")
        if self.iso and self.quick_import:
            raise CannotStart("--iso is not allowed with --quick-import")
        if self.data_images and self.source not in _DATA_IMAGES:
            raise CannotStart(f"--with-data-images is only allowed with {' and '.join(_DATA_IMAGES)}")
        maximum = parameter(self.source, ("data_images",)).get("maxItems")
        if maximum is not None and self.source in _DATA_IMAGES and self.data_images > maximum:
            raise CannotStart(f"--with-data-images must be at most {maximum}, found {self.data_images}")

    def required(self) -> dict[str, Value]:
        """The required parameters, each with a placeholder or the value that the options imply."""
        schema = source_schema(self.source)
        request: dict[str, Value] = {name: f"${{{name.upper()}}}" for name in schema["required"]}
        request |= schema.get("x-starter", {})
        if self.iso:
            request |= {"image_url": "${BUCKET}:${FILE}.iso", "type": "IsoImage"}
        if self.quick_import:
            request |= {"image_url": "${BUCKET}:${FILE}.zvhd2", "is_quick_import": True}
        if self.iso or self.quick_import:
            request["os_version"] = "${OS_VERSION}"
        count = max(self.data_images, _DATA_IMAGES.get(self.source, 0))
        if count:
            request["data_images"] = [self._data_image(number) for number in range(1, count + 1)]
        return request

    def _data_image(self, number: int) -> dict[str, Value]:
        path: Path = ("data_images", 0)
        image: dict[str, Value] = {
            name: f"${{DATA_{number}_{name.upper()}}}" for name in parameter(self.source, path)["required"]
        }
        if self.quick_import and "image_url" in image:
            image |= {"is_quick_import": True}
        return image

    def optional(self) -> Iterator[tuple[str, Schema]]:
        """The optional parameters with their schemas."""
        given = self.required()
        for name in source_schema(self.source)["properties"]:
            about = parameter(self.source, (name,))
            if name not in given and name != "$schema" and not about.get("doNotSuggest") and not self._overridden(name):
                yield name, about

    def _overridden(self, name: str) -> bool:
        return name in SOURCES[self.source].overridden

    @property
    def operation(self) -> Operation:
        """The operation that the source belongs to."""
        return next(each for each in OPERATIONS if self.source in each.source_names)

    @property
    def schema(self) -> str:
        """The URL of the schema that declares the operation."""
        return str(load(self.operation.name)["$id"])


def as_json(starter: Starter) -> str:
    """The starter request as JSON, which has no comments: only the required parameters.

    An operation that is not the first one is declared by `$schema`.
    """
    declared = {} if starter.operation is IMAGE else {"$schema": starter.schema}
    return json.dumps(declared | starter.required(), indent=2) + "\n"


def as_yaml(starter: Starter) -> str:
    """The starter request as YAML, with the optional parameters as comments."""
    title = source_schema(starter.source)["title"]
    lines = [f"# yaml-language-server: $schema={starter.schema}", f"# {title}", ""]
    for name, value in starter.required().items():
        lines += [*_meaning(parameter(starter.source, (name,))), *_entry(name, value)]
    lines += ["", "# Optional parameters:"]
    for name, schema in starter.optional():
        lines += ["", *_meaning(schema), f"# {name}: {_sample(schema)}"]
    return "\n".join(lines) + "\n"


def _meaning(schema: Schema) -> list[str]:
    """The description, values and default of a parameter as comments."""
    facts = [schema["description"].rstrip(".") + "."]
    if "enum" in schema:
        facts.append(f"One of {', '.join(each or json.dumps(each) for each in schema['enum'])}.")
    if "default" in schema:
        facts.append(f"Default: {json.dumps(schema['default'])}.")
    return textwrap.wrap(
        " ".join(facts), width=_WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def _sample(schema: Schema) -> str:
    value: Any = next(iter(schema.get("examples", ())), None)
    if value is None:
        value = schema["enum"][0] if "enum" in schema else schema.get("default", True)
    if schema.get("type") == "array" and not value:
        value = [_item(schema["items"])]
    return json.dumps(value)


def _item(schema: Schema) -> Value:
    schema = flatten(schema)
    if schema.get("type") == "object":
        return {name: _item(schema["properties"][name]) for name in schema["required"]}
    return schema["examples"][0]


def _entry(name: str, value: Value) -> list[str]:
    if not isinstance(value, list):
        return [f"{name}: {_scalar(value)}"]
    lines = [f"{name}:"]
    for item in value:
        pairs = [f"{key}: {_scalar(each)}" for key, each in item.items()]
        lines += [f"  {'- ' if index == 0 else '  '}{pair}" for index, pair in enumerate(pairs)]
    return lines


def _scalar(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value)
