"""`ims-lint check`: what it lints, where the reports go, and its exit status."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from ims_lint.cli import main
from ims_lint.output.formats import FORMATS
from tests.commands import check, command_runner, isolate, program
from tests.sample_requests import BROKEN, CLEAN, FIXABLE

WARNED = CLEAN.replace("name:", "is_config_init: true\nname:")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with nothing in it."""
    isolate(monkeypatch, tmp_path)
    return tmp_path


def write(name: str, text: str = CLEAN) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


# A first word that is not a command


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("web.ims.yaml", "web.ims.yaml is not a command; to lint it, use `ims-lint check web.ims.yaml`"),
        ("WEB.IMS.JSON", "WEB.IMS.JSON is not a command; to lint it, use `ims-lint check WEB.IMS.JSON`"),
        ("a b", "a b is not a command; to lint it, use `ims-lint check 'a b'`"),
        (".", ". is not a command; to lint it, use `ims-lint check .`"),
        ("-", "- is not a command; to lint it, use `ims-lint check -`"),
        ("chek", "chek is not a command, did you mean check?"),
        ("xyzzy", "xyzzy is not a command; use one of check, rule, config, schema, render, new, lsp"),
    ],
)
def test_a_word_that_is_no_command_is_told_what_to_use(word: str, message: str) -> None:
    Path("a b").mkdir()
    result = command_runner().invoke(main, [word, "--strict"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


# Which files


@pytest.mark.parametrize("paths", [(), (".",), ("empty", "empty2")])
def test_nothing_to_lint_is_never_green(paths: tuple[str, ...]) -> None:
    for path in paths:
        Path(path).mkdir(exist_ok=True)
    result = check(*paths)
    assert result.exit_code == 2
    where = ", ".join(paths) or "."
    assert result.stderr == (
        f"ims-lint: no files to lint in {where} (searched for *.ims.yaml, *.ims.yml, *.ims.json);"
        " use --allow-empty to accept this\n"
    )
    assert result.stdout == ""
    allowed = check("--allow-empty", *paths)
    assert (allowed.exit_code, allowed.stdout, allowed.stderr) == (0, "no findings in 0 files\n", "")


def test_nothing_but_excluded_files_is_said_to_be_so() -> None:
    write("old/a.ims.yaml")
    write(".ims-lint.toml", 'exclude = ["old"]\n')
    result = check()
    assert result.exit_code == 2
    assert "no files to lint in . (the configuration excludes 1 file)" in result.stderr


def test_many_empty_places_are_named_in_short() -> None:
    for name in "abcde":
        Path(name).mkdir()
    assert "no files to lint in a, b, c and 2 more (" in check(*"abcde").stderr


def test_a_hook_that_names_only_excluded_files_passes() -> None:
    write("old/a.ims.yaml", BROKEN)
    write(".ims-lint.toml", 'exclude = ["old"]\n')
    assert check("old/a.ims.yaml").exit_code == 1
    assert check("--force-exclude", "old/a.ims.yaml").exit_code == 0
    assert check("--force-exclude", "old").exit_code == 2


def test_a_name_of_nothing_fails_the_run_and_the_rest_is_reported() -> None:
    write("a.ims.yaml", BROKEN)
    result = check("nowhere.ims.yaml", "a.ims.yaml")
    assert result.exit_code == 2
    assert result.stderr == "ims-lint: nowhere.ims.yaml: no such file or directory\n"
    assert "a.ims.yaml:4" in result.stdout


@pytest.mark.parametrize(
    "listed",
    [
        b"a b.ims.yaml\nfolder\n",
        b"\na b.ims.yaml\r\nfolder",
        b"folder\0a b.ims.yaml\0",
        b"folder\0a b.ims.yaml",
        b"a b.ims.yaml\n./a b.ims.yaml\nfolder/b.ims.yaml\nfolder",
    ],
)
def test_a_list_names_the_files(listed: bytes) -> None:
    write("a b.ims.yaml")
    write("folder/b.ims.yaml")
    write("c.ims.yaml", BROKEN)
    Path("list").write_bytes(listed)
    for result in (check("--files-from", "list"), check("--files-from", "-", stdin=listed)):
        assert (result.exit_code, result.stdout) == (0, "no findings in 2 files (2 requests)\n")
    assert check("--files-from", "list", "c.ims.yaml").exit_code == 1, "paths are added to the list"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("listed", ["a b.ims.yaml\r\nBücher\n", "Bücher\0a b.ims.yaml\0", "a b.ims.yaml\nBücher"])
def test_a_list_with_a_byte_order_mark_is_decoded(encoding: str, listed: str) -> None:
    write("a b.ims.yaml")
    write("Bücher/b.ims.yaml")
    write("c.ims.yaml", BROKEN)
    mark = "" if encoding in ("utf-8-sig", "utf-16") else "\ufeff"
    result = check("--files-from", "-", stdin=(mark + listed).encode(encoding))
    assert (result.exit_code, result.stdout) == (0, "no findings in 2 files (2 requests)\n")


@pytest.mark.parametrize(
    "listed",
    [
        *("a.ims.yaml", "a.ims.yaml\n", "a.ims.yaml\r\nb\r\n", "Bücher\n", "я.ims.yaml", "я/a", "dir", "a/b", "ab"),
        *("a\0b.x\0", "д\nд.x\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_list_in_utf_16_without_a_mark_is_refused(listed: str, encoding: str) -> None:
    for name in ("a.ims.yaml", "a", "b", "ab", "dir/x.ims.yaml"):
        write(name, FIXABLE)
    result = check("--fix", "--files-from", "-", stdin=listed.encode(encoding))
    said = "ims-lint: standard input: the list of files may be UTF-16 without a byte order mark; save it as UTF-8\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert Path("a.ims.yaml").read_text("utf-8") == Path("a").read_text("utf-8") == FIXABLE


def test_a_list_that_is_not_utf_16_after_its_mark_is_refused() -> None:
    Path("list").write_bytes(b"\xff\xfea")
    result = check("--files-from", "list")
    assert result.stderr == "ims-lint: list: the list of files is not valid UTF-16; save it as UTF-8\n"
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("listed", [b"a\0b\0", b"a\0b", b"a\0", b".\0", b"a\0b\0a.ims.yaml\0", b".\0sub/a\0"])
def test_names_of_one_letter_in_a_list(listed: bytes) -> None:
    for name in ("a", "b", "a.ims.yaml", "sub/a"):
        write(name)
    assert check("--files-from", "-", stdin=listed).exit_code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are no text")
def test_names_in_a_list_may_hold_any_byte_but_nul() -> None:
    name = b"\xff\n\r*$(x) .ims.yaml"
    with open(name, "w") as file:
        file.write(CLEAN)
    result = check("--files-from", "-", stdin=name + b"\0")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_list_of_nothing_is_never_green() -> None:
    write("a.ims.yaml")
    for options in ((), ("--force-exclude",)):
        result = check("--files-from", "-", *options, stdin=b"\n")
        assert result.exit_code == 2
        assert result.stderr == "ims-lint: no files to lint (the list is empty); use --allow-empty to accept this\n"
    assert check("--files-from", "-", "--allow-empty", stdin=b"").exit_code == 0
    assert check("--files-from", "nowhere").stderr == "ims-lint: nowhere: No such file or directory\n"


def test_a_dash_in_a_list_is_a_file() -> None:
    write("-", BROKEN)
    result = check("--files-from", "-", stdin=b"-\n")
    assert result.exit_code == 1
    assert "./-:4" in result.stdout


def test_standard_input_cannot_be_list_and_request() -> None:
    result = check("--files-from", "-", "-", stdin=b"")
    assert result.exit_code == 2
    assert "must not be both" in result.stderr


def test_standard_input_is_linted_under_its_name() -> None:
    write("sub/.ims-lint.toml", 'ignore = ["IMS3"]\n')
    broken = BROKEN.encode()
    assert check("-", stdin=broken).stdout.splitlines()[1].strip() == "--> -:4:11"
    for paths in ((), ("-",)):
        result = check("--stdin-filename", "web.ims.yaml", *paths, stdin=broken)
        assert (result.exit_code, "web.ims.yaml:4:11" in result.stdout) == (1, True)
    assert check("--stdin-filename", "sub/web.ims.yaml", stdin=broken).exit_code == 0, "configuration by that name"
    json_request = b'{"name": "web",}'
    assert "IMS001" in check("--stdin-filename", "web.ims.json", stdin=json_request).stdout


def test_a_name_without_standard_input_is_a_mistake() -> None:
    result = check("--stdin-filename", "web.ims.yaml", write("a.ims.yaml"))
    assert result.exit_code == 2
    assert "--stdin-filename requires - (standard input) among the paths" in result.stderr


def test_excluded_standard_input_stays_as_it_is() -> None:
    write(".ims-lint.toml", 'exclude = ["old"]\n')
    options = ("--force-exclude", "--stdin-filename", "old/a.ims.yaml", "-")
    result = check("--fix", *options, stdin=FIXABLE.encode())
    assert (result.exit_code, result.stdout) == (0, FIXABLE)
    assert check(*options, stdin=BROKEN.encode()).exit_code == 0


def test_fixed_standard_input_goes_to_standard_output_and_the_report_beside_it() -> None:
    result = check("--fix", "-", stdin=FIXABLE.encode())
    assert (result.exit_code, result.stdout) == (0, CLEAN)
    assert result.stderr == "1 fix applied in 1 file\nno findings in 1 file (1 request)\n"


# What fails the run


def test_exit_status_and_what_changes_it() -> None:
    clean, warned, broken = write("a.ims.yaml"), write("b.ims.yaml", WARNED), write("c.ims.yaml", BROKEN)
    assert [check(name).exit_code for name in (clean, warned, broken)] == [0, 0, 1]
    assert [check("--strict", name).exit_code for name in (clean, warned, broken)] == [0, 1, 1]
    assert [check("--exit-zero", "--strict", name).exit_code for name in (clean, warned, broken)] == [0, 0, 0]
    assert check("--exit-zero", "nowhere").exit_code == 2


def test_strict_says_why_warnings_failed_the_run() -> None:
    result = check("--strict", write("b.ims.yaml", WARNED))
    assert "\n\n1 warning in 1 file (1 request)\n" in result.stdout
    assert result.stderr == "ims-lint: 1 warning counts as an error (--strict)\n"
    assert check("--strict", write("c.ims.yaml", BROKEN)).stderr == ""
    assert check("--strict", "--exit-zero", "b.ims.yaml").stderr == ""


def test_strict_fails_placeholders() -> None:
    template = write("a.ims.yaml", CLEAN.replace("40", "${DISK}"))
    assert check(template).exit_code == 0
    assert "1 value with a placeholder not checked\n" in check(template).stdout
    assert check("--strict", template).exit_code == 1


def test_quiet_reports_what_fails_the_run() -> None:
    warned, broken = write("b.ims.yaml", WARNED), write("c.ims.yaml", BROKEN)
    assert check("--quiet", warned).stdout == ""
    assert check("-q", "--format", "concise", warned, broken).stdout.count("\n") == 1
    strict = check("--quiet", "--strict", "--format", "concise", warned)
    assert (strict.exit_code, strict.stdout.count("warning"), strict.stderr) == (1, 1, "")


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ('min_disk: "40"\n', "1 fixable with --fix"),
        ("os_version: CentOS 7.6 64bits\n", "1 fixable with --fix --unsafe-fixes"),
        ('min_ram: "40"\nos_version: CentOS 7.6 64bits\n', "1 fixable with --fix, 1 more with --unsafe-fixes"),
    ],
)
def test_summary_counts_safe_and_unsafe_fixes(line: str, counts: str) -> None:
    shown = check(
        write("a.ims.yaml", CLEAN.replace("min_disk: 40\n", "" if "min_disk" in line else "min_disk: 40\n") + line)
    )
    assert shown.stdout.splitlines()[-1].split("; ")[1:] == [counts]
    assert "(unsafe)" not in shown.stdout
    assert ("(--fix --unsafe-fixes)" in shown.stdout) == ("unsafe" in counts)


def test_statistics_count_each_rule() -> None:
    for name in "abc":
        write(f"{name}.ims.yaml", BROKEN)
    write("d.ims.yaml", WARNED)
    lines = check("--statistics").stdout.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["3", "1"]
    assert lines[2] == "3 errors and 1 warning in 4 files (4 requests)"
    assert len(check("--statistics", "--quiet").stdout.splitlines()) == 1


# Where the reports go


def test_several_formats_in_one_run() -> None:
    write("a.ims.yaml", BROKEN)
    files = [f"--format={name}=report.{name}" for name in FORMATS]
    result = check(*files, "--format", "text", "--format", "github")
    assert result.exit_code == 1
    assert result.stdout.startswith("error[")
    assert "::error file=a.ims.yaml" in result.stdout
    assert all("a.ims.yaml" in Path(f"report.{name}").read_text("utf-8") for name in FORMATS)


@pytest.mark.parametrize(
    ("options", "details"),
    [((), {"id": "ims-lint/"}), (("--category", "staging"), {"id": "staging/"}), (("--category", ""), None)],
)
def test_sarif_report_has_its_category(options: tuple[str, ...], details: dict[str, str] | None) -> None:
    (run,) = json.loads(check("--format", "sarif", *options, write("a.ims.yaml")).stdout)["runs"]
    assert run.get("automationDetails") == details


def test_the_output_file_takes_the_report() -> None:
    write("a.ims.yaml", BROKEN)
    write("report", "before " * 1000)
    result = check("--format", "json", "--output-file", "report")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(Path("report").read_text("utf-8"))["summary"]["errors"] == 1
    assert check("--format", "concise", "--format", "json=-", "--output-file", "report").stdout.startswith("{")
    assert Path("report").read_text("utf-8").startswith("a.ims.yaml:4:11: error")


@pytest.mark.parametrize(
    "paths", [(), ("a.ims.yaml",), ("sub/../a.ims.yaml", "sub"), ("link",), ("--files-from", "list")]
)
@pytest.mark.parametrize("output", ["a.ims.yaml", "./a.ims.yaml", "link", "hard", ".ims-lint.toml", "list"])
def test_an_input_is_not_overwritten(paths: tuple[str, ...], output: str) -> None:
    write("a.ims.yaml", FIXABLE)
    write("sub/b.ims.yaml", FIXABLE)
    write("list", "a.ims.yaml\n")
    write(".ims-lint.toml", "ignore = []\n")
    os.symlink("a.ims.yaml", "link")
    os.link("a.ims.yaml", "hard")
    before = {name: Path(name).read_bytes() for name in ("a.ims.yaml", "sub/b.ims.yaml", "list", ".ims-lint.toml")}
    if output == "list" and "list" not in paths:
        paths = ("list",)
    said = f"ims-lint: {output} is an input file and is not overwritten\n"
    for options in (("--output-file", output), ("--format", "text", "--format", f"json={output}")):
        result = check("--fix", *options, *paths)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert {name: Path(name).read_bytes() for name in before} == before


def test_standard_input_is_not_overwritten() -> None:
    write("a.ims.yaml", BROKEN)
    with open("a.ims.yaml", "rb") as file:
        result = program("check", "--output-file", "a.ims.yaml", "-", stdin=file)
    assert (result.returncode, result.stderr) == (2, b"ims-lint: a.ims.yaml is an input file and is not overwritten\n")
    assert Path("a.ims.yaml").read_text("utf-8") == BROKEN


def test_a_file_that_is_no_input_is_overwritten() -> None:
    write("a.ims.yaml", BROKEN)
    write("b.ims.yaml", BROKEN)
    assert check("--output-file", "b.ims.yaml", "a.ims.yaml").exit_code == 1
    assert check("--output-file", os.devnull, "a.ims.yaml", os.devnull).exit_code == 1
    assert Path("b.ims.yaml").read_text("utf-8").startswith("error[")


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "json", "--format", "text"),
        ("--format", "json", "--format", "sarif=-"),
        ("--format", "json", "--format", "text", "--output-file", "x"),
        ("--format", "json=x", "--format", "text=./x"),
        ("--format", "json="),
        ("--format", "xml"),
    ],
)
def test_reports_are_not_mixed_or_overwritten(options: tuple[str, ...]) -> None:
    write("a.ims.yaml")
    result = check(*options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert os.listdir() == ["a.ims.yaml"]


def test_a_file_for_two_reports_is_named() -> None:
    help = "use a file of its own for each"
    result = check("--format", "json=x", "--format", "text=./x")
    assert result.stderr.endswith(f"Error: two reports must not share the file ./x; {help}\n")


def test_a_report_that_cannot_be_written_is_one_line() -> None:
    write("a.ims.yaml")
    result = check("--output-file", "nowhere/report")
    assert (result.exit_code, result.stderr) == (2, "ims-lint: nowhere/report: No such file or directory\n")


def test_github_actions_gets_annotations_without_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    write("a.ims.yaml", BROKEN)
    lines = check().stdout.splitlines()
    assert lines[0].startswith("::stop-commands::")
    assert lines[-2].startswith("::error file=a.ims.yaml")
    assert "::error" not in check("--format", "text").stdout
    assert check("--format", "json").stdout.startswith("{")
    with_file = check("--output-file", "report").stdout
    assert with_file.startswith("::error file=a.ims.yaml"), "the text goes to the file, the annotations to the log"
    assert Path("report").read_text("utf-8").startswith("error[")


def test_colors_are_for_terminals_or_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.ims.yaml", BROKEN)
    assert "\x1b" not in check().stdout
    colored = program("check", environ={"FORCE_COLOR": "1"}).stdout
    assert b"\x1b[1;31merror" in colored
    assert b"\x1b" not in program("check", environ={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
