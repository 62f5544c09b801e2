"""Bad input of every kind: a diagnostic or one line of error, the right exit status, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import BinaryIO

import pytest

from ims_lint import finding as limits
from ims_lint import lint_file, lint_text
from ims_lint.output.formats import FORMATS
from tests.linting import report_bytes

GOOD = b"name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n"
_LAUGHS = "".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
LAUGHS = f"{GOOD.decode()}x:\n  l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n{_LAUGHS}".encode()

YAML = {  # what is in the file: the codes that must be found, with lines and columns
    "empty": (b"", ["IMS004 1:1"]),
    "blank lines": (b"\n \n\n", ["IMS004 1:1"]),
    "comments only": (b"# name: web\n# to be done\n", ["IMS004 1:1"]),
    "only a marker": (b"---\n", ["IMS004 1:1"]),
    "latin-1": (b"name: caf\xe9\n", ["IMS002 1:10"]),
    "cut off in a character": (b"name: caf\xc3", ["IMS002 1:10"]),
    "binary": (bytes(range(256)), ["IMS002 3:115"]),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbK", ["IMS002 1:2"]),
    "UTF-8 with mark": (b"\xef\xbb\xbf" + GOOD, []),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD, []),
    "UTF-16": (GOOD.decode().encode("utf-16"), []),
    "UTF-16 without mark": (GOOD.decode().encode("utf-16-be"), []),
    "UTF-32": (GOOD.decode().encode("utf-32"), []),
    "UTF-16 cut in half": (GOOD.decode().encode("utf-16")[:-1], ["IMS002 2:50"]),
    "NUL": (b"name: a\0b\n", ["IMS001 1:8"]),
    "tab as indentation": (b"data_images:\n\t- name: a\n", ["IMS001 2:1"]),
    "tab between words": (b"name:\tweb\t# x\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n", []),
    "unclosed bracket": (GOOD + b"tags: [a.b, c.d\n", ["IMS001 3:7"]),
    "unclosed bracket before a parameter": (b"tags: [a.b\nname: web\n", ["IMS001 1:7"]),
    "unclosed quote": (b'name: "web\nmin_disk: 1\n', ["IMS001 1:7"]),
    "list": (b"- name: web\n", ["IMS005 1:1"]),
    "text": (b"web\n", ["IMS005 1:1"]),
    "number": (b"12\n", ["IMS005 1:1"]),
    "nested brackets": (b"[" * 10_000, ["IMS007 1:101"]),
    "nested and closed brackets": (b"[" * 10_000 + b"]" * 10_000, ["IMS007 1:101"]),
    "nested braces": (b"{a: " * 10_000, ["IMS007 1:401"]),
    "nested dashes": (b"- " * 10_000 + b"a", ["IMS007 1:201"]),
    "billion laughs": (LAUGHS, ["IMS007 8:12"]),
    "alias of its own parent": (GOOD + b"tags: &a [*a]\n", ["IMS013 3:11"]),
    "alias of the root": (b"&a\n" + GOOD + b"tags: *a\n", ["IMS013 4:7"]),
    "merge of its own parent": (b"&a\n" + GOOD + b"<<: *a\n", ["IMS013 4:5"]),
    "alias of nothing": (GOOD + b"description: *a\n", ["IMS013 3:14"]),
    "5,000 digits": (GOOD + b"min_ram: " + b"9" * 5000 + b"\n", ["IMS007 3:10"]),
    "5,000 digits with a tag": (GOOD + b"min_ram: !!int " + b"9" * 5000 + b"\n", ["IMS007 3:16"]),
    "hexadecimal digits": (GOOD + b"min_ram: 0x" + b"f" * 4000 + b"\n", ["IMS007 3:10"]),
    "sexagesimal digits": (GOOD + b"description: 1" + b":1" * 4000 + b"\n", ["IMS304 3:14"]),
    "an exponent too far": (GOOD + b"min_ram: 1e999\n", ["IMS007 3:10"]),
    "infinity": (GOOD + b"description: .inf\n", ["IMS007 3:14"]),
    "no number": (GOOD + b"max_ram: .nan\n", ["IMS007 3:10"]),
    "a tag on a key": (GOOD + b"!foo min_ram: 1\n", ["IMS008 3:1"]),
    "directives": (b"%TAG ! b\n" * 10_000 + b"---\n" + GOOD, ["IMS007 101:1"]),
    "lone surrogate": (GOOD + b'description: "\\ud83d"\n', ["IMS014 3:14"]),
    "python object": (GOOD + b"description: !!python/object/apply:os.system [ls]\n", ["IMS008 3:14"]),
    "python name": (GOOD + b"description: !!python/name:os.system\n", ["IMS008 3:14"]),
    "a boolean tagged as a number": (GOOD + b"min_ram: !!int false\n", ["IMS008 3:10"]),
    "broken second document": (GOOD + b"---\nname: [\n", ["IMS001 4:7"]),
    "broken second document, wrong first": (b"name: web\n---\nname: [\n", ["IMS101 1:1", "IMS001 3:7"]),
    "merge conflict": (b"<<<<<<< HEAD\nname: web\n=======\nname: db\n>>>>>>> x\n", ["IMS001 1:1"]),
    "unknown version": (b"%YAML 3.0\n---\n" + GOOD, ["IMS001 1:1"]),
    "too many documents": (b"---\n" + b"--- {}\n" * 1100, None),
}
JSON = {
    "empty": (b"", ["IMS004 1:1"]),
    "blank": (b" \r\n\t", ["IMS004 1:1"]),
    "UTF-8 with mark": (b'\xef\xbb\xbf{"name": "a"}', ["IMS003 1:1", "IMS101 1:1"]),
    "UTF-16": ('{"name": "a"}'.encode("utf-16"), ["IMS002 1:1"]),
    "UTF-16 without mark": ('{"name": "a"}'.encode("utf-16-le"), ["IMS002 1:1"]),
    "UTF-32": ('{"name": "a"}'.encode("utf-32"), ["IMS002 1:1"]),
    "NUL": (b'{"name": "a\0"}', ["IMS001 1:12"]),
    "surrogate as bytes": (b'{"name": "\xed\xa0\x80"}', ["IMS002 1:11"]),
    "surrogate as escape": (b'{"name": "\\udc00"}', ["IMS101 1:1", "IMS014 1:10"]),
    "nested brackets": (b"[" * 10_000, ["IMS007 1:101"]),
    "nested braces": (b'{"a":' * 10_000, ["IMS007 1:501"]),
    "unclosed": (b'{"tags": ["a.b"', ["IMS001 1:10"]),
    "list": (b'[{"name": "a"}]', ["IMS005 1:1"]),
    "text": (b'"name"', ["IMS005 1:1"]),
    "5,000 digits": (b'{"min_ram": ' + b"9" * 5000 + b"}", ["IMS007 1:13"]),
    "an exponent too far": (b'{"min_ram": [1e308, -1e999]}', ["IMS007 1:21"]),
    "a fraction too far": (b'{"min_ram": ' + b"9" * 400 + b".0}", ["IMS007 1:13"]),
    "NaN": (b'{"min_ram": NaN}', ["IMS001 1:13"]),
    "objects without an end": (b'{"a":' * 20_000, ["IMS007 1:501"]),
    "lists without an end": (b"[" * 20_000, ["IMS007 1:101"]),
}
FILES = [(f"{name}.ims.yaml", *case) for name, case in YAML.items()]
FILES += [(f"{name}.ims.json", *case) for name, case in JSON.items()]


@pytest.mark.parametrize(("name", "data", "expected"), FILES, ids=[name for name, _, _ in FILES])
def test_bad_content_is_a_diagnostic(name: str, data: bytes, expected: list[str] | None) -> None:
    found = [
        f"{each.code} {each.start.line}:{each.start.column}"
        for each in report_bytes(data, name).diagnostics
        if each.severity == "error" or each.code == "IMS003"
    ]
    if expected is not None:
        assert found == expected


def check(*arguments: str, stdin: BinaryIO | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ims_lint", "check", "--isolated", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=stdin)


def test_every_bad_file_in_one_run(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name, data, _ in FILES:
        (tmp_path / name).write_bytes(data)
    reports = {form: tmp_path_factory.mktemp("reports") / form for form in FORMATS}
    formats = [f"--format={form}={report}" for form, report in reports.items()]
    done = check(str(tmp_path), *formats)
    assert done.returncode == 1, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
    assert all(report.stat().st_size for report in reports.values())


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    done = check(str(tmp_path / "no.ims.yaml"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no such file" in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.ims.yaml"
    file.write_bytes(GOOD)
    file.chmod(0)
    done = check(str(file))
    assert done.returncode == 2
    assert done.stderr == f"ims-lint: {file}: Permission denied\n"


def test_an_unreadable_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "gone.ims.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "other.ims.yaml").write_bytes(b"name: web\n")
    done = check(str(tmp_path))
    assert done.returncode == 2
    assert "IMS101" in done.stdout
    assert done.stderr.count("\n") == 1


def test_a_folder_with_nothing_to_lint(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    done = check(str(tmp_path))
    assert done.returncode == 2
    assert "no files to lint" in done.stderr
    assert check(str(tmp_path), "--allow-empty").returncode == 0


def test_a_file_from_standard_input_can_be_bad_too() -> None:
    command = [sys.executable, "-m", "ims_lint", "check", "--isolated", "-", "--stdin-filename", "a.ims.json"]
    done = subprocess.run(command, input=b"\xff\xfe\0", capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"IMS002" in done.stdout


def test_lint_file_raises_only_what_it_says(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        lint_file(str(tmp_path / "missing.yaml"))
    with pytest.raises(OSError):
        lint_file(str(tmp_path))


def test_lint_text_takes_what_is_no_unicode() -> None:
    assert {each.code for each in lint_text("name: \ud800\n")} == {"IMS001"}
    assert "IMS014" in {each.code for each in lint_text('{"name": "\ud800"}', "a.json")}


# Limits


def test_a_large_file_is_not_read() -> None:
    (finding,) = report_bytes(b"a" * (limits.MAX_FILE_SIZE + 1), "a.yaml").diagnostics
    assert finding.code == "IMS007"
    assert "10,485,760" in finding.message


@pytest.mark.parametrize("size", [1, 4])
def test_a_large_text_is_not_read(size: int) -> None:
    char = {1: "a", 4: "\U0001f600"}[size]
    fits, not_fits = ("# " + char * (limits.MAX_FILE_SIZE // size - 2 + more) for more in (0, 2))
    assert [each.code for each in lint_text(not_fits)] == ["IMS007"]
    assert [each.code for each in lint_text(not_fits, "a.json")] == ["IMS007"]
    assert [each.code for each in lint_text(fits)] != ["IMS007"]


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no /dev/zero")
def test_an_endless_file_is_not_read(tmp_path: Path) -> None:
    sparse = tmp_path / "a.ims.yaml"
    with sparse.open("wb") as file:
        file.truncate(20 * 1024**3)
    with open("/dev/zero", "rb") as zero:
        done = check("/dev/zero", str(sparse), "-", "--format", "concise", stdin=zero)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("IMS007") == 3
    assert [each.code for each in lint_file("/dev/zero")] == ["IMS007"]
    with open("/dev/zero", "rb") as zero:
        done = check("--fix", "-", stdin=zero)
    assert (done.returncode, done.stdout) == (2, "")


def test_nesting_up_to_the_limit_is_read() -> None:
    for name in ("a.yaml", "a.json"):
        for depth, codes in ((limits.MAX_NESTING, {"IMS005"}), (limits.MAX_NESTING + 1, {"IMS007"})):
            assert {each.code for each in lint_text("[" * depth + "]" * depth, name)} == codes


def test_values_past_the_limit_are_not_read() -> None:
    many = ",".join(["1"] * limits.MAX_VALUES)
    for name, first in (("a.yaml", "a"), ("a.json", "\\ud83d")):  # JSON is looked at as closely only for the escape
        assert [each.code for each in lint_text(f'["{first}",{many}]', name)] == ["IMS007"]
    assert [each.code for each in lint_text(f"[{many},1]", "a.json")] == ["IMS005"]


def test_aliases_up_to_the_limit_are_read() -> None:
    for count, code in ((99, "IMS005"), (100, "IMS007")):
        text = f"- &a [{', '.join(['x'] * 99)}]\n- [{', '.join(['*a'] * count)}]\n- *a\n"
        assert {each.code for each in lint_text(text)} == {code}


def test_documents_past_the_limit_are_named() -> None:
    good = "--- {name: web, instance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a}\n"
    assert lint_text(good * limits.MAX_DOCUMENTS) == ()
    (finding,) = lint_text(good * (limits.MAX_DOCUMENTS + 2))
    assert (finding.code, finding.start.line) == ("IMS007", limits.MAX_DOCUMENTS + 1)


@pytest.mark.parametrize("line", ["k{}: 1\n", "min_ram: 1\n", "a{}: !x b\n", "b{}: 0{}\n", "c{}: *x\n"])
def test_findings_past_the_limit_are_named(line: str) -> None:
    text = GOOD.decode() + "".join(line.format(n, n) for n in range(2 * limits.MAX_DIAGNOSTICS))
    found = lint_text(text)
    assert len(found) == limits.MAX_DIAGNOSTICS + 1
    assert [each.code for each in found].count("IMS007") == 1


def test_a_bomb_takes_little_memory() -> None:
    tracemalloc.start()
    lint_text(LAUGHS.decode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024
