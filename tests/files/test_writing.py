"""Files are written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ims_lint.files.writing import NotWritten, _keep_mode, write
from tests.commands import posix
from tests.sample_requests import CLEAN, FIXABLE


def test_a_file_that_changed_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "web.ims.yaml"
    file.write_bytes(b"changed")
    with pytest.raises(NotWritten, match="not written: it changed after it was read"):
        write(str(file), b"before", b"after")
    assert file.read_bytes() == b"changed"
    assert os.listdir(tmp_path) == ["web.ims.yaml"]


@posix
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


def test_a_linked_folder_out_of_the_folder_is_only_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    inside.mkdir()
    file = outside / "deep" / "web.ims.yaml"
    file.write_bytes(b"before")
    (inside / "linked").symlink_to(outside)
    (inside / "near").symlink_to("linked/deep")
    monkeypatch.chdir(inside)
    for path in ("linked/deep/web.ims.yaml", "near/web.ims.yaml", str(inside / "linked/deep/web.ims.yaml")):
        with pytest.raises(NotWritten, match="outside the current directory"):
            write(path, b"before", b"after")
    assert file.read_bytes() == b"before"
    write(str(file), b"before", b"after")
    assert file.read_bytes() == b"after", "no link leads there"


def test_a_linked_folder_within_the_folder_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "web.ims.yaml").write_bytes(b"before")
    (tmp_path / "linked").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    write("linked/web.ims.yaml", b"before", b"after")
    assert (tmp_path / "real" / "web.ims.yaml").read_bytes() == b"after"


def test_hard_links_are_not_separated(tmp_path: Path) -> None:
    file, other = tmp_path / "web.ims.yaml", tmp_path / "other.ims.yaml"
    file.write_bytes(b"before")
    os.link(file, other)
    with pytest.raises(NotWritten, match="has 2 hard links"):
        write(str(file), b"before", b"after")
    assert file.read_bytes() == b"before"
    assert sorted(os.listdir(tmp_path)) == ["other.ims.yaml", "web.ims.yaml"]


@posix
@pytest.mark.parametrize("mode", [0o4755, 0o2755, 0o6750, 0o640])
def test_set_id_bits_are_kept(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "web.ims.yaml"
    file.write_bytes(b"before")
    file.chmod(mode)
    write(str(file), b"before", b"after")
    assert file.stat().st_mode & 0o7777 == mode


@posix
def test_set_id_bits_are_not_given_to_another_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    file = tmp_path / "web.ims.yaml"
    file.write_bytes(b"before")
    file.chmod(0o6755)
    status = os.stat(file)
    monkeypatch.setattr(os, "chown", refused)
    _keep_mode(str(file), os.stat_result((*status[:4], status.st_uid + 1, *status[5:])))
    assert file.stat().st_mode & 0o7777 == 0o755


def _marked(file: Path) -> None:
    """Write a file with an extended attribute, where its file system has such."""
    file.write_bytes(b"before")
    try:
        os.setxattr(file, "user.origin", b"template")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")


def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "web.ims.yaml"
    _marked(file)
    write(str(file), b"before", b"after")
    assert (file.read_bytes(), os.getxattr(file, "user.origin")) == (b"after", b"template")


def test_a_file_whose_attributes_cannot_be_kept_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    file = tmp_path / "web.ims.yaml"
    _marked(file)
    monkeypatch.setattr(os, "setxattr", refused)
    with pytest.raises(NotWritten, match=r"its attribute user\.origin cannot be kept"):
        write(str(file), b"before", b"after")
    assert file.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["web.ims.yaml"]


def test_a_killed_run_leaves_each_file_whole(tmp_path: Path) -> None:
    old, new = FIXABLE.encode(), CLEAN.encode()
    files = [tmp_path / f"{number:04}.ims.yaml" for number in range(1000)]
    for file in files:
        file.write_bytes(old)
    command = [sys.executable, "-m", "ims_lint", "check", "--fix", "--isolated", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and files[20].read_bytes() == old:
        time.sleep(0.005)
    process.kill()
    process.wait()
    contents = {file.read_bytes() for file in files}
    assert contents <= {old, new}
    assert new in contents
