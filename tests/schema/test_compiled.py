"""The compiled schemas decide, the violations explain: jsonschema says the same of both, and a clean file is light."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ims_lint import lint_text
from ims_lint.finding import UNCHECKED, Path
from ims_lint.operations import BY_NAME, IMAGE, SOURCES
from ims_lint.schema import compiled
from ims_lint.schema.refusal import violations
from ims_lint.schema.store import Schema, bundle
from tests import cases
from tests.linting import documents
from tests.mutations import mutations
from tests.schema.test_schemas import EXPECTED, METHODS
from tests.strategies import requests
from tests.test_linear import calls
from tools import compile_schemas, entry_schema

WHOLE = Draft7Validator(bundle())
PLAIN = {name: Draft7Validator(bundle(name)) for name in BY_NAME}
SAMPLES = sorted({*cases.files("bad-"), *cases.files("ok-"), *(cases.FOLDER.parent / "working").iterdir()})
NEVER = ("dataclasses", "difflib", "json", "jsonschema", "pathlib", "subprocess", "tomllib", "yaml")
"""Modules that a clean YAML file has no need of."""

MOST_CALLS = 900
"""Calls, returns among them, that a clean request may take: twice what it takes, and far less than the parser does."""

bodies = requests().map(lambda drawn: drawn[1])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def referee(plain: Draft7Validator, body: Any) -> set[tuple[str, Path]]:
    """What jsonschema, as it comes, says is broken in a body: keywords and where. No rule reports UNCHECKED."""
    broken = set()
    for error in plain.iter_errors(body):
        if error.instance is UNCHECKED:
            continue
        keyword, path, here = str(error.validator), tuple(error.absolute_path), error.instance
        if keyword == "required":
            broken |= {(keyword, (*path, name)) for name in error.validator_value if name not in here}
        elif keyword == "additionalProperties":
            broken |= {(keyword, (*path, name)) for name in here if name not in error.schema["properties"]}
        else:
            broken.add((keyword, path))
    return broken


def agree(body: Any) -> bool:
    """Whether the compiled schemas and the violations both say what jsonschema says of a body, for any operation."""
    chosen = compiled.operation_of(body) or IMAGE.name
    assert referee(WHOLE, body) == referee(PLAIN[chosen], body)
    if isinstance(body, dict):
        assert chosen == led_to(bundle(), body)
        for operation in BY_NAME:
            source = led_to(bundle()["definitions"][operation], body).partition(".")[2]
            assert compiled.SOURCE_OF[operation](body) == (source if source in SOURCES else None)
    return all(_agree(operation, body) for operation in BY_NAME)


def led_to(schema: Schema, body: Any) -> str:
    """The definition to which the conditions of a schema lead, as jsonschema judges them."""
    while "if" in schema:
        condition = {"allOf": [schema["if"]], "definitions": bundle()["definitions"]}
        schema = schema["then" if Draft7Validator(condition).is_valid(body) else "else"]
    reference: str = schema["$ref"] if "$ref" in schema else schema["allOf"][0]["$ref"]
    return reference.removeprefix("#/definitions/")


def _agree(operation: str, body: Any) -> bool:
    expected, accepted = referee(PLAIN[operation], body), bool(compiled.PARTS[operation](body))
    found = [
        each
        for each in violations(operation, body)
        if each.value is not UNCHECKED or each.keyword == "additionalProperties"
    ]
    assert {(each.keyword, each.path) for each in found} == expected
    if not accepted and any(each.instance is UNCHECKED for each in PLAIN[operation].iter_errors(body)):
        return True  # of a placeholder in a list, jsonschema has to tell that it is all that is wrong
    return accepted == (not expected)


def test_the_compiled_schemas_are_current() -> None:
    assert compile_schemas.TARGET.read_text(encoding="utf-8") == compile_schemas.source(), "run `nox -s generate`"


def test_the_schema_that_tells_the_operations_apart_is_current() -> None:
    assert entry_schema.TARGET.read_text(encoding="utf-8") == entry_schema.source(), "run `nox -s generate`"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_both_say_the_same_of_every_case(path: FilePath) -> None:
    assert all(agree(document.value) for document in documents(path))


def test_a_placeholder_needs_no_library() -> None:
    disk = {"name": UNCHECKED, "volume_id": UNCHECKED}
    accepts = compiled.PARTS[IMAGE.name]
    assert accepts({"name": UNCHECKED, "instance_id": UNCHECKED, "max_ram": UNCHECKED})
    assert accepts({"data_images": [disk]})
    assert not accepts({"name": UNCHECKED, "instance_id": UNCHECKED, "nmae": UNCHECKED})


@given(bodies)
def test_both_accept_what_is_valid(request: Any) -> None:
    assert agree(request)


@given(bodies, st.data())
def test_both_say_the_same_of_what_was_changed(request: Any, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted({parameter for each in METHODS for parameter in EXPECTED[each]})))
    elements = request.get("data_images")
    target = data.draw(st.sampled_from([request, *elements])) if isinstance(elements, list) else request
    values = json_values | st.sampled_from(
        [True, 40, 1500, "IsoImage", "DataImage", "arm", "bios", "Windows", "Linux", "CBR", "b-1:x.iso", "", []]
    )
    if isinstance(target, dict):
        if data.draw(st.booleans()):
            target.pop(name, None)
        else:
            target[name] = data.draw(values)
    assert agree(request)


@given(requests(), st.data())
def test_both_say_the_same_of_a_broken_limit(drawn: tuple[str, Any], data: st.DataObject) -> None:
    assert agree(data.draw(st.sampled_from(list(mutations(*drawn)))).body)


@given(json_values)
def test_both_say_the_same_of_anything(body: Any) -> None:
    assert agree(body)


def imported(*arguments: str) -> set[str]:
    """The modules that a run of the command line imports, beyond those of click."""
    program = (
        "import click, sys; before = set(sys.modules); from ims_lint.cli import main\n"
        f"sys.argv = ['ims-lint', *{arguments!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*(set(sys.modules) - before))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split())


def test_a_clean_file_imports_little(tmp_path: FilePath) -> None:
    file = tmp_path / "web.ims.yaml"
    example = cases.FOLDER.parent / "requests" / "obs-file-tags.ims.yaml"
    file.write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    modules = imported("check", "--isolated", str(file))
    assert "ims_lint.linter" in modules
    assert sorted(modules & set(NEVER)) == []
    ours = sorted(each for each in modules if each.startswith("ims_lint"))
    assert len(ours) <= 63, ours


@pytest.mark.parametrize("path", sorted((cases.FOLDER.parent / "requests").iterdir()), ids=lambda path: path.name)
def test_a_clean_request_takes_few_calls(path: FilePath) -> None:
    text = path.read_text(encoding="utf-8")
    lint_text(text, path.name)
    assert calls(text, path.name) < MOST_CALLS


def test_only_a_refusal_needs_jsonschema(tmp_path: FilePath) -> None:
    file = tmp_path / "web.ims.json"
    file.write_text(json.dumps({"name": "web"}), encoding="utf-8")
    modules = imported("check", "--isolated", str(file))
    assert {"ims_lint.schema.refusal", "jsonschema"} <= modules
    assert "yaml" not in modules
