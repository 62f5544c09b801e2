"""Every way to break one stated limit of a valid request, with the parameter that must be reported for it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.schema.test_schemas import EXPECTED, TABLES
from tests.strategies import ELEMENT, Body

Path = tuple[str | int, ...]

_SOURCES = {name: entry["source"] for name, entry in TABLES["objects"].items() if "source" in entry}
_SOURCE_VALUES = {
    "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a",
    "volume_id": "c5dfbd0c-bf0a-4798-a453-61dc6b54aa30",
    "image_url": "ims-images:web.qcow2",
}
_WRONG_TYPE: dict[str, tuple[Any, ...]] = {
    "string": (5, 1.5, True, None, [], {}),
    "integer": ("5", 1.5, True, None, [], {}),
    "boolean": ("true", 1, None, [], {}),
    "array": ("a", 1, True, None, {}),
}


_CODES = {
    "name": "IMS305",
    "description": "IMS306",
    "project": "IMS308",
    "id": "IMS309",
    "image_url": "IMS310",
    "tag-key": "IMS304",
    "tag-value": "IMS304",
    "not-blank": "IMS205",
}
"""The code for a value that breaks a format of the tables."""


class Mutation(NamedTuple):
    """A request broken in one place: how, where the error must stand (one of `paths`), with which code."""

    how: str
    body: Body
    paths: tuple[Path, ...]
    codes: tuple[str, ...]


def mutations(method: str, body: Body) -> Iterator[Mutation]:
    """All ways to break one limit of a valid request."""
    for name, path, value in _objects(method, body):
        for parameter, row in EXPECTED[name].items():
            here = (*path, parameter)
            if parameter in value:
                yield from _present(method, body, here, row)
        yield Mutation("unknown key", _with(body, (*path, "colour"), "red"), ((*path, "colour"),), ("IMS201",))
    yield from _sources(method, body)
    yield from _together(method, body)


def _objects(method: str, body: Body) -> Iterator[tuple[str, Path, Body]]:
    """The objects of a request: what the tables call them, and where they are."""
    here: list[tuple[str, Path, Body]] = [(method, (), body)]
    if method in ELEMENT:
        here += [(ELEMENT[method], ("data_images", i), item) for i, item in enumerate(body.get("data_images", []))]
    for name, path, value in here:
        yield name, path, value
        for index, tag in enumerate(value.get("image_tags", [])):
            yield "tag", (*path, "image_tags", index), tag


def _present(method: str, body: Body, here: Path, row: dict[str, Any]) -> Iterator[Mutation]:
    """All ways to break what the tables say of one parameter that is there."""
    parameter = str(here[-1])
    is_source = len(here) == 1 and parameter == _SOURCES[method]
    if row["mandatory"]:
        codes = ("IMS101", "IMS311") if is_source else ("IMS205",)
        paths: tuple[Path, ...] = ((), ("data_images",)) if is_source else (here,)
        yield Mutation("missing", _without(body, here), paths, codes)
    misspelt = (*here[:-1], parameter + parameter[-1])
    broken = _with(_without(body, here), misspelt, _at(body, here))
    yield Mutation("misspelt", broken, (misspelt,), ("IMS201",))
    for value in _WRONG_TYPE[row["type"]]:
        yield Mutation("wrong type", _with(body, here, value), (here,), ("IMS301",))
    for how, value, codes in _out_of_limits(parameter, row, _at(body, here)):
        yield Mutation(how, _with(body, here, value), (here,), codes)
    if row["limits"].get("format") == "tag":
        for value in [] if _at(body, here[:-1]).get("image_tags") else _refused("tag"):
            broken = _with(body, here, [*_at(body, here), value])
            yield Mutation("bad tag", broken, ((*here, len(_at(body, here))),), ("IMS307",))


def _out_of_limits(parameter: str, row: dict[str, Any], old: Any) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    limits = row["limits"]
    if "minimum" in limits:
        yield "too small", limits["minimum"] - 1, ("IMS303",)
    if "maximum" in limits:
        yield "too large", limits["maximum"] + 1, ("IMS303",)
    if "enum" in limits:
        yield "not allowed", "Nonsense", ("IMS302", "IMS405", "IMS407")
    if "min_length" in limits:
        yield "too short", "", ("IMS304", "IMS310", "IMS402", "IMS403")
    if "max_length" in limits:
        yield "too long", "x" * (limits["max_length"] + 1), ("IMS304",)
    if limits.get("min_items"):
        yield "too few", [], ("IMS311",)
    if row["type"] == "string" and "format" in limits:
        for value in _refused(limits["format"]):
            if limits["format"] == "image_url":  # with the ending that goes with the rest of the request
                value = value.replace(".qcow2", re.sub(r".*disk-[0-9]", "", old))
                value = value.replace(":x.raw", f":x{re.sub(r'.*disk-[0-9]', '', old)}")
            yield f"bad {parameter}", value, (_CODES[limits["format"]],)


def _refused(name: str) -> list[str]:
    return [value for value in TABLES["formats"][name]["refuses"] if value or name != "tag"]


def _sources(method: str, body: Body) -> Iterator[Mutation]:
    """A second source beside the first."""
    first = _SOURCES[method]
    for second, value in _SOURCE_VALUES.items():
        if second == first or (method == "ecs-data-disks" and second == "image_url"):
            continue
        codes = ("IMS103",) if {first, second} == {"data_images", "instance_id"} else ("IMS102",)
        yield Mutation(f"source {second}", {**body, second: value}, ((first,), (second,)), codes)


def _together(method: str, body: Body) -> Iterator[Mutation]:
    """Parameters that need or exclude each other."""
    if method == "ecs-data-disks":
        return
    yield from _both_tags(body, ())
    low_high = {**body, "min_ram": 2048, "max_ram": 1024}
    yield Mutation("max_ram below min_ram", low_high, (("max_ram",),), ("IMS408",))
    if method == "ecs":
        element = {"name": "a", "volume_id": _SOURCE_VALUES["volume_id"]}
        yield Mutation("data images", {**body, "data_images": [element]}, (("data_images",),), ("IMS103",))
        yield Mutation("other method", {**body, "min_disk": 40}, (("min_disk",),), ("IMS202",))
    if method == "obs-file":
        yield from _import(body)
        item = {"image_url": "ims-images:other-disk", "min_disk": 1, "volume_id": _SOURCE_VALUES["volume_id"]}
        wrong = {**body, "data_images": [item]}
        yield Mutation("volume_id of an image file", wrong, (("data_images", 0, "volume_id"),), ("IMS202",))
    else:
        yield Mutation("other method", {**body, "is_config": True}, (("is_config",),), ("IMS202",))
    yield Mutation("answer key", {**body, "__os_bit": "64"}, (("__os_bit",),), ("IMS203",))
    yield Mutation("full-ECS", {**body, "vault_id": "x"}, (("vault_id",),), ("IMS204",))


def _both_tags(body: Body, path: Path) -> Iterator[Mutation]:
    both = {**body, "tags": ["stage.test"], "image_tags": [{"key": "team", "value": "web"}]}
    yield Mutation("both tags", both, (("image_tags",),), ("IMS401",))


def _import(body: Body) -> Iterator[Mutation]:
    base = {
        key: value for key, value in body.items() if key not in ("type", "is_quick_import", "os_version", "os_type")
    }
    base["image_url"] = "ims-images:web.qcow2"
    iso = {**base, "image_url": "ims-images:web.iso", "type": "IsoImage", "os_version": "Debian 8.2.0 64bit"}
    quick = {**base, "image_url": "ims-images:web.raw", "is_quick_import": True, "os_version": "Debian 8.2.0 64bit"}
    here = (("os_version",),)
    yield Mutation("ISO without version", _without(iso, here[0]), here, ("IMS402",))
    yield Mutation("ISO with empty version", {**iso, "os_version": ""}, here, ("IMS402",))
    yield Mutation("ISO without type", _without(iso, ("type",)), (("type",),), ("IMS405",))
    yield Mutation("ISO with another type", {**iso, "type": "ECS"}, (("type",),), ("IMS405",))
    yield Mutation("IsoImage of another file", {**base, "type": "IsoImage"}, (("type",), here[0]), ("IMS405", "IMS402"))
    yield Mutation("quick without version", _without(quick, here[0]), here, ("IMS403",))
    iso_quick = {**quick, "image_url": "ims-images:web", "type": "IsoImage"}
    yield Mutation("quick import of an ISO image", iso_quick, (("is_quick_import",),), ("IMS404",))
    for ending in ("qcow2", "vmdk", "vhd", "zvhd", "VHDX"):
        broken = {**quick, "image_url": f"ims-images:web.{ending}"}
        yield Mutation("quick import of another file", broken, (("image_url",),), ("IMS404",))
    for version in ("Microsoft Windows Server 2022", "NeoKylin 7.6", "FreeBSD 14"):
        contrary = {**base, "os_type": "Linux" if "Windows" in version else "Windows", "os_version": version}
        yield Mutation("os_type", contrary, here, ("IMS406",))
    windows = {**base, "os_type": "Linux", "os_version": "Windows Server 2016 Standard 64bit"}
    yield Mutation("os_type", windows, here, ("IMS406",))
    arm = {**base, "architecture": "arm", "hw_firmware_type": "bios"}
    yield Mutation("arm with bios", arm, (("hw_firmware_type",),), ("IMS407",))
    elements = [{"image_url": f"ims-images:data-{index}", "min_disk": 1} for index in range(4)]
    yield Mutation("too many", {**base, "data_images": elements}, (("data_images",),), ("IMS311",))
    twice = {**base, "data_images": [{"image_url": base["image_url"], "min_disk": 1}]}
    yield Mutation("same file", twice, (("data_images", 0, "image_url"),), ("IMS409",))


# Values at paths


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _with(body: Body, path: Path, value: Any) -> Body:
    result = copy.deepcopy(body)
    _at(result, path[:-1])[path[-1]] = value
    return result


def _without(body: Body, path: Path) -> Body:
    result = copy.deepcopy(body)
    del _at(result, path[:-1])[path[-1]]
    return result
