"""Several processes say what one says, whatever happens to them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ims_lint.cli.check import Options
from ims_lint.config import ConfigError
from ims_lint.config.file import Configurations
from ims_lint.files import parallel, runner
from ims_lint.files.runner import Outcome, Task

FIRST = os.getpid()
copied = pytest.mark.skipif(runner.START != "fork", reason="what happens in a worker is arranged before it is copied")


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    texts = ["name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n", "name: web\n", "name: [\n", "a: é\n"]
    names = [tmp_path / f"{number:04}.ims.yaml" for number in range(600)]
    texts += ["# ims-lint: operation=wholeimages\n" + texts[0] + "vault_id: ${ID}\n", "min_disk: 1\nbackup_id: x\n"]
    for number, name in enumerate(names):
        name.write_text(texts[0] if number % 3 else texts[number // 3 % len(texts)], encoding="utf-8")
    return [*map(str, names), str(tmp_path / "gone.ims.yaml")]


def task() -> Task:
    return Task(Configurations(isolated=True))


def one_after_the_other(files: list[str]) -> list[Outcome]:
    return [task().outcome(file) for file in files]


def in_workers(monkeypatch: pytest.MonkeyPatch, happens: Callable[[str], None]) -> None:
    """Let something happen to each worker whenever it reads a file."""
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
    assert done == sorted(done) and done[-1] == len(files)


def test_a_clean_file_of_another_operation_keeps_what_was_checked(tmp_path: Path) -> None:
    names = [tmp_path / f"{number}.{'quickimport.' * (number % 2)}ims.yaml" for number in range(200)]
    for number, name in enumerate(names):
        more = ["min_disk: 40\n", "type: DataImage\nmin_disk: 40\n"][number % 2]
        name.write_text(f"name: web\nimage_url: ims-images:web.raw\n{more}", encoding="utf-8")
    outcomes = parallel.run([str(name) for name in names], task(), 2, lambda done: None)
    reports = [each.report for each in outcomes if each.report]
    assert [each.requests[0][1:3] for each in reports] == [("image", "default"), ("quickimport", "file name")] * 100
    assert all(not each.diagnostics for each in reports)


def test_processes_that_start_with_a_new_python_find_the_same(files: list[str]) -> None:
    """As on Windows and macOS; what they are given goes through a pipe."""
    options = Options(*[None] * len(Options._fields))._replace(select=(), extend_select=(), ignore=("IMS2",))
    task = Task(Configurations(isolated=True, adjust=options.adjusted))
    expected = [task.outcome(file) for file in files]
    assert parallel.run(files, task, 2, lambda done: None, start="spawn") == expected
    assert multiprocessing.active_children() == []


@copied
def test_the_workers_do_all_of_it(files: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    in_workers(monkeypatch, lambda file: (notes / Path(file).name).touch())
    parallel.run(files, task(), 2, lambda done: None)
    assert len(list(notes.iterdir())) == len(files)


@copied
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
    in_workers(monkeypatch, happens)
    assert parallel.run(files, task(), 3, lambda done: None) == expected
    assert multiprocessing.active_children() == []


def test_a_worker_that_waits_for_one_that_was_killed_ends_too(files: list[str]) -> None:
    """One that waits for work has the lock of the queue, and dies with it."""
    killed: list[int] = []

    def done(count: int) -> None:
        if not killed:
            time.sleep(0.3)  # in which the workers do all of it, and wait for more
            for worker in multiprocessing.active_children()[1:]:
                killed.append(worker.pid or 0)
                worker.kill()

    assert parallel.run(files, task(), 7, done) == one_after_the_other(files)
    assert len(killed) == 6
    assert multiprocessing.active_children() == []


@copied
@pytest.mark.parametrize("started", [0, 1])
def test_one_process_is_enough_where_no_more_can_be_started(
    files: list[str], monkeypatch: pytest.MonkeyPatch, started: int
) -> None:
    fork, left = os.fork, [started]

    def few_left() -> int:
        if not left[0]:
            raise BlockingIOError("Resource temporarily unavailable")
        left[0] -= 1
        return fork()

    monkeypatch.setattr(os, "fork", few_left)
    assert parallel.run(files, task(), 3, lambda done: None) == one_after_the_other(files)
    for worker in multiprocessing.active_children():
        worker.join()


@pytest.mark.parametrize("start", [runner.START, "spawn"])
def test_an_interrupt_leaves_what_was_not_begun(files: list[str], start: str) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background may ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            parallel.run(files, task(), 2, lambda done: signal.raise_signal(signal.SIGINT), start)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert multiprocessing.active_children() == []


def test_a_configuration_that_cannot_be_used_is_said_once(files: list[str]) -> None:
    (Path(files[300]).parent / ".ims-lint.toml").write_text("selct = []\n")
    with pytest.raises(ConfigError, match="unknown setting selct"):
        parallel.run(files, Task(Configurations()), 2, lambda done: None)
