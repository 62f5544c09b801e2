"""Bad luck: files that cannot be read or written, full disks, closed pipes, odd names and environments."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ims_lint.files import runner
from ims_lint.transform import fix
from tests.commands import check, clean_environ, isolate, program, restore_signals, start
from tests.sample_requests import BROKEN, CLEAN, FIXABLE

if sys.platform == "win32":
    pytest.skip("the faults of a POSIX system", allow_module_level=True)

linux = pytest.mark.skipif(not os.path.exists("/proc/self"), reason="looks at all processes")
_DROPPED = "-dac_override,-dac_read_search"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with nothing in it."""
    isolate(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def before() -> tuple[str, ...]:
    """A command before ims-lint for which permissions hold, for the superuser too."""
    if os.geteuid() != 0:
        return ()
    command = ("setpriv", f"--bounding-set={_DROPPED}")
    if not shutil.which("setpriv") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("permissions do not hold for the superuser")
    return command


def write(name: str, text: str = CLEAN) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def assert_one_line(stderr: bytes, *words: str) -> None:
    text = stderr.decode()
    assert text.startswith("ims-lint: ") and text.count("\n") == 1, text
    assert all(word in text for word in words), text


# Files


def test_an_unreadable_file_fails_the_run_and_the_rest_is_reported(before: tuple[str, ...]) -> None:
    write("a.ims.yaml").chmod(0)
    write("b.ims.yaml", BROKEN)
    result = program("check", before=before)
    assert result.returncode == 2
    assert_one_line(result.stderr, "a.ims.yaml: Permission denied")
    assert b"b.ims.yaml:4" in result.stdout


@pytest.mark.parametrize("versioned", [False, True])
def test_an_unreadable_folder_fails_the_run(before: tuple[str, ...], versioned: bool) -> None:
    if versioned:
        subprocess.run(["git", "init", "--quiet"], check=True)
    write("a.ims.yaml")
    closed = write("closed/b.ims.yaml").parent
    closed.chmod(0)
    result = program("check", before=before)
    closed.chmod(0o700)
    assert result.returncode == 2
    assert_one_line(result.stderr, "closed", "Permission denied")
    assert result.stdout.startswith(b"no findings in 1 file")


def test_a_file_that_vanishes_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.ims.yaml")
    write("b.ims.yaml", BROKEN)
    _when_read(monkeypatch, lambda file: Path("a.ims.yaml").unlink(missing_ok=True))
    result = check()
    assert (result.exit_code, result.stderr) == (2, "ims-lint: a.ims.yaml: No such file or directory\n")
    assert "b.ims.yaml:4" in result.stdout


def test_a_file_that_changes_while_it_is_fixed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.ims.yaml", FIXABLE)
    applied = fix.fix

    def changing(*arguments: object, **options: object) -> fix.Fixed:
        write("a.ims.yaml", "changed")
        return applied(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(fix, "fix", changing)
    result = check("--fix")
    assert result.exit_code == 2
    assert "not written: it changed after it was read" in result.stderr
    assert Path("a.ims.yaml").read_text("utf-8") == "changed"


def _when_read(monkeypatch: pytest.MonkeyPatch, happen: Callable[[str], object]) -> None:
    read = runner.read

    def luckless(file: str) -> bytes:
        happen(file)
        return read(file)

    monkeypatch.setattr(runner, "read", luckless)


def test_a_read_only_folder_cannot_be_fixed(before: tuple[str, ...]) -> None:
    closed = write("closed/a.ims.yaml", FIXABLE).parent
    closed.chmod(0o555)
    result = program("check", "--fix", before=before)
    closed.chmod(0o700)
    assert result.returncode == 2
    assert_one_line(result.stderr, "closed/a.ims.yaml: not written: Permission denied")
    assert Path("closed/a.ims.yaml").read_text("utf-8") == FIXABLE
    assert b'min_disk: "40"' in result.stdout, "what was not fixed is reported"


# Disks that are full


@pytest.fixture
def full(folder: Path) -> Path:
    """A folder on a disk of 64 kB."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted")
    yield disk  # type: ignore[misc]
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_files_as_they_are(full: Path) -> None:
    request = write(str(full / "a.ims.yaml"), FIXABLE)
    with open(full / "filler", "wb", buffering=0) as filler:
        while True:
            try:
                filler.write(b"x" * 1024)
            except OSError as error:
                assert error.errno == errno.ENOSPC
                break
    result = program("check", "--fix", "disk")
    assert result.returncode == 2
    assert_one_line(result.stderr, "disk/a.ims.yaml: not written: No space left on device")
    report = program("check", "--output-file", "disk/report", "disk")
    assert report.returncode == 2
    assert_one_line(report.stderr, "disk/report: No space left on device")
    assert request.read_text("utf-8") == FIXABLE
    assert sorted(os.listdir(full)) == ["a.ims.yaml", "filler"], "nothing half-written is left"


def test_a_limit_on_the_size_of_files_is_like_a_full_disk() -> None:
    resource = pytest.importorskip("resource")
    write("a.ims.yaml", FIXABLE)
    result = program(
        "check",
        "--fix",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)),
        environ={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert result.returncode == 2
    assert_one_line(result.stderr, "a.ims.yaml: not written: File too large")
    assert os.listdir() == ["a.ims.yaml"]
    assert Path("a.ims.yaml").read_text("utf-8") == FIXABLE


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_standard_output_on_a_full_disk_is_one_line() -> None:
    write("a.ims.yaml")
    with open("/dev/full", "wb") as stream:
        result = program("check", stdout=stream)
        assert result.returncode == 2
        assert_one_line(result.stderr, "standard output: No space left on device")
        assert program("check", "nowhere", stderr=stream).returncode == 2
    to_device = program("check", "--output-file", "/dev/full")
    assert_one_line(to_device.stderr, "/dev/full: No space left on device")
    assert os.path.exists("/dev/full")


# Readers that go away, and users that lose patience


@pytest.mark.parametrize(("text", "status"), [(BROKEN, 1), (CLEAN, 0)])
def test_a_closed_pipe_changes_nothing_and_says_nothing(text: str, status: int) -> None:
    for number in range(300):
        write(f"{number}.ims.yaml", text)
    process = start("check", ".")
    assert process.stdout and process.stderr
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", status)
    process.stderr.close()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_bring_no_traceback(closed: str) -> None:
    write("a.ims.yaml", BROKEN)
    command = f'"$@" {closed}'
    result = program("check", before=("sh", "-c", command, "sh"))
    assert (result.returncode, result.stderr) == (1, b"")
    if "<" in closed:
        result = program("check", "-", before=("sh", "-c", command, "sh"))
        assert result.returncode == 2
        assert result.stderr in (b"ims-lint: standard input is closed\n", b"")


STOPPING = [
    (signal.SIGINT, 130, "interrupted"),
    (signal.SIGTERM, 143, "terminated"),
    (signal.SIGHUP, 129, "hung up"),
]


@pytest.fixture
def fixing() -> Iterator[Fixing]:
    """A run in the midst of fixing many files."""
    files = [write(f"{number:04}.ims.yaml", FIXABLE) for number in range(1500)]
    with start("check", "--fix", start_new_session=True) as process:
        while process.poll() is None and files[20].read_text("utf-8") == FIXABLE:
            time.sleep(0.005)
        yield Fixing(process, files)


class Fixing(NamedTuple):
    """A run, and the files that it fixes."""

    process: subprocess.Popen[bytes]
    files: list[Path]

    def fixed(self) -> int:
        """How many files are fixed; each file is whole."""
        contents = [file.read_text("utf-8") for file in self.files]
        assert set(contents) == {FIXABLE, CLEAN}
        return contents.count(CLEAN)

    def processes(self) -> list[int]:
        """The processes of the run that there still are."""
        session = self.process.pid
        every = [int(name) for name in os.listdir("/proc") if name.isdigit()]
        return [each for each in every if _session(each) == session]


def _session(process: int) -> int | None:
    try:
        return os.getsid(process)
    except ProcessLookupError:
        return None


@pytest.mark.parametrize(("number", "status", "words"), STOPPING)
@pytest.mark.parametrize("everyone", [False, True])
def test_a_run_that_is_stopped_ends_with_its_status_and_whole_files(
    fixing: Fixing, number: int, status: int, words: str, everyone: bool
) -> None:
    """Whether the signal is sent to the one process, or to its workers too, as a terminal does."""
    (os.killpg if everyone else os.kill)(fixing.process.pid, number)
    out, err = fixing.process.communicate()
    assert (fixing.process.returncode, out, err.decode()) == (status, b"", f"ims-lint: {words}\n")
    fixed = fixing.fixed()
    assert sorted(os.listdir()) == [file.name for file in fixing.files], "no temporary file is left"
    assert fixing.processes() == []
    assert fixing.fixed() == fixed < len(fixing.files)


@linux
def test_workers_stop_when_their_parent_is_gone(fixing: Fixing) -> None:
    fixing.process.kill()
    fixing.process.wait()
    time.sleep(0.2)
    fixed = fixing.fixed()
    assert fixing.process.communicate() == (b"", b""), "the streams are closed by the last worker"
    while fixing.processes():
        time.sleep(0.05)
    assert fixing.fixed() == fixed < len(fixing.files)
    assert sorted(os.listdir()) == [file.name for file in fixing.files], "no temporary file is left"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_is_ignored_stays_ignored(number: signal.Signals) -> None:
    """As `nohup` has it, and a shell for what runs in the background."""
    os.mkfifo("a.ims.yaml")
    with start("check", "a.ims.yaml", preexec_fn=lambda: signal.signal(number, signal.SIG_IGN)) as process:
        with open("a.ims.yaml", "w", encoding="utf-8") as file:
            process.send_signal(number)
            file.write(CLEAN)
        assert process.wait() == 0


def test_it_is_no_matter_whether_the_ends_of_workers_are_ignored() -> None:
    for number in range(1500):
        write(f"{number}.ims.yaml")
    result = program("check", preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    assert (result.returncode, result.stderr) == (0, b"")


_STOPPED = """
import os, sys

class Finder:
    def find_spec(self, name, *_):
        if name == sys.argv[-2]:
            os.kill(os.getpid(), int(sys.argv[-1]))

sys.meta_path.insert(0, Finder())
from ims_lint.__main__ import run
run()
"""


@pytest.mark.parametrize("loading", ["click", "ims_lint.cli.check", "ims_lint.linter"])
@pytest.mark.parametrize(("number", "status", "words"), STOPPING)
def test_a_signal_while_loading_stops_the_program_too(loading: str, number: int, status: int, words: str) -> None:
    write("a.ims.yaml")
    command = [sys.executable, "-c", _STOPPED, "check", "a.ims.yaml", loading, str(int(number))]
    result = subprocess.run(command, env=clean_environ(), capture_output=True, check=False, preexec_fn=restore_signals)
    assert (result.returncode, result.stderr.decode()) == (status, f"ims-lint: {words}\n")


# Environments


def test_nothing_in_the_environment_is_needed() -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    write("a.ims.yaml", BROKEN)
    result = program("check", env={"PATH": os.environ["PATH"]})
    assert (result.returncode, result.stderr) == (1, b"")
    assert program("check", env={}).returncode == 1


C_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.parametrize("environ", [C_LOCALE, {"LC_ALL": "POSIX"}, {**C_LOCALE, "PYTHONIOENCODING": "latin-1"}])
def test_the_locale_does_not_matter(environ: dict[str, str]) -> None:
    write("büro-镜像.ims.yaml", CLEAN.replace("name: web-image", "name: büro 镜像\nmax_rum: 1"))
    result = program("check", "--format", "text", "--format", "json=report.json", environ=environ)
    assert (result.returncode, result.stderr) == (1, b"")
    assert "max_rum: 1" in result.stdout.decode("utf-8")
    fixed = program("check", "--fix", "--diff", environ=environ)
    assert "name: büro 镜像" in fixed.stdout.decode("utf-8")
    assert b"Exit code" in program("check", "--help", environ=environ).stdout
    for wrong in (["check", "büro"], ["check", "--büro"], ["büro"]):
        failed = program(*wrong, environ=environ)
        assert (failed.returncode, b"Traceback" in failed.stderr) == (2, False)


def test_windows_line_ends_are_counted_and_kept() -> None:
    Path("a.ims.yaml").write_bytes(FIXABLE.replace("\n", "\r\n").encode())
    result = program("check")
    assert b"a.ims.yaml:4:11" in result.stdout
    assert b"\r" not in result.stdout
    assert b'-min_disk: "40"\r\n+min_disk: 40\r\n' in program("check", "--diff").stdout
    program("check", "--fix")
    assert Path("a.ims.yaml").read_bytes() == CLEAN.replace("\n", "\r\n").encode()


def test_without_its_extra_the_language_server_says_in_one_line_what_to_install() -> None:
    hide = "import sys; sys.modules['pygls'] = None; sys.argv = ['ims-lint', 'lsp']; "
    command = [sys.executable, "-c", f"{hide}from ims_lint.__main__ import run; run()"]
    done = subprocess.run(command, env=clean_environ(), capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"ims-lint: the language server requires pygls 2; run `pip install 'ims-lint[lsp]'`\n"
