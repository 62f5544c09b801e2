"""From the bytes of a file to its text: UTF-8, and what else YAML allows."""

import codecs
from typing import NamedTuple

from ims_lint.document.limits import MAX_FILE_SIZE, past_limit
from ims_lint.finding import Finding, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALL_MARKS = tuple(mark for mark, _ in _MARKS)


class Decoded(NamedTuple):
    """A text, how it was encoded (`mark` leads the bytes), and what is wrong with that.

    `readable` is False where the text stands only for the places of the findings.
    """

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""
    findings: tuple[Finding, ...] = ()
    readable: bool = True


def decode(data: bytes, language: str) -> Decoded:
    """The text of a file in the given language, `json` or `yaml`."""
    if len(data) > MAX_FILE_SIZE:
        message = f"the file has {len(data):,} bytes: the most that is read is {MAX_FILE_SIZE:,}"
        return Decoded("", findings=(past_limit(message, "split the file", Span(0, 0)),), readable=False)
    if data.isascii() and b"\0" not in data[:4]:
        return Decoded(data.decode())
    mark, encoding = b"", "utf-8"
    if data.startswith(_ALL_MARKS):
        mark, encoding = next((mark, name) for mark, name in _MARKS if data.startswith(mark))
    if not mark and b"\0" in data[:4] and (guess := _unmarked(data)) and _is(data, guess):
        encoding = guess
    if encoding != "utf-8" and language == "json":
        message = f"the file is {encoding[:6].upper()}, and JSON has to be UTF-8"
        return Decoded("", encoding, mark, (_wrong(message, Span(0, 0)),), readable=False)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        text = data[len(mark) : len(mark) + error.start].decode(encoding, "replace")
        message = f"the byte 0x{data[len(mark) + error.start]:02X} is not {encoding[:6].upper().rstrip('-')}"
        return Decoded(text, encoding, mark, (_wrong(message, Span(len(text), len(text))),), readable=False)
    if language == "yaml":
        return Decoded(text.lstrip("\ufeff"), encoding, mark)
    return Decoded(text, encoding, mark, (_marked(),) if mark else ())


def _marked() -> Finding:
    message = "a byte-order mark stands at the start of the file, and JSON has none"
    return Finding("IMS003", (), message, "save the file as UTF-8 without byte-order mark", span=Span(0, 0))


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by the zero bytes around a first ASCII character (YAML 1.2, section 5.2)."""
    for start, encoding in ((b"\0\0\0", "utf-32-be"), (b"\0", "utf-16-be")):
        if data.startswith(start) and data[len(start) : len(start) + 1] not in (b"", b"\0"):
            return encoding
    if data[1:4] == b"\0\0\0" and data[:1] != b"\0":
        return "utf-32-le"
    return "utf-16-le" if data[1:2] == b"\0" and data[:1] != b"\0" and data[3:4] == b"\0" else None


def _wrong(message: str, span: Span) -> Finding:
    return Finding("IMS002", (), message, "save the file as UTF-8", span=span)
