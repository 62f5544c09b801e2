"""Several processes say what one says, whatever happens to them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from ims_lint.config import ConfigError
from ims_lint.config.file import Configurations
from ims_lint.files import parallel, runner
from ims_lint.files.runner import Outcome, Task

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is one process where none can be copied")
FIRST = os.getpid()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    texts = ["name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n", "name: web\n", "name: [\n", "a: é\n"]
    names = [tmp_path / f"{number:04}.ims.yaml" for number in range(600)]
    for number, name in enumerate(names):
        name.write_text(texts[0] if number % 3 else texts[number // 3 % 4], encoding="utf-8")
    return [*map(str, names), str(tmp_path / "gone.ims.yaml")]


def task() -> Task:
    return Task(Configurations(isolated=True))


def one_after_the_other(files: list[str]) -> list[Outcome]:
    return [task().outcome(file) for file in files]


def in_copies(monkeypatch: pytest.MonkeyPatch, happens: Callable[[str], None]) -> None:
    """Let something happen to each copy of this process whenever it reads a file."""
    read = runner.read

    def disturbed(file: str) -> bytes:
        if os.getpid() != FIRST:
            happens(file)
        return read(file)

    monkeypatch.setattr(runner, "read", disturbed)


@pytest.mark.parametrize("jobs", [2, 3, 7])
def test_several_processes_find_what_one_finds(files: list[str], jobs: int) -> None:
    done: list[int] = []
    assert parallel.run(files, task(), jobs, done.append) == one_after_the_other(files)
    assert done == sorted(done)


def test_the_copies_do_their_part(files: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "note"
    in_copies(monkeypatch, lambda file: note.write_text(file))
    parallel.run(files, task(), 2, lambda done: None)
    assert note.exists()


@pytest.mark.parametrize("fate", ["killed", "out of memory", "ended"])
def test_what_a_process_leaves_that_dies_is_done_all_the_same(
    files: list[str], monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    def happens(file: str) -> None:
        if fate == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if fate == "out of memory":
            raise MemoryError
        os._exit(3)

    expected = one_after_the_other(files)
    in_copies(monkeypatch, happens)
    assert parallel.run(files, task(), 3, lambda done: None) == expected


def test_it_is_no_matter_who_waits_for_the_copies(files: list[str]) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert parallel.run(files, task(), 3, lambda done: None) == one_after_the_other(files)
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_one_process_is_enough_where_no_more_can_be_started(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none_left)
    assert parallel.run(files, task(), 3, lambda done: None) == one_after_the_other(files)


def test_an_interrupt_leaves_what_was_not_begun(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        parallel.run(files, task(), 2, lambda done: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_configuration_that_cannot_be_used_is_said_once(files: list[str]) -> None:
    (Path(files[300]).parent / ".ims-lint.toml").write_text("selct = []\n")
    with pytest.raises(ConfigError, match="unknown key selct"):
        parallel.run(files, Task(Configurations()), 2, lambda done: None)
