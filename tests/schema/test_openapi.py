"""The OpenAPI description is valid, has all operations, and makes a mock that judges as ims-lint does."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from ims_lint.operations import BY_NAME, IMAGE, OPERATIONS, Operation
from tests.commands import posix
from tests.editors.node import MOCK, need
from tests.editors.samples import drawn, from_files

ROOT = Path(__file__).parents[2]
FILE = ROOT / "schemas" / "openapi.yaml"
OPENAPI: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
PATHS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, methods in OPENAPI["paths"].items()
    for method, operation in methods.items()
}
"""The operations by their addresses."""

DOCS = (ROOT / "docs" / "mock.md").read_text(encoding="utf-8")
PORT = "4010"
"""The port that the page names."""


# The description


def test_it_is_valid() -> None:
    OpenAPIV31SpecValidator(OPENAPI, base_uri=FILE.as_uri()).validate()


def test_the_paths_are_the_addresses_of_the_operations() -> None:
    assert list(PATHS) == [operation.address for operation in OPERATIONS]


def requests_of(operation: Operation) -> dict[str, Any]:
    """The example requests of an operation, by the start of their file names."""
    files = [path.name.split(".") for path in (ROOT / "tests" / "requests").glob("*.ims.json")]
    found = [parts for parts in files if (parts[1] if parts[1] in BY_NAME else IMAGE.name) == operation.name]
    return {
        parts[0]: json.loads((ROOT / "tests" / "requests" / ".".join(parts)).read_text(encoding="utf-8"))
        for parts in found
    }


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_has_its_schema_and_the_examples_of_its_page(operation: Operation) -> None:
    body = PATHS[operation.address]["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": f"{operation.name}.schema.json"}
    assert (FILE.parent / body["schema"]["$ref"]).is_file()
    examples = {name: each["value"] for name, each in body["examples"].items()}
    assert examples == requests_of(operation)
    assert examples


def test_all_operations_have_the_same_responses() -> None:
    first, *others = [each["responses"] for each in PATHS.values()]
    assert list(first) == ["200", "400", "401", "403", "404", "500", "503"]
    assert all(list(each) == ["$ref"] for each in first.values())
    assert all(each == first for each in others)
    assert OPENAPI["components"]["schemas"]["Job"]["required"] == ["job_id"]
    error = OPENAPI["components"]["schemas"]["Failure"]["properties"]["error"]
    assert error["required"] == ["code", "message"]


# The mock


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a running mock, started as the page says."""
    need(MOCK)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    program, *arguments = command("start").replace(PORT, str(number)).split()
    prism = MOCK / "node_modules" / ".bin" / program
    with subprocess.Popen([str(prism), *arguments], cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(number, process)
            yield number
        finally:
            process.kill()


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the mock ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the mock does not answer")


def command(name: str) -> str:
    """The command of docs/mock.md below the comment with this name."""
    found = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", DOCS, re.DOTALL)
    assert found
    return found[1]


def send(port: int, operation: Operation, bodies: list[Any]) -> list[tuple[int, Any]]:
    """The status and the answer to each body that is sent to the address of an operation."""
    method, path = operation.address.split()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    answers = []
    for body in bodies:
        headers = {"Content-Type": "application/json", "X-Auth-Token": "any"}
        connection.request(method, path, json.dumps(body).encode(), headers)
        response = connection.getresponse()
        answers.append((response.status, json.loads(response.read() or "null")))
    connection.close()
    return answers


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_mock_accepts_the_requests_of_the_pages(port: int, operation: Operation) -> None:
    bodies = list(requests_of(operation).values())
    answers = send(port, operation, bodies)
    assert [status for status, _ in answers] == [200] * len(bodies)
    assert all(isinstance(answer["job_id"], str) for _, answer in answers)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_mock_judges_every_request_as_ims_lint_does(port: int, operation: Operation) -> None:
    """A broken request is refused with the error object, every other one is accepted."""
    samples = [*from_files(operation.name), *(each for each in drawn(operation.name) if each.language == "json")]
    samples = [each for each in samples if len(each.documents) == 1]
    answers = send(port, operation, [each.documents[0].value for each in samples])
    wrong = [
        (each.name, status, each.must)
        for each, (status, _) in zip(samples, answers, strict=True)
        if (400 <= status < 500) != bool(each.must) or (status != 200 and not each.must)
    ]
    assert not wrong
    assert {len(answer["error"]) for status, answer in answers if status == 400} == {2}


@posix
@pytest.mark.parametrize("name", ["right", "other", "wrong", "unavailable"])
def test_the_commands_of_the_page(port: int, name: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl on this machine")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    text = command(name)
    script = text.replace(PORT, str(port)).replace("body.json", str(tmp_path / "body.json"))
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = re.match(r"```\n+```(?:json)?\n(.*?)\n```", DOCS[DOCS.index(text) + len(text) :], re.DOTALL)
    assert shown
    assert done.stdout.strip() == shown[1]


def test_the_page_names_the_version_that_is_tested() -> None:
    pinned = json.loads((MOCK / "package.json").read_text(encoding="utf-8"))["dependencies"]["@stoplight/prism-cli"]
    assert f"@stoplight/prism-cli@{pinned}" in command("install")
