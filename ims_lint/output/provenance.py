"""The provider's pages that the rules are from, and the revision of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from ims_lint.operations import OPERATIONS
from ims_lint.schema.store import data, load

DATA = {
    "os_versions": "values of os_version",
    "os_versions_user_guide": "values of os_version",
    "error_codes": "error codes",
}
"""The data files, and what is in them."""


class Page(NamedTuple):
    """A page of the provider's documentation: its title, the document that it is part of, and what it describes."""

    title: str
    document: str
    revision: str
    describes: str


def pages() -> Iterator[Page]:
    """The pages that the schemas of the operations and the data files name as their source."""
    for operation in OPERATIONS:
        yield Page(**load(operation.name)["x-page"], describes=operation.address)
    for name, words in DATA.items():
        yield Page(**data(name)["page"], describes=words)


def render(format_name: str) -> str:
    """The pages as `text`, `markdown` or `json`."""
    found = list(pages())
    if format_name == "json":
        return json.dumps([page._asdict() for page in found], indent=2, ensure_ascii=False) + "\n"
    if format_name == "markdown":
        rows = [Page._fields, ("---",) * 4, *found]
        return "".join(f"| {' | '.join(row)} |\n" for row in rows)
    widths = [max(map(len, column)) for column in zip(*found, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(page, widths, strict=True)) for page in found)
    return "".join(f"{line.rstrip()}\n" for line in lines)
