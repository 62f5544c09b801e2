"""Rules on what a page does not document although the service accepts it (52x); the schemas say what that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ims_lint.finding import Finding, Severity
from ims_lint.request import Request
from ims_lint.rules.rule import rule
from ims_lint.rules.wording import quoted, shown
from ims_lint.schema.compiled import NOTES


def _noted(request: Request, keyword: str) -> Iterator[tuple[str, Any]]:
    """The parameters at the top level whose schemas have a keyword, with the value of that."""
    notes = NOTES[keyword].get(request.source, {})
    yield from ((name, note) for name, note in notes.items() if name in request.value)


@rule("IMS520", "unusual-min-disk", Severity.WARNING, note="x-documented")
def unusual_min_disk(request: Request) -> Iterator[Finding]:
    """The minimum size of a data disk is outside the range on the API page.

    Why: The API page documents a smaller range than the user guide, and the service was seen to accept
    more.

    Example:
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 2048
        type: DataImage

    Use instead:
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 1024
        type: DataImage
    """
    for name, limits in _noted(request, "x-documented"):
        value = request.value[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        low, high = limits.get("minimum", value), limits.get("maximum", value)
        if not low <= value <= high:
            limit, end = (low, "minimum") if value < low else (high, "maximum")
            message = f"{name} {shown(value)} is outside the documented range; its {end} is {limit} GB"
            side = "at least" if value < low else "at most"
            yield Finding("IMS520", (name,), message, f"set {name} to {side} {limit} if the service rejects it")


@rule("IMS521", "parameter-without-effect", Severity.WARNING, note="x-no-effect")
def parameter_without_effect(request: Request) -> Iterator[Finding]:
    """A parameter probably has no effect, because it is for another source of the same operation.

    For example `os_version` with `type: DataImage`, or `vault_id` with `backup_id`.

    Why: The service accepts it, since it knows all parameters of the operation, and does not use it.

    Example:
        # ims-lint: operation=quickimport
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 100
        type: DataImage
        os_version: CentOS 7.6 64bit

    Use instead:
        # ims-lint: operation=quickimport
        name: web-data
        image_url: ims-images:web-data.zvhd2
        min_disk: 100
        type: DataImage
    """
    for name, conditions in _noted(request, "x-no-effect"):
        ((beside, values),) = conditions.items()
        value = request.value.get(beside)
        if beside in request.value and (not values or value in values):
            with_value = f"{beside} {shown(value)}" if values else beside
            related = ((with_value, (beside,)),)
            message = f"{name} probably has no effect with {with_value}"
            yield Finding("IMS521", (name,), message, f"remove {name}", at_key=True, related=related)


@rule("IMS522", "undocumented-parameter", Severity.WARNING, note="x-undocumented")
def undocumented_parameter(request: Request) -> Iterator[Finding]:
    """A parameter is not on the API page of this cloud.

    It is known from SDKs, other clouds, or the list of error codes.

    Why: Whether the service of this cloud uses it is not known.

    Example:
        # ims-lint: operation=quickimport
        name: web
        image_url: ims-images:web.zvhd2
        os_version: CentOS 7.6 64bit
        min_disk: 40
        license_type: byol

    Use instead:
        # ims-lint: operation=quickimport
        name: web
        image_url: ims-images:web.zvhd2
        os_version: CentOS 7.6 64bit
        min_disk: 40
    """
    known_values = dict(_noted(request, "x-known-values"))
    for name, note in _noted(request, "x-undocumented"):
        value, known = request.value[name], known_values.get(name, [])
        message = f"{name} is not documented for {request.operation.name} on this cloud"
        help = note if isinstance(note, str) else "remove it if this cloud does not use it"
        if known and isinstance(value, str) and value not in known:
            message = f"{name} {shown(value)} is not a known value"
            help = f"remove it, or use {quoted(known)} if this cloud uses it"
        yield Finding("IMS522", (name,), message, help, at_key=True)
