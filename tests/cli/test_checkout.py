"""Where a report takes the repository to lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from ims_lint.cli.checkout import find_checkout
from ims_lint.output.checkout import Checkout


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
