"""Resolve plain YAML scalars by the core schema of YAML 1.2, and as YAML 1.1 readers do."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ims_lint.finding import MAX_DIGITS, Value

_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NUMBER_START = frozenset("+-.0123456789")
_OTHER_BASE = r"0o[0-7]+|0x[0-9a-fA-F]+"
_HEXADECIMAL_PER_DECIMAL = 0.8
_FLOAT = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"

WORDS_OF_YAML_1_1 = frozenset(
    ("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"),
)
"""Words that are booleans only in YAML 1.1."""

_TYPES_IN_YAML_1_1 = {
    "tag:yaml.org,2002:bool": bool,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:null": type(None),
}
_LONGEST_OTHER = 100
"""Nobody writes longer numbers or dates, and base 60 of YAML 1.1 takes quadratic time."""

_LEADING_ZERO = r"[-+]?0[0-9_]"


class TooManyDigits(ValueError):
    """A number with more than MAX_DIGITS digits."""


def resolve(text: str) -> Value:
    """Return the value of a plain scalar by the core schema of YAML 1.2.

    Raises:
        TooManyDigits: it is a number with too many digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START:
        return text
    digits = text[1:] if text[0] in "+-" else text
    if digits.isdecimal() and digits.isascii():
        if len(text) > MAX_DIGITS:
            raise TooManyDigits(text)
        return int(text)
    if re.fullmatch(_OTHER_BASE, text):
        if len(text) > MAX_DIGITS * _HEXADECIMAL_PER_DECIMAL:
            raise TooManyDigits(text)
        return int(text, 0)
    return float(text) if re.fullmatch(_FLOAT, text) else text


@cache
def _resolvers() -> dict[str, Any]:
    """Return the patterns of PyYAML for plain scalars in YAML 1.1, by first character."""
    import yaml  # 12 ms, which plain YAML does without

    resolvers: dict[str, Any] = yaml.SafeLoader.yaml_implicit_resolvers
    return resolvers


def reads_alike(text: str, value: Value) -> bool:
    """Return whether YAML 1.1 reads a plain scalar as `value`, too."""
    for tag, pattern in _resolvers().get(text[:1], ()):
        if pattern.match(text):
            return _TYPES_IN_YAML_1_1.get(tag) is type(value) and not re.match(_LEADING_ZERO, text)
    return type(value) is str


def other_reading(text: str) -> Value:
    """Return how YAML 1.1 reads a plain scalar; the text itself if it is no value of its type."""
    import yaml  # 12 ms, which plain YAML does without

    try:
        return yaml.safe_load(text) if len(text) <= _LONGEST_OTHER else text
    except (yaml.YAMLError, ValueError):
        return text
