"""The input of a linter run: a name, a text and its language, made from the bytes of a file or from a text."""

from __future__ import annotations

import codecs
import os
import re
from typing import NamedTuple

from ims_lint.finding import MAX_FILE_SIZE, Finding, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALL_MARKS = tuple(mark for mark, _ in _MARKS)
_MARK = "\ufeff"


HOSTS = ("shell", "http", "markdown")
"""The languages of files that may contain requests, and much else."""

KINDS = {
    "shell": (".sh", ".bash"),
    "http": (".http", ".rest"),
    "markdown": (".md",),
    "ansible": (".yml", ".yaml"),
    "envelope": (".json",),
}
"""The kinds of files in which requests may be, with their file extensions; a script may have none."""

_ALL_EXTENSIONS = frozenset(extension for extensions in KINDS.values() for extension in extensions)
_HOST_OF = {extension: kind for kind in HOSTS for extension in KINDS[kind]}
_SHELL = re.compile(r"#![^\r\n]*[/ ](?:ba|da|k|z)?sh\b")
"""Matches the first line of a shell script."""


class Input(NamedTuple):
    """A file, standard input or an editor's buffer: its name, its text, and the language of that.

    `language` is `json` or `yaml`, or one of `HOSTS`. `findings` are those of decoding; if the input is not `readable`,
    the text is only there for their locations. `encoding` and `mark` (the byte order mark) tell how
    the text becomes bytes again.
    """

    name: str
    text: str
    language: str
    findings: tuple[Finding, ...] = ()
    readable: bool = True
    encoding: str = "utf-8"
    mark: bytes = b""

    def with_text(self, text: str) -> Input:
        """Return the same input with another text, such as a fixed one."""
        return self._replace(text=text)

    @property
    def is_encodable(self) -> bool:
        """Whether the encoding has all characters of the text; none has an unpaired surrogate."""
        try:
            self.text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    @property
    def data(self) -> bytes:
        """The bytes of the text.

        Raises:
            UnicodeEncodeError: the encoding does not have all characters of the text.
        """
        return self.mark + self.text.encode(self.encoding)


def from_text(text: str, name: str) -> Input:
    """Return the input for a text, such as an editor's buffer."""
    if _is_too_long(text):
        return _too_large(name)
    text = text.lstrip(_MARK)
    return Input(name, text, _language(name, text))


def from_bytes(data: bytes, name: str) -> Input:
    """Return the input for the bytes of a file, in UTF-8 or another encoding that YAML allows.

    A script or a document that contains requests may also be in an older encoding: the requests are ASCII
    nearly always, so the rest of it is read as Latin-1, which has a character for every byte.
    """
    if len(data) > MAX_FILE_SIZE:
        return _too_large(name)
    if data.isascii() and b"\0" not in data[:4]:
        text = data.decode()
        return Input(name, text, _language(name, text))
    mark, encoding = b"", "utf-8"
    if data.startswith(_ALL_MARKS):
        mark, encoding = next((mark, name) for mark, name in _MARKS if data.startswith(mark))
    if not mark and b"\0" in data[:4] and (guess := _unmarked(data)) and _is(data, guess):
        encoding = guess
    wrong = ""
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        text = data[len(mark) : len(mark) + error.start].decode(encoding, "replace")
        wrong = _undecodable(error, encoding)
    language = _language(name, text.lstrip(_MARK))
    if wrong and language in HOSTS and encoding == "utf-8" and not mark:
        return Input(name, data.decode("latin-1"), language, encoding="latin-1")
    if language == "json" and encoding != "utf-8":
        text, wrong = "", f"a JSON file must be UTF-8, found {_shown(encoding)}"
    if wrong:
        finding = Finding("IMS002", (), wrong, "save the file as UTF-8", span=Span(len(text), len(text)))
        return Input(name, text, language, (finding,), False, encoding, mark)
    if language == "json":
        return Input(name, text, language, (_marked(),) if mark else (), encoding=encoding, mark=mark)
    return Input(name, text.lstrip(_MARK), language, encoding=encoding, mark=mark)


def is_kind(name: str) -> bool:
    """Whether the extension of a file is one of `KINDS`, or the file is standard input."""
    return name == "-" or os.path.splitext(name)[1].lower() in _ALL_EXTENSIONS


def is_script(data: bytes) -> bool:
    """Whether the first bytes of a file are those of a shell script."""
    return data.startswith(b"#!") and bool(_SHELL.match(data.decode("latin-1")))


def _is_too_long(text: str) -> bool:
    """Return whether a text has more bytes in UTF-8 than a file may have."""
    if len(text) <= MAX_FILE_SIZE // 4:
        return False
    return len(text) > MAX_FILE_SIZE or len(text.encode("utf-8", "surrogatepass")) > MAX_FILE_SIZE


def _too_large(name: str) -> Input:
    """Return the input for a file of which only the first bytes were read."""
    message = f"the file must have at most {MAX_FILE_SIZE:,} bytes, found more"
    finding = Finding("IMS007", (), message, "split the file", span=Span(0, 0))
    return Input(name, "", _language(name, ""), (finding,), readable=False)


def _undecodable(error: UnicodeDecodeError, encoding: str) -> str:
    """Return the message for bytes that are not valid in their encoding."""
    if (
        error.end == len(error.object)
        and encoding != "utf-8"
        and error.reason.startswith(("truncated", "unexpected end"))
    ):
        return f"the file ends within a {_shown(encoding)} character"
    return f"byte 0x{error.object[error.start]:02X} is not valid {_shown(encoding)}"


def _shown(encoding: str) -> str:
    """Return the name of an encoding without the byte order."""
    return encoding.upper().removesuffix("-LE").removesuffix("-BE")


def _language(name: str, text: str) -> str:
    """Return the language by the file extension, or else by the start of the text; `*.ims.*` is never a host."""
    name = name.lower()
    if name.endswith(".json"):
        return "json"
    if name.endswith((".yaml", ".yml")):
        return "yaml"
    stem, extension = os.path.splitext(name)
    if extension in _HOST_OF and not stem.endswith(".ims"):
        return _HOST_OF[extension]
    if text.startswith("#!") and _SHELL.match(text):
        return "shell"
    return "json" if text.lstrip()[:1] in ("{", "[") else "yaml"


def _marked() -> Finding:
    message = "a JSON file must not start with a byte order mark (BOM)"
    return Finding("IMS003", (), message, "save the file as UTF-8 without BOM", span=Span(0, 0))


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked(data: bytes) -> str | None:
    """Detect UTF-16 or UTF-32 by the zero bytes around a first ASCII character (YAML 1.2, section 5.2)."""
    for start, encoding in ((b"\0\0\0", "utf-32-be"), (b"\0", "utf-16-be")):
        if data.startswith(start) and data[len(start) : len(start) + 1] not in (b"", b"\0"):
            return encoding
    if data[1:4] == b"\0\0\0" and data[:1] != b"\0":
        return "utf-32-le"
    return "utf-16-le" if data[1:2] == b"\0" and data[:1] != b"\0" and data[3:4] == b"\0" else None
