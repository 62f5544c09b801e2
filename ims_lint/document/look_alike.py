"""Find the character that makes a word look like another one: a letter of another script, or an invisible one."""

from __future__ import annotations

import unicodedata

_LIKE = dict(
    zip(
        "аеорсхуіјѕһԁԛԝкмтАВЕКМНОРСТХУІЈЅҺ"  # Cyrillic
        "οανικρυετχωγϲΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # Greek
        "ıȷɡɑℓ‐‑‒–—−ˍ‗·․。",
        "aeopcxyijshdqwkmtABEKMHOPCTXYIJSHoavikpuetxwycABEZHIKMNOPTYXijgal------__...",
        strict=True,
    )
)
_INVISIBLE = frozenset(("Cf", "Cc"))
"""Categories of Unicode: format characters such as U+200B, and control characters."""


def look_alike(text: str) -> tuple[str, str] | None:
    """Return what a text looks like in ASCII, and its first odd character as `U+0430`; None if it is no look-alike.

    Letters of other scripts become the Latin letters that they look like, invisible characters are
    removed, and odd spaces become spaces, which are stripped.
    """
    if text.isascii():
        return None
    plain = "".join(map(_plain, text)).strip(" ")
    if not plain or not plain.isascii():
        return None
    return plain, code_point(next(char for char in text if not char.isascii()))


def code_point(char: str) -> str:
    """Return a character as messages name it: `U+0430`."""
    return f"U+{ord(char):04X}"


def named(char: str) -> str:
    """Return a character with its name, as `U+00A0 (no-break space)`; control characters have none."""
    name = unicodedata.name(char, "").lower()
    return f"{code_point(char)} ({name})" if name else code_point(char)


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if char.isspace():
        return " "
    if char in _LIKE:
        return _LIKE[char]
    return "" if unicodedata.category(char) in _INVISIBLE else unicodedata.normalize("NFKC", char)
