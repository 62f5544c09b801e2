"""The configuration: where it is found, what it says, what it is told when it is wrong, what wins."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import Result

from ims_lint.cli import main
from ims_lint.config import Config, ConfigError, Selection
from ims_lint.config.file import KEYS, Configurations, load
from ims_lint.finding import Severity
from ims_lint.rules.registry import RULES
from tests.commands import command_runner
from tests.linting import report_text

ALWAYS = {rule.code for rule in RULES if rule.always}
"""What no project can turn off."""

DEFAULTS = {rule.code for rule in RULES if rule.on and not rule.only_strict and not rule.always}
DOCUMENT = Path(__file__).parents[2] / "docs" / "configuration.md"


def run(*arguments: str) -> Result:
    return command_runner().invoke(main, arguments)


def write(folder: Path, text: str, name: str = ".ims-lint.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_pyproject_that_does_not_speak_of_us_is_no_concern_of_ours(tmp_path: Path) -> None:
    write(tmp_path, "[tool.other\n", "pyproject.toml")
    assert Configurations().of(str(tmp_path)).source == ""
    write(tmp_path, "[tool.other\n[tool.ims-lint]\n", "pyproject.toml")
    with pytest.raises(ConfigError, match="invalid TOML"):
        Configurations().of(str(tmp_path))


def test_the_nearest_file_above_counts(tmp_path: Path) -> None:
    outer = write(tmp_path, 'ignore = ["IMS501"]')
    inner = write(tmp_path / "a", '[tool.ims-lint]\nignore = ["IMS502"]', "pyproject.toml")
    (tmp_path / "a" / "b").mkdir()
    (tmp_path / "c").mkdir()
    configurations = Configurations()
    assert configurations.of(str(tmp_path / "a" / "b" / "web.ims.yaml")).source == str(inner)
    assert configurations.of(str(tmp_path / "c")).source == str(outer)
    assert configurations.of(str(tmp_path / "web.ims.yaml")).ignore == ("IMS501",)


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    outer = write(tmp_path, "")
    write(tmp_path / "a", "[tool.ruff]\n", "pyproject.toml")
    assert Configurations().of(str(tmp_path / "a")).source == str(outer)


def test_our_own_file_wins_over_pyproject(tmp_path: Path) -> None:
    own = write(tmp_path, "")
    write(tmp_path, "[tool.ims-lint]\n", "pyproject.toml")
    assert Configurations().of(str(tmp_path)).source == str(own)


def test_a_named_file_and_isolation_win(tmp_path: Path) -> None:
    write(tmp_path, 'ignore = ["IMS501"]')
    named = write(tmp_path, 'ignore = ["IMS502"]', "other.toml")
    assert Configurations(str(named)).of(str(tmp_path)).ignore == ("IMS502",)
    assert Configurations(isolated=True).of(str(tmp_path)) == Config()


MISSPELLED = {
    "underscore": ("[project]\n\n[tool.ims_lint]\nignore = []", "3: [tool.ims_lint]"),
    "one word": ("[tool.imslint.severity]\n", "1: [tool.imslint]"),
    "capitals": ("[tool.ruff]\nsrc = ['IMS-lint']\n[tool.IMS-lint]\n", "3: [tool.IMS-lint]"),
    "space": ("\n[tool.'ims lint']\n", "2: [tool.ims lint]"),
    "dotted": ("\ntool.ims_lint.ignore = []", "2: [tool.ims_lint]"),
    "key": ("[tool]\n# ims_lint\nims_lint = {}", "3: [tool.ims_lint]"),
    "both": ("[tool.ims-lint]\n[tool.ims_lint]", "2: [tool.ims_lint]"),
    "no tool": ("\n[ims-lint]\n", "2: [ims-lint]"),
    "tools": ("\n[tools.ims-lint]\n", "2: [tools.ims-lint]"),
}


@pytest.mark.parametrize(("text", "start"), MISSPELLED.values(), ids=MISSPELLED.keys())
def test_a_misspelled_table_is_told(text: str, start: str, tmp_path: Path) -> None:
    file = write(tmp_path, text, "pyproject.toml")
    said = f"{file}:{start} is not read; rename it to [tool.ims-lint]"
    for configuration in (lambda: Configurations().of(str(tmp_path)), lambda: load(str(file))):
        with pytest.raises(ConfigError, match=f"^{re.escape(said)}$"):
            configuration()
    result = run("check", str(tmp_path))
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"ims-lint: {said}\n")


@pytest.mark.parametrize(
    "text",
    [
        "# [tool.ims_lint]\n",
        "[project]\nname = 'ims_lint'\ndependencies = ['ims_lint', 'IMS.lint']",
        "[project.scripts]\nims_lint = 'a:b'\n[dependency-groups]\nims_lint = ['ims-lint']",
        "[tool.uv.sources]\nims_lint = {path = '.'}",
    ],
)
def test_a_mention_is_no_table(text: str, tmp_path: Path) -> None:
    write(tmp_path, text, "pyproject.toml")
    assert Configurations().of(str(tmp_path)).source == ""


@pytest.mark.parametrize("name", ["ims-lint.toml", ".ims_lint.toml", ".imslint.toml"])
def test_a_misnamed_file_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = write(tmp_path, 'ignore = ["IMS502"]', name)
    write(tmp_path, "[tool.ims-lint]\n", "pyproject.toml")
    said = f"{file}: the name must be .ims-lint.toml; rename the file"
    with pytest.raises(ConfigError, match=f"^{re.escape(said)}$"):
        Configurations().of(str(tmp_path / "a"))
    assert Configurations(str(file)).of(str(tmp_path)).ignore == ("IMS502",), "a file that is named may have any name"
    own = write(tmp_path, "")
    assert Configurations().of(str(tmp_path)).source == str(own)


WRONG = {
    "unknown key": ('x = 1\nselct = ["IMS5"]', "1: unknown setting x; use one of include,"),
    "misspelt key": ('ignore = []\n\nselct = ["IMS5"]', "3: unknown setting selct, did you mean select?"),
    "underscores": ("per_file_ignores = {}", "1: unknown setting per_file_ignores, did you mean per-file-ignores?"),
    "table of pyproject.toml": ("[tool.ims-lint]\nignore = []", "1: [tool.ims-lint] is not allowed in this file; put"),
    "unknown operation": ('\noperation = "post"', "2: unknown operation post; use one of image, quickimport,"),
    "misspelt operation": (
        'operation = "quick-import"',
        "1: unknown operation quick-import, did you mean quickimport?",
    ),
    "operation of no name": ("operation = 2", "1: operation must be the name of an operation, in quotes"),
    "list of operations": ('operation = ["image"]', "1: operation must be the name of an operation, in quotes"),
    "misspelt operation of files": (
        'ignore = []\n[per-file-operation]\n"a/*" = "image"\n"b/*" = "wholeimage"',
        "4: unknown operation wholeimage, did you mean wholeimages?",
    ),
    "operations in a list": (
        '[per-file-operation]\n"a/*" = ["image"]',
        "2: a/* must be the name of an operation, in quotes",
    ),
    "operation instead of a table": (
        'per-file-operation = "image"',
        "1: per-file-operation must be a table of file patterns with names of operations",
    ),
    "pattern of no file": ('[per-file-operation]\n"!a" = "image"', '2: the file pattern "!a" '),
    "plural": ('operations = "image"', "1: unknown setting operations, did you mean operation?"),
    "unknown code": (
        'ignore = [\n  "IMS501",\n  "IMS999",\n]',
        "3: unknown rule IMS999; run `ims-lint rule --all` for a list",
    ),
    "lower case": ('ignore = ["ims501"]', "1: unknown rule ims501, did you mean IMS501?"),
    "misspelt name": ('select = ["id-no-uuid"]', "1: unknown rule id-no-uuid, did you mean id-not-uuid?"),
    "no name": ('select = [""]', "1: the name of a rule is empty"),
    "severity of no rule": ('[severity]\nIMS501 = "off"\nIMS599 = "off"', "3: unknown rule IMS599"),
    "misspelt severity": (
        '[severity]\nIMS501 = "warn"',
        '2: the severity of IMS501 must be "error", "warning" or "off", did you mean warning?',
    ),
    "severity as text": ('severity = "off"', "1: severity must be a table"),
    "text for a list": ('\nignore = "IMS501"', '2: ignore must be a list of strings, for example ["IMS501"]'),
    "list of numbers": ("ignore = [501]", "1: ignore must be a list of strings"),
    "ignores of a file": ('[per-file-ignores]\n"a/*" = ["IMS5"]\n"b/*" = ["IMS6"]', "3: unknown rule IMS6"),
    "ignores as a list": ('per-file-ignores = ["IMS5"]', "1: per-file-ignores must be a table"),
    "backslash": ("exclude = ['a\\b']", '1: the file pattern "a\\b" matches no file; use "/" between directories'),
    "regular expression": ("placeholders = ['a', '(']", "1: the placeholder ( is not a valid regular expression"),
    "everything": ("placeholders = ['x*']", '1: the placeholder "x*" matches every string'),
    "no TOML": ("ignore = []\nselect = ", "2:10: invalid TOML: invalid value"),
    "cut off": ("ignore = [", "1:11: invalid TOML: "),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load(str(file))
    place = message if "invalid TOML" not in message else message.partition(":")[0]
    assert str(error.value).startswith(f"{file}:{place}")
    assert message.rpartition(": ")[2] in str(error.value)
    result = run("check", "--config", str(file), str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_place_is_in_our_table(tmp_path: Path) -> None:
    text = '# select\n[tool.ruff]\nselect = ["E"]\n[tool.ims-lint]\nselect = ["E"]\n'
    file = write(tmp_path, text, "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:5: unknown rule E"):
        load(str(file))


@pytest.mark.parametrize(
    "text",
    ["[tool.ims-lint.severity]\nIMS9 = 'off'", "[tool]\nims-lint.severity.IMS9 = 'off'"],
    ids=["table", "dotted"],
)
def test_other_ways_to_write_a_table(text: str, tmp_path: Path) -> None:
    file = write(tmp_path, text, "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:2: unknown rule IMS9"):
        load(str(file))


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "none.toml", "No such file"), (tmp_path, "Is a directory")):
        result = run("config", "--config", str(path))
        assert result.exit_code == 2
        assert message in result.stderr
    (tmp_path / "latin.toml").write_bytes(b"# B\xfcro")
    assert "not valid UTF-8" in run("config", "--config", str(tmp_path / "latin.toml")).stderr


def codes(**settings: object) -> set[str]:
    return set(Config(**settings).severities("web.ims.yaml")) - ALWAYS  # type: ignore[arg-type]


def test_selection() -> None:
    assert codes() == DEFAULTS
    assert codes(strict=True) == DEFAULTS | {"IMS015"}
    assert codes(select=("IMS1", "tag-without-value")) == {
        code for code in DEFAULTS if code.startswith("IMS1") or code == "IMS504"
    }
    assert codes(ignore=("IMS",)) == set()
    assert codes(ignore=("IMS5",), extend_select=("IMS501",)) == {
        code for code in DEFAULTS if not code.startswith("IMS5") or code == "IMS501"
    }
    assert codes(select=("IMS5",), ignore=("IMS55", "IMS502")) == {
        code for code in DEFAULTS if code.startswith("IMS5") and code != "IMS502"
    }
    assert codes(extend_select=("IMS551",)) == DEFAULTS | {"IMS551"}
    assert codes(extend_select=("IMS551",), ignore=("IMS551",)) == DEFAULTS
    assert codes(ignore=("ALL",), extend_select=("IMS3",)) == {rule.code for rule in RULES if "IMS3" in rule.code}


def test_severity() -> None:
    config = Config(severity=(("IMS5", "error"), ("IMS501", "warning"), ("IMS502", "off"), ("no-tags", "error")))
    severities = config.severities("web.ims.yaml")
    assert (severities["IMS501"], severities["IMS503"]) == (Severity.WARNING, Severity.ERROR)
    assert "IMS502" not in severities
    assert severities["IMS553"] == Severity.ERROR, "a severity for one rule turns it on"
    assert "IMS551" not in severities, "a severity for a prefix does not"
    twice = Config(severity=(("IMS501", "off"), ("misspelt-os-version", "error")))
    assert "IMS501" not in twice.severities("web.ims.yaml")


@pytest.mark.parametrize(
    "settings",
    [
        {"ignore": ("IMS501",)},
        {"severity": (("IMS501", "off"),)},
        {"select": ("IMS3",)},
        {"ignore": ("misspelt-os-version",), "select": ("IMS5",)},
    ],
)
def test_the_command_line_wins(settings: dict[str, object]) -> None:
    assert codes(**settings, command_line=Selection(select=("IMS501",))) == {"IMS501"}
    assert codes(**settings, command_line=Selection(extend_select=("IMS5",))) >= {"IMS501"}
    assert not codes(**settings, extend_select=("IMS501",), command_line=Selection(ignore=("IMS5",))) & {"IMS501"}


def test_per_file_ignores_are_the_last_word() -> None:
    config = Config(
        per_file_ignores=(("legacy/", ("IMS5",)), ("*.json", ("IMS309",))),
        select=("IMS309", "IMS506"),
        command_line=Selection(extend_select=("IMS506",)),
    )
    assert set(config.severities("legacy/web.ims.yaml")) - ALWAYS == {"IMS309"}
    assert set(config.severities("legacy/web.ims.json")) - ALWAYS == set()
    assert set(config.severities("web.ims.json")) - ALWAYS == {"IMS506"}


def test_json_files_have_their_ignores(tmp_path: Path) -> None:
    request = tmp_path / "web.ims.json"
    request.write_text('{"name": "web", "instance_id": "web-1"}')
    assert "IMS506" in run("check", str(request)).stdout
    write(tmp_path, '[per-file-ignores]\n"web.ims.json" = ["id-not-uuid"]')
    assert run("check", str(request)).stdout.startswith("no findings")


def test_config_shows_what_is_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        'exclude = ["build/"]\nignore = ["IMS502"]\n[severity]\nIMS551 = "warning"\nIMS501 = "error"\n'
        '[per-file-ignores]\n"a/*" = ["IMS503"]\n',
    )
    monkeypatch.chdir(tmp_path)
    shown = json.loads(run("config", "a/web.ims.yaml", "--format", "json").stdout)
    assert (shown["path"], shown["file"]) == ("a/web.ims.yaml", ".ims-lint.toml")
    assert list(shown["settings"]) == [key for key in shown["settings"] if key in KEYS]
    assert shown["settings"]["exclude"] == {"value": ["build/"], "from": ".ims-lint.toml:1"}
    assert shown["settings"]["select"] == {"value": [], "from": "default"}
    rules = {rule["code"]: (rule["severity"], rule["from"]) for rule in shown["rules"]}
    assert len(rules) == len(RULES)
    assert rules["IMS301"] == ("error", "default")
    assert rules["IMS501"] == ("error", "severity, .ims-lint.toml:3")
    assert rules["IMS502"] == ("off", "ignore, .ims-lint.toml:2")
    assert rules["IMS503"] == ("off", "per-file-ignores, .ims-lint.toml:6")
    assert rules["IMS551"] == ("warning", "severity, .ims-lint.toml:3")
    assert rules["IMS552"] == ("off", "default")
    text = run("config", "a/web.ims.yaml").stdout
    assert re.search(r"^exclude +\[\"build/\"\] +\.ims-lint\.toml:1$", text, re.MULTILINE)
    assert re.search(r"^IMS501 +error +misspelt-os-version +severity, \.ims-lint\.toml:3$", text, re.MULTILINE)
    isolated = json.loads(run("config", "--isolated", "--format", "json").stdout)
    assert isolated["file"] is None
    assert {each["from"] for each in isolated["settings"].values()} == {"default"}


def test_the_first_pattern_for_a_file_decides_its_operation(tmp_path: Path) -> None:
    text = 'operation = "image"\n[per-file-operation]\n"full/**" = "wholeimages"\n"*.json" = "dataimages"\n'
    config = load(str(write(tmp_path, text)))
    found = {
        name: config.operation_in(str(tmp_path / name)) for name in ("full/a.json", "b.json", "b/c.json", "d.yaml")
    }
    assert list(found.values()) == ["wholeimages", "dataimages", "dataimages", "image"]
    assert Config().operation_in("a.json") == ""
    assert config.declaring(None) == config
    assert config.declaring("quickimport").declared_operation == "quickimport"
    with pytest.raises(ConfigError, match="unknown operation quickimprt, did you mean quickimport"):
        config.declaring("quickimprt")


def test_config_shows_the_operation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'operation = "image"\n[per-file-operation]\n"full/*" = "wholeimages"\n')
    monkeypatch.chdir(tmp_path)
    shown = json.loads(run("config", "full/web.ims.yaml", "--format", "json").stdout)
    assert shown["settings"]["operation"] == {"value": "image", "from": ".ims-lint.toml:1"}
    table = {"value": {"full/*": "wholeimages"}, "from": ".ims-lint.toml:2"}
    assert shown["settings"]["per-file-operation"] == table
    assert shown["operation"] == {"name": "wholeimages", "from": "per-file-operation, .ims-lint.toml:2"}
    text = run("config", "full/web.ims.yaml").stdout
    assert "\nOperation:          wholeimages, by per-file-operation, .ims-lint.toml:2\n" in text
    assert re.search(r'^operation +"image" +\.ims-lint\.toml:1$', text, re.MULTILINE)
    assert re.search(r'^per-file-operation +{"full/\*": "wholeimages"} +\.ims-lint\.toml:2$', text, re.MULTILINE)
    assert "\nOperation:          image, by operation, .ims-lint.toml:1\n" in run("config", "web.ims.yaml").stdout
    isolated = json.loads(run("config", "--isolated", "--format", "json").stdout)
    assert isolated["operation"] is None
    assert isolated["settings"]["operation"] == {"value": "", "from": "default"}
    assert "Operation:" not in run("config", "--isolated").stdout


def test_config_writes_no_control_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "a\x1b[31m\n\u202e"
    write(folder, 'exclude = ["b\\u009b31m", "c\\u007f\\u202e"]\n')
    text = run("config", f"{folder.name}/d\x1b]0;x\x07.ims.yaml").stdout
    assert re.findall(r"[^\n -~]", text) == []
    assert r"a\x1b[31m\n\u202e/d\x1b]0;x\x07.ims.yaml" in text
    assert r"a\x1b[31m\n\u202e/.ims-lint.toml:1" in text
    assert r'["b\x9b31m", "c\x7f\u202e"]' in text


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("old/a/web.ims.yaml", "old"),
        ("old", "old"),
        ("build", "build/"),
        ("build/a.ims.yaml", "build/"),
        ("a/b.tmp.ims.yaml", "*.tmp.*"),
        ("build.ims.yaml", None),
        ("builder", None),
        (".", None),
        ("../old", None),
    ],
)
def test_config_says_whether_a_path_is_excluded(
    path: str, pattern: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 'ignore = []\nexclude = ["old", "build/", "*.tmp.*", ".?"]\n')
    for name in ("old", "build", "builder"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    shown = json.loads(run("config", path, "--format", "json", "--config", ".ims-lint.toml").stdout)
    assert shown["excluded"] == ({"pattern": pattern, "from": ".ims-lint.toml:2"} if pattern else None)
    text = run("config", path, "--config", ".ims-lint.toml").stdout
    assert re.findall(r"^Excluded: +(.*)$", text, re.MULTILINE) == (
        [f'by "{pattern}", .ims-lint.toml:2'] if pattern else []
    )


@pytest.mark.parametrize(
    "block",
    re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL),
    ids=lambda each: each[:20],
)
def test_the_examples_of_the_documentation_hold(block: str, tmp_path: Path) -> None:
    name = "pyproject.toml" if "[tool.ims-lint" in block else ".ims-lint.toml"
    assert tomllib.loads(block)
    load(str(write(tmp_path, block, name)))


def test_the_table_of_operations_in_the_documentation_decides_as_it_says(tmp_path: Path) -> None:
    (block,) = [
        each for each in re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL) if "full" in each
    ]
    config = load(str(write(tmp_path, block)))
    names = ("imports/system/web.ims.yaml", "imports/web.ims.yaml", "web.full.ims.yaml", "web.ims.yaml")
    found = [config.operation_in(str(tmp_path / name)) for name in names]
    assert found == ["quickimport", "dataimages", "wholeimages", "image"]


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL))
def test_the_requests_of_the_documentation_are_clean(block: str) -> None:
    report = report_text(block, "web.ims.yaml", Config(extend_select=("IMS55",)))
    assert [each.code for each in report.diagnostics if each.severity == "error"] == []
    declared = re.findall(r"operation=(\w+)", block)
    assert [each.operation for each in report.requests if each.operation_from == "comment"] == declared


def test_the_documentation_names_every_key() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text] == []
