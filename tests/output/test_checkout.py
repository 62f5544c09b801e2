"""How outputs name files and make text harmless."""

from __future__ import annotations

import pytest

from ims_lint.output.checkout import Checkout
from ims_lint.output.inert import visible


@pytest.mark.parametrize("root", ["/", "/repo", "/repo/"])
def test_root_is_taken_off_once(root: str) -> None:
    assert Checkout("/repo", root).path("/repo/a.yaml").endswith("a.yaml")
    assert not Checkout("/repo", root).path("a.yaml").startswith("/")


def test_visible_writes_out_what_is_not_kept() -> None:
    assert visible("a\tb\n\x1b\x9b\udcfe\ud800\u202e😀é") == "a\\tb\\n\\x1b\\x9b\\xfe\\ud800\\u202e😀é"
    assert visible("a\tb\n", keep="\n") == "a\\tb\n"
