"""Print the differences of a page for whoever decides what follows from them."""

from __future__ import annotations

from tools.drift.compare import Difference
from tools.drift.page import Page


def report(page: Page, name: str, known: str, differences: list[Difference], ruling: bool = True) -> str:
    """The differences between a page and what is known of its revision `known`, empty if there are none."""
    if not differences:
        return ""
    lines = [f"{page.path}: {name}, {page.title}{_revision(page.revision, known)}"]
    for each in differences:
        lines += ["", f"  {each.subject}" + (f" (line {each.line})" if each.line else "")]
        lines += [f"    {line}" for line in each.says]
        lines += [f"    > {line}" for line in each.where]
        if ruling:
            lines.append(f"    to rule on it: {each.key(name)}")
    return "\n".join(lines) + "\n\n"


def _revision(revision: str, known: str) -> str:
    if not revision:
        return f", revision unknown; compared with {known}"
    if revision == known:
        return f", revision {revision}"
    return f", revision {revision}, {'newer' if revision > known else 'older'} than {known}"


def summary(pages: int, differences: int) -> str:
    """The last line: how much was compared, with what result."""
    found = f"{differences} difference{'s' * (differences != 1)}" if differences else "no differences"
    return f"{found} in {pages} page{'s' * (pages != 1)}\n"
