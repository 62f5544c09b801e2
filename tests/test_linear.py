"""Twice the input takes about twice the work, and no regular expression backtracks far."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import ims_lint
from ims_lint import config as configuration
from ims_lint import lint_file, lint_text
from ims_lint.config import PLACEHOLDERS, Config, patterns
from ims_lint.document.yaml import lines as yaml_lines
from ims_lint.schema.store import bundle

GOOD = "name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n"
PATH = "/v2/cloudimages/action"
GROWING: dict[str, tuple[str, Callable[[int], str]]] = {  # the ending of the file's name, and a text that grows with n
    "documents": ("yaml", lambda n: f"---\n{GOOD}" * (n // 10)),
    "wrong documents": ("yaml", lambda n: "---\nname: web\n" * (n // 10)),
    "unknown keys": ("yaml", lambda n: GOOD + "".join(f"k{i}: 1\n" for i in range(n // 10))),
    "unknown keys in JSON": ("json", lambda n: "{" + "".join(f'"k{i}": 1,' for i in range(n // 10)) + '"name": 1}'),
    "one long key": ("json", lambda n: '{"' + "image_url" * n + '": 1, "instance_id": 2}'),
    "one long string": ("yaml", lambda n: f'{GOOD}description: "{"a " * n}"\n'),
    "elements": ("yaml", lambda n: f"{GOOD}tags:\n" + "- a.b\n" * n),
    "distinct elements": ("yaml", lambda n: f"{GOOD}tags:\n" + "".join(f"- k{i}.b\n" for i in range(n))),
    "elements in a line": ("json", lambda n: '{"instance_id": "a", "tags": [' + '"a.b",' * n + '"c.d"]}'),
    "data images": ("yaml", lambda n: "data_images:\n" + "- {name: a, volume_id: b c}\n" * (n // 10)),
    "anchors": ("yaml", lambda n: GOOD + "tags:\n" + "".join(f"- &a{i} a.b\n" for i in range(n))),
    "aliases": ("yaml", lambda n: GOOD + "tags:\n- &a a.b\n" + "- *a\n" * (n // 2)),
    "a merged object": ("yaml", lambda n: "a: &a\n" + "".join(f"  k{i}: 1\n" for i in range(n)) + "<<: *a\n"),
    "repeated keys": ("json", lambda n: "{" + '"name": 1,' * (n // 10) + '"instance_id": 2}'),
    "line breaks": ("yaml", lambda n: "\n" * (10 * n) + "name: web\n"),
    "comments": ("yaml", lambda n: "# ims-lint\n" * n + GOOD),
    "folded texts": ("yaml", lambda n: GOOD + "".join(f"k{i}: >-\n  a\n" for i in range(n // 10))),
    "a long folded text": ("yaml", lambda n: f"{GOOD}description: >-\n" + "  a b\n" * n),
    "blank lines after a folded text": ("yaml", lambda n: "a: >-\n  b\n" + " \n" * n + GOOD),
    "open quotes": ("yaml", lambda n: GOOD + "".join(f'k{i}: "a\n  b\n' for i in range(n // 10))),
    "open lists": ("yaml", lambda n: GOOD + "".join(f"k{i}: [a,\n  b,\n" for i in range(n // 10))),
    "brackets": ("json", lambda n: "[" * (10 * n)),
    "brackets side by side": ("json", lambda n: '{"instance_id": "a", "tags": [' + "[]," * n + "[]]}"),
    "an endless string": ("json", lambda n: '["' + '\\"' * (10 * n)),
    "an endless string in YAML": ("yaml", lambda n: 'name: "' + "a b " * n),
    "base 60": ("yaml", lambda n: f"{GOOD}description: 1" + ":1" * n + "\n"),
    "digits": ("json", lambda n: '{"min_ram": ' + "1" * (10 * n) + "}"),
    "braces of placeholders": ("yaml", lambda n: f'{GOOD}description: "{"{" * (10 * n)}"\n'),
    "starts of placeholders": ("yaml", lambda n: f'{GOOD}description: "{"${" * (10 * n)}"\n'),
    "a long text without a colon": ("yaml", lambda n: "name:web\n" + "a b c\n" * n + "x: y\n"),
    "a long text of Macintosh lines": ("yaml", lambda n: "name: web\r" + "a b c\r" * n + "x: y\r"),
    "blank lines before an error": ("yaml", lambda n: "name:web\n" + "\n# a\n" * n + "x: y: z\n"),
    "odd spaces": ("yaml", lambda n: f"{GOOD}x: {{" + "\u00a0a: 1, " * (n // 4) + "}\n"),
    "odd lines": ("yaml", lambda n: GOOD + "".join(f"\u00a0a{i}: 1\n" for i in range(n // 10))),
    "statements of templates": ("yaml", lambda n: f"{GOOD}description: |\n" + "  {% if x %}\n" * n + "{% if x %}\n"),
    "merge keys": ("yaml", lambda n: "a: &a {b: c}\n" + "<<: *a\n" * (n // 10)),
    "comments on the operation": (
        "yaml",
        lambda n: GOOD + f"---\n# ims-lint: operation=image\n{GOOD}" * n,
    ),
    "comments on duplicates": ("yaml", lambda n: GOOD + "# a\nmin_ram: 1\n" * (n // 10)),
    "suppressions on consecutive lines": ("yaml", lambda n: "# ims-lint: ignore[IMS502]\n" * n + GOOD),
    "suppressions of the file": ("yaml", lambda n: "# ims-lint: ignore-file[IMS502]\n" * n + GOOD),
    "suppressions of suppressions": ("yaml", lambda n: "# ims-lint: ignore[IMS010]\n" * n + GOOD),
    "suppressions that are used": (
        "yaml",
        lambda n: GOOD + "".join(f"k{i}: 1 # ims-lint: ignore[IMS201]\n" for i in range(n // 10)),
    ),
    "malformed suppressions": ("yaml", lambda n: "# ims-lint: ignore\n" * n + GOOD),
    "selectors in a comment": ("yaml", lambda n: f"# ims-lint: ignore[{'IMS502, ' * n}]\n{GOOD}"),
    "distinct selectors": (
        "yaml",
        lambda n: f"# ims-lint: ignore[{', '.join(f'id-not-{i}' for i in range(n // 4))}]\n{GOOD}",
    ),
    "selectors without brackets": ("yaml", lambda n: f"# ims-lint ignore {'IMS502 ' * n}\n{GOOD}"),
    "directives": ("yaml", lambda n: "".join(f"%TAG !a{i}! b\n" for i in range(10 * n)) + f"---\n{GOOD}"),
    "directives of documents": ("yaml", lambda n: f"%TAG ! b\n---\n{GOOD}...\n" * (n // 10)),
    "percent signs": ("yaml", lambda n: f"{GOOD}description: a\n" + " %a\n" * n),
    "blank lines with tabs": ("yaml", lambda n: GOOD + "\t\n" * n),
    "infinite numbers": ("yaml", lambda n: f"{GOOD}tags: [{'.inf, ' * n}]\n"),
    "templates without quotes": ("yaml", lambda n: f"{GOOD}tags:\n" + "- {{ x }}\n" * (n // 10)),
    "strings with brackets": ("json", lambda n: '{"instance_id": "a", "tags": [' + '"[[[",' * n + '"{"]}'),
    "ambiguous words": ("yaml", lambda n: GOOD + "tags:\n" + "- yes\n" * n),
    "tags": ("yaml", lambda n: GOOD + "tags:\n" + "- !!str a.b\n" * n),
    "unknown tags": ("yaml", lambda n: GOOD + "tags:\n" + "- !a a.b\n" * n),
    "aliases of nothing": ("yaml", lambda n: GOOD + "tags:\n" + "- *a\n" * n),
    "keys that are lists": ("yaml", lambda n: GOOD + "? [a]\n: b\n" * (n // 10)),
    "escapes": ("json", lambda n: '{"instance_id": "a", "description": "' + "\\ud83d" * n + '"}'),
    "escapes of many strings": ("json", lambda n: '{"instance_id": "a", "tags": [' + '"\\ud83d",' * n + '"a.b"]}'),
    "placeholders": ("yaml", lambda n: GOOD + "tags:\n" + "- ${A}\n" * n),
    "keys that are placeholders": ("yaml", lambda n: GOOD + "".join(f"${{A{i}}}: 1\n" for i in range(n // 10))),
    "blanks in a line": ("yaml", lambda n: f"{GOOD}description: a{' ' * (10 * n)}b\n"),
    "tags of an image": (
        "json",
        lambda n: '{"instance_id": "a", "image_tags": [' + '{"key": "a", "value": "b"},' * (n // 10) + "{}]}",
    ),
    "wrong at the end": ("yaml", lambda n: "- name: web\n" * (n // 4) + "]\n"),
    "addresses in a URL": ("http", lambda n: f"POST {PATH * n}x\n\n{{}}\n"),
    "tasks on one line": (
        "yml",
        lambda n: "# a\n" * n + "[" + f"{{uri: {{url: {PATH}, body: {{name: a}}}}}}," * (n // 10) + "]",
    ),
    "commands on one line": ("sh", lambda n: "# a\n" * n + f"curl {PATH} -d '{{}}';" * (n // 10)),
    "requests in a code block": (
        "md",
        lambda n: f"<!-- {'ims-lint: x ' * n}-->\n```http\n" + f"###\nPOST {PATH}\n\n{{}}\n" * (n // 10) + "```\n",
    ),
    "envelopes": ("yaml", lambda n: "---\nbody: {name: a}\n" * (n // 10)),
}


def calls(text: str, name: str) -> int:
    """How many functions a run calls."""
    count = 0

    def seen(*_: Any) -> None:
        nonlocal count
        count += 1

    sys.setprofile(seen)
    try:
        lint_text(text, name)
    finally:
        sys.setprofile(None)
    return count


def seconds(run: Callable[[], Any]) -> float:
    """The processor time of a run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def takes_no_sixteen_times(once: Callable[[], Any], four: Callable[[], Any], least: float = 0.02) -> bool:
    """Whether four times the work takes less than nine times as long; up to three runs of it, because of other work."""
    bound = max(9 * min(seconds(once) for _ in range(3)), least)
    return any(seconds(four) < bound for _ in range(3))


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_input_is_twice_the_work(name: str) -> None:
    ending, make = GROWING[name]
    lint_text(make(10), f"a.{ending}")
    once, twice = (calls(make(n), f"a.{ending}") for n in (1000, 2000))
    assert twice < 2.3 * once


