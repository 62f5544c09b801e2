"""Rules on tags and image_tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ims_lint.finding import Change, Finding, Insert, Path, Remove, SetValue, Severity, Value, label, value_at
from ims_lint.request import Request, texts
from ims_lint.rules.rule import rule, said, schema_rule
from ims_lint.rules.value import tag_of
from ims_lint.rules.wording import character, shown
from ims_lint.schema.violation import Violation

MOST_TAGS = 10
"""The default quota of tags per image (IMG.0116)."""

_KEY, _VALUE = 36, 43
"""Maximum lengths of a key and of a value (page on the tag format)."""


@schema_rule("IMS307", "tag-format", Severity.ERROR)
def tag_format(request: Request, violation: Violation) -> Finding:
    """A tag in `tags` is not a `<key>.<value>` string.

    The key has 1 to 36, the value at most 43 letters, digits, underscores and hyphens. The first
    period separates them. `image_tags` accepts any characters.

    Why: The service rejects the tag.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: ["stage:test"]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
    """
    where, tag = label(violation.path), violation.value
    if (right := tag_of(tag)) != tag:
        return said(request, violation, f"{where} must have a period after its key, found {shown(tag)}", _to(right))
    key, _, value = tag.partition(".")
    for part, name, allowed in ((key, "key", r"[^A-Za-z0-9_-]"), (value, "value", r"[^A-Za-z0-9_.-]")):
        if bad := re.search(allowed, part):
            message = f"{where} must not contain {character(bad[0])} in its {name}, found {shown(tag)}"
            help = 'use only letters, digits, "_" and "-", or move all tags to image_tags'
            return said(request, violation, message, help)
    if not key:
        help = "add a key before the period, or remove the tag"
        return said(request, violation, f"{where} must have a key before the period, found {shown(tag)}", help)
    part, most, count = ("key", _KEY, len(key)) if len(key) > _KEY else ("value", _VALUE, len(value))
    message = f"{where} must have a {part} of at most {most} characters, found {count}"
    return said(request, violation, message, f"shorten the {part} to at most {most} characters")


def _to(right: str) -> str:
    return f"change it to {shown(right)}"


@schema_rule("IMS401", "tags-with-image-tags", Severity.ERROR, fix="unsafe")
def tags_with_image_tags(request: Request, violation: Violation) -> Finding:
    """`tags` and `image_tags` are used together, and neither is empty.

    Why: The service accepts one of the two. Which one would win is not documented.

    Fix: Moves the tags from `tags` to the start of `image_tags`. Unsafe, because a tag may be in
    both.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
        image_tags:
          - key: team
            value: web

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_tags:
          - key: stage
            value: test
          - key: team
            value: web
    """
    tags = label((*violation.path[:-1], "tags"))
    message = f"{label(violation.path)} is not allowed with {tags}"
    change = _joined(request, violation)
    return said(request, violation, message, f"move all tags to image_tags, and remove {tags}", change=change)


def _joined(request: Request, violation: Violation) -> Change | None:
    """The change that moves `tags` to `image_tags`, None if a placeholder would be lost."""
    parent = violation.path[:-1]
    if any(path[: len(violation.path)] == violation.path for path in request.placeholders):
        return None
    tags = value_at(request.value, parent)["tags"]
    if not all(isinstance(tag, str) for tag in tags) or not all(isinstance(tag, dict) for tag in violation.value):
        return None
    pairs = [dict(zip(("key", "value"), tag.partition(".")[::2], strict=True)) for tag in tags]
    moved = [pair for pair in pairs if pair not in violation.value]
    operations = (SetValue(violation.path, [*moved, *violation.value]), Remove((*parent, "tags")))
    return Change("Move the tags to image_tags", False, operations)


@rule("IMS503", "duplicate-tag-key", Severity.WARNING, parameters=("tags", "image_tags"))
def duplicate_tag_key(request: Request) -> Iterator[Finding]:
    """Two tags of an image have the same key.

    Why: The service keeps the later tag; the earlier one is silently lost.

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
            message = f"{_tag(here)} repeats the key {shown(key)} of {_tag(first[key])}; only the last tag is kept"
            related = ((f"{_tag(first[key])}, the tag that is lost", first[key]),)
            yield Finding("IMS503", here, message, "remove one of the two tags", related=related)
            first[key] = here


def _tag(path: Path) -> str:
    """The label of the tag at a path, or that contains the path."""
    return label(path[:-1] if path[-1] == "key" else path)


def _tag_keys(path: Path, tags: Value) -> Iterator[tuple[Path, str]]:
    for index, tag in texts(tags):
        yield (*path, index), tag.partition(".")[0]


