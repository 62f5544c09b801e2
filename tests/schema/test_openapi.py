"""The OpenAPI description is valid, holds the whole page, and makes a mock that judges as ims-lint does."""

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

from tests.editors.node import MOCK, need
from tests.editors.samples import from_files

ROOT = Path(__file__).parents[2]
FILE = ROOT / "schemas" / "openapi.yaml"
OPENAPI: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
OPERATION = OPENAPI["paths"]["/v2/cloudimages/action"]["post"]
BODY = OPERATION["requestBody"]["content"]["application/json"]
REQUESTS = {path.name.removesuffix(".ims.json"): path for path in (ROOT / "tests" / "requests").glob("*.ims.json")}
DOCS = (ROOT / "docs" / "mock.md").read_text(encoding="utf-8")
PORT = "4010"
"""The port that the page names."""


# The description


def test_it_is_valid() -> None:
    OpenAPIV31SpecValidator(OPENAPI, base_uri=FILE.as_uri()).validate()


def test_the_body_is_the_schema() -> None:
    assert BODY["schema"] == {"$ref": "create-image.schema.json"}
    assert (FILE.parent / BODY["schema"]["$ref"]).is_file()


def test_the_examples_are_the_page_s_eight() -> None:
    examples = {name: each["value"] for name, each in BODY["examples"].items()}
    assert examples == {name: json.loads(path.read_text(encoding="utf-8")) for name, path in REQUESTS.items()}
    assert len(examples) == 8


def test_the_answers_are_the_page_s() -> None:
    assert list(OPERATION["responses"]) == ["200", "400", "401", "403", "404", "500", "503"]
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


def send(port: int, bodies: list[Any]) -> list[tuple[int, Any]]:
    """The status and the answer to each body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    answers = []
    for body in bodies:
        headers = {"Content-Type": "application/json", "X-Auth-Token": "any"}
        connection.request("POST", "/v2/cloudimages/action", json.dumps(body).encode(), headers)
        response = connection.getresponse()
        answers.append((response.status, json.loads(response.read() or "null")))
    connection.close()
    return answers


def test_the_mock_takes_the_page_s_requests(port: int) -> None:
    bodies = [json.loads(path.read_text(encoding="utf-8")) for path in REQUESTS.values()]
    answers = send(port, bodies)
    assert [status for status, _ in answers] == [200] * 8
    assert all(isinstance(answer["job_id"], str) for _, answer in answers)


def test_the_mock_judges_every_case_as_ims_lint_does(port: int) -> None:
    """A broken request is refused with the error object, every other one is taken."""
    samples = [each for each in from_files() if len(each.documents) == 1]
    answers = send(port, [each.documents[0].value for each in samples])
    wrong = [
        (each.name, status, each.must)
        for each, (status, _) in zip(samples, answers, strict=True)
        if (400 <= status < 500) != bool(each.must) or (status != 200 and not each.must)
    ]
    assert not wrong
    assert {len(answer["error"]) for status, answer in answers if status == 400} == {2}


@pytest.mark.parametrize("name", ["right", "wrong", "unavailable"])
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