@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_input_takes_no_sixteen_times(name: str) -> None:
    ending, make = GROWING[name]
    short, long = make(1000), make(4000)
    assert takes_no_sixteen_times(lambda: lint_text(short, f"a.{ending}"), lambda: lint_text(long, f"a.{ending}"))


# Memory


def test_a_clean_file_leaves_no_reference_cycle() -> None:
    """The program does not search for cycles: what is in one stays in memory until the end."""
    clean = sorted((Path(__file__).parent / "requests").iterdir())

    def run() -> None:
        for path in clean:
            lint_file(str(path))

    run()  # libraries that are imported for the first time leave some
    gc.collect()
    gc.disable()
    try:
        run()
        assert gc.collect() == 0
    finally:
        gc.enable()


# Configurations


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("a/b.yaml", lambda n: "**/" * n + "q"),
        ("a/b.yaml", lambda n: "**/a/" * n + "q"),
        ("a/b.yaml", lambda n: "*" * n + "q"),
        ("a/" * 100 + "b.yaml", lambda n: "*a" * n + "q"),
    ],
)
def test_a_pattern_of_four_times_the_parts_takes_no_sixteen_times(path: str, make: Callable[[int], str]) -> None:
    assert takes_no_sixteen_times(*(partial(patterns.fits, path, make(n)) for n in (500, 2000)))


