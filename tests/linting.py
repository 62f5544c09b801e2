"""Reports and fixes of bytes and texts, as the tests ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ims_lint.config import DEFAULT, Config
from ims_lint.document import Document, read
from ims_lint.input import Input, from_bytes, from_text
from ims_lint.linter import lint
from ims_lint.report.diagnostic import Diagnostic, Report
from ims_lint.transform import fix


def report_bytes(data: bytes, name: str, config: Config = DEFAULT) -> Report:
    """The report on bytes."""
    return lint(from_bytes(data, name), config).report


def report_text(text: str, name: str, config: Config = DEFAULT) -> Report:
    """The report on a text."""
    return lint(from_text(text, name), config).report


class Fixed(NamedTuple):
    """The bytes that fixing leaves, the report on them, how many fixes were applied, and which were refused."""

    data: bytes
    report: Report
    applied: int
    refused: tuple[Diagnostic, ...]


def fix_bytes(data: bytes, name: str, config: Config = DEFAULT, *, unsafe: bool = False) -> Fixed:
    """What fixing makes of bytes."""
    fixed = fix.fix(lint(from_bytes(data, name), config), config, unsafe=unsafe)
    after = fixed.linted.input.data if fixed.applied else data
    return Fixed(after, fixed.linted.report, fixed.applied, fixed.refused)


def input_of(path: Path) -> Input:
    """The input that a file is."""
    return from_bytes(path.read_bytes(), path.name)


def documents(path: Path) -> list[Document]:
    """The documents in a file."""
    input = input_of(path)
    return read(input.text, input.language)[0]
