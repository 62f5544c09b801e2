"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ims_lint.files.writing import NotWritten, write
from tests.sample_requests import CLEAN, FIXABLE


def test_a_file_that_changed_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "web.ims.yaml"
    file.write_bytes(b"changed")
    with pytest.raises(NotWritten, match="not written: it changed after it was read"):
        write(str(file), b"before", b"after")
    assert file.read_bytes() == b"changed"
    assert os.listdir(tmp_path) == ["web.ims.yaml"]


def test_mode_and_links_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file, link = tmp_path / "web.ims.yaml", tmp_path / "link.ims.yaml"
    file.write_bytes(b"before")
    file.chmod(0o640)
    link.symlink_to(file.name)
    write("link.ims.yaml", b"before", b"after")
    assert link.is_symlink()
    assert file.read_bytes() == b"after"
    assert file.stat().st_mode & 0o7777 == 0o640


def test_a_link_out_of_the_folder_is_only_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.ims.yaml"
    inside.mkdir()
    outside.write_bytes(b"before")
    (inside / "link.ims.yaml").symlink_to(outside)
    monkeypatch.chdir(inside)
    with pytest.raises(NotWritten, match="outside the current directory"):
        write("link.ims.yaml", b"before", b"after")
    assert outside.read_bytes() == b"before"


def test_a_killed_run_leaves_each_file_whole(tmp_path: Path) -> None:
    old, new = FIXABLE.encode(), CLEAN.encode()
    files = [tmp_path / f"{number:04}.ims.yaml" for number in range(1000)]
    for file in files:
        file.write_bytes(old)
    command = [sys.executable, "-m", "ims_lint", "check", "--fix", "--isolated", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and files[20].read_bytes() == old:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    contents = {file.read_bytes() for file in files}
    assert contents <= {old, new}
    assert new in contents