@pytest.mark.parametrize(
    "make",
    [
        lambda n: Config(ignore=("IMS5",) * n),
        lambda n: Config(extend_select=("id-not-uuid",) * n),
        lambda n: Config(severity=(("IMS506", "error"),) * n),
        lambda n: Config(per_file_ignores=(("*.yaml", ("IMS5",)),) * n),
        lambda n: Config(placeholders=("%[A-Z]+%",) * n),
        lambda n: Config(placeholders=(), select=("IMS",) * n),
    ],
    ids=["ignore", "extend-select", "severity", "per-file-ignores", "placeholders", "select"],
)
def test_four_times_the_configuration_takes_no_sixteen_times(make: Callable[[int], Config]) -> None:
    def run(config: Config) -> None:
        for cache in (configuration._choose, configuration._pattern, configuration._searches):
            cache.cache_clear()
        lint_text(GOOD, "a.yaml", config)

    short, long = make(500), make(2000)
    assert takes_no_sixteen_times(lambda: run(short), lambda: run(long), 0.05)


# Regular expressions


def schema_patterns(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for child in node.values():
            yield from schema_patterns(child)
    elif isinstance(node, list):
        for child in node:
            yield from schema_patterns(child)


def own_patterns() -> Iterator[re.Pattern[str]]:
    """Every regular expression that a module of the package holds."""
    for found in pkgutil.walk_packages(ims_lint.__path__, "ims_lint."):
        if found.name in ("ims_lint.__main__", "ims_lint.lsp"):
            continue
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield value


SEARCHED = {*schema_patterns(bundle()), *PLACEHOLDERS}
COMPILED_LATE = {yaml_lines._LIST, yaml_lines._OBJECT, yaml_lines._ELEMENT, yaml_lines._OVER_LINES}
PATTERNS = sorted({pattern.pattern for pattern in own_patterns()} | SEARCHED | COMPILED_LATE)
UNITS = ["a", "0", " ", "-", ".", "_", ":", "/", "a.", "a:", "a/", "a, ", "a: b, ",
         "0:0", "{", "{{", "${", "\\", '"', '\\"', "a b", "&a ",
         "!a ", "# ims-lint: ", "[", ",", "https://",
         ".iso", "linux", "windows ", "\n", "- ", "\t", "0-", "é"]  # fmt: skip
ENDS = ["", "\n", "!", "\x00", " ", "]", "}", ".iso\n", ":"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_backtracks(pattern: str) -> None:
    compiled = re.compile(pattern, re.DOTALL)
    for unit in UNITS:
        for end in ENDS:
            text = unit * (6000 // len(unit)) + end
            start = time.process_time()
            compiled.match(text)
            compiled.fullmatch(text)
            if pattern in SEARCHED:
                compiled.search(text)
            assert time.process_time() - start < 0.1, (unit, end)
