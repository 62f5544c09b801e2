"""What the engines say of texts and values, all of one engine in one process, in one form for all."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ims_lint.schema.store import bundle, folder
from tests.editors.node import EDITORS
from tests.editors.yaml_server import YamlServer

FILES = sorted(
    path.name.partition(".")[0] for path in Path(folder()).glob("*.schema.json") if "report" not in path.name
)
"""The schemas of requests, by their names."""

KEYWORDS = (
    *("x-aliases", "x-consequences", "x-documented", "x-form", "x-known-values", "x-limits", "x-no-effect"),
    *(
        "x-prevents",
        "x-related",
        "x-response-fields",
        "x-rule",
        "x-source-words",
        "x-formats",
        "x-page",
        "x-starter",
        "x-undocumented",
        "x-unit",
    ),
    *("defaultSnippets", "deprecationMessage", "doNotSuggest", "enumDescriptions"),
    *("errorMessage", "markdownDescription", "patternErrorMessage"),
)
"""The keywords of the schemas that draft-07 does not know: ours, and those of editors."""


class Problem(NamedTuple):
    """What an engine says of a place; `line` counts from 1, `schema` tells whether a schema is why."""

    line: int
    message: str
    schema: bool


class Place(NamedTuple):
    """A place in a text, written as `|` in it."""

    text: str
    line: int
    character: int

    @classmethod
    def of(cls, marked: str) -> Place:
        before, _, after = marked.partition("|")
        return cls(before + after, before.count("\n"), len(before.rpartition("\n")[2]))


class Schemas:
    """A schema as an engine gets it: with the files that it refers to, or as the one that `ims-lint schema` prints.

    `name` is that of an operation, or ENTRY for the schema that tells the operations apart.
    """

    def __init__(self, name: str, shape: str, scratch: Path) -> None:
        self.name = name
        self.id: str = bundle(name)["$id"]
        if shape == "files":
            paths = [Path(folder()) / f"{each}.schema.json" for each in FILES]
            self.contents: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
            self.path = Path(folder()) / f"{name}.schema.json"
        else:
            self.contents = [bundle(name)]
            self.path = scratch / "ims-lint.schema.json"
            self.path.write_text(json.dumps(bundle(name)), encoding="utf-8")


def ajv(schemas: Schemas, values: list[Any]) -> dict[str, Any]:
    """The errors of ajv for each value, and what its strict mode says of the schemas."""
    task = {"schemas": schemas.contents, "entry": schemas.id, "keywords": KEYWORDS, "values": values}
    return _run("ajv.mjs", task)


class Answers(NamedTuple):
    """What an editor says: of each text (raw, and the errors among it), at each place, and in its log."""

    diagnostics: list[list[dict[str, Any]]]
    problems: list[list[Problem]]
    completions: list[list[dict[str, Any]]]
    hovers: list[str]
    logged: list[str]


def vscode_json(schemas: Schemas, texts: list[str], places: list[Place]) -> Answers:
    """The answers of VS Code's JSON editor."""
    task = {
        "schemas": {each["$id"]: each for each in schemas.contents},
        "entry": schemas.id,
        "texts": texts,
        "places": [
            {"text": place.text, "position": {"line": place.line, "character": place.character}} for place in places
        ],
    }
    said = _run("vscode_json.mjs", task)
    hovers = ["\n".join(each if isinstance(each, list) else [each]) for each in said["hovers"]]
    problems = [_problems(each, _by_code) for each in said["diagnostics"]]
    return Answers(said["diagnostics"], problems, said["completions"], hovers, [])


def yaml_server(schemas: Schemas, texts: list[str], places: list[Place]) -> Answers:
    """The answers of yaml-language-server, which VS Code's YAML extension and most other editors run."""
    with YamlServer(schemas.path.as_uri()) as server:
        diagnostics = server.diagnostics(texts or [""])
        problems = [_problems(each, _by_source) for each in diagnostics]
        completions = [server.at("completion", *place)["items"] for place in places]
        hovers = [(server.at("hover", *place) or {"contents": {"value": ""}})["contents"]["value"] for place in places]
        return Answers(diagnostics, problems, completions, hovers, server.logged)


_ERROR = 1
_JSON_SCHEMA_CODES = range(0x100)
"""The codes of vscode-json-languageservice for what breaks a schema; those from here are of syntax and loading."""


def _problems(diagnostics: list[dict[str, Any]], is_schema: Callable[[dict[str, Any]], bool]) -> list[Problem]:
    """The errors among diagnostics. Warnings are for deprecated parameters, which are no refusal."""
    return [
        Problem(each["range"]["start"]["line"] + 1, each["message"], is_schema(each))
        for each in diagnostics
        if each.get("severity", _ERROR) == _ERROR
    ]


def _by_source(diagnostic: dict[str, Any]) -> bool:
    return str(diagnostic.get("source")).startswith("yaml-schema")


def _by_code(diagnostic: dict[str, Any]) -> bool:
    return diagnostic.get("code", 0) in _JSON_SCHEMA_CODES


def _run(script: str, task: dict[str, Any]) -> Any:
    done = subprocess.run(
        ["node", str(EDITORS / script)], input=json.dumps(task), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
