"""A gate is never green by mistake: what was not read is always reported, whatever a project turns off."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from ims_lint import Config, lint_text
from ims_lint.cli import main
from ims_lint.config import ConfigError, Selection
from ims_lint.config.file import load
from ims_lint.rules.registry import RULES
from tests.commands import check, command_runner, isolate, program
from tests.linting import report_bytes

PROJECT = Path(__file__).parents[1]
ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
ALWAYS = [rule.code for rule in RULES if rule.always]
UNREAD = {
    "IMS001": b"name: [\n",
    "IMS002": "name: Bücher\ninstance_id: x\n".encode("latin-1"),
    "IMS004": b"# nothing yet\n",
    "IMS005": b"- name: web\n",
    "IMS007": b"[" * 200,
    "IMS008": b"instance_id: x\nname: !secret web\n",
    "IMS012": b"instance_id: x\nname: web\n? [a]\n: b\n",
    "IMS013": b"instance_id: x\nname: *web\n",
    "IMS014": b'instance_id: x\nname: "\\ud83d"\n',
}


SETTINGS = [
    'ignore = ["{}"]',
    '[severity]\n{} = "off"',
    '[severity]\n{} = "warning"',
    '[per-file-ignores]\n"*" = ["{}"]',
]


def test_these_say_that_a_file_was_not_read() -> None:
    assert set(ALWAYS) == UNREAD.keys()


@pytest.mark.parametrize("code", ALWAYS)
@pytest.mark.parametrize(
    "config",
    [
        Config(select=("IMS3",)),
        Config(ignore=("IMS0", "ALL")),
        Config(severity=(("IMS0", "off"), ("ALL", "warning"))),
        Config(per_file_ignores=(("*", ("IMS", "ALL")),)),
        Config(command_line=Selection(select=("IMS5",), ignore=("IMS0",))),
    ],
    ids=["select", "ignore", "severity", "per-file-ignores", "command line"],
)
def test_no_prefix_turns_it_off(code: str, config: Config) -> None:
    assert (code, "error") in {
        (each.code, each.severity) for each in report_bytes(UNREAD[code], "a.yaml", config).diagnostics
    }


@pytest.mark.parametrize("code", ALWAYS)
@pytest.mark.parametrize("kind", ["ignore-file", "ignore"])
def test_no_comment_suppresses_it(code: str, kind: str) -> None:
    text = UNREAD[code].decode("latin-1")
    for selector in (code, "IMS0", "ALL"):
        comment = f"# ims-lint: {kind}[{selector}]\n"
        if code != "IMS002":
            assert code in {each.code for each in lint_text(comment + text, "a.yaml")}
            assert code in {each.code for each in lint_text(text.rstrip("\n") + "  " + comment, "a.yaml")}


def test_a_comment_that_names_it_is_told_so() -> None:
    found = lint_text(
        "# ims-lint: ignore[IMS008]\nname: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n", "a.yaml"
    )
    assert [(each.code, each.message) for each in found] == [("IMS011", "IMS008 cannot be suppressed")]


@pytest.mark.parametrize("code", ALWAYS)
@pytest.mark.parametrize(
    "text",
    ['ignore = ["{}"]', '[severity]\n{} = "off"', '[severity]\n{} = "warning"', '[per-file-ignores]\n"*" = ["{}"]'],
)
def test_its_exact_code_in_a_configuration_is_an_error(tmp_path: Path, code: str, text: str) -> None:
    file = tmp_path / ".ims-lint.toml"
    file.write_text(text.replace("{}", code))
    with pytest.raises(ConfigError, match=f"{code} cannot be turned off"):
        load(str(file))


def test_its_exact_code_in_an_option_is_an_error() -> None:
    result = command_runner().invoke(main, ["check", "--ignore", "IMS001", "."])
    assert result.exit_code == 2
    assert "IMS001 cannot be turned off" in result.stderr


def test_render_refuses_it_whatever_is_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".ims-lint.toml").write_text('ignore = ["IMS0"]\n')
    for code, data in UNREAD.items():
        (tmp_path / "a.ims.yaml").write_bytes(data)
        result = command_runner().invoke(main, ["render", "a.ims.yaml"])
        assert (result.exit_code, result.stdout) == (1, ""), code
        assert code in result.stderr


@pytest.mark.parametrize("rest", ["description: !x y\n", "---\nname: [\n", "? [a]\n: b\n"])
def test_a_file_that_was_not_read_completely_is_not_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rest: str
) -> None:
    isolate(monkeypatch, tmp_path)
    file = tmp_path / "web.ims.yaml"
    file.write_text(f'instance_id: {ID}\nname: web\nmax_ram: "4096"\n{rest}')
    before = file.read_bytes()
    result = check("--fix", "--unsafe-fixes")
    assert (result.exit_code, file.read_bytes()) == (1, before)
    assert "fixable" not in result.stdout


@pytest.fixture
def half_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory with a clean file, and one that cannot be read."""
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(f"instance_id: {ID}\nname: web\n")
    (tmp_path / "dead.ims.yaml").symlink_to("nowhere")


UNREADABLE = "dead.ims.yaml: broken symbolic link"


@pytest.mark.usefixtures("half_read")
def test_the_json_report_of_a_failed_run_says_so() -> None:
    result = check("--format", "json")
    report = json.loads(result.stdout)
    jsonschema.validate(report, json.loads((PROJECT / "schemas" / "report.schema.json").read_text("utf-8")))
    assert (result.exit_code, report["failures"], report["summary"]["files"]) == (2, [UNREADABLE], 1)


