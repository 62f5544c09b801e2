"""Comments that suppress: where they are read, which lines they cover, and when they are idle."""

from __future__ import annotations

import pytest

from ims_lint import Config, lint_text
from tests.linting import fix_bytes

NAMED = "name: web\ninstance_id: web-1"
RIGHT = "name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a"

SUPPRESSED = {
    "end of line": NAMED + "  # ims-lint: ignore[IMS506]\n",
    "last line without a line break": NAMED + " # ims-lint: ignore[IMS506]",
    "name": NAMED + " # ims-lint: ignore[id-not-uuid]\n",
    "prefix": NAMED + " # ims-lint: ignore[IMS5]\n",
    "all": NAMED + " # ims-lint: ignore[ALL]\n",
    "with a reason": NAMED + " # ims-lint: ignore[IMS506] the test cloud has names\n",
    **{
        f"with a reason after {mark!r}": NAMED + f" # ims-lint: ignore[IMS506]{mark} the test cloud has names\n"
        for mark in (":", ",", ";", ".", " -", "-", "—", "–", "(")
    },
    "with a reason that is glued": NAMED + " # ims-lint: ignore[IMS506]:names\n",
    "after another comment": NAMED + " # the test server # ims-lint: ignore[IMS506]\n",
    "spaces and tabs": NAMED + "\t#\tims-lint:ignore [ IMS506 ]\n",
    "above": NAMED.replace("\n", "\n# ims-lint: ignore[IMS506]\n") + "\n",
    "above blank lines": NAMED.replace("\n", "\n# ims-lint: ignore[IMS506]\n\n  \n") + "\n",
    "above another comment": NAMED.replace("\n", "\n# ims-lint: ignore[IMS506]\n# it is a name\n") + "\n",
    "above the marker of a document": "# ims-lint: ignore[IMS205]\n---\n" + RIGHT.partition("\n")[2] + "\n",
    "on the marker of a document": "--- # ims-lint: ignore[IMS205]\n" + RIGHT.partition("\n")[2] + "\n",
    "CRLF": (NAMED + "  # ims-lint: ignore[IMS506]\n# ims-lint: ignore[IMS303]\nmin_ram: -1\n").replace("\n", "\r\n"),
    "CR": (NAMED + "  # ims-lint: ignore[IMS506]\nmin_ram: 1\n").replace("\n", "\r"),
    "second document": f"{RIGHT}\n---\n{NAMED} # ims-lint: ignore[IMS506]\n",
    "head of a block text": RIGHT + "\ndescription: |  # ims-lint: ignore[IMS306]\n  one\n  two\n",
    "above a block text": RIGHT + "\n# ims-lint: ignore[IMS306]\ndescription: |\n  one\n  two\n",
    "below a block text": RIGHT + "\ndescription: |-\n  one\n# ims-lint: ignore[IMS303]\nmin_ram: -1\n",
    "end of a quoted text of two lines": RIGHT + '\ndescription: "<one>\n  two"  # ims-lint: ignore[IMS306]\n',
    "behind an anchor": "name: web\ninstance_id: &id # ims-lint: ignore[IMS506]\n  web-1\n",
    "flow, on one line": RIGHT + "\ntags: [prod, 'a b']  # ims-lint: ignore[IMS504, IMS307]\n",
    "flow, an element a line": RIGHT + "\ntags: [\n  prod, # ims-lint: ignore[IMS504]\n"
    "  # ims-lint: ignore[IMS307]\n  'a b',\n]\n",
    "flow, above a key": "{name: web,\n # ims-lint: ignore[IMS506]\n instance_id: web-1}\n",
    "after a quoted hash": 'name: web\ninstance_id: "web # 1"  # ims-lint: ignore[IMS309]\n',
    "file, in front": "# ims-lint: ignore-file[IMS506]\n" + NAMED + "\n",
    "file, at the end": NAMED + "\n# ims-lint: ignore-file[IMS506]\n",
    "file, at the end of a line": "name: web # ims-lint: ignore-file[IMS506]\ninstance_id: web-1\n",
    "file, of two documents": f"# ims-lint: ignore-file[IMS506]\n{NAMED}\n---\n{NAMED}\n",
    "idle ones in a file": "# ims-lint: ignore-file[IMS010]\n" + RIGHT + " # ims-lint: ignore[IMS506]\n",
    "idle one beside": RIGHT + " # ims-lint: ignore[IMS506, IMS010]\n",
    "unknown ones in a file": "# ims-lint: ignore-file[IMS011]\n" + RIGHT + " # ims-lint: ignore[IMS999]\n",
    "rule that is off": RIGHT + " # ims-lint: ignore[IMS551]\n",
    "rule of a strict run": "name: web\ninstance_id: ${ID} # ims-lint: ignore[IMS015]\n",
}


