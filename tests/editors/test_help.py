"""What the schemas tell editors beyond the verdict is complete, and says the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ims_lint.operations import BY_NAME, SOURCES
from ims_lint.schema.store import ENTRY, bundle, flatten, folder, source_schema
from tests.editors.engines import FILES, KEYWORDS

OPEN = {
    name: bundle()["definitions"][f"{name}.no-source"]["properties"]
    for name in BY_NAME
    if f"{name}.no-source" in bundle()["definitions"]
}
"""What each operation that has several source parameters says of a request without one."""

DRAFT_07 = {
    *("$schema", "$id", "$ref", "$comment", "title", "description", "default", "examples", "definitions"),
    *("type", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"),
    *("items", "properties", "required", "additionalProperties", "if", "then", "else", "allOf", "anyOf", "not"),
}
NAMED = ("properties", "definitions")
PLAIN = ("default", "examples", "enum", "const", "required", "enumDescriptions", "defaultSnippets")


def keywords(schema: Any) -> Iterator[str]:
    """All keywords in a schema and the schemas in it."""
    if isinstance(schema, list):
        for each in schema:
            yield from keywords(each)
    elif isinstance(schema, dict):
        yield from schema
        for key, inner in schema.items():
            if key in NAMED:
                yield from (word for each in inner.values() for word in keywords(each))
            elif key not in PLAIN and not key.startswith("x-"):
                yield from keywords(inner)


@pytest.mark.parametrize("name", FILES)
def test_every_keyword_is_of_draft_07_or_registered(name: str) -> None:
    schema = json.loads((Path(folder()) / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert set(keywords(schema)) <= DRAFT_07 | set(KEYWORDS)


@pytest.mark.parametrize(("operation", "name"), [(each, name) for each in OPEN for name in OPEN[each]])
def test_without_a_source_a_parameter_has_its_own_words(operation: str, name: str) -> None:
    here = flatten(OPEN[operation][name])
    sources = BY_NAME[operation].source_names
    homes = [flatten(source_schema(source)["properties"].get(name, {})) for source in sources]
    words = [{key: home.get(key) for key in ("title", "description", "markdownDescription")} for home in homes if home]
    assert {key: here.get(key) for key in ("title", "description", "markdownDescription")} in words


def test_the_os_versions_on_offer_are_the_documented_ones() -> None:
    path = Path(folder()).parent / "ims_lint" / "data" / "os_versions.yaml"
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))["os_versions"].values()
    documented = [value for group in groups for value in group]
    schema = flatten(bundle()["definitions"]["common.os-version-values"])
    assert all(each["label"] == each["body"] for each in schema["defaultSnippets"])
    offered = [*schema["examples"], *(each["body"] for each in schema["defaultSnippets"])]
    assert sorted(offered) == sorted(documented)


@pytest.mark.parametrize("source", SOURCES)
def test_every_value_of_an_enum_is_explained(source: str) -> None:
    for name, schema in source_schema(source)["properties"].items():
        schema = flatten(schema)
        if "enum" in schema:
            assert len(schema["enumDescriptions"]) == len(schema["enum"]), name


@pytest.mark.parametrize("name", [ENTRY, *BY_NAME])
def test_the_id_of_a_bundle_is_stable(name: str) -> None:
    assert bundle(name)["$id"] == f"https://ims-lint.github.io/ims-lint/schemas/{name}.schema.json"
