"""Hypothesis strategies from the tables: any valid request, with every parameter and its limits at their edges."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.schema.test_schemas import EXPECTED

Body = dict[str, Any]
Draw = Any

ELEMENT = {"ecs-data-disks": "ecs-data-image", "obs-file": "obs-data-image"}
"""The object that the elements of data_images are, by method."""

METHODS = ("ecs", "ecs-data-disks", "obs-file", "data-disk")
_DATA = Path(__file__).parent.parent / "ims_lint" / "data"
_OS_VERSIONS: dict[str, list[str]] = {
    f"{name} {family}": [version for version in versions if not version.startswith("Other")]
    for name in ("os_versions", "os_versions_user_guide")
    for family, versions in yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8")).items()
    if family != "Other"
}
_QUICK = ("raw", "zvhd2")
_SLOW = ("vhd", "vmdk", "qcow2", "vhdx", "qcow", "vdi", "qed", "zvhd")
_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_ANY = st.characters(codec="utf-8", exclude_characters="<>\r\n${}", exclude_categories=("Cs",))


def _edges(strategy: st.SearchStrategy[Any], *edges: Any) -> st.SearchStrategy[Any]:
    return st.one_of(*(st.just(edge) for edge in edges), strategy)


def _text(alphabet: Any, low: int, high: int) -> st.SearchStrategy[str]:
    """Texts whose length is at one of its edges, or short."""
    return st.one_of(
        st.text(alphabet, min_size=low, max_size=min(low + 12, high)),
        st.text(alphabet, min_size=1, max_size=1).map(lambda char: char * high),
    )


_NAMES = _text(_WORD + "-._ ", 1, 128).filter(lambda name: name == name.strip())
_IDS = st.uuids().map(str)
_PROJECTS = _edges(_IDS, "0", "")
_TAG_KEYS = _text(_WORD + "_-", 1, 36)
_TAG_VALUES = _text(_WORD + "_-", 0, 43)
_IMAGE_TAG_KEYS = _text(_ANY, 1, 36).filter(lambda text: text == text.strip())
_IMAGE_TAG_VALUES = _text(_ANY, 0, 43).filter(lambda text: text == text.strip())
_TAGS = st.lists(st.tuples(_TAG_KEYS, _TAG_VALUES), max_size=4, unique_by=lambda tag: tag[0]).map(
    lambda tags: [f"{key}.{value}" for key, value in tags]
)
_IMAGE_TAGS = st.lists(st.tuples(_IMAGE_TAG_KEYS, _IMAGE_TAG_VALUES), max_size=4, unique_by=lambda tag: tag[0]).map(
    lambda tags: [{"key": key, "value": value} for key, value in tags]
)
_BUCKETS = _text("abcdefghijklmnopqrstuvwxyz0123456789.-", 3, 63).filter(lambda name: name.strip(".-") == name)
_FOLDERS = st.lists(st.text(_WORD + "-_.+(系", min_size=1, max_size=8), max_size=3)
_MEMORY = _edges(st.integers(0, 2**31), 0)

_BY_FORMAT = {
    "tag-key": _IMAGE_TAG_KEYS,
    "tag-value": _IMAGE_TAG_VALUES,
    "name": _NAMES,
    "id": _IDS,
    "project": _PROJECTS,
    "description": _text(_ANY, 0, 1024),
    "tag": _TAGS,
}


def _value(parameter: str, row: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Any value of a parameter that the tables allow, for itself."""
    limits = row["limits"]
    if parameter in ("min_ram", "max_ram"):
        return _MEMORY
    if row["type"] == "integer":
        low, high = limits["minimum"], limits["maximum"]
        return _edges(st.integers(low, high), low, high)
    if row["type"] == "boolean":
        return st.booleans()
    if "enum" in limits:
        return st.sampled_from(limits["enum"])
    return _IMAGE_TAGS if parameter == "image_tags" else _BY_FORMAT[limits["format"]]


_TOGETHER = {"image_url", "os_version", "os_type", "type", "is_quick_import", "data_images"}
"""Parameters that are drawn together, since they ask something of each other."""
_NEVER = {"$schema", "is_config_init"}
"""Parameters that always bring a warning."""

_NOTHING = {"data-disk": {"data_images"}, "obs-data-image": {"volume_id"}}
"""Parameters that can only be empty, by the object."""


def _own(draw: Draw, name: str, leave_out: set[str]) -> Body:
    """The parameters of an object that stand for themselves: all mandatory ones, any of the others."""
    rows = EXPECTED[name]
    not_drawn = _TOGETHER | _NEVER | _NOTHING.get(name, set()) | leave_out
    chosen = {
        parameter: draw(_value(parameter, row))
        for parameter, row in rows.items()
        if parameter not in not_drawn and (row["mandatory"] or draw(st.booleans()))
    }
    if chosen.get("tags") and chosen.get("image_tags"):
        del chosen[draw(st.sampled_from(["tags", "image_tags"]))]
    if 0 < chosen.get("max_ram", 0) < chosen.get("min_ram", 0):
        chosen["min_ram"], chosen["max_ram"] = chosen["max_ram"], chosen["min_ram"]
    if chosen.get("architecture") == "arm":
        chosen.pop("hw_firmware_type", None)
    for tag in chosen.get("image_tags", ()):
        tag.setdefault("value", "")
    return chosen