@pytest.mark.parametrize("text", SUPPRESSED.values(), ids=SUPPRESSED.keys())
def test_nothing_is_left(text: str) -> None:
    assert [(each.code, each.message) for each in lint_text(text, "web.ims.yaml")] == []


NOT_READ = {
    "block text": RIGHT + "\ndescription: |-\n  one # ims-lint: ignore[IMS999]\n",
    "quoted text": RIGHT + '\ndescription: "one # ims-lint: ignore[IMS999]"\n',
    "no space before it": RIGHT + "\ndescription: one#ims-lint:ignore[IMS999]\n",
    "other words": RIGHT + "  # ims-lint is run on this\n",
}


@pytest.mark.parametrize("text", NOT_READ.values(), ids=NOT_READ.keys())
def test_what_is_no_comment_of_ours_is_left_alone(text: str) -> None:
    assert lint_text(text, "web.ims.yaml") == ()


IDLE = {
    "other rule": (RIGHT + " # ims-lint: ignore[IMS506]\n", RIGHT + "\n"),
    "line of its own": (RIGHT + "\n  # ims-lint: ignore[IMS506]\nmin_ram: 1\n", RIGHT + "\nmin_ram: 1\n"),
    "line of its own, CRLF": ("# ims-lint: ignore[IMS506]\r\nmin_ram: 1\r\n" + RIGHT, "min_ram: 1\r\n" + RIGHT),
    "last line": (RIGHT + "\n# ims-lint: ignore[IMS506]", RIGHT + "\n"),
    "one of two": (NAMED + " # ims-lint: ignore[IMS506, IMS3]\n", NAMED + " # ims-lint: ignore[IMS506]\n"),
    "both of two": (RIGHT + " # ims-lint: ignore[IMS506, IMS3]\n", RIGHT + "\n"),
    "file": ("# ims-lint: ignore-file[IMS506]\n" + RIGHT + "\n", RIGHT + "\n"),
    "with a reason": (RIGHT + " # ims-lint: ignore[IMS506] a name\n", RIGHT + "\n"),
    "after another comment": (RIGHT + " # web # ims-lint: ignore[IMS506]\n", RIGHT + " # web\n"),
}


@pytest.mark.parametrize(("before", "after"), IDLE.values(), ids=IDLE.keys())
def test_an_idle_one_is_reported_and_removed(before: str, after: str) -> None:
    assert {each.code for each in lint_text(before, "web.ims.yaml")} == {"IMS010"}
    fixed = fix_bytes(before.encode(), "web.ims.yaml", Config())
    assert (fixed.data.decode(), fixed.report.diagnostics) == (after, ())


def test_of_a_broken_file_none_is_idle() -> None:
    """What follows the error is not known, so its suppressions may well be needed."""
    text = f"{RIGHT}\n---\n{NAMED} # ims-lint: ignore[IMS506]\ntags: [\n"
    assert [each.code for each in lint_text(text, "web.ims.yaml")] == ["IMS001"]


def test_another_document_is_not_covered() -> None:
    text = f"{NAMED} # ims-lint: ignore[IMS506]\n---\n{NAMED}\n"
    assert [(each.code, each.document) for each in lint_text(text, "web.ims.yaml")] == [("IMS506", 1)]


