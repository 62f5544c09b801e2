"""Values of any length and kind: no rule fails, and what it says can be read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ims_lint import lint_text
from ims_lint.finding import UNCHECKED
from tests import cases
from tests.linting import documents

LONG = 2000
LONGEST = 1000
FIRST_CASES = list({cases.code_of(path): path for path in reversed(cases.files("bad-"))}.values())


def odd_values(value: Any) -> Iterator[Any]:
    """The same value with a very long part in place of each key and each scalar."""
    if isinstance(value, dict):
        for key in value:
            yield {f"{name}{'a' * LONG}" if name == key else name: each for name, each in value.items()}
            yield from ({**value, key: odd} for odd in odd_values(value[key]))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in odd_values(item))
    else:
        text = "${A}" if value is UNCHECKED else str(value)
        yield from (text + "a" * LONG, " a.b" * LONG, f"{text}/{'a' * LONG}", f"{text}.{'A' * LONG}", text + " " * LONG)
        yield from (10**LONG, [text] * LONG, {f"{text}{number}": text for number in range(200)}, {text: "a" * LONG})


@pytest.mark.parametrize("path", FIRST_CASES, ids=lambda path: path.parent.name)
def test_a_long_value_is_cut_in_every_message(path: Path) -> None:
    for document in documents(path):
        if len(str(document.value)) > LONG:
            continue  # it is long already
        for value in odd_values(document.value):
            for found in lint_text(json.dumps(value, default=str), "a.json"):
                said = [found.message, found.help, found.fix.title if found.fix else ""]
                assert max(map(len, [*said, *(each.message for each in found.related)])) <= LONGEST, found.code


@pytest.mark.parametrize(
    "parameters",
    [
        {"os_version": "a" * 960 * 1024},
        {"min_ram": 10**4000 + 1, "max_ram": 10**4000},
        {"min_disk_gb": 10**4000},
        {"min_disk_gb": 1e308},
        {"tags": [{"key": ["a"], "value": "b"}]},
        {"tags": [{"key": {"a": "b"}, "value": "b"}]},
        {"image_tags": {"key": "${A}", "value": "b"}},
        {"image_tags": {"key": ["${A}"], "value": "b"}},
        {"tags": {f"k{number}": "a" for number in range(1000)}},
        {"a" * 960 * 1024: 1},
    ],
    ids=lambda parameters: str(parameters)[:40],
)
def test_an_odd_value_takes_no_time_and_no_long_words(parameters: dict[str, Any]) -> None:
    for source in ({"image_url": "images:web.qcow2", "min_disk": 40}, {"instance_id": "web"}):
        text = json.dumps({"name": "web", **source, **parameters})
        start = time.process_time()
        found = lint_text(text, "a.json")
        assert time.process_time() - start < 5
        assert max((len(each.message + each.help) for each in found), default=0) <= 2 * LONGEST
