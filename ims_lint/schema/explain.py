"""Makes a finding of a violation: words, places, the service's answer, and how it is mended."""

from __future__ import annotations

import json

from ims_lint.finding import Change, Finding, Insert, Path, Quote, Remove, SetValue
from ims_lint.request import Request
from ims_lint.schema.image_url import explain_image_url
from ims_lint.schema.store import ENTRY, load, parameter
from ims_lint.schema.violation import Violation, code_of
from ims_lint.schema.words import BY_KEYWORD, as_help, meant, same_word, shown
from ims_lint.schema.words_by_code import BY_CODE


def finding(request: Request, violation: Violation) -> Finding:
    """The finding for a violation that is not about an unknown parameter."""
    code = code_of(violation)
    words = BY_CODE.get(code) or BY_KEYWORD[violation.keyword]
    message, help = words(request, violation)
    said = Finding(
        code,
        violation.path,
        message,
        help or _schema_help(violation),
        related=_related(request, violation),
        prevents=_prevents(request, violation),
        change=_change(request, violation),
    )
    return explain_image_url(said, violation.value) if code == "IMS310" else said


def _schema_help(violation: Violation) -> str:
    """What the schema itself tells an editor to say."""
    keyword = "patternErrorMessage" if violation.keyword == "pattern" else "errorMessage"
    return as_help(violation.schema.get(keyword, ""))


def no_source(request: Request) -> Finding:
    """The finding for a request that names nothing to make an image from."""
    schema = load(ENTRY)["definitions"]["no-source"]
    message = "the request does not say what to make the image from"
    if not request.value:
        message = "the request is empty"
    return Finding(
        "IMS101", (), message, as_help(schema["errorMessage"]), prevents=None if request.value else "IMG.0007"
    )


def no_system_disk_file(request: Request) -> Finding:
    """The finding for data images from image files where the file of the system disk is missing."""
    path: Path = ("data_images",)
    message = "data_images holds image files, but the request has no image_url for the system disk"
    return Finding("IMS101", path, message, "add image_url, name and min_disk of the system disk image at the root")


def _related(request: Request, violation: Violation) -> tuple[tuple[str, Path], ...]:
    parent = violation.path[:-1]
    holder = request.value
    for step in parent:
        holder = holder[step]
    names = [name for name in violation.schema.get("x-related", ()) if name in holder]
    return tuple((f"{name} is {shown(holder[name])}", (*parent, name)) for name in names)


def _prevents(request: Request, violation: Violation) -> str | None:
    keyword = violation.keyword
    inner = violation.schema.get("properties", {}).get(violation.path[-1], {}) if keyword == "required" else {}
    known = parameter(request.method, violation.path) if request.method else {}
    for schema in (inner, {} if keyword == "required" else violation.schema, known):
        answers: dict[str, str] = schema.get("x-prevents", {}) if isinstance(schema, dict) else {}
        if answer := answers.get(keyword) or answers.get("*"):
            return answer
    return None


def _change(request: Request, violation: Violation) -> Change | None:
    """How a wrong type or a wrongly written word is mended for certain."""
    path, value = violation.path, violation.value
    if violation.keyword == "type":
        if violation.limit == "string" and isinstance(value, bool | int | float):
            return Change("Put the value in quotes", True, (Quote(path),))
        if (value_meant := meant(violation)) is not None:
            return Change(f"Write {json.dumps(value_meant)}", True, (SetValue(path, value_meant),))
    if (by_code := _CHANGES.get(code_of(violation))) is not None:
        return by_code(request, violation)
    if violation.keyword == "enum" and (word := same_word(violation)) is not None:
        return Change(f'Write "{word}"', True, (SetValue(path, word),))
    return None


def _join_tags(request: Request, violation: Violation) -> Change | None:
    """Move what stands in `tags` into `image_tags`, unless a placeholder would get lost."""
    parent = violation.path[:-1]
    if any(path[: len(violation.path)] == violation.path for path in request.placeholders):
        return None
    holder = request.value
    for step in parent:
        holder = holder[step]
    if not all(isinstance(tag, str) for tag in holder["tags"]) or not all(
        isinstance(tag, dict) for tag in violation.value
    ):
        return None
    moved = [dict(zip(("key", "value"), tag.partition(".")[::2], strict=True)) for tag in holder["tags"]]
    operations = (SetValue(violation.path, [*moved, *violation.value]), Remove((*parent, "tags")))
    return Change("Move the tags into image_tags", False, operations)


def _say_iso_image(request: Request, violation: Violation) -> Change | None:
    """Set type to IsoImage for an .iso file."""
    if violation.keyword == "required":
        return Change("Add type: IsoImage", False, (Insert(violation.path, "IsoImage"),))
    if violation.limit == ["IsoImage"]:
        return Change("Write IsoImage", False, (SetValue(violation.path, "IsoImage"),))
    return None


_CHANGES = {"IMS401": _join_tags, "IMS405": _say_iso_image}
