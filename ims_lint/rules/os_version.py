"""Rules on os_version: is it a value that the service documents?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache

from ims_lint.document import read
from ims_lint.finding import Change, Finding, SetValue, Severity
from ims_lint.request import Request
from ims_lint.rules.rule import rule
from ims_lint.rules.spelling import close_matches

_CLOSE = 0.8
"""How alike a value and a documented one are, from 0 to 1, for a "did you mean"."""

_RED_HAT = re.compile(r"red hat", re.IGNORECASE)


@rule(
    "IMS501", "unlisted-os-version", Severity.WARNING, parameters=("os_version",), fix="unsafe", prevents=("IMG.0056",)
)
def unlisted_os_version(request: Request) -> Iterator[Finding]:
    """os_version is not one of the documented values.

    The service takes other values too, so this may well be right: newer releases and
    "Other Linux(64 bit)" are in no list.

    Why: A misspelt version is refused, or makes an image that is treated as another system.

    Fix: Writes the documented value that is closest. Unsafe, because another one may be meant.

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
    version = request.value.get("os_version")
    if not isinstance(version, str) or not version or version in documented() or _is_unsupported_coreos(version):
        return
    path = ("os_version",)
    if not version.strip():
        yield Finding("IMS501", path, "os_version is blank", "write the operating system, for example CentOS 7.6 64bit")
        return
    meant = closest_documented(version)
    if mended := None if meant else _mended(version):
        yield Finding("IMS501", path, _reason(version), f'did you mean "{mended}"?')
        return
    if meant is None:
        message = f'os_version "{version}" is not among the documented values'
        help = "check the spelling; a release that is newer than the documentation is fine"
        yield Finding("IMS501", path, message, help)
        return
    change = Change(f'Write "{meant}"', False, (SetValue(path, meant),))
    yield Finding("IMS501", path, _reason(version), f'did you mean "{meant}"?', change=change)


def _reason(version: str) -> str:
    if version.strip() != version:
        return f'os_version "{version}" has a space before or after it'
    if _RED_HAT.search(version):
        return f'os_version "{version}" spells Redhat in two words, as the documentation did from 2023 to 2025'
    return f'os_version "{version}" is not among the documented values'


def _mended(version: str) -> str | None:
    """A version that is in no list, with the spelling of the list; None where that changes nothing."""
    mended = _RED_HAT.sub("Redhat", version.strip())
    return mended if mended != version else None


@rule("IMS511", "unsupported-coreos", Severity.WARNING, parameters=("os_version",), prevents=("IMG.0056",))
def unsupported_coreos(request: Request) -> Iterator[Finding]:
    """os_version is a CoreOS version that the service does not list.

    Why: Of CoreOS only three versions are supported. Its makers ended it in 2020.

    Example:
        name: web
        image_url: ims-images:coreos.qcow2
        min_disk: 40
        os_version: CoreOS 2512.3.0

    Use instead:
        name: web
        image_url: ims-images:coreos.qcow2
        min_disk: 40
        os_version: CoreOS 1298.6.0
    """
    version = request.value.get("os_version")
    if isinstance(version, str) and _is_unsupported_coreos(version):
        listed = ", ".join(sorted(each for each in documented() if each.startswith("CoreOS ")))
        message = f'os_version "{version}" is not a CoreOS version that the service supports'
        yield Finding("IMS511", ("os_version",), message, f"write one of {listed}")


def _is_unsupported_coreos(version: str) -> bool:
    return version.strip().lower().startswith("coreos ") and closest_documented(version) is None


@cache
def documented() -> frozenset[str]:
    """The documented values of os_version."""
    source = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "os_versions.yaml")
    with open(source, encoding="utf-8") as file:
        documents, _ = read(file.read(), "yaml")
    families: dict[str, list[str]] = documents[0].value
    return frozenset(version for versions in families.values() for version in versions)


@cache
def closest_documented(version: str) -> str | None:
    """The documented value that a version is probably meant to be: never another release."""
    written, numbers = _plain(version), _numbers(version)
    if same := [each for each in documented() if _plain(each) == written]:
        return max(same)
    candidates = [each for each in sorted(documented()) if numbers and _numbers(each)[: len(numbers)] == numbers]
    longer = [each for each in candidates if _plain(each).startswith(written)]
    close = longer if len(longer) == 1 else close_matches(version, candidates, _CLOSE, _plain)
    return close[0] if close else None


def _numbers(version: str) -> list[str]:
    return re.findall(r"\d+", version)


def _plain(version: str) -> str:
    return version.lower().replace("red hat", "redhat").replace(" ", "").replace("-", "")
