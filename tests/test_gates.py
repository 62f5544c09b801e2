"""A gate is never green by mistake: what was not read is always reported, whatever a project turns off."""

from __future__ import annotations

from pathlib import Path

import pytest

from ims_lint import Config, lint_text
from ims_lint.cli import main
from ims_lint.config import ConfigError, Selection
from ims_lint.config.file import load
from ims_lint.rules.registry import RULES
from tests.commands import command_runner
from tests.linting import report_bytes

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
