"""Assemble the sources of the website in build/site, and build it into site/."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from ims_lint.about import REPOSITORY, SITE
from ims_lint.output.rule_pages import GROUPS
from ims_lint.rules.registry import RULES
from ims_lint.rules.rule import Rule
from tools.site import rule_pages, schemas
from tools.site.links import ROOT, rewritten

WORK = ROOT / "build" / "site"
TARGET = ROOT / "site"
PLAYGROUND = ROOT / "build" / "playground"
"""The built playground, which is published as it is if it exists."""

_ADDRESS = f"{urlsplit(SITE).path}playground/"

SETTINGS = Path(__file__).with_name("mkdocs.yml")

_REFERENCE = re.compile(r"<!-- (?P<module>ims_lint) -->\n[^\n]*\n")
"""What stands in docs/python.md for the docstrings of a module."""

_WITHOUT_SIDEBARS = "---\nhide: [navigation, toc]\n---\n"

_MOVED = {
    "docs/rules.md": "rules/index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""The pages with other names on the website than in docs/."""


def sources() -> dict[str, str]:
    """Return the text of each page and schema by its path in the sources of the site, which `docs/` has not."""
    written = {f"rules/{rule.code}.md": rule_pages.page(rule) for rule in RULES}
    written["schemas.md"] = schemas.page()
    found = {path: (ROOT / path).read_text(encoding="utf-8") for path in _files() if path.endswith(".md")}
    pages = _files() | {path: path for path in written}
    texts = {pages[path]: rewritten(text, path, pages) for path, text in (found | written).items()}
    for rule in RULES:
        texts[f"rules/{rule.code}.md"] += _try_it(rule)
    texts["python.md"] = _REFERENCE.sub(r"::: \g<module>\n", texts["python.md"])
    texts["index.md"] = _WITHOUT_SIDEBARS + texts["index.md"]
    return texts | schemas.files()


def _try_it(rule: Rule) -> str:
    """Return the link from the page of a rule to its example in the playground, if that was built."""
    if not PLAYGROUND.is_dir() or not rule.example or rule.example.startswith("- hosts:"):
        return ""
    return f'\n## Try it\n\n<a href="{_ADDRESS}#{rule.code}">Open the example in the playground</a>.\n'


def _files() -> dict[str, str]:
    """Return the path on the site of each file in the repository that is on it, by its path in the repository."""
    docs = {f"docs/{path.name}": path.name for path in sorted((ROOT / "docs").iterdir())}
    return docs | {path: path for path in schemas.files()} | _MOVED


def settings() -> dict[str, Any]:
    """Return the settings for MkDocs, with the addresses, the rules and the playground."""
    found: dict[str, Any] = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))
    found |= {"site_url": SITE, "repo_url": REPOSITORY, "site_dir": str(TARGET)}
    rules = next(entry["Rules"] for entry in found["nav"] if "Rules" in entry)
    for prefix, title in GROUPS.items():
        rules.append({title: [f"rules/{rule.code}.md" for rule in RULES if rule.code.startswith(prefix)]})
    if PLAYGROUND.is_dir():
        found["nav"].append({"Playground": _ADDRESS})
    return found


def build() -> None:
    """Build the website; a broken link is an error."""
    shutil.rmtree(WORK, ignore_errors=True)
    for path, text in sources().items():
        target = WORK / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for asset in (*(ROOT / "docs").glob("*.svg"), *SETTINGS.parent.glob("*.svg"), *SETTINGS.parent.glob("*.css")):
        shutil.copy(asset, WORK / "docs")
    shutil.copytree(SETTINGS.with_name("theme"), WORK / "theme")
    config = WORK / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings(), sort_keys=False, allow_unicode=True), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)], check=True)
    if PLAYGROUND.is_dir():
        shutil.copytree(PLAYGROUND, TARGET / "playground")


if __name__ == "__main__":
    build()
