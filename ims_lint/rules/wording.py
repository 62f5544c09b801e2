"""Format values, characters and parameters for messages."""

from __future__ import annotations

from collections.abc import Sequence

from ims_lint.finding import UNCHECKED, Value, shorten

_CHARACTERS = {"\n": "a line break", "\r": "a line break", "\t": "a tab", " ": "a space"}


def shown(value: Value) -> str:
    """A value for a message: as a JSON literal, shortened if it is long."""
    import json  # 5 ms, only for a finding

    if isinstance(value, dict):
        return "object"
    if isinstance(value, list):
        return "list"
    if value is UNCHECKED:
        return "a placeholder"
    text = repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
    return shorten(text)


def kind(value: Value) -> str:
    """A value with its type, for a message."""
    if isinstance(value, str):
        return f"string {shown(value)}"
    if isinstance(value, bool):
        return f"boolean {shown(value)}"
    if isinstance(value, int | float):
        return f"number {shown(value)}"
    return shown(value)


def character(char: str) -> str:
    """A character for a message."""
    return _CHARACTERS.get(char) or (f'"{char}"' if char.isprintable() else f"U+{ord(char):04X}")


def as_help(text: str) -> str:
    """A sentence of the schemas as a help: without the capital and the period."""
    return (text[0].lower() if text[1:2].islower() else text[0]) + text[1:].rstrip(".")


def listed(words: Sequence[str], last: str = "or") -> str:
    """Words as an enumeration: `a`, `a or b`, `a, b or c`."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def quoted(words: Sequence[str], last: str = "or") -> str:
    """Words as an enumeration, each as a JSON string."""
    return listed([shown(word) for word in words], last)