@pytest.mark.usefixtures("half_read")
def test_the_sarif_report_of_a_failed_run_says_so() -> None:
    [run] = json.loads(check("--format", "sarif").stdout)["runs"]
    notification = {"level": "error", "message": {"text": UNREADABLE}}
    assert run["invocations"] == [{"executionSuccessful": False, "toolExecutionNotifications": [notification]}]


@pytest.mark.usefixtures("half_read")
def test_the_junit_report_of_a_failed_run_says_so() -> None:
    suites = ElementTree.fromstring(check("--format", "junit").stdout)
    errors = [each.get("message") for each in suites.iter("error")]
    assert (errors, suites.get("errors"), suites.get("tests")) == ([UNREADABLE], "1", "2")


@pytest.mark.usefixtures("half_read")
def test_a_failed_run_writes_no_report_for_gitlab(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("[]")
    assert check("--format", "gitlab=report.json").exit_code == 2
    assert not (tmp_path / "report.json").exists()
    assert check("--format", "gitlab").stdout == ""


@pytest.mark.parametrize("problem", ["configuration", "no files"])
def test_a_run_that_reads_nothing_says_why_in_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    isolate(monkeypatch, tmp_path)
    if problem == "configuration":
        (tmp_path / ".ims-lint.toml").write_text("ignroe = []\n")
    result = check("--format", "json")
    [failure] = json.loads(result.stdout)["failures"]
    assert (result.exit_code, result.stderr) == (2, f"ims-lint: {failure}\n")
    assert check().stdout == ""


TWO_ERRORS = f'instance_id: {ID}\nname: web\nmax_ram: "4096"\ndescription: <web>\n'


@pytest.mark.parametrize(
    ("text", "fixes", "left"),
    [
        (TWO_ERRORS, 1, "IMS306"),
        (TWO_ERRORS.replace("<web>", "web"), 1, ""),
        (TWO_ERRORS.replace('"4096"', "4096"), 0, "IMS306"),
    ],
    ids=["one of two", "all", "none"],
)
def test_a_diff_leaves_the_file_and_its_exit_code_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, fixes: int, left: str
) -> None:
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(text)
    result = check("--diff")
    assert result.exit_code == check().exit_code == 1
    assert result.stdout.count("\n+max_ram: 4096\n") == fixes
    assert ("1 fix would be applied in 1 file" in result.stderr) == bool(fixes)
    assert re.findall(r"\[(IMS[0-9]+)\]", result.stderr) == ([left] if left else [])
    assert (tmp_path / "web.ims.yaml").read_text() == text


def test_a_diff_and_a_report_for_programs_each_have_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(TWO_ERRORS)
    assert check("--diff", "--format", "json=report.json").stdout.startswith("--- ")
    found = json.loads((tmp_path / "report.json").read_text())["diagnostics"]
    assert [each["code"] for each in found] == ["IMS301", "IMS306"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes requires --fix, --fix-only or --diff"),
        (["--diff", "--format", "json"], "--diff writes to standard output; use --format json=FILE"),
        (["--statistics", "--format", "json"], "--statistics requires the format text or concise"),
        (["--fix-only", "--format", "json=x"], "--fix-only writes no report; use --fix"),
        (["--format", "json=x", "--output-file", "y"], "--output-file is not used, as each --format has a file"),
        (["--config", "x.toml", "--isolated"], "--config and --isolated must not be used together"),
    ],
)
def test_no_option_is_ignored_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(TWO_ERRORS)
    result = check(*options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["web.ims.yaml"]


def test_a_clean_run_replaces_an_older_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(TWO_ERRORS)
    assert check("-q", "--format", "concise=report.txt").exit_code == 1
    (tmp_path / "web.ims.yaml").write_text(f"instance_id: {ID}\nname: web\n")
    assert check("-q", "--format", "concise=report.txt").exit_code == 0
    assert (tmp_path / "report.txt").read_text() == ""


def test_a_report_on_a_wrong_configuration_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(TWO_ERRORS)
    (tmp_path / ".ims-lint.toml").write_text("selct = []\n")
    for output in ("web.ims.yaml", ".ims-lint.toml"):
        assert check("--format", f"json={output}").exit_code == 2
    assert (tmp_path / "web.ims.yaml").read_text() == TWO_ERRORS
    assert (tmp_path / ".ims-lint.toml").read_text() == "selct = []\n"
    fixing = check("--fix", "--format", "json", "-", stdin=TWO_ERRORS.encode())
    assert (fixing.exit_code, fixing.stdout) == (2, "")


def test_standard_input_that_is_no_request_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "web.ims.yaml").write_text(f"instance_id: {ID}\nname: web\n")
    listed = program("check", "--files-from", "-", input=b"web.ims.yaml\n", cwd=tmp_path)
    assert (listed.returncode, listed.stdout) == (0, b"no findings in 1 file (1 request)\n")
    (tmp_path / ".ims-lint.toml").write_text('exclude = ["old.ims.yaml"]\n')
    options = ("--fix", "--force-exclude", "--stdin-filename", "old.ims.yaml", "-")
    assert program("check", *options, input=TWO_ERRORS.encode(), cwd=tmp_path).stdout == TWO_ERRORS.encode()


@pytest.mark.parametrize("empty", ["---\n---\n", "---\n# nothing\n---\n", f"name: a\ninstance_id: {ID}\n---\n\n---\n"])
@pytest.mark.parametrize("anchor", ["", "&name "])
def test_a_fix_after_an_empty_document_is_applied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str, anchor: str
) -> None:
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(f'{empty}instance_id: {ID}\nname: {anchor}web\nmax_ram: "4096"\n')
    result = check("--fix")
    assert (result.exit_code, (tmp_path / "web.ims.yaml").read_text()[-15:]) == (0, "\nmax_ram: 4096\n")
