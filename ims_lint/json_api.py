"""The methods for front ends that are not written in Python, such as the playground: JSON in, JSON out.

`call` takes a request such as `{"method": "fix", "params": {"text": "min_disk: '40'"}}` and returns
`{"result": …}` or `{"error": "…"}`. The methods are the other functions of this module: their arguments are
the `params`, their values the `result`. The extension of `filename` determines the language of a text (`.json`,
otherwise YAML); `operation` declares the operation, for example `quickimport`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ims_lint.config import DEFAULT, ConfigError
from ims_lint.embedded import NotInstalled
from ims_lint.input import from_text
from ims_lint.linter import lint as linted
from ims_lint.operations import OPERATIONS, SOURCES
from ims_lint.output import json as output
from ims_lint.output import rule_pages
from ims_lint.rules.registry import RULES
from ims_lint.schema.store import source_schema
from ims_lint.transform import fix as fixing
from ims_lint.transform import new as starting
from ims_lint.transform import render as rendering

FILENAME = "request.yaml"

Json = dict[str, Any]
"""A JSON object."""


def call(request: str) -> str:
    """Call a method: a request in JSON gives its result, or an error with a message, in JSON.

    Raises:
        Exception: the request is not one, for example without `method`.
    """
    asked = json.loads(request)
    method = _METHODS[asked["method"]]
    try:
        return json.dumps({"result": method(**asked.get("params", {}))})
    except (ConfigError, NotInstalled, rendering.Refused) as error:
        return json.dumps({"error": str(error)})


def lint(text: str, filename: str = FILENAME, operation: str | None = None) -> Json:
    """The report on a text, described by `schemas/report.schema.json`, like that of `check --format json`.

    A column counts characters (code points); JavaScript counts some of them as two.

    Raises:
        ConfigError: there is no such operation.
    """
    return output.as_data([linted(from_text(text, filename), DEFAULT.declaring(operation)).report])


def fix(text: str, filename: str = FILENAME, operation: str | None = None, *, unsafe: bool = False) -> Json:
    """The `text` after all safe fixes, or with `unsafe` all fixes, and the number of fixes `applied`.

    The edits of each single fix are in the report.

    Raises:
        ConfigError: there is no such operation.
    """
    config = DEFAULT.declaring(operation)
    fixed = fixing.fix(linted(from_text(text, filename), config), config, unsafe=unsafe)
    return {"text": fixed.linted.input.text if fixed.applied else text, "applied": fixed.applied}


def render(
    text: str,
    filename: str = FILENAME,
    operation: str | None = None,
    document: int | None = None,
    values: Mapping[str, str] | None = None,
) -> Json:
    """The request body, indented, the `operation` and the `address` to send it to, and the `curl` command.

    `document` selects one of several requests, counted from 0; `values` replace placeholders.

    Raises:
        ConfigError: there is no such operation.
        Refused: the request has errors or unresolved placeholders.
    """
    config = DEFAULT.declaring(operation)
    return rendered_as_data(rendering.render(linted(from_text(text, filename), config), config, document, values or {}))


def rendered_as_data(rendered: rendering.Rendered) -> Json:
    """What `render` gives."""
    return {
        "operation": rendered.operation.name,
        "address": rendered.operation.address,
        "body": rendered.as_json(),
        "curl": rendered.as_curl(),
    }


def new(source: str, format: str = "yaml") -> Json:
    """The `text` of a request to start from, for one of the sources of `operations`; `format` is `yaml` or `json`.

    Raises:
        KeyError: there is no such source or format.
    """
    write = {"yaml": starting.as_yaml, "json": starting.as_json}[format]
    return {"text": write(starting.Starter(SOURCES[source].name))}


def operations() -> list[Json]:
    """The operations: name, address, and of each source the name, the parameter, and what is created from it."""
    return [
        {
            "name": each.name,
            "address": each.address,
            "sources": [
                {"name": source.name, "parameter": source.parameter, "title": source_schema(source.name)["title"]}
                for source in each.sources
            ],
        }
        for each in OPERATIONS
    ]


def rules() -> list[Json]:
    """The rules with their documentation, their examples and their URLs, like `ims-lint rule --format json`."""
    return [rule_pages.as_data(rule) for rule in RULES]


_METHODS: dict[str, Callable[..., Json | list[Json]]] = {
    each.__name__: each for each in (lint, fix, render, new, operations, rules)
}
