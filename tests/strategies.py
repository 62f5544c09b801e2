"""Hypothesis strategies from the tables: any valid request, with every parameter and its limits at their edges."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.schema.test_schemas import EXPECTED, METHODS, TABLES

Body = dict[str, Any]
Draw = Any

OPERATION: dict[str, str] = {source: TABLES["objects"][source]["operation"] for source in METHODS}
"""The operation that has a source."""
ELEMENT: dict[str, str] = {
    source: items
    for source in METHODS
    if (items := EXPECTED[source].get("data_images", {}).get("limits", {}).get("items"))
}
"""The object that the items of data_images are, by source."""

_DATA = Path(__file__).parent.parent / "ims_lint" / "data"
_OS_VERSIONS: dict[str, list[str]] = {
    f"{name} {family}": [version for version in versions if not version.startswith("Other")]
    for name in ("os_versions", "os_versions_user_guide")
    for family, versions in yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"))["os_versions"].items()
    if family != "Other"
}
_QUICK = ("raw", "zvhd2")
_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_ANY = st.characters(codec="utf-8", exclude_characters="<>\r\n${}", exclude_categories=["Cs"])


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
    if row["type"] == "integer":
        low = limits.get("documented_minimum", limits["minimum"])
        high = limits.get("documented_maximum", limits.get("maximum", 2**31))
        return _edges(st.integers(low, high), low, high)
    if row["type"] == "boolean":
        return st.booleans()
    if "enum" in limits:
        return st.sampled_from([value for value in limits["enum"] if value])  # a blank one brings a warning
    return _IMAGE_TAGS if parameter == "image_tags" else _BY_FORMAT[limits["format"]]


_TOGETHER = {"image_url", "os_version", "os_type", "type", "is_quick_import", "data_images"}
"""Parameters that are drawn together, since they ask something of each other."""


@st.composite
def requests(draw: Draw, *operations: str) -> tuple[str, Body]:
    """A source and a request with it that is beyond reproach, of any of the operations, or of these."""
    source = draw(st.sampled_from([each for each in METHODS if not operations or OPERATION[each] in operations]))
    body = _object(draw, source)
    return source, {key: body[key] for key in draw(st.permutations(list(body)))}


def file_name(source: str, language: str = "json") -> str:
    """The name of a file with a request, which declares the operation."""
    return f"request.{OPERATION[source]}.ims.{language}"


def _object(draw: Draw, name: str, index: int = 0) -> Body:
    """An object of the tables: all mandatory parameters, any of the others, and none that brings a warning."""
    rows = {parameter: row for parameter, row in EXPECTED[name].items() if "warning" not in row}
    chosen = {parameter for parameter, row in rows.items() if _needed(row) or draw(st.booleans())}
    body = {key: draw(_value(key, row)) for key, row in rows.items() if key in chosen - _TOGETHER}
    if body.get("tags") and body.get("image_tags"):
        del body[draw(st.sampled_from(["tags", "image_tags"]))]
    if 0 < body.get("max_ram", 0) < body.get("min_ram", 0):
        body["min_ram"], body["max_ram"] = body["max_ram"], body["min_ram"]
    if body.get("architecture") == "arm" and "hw_firmware_type" in body:
        body["hw_firmware_type"] = "uefi"
    if index and "volume_id" in body:
        body["volume_id"] = str(uuid.UUID(int=index))
    _system(draw, body, rows, chosen, _file(draw, body, rows, chosen, index))
    if "data_images" in chosen:
        limits = rows["data_images"]["limits"]
        count = draw(st.integers(limits.get("min_items", 0), limits.get("max_items", 3)))
        body["data_images"] = [_object(draw, limits["items"], each) for each in range(1, 1 + count)]
    return body


def _needed(row: dict[str, Any]) -> bool:
    """Whether a parameter brings a diagnostic where it is missing."""
    return row["mandatory"] or "missing" in row


def _file(draw: Draw, body: Body, rows: Body, chosen: set[str], index: int) -> str:
    """Add an image file that no other index has, and return how it is imported: common, quick or iso."""
    if "image_url" not in rows:
        return "common"
    formats = rows["image_url"]["limits"]["file_formats"]
    kinds = {"common": [*(each for each in formats if each != "iso"), ""]}
    kinds |= {"quick": [*_QUICK, ""]} if "is_quick_import" in rows else {}
    kinds |= {"iso": ["iso", "ISO"]} if "iso" in formats else {}
    kind: str = draw(st.sampled_from(list(kinds)))
    ending = draw(st.sampled_from(kinds[kind]))
    folders = "".join(f"{folder}/" for folder in draw(_FOLDERS)).lstrip("/")
    body["image_url"] = f"{draw(_BUCKETS)}:{folders}disk-{index}" + (f".{ending}" if ending else "")
    if kind == "quick" or "is_quick_import" in chosen:
        body["is_quick_import"] = kind == "quick"
    if kind == "quick":
        body.pop("is_config", None)
    return kind


def _system(draw: Draw, body: Body, rows: Body, chosen: set[str], kind: str) -> None:
    """Add the type of an image and its operating system, as its file needs them."""
    if kind == "iso":
        body["type"] = "IsoImage"
    elif "type" in chosen:
        wrong = {"IsoImage", "BMS", "Ironic"} if "cmk_id" in body else {"IsoImage"}
        body["type"] = draw(st.sampled_from([each for each in rows["type"]["limits"]["enum"] if each not in wrong]))
    family = draw(st.sampled_from(sorted(_OS_VERSIONS)))
    if "os_version" in chosen or ("os_version" in rows and kind != "common"):
        body["os_version"] = draw(st.sampled_from(_OS_VERSIONS[family]))
    if "os_type" in chosen:
        right = {"Windows" if family.endswith("Windows") else "Linux", "Other"}
        body["os_type"] = draw(st.sampled_from([each for each in rows["os_type"]["limits"]["enum"] if each in right]))


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
