"""What a release says of itself in several places: its version, and what is new in it."""

from __future__ import annotations

import re
from pathlib import Path

from ims_lint.about import REPOSITORY, __version__

_HOME = re.escape(REPOSITORY.removeprefix("https://github.com/"))
_MENTION = re.compile(rf"(?:{_HOME}@v|{_HOME}\n *rev: v|ims-lint==)(\d[\w.]*)")
"""A version that users copy: that of the action, of the hooks, of the package."""

_PAGES = {"README.md", "docs/pre-commit.md", "docs/embedded.md", "docs/ci.md"}
"""The pages that must have one."""

_CHANGELOGS = ("CHANGELOG.md", "editors/vscode/CHANGELOG.md")

_HEADING = re.compile(r"^## (?P<version>\S+) \((?P<date>unreleased|\d{4}-\d\d-\d\d)\)$", re.MULTILINE)

_WRAPPED = re.compile(r"(?<=[^\n|])\n *(?![\s|#]|- )")
"""A line break within a paragraph: none before or after an empty line, a row of a table, a heading or an item."""


def disagreements(root: Path, tag: str = "") -> list[str]:
    """Return what does not agree with the version in `ims_lint/about.py`; a tag must agree, too, and needs a date."""
    found = [] if tag in ("", f"v{__version__}") else [f"the tag is {tag}, but ims_lint/about.py has {__version__}"]
    for name in _CHANGELOGS:
        changelog = (root / name).read_text(encoding="utf-8")
        newest = _HEADING.search(changelog)
        if newest is None or newest["version"] != __version__:
            found.append(f"{name} does not start with {__version__}")
        elif tag and newest["date"] == "unreleased":
            found.append(f"{name} has no date for {__version__}")
        elif not release_notes(changelog, __version__):
            found.append(f"{name} has no changes for {__version__}")
    return found + _mentions(root)


def release_notes(changelog: str, version: str) -> str:
    """Return the section of a version in the changelog, without its heading; empty if there is none.

    Each paragraph is on one line, because GitHub shows the line breaks in the notes of a release.
    """
    for section in re.split(r"^(?=## )", changelog, flags=re.MULTILINE):
        heading = _HEADING.match(section)
        if heading and heading["version"] == version:
            return _WRAPPED.sub(" ", section[heading.end() :].strip())
    return ""


def _mentions(root: Path) -> list[str]:
    """Return the pages with another version, and those without any that must have one."""
    found = []
    pages = [*root.glob("*.md"), *root.glob("docs/*.md")]
    for page in sorted(pages):
        name = page.relative_to(root).as_posix()
        versions = [] if name == "CHANGELOG.md" else _MENTION.findall(page.read_text(encoding="utf-8"))
        found += [f"{name} names version {each}" for each in versions if each != __version__]
        if name in _PAGES and not versions:
            found.append(f"{name} names no version of ims-lint")
    return found
