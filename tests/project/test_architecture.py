"""What docs/architecture.md and CONTRIBUTING.md show and name: the steps give what is shown, the files are there."""

from __future__ import annotations

import doctest
import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
_FENCED = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"`((?:ims_lint|schemas|tests|tools|docs)/[\w./-]*)`")


def blocks(language: str) -> list[str]:
    """The blocks of the page in a language."""
    return [match["text"] for match in _FENCED.finditer(PAGE) if match["language"] == language]


def test_the_request_goes_the_way_that_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (request,) = blocks("yaml")
    (tmp_path / "web.ims.yaml").write_text(request, encoding="utf-8", newline="\n")
    monkeypatch.chdir(tmp_path)
    steps = doctest.DocTestParser().get_doctest("\n".join(blocks("pycon")), {}, "architecture.md", None, 0)
    said: list[str] = []
    result = doctest.DocTestRunner().run(steps, out=said.append)
    assert result.failed == 0, "".join(said)
    assert result.attempted > 20


def test_the_page_has_the_rooms_in_their_order() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(each["layers"] for each in project["tool"]["importlinter"]["contracts"] if "layers" in each)
    rooms = re.findall(r"^\| `(\w+)` \|", PAGE.partition("## The order of the rooms")[2], re.MULTILINE)
    assert rooms == layers[::-1]


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/testing.md", "CONTRIBUTING.md"])
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    named = set(_NAMED.findall((PROJECT / page).read_text(encoding="utf-8")))
    assert named
    assert sorted(name for name in named if not (PROJECT / name).exists()) == []
