"""The diff of a fix."""

from __future__ import annotations

from ims_lint.output.diff import difference
from tests.sample_requests import CLEAN, FIXABLE


def test_a_diff_shows_what_changes_and_where() -> None:
    assert difference(FIXABLE, CLEAN, "web.ims.yaml") == (
        "--- a/web.ims.yaml\n+++ b/web.ims.yaml\n@@ -1,4 +1,4 @@\n name: web-image\n"
        ' image_url: images:web.qcow2\n os_type: Linux\n-min_disk: "40"\n+min_disk: 40\n'
    )
