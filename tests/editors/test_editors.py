"""The engines that editors use give the verdict of ims-lint's schema check, and help while a request is written."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ims_lint.document import Document
from ims_lint.operations import IMAGE
from ims_lint.schema.store import bundle, flatten, source_schema
from tests.editors import engines
from tests.editors.differences import DIFFERENCES, Disagreement, examples, unexplained
from tests.editors.engines import Place, Problem, Schemas
from tests.editors.node import EDITORS, need
from tests.editors.samples import Sample, drawn, from_files

TESTS = Path(__file__).parents[1]
EDITOR = {"yaml": engines.yaml_server, "json": engines.vscode_json}
LANGUAGE = {"yaml-language-server": "yaml", "vscode-json-languageservice": "json"}


@pytest.fixture(scope="module", autouse=True)
def node() -> None:
    need(EDITORS)


@pytest.fixture(scope="module", params=["files", "bundle"])
def schemas(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    return Schemas(request.param, tmp_path_factory.mktemp("schemas"))


# The same verdict


@cache
def all_samples() -> tuple[Sample, ...]:
    return (*from_files(), *drawn(), *examples())


def compare(of: Sample, problems: list[Problem]) -> list[Disagreement]:
    """Where an engine and ims-lint disagree on a text."""
    lines = {each.line for each in problems if each.schema}
    extra = [
        Disagreement(True, each.line, each.message) for each in problems if each.schema and each.line not in of.may
    ]
    return [*extra, *(Disagreement(False, line, code) for line, code in of.must.items() if line not in lines)]


def assert_same(engine: str, verdicts: Iterator[tuple[Sample, list[Problem]]]) -> None:
    """No disagreement but the known differences, and each of these still shows in its example."""
    wrong = []
    shown = set()
    for each, problems in verdicts:
        disagreements = compare(each, problems)
        wrong += [(each.name, *one) for one in unexplained(engine, each, disagreements)]
        known = DIFFERENCES.get(each.name)
        if known and engine in known.engines and any(known.explains(each, one) for one in disagreements):
            shown.add(each.name)
    assert not wrong
    assert shown == {name for name, each in DIFFERENCES.items() if engine in each.engines}


def test_the_samples_are_what_they_should_be() -> None:
    samples = all_samples()
    assert sum(each.name.startswith("drawn") for each in samples) == 2000
    refused = sum(bool(each.must) for each in samples)
    assert len(samples) / 4 < refused < len(samples) * 3 / 4
    assert all(bool(each.must) == bool(each.may) for each in samples)


@pytest.mark.parametrize("engine", LANGUAGE)
def test_an_editor_gives_the_same_verdict(schemas: Schemas, engine: str) -> None:
    language = LANGUAGE[engine]
    samples = [each for each in all_samples() if each.language == language]
    said = EDITOR[language](schemas, [each.text for each in samples], [])
    assert_same(engine, zip(samples, said.problems, strict=True))
    assert not said.logged


def test_ajv_gives_the_same_verdict_in_strict_mode(schemas: Schemas) -> None:
    samples = all_samples()
    said = engines.ajv(schemas, [document.value for each in samples for document in each.documents])
    assert not said["warnings"]
    errors = iter(said["errors"])
    verdicts = [
        (each, [_ajv_problem(each, document, error) for document in each.documents for error in next(errors)])
        for each in samples
    ]
    assert_same("ajv", iter(verdicts))


def _ajv_problem(of: Sample, document: Document, error: dict[str, Any]) -> Problem:
    path: list[str | int] = []
    value = document.value
    for step in error["instancePath"].split("/")[1:]:
        key = int(step) if isinstance(value, list) else step.replace("~1", "/").replace("~0", "~")
        path.append(key)
        value = value[key]
    if "additionalProperty" in error["params"]:
        path.append(error["params"]["additionalProperty"])
    return Problem(of.line(document, tuple(path), error["keyword"] == "additionalProperties"), error["message"], True)


@pytest.mark.parametrize("engine", LANGUAGE)
def test_an_editor_says_nothing_of_the_page_s_requests(schemas: Schemas, engine: str) -> None:
    """No error, no warning, nothing of the schemas themselves."""
    language = LANGUAGE[engine]
    paths = sorted((TESTS / "requests").glob(f"*.ims.{language}"))
    said = EDITOR[language](schemas, [path.read_text(encoding="utf-8") for path in paths], [])
    assert len(paths) == 8
    assert said.diagnostics == [[]] * 8


# Completion and hover

PARAMETERS = {method: source_schema(method)["properties"] for method in IMAGE.source_names}
SOURCE_OF = {source.name: source.parameter for source in IMAGE.sources}
Object = tuple[str, dict[str, Any]]


def resolved(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: flatten(schema) for name, schema in properties.items()}


def suggested(properties: dict[str, Any]) -> set[str]:
    """The parameters that an editor should offer."""
    return {
        name
        for name, schema in resolved(properties).items()
        if not schema.get("doNotSuggest") and not schema.get("deprecationMessage")
    }


def no_source() -> dict[str, Any]:
    properties: dict[str, Any] = bundle()["definitions"]["create-image.no-source"]["properties"]
    return properties


def element(properties: dict[str, Any], name: str) -> dict[str, Any]:
    items: dict[str, Any] = flatten(flatten(properties[name])["items"])["properties"]
    return items


def objects() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], Callable[[Any], Any]]]:
    """Each object of a request: a name, the parameters already there, all it may hold, and what it stands in."""
    yield "nothing yet", {}, no_source(), lambda body: body
    for method, properties in PARAMETERS.items():
        if method != "ecs-data-disks":
            start = {SOURCE_OF[method]: "x"}
            yield method, start, properties, lambda body: body
            tag = element(properties, "image_tags")
            yield f"{method} tag", {}, tag, lambda body, start=start: {**start, "image_tags": [body]}
    data_images = [{"name": "x", "volume_id": "x"}]
    yield "ecs-data-disks", {"data_images": data_images}, PARAMETERS["ecs-data-disks"], lambda body: body
    for method, start in (("ecs-data-disks", {}), ("obs-file", {"image_url": "x"})):
        inner = element(PARAMETERS[method], "data_images")
        yield f"{method} element", {}, inner, lambda body, start=start: {**start, "data_images": [body]}


OBJECTS = list(objects())
CURSOR = "CURSOR"


def written(body: Any, language: str) -> str:
    if language == "json":
        return json.dumps(body, indent=2)
    return str(yaml.safe_dump(body, sort_keys=False)) if body else ""


def before_a_new_key(body: dict[str, Any], within: Callable[[Any], Any], language: str) -> Place:
    """The place in an object where the next key is about to be written."""
    text = written(within({CURSOR: None, **body}), language)
    return Place.of(text.replace(f'"{CURSOR}": null' if language == "json" else f"{CURSOR}: null", "|"))


def on_the_key(body: dict[str, Any], key: str, within: Callable[[Any], Any], language: str, schema: str) -> Place:
    """The place inside a key of an object."""
    kept = {name: value for name, value in body.items() if name != key}
    value = schema if key == "$schema" else body.get(key, "x")  # an editor loads what $schema names
    return Place.of(written(within({**kept, CURSOR: value}), language).replace(CURSOR, f"{key[0]}|{key[1:]}"))


@pytest.mark.parametrize("language", EDITOR)
def test_completion_offers_what_may_stand_there_and_nothing_else(schemas: Schemas, language: str) -> None:
    places = [before_a_new_key(start, within, language) for _, start, _, within in OBJECTS]
    said = EDITOR[language](schemas, [], places)
    for (name, start, properties, _), items in zip(OBJECTS, said.completions, strict=True):
        want = suggested(properties) - set(start)
        offered = {item["label"] for item in items} & set(properties)
        assert offered == want, name
        for item in items:
            assert keys_of(item, language) <= set(properties) - set(start), (name, item)


def keys_of(item: dict[str, Any], language: str) -> set[str]:
    """The keys that a completion writes into the object itself."""
    text = item.get("insertText") or item["textEdit"]["newText"]
    text = re.sub(r"\$\{\d+[:|](.*?)\|?\}|(?<!\\)\$\d+", r"\1", text).replace("\\$", "$")
    if language == "json":
        return {text.partition('"')[2].partition('"')[0]}
    first, _, others = text.partition("\n")
    lines = [first, *(others if first.endswith(":") else textwrap.dedent(others)).splitlines()]
    return {line.partition(":")[0] for line in lines if line and line[0] not in " -"}


@pytest.mark.parametrize("language", EDITOR)
def test_hover_shows_the_text_of_each_parameter(schemas: Schemas, language: str) -> None:
    asked = [
        (name, key, start, properties, within) for name, start, properties, within in OBJECTS for key in properties
    ]
    itself = schemas.path.as_uri() if language == "yaml" else engines.ENTRY
    places = [on_the_key(start, key, within, language, itself) for _, key, start, _, within in asked]
    said = EDITOR[language](schemas, [], places)
    for (name, key, _, properties, _), hover in zip(asked, said.hovers, strict=True):
        schema = flatten(properties[key])
        plain = hover.replace("\\", "").replace("&lt;", "<").replace("&gt;", ">")
        assert schema["title"] in plain, (name, key, hover)
        assert schema.get("markdownDescription", schema["description"]).replace("\\", "") in plain, (name, key, hover)


@pytest.mark.parametrize("language", EDITOR)
def test_completion_offers_the_values_of_a_parameter(schemas: Schemas, language: str) -> None:
    wanted = {"os_version": os_versions(), "type": flatten(PARAMETERS["data-disk"]["type"])["enum"]}
    texts = {
        "yaml": [f"name: web\nvolume_id: x\n{key}: |" for key in wanted],
        "json": [f'{{"name": "web", "volume_id": "x", "{key}": |}}' for key in wanted],
    }
    said = EDITOR[language](schemas, [], [Place.of(text) for text in texts[language]])
    for (key, values), items in zip(wanted.items(), said.completions, strict=True):
        labels = [item["label"].strip('"') for item in items]
        assert sorted(labels) == sorted(values), key
        assert sorted(item["insertText"].strip('"') for item in items) == sorted(values)


def os_versions() -> list[str]:
    path = TESTS.parent / "ims_lint" / "data" / "os_versions.yaml"
    return [version for group in yaml.safe_load(path.read_text(encoding="utf-8")).values() for version in group]


def test_the_const_of_the_missing_source_is_never_offered(schemas: Schemas) -> None:
    const = bundle()["definitions"]["create-image.no-source"]["const"]
    for language, texts in {"yaml": ["|", "n|"], "json": ["|", "{|}", "{}|", '{"|"}']}.items():
        said = EDITOR[language](schemas, [], [Place.of(text) for text in texts])
        assert const not in json.dumps(said.completions)
