"""Read from a row of a table what it says for certain: mandatory or not, type, range, values, lengths, default."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tools.drift.page import Paragraph, Row

_RANGE = re.compile(r"(?:ranges from|range:|range is) *(\d[\d,]*)(?: ?[GM]B)? *(?:to|-|–) *(\d[\d,]*)", re.IGNORECASE)
_LENGTH = re.compile(r"(?:maximum of|exceed|at most|up to) (\d[\d,]*) characters")
_COUNT = re.compile(r"(?:maximum of|at most|up to) (\w+) data disks")
_VALUES = re.compile(r"(?:value can|can only) be (?:either )?([\w-]+(?:(?:, or |, and |, | or )[\w-]+)*)\.")
_DEFAULT = re.compile(r"default(?: value)? (?:is +)?(\w+)(?:[.,]| will be used)|Default value: *(\w+)")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


FIXED = ("parameter", "mandatory", "type")
"""The columns that say one thing; what the others say is in sentences."""


def facts(row: Row) -> dict[str, Any]:
    """What a row says, in the terms of tests/tables.yaml; what it does not say for certain is left out."""
    mandatory = row.text("mandatory").strip()
    words = row.text("type").lower().split() or [""]
    kind = words[0]
    found: dict[str, Any] = {"mandatory": {"yes": True, "no": False}.get(mandatory.lower(), mandatory), "type": kind}
    if kind == "array" and len(words) > 1:
        found["items"] = words[-1].removesuffix("s")
    paragraphs = [each for column, cell in row.cells.items() if column not in FIXED for each in cell]
    text = " ".join(" ".join(each.text.split()) for each in paragraphs)
    if kind == "integer" and (match := _only(_RANGE, text)):
        found["minimum"], found["maximum"] = (_number(each) for each in match.groups())
    if kind == "string" and (match := _only(_LENGTH, text)):
        found["max_length"] = _number(match[1])
    if kind == "array" and (match := _only(_COUNT, text)):
        found["max_items"] = _number(match[1])
    if kind not in ("boolean", "integer", "array") and (values := _values(paragraphs)):
        found["enum"] = values
    if "left blank by default" in text.lower():
        found["default"] = [] if kind == "array" else ""
    elif match := _only(_DEFAULT, text):
        found["default"] = _value(match[1] or match[2], kind)
    return found


def _only(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match of a pattern if all matches say the same."""
    matches = list(pattern.finditer(text))
    return matches[0] if len({match.groups() for match in matches}) == 1 else None


def _values(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The values of an enumeration in a sentence, or below one that ends in a colon."""
    for index, paragraph in enumerate(paragraphs):
        text = " ".join(paragraph.text.split())
        if match := _VALUES.search(text):
            return re.split(r", or |, and |, | or ", match[1])
        if re.search(r"value can be:$", text):
            values = []
            for each in paragraphs[index + 1 :]:
                first = each.bold[0] if each.bold and each.text.startswith(each.bold[0]) else each.text
                if len(first.split()) != 1:
                    break
                values.append(first)
            return values
    return []


def _number(word: str) -> int:
    return _NUMBERS.index(word) if word in _NUMBERS else int(word.replace(",", ""))


def _value(word: str, kind: str) -> Any:
    if kind == "boolean":
        return {"true": True, "false": False}.get(word, word)
    return int(word) if kind == "integer" and word.isdigit() else word
