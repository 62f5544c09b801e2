"""Convert numbers with units, such as `4 GB` or the value of `min_ram_gb`, to the unit of a parameter."""

from __future__ import annotations

import re

from ims_lint.finding import Value

_IN_MB = {"mb": 1, "mib": 1, "m": 1, "gb": 1024, "gib": 1024, "g": 1024, "tb": 1024**2, "tib": 1024**2, "t": 1024**2}
_IN_MB |= {"mi": 1, "gi": 1024, "ti": 1024**2}
_MOST = 10**12
"""More than any disk or memory has; a float cannot represent every larger number."""

_NUMBER = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?)[ _]*(?P<unit>[A-Za-z]{1,3})")


def in_unit(value: Value, unit: str, wanted: str) -> int | None:
    """A number of MB, GB or TB as an integer in another unit, None if it is not an integer."""
    factor, other = _IN_MB.get(unit.lower()), _IN_MB.get(wanted.lower())
    if isinstance(value, bool) or not isinstance(value, int | float) or factor is None or other is None:
        return None
    if abs(value) > _MOST:
        return None
    converted = value * factor / other
    return int(converted) if converted == int(converted) else None


def number_with_unit(text: str, wanted: str) -> int | None:
    """The number in a string such as `4 GB`, in the wanted unit; None for other strings."""
    match = _NUMBER.fullmatch(text.strip())
    return in_unit(float(match["number"]), match["unit"], wanted) if match else None


def unit_in_name(key: str, names: list[str]) -> tuple[str, str] | None:
    """The name and the unit in a key such as `min_ram_gb`, None for other keys."""
    name, _, unit = key.lower().replace("-", "_").rpartition("_")
    return (name, unit) if name in names and unit in _IN_MB else None