def _file(draw: Draw, index: int, endings: tuple[str, ...]) -> str:
    """An address that no other index has."""
    folders = "".join(f"{folder}/" for folder in draw(_FOLDERS)).lstrip("/")
    ending = draw(st.sampled_from(endings))
    return f"{draw(_BUCKETS)}:{folders}disk-{index}" + (f".{ending}" if ending else "")


def _import(draw: Draw, body: Body, index: int) -> None:
    """Add to an object the image file, and what goes with its format."""
    kind = draw(st.sampled_from(["slow", "quick", "iso"] if index == 0 else ["slow", "quick"]))
    endings = {"slow": (*_SLOW, *_QUICK, ""), "quick": (*_QUICK, ""), "iso": ("iso", "ISO")}[kind]
    body["image_url"] = _file(draw, index, endings)
    if kind == "quick" or draw(st.booleans()):
        body["is_quick_import"] = kind == "quick"
    if index:
        return
    if kind == "iso":
        body["type"] = "IsoImage"
    elif draw(st.booleans()):
        body["type"] = draw(st.sampled_from(["ECS", "FusionCompute", *([] if "cmk_id" in body else ["BMS", "Ironic"])]))
    if kind == "quick":
        body.pop("is_config", None)
    family = draw(st.sampled_from(sorted(_OS_VERSIONS)))
    if kind != "slow" or draw(st.booleans()):
        body["os_version"] = draw(st.sampled_from(_OS_VERSIONS[family]))
    if draw(st.booleans()):
        windows = family.endswith("Windows")
        body["os_type"] = draw(st.sampled_from(["Windows" if windows else "Linux", "Other"]))


@st.composite
def requests(draw: Draw, method: str | None = None) -> tuple[str, Body]:
    """A method and a request of it that is beyond reproach, its parameters in any order."""
    method = method or draw(st.sampled_from(METHODS))
    overridden = {"name", "description", "tags", "image_tags"} if method == "ecs-data-disks" else set()
    body = _own(draw, method, overridden)
    if method == "obs-file":
        _import(draw, body, 0)
    if method == "data-disk":
        body["os_version"] = draw(st.sampled_from(_OS_VERSIONS[draw(st.sampled_from(sorted(_OS_VERSIONS)))]))
        if draw(st.booleans()):
            body["type"] = draw(st.sampled_from(EXPECTED[method]["type"]["limits"]["enum"]))
    if method in ELEMENT and (method == "ecs-data-disks" or draw(st.booleans())):
        least = 1 if method == "ecs-data-disks" else 0
        body["data_images"] = [_element(draw, method, index) for index in range(1, 1 + draw(st.integers(least, 3)))]
    if method in ("ecs", "data-disk") and draw(st.booleans()):
        body["data_images"] = []
    return method, {key: body[key] for key in draw(st.permutations(list(body)))}


def _element(draw: Draw, method: str, index: int) -> Body:
    element = _own(draw, ELEMENT[method], set())
    if method == "obs-file":
        _import(draw, element, index)
    else:
        element["volume_id"] = str(uuid.UUID(int=index))
    return element


# Renderings


def as_yaml(draw: Draw, value: Any, indent: str = "") -> str:
    """A value as YAML, with its scalars and lists written in any way."""
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        return "".join(f"{indent}{_yaml_key(draw, key)}:{_inner(draw, item, indent)}" for key, item in value.items())
    if isinstance(value, list) and value and draw(st.booleans()):
        return "".join(f"{indent}-{_inner(draw, item, indent)}" for item in value)
    return f"{indent}{_flow(draw, value)}\n"


def _inner(draw: Draw, value: Any, indent: str) -> str:
    comment = draw(st.sampled_from(["", "", " # a comment"]))
    if isinstance(value, dict | list):
        inner = as_yaml(draw, value, indent + draw(st.sampled_from(["  ", "    "])))
        return f"{comment}\n{inner}"
    return f" {_scalar(draw, value)}{comment}\n"


def _flow(draw: Draw, value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_yaml_key(draw, key)}: {_flow(draw, item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(draw, item) for item in value) + "]"
    return _scalar(draw, value)


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z0-9_.()-]+)*")
_NOT_TEXT = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n|~)")


def _yaml_key(draw: Draw, key: str) -> str:
    return _scalar(draw, key)


def _scalar(draw: Draw, value: Any) -> str:
    if not isinstance(value, str):
        return "null" if value is None else repr(value).lower()
    styles = [_double_quoted(value)]
    if value.isprintable():
        styles.append("'" + value.replace("'", "''") + "'")
    if _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value):
        styles.append(value)
    return str(draw(st.sampled_from(styles)))


def _double_quoted(text: str) -> str:
    def written(char: str) -> str:
        if char in '"\\':
            return "\\" + char
        return char if char.isprintable() else f"\\U{ord(char):08x}"

    return '"' + "".join(map(written, text)) + '"'
