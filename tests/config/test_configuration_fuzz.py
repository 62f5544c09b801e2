"""Whatever stands in a configuration file: it is a configuration, or a complaint that names the place."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_lint.config import Config, ConfigError
from ims_lint.config.file import FILE_NAMES, KEYS, LEVELS, load
from ims_lint.rules.registry import RULES
from tests.linting import report_bytes

WORDS = (
    *KEYS,
    *LEVELS,
    *(name for rule in RULES[:6] for name in (rule.code, rule.name)),
    "IMS5",
    "ALL",
    "tool",
    "a/**",
)
odd_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    "()[]{}*+?|\\^$a.!/#\"'", max_size=8
)
words = st.sampled_from(WORDS) | odd_texts
scalars = st.one_of(
    words.map(lambda text: '"' + "".join(f"\\U{ord(each):08x}" for each in text) + '"'),
    st.sampled_from(["true", "1", "-0.5", "1e999", "nan", "0x1F", "1979-05-27", "07:32:00", "9" * 5000, "'''\n'''"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda each: f"[{', '.join(each)}]"),
        st.dictionaries(scalars.filter(lambda key: key[0] == '"'), inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=8,
)
keys = st.sampled_from(KEYS) | words.map(lambda text: '"' + "".join(f"\\U{ord(each):08x}" for each in text) + '"')
headers = st.sampled_from(
    ["[severity]", "[per-file-ignores]", "[tool.ims-lint]", "[tool.ims-lint.severity]", "[[select]]"]
)
lines = st.one_of(
    st.tuples(keys, values).map(" = ".join),
    headers,
    st.sampled_from(["", "# ims-lint", "[", '"""', "select = ["]),
)
line_ends = st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\u2028"])
toml_like = st.tuples(st.lists(lines, max_size=6), line_ends).map(lambda parts: parts[1].join(parts[0]))


CRASHES = {  # most of them brought a traceback once
    "two-marks": b"\xef\xbb\xbf\xef\xbb\xbfselect = []",
    "deep-list": b"a = " + b"[" * 5000,
    "deep-table": b"a = " + b"{a=" * 5000,
    "deep-key": b"a." * 1000 + b"a = 1",
    "deep-header": b"[" + b"a." * 1000 + b"a]",
    "digits": b"a = " + b"9" * 5000,
    "hexadecimal-severity": b"severity.IMS501 = 0x" + b"f" * 5000,
    "hexadecimal-list": b"ignore = [0x" + b"f" * 5000 + b"]",
    "deep-group": b"placeholders = ['" + b"(" * 5000 + b"a" + b")" * 5000 + b"']",
    "too-often": b"placeholders = ['a{99999999999}']",
    "one-name-twice": b"placeholders = ['(?P<a>b)', '(?P<a>c)']",
    "flags-for-all": b"placeholders = ['b', '(?i)c']",
    "comment": b"placeholders = ['(?x:b # )', 'c)']",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder for all the files, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def check(folder: Path, data: bytes) -> None:
    """A configuration works for a request; a complaint is a printable line about a place that is there."""
    for name in FILE_NAMES:
        path = folder / name
        path.write_bytes(data)
        try:
            config = load(str(path))
        except ConfigError as error:
            assert_complaint(str(error), str(path), data)
        else:
            assert isinstance(config, Config)
            assert config.source == str(path)
            report_bytes(b"name: ${A}\nx: 1\n", os.path.join(str(folder), "web.ims.yaml"), config)
            tomllib.loads(data.decode("utf-8-sig"))


def assert_complaint(said: str, path: str, data: bytes) -> None:
    """Fail where a complaint does not name its file, or names a line that is not in it."""
    place = re.match(r":(\d+)(:\d+)?: .|: .", said.removeprefix(path), re.DOTALL)
    assert said.startswith(path) and place, said
    if place[1]:
        assert 1 <= int(place[1]) <= len(data.decode("utf-8-sig").splitlines()) + 1, said


@pytest.mark.parametrize("data", CRASHES.values(), ids=CRASHES.keys())
def test_a_crash_stays_mended(folder: Path, data: bytes) -> None:
    check(folder, data)
    check(folder, b"[tool.ims-lint]\n" + data)


@given(st.binary(max_size=80))
def test_bytes(folder: Path, data: bytes) -> None:
    check(folder, data)


@given(toml_like)
def test_toml(folder: Path, text: str) -> None:
    check(folder, text.encode())


@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=3))
def test_each_key_with_any_value(folder: Path, table: dict[str, Any]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in table.items())
    check(folder, text.encode())
    check(folder, f"[tool.ims-lint]\n{text}".encode())
