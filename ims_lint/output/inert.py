"""Text from a linted file or its name, made harmless for terminals, logs and reports."""

from __future__ import annotations

import re

# Bidirectional controls reorder what people see; U+2028/9 are line breaks for some programs; U+FEFF is
# invisible; the two noncharacters are not allowed in XML 1.0. Unpaired surrogates cannot be encoded.
_HARMFUL = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def visible(text: str, keep: str = "") -> str:
    r"""Return `text` with every control character escaped, as in `\x1b`, except those in `keep`.

    A byte that was not UTF-8 (which Python represents as U+DC80 to U+DCFF) becomes `\xNN` again, so the
    result can always be encoded.
    """

    def escaped(match: re.Match[str]) -> str:
        character = match.group()
        return character if character in keep else _escape(character)

    return re.sub(_HARMFUL, escaped, text)


def one_line(text: str) -> str:
    """Return `text` on one line: line breaks become spaces, other control characters are escaped."""
    return visible(" ".join(text.split("\n")))


def escaped(text: str) -> str:
    """Return a JSON text with every control in its strings as an escape, which JSON readers read alike."""
    return re.sub(_HARMFUL, lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def _escape(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
