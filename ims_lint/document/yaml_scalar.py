"""What a plain YAML scalar means: by YAML 1.2's core schema, and to a reader of YAML 1.1."""

from __future__ import annotations

import re

import yaml

from ims_lint.document.limits import MAX_DIGITS
from ims_lint.finding import Value

_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NUMBER_START = frozenset("+-.0123456789")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_HEXADECIMAL_PER_DECIMAL = 0.8
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

MAYBE_OTHER_START = frozenset("yYnNoO=-+.0123456789")
_LONGEST_OTHER = 100
"""Longer scalars are not looked at: nobody writes a number or a date with so many characters."""

_SAME_IN_YAML_1_1 = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?")
_MAYBE_OTHER_IN_YAML_1_1 = re.compile(
    r"(?i:yes|no|on|off|=)|[-+.]?[0-9][0-9a-fA-FxXoO_:.eE+-]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*", re.DOTALL
)


class TooManyDigits(ValueError):
    """A number with more than MAX_DIGITS digits."""


def resolve(text: str) -> Value:
    """The value of a plain scalar by the core schema of YAML 1.2.

    Raises:
        TooManyDigits: it is a number too long to be read.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START:
        return text
    if _DECIMAL.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise TooManyDigits(text)
        return int(text)
    if _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        if len(text) > MAX_DIGITS * _HEXADECIMAL_PER_DECIMAL:
            raise TooManyDigits(text)
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def other_reading(text: str, value: Value) -> tuple[bool, Value]:
    """Whether a YAML 1.1 reader sees another value in a plain scalar than `value`, and which."""
    if len(text) > _LONGEST_OTHER or _SAME_IN_YAML_1_1.fullmatch(text) or not _MAYBE_OTHER_IN_YAML_1_1.fullmatch(text):
        return False, None
    try:
        other = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return False, None
    return (type(other), other) != (type(value), value), other
