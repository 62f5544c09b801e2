"""How outputs find the repository and make text harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from ims_lint.output.checkout import Checkout, find_checkout
from ims_lint.output.inert import visible


def test_nearest_repository_wins(tmp_path: Path) -> None:
    (tmp_path / "outer" / ".git").mkdir(parents=True)
    inner = tmp_path / "outer" / "inner" / "deep"
    inner.mkdir(parents=True)
    (inner.parent / ".git").write_text("gitdir: elsewhere")
    environ = {"GITHUB_WORKSPACE": str(tmp_path)}
    assert find_checkout(str(inner), environ) == Checkout(str(inner), str(inner.parent))


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE"])
def test_workspace_of_the_ci_stands_in(variable: str, tmp_path: Path) -> None:
    folder = str(tmp_path / "sub")
    assert find_checkout(folder, {variable: str(tmp_path)}) == Checkout(folder, str(tmp_path))
    assert find_checkout(folder, {variable: "/elsewhere"}) == Checkout(folder, folder)


@pytest.mark.parametrize("root", ["/", "/repo", "/repo/"])
def test_root_is_taken_off_once(root: str) -> None:
    assert Checkout("/repo", root).path("/repo/a.yaml").endswith("a.yaml")
    assert not Checkout("/repo", root).path("a.yaml").startswith("/")


def test_visible_writes_out_what_is_not_kept() -> None:
    assert visible("a\tb\n\x1b\x9b\udcfe\ud800\u202e😀é") == "a\\tb\\n\\x1b\\x9b\\xfe\\ud800\\u202e😀é"
    assert visible("a\tb\n", keep="\n") == "a\\tb\n"
