"""Rules on tags and image_tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ims_lint.finding import Change, Finding, Path, Remove, SetValue, Severity, Value, label, value_at
from ims_lint.request import Request, texts
from ims_lint.rules.rule import rule, said, schema_rule
from ims_lint.rules.wording import character, shown
from ims_lint.schema.violation import Violation


@schema_rule("IMS307", "tag-format", Severity.ERROR)
def tag_format(request: Request, violation: Violation) -> Finding:
    """A tag in `tags` is not written as `<key>.<value>`.

    Key (1 to 36) and value (0 to 43 characters) hold letters, digits, underscores and hyphens; the
    first dot parts them. `image_tags` takes any characters.

    Why: The service refuses the tag. What needs other characters can be written in `image_tags`,
    which takes any.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: ["stage:test"]

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.test]
    """
    return said(
        request, violation, f"{label(violation.path)} is {shown(violation.value)}: {_fault_of_tag(violation.value)}"
    )


def _fault_of_tag(tag: str) -> str:
    """What is wrong with a tag, as the end of a sentence."""
    key, _, value = tag.partition(".")
    if bad := re.search(r"[^A-Za-z0-9_-]", key):
        return f"the key of the tag holds {character(bad[0])}"
    if bad := re.search(r"[^A-Za-z0-9_-]", value):
        return f"the value of the tag holds {character(bad[0])}"
    if not key:
        return "the tag has no key before the dot"
    if len(key) > 36:
        return f"its key has {len(key)} characters, and the most is 36"
    return f"its value has {len(value)} characters, and the most is 43"


@schema_rule("IMS401", "tags-with-image-tags", Severity.ERROR, fix="unsafe")
def tags_with_image_tags(request: Request, violation: Violation) -> Finding:
    """`tags` and `image_tags` stand side by side, both with elements.

    Why: The service takes one of the two. Which of them would win is not documented.

    Fix: Moves what stands in `tags` into `image_tags`, in front of what is there. Unsafe, because a
    tag may stand in both.

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
    where = label(violation.path[:-1]) if violation.path[:-1] else "the request"
    message = f"{where} has both tags and image_tags, and the service takes only one of them"
    change = _join_tags(request, violation)
    return said(request, violation, message, "keep one of the two, with all tags in it", change=change)


def _join_tags(request: Request, violation: Violation) -> Change | None:
    """Move what stands in `tags` into `image_tags`, unless a placeholder would get lost."""
    parent = violation.path[:-1]
    if any(path[: len(violation.path)] == violation.path for path in request.placeholders):
        return None
    tags = value_at(request.value, parent)["tags"]
    if not all(isinstance(tag, str) for tag in tags) or not all(isinstance(tag, dict) for tag in violation.value):
        return None
    moved = [dict(zip(("key", "value"), tag.partition(".")[::2], strict=True)) for tag in tags]
    operations = (SetValue(violation.path, [*moved, *violation.value]), Remove((*parent, "tags")))
    return Change("Move the tags into image_tags", False, operations)


@rule("IMS503", "duplicate-tag-key", Severity.WARNING, parameters=("tags", "image_tags"))
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


@rule("IMS504", "tag-without-dot", Severity.WARNING, parameters=("tags",))
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


@rule("IMS505", "outer-space-in-tag", Severity.WARNING, parameters=("image_tags",), fix="safe")
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
    message = f"{label(path)} is {shown(text)}: the service trims its outer spaces"
    return Finding("IMS505", path, message, f'write "{trimmed}"', change=change)
