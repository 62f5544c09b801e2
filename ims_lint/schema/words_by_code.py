"""Says what breaks a constraint that has a code of its own, and what to write instead."""

from __future__ import annotations

import re

from ims_lint.finding import label
from ims_lint.request import Request
from ims_lint.schema.store import parameter
from ims_lint.schema.violation import Violation
from ims_lint.schema.words import Words, as_help, shown


def _name(_: Request, violation: Violation) -> tuple[str, str]:
    where, value = label(violation.path), violation.value
    if bad := re.search(r"[^A-Za-z0-9._ -]", value):
        return f"{where} holds {_character(bad[0])}, which an image name may not", ""
    end = "starts" if value.startswith(" ") else "ends"
    return f"{where} {end} with a space", ""


def _description(_: Request, violation: Violation) -> tuple[str, str]:
    bad = re.search(r"[<>\r\n]", violation.value)
    return f"{label(violation.path)} holds {_character(bad[0] if bad else '')}, which a description may not", ""


def _character(char: str) -> str:
    names = {"\n": "a line break", "\r": "a line break", "\t": "a tab", " ": "a space"}
    return names.get(char) or (f'"{char}"' if char.isprintable() else f"U+{ord(char):04X}")


def _tag(_: Request, violation: Violation) -> tuple[str, str]:
    where, tag = label(violation.path), violation.value
    key, _dot, value = tag.partition(".")
    if bad := re.search(r"[^A-Za-z0-9_-]", key):
        return f"{where} is {shown(tag)}: the key of the tag holds {_character(bad[0])}", ""
    if bad := re.search(r"[^A-Za-z0-9_-]", value):
        return f"{where} is {shown(tag)}: the value of the tag holds {_character(bad[0])}", ""
    if not key:
        return f"{where} is {shown(tag)}: the tag has no key before the dot", ""
    if len(key) > 36:
        return f"{where} is {shown(tag)}: its key has {len(key)} characters, and the most is 36", ""
    return f"{where} is {shown(tag)}: its value has {len(value)} characters, and the most is 43", ""


def _project(_: Request, violation: Violation) -> tuple[str, str]:
    return f"{label(violation.path)} is {shown(violation.value)}, which is no ID of an enterprise project", ""


def _id(_: Request, violation: Violation) -> tuple[str, str]:
    trimmed = "".join(violation.value.split())
    help = f"write {trimmed}" if trimmed and trimmed in violation.value else "write the ID, nearly always a UUID"
    return f"{label(violation.path)} is {shown(violation.value)}, and an ID holds no white space", help


def _both_tags(_: Request, violation: Violation) -> tuple[str, str]:
    where = label(violation.path[:-1]) if violation.path[:-1] else "the request"
    return (
        f"{where} has both tags and image_tags, and the service takes only one of them",
        "keep one of the two, with all tags in it",
    )


def _instance_with_data_images(_: Request, violation: Violation) -> tuple[str, str]:
    help = "keep instance_id for an image of the system disk, or data_images for images of the data disks"
    return "data_images cannot stand beside instance_id", help


def _iso_version(request: Request, violation: Violation) -> tuple[str, str]:
    return "an ISO image must say its OS version", _os_version_help(request, violation)


def _quick_version(request: Request, violation: Violation) -> tuple[str, str]:
    return "a quick import must say its OS version", _os_version_help(request, violation)


def _os_version_help(request: Request, violation: Violation) -> str:
    about = as_help(parameter(request.method or "obs-file", ("os_version",))["description"])
    verb = "add" if violation.keyword == "required" else "fill"
    return f"{verb} os_version, {about}; for example CentOS 7.6 64bit"


def _quick_format(_: Request, violation: Violation) -> tuple[str, str]:
    kind = violation.value.rsplit(".", 1)[-1]
    return f"{label(violation.path)} ends in .{kind}, a format that cannot be imported the quick way", ""


def _iso_type(request: Request, violation: Violation) -> tuple[str, str]:
    file = shown(request.value["image_url"])
    if violation.keyword == "required":
        return f"image_url is the ISO file {file}, but type is not IsoImage", "add type: IsoImage"
    return f"type is {shown(violation.value)}, which does not go with the file {file}", ""


def _os_type(request: Request, violation: Violation) -> tuple[str, str]:
    return f"os_version is {shown(violation.value)}, but os_type is {shown(request.value['os_type'])}", ""


def _arm_boot(_: Request, violation: Violation) -> tuple[str, str]:
    return f"hw_firmware_type is {shown(violation.value)}, but architecture is arm", ""


def _root(_: Request, violation: Violation) -> tuple[str, str]:
    value = violation.value
    kind = "a list" if isinstance(value, list) else f"the value {shown(value)}"
    help = "write the parameters at the top of the file, for example name: web"
    if isinstance(value, list):
        help = "take the request out of the list; several requests in one YAML file are parted by a line ---"
    elif isinstance(value, str) and value.lstrip().startswith("{"):
        help = "this is a request as a text: write it without the quotes around it"
    return f"the request is {kind}, and must be an object (parameters with their values)", help


BY_CODE: dict[str, Words] = {
    "IMS005": _root,
    "IMS103": _instance_with_data_images,
    "IMS305": _name,
    "IMS306": _description,
    "IMS307": _tag,
    "IMS308": _project,
    "IMS309": _id,
    "IMS401": _both_tags,
    "IMS402": _iso_version,
    "IMS403": _quick_version,
    "IMS404": _quick_format,
    "IMS405": _iso_type,
    "IMS406": _os_type,
    "IMS407": _arm_boot,
}
