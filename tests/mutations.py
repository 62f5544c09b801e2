"""Every way to break one stated limit of a valid request, with the parameter that must be reported for it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.schema.test_schemas import ANNOTATIONS, EXPECTED, METHODS, TABLES
from tests.strategies import ELEMENT, OPERATION, Body

Path = tuple[str | int, ...]

_SOURCES: dict[str, str] = {name: TABLES["objects"][name]["source"] for name in METHODS}
_SOURCE_VALUES = {
    "instance_id": "877a2cda-ba63-4e1e-b95f-e67e48b6129a",
    "volume_id": "c5dfbd0c-bf0a-4798-a453-61dc6b54aa30",
    "backup_id": "9b27efab-4a17-4c06-bfa2-3e0cf021d3c3",
    "image_url": "ims-images:web.qcow2",
}
_WRONG_TYPE: dict[str, tuple[Any, ...]] = {
    "string": (5, 1.5, True, None, [], {}),
    "integer": ("5", 1.5, True, None, [], {}),
    "boolean": ("true", 1, None, [], {}),
    "array": ("a", 1, True, None, {}),
}
_OF_TYPE = {"string": "x", "integer": 1, "boolean": True, "array": []}

_CODES = {
    "name": ("IMS305",),
    "description": ("IMS306",),
    "project": ("IMS308",),
    "id": ("IMS309",),
    "image_url": ("IMS310",),
    "tag-key": ("IMS304",),
    "tag-value": ("IMS304",),
    "not-blank": ("IMS205", "IMS403"),
}
"""The codes for a value that breaks a format of the tables."""


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


def doubts(method: str, body: Body) -> Iterator[tuple[str, Body]]:
    """All ways to make a valid request doubtful by one parameter that the tables have a warning for."""
    for parameter, row in EXPECTED[method].items():
        limits = row["limits"]
        if row.get("warning") in ANNOTATIONS:
            for value in limits.get("known_values", [_undoubted(parameter, body)]):
                yield parameter, {**body, parameter: value}
        if "documented_minimum" in limits:
            yield parameter, {**body, parameter: limits["documented_minimum"] - 1}
            yield parameter, {**body, parameter: limits["minimum"]}
        if "documented_maximum" in limits:
            yield parameter, {**body, parameter: limits["documented_maximum"] + 1}
            yield parameter, {**body, parameter: limits["maximum"]}
        if "missing" in row:
            yield parameter, _without(body, (parameter,))
        if "" in limits.get("enum", []):
            yield parameter, {**body, parameter: ""}
        if "other_formats" in limits:
            yield parameter, {**body, parameter: "ims-images:web.qcow2"}


def _undoubted(parameter: str, body: Body) -> str:
    """A value that nothing is said of, where the parameter itself is doubtful."""
    windows = body.get("os_type") == "Windows" or "Windows" in body.get("os_version", "")
    systems = {"os_type": ("Linux", "Windows"), "os_version": ("CentOS 7.0 64bit", "Windows 10 64bit")}
    return systems[parameter][windows] if parameter in systems else _SOURCE_VALUES["instance_id"]


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
    if row["mandatory"]:
        yield _missing(method, body, here)
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


def _missing(method: str, body: Body, here: Path) -> Mutation:
    """A request without a parameter that is mandatory."""
    broken = _without(body, here)
    if here == (_SOURCES[method],) and len(_sources_of(method)) > 1:
        return Mutation("missing", broken, ((), ("data_images",)), ("IMS101", "IMS311"))
    if here == ("type",) and "os_type" not in body:  # of a data disk, which now is taken for a system disk
        return Mutation("missing", broken, (("os_version",),), ("IMS403",))
    return Mutation("missing", broken, (here,), ("IMS104", "IMS205", "IMS403"))


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
                value = re.sub(r"\.(qcow2|raw)\b", re.sub(r".*disk-[0-9]", "", old), value)
            yield f"bad {parameter}", value, _CODES[limits["format"]]


def _refused(name: str) -> list[str]:
    return [value for value in TABLES["formats"][name]["refuses"] if value or name != "tag"]


def _sources_of(method: str) -> set[str]:
    """The parameters that name a source, in the operation."""
    return {parameter for each, parameter in _SOURCES.items() if OPERATION[each] == OPERATION[method]}


def _sources(method: str, body: Body) -> Iterator[Mutation]:
    """A second source beside the first."""
    first = _SOURCES[method]
    for second in sorted(_sources_of(method) & set(_SOURCE_VALUES) - {first}):
        if method == "ecs-data-disks" and second == "image_url":
            continue
        codes = ("IMS103",) if {first, second} == {"data_images", "instance_id"} else ("IMS102",)
        yield Mutation(f"source {second}", {**body, second: _SOURCE_VALUES[second]}, ((first,), (second,)), codes)


def _together(method: str, body: Body) -> Iterator[Mutation]:
    """Parameters that need or exclude each other."""
    if method == "ecs-data-disks":
        return
    rows = {parameter: row for parameter, row in EXPECTED[method].items() if "warning" not in row}
    yield from _both_tags(body, ())
    yield from _of_other_operations(method, body)
    yield Mutation("answer key", {**body, "__os_bit": "64"}, (("__os_bit",),), ("IMS203",))
    if "max_ram" in rows:
        low_high = {**body, "min_ram": 2048, "max_ram": 1024}
        yield Mutation("max_ram below min_ram", low_high, (("max_ram",),), ("IMS408",))
    if "hw_firmware_type" in rows:
        arm = {**body, "architecture": "arm", "hw_firmware_type": "bios"}
        yield Mutation("arm with bios", arm, (("hw_firmware_type",),), ("IMS407",))
    if "image_url" in rows:
        yield from _other_formats(rows["image_url"]["limits"], body)
    if method in ("obs-file", "quickimport-system-disk"):
        yield from _contradictions(body)
    if method == "obs-file":
        yield from _import(body)
        item = {"image_url": "ims-images:other-disk", "min_disk": 1, "volume_id": _SOURCE_VALUES["volume_id"]}
        wrong = {**body, "data_images": [item]}
        yield Mutation("volume_id of an image file", wrong, (("data_images", 0, "volume_id"),), ("IMS202",))
    elif OPERATION[method] == "image":
        yield Mutation("other method", {**body, "is_config": True}, (("is_config",),), ("IMS202",))
    if method == "ecs":
        element = {"name": "a", "volume_id": _SOURCE_VALUES["volume_id"]}
        yield Mutation("data images", {**body, "data_images": [element]}, (("data_images",),), ("IMS103",))
        yield Mutation("other method", {**body, "min_disk": 40}, (("min_disk",),), ("IMS202",))


def _of_other_operations(method: str, body: Body) -> Iterator[Mutation]:
    """A parameter that only other operations have."""
    known = {parameter for each in METHODS if OPERATION[each] == OPERATION[method] for parameter in EXPECTED[each]}
    for other in METHODS:
        for parameter in EXPECTED[other].keys() - known:
            value = _OF_TYPE[EXPECTED[other][parameter]["type"]]
            yield Mutation("other operation", {**body, parameter: value}, ((parameter,),), ("IMS204",))


def _other_formats(limits: dict[str, Any], body: Body) -> Iterator[Mutation]:
    """A file of a known format that the source does not take."""
    for ending in EXPECTED["obs-file"]["image_url"]["limits"]["file_formats"]:
        if ending not in limits["file_formats"] and ("other_formats" not in limits or ending == "iso"):
            broken = {**body, "image_url": f"ims-images:web.{ending}"}
            yield Mutation("another format", broken, (("image_url",),), ("IMS404", "IMS410"))


def _contradictions(body: Body) -> Iterator[Mutation]:
    """An os_type and an os_version of two systems."""
    file = {"image_url": "ims-images:web.raw", "type": "ECS"}
    for version in (
        "Microsoft Windows Server 2022",
        "Windows Server 2016 Standard 64bit",
        "NeoKylin 7.6",
        "FreeBSD 14",
    ):
        contrary = {**body, **file, "os_type": "Linux" if "Windows" in version else "Windows", "os_version": version}
        yield Mutation("os_type", contrary, (("os_version",),), ("IMS406",))


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
