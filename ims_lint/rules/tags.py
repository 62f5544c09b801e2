"""Rules on tags and image_tags that a schema cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ims_lint.finding import Change, Finding, Path, SetValue, Severity, Value, label
from ims_lint.request import Request, texts
from ims_lint.rules.rule import rule


@rule("IMS503", "duplicate-tag-key", Severity.WARNING)
def duplicate_tag_key(request: Request) -> Iterator[Finding]:
    """Two tags of an image have the same key.

    Why: The later tag wins, and the earlier one is lost without a word.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test, stage.production]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.production]
    """
    for path, image in request.objects:
        for name, keys in (("tags", _tag_keys), ("image_tags", _image_tag_keys)):
            tags = image.get(name)
            if isinstance(tags, list) and len(tags) > 1:
                yield from _repeated(keys((*path, name), tags))


def _repeated(keys: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for here, key in keys:
        if first.setdefault(key, here) != here:
            message = f'{_tag(here)} has the same key as {_tag(first[key])}, "{key}": only the later tag counts'
            related = ((f"{_tag(first[key])}, the tag that is lost", first[key]),)
            yield Finding("IMS503", here, message, "keep the one that is meant, and remove the other", related=related)
            first[key] = here


def _tag(path: Path) -> str:
    """The tag that a path leads to, or into."""
    return label(path[:-1] if path[-1] == "key" else path)


def _tag_keys(path: Path, tags: Value) -> Iterator[tuple[Path, str]]:
    for index, tag in texts(tags):
        yield (*path, index), tag.partition(".")[0]


def _image_tag_keys(path: Path, tags: Value) -> Iterator[tuple[Path, str]]:
    for index, tag in enumerate(tags) if isinstance(tags, list) else ():
        if isinstance(tag, dict) and isinstance(tag.get("key"), str):
            yield (*path, index, "key"), tag["key"].strip()


@rule("IMS504", "tag-without-dot", Severity.WARNING)
def tag_without_dot(request: Request) -> Iterator[Finding]:
    """A tag has no dot between key and value.

    Why: The service takes the whole text as the key of a tag, with an empty value. Whoever searches
    for the tag later does not find it.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [production]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.production]
    """
    for path, image in request.objects:
        for index, tag in texts(image.get("tags")):
            if "." not in tag and re.fullmatch(r"[A-Za-z0-9_-]{1,36}", tag):
                here = (*path, "tags", index)
                help = f"write <key>.<value>, or {tag}. for an empty value"
                yield Finding("IMS504", here, f'{label(here)} is "{tag}": a key without a value', help)


@rule("IMS505", "outer-space-in-tag", Severity.WARNING, fix="safe")
def outer_space_in_tag(request: Request) -> Iterator[Finding]:
    """A key or a value in image_tags has a space first or last.

    Why: The service trims it, so that the tag is not stored as it is written.

    Fix: Removes the outer spaces, as the service does.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_tags:
          - key: stage
            value: " production"

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_tags:
          - key: stage
            value: production
    """
    for path, image in request.objects:
        tags = image.get("image_tags")
        for index, tag in enumerate(tags) if isinstance(tags, list) else ():
            for name, text in tag.items() if isinstance(tag, dict) else ():
                if name in ("key", "value") and isinstance(text, str) and text != text.strip():
                    yield _outer_space((*path, "image_tags", index, name), text)


def _outer_space(path: Path, text: str) -> Finding:
    trimmed = text.strip()
    if not trimmed and path[-1] == "key":
        message = f"{label(path)} is blank: the service trims it, and no key is left"
        return Finding("IMS505", path, message, "write a key of 1 to 36 characters")
    change = Change("Remove the outer spaces", True, (SetValue(path, trimmed),))
    import json

    message = f"{label(path)} is {json.dumps(text, ensure_ascii=False)}: the service trims its outer spaces"
    return Finding("IMS505", path, message, f'write "{trimmed}"', change=change)
