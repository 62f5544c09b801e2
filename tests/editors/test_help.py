"""What the schemas tell editors beyond the verdict is complete, and says the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ims_lint.operations import IMAGE
from ims_lint.schema.store import bundle, flatten, folder, source_schema
from tests.editors.engines import FILES, KEYWORDS

NO_SOURCE: dict[str, Any] = bundle()["definitions"]["create-image.no-source"]
DRAFT_07 = {
    *("$schema", "$id", "$ref", "$comment", "title", "description", "default", "examples", "definitions"),
    *("type", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"),
    *("items", "properties", "required", "additionalProperties", "if", "then", "else", "allOf", "anyOf"),
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


@pytest.mark.parametrize("name", NO_SOURCE["properties"])
def test_without_a_source_a_parameter_has_its_own_words(name: str) -> None:
    here = flatten(NO_SOURCE["properties"][name])
    homes = [flatten(source_schema(method)["properties"].get(name, {})) for method in IMAGE.source_names]
    words = [{key: home.get(key) for key in ("title", "description", "markdownDescription")} for home in homes if home]
    assert {key: here.get(key) for key in ("title", "description", "markdownDescription")} in words


def test_the_os_versions_on_offer_are_the_documented_ones() -> None:
    path = Path(folder()).parent / "ims_lint" / "data" / "os_versions.yaml"
    documented = [value for group in yaml.safe_load(path.read_text(encoding="utf-8")).values() for value in group]
    schema = flatten(bundle()["definitions"]["common.os-version-values"])
    assert all(each["label"] == each["body"] for each in schema["defaultSnippets"])
    offered = [*schema["examples"], *(each["body"] for each in schema["defaultSnippets"])]
    assert sorted(offered) == sorted(documented)


@pytest.mark.parametrize("method", IMAGE.source_names)
def test_every_value_of_an_enum_is_explained(method: str) -> None:
    for name, schema in source_schema(method)["properties"].items():
        schema = flatten(schema)
        if "enum" in schema:
            assert len(schema["enumDescriptions"]) == len(schema["enum"]), name


def test_the_id_of_the_bundle_is_stable() -> None:
    assert bundle()["$id"] == "https://ims-lint.github.io/ims-lint/schemas/create-image.schema.json"
