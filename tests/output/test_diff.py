"""The diff of a fix."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ims_lint.output.diff import difference
from tests.commands import clean_environ, isolate, program
from tests.sample_requests import CLEAN, FIXABLE


def test_a_diff_shows_what_changes_and_where() -> None:
    assert difference(FIXABLE, CLEAN, "web.ims.yaml") == (
        "--- a/web.ims.yaml\n+++ b/web.ims.yaml\n@@ -1,4 +1,4 @@\n name: web-image\n"
        ' image_url: images:web.qcow2\n os_type: Linux\n-min_disk: "40"\n+min_disk: 40\n'
    )


FILES = {
    "plain": FIXABLE.encode(),
    "CRLF": FIXABLE.replace("\n", "\r\n").encode(),
    "no line break at the end": FIXABLE.rstrip().encode(),
    "U+2028": f"{FIXABLE}description: 'a\u2028b'\n".encode(),
    "U+0085": FIXABLE.replace("name: web-image", "name: 'web\x85\x85  image'").encode(),
    "form feed": b'{"image_url": "a:b.raw", "description": "a", "min_ram":\r "1",\r\n"name": "web",\n"min_disk": "40"}',
    "byte order mark": b"\xef\xbb\xbf" + FIXABLE.encode(),
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf" + FIXABLE.encode(),
    "byte order mark far above": b"\xef\xbb\xbf# a\n" + b"\n" * 9 + FIXABLE.encode(),
    "old Macintosh lines": FIXABLE.replace("\n", "\r").encode(),
}
APPLY = {"git": ["git", "apply", "-"], "patch": ["patch", "--binary", "-p1"]}


@pytest.mark.parametrize("tool", APPLY)
@pytest.mark.parametrize("name", ["web.ims.yaml", "a web.ims.yaml"])
@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_a_diff_applies(tool: str, name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32" or shutil.which(tool) is None:
        pytest.skip(f"there is no {tool}")
    isolate(monkeypatch, tmp_path)
    Path(name).write_bytes(data)
    diff = program("check", "--diff", name).stdout
    done = subprocess.run(APPLY[tool], input=diff, env=clean_environ(), capture_output=True, check=False)
    assert done.returncode == 0, done
    applied = Path(name).read_bytes()
    assert applied != data
    Path(name).write_bytes(data)
    program("check", "--fix", name)
    assert Path(name).read_bytes() == applied
    assert os.listdir() == [name]