def _image_tag_keys(path: Path, tags: Value) -> Iterator[tuple[Path, str]]:
    for index, tag in _objects(tags):
        if isinstance(tag.get("key"), str):
            yield (*path, index, "key"), tag["key"].strip()


def _objects(tags: Value) -> Iterator[tuple[int, dict[str, Value]]]:
    """The tags of image_tags that are objects, with their index."""
    for index, tag in enumerate(tags) if isinstance(tags, list) else ():
        if isinstance(tag, dict):
            yield index, tag


@rule("IMS504", "tag-without-value", Severity.WARNING, parameters=("tags",))
def tag_without_value(request: Request) -> Iterator[Finding]:
    """A tag has no period between key and value.

    Why: The whole string is taken as the key of a tag with an empty value. A search for the tag by
    key and value does not find it.

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
                help = f'use "<key>.<value>", or "{tag}." for an empty value'
                yield Finding("IMS504", here, f'{label(here)} has no value, found "{tag}"', help)


@rule("IMS505", "outer-space-in-tag", Severity.WARNING, parameters=("image_tags",), fix="safe")
def outer_space_in_tag(request: Request) -> Iterator[Finding]:
    """A key or a value in `image_tags` has leading or trailing spaces.

    Why: The service removes them; the stored tag differs from the file.

    Fix: Removes the leading and trailing spaces, as the service does.

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
        for index, tag in _objects(image.get("image_tags")):
            for name in ("key", "value"):
                text = tag.get(name)
                if isinstance(text, str) and text != text.strip() and (text.strip() or name == "value"):
                    yield _outer_space((*path, "image_tags", index, name), text)


def _outer_space(path: Path, text: str) -> Finding:
    change = Change("Remove the leading and trailing spaces", True, (SetValue(path, text.strip()),))
    message = f"{label(path)} has leading or trailing spaces, found {shown(text)}; the service removes them"
    return Finding("IMS505", path, message, f"change it to {shown(text.strip())}", change=change)


@rule("IMS512", "period-in-tag-value", Severity.WARNING, parameters=("tags",))
def period_in_tag_value(request: Request) -> Iterator[Finding]:
    """The value of a tag in `tags` contains a period.

    Why: The first period separates key and value, so the others are part of the value. The API page
    does not list the period among the characters of a value, although the service accepts it.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [version.1.2]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_tags:
          - key: version
            value: "1.2"
    """
    for path, image in request.objects:
        for index, tag in texts(image.get("tags")):
            value = tag.partition(".")[2]
            if "." in value and re.fullmatch(r"[A-Za-z0-9_-]{1,36}\.[A-Za-z0-9_.-]{0,43}", tag):
                here = (*path, "tags", index)
                message = f'{label(here)} has a period in its value "{value}"'
                yield Finding(
                    "IMS512", here, message, "move all tags to image_tags, or remove the period from the value"
                )


@rule("IMS513", "image-tag-without-value", Severity.WARNING, parameters=("image_tags",), fix="safe")
def image_tag_without_value(request: Request) -> Iterator[Finding]:
    """A tag in `image_tags` has no `value`.

    Why: The API page has required it since 2025. Without it, the tag has at best an empty value.

    Fix: Adds an empty value.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_tags:
          - key: production

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        image_tags:
          - key: production
            value: ""
    """
    for path, image in request.objects:
        for index, tag in _objects(image.get("image_tags")):
            here = (*path, "image_tags", index)
            if set(tag) == {"key"} and here not in request.open:
                change = Change('Add value: ""', True, (Insert((*here, "value"), ""),))
                message = f"{label((*here, 'value'))} is missing"
                yield Finding("IMS513", (*here, "value"), message, 'add value: ""', change=change)


@rule("IMS518", "many-tags", Severity.WARNING, parameters=("tags", "image_tags"), prevents=("IMG.0116",))
def many_tags(request: Request) -> Iterator[Finding]:
    """An image has more than 10 tags.

    Why: The usual quota is 10 tags. An account may have a higher quota.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [a.1, b.1, c.1, d.1, e.1, f.1, g.1, h.1, i.1, j.1, k.1]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [a.1, b.1, c.1, d.1, e.1, f.1, g.1, h.1, i.1, j.1]
    """
    for path, image in request.objects:
        for name in ("tags", "image_tags"):
            tags = image.get(name)
            if isinstance(tags, list) and len(tags) > MOST_TAGS:
                here = (*path, name)
                message = f"{label(here)} has {len(tags)} items; the usual quota is {MOST_TAGS} tags"
                help = f"remove at least {len(tags) - MOST_TAGS} of them if the quota of the account is not higher"
                yield Finding("IMS518", here, message, help, at_key=True)
