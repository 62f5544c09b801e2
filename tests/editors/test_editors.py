"""The engines that editors use give the verdict of ims-lint's schema check, and help while a request is written."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from ims_lint.about import SITE
from ims_lint.declaration import Choice
from ims_lint.document import Document
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.operations import BY_NAME, IMAGE, OPERATIONS, SOURCES, Operation
from ims_lint.schema.compiled import SOURCE_OF, operation_of
from ims_lint.schema.store import ENTRY, bundle, flatten, folder, source_schema
from tests.editors import engines
from tests.editors.differences import DIFFERENCES, Disagreement, examples, unexplained
from tests.editors.engines import Place, Problem, Schemas
from tests.editors.node import EDITORS, need
from tests.editors.samples import Sample, drawn, from_files, make_sample
from tests.schema.test_schemas import TABLES, minimal
from tests.strategies import ELEMENT

TESTS = Path(__file__).parents[1]
EDITOR = {"yaml": engines.yaml_server, "json": engines.vscode_json}
LANGUAGE = {"yaml-language-server": "yaml", "vscode-json-languageservice": "json"}


@pytest.fixture(scope="module", autouse=True)
def node() -> None:
    need(EDITORS)


SCHEMAS = [(name, shape) for name in (ENTRY, *BY_NAME) for shape in ("files", "bundle")]


@pytest.fixture(scope="module", params=SCHEMAS, ids="-".join)
def schemas(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    return Schemas(*request.param, tmp_path_factory.mktemp("schemas"))


# The same verdict


@cache
def samples_for(name: str) -> tuple[Sample, ...]:
    """The samples for the schema of an operation, or for ENTRY."""
    return (*from_files(name), *drawn(name), *examples(name))


def compare(of: Sample, problems: list[Problem]) -> list[Disagreement]:
    """Where an engine and ims-lint disagree on a text."""
    lines = {each.line for each in problems if each.schema}
    extra = [
        Disagreement(True, each.line, each.message) for each in problems if each.schema and each.line not in of.may
    ]
    return [*extra, *(Disagreement(False, line, code) for line, code in of.must.items() if line not in lines)]


def assert_same(engine: str, schema: str, verdicts: Iterator[tuple[Sample, list[Problem]]]) -> None:
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
    wanted = (name for name, each in DIFFERENCES.items() if engine in each.engines and schema in each.schemas)
    assert shown == set(wanted)


@pytest.mark.parametrize("name", [ENTRY, *BY_NAME])
def test_the_samples_are_what_they_should_be(name: str) -> None:
    samples = samples_for(name)
    assert sum(each.name.startswith("drawn") for each in samples) >= (2000 if name == ENTRY else 200)
    refused = sum(bool(each.must) for each in samples)
    assert len(samples) / 4 < refused < len(samples) * 9 / 10
    assert all(bool(each.must) == bool(each.may) for each in samples)


@pytest.mark.parametrize("engine", LANGUAGE)
def test_an_editor_gives_the_same_verdict(schemas: Schemas, engine: str) -> None:
    language = LANGUAGE[engine]
    samples = [each for each in samples_for(schemas.name) if each.language == language]
    said = EDITOR[language](schemas, [each.text for each in samples], [])
    assert_same(engine, schemas.name, zip(samples, said.problems, strict=True))
    assert not said.logged


def test_ajv_gives_the_same_verdict_in_strict_mode(schemas: Schemas) -> None:
    samples = samples_for(schemas.name)
    said = engines.ajv(schemas, [document.value for each in samples for document in each.documents])
    assert not said["warnings"]
    errors = iter(said["errors"])
    verdicts = [
        (each, [_ajv_problem(each, document, error) for document in each.documents for error in next(errors)])
        for each in samples
    ]
    assert_same("ajv", schemas.name, iter(verdicts))


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
def test_an_editor_says_nothing_of_the_pages_requests(schemas: Schemas, engine: str) -> None:
    """No error, no warning, nothing of the schemas themselves."""
    language = LANGUAGE[engine]
    samples = [each for each in samples_for(schemas.name) if each.name.startswith("requests/")]
    texts = [each.text for each in samples if each.language == language]
    said = EDITOR[language](schemas, texts, [])
    assert texts
    assert said.diagnostics == [[]] * len(texts)


# The schema that a file names


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("named", ["comment", "key"])
def test_a_file_that_names_a_schema_gets_the_same_verdict(name: str, named: str, tmp_path: Path) -> None:
    """The command line declares the operation whose schema the file names, and the editor uses that schema."""
    url = (Path(folder()) / f"{name}.schema.json").as_uri()
    before = f"# yaml-language-server: $schema={url}\n" if named == "comment" else f"$schema: {url}\n"
    requests = [each for each in drawn(name) if each.language == "yaml" and each.documents[0].value]
    texts = [before + each.text for each in requests]
    samples = [sample for text in texts if (sample := make_sample("named", "yaml", text, name))]
    choices = [lint(from_text(each.text, "web.ims.yaml")).choices for each in samples]
    assert {choice for (choice,) in choices} == {Choice(BY_NAME[name], "$schema")}
    said = engines.yaml_server(Schemas(ENTRY, "files", tmp_path), [each.text for each in samples], [])
    wrong = [
        (each.text, *one)
        for each, problems in zip(samples, said.problems, strict=True)
        for one in unexplained("yaml-language-server", each, compare(each, problems))
    ]
    assert not wrong
    assert 10 < sum(bool(each.must) for each in samples) < len(samples) - 10


@pytest.mark.parametrize("name", BY_NAME)
def test_a_json_file_that_names_a_schema_gets_the_same_verdict(name: str, tmp_path: Path) -> None:
    url = f"{SITE}schemas/{name}.schema.json"
    requests = [each for each in drawn(name) if each.language == "json" and each.documents[0].value]
    texts = [json.dumps({"$schema": url, **each.documents[0].value}, indent=2) for each in requests]
    samples = [sample for text in texts if (sample := make_sample("named", "json", text, name))]
    choices = [lint(from_text(each.text, "web.ims.json")).choices for each in samples]
    assert {choice for (choice,) in choices} == {Choice(BY_NAME[name], "$schema")}
    said = engines.vscode_json(Schemas(ENTRY, "files", tmp_path), [each.text for each in samples], [])
    wrong = [
        (each.text, *one)
        for each, problems in zip(samples, said.problems, strict=True)
        for one in unexplained("vscode-json-languageservice", each, compare(each, problems))
    ]
    assert not wrong


# Completion and hover

Properties = dict[str, Any]
Body = dict[str, Any]


class Object(NamedTuple):
    """An object of a request: the parameters already there, all that it may contain, and what it is in.

    `whole` are the parameters that make clear which object it is, whatever one of them becomes.
    """

    name: str
    start: Body
    properties: Properties
    within: Callable[[Any], Any] = lambda body: body
    whole: Body | None = None


def resolved(properties: Properties) -> Properties:
    return {name: flatten(schema) for name, schema in properties.items()}


def suggested(properties: Properties) -> set[str]:
    """The parameters that an editor should offer."""
    return {
        name
        for name, schema in resolved(properties).items()
        if not schema.get("doNotSuggest") and not schema.get("deprecationMessage")
    }


def element(properties: Properties, name: str) -> Properties:
    items: Properties = flatten(flatten(properties[name])["items"])["properties"]
    return items


def told(operation: Operation, source: str) -> Body:
    """Parameters that tell the operation of a request with a source, if it is not the first one."""
    if operation is IMAGE:
        return {}
    rows = [row["has"] for row in TABLES["told_apart"] if row["operation"] == operation.name]
    return dict(next(has for has in rows if SOURCE_OF[operation.name](has) == source))


def objects(schema: str) -> Iterator[Object]:
    """Each object of a request that a schema describes."""
    for operation in OPERATIONS if schema == ENTRY else (BY_NAME[schema],):
        open_schema = bundle()["definitions"].get(f"{operation.name}.no-source")
        if open_schema and schema in (operation.name, ENTRY if operation is IMAGE else None):
            yield Object("nothing yet", {}, open_schema["properties"])
        for source in operation.source_names:
            entry = TABLES["objects"][source]
            properties = source_schema(source)["properties"]
            telling = told(operation, source) if schema == ENTRY else {}
            whole = minimal(source) | telling
            start = {key: value for key, value in whole.items() if key in (entry["source"], entry.get("picked_by"))}
            is_first = schema != ENTRY and SOURCE_OF[operation.name]({}) == source
            yield Object(source, {} if is_first else start | telling, properties, whole=whole)
            yield from inner_objects(source, start | telling, properties)


def inner_objects(source: str, start: Body, properties: Properties) -> Iterator[Object]:
    """The objects inside a request: a tag, an item of data_images."""
    if source in ELEMENT:
        rest = {key: value for key, value in start.items() if key != "data_images"}
        inner = element(properties, "data_images")
        yield Object(f"{source} element", {}, inner, lambda body: {**rest, "data_images": [body]})
    if source != "ecs-data-disks":
        tag = element(properties, "image_tags")
        yield Object(f"{source} tag", {}, tag, lambda body: {**start, "image_tags": [body]})


CURSOR = "CURSOR"


def written(body: Any, language: str) -> str:
    if language == "json":
        return json.dumps(body, indent=2)
    return str(yaml.safe_dump(body, sort_keys=False)) if body else ""


def before_a_new_key(body: Body, within: Callable[[Any], Any], language: str) -> Place:
    """The place in an object where the next key is about to be written."""
    text = written(within({CURSOR: None, **body}), language)
    return Place.of(text.replace(f'"{CURSOR}": null' if language == "json" else f"{CURSOR}: null", "|"))


def on_the_key(body: Body, key: str, within: Callable[[Any], Any], language: str, schema: str) -> Place:
    """The place inside a key of an object."""
    kept = {name: value for name, value in body.items() if name != key}
    value = schema if key == "$schema" else body.get(key, "x")  # an editor loads what $schema names
    return Place.of(written(within({**kept, CURSOR: value}), language).replace(CURSOR, f"{key[0]}|{key[1:]}"))


@pytest.mark.parametrize("language", EDITOR)
def test_completion_offers_what_may_be_there_and_nothing_else(schemas: Schemas, language: str) -> None:
    asked = list(objects(schemas.name))
    places = [before_a_new_key(each.start, each.within, language) for each in asked]
    said = EDITOR[language](schemas, [], places)
    known = {name for each in asked for name in each.properties}
    for (name, start, properties, _, _), items in zip(asked, said.completions, strict=True):
        want = suggested(properties) - set(start)
        offered = {item["label"] for item in items} & known
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
    asked = [(each, key) for each in objects(schemas.name) for key in each.properties]
    itself = schemas.path.as_uri() if language == "yaml" else schemas.id
    places = [on_the_key(each.whole or each.start, key, each.within, language, itself) for each, key in asked]
    said = EDITOR[language](schemas, [], places)
    for (each, key), hover in zip(asked, said.hovers, strict=True):
        schema = flatten(each.properties[key])
        plain = hover.replace("\\", "").replace("&lt;", "<").replace("&gt;", ">")
        text = schema.get("markdownDescription", schema["description"]).replace("\\", "")
        assert schema["title"] in plain, (each.name, key, hover)
        assert text in plain, (each.name, key, hover)


@pytest.mark.parametrize("language", EDITOR)
def test_completion_offers_the_values_of_a_parameter(schemas: Schemas, language: str) -> None:
    asked = [
        (each, key, values(flatten(each.properties[key])))
        for each in objects(schemas.name)
        if each.whole
        for key in suggested(each.properties)
        if values(flatten(each.properties[key]))
        if schemas.name != ENTRY or operation_of({**each.whole, key: ""}) == operation_of(each.whole)
    ]
    places = [before_a_value(each.whole or {}, key, language) for each, key, _ in asked]
    said = EDITOR[language](schemas, [], places)
    assert asked
    for (each, key, wanted), items in zip(asked, said.completions, strict=True):
        assert sorted(item["label"].strip('"') for item in items) == sorted(wanted), (each.name, key)
        assert sorted(item["insertText"].strip('"') for item in items) == sorted(wanted)


def values(schema: dict[str, Any]) -> list[str]:
    """The values of a parameter that an editor should offer."""
    return os_versions() if schema["title"] == "OS version" else schema.get("enum", [])


def before_a_value(body: Body, key: str, language: str) -> Place:
    """The place where the value of a parameter is about to be written."""
    text = written({**{name: value for name, value in body.items() if name != key}, key: CURSOR}, language)
    return Place.of(text.replace(f'"{CURSOR}"' if language == "json" else CURSOR, "|"))


def os_versions() -> list[str]:
    path = TESTS.parent / "ims_lint" / "data" / "os_versions.yaml"
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))["os_versions"].values()
    return [version for group in groups for version in group]


def consts(schema: Any) -> Iterator[str]:
    """All strings that are the only value of something in a schema."""
    if isinstance(schema, dict) and isinstance(schema.get("const"), str):
        yield schema["const"]
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for each in inner:
        yield from consts(each)


def test_what_no_value_satisfies_is_never_offered(schemas: Schemas) -> None:
    both = {parameter: "x" for source in SOURCES.values() for parameter in [source.parameter]}
    for language, texts in {"yaml": ["|", "n|"], "json": ["|", "{|}", "{}|", '{"|"}']}.items():
        places = [*map(Place.of, texts), *(before_a_value(both, key, language) for key in both)]
        said = EDITOR[language](schemas, [], places)
        labels = {item["label"].strip('"') for items in said.completions for item in items}
        assert not [label for label in labels & {*consts(bundle())} if " " in label]
