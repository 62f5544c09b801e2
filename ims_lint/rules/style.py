"""Optional rules, off by default (55x)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ims_lint.finding import Finding, Path, Severity, Value, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule
from ims_lint.rules.wording import character


def _images(request: Request) -> Iterator[tuple[Path, dict[str, Value]]]:
    """The objects whose description and tags are used for an image."""
    images: Iterable[tuple[Path, dict[str, Value]]] = ()
    if request.picked:
        images = request.data_images if request.picked.overridden else [((), request.value)]
    yield from ((path, image) for path, image in images if path not in request.open)


@rule("IMS551", "description-characters", Severity.WARNING, parameters=("description",), on=False)
def description_characters(request: Request) -> Iterator[Finding]:
    """A description contains characters other than letters, digits and spaces.

    Why: The API page allows letters and digits only. The service accepts punctuation too, so this
    rule is off by default.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: "Web server (staging)"

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: Web server of the staging system
    """
    for path, image in request.objects:
        text = image.get("description")
        if isinstance(text, str) and (odd := re.search(r"[^A-Za-z0-9 <>\r\n]", text)):
            here = (*path, "description")
            message = f"{label(here)} contains {character(odd[0])}, not only letters, digits and spaces"
            yield Finding("IMS551", here, message, "use only letters, digits and spaces")


@rule("IMS552", "no-description", Severity.WARNING, on=False)
def no_description(request: Request) -> Iterator[Finding]:
    """An image has no description.

    Why: A description tells others what an image is for. Many images do well without one, so this
    rule is off by default.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        description: Base image of the web servers
    """
    for path, image in _images(request):
        if not image.get("description"):
            here = (*path, "description")
            yield Finding("IMS552", here, f"{label(here)} is missing", "add description")


@rule("IMS553", "no-tags", Severity.WARNING, on=False)
def no_tags(request: Request) -> Iterator[Finding]:
    """An image has no tags.

    Why: Tags help to find images, and to attribute their costs. Many images do well without them, so
    this rule is off by default.

    Example:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a

    Use instead:
        name: web
        instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a
        tags: [stage.production]
    """
    for path, image in _images(request):
        if not image.get("tags") and not image.get("image_tags"):
            here = (*path, "tags")
            yield Finding("IMS553", here, f"{label(here)} is missing", "add tags or image_tags")
