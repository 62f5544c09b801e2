"""The GitHub output, read back as the runner reads it."""

from __future__ import annotations

import re

import pytest

from ims_lint.finding import Position
from ims_lint.output import github
from ims_lint.output.checkout import Checkout
from tests.output.report_building import HOSTILE_NAME, assert_inert, diagnostic, hostile_report, report, warning

_COMMAND = re.compile(r"::(?P<kind>\w+) (?P<properties>.*?)::(?P<data>.*)")
# In the order in which actions/runner (ActionCommand.cs) undoes them: `%25` comes last.
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_HIDDEN = "GitHub shows the first 10 of each kind; the log has them all."
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescape(text: str, mappings: tuple[tuple[str, str], ...]) -> str:
    """Undo `mappings` in their order."""
    for escaped, character in mappings:
        text = text.replace(escaped, character)
    return text


def read(output: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the kind, the properties and the data of each line, as the runner takes them."""
    commands = []
    for line in output.splitlines():
        match = _COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
        properties = {key: unescape(value, _PROPERTY) for key, value in pairs}
        commands.append((match["kind"], properties, unescape(match["data"], _DATA)))
    return commands


def test_nothing_found_is_nothing_said() -> None:
    assert github.render([report()]) == ""


def test_annotation_names_place_code_message_and_help() -> None:
    (annotation, _) = read(github.render([report(diagnostic())]))
    kind, properties, data = annotation
    assert kind == "error"
    assert properties == {
        "file": "web.ims.yaml",
        "line": "3",
        "endLine": "3",
        "col": "1",
        "endColumn": "11",
        "title": "IMS402 os-version-missing",
    }
    assert data == "os_version is missing\nadd os_version"


def test_errors_come_first_and_keep_their_order() -> None:
    first, second = report(warning(), diagnostic(), file="a"), report(diagnostic(), file="b")
    commands = read(github.render([first, second]))
    assert [(kind, properties.get("file")) for kind, properties, _ in commands] == [
        ("error", "a"),
        ("error", "b"),
        ("warning", "a"),
        ("notice", None),
    ]


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        (1, "1 error and 1 warning in 1 file."),
        (10, "10 errors and 1 warning in 1 file."),
        (11, "11 errors and 1 warning in 1 file. " + _HIDDEN),
    ],
)
def test_summary_counts_what_the_runner_hides(errors: int, said: str) -> None:
    output = github.render([report(*[diagnostic()] * errors, warning())])
    assert read(output)[-1] == ("notice", {"title": "ims-lint"}, said)


def test_columns_are_left_out_of_a_place_of_several_lines() -> None:
    (command, _) = read(github.render([report(diagnostic(end=Position(5, 4)))]))
    assert command[1].keys() == {"file", "line", "endLine", "title"}


def test_end_before_the_first_column_belongs_to_the_line_before() -> None:
    (command, _) = read(github.render([report(diagnostic(end=Position(5, 1)))]))
    assert (command[1]["line"], command[1]["endLine"]) == ("3", "4")


def test_file_is_named_as_in_the_repository() -> None:
    output = github.render([report(diagnostic(), file="./x.ims.yaml")], Checkout("/repo/sub", "/repo"))
    assert read(output)[0][1]["file"] == "sub/x.ims.yaml"


def test_hostile_name_and_text_stay_inside_their_command() -> None:
    output = github.render([hostile_report()])
    assert_inert(output)
    error, warned, _ = read(output)
    expected = HOSTILE_NAME.replace("\x1b", r"\x1b").replace("\udcff", r"\xff").replace("\u202e", r"\u202e")
    assert error[1]["file"] == expected
    assert error[1]["line"] == error[1]["col"] == "1"
    assert error[2].startswith(r"it's \x1b[2J\x07\x00 <b>&amp;")
    assert "\n::error::x" in error[2], "the line break is data, not the start of a command"
    assert warned[0] == "warning"


def test_text_of_another_format_can_be_kept_from_the_runner() -> None:
    text = "::add-mask::x\nfile ##[error]x\n"
    assert github.without_commands(text, "t0k3n") == "::stop-commands::t0k3n\n" + text + "::t0k3n::\n"
    assert github.without_commands("", "t0k3n") == ""


def test_percent_sign_is_no_escape() -> None:
    text = "100% %25 %0A %3A"
    (command, _) = read(github.render([report(diagnostic(message=text, help=""), file=text)]))
    assert (command[1]["file"], command[2]) == (text, text)
