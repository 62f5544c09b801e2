"""The schemas of the website: each file at the address of its `$id`, and those that `ims-lint schema` prints."""

from __future__ import annotations

import json
from pathlib import Path

from ims_lint.about import SITE
from ims_lint.operations import BY_NAME, OPERATIONS, SOURCES
from ims_lint.schema.store import ENTRY, bundle, folder

_PAGE = """\
# Schemas

The JSON Schemas (draft-07) of requests, for editors and other tools. [Editors](docs/editors.md#the-schema-alone)
describes how to use them. Their addresses are those of their `$id`.

## In one file

These files refer to no other file; `ims-lint schema` prints the same. Use them if a tool does not load further files.

| schema | of |
| --- | --- |
{bundles}

## In several files

The same schemas as they are in the repository. They refer to each other by relative addresses.

| schema | of |
| --- | --- |
{files}

The [OpenAPI description](schemas/openapi.yaml) of the operations uses them; [the mock service](docs/mock.md) runs
it.
"""


def files() -> dict[str, str]:
    """Return all schemas by their paths below the base URL."""
    plain = {f"schemas/{path.name}": path.read_text(encoding="utf-8") for path in sorted(Path(folder()).iterdir())}
    return plain | {path: json.dumps(bundle(name), indent=2, ensure_ascii=False) + "\n" for path, name in _bundles()}


def _bundles() -> list[tuple[str, str]]:
    """Return the path and the name of each bundled schema.

    That of a source has the address of its `$id`. That of an operation has the `$id` of the file that it contains, so
    it needs another address.
    """
    sources = [name for name in SOURCES if name not in BY_NAME]
    own = [(str(bundle(name)["$id"]).removeprefix(SITE), name) for name in sources]
    return [(f"schemas/bundled/{name}.schema.json", name) for name in (ENTRY, *BY_NAME)] + own


def page() -> str:
    """Return the page that lists the schemas."""
    named = {path: _title(name) for path, name in _bundles()}
    plain = {path: json.loads(text).get("title", "") for path, text in files().items() if path.endswith(".json")}
    return _PAGE.format(
        bundles=_rows(named), files=_rows({path: title for path, title in plain.items() if path not in named})
    )


def _rows(titles: dict[str, str]) -> str:
    return "\n".join(f"| [{path.removeprefix('schemas/')}]({SITE}{path}) | {title} |" for path, title in titles.items())


def _title(name: str) -> str:
    operation = next((each.name for each in OPERATIONS if name in each.source_names), name)
    title = str(bundle(name)["title"])
    return title if name in (ENTRY, *BY_NAME) else f"`{operation}`: {title}"
