"""Numbers with units: what `4 GB` or `min_ram_gb` says in the unit that a parameter is in."""

from __future__ import annotations

import re

from ims_lint.finding import Value

_IN_MB = {"mb": 1, "mib": 1, "m": 1, "gb": 1024, "gib": 1024, "g": 1024, "tb": 1024**2, "tib": 1024**2, "t": 1024**2}
_MOST = 10**12
"""No disk and no memory has more; a float cannot hold every number."""

_NUMBER = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?)[ _]*(?P<unit>[A-Za-z]{1,3})")


def in_unit(value: Value, unit: str, wanted: str) -> int | None:
    """A number of MB, GB or TB as a whole number of another unit, None where it is none."""
    factor, other = _IN_MB.get(unit.lower()), _IN_MB.get(wanted.lower())
    if isinstance(value, bool) or not isinstance(value, int | float) or factor is None or other is None:
        return None
    if abs(value) > _MOST:
        return None
    converted = value * factor / other
    return int(converted) if converted == int(converted) else None


def number_with_unit(text: str, wanted: str) -> int | None:
    """What a text such as `4 GB` is in the wanted unit, None where it is no such text."""
    match = _NUMBER.fullmatch(text.strip())
    return in_unit(float(match["number"]), match["unit"], wanted) if match else None


def unit_in_name(key: str, names: list[str]) -> tuple[str, str] | None:
    """The name and the unit that a key consists of, as in `min_ram_gb`; None where it does not."""
    name, _, unit = key.lower().replace("-", "_").rpartition("_")
    return (name, unit) if name in names and unit in _IN_MB else None
