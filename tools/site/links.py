"""Rewrite the links of a page of the repository, so that they work on the website."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath, relpath

from ims_lint.about import REPOSITORY, SITE

ROOT = Path(__file__).parents[2]

_CODE_OR_LINK = re.compile(
    r"^[ ]*(?P<fence>`{3,})[^\n]*\n.*?^[ ]*(?P=fence)$|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|\]\((?P<target>[^()\s]+)\)",
    re.MULTILINE | re.DOTALL,
)


class BrokenLink(Exception):
    """A link to a file that does not exist."""


def rewritten(text: str, source: str, pages: Mapping[str, str]) -> str:
    """Return Markdown with links for the website.

    `source` is the path of the page in the repository, or of a generated page the path where it would be. `pages` has
    for each file that is on the website its path in the sources of the site. Links to other files of the repository
    lead to the repository's own pages.

    Raises:
        BrokenLink: a link names a file that does not exist.
    """

    def replaced(match: re.Match[str]) -> str:
        target = match["target"]
        return f"]({_target(target, source, pages)})" if target else match[0]

    return _CODE_OR_LINK.sub(replaced, text)


def _target(target: str, source: str, pages: Mapping[str, str]) -> str:
    address, hash, anchor = target.partition("#")
    if address.startswith(SITE):
        return relpath(_page_at(address.removeprefix(SITE), pages), dirname(pages[source]) or ".") + hash + anchor
    if not address or ":" in address:
        return target
    path = normpath(join(dirname(source), address))
    if path in pages:
        return relpath(pages[path], dirname(pages[source]) or ".") + hash + anchor
    if not (ROOT / path).exists():
        raise BrokenLink(f"{source}: {target}")
    kind = "tree" if (ROOT / path).is_dir() else "blob"
    return f"{REPOSITORY}/{kind}/main/{path}{hash}{anchor}"


def _page_at(address: str, pages: Mapping[str, str]) -> str:
    """Return the source of the page at an address below the base URL."""
    stem = address.rstrip("/")
    candidates = (address, f"{stem}.md", f"{stem}/index.md", "index.md" if not stem else "")
    found = next((each for each in candidates if each and each in pages.values()), None)
    if found is None:
        raise BrokenLink(f"{SITE}{address}")
    return found
