"""Rules on os_version: misspelled, unsupported and undocumented values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ims_lint.finding import Change, Finding, SetValue, Severity
from ims_lint.request import Request
from ims_lint.rules.rule import rule
from ims_lint.rules.spelling import slips
from ims_lint.rules.wording import quoted, shown
from ims_lint.schema.compiled import NOTES
from ims_lint.schema.store import data

_LISTS = ("os_versions", "os_versions_user_guide")
_PATH = ("os_version",)
_COREOS = ("CoreOS 1010.5.0", "CoreOS 1068.10.0")
"""The CoreOS versions that a note on the API page calls supported; its table lists one more."""


def _version(request: Request) -> str | None:
    """The value of os_version if it is a string that is not a documented value."""
    version = request.value.get("os_version")
    if "os_version" in NOTES["x-no-effect"].get(request.source, ()):
        return None
    if not isinstance(version, str) or not version or _folded(version) in documented():
        return None
    return version


@rule(
    "IMS501",
    "misspelt-os-version",
    Severity.WARNING,
    parameters=("os_version",),
    fix="unsafe",
    prevents=("IMG.0056",),
)
def misspelt_os_version(request: Request) -> Iterator[Finding]:
    """os_version is a misspelled documented value.

    The documented values are those of the API page and of the user guide. Values that differ more,
    such as a newer release or another system, are not reported by this rule.

    Why: A misspelled version is rejected, or the image is treated as another system.

    Fix: Changes it to the documented value. Unsafe, because another one may be meant.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_version: Centos 7.6 64 bit

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_version: CentOS 7.6 64bit
    """
    version = _version(request)
    if version is None:
        return
    if not version.strip():
        yield Finding("IMS501", _PATH, "os_version is blank", "remove it, or set it to the system in the image")
    elif (meant := nearest(version)) is not None:
        message = f"os_version {shown(version)} is not a documented value"
        if version != version.strip():
            message = f"os_version {shown(version)} has leading or trailing spaces"
        change = Change(f'Change to "{meant}"', False, (SetValue(_PATH, meant),))
        yield Finding(
            "IMS501", _PATH, message, f'change it to "{meant}" if that is the system in the image', change=change
        )


@rule("IMS511", "unsupported-coreos", Severity.WARNING, parameters=("os_version",), prevents=("IMG.0056",))
def unsupported_coreos(request: Request) -> Iterator[Finding]:
    """os_version is a CoreOS version that is not supported.

    Why: Only two versions of CoreOS are supported. Its end of life was in 2020.

    Example:
        name: web
        image_url: ims-images:coreos.qcow2
        min_disk: 40
        os_version: CoreOS 2512.3.0

    Use instead:
        name: web
        image_url: ims-images:coreos.qcow2
        min_disk: 40
        os_version: CoreOS 1068.10.0
    """
    version = _version(request)
    if version and _is_coreos(version) and nearest(version) is None:
        message = f"os_version {shown(version)} is not a supported CoreOS version"
        yield Finding("IMS511", _PATH, message, f"use {quoted(_COREOS)}")


def _is_coreos(version: str) -> bool:
    return version.strip().lower().startswith("coreos ")


@rule("IMS554", "undocumented-os-version", Severity.WARNING, parameters=("os_version",), on=False)
def undocumented_os_version(request: Request) -> Iterator[Finding]:
    """os_version is not a documented value, and not similar to one.

    Why: The service accepts other values, such as newer releases. Turn this rule on
    to allow only documented ones.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_version: AlmaLinux 9.4 64bit

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        os_version: Rocky Linux 9.2 64bit
    """
    version = _version(request)
    if version and version.strip() and not _is_coreos(version) and nearest(version) is None:
        message = f"os_version {shown(version)} is not a documented value"
        yield Finding("IMS554", _PATH, message, "use a documented value, or suppress the rule for the file")


@cache
def documented() -> dict[str, str]:
    """The documented values by their normalized form: the list of the API page first, then that of the user guide."""
    values: dict[str, str] = {}
    for name in _LISTS:
        for versions in data(name)["os_versions"].values():
            for version in versions:
                values.setdefault(_folded(version), version)
    return values


def _folded(version: str) -> str:
    """A value with one spelling for words that the lists spell in two ways: Server and server, Redhat and Red Hat."""
    return version.replace("Red Hat", "Redhat").replace(" Server ", " server ")


@cache
def nearest(version: str) -> str | None:
    """The documented value that a value misspells, None if there is none or more than one.

    Both have the same first word, the same numbers and the same number of words: never another system,
    release or edition. Only the number of bits may be missing.
    """
    if (same := documented().get(_folded(" ".join(version.split())))) is not None:
        return same
    plain = _plain(version)
    values = [value for value in documented().values() if _plain(value) == plain]
    if not values:
        words, numbers = _words(version), _numbers(version)
        values = [value for value in documented().values() if _is_near(words, numbers, value)]
    return values[0] if len(values) == 1 else None


def _plain(version: str) -> str:
    return re.sub(r"[\s_()-]", "", version.lower().replace("red hat", "redhat"))


def _words(version: str) -> list[str]:
    return re.findall(r"[a-z]+", version.lower().replace("red hat", "redhat"))


def _numbers(version: str) -> list[str]:
    return re.findall(r"\d+", version)


def _is_near(words: list[str], numbers: list[str], value: str) -> bool:
    others, theirs = _words(value), _numbers(value)
    if "bit" not in words and others[-1:] == ["bit"] and theirs[:-1] == numbers:
        others, theirs = others[:-1], numbers
    if numbers != theirs or len(words) != len(others):
        return False
    counts = [(slips(word, other), len(other)) for word, other in zip(words, others, strict=True)]
    return sum(count for count, _ in counts) <= 2 and all(3 * count <= length for count, length in counts)