MALFORMED = {
    "ignore": "add the rules in brackets, for example # ims-lint: ignore[IMS506]",
    "ignore-file": "add the rules in brackets, for example # ims-lint: ignore-file[IMS506]",
    "ignore[]": "add the rules in brackets, for example # ims-lint: ignore[IMS506]",
    "ignore IMS506": "use # ims-lint: ignore[IMS506]",
    "ignore: IMS506 and id-not-uuid": "use # ims-lint: ignore[IMS506, id-not-uuid]",
    "ignore-file(IMS5)": "use # ims-lint: ignore-file[IMS5]",
    "disable[IMS506]": "use # ims-lint: ignore[IMS506]",
    "ignore-line[IMS506]": "use # ims-lint: ignore[IMS506]",
    "ignore[IMS506]why": "use # ims-lint: ignore[IMS506]",
    "ignore[IMS506][IMS309]": "use # ims-lint: ignore[IMS506, IMS309]",
}


@pytest.mark.parametrize(("words", "help"), MALFORMED.items(), ids=MALFORMED)
def test_of_a_malformed_one_the_right_form_is_said(words: str, help: str) -> None:
    (diagnostic,) = lint_text(f"{RIGHT}  # ims-lint: {words}\n", "web.ims.yaml")
    assert (diagnostic.code, diagnostic.message, diagnostic.help) == ("IMS011", "malformed suppression comment", help)


def test_a_forgotten_colon_is_reported() -> None:
    (diagnostic,) = lint_text(RIGHT + " # ims-lint ignore[IMS506]\n", "web.ims.yaml")
    assert (diagnostic.code, diagnostic.help) == ("IMS011", "use # ims-lint: ignore[IMS506]")


def test_an_unknown_one_is_told_what_it_may_be() -> None:
    (diagnostic,) = lint_text(RIGHT + " # ims-lint: ignore[id-no-uuid]\n", "web.ims.yaml")
    assert (diagnostic.message, diagnostic.help) == ("id-no-uuid is not a rule", "change it to id-not-uuid")


def test_an_idle_one_of_a_rule_that_is_turned_off_is_kept() -> None:
    text = RIGHT + " # ims-lint: ignore[IMS506]\n"
    assert lint_text(text, "web.ims.yaml", Config(ignore=("IMS506",))) == ()


def test_beside_a_placeholder_nobody_knows_whether_it_is_needed() -> None:
    for text in (
        "name: ${NAME}  # ims-lint: ignore[IMS305]\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n",
        "# ims-lint: ignore[IMS305]\nname: ${NAME}\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n",
        "# ims-lint: ignore-file[IMS305]\nname: web\ninstance_id: ${ID}\n",
    ):
        assert lint_text(text, "web.ims.yaml") == ()
    elsewhere = "name: web  # ims-lint: ignore[IMS305]\ninstance_id: ${ID}\n"
    assert [each.code for each in lint_text(elsewhere, "web.ims.yaml")] == ["IMS010"]


def test_a_selector_is_removed_from_where_it_is() -> None:
    texts = {
        "IMS303, IMS506": "IMS506",
        "IMS506, IMS303": "IMS506",
        "IMS303  IMS506": "IMS506",
        "IMS506, IMS303,": "IMS506,",
        "IMS303, IMS506, IMS502": "IMS506",
    }
    for before, after in texts.items():
        fixed = fix_bytes(f"{NAMED} # ims-lint: ignore[{before}]\n".encode(), "a.yaml")
        assert fixed.data.decode() == f"{NAMED} # ims-lint: ignore[{after}]\n"


def test_past_the_limit_no_comment_is_called_idle() -> None:
    text = RIGHT + "\n" + "".join(f"k{n}: 1\n" for n in range(1100)) + "k: 1 # ims-lint: ignore[IMS201]\n"
    assert {each.code for each in lint_text(text)} == {"IMS201", "IMS007"}


def test_findings_on_comments_have_a_limit() -> None:
    found = [each.code for each in lint_text("# ims-lint: ignore\n" * 1100 + RIGHT)]
    assert (found.count("IMS011"), found.count("IMS007")) == (1000, 1)


def test_what_is_off_hides_nothing_behind_it() -> None:
    text = RIGHT + "\n" + "".join(f"k{n}: 1\n" for n in range(1100)) + "---\nname: web\n"
    assert [each.code for each in lint_text(text, config=Config(ignore=("IMS201",)))] == ["IMS101"]
