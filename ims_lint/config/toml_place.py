"""Find the line of a setting or value in a TOML file, which tomllib does not report."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\]#]*?)\s*\]")


def line_of(text: str, table: str, *words: str) -> int:
    """The line of the last of some words in a TOML table (`""`: the whole file), each after the previous one.

    The words are a path: a key, a key in its table, a value. If a word is not found, the result is
    the line of the previous one, or of the table.
    """
    lines = list(_lines_of(text, table))
    line, rest = (lines[0][0] if lines else 1), lines
    for word in words:
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        found = [at for at, (_, content) in enumerate(rest) if pattern.search(content)]
        if not found:
            break
        rest = rest[found[0] :]
        line = rest[0][0]
    return line


def _lines_of(text: str, table: str) -> Iterator[tuple[int, str]]:
    """The lines of a table and its subtables, without lines that are comments."""
    inside = not table
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        if header := _HEADER.match(line):
            name = header["name"].replace('"', "").replace("'", "").replace(" ", "")
            inside = not table or name == table or name.startswith(f"{table}.")
            line = line.replace(table, "", 1) if table else line
        if inside or (table and line.replace(" ", "").startswith(f"{table.rpartition('.')[2]}.")):
            yield number, line
