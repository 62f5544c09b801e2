"""Which operation a request is checked for: what declares it, in which order, and in which document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ims_lint import ConfigError, lint_file, lint_text
from ims_lint.config import DEFAULT, Config
from ims_lint.operations import BY_NAME, OPERATIONS
from ims_lint.report.diagnostic import Report
from ims_lint.rules.wording import listed
from tests.commands import check, isolate
from tests.linting import report_text

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
ECS = f"name: web\ninstance_id: {ID}\n"
VAULT = f"vault_id: {ID}\n"
FULL = "# ims-lint: operation=wholeimages\n"
SITE = "https://ims-lint.github.io/ims-lint/schemas"
MODELINE = f"# yaml-language-server: $schema={SITE}/wholeimages.schema.json\n"


def checked(text: str, name: str = "web.ims.yaml", config: Config = DEFAULT) -> list[tuple[int, str, str]]:
    """The documents of a text with their operations, and what decided each."""
    return [each[:3] for each in report_text(text, name, config).requests]


def operations(text: str) -> list[tuple[int, str]]:
    """The documents of a text with their operations."""
    return [each[:2] for each in checked(text)]


def comments(text: str, name: str = "web.ims.yaml", config: Config = DEFAULT) -> Report:
    """The report on a text, with the findings on comments only."""
    report = report_text(text, name, config)
    return report._replace(diagnostics=tuple(each for each in report.diagnostics if each.code == "IMS011"))


# The order of precedence

STEPS = [
    ("option", "option", "image"),
    ("comment", "comment", "quickimport"),
    ("modeline", "$schema", "wholeimages"),
    ("$schema", "$schema", "dataimages"),
    ("table", "configuration", "image"),
    ("setting", "configuration", "quickimport"),
    ("file name", "file name", "dataimages"),
    ("parameters", "parameters", "wholeimages"),
    ("nothing", "default", "image"),
]
"""What declares an operation, the first of which decides; its name in the reports; and an operation."""


@pytest.mark.parametrize("first", range(len(STEPS)), ids=[each[0] for each in STEPS])
def test_the_first_that_declares_an_operation_decides(first: int) -> None:
    said = {what: operation for what, _, operation in STEPS[first:]}
    text = ECS + VAULT * ("parameters" in said)
    if "$schema" in said:
        text = f"$schema: {SITE}/{said['$schema']}.schema.json\n{text}"
    if "modeline" in said:
        text = f"# yaml-language-server: $schema={SITE}/{said['modeline']}.schema.json\n{text}"
    if "comment" in said:
        text += f"# ims-lint: operation={said['comment']}\n"
    config = Config(
        declared_operation=said.get("option", ""),
        per_file_operation=(("web.*", said["table"]),) if "table" in said else (),
        operation=said.get("setting", ""),
    )
    name = f"web.{said['file name']}.ims.yaml" if "file name" in said else "web.ims.yaml"
    assert checked(text, name, config) == [(0, STEPS[first][2], STEPS[first][1])]


@pytest.mark.parametrize(
    ("schema", "operation"),
    [
        *((f"{SITE}/{name}.schema.json", name) for name in BY_NAME),
        ("wholeimages.schema.json", "wholeimages"),
        ("../schemas/wholeimages.schema.json#", "wholeimages"),
        (r"C:\\schemas\\wholeimages.schema.json", "wholeimages"),
        (f"{SITE}/create-image.schema.json", None),
        (f"{SITE}/my-wholeimages.schema.json", None),
        ("wholeimages", None),
        ("", None),
    ],
)
def test_a_schema_declares_the_operation_in_yaml_and_in_json(schema: str, operation: str | None) -> None:
    expected = [(0, operation, "$schema")] if operation else [(0, "image", "default")]
    body = {"$schema": schema.replace("\\\\", "\\"), "name": "web", "instance_id": ID}
    assert checked(json.dumps(body), "web.ims.json") == expected
    assert checked(json.dumps(body)) == expected
    if schema and "\\" not in schema:
        assert checked(f"# yaml-language-server: $schema={schema}\n{ECS}") == expected
    found = [each.code for each in lint_text(json.dumps(body), "web.ims.json")]
    assert ("IMS510" in found) == (operation is None), "a schema that declares something is no left-over"


@pytest.mark.parametrize("schema", [None, 1, [], {}, ["image.schema.json"], "image.schema.json\n"])
def test_a_schema_of_any_value_is_borne(schema: object) -> None:
    body = {"$schema": schema, "name": "web", "instance_id": ID}
    assert checked(json.dumps(body), "web.ims.json") == [(0, "image", "default")]


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        *((f"a/web.{name}.ims.yaml", name) for name in BY_NAME),
        ("web.quickimport.ims.json", "quickimport"),
        ("web.quickimport.ims.yml", "quickimport"),
        ("a.b.quickimport.ims.YAML", "quickimport"),
        ("quickimport.ims.yaml", None),
        ("web.quickimport.yaml", None),
        ("web.QuickImport.ims.yaml", None),
        ("web.quickimport.ims.yaml/web.ims.yaml", None),
        ("web-quickimport.ims.yaml", None),
    ],
)
def test_a_file_name_declares_the_operation(name: str, operation: str | None) -> None:
    text = json.dumps({"name": "web", "instance_id": ID})
    expected = (0, operation, "file name") if operation else (0, "image", "default")
    assert checked(text, name) == [expected]


def test_the_parameters_decide_for_each_request() -> None:
    text = f"{ECS}{VAULT}---\n{ECS}---\nname: web\nimage_url: ims-images:web.raw\nmin_disk: 10\ntype: DataImage\n"
    assert checked(text) == [
        (0, "wholeimages", "parameters"),
        (1, "image", "default"),
        (2, "quickimport", "parameters"),
    ]


def test_a_declared_operation_is_not_overruled_by_parameters() -> None:
    (found,) = lint_text(ECS + VAULT, "web.image.ims.yaml")
    assert (found.code, found.message) == (
        "IMS204",
        "vault_id belongs to wholeimages, not to image; the service ignores it",
    )


# Comments

DOCUMENTS = {
    "top": (f"{FULL}{ECS}", [(0, "wholeimages")]),
    "end": (f"{ECS}{FULL}", [(0, "wholeimages")]),
    "end of a line": (ECS.replace("web\n", f"web  {FULL}"), [(0, "wholeimages")]),
    "indented": (f"{ECS}tags:\n  {FULL}  - a.b\n", [(0, "wholeimages")]),
    "first of two": (f"{FULL}{ECS}---\n{ECS}", [(0, "wholeimages"), (1, "image")]),
    "end of the first": (f"{ECS}{FULL}---\n{ECS}", [(0, "wholeimages"), (1, "image")]),
    "second of two": (f"{ECS}---\n{FULL}{ECS}", [(0, "image"), (1, "wholeimages")]),
    "at the marker": (f"{ECS}--- {FULL}{ECS}", [(0, "image"), (1, "wholeimages")]),
    "at the first marker": (f"--- {FULL}{ECS}---\n{ECS}", [(0, "wholeimages"), (1, "image")]),
    "before the first marker": (f"{FULL}---\n{ECS}---\n{ECS}", [(0, "wholeimages"), (1, "image")]),
    "after the end": (f"{ECS}...\n{FULL}---\n{ECS}", [(0, "image"), (1, "wholeimages")]),
    "directive": (f"%YAML 1.2\n---\n{FULL}{ECS}...\n%YAML 1.2\n---\n{ECS}", [(0, "wholeimages"), (1, "image")]),
    "after an empty document": (f"---\n---\n{FULL}{ECS}", [(1, "wholeimages")]),
    "in an empty document": (f"---\n{FULL}---\n{ECS}", [(1, "image")]),
    "after a comment": (f"# x\n---\n{ECS}---\n# only\n---\n{FULL}{ECS}", [(0, "image"), (2, "wholeimages")]),
    "each its own": (
        f"{FULL}{ECS}---\n# ims-lint: operation=image\n{ECS}---\n{ECS}",
        [(0, "wholeimages"), (1, "image"), (2, "image")],
    ),
    "modeline": (f"{MODELINE}{ECS}---\n{ECS}", [(0, "wholeimages"), (1, "image")]),
    "flow": (f"{FULL}{{name: web, instance_id: {ID}}}\n", [(0, "wholeimages")]),
}


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("text", "expected"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_comment_holds_for_its_document(text: str, expected: list[tuple[int, str]], line_break: str) -> None:
    assert operations(text.replace("\n", line_break)) == expected


STRINGS = {
    "block": f"{ECS}description: |\n  {FULL}  x\n",
    "folded": f"description: >-\n  x\n  {FULL}{ECS}",
    "double quotes": f'{ECS}description: "x # ims-lint: operation=wholeimages"\n',
    "double quotes over lines": f'{ECS}description: "x\n  {FULL}  y"\n',
    "single quotes": f"{ECS}description: 'x # ims-lint: operation=wholeimages'\n",
    "key": f"'# ims-lint: operation=wholeimages': x\n{ECS}",
    "modeline in a block": f"{ECS}description: |\n  {MODELINE}",
    "no space before": f"{ECS}description: x# ims-lint operation=wholeimages\n",
    "wrong name in a block": f"{ECS}description: >-\n  x\n  # ims-lint: operation=foo\n",
}


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS.keys())
def test_a_string_is_no_comment(text: str) -> None:
    assert checked(text) == [(0, "image", "default")]
    assert comments(text).diagnostics == ()


def test_json_has_no_comments() -> None:
    text = json.dumps({"name": "web", "instance_id": ID, "description": FULL.strip()})
    assert checked(text, "web.ims.json") == [(0, "image", "default")]


@pytest.mark.parametrize(
    "comment",
    [
        "# ims-lint: operation=wholeimages because of the backup",
        "#ims-lint:operation=wholeimages",
        "#  ims-lint:  operation = wholeimages",
        '# ims-lint: operation="wholeimages"',
        "# ims-lint: operation=wholeimages, see the wiki",
        "# ims-lint: operation=wholeimages\n# ims-lint: operation=wholeimages",
        f"{MODELINE}# ims-lint: operation=wholeimages",
    ],
)
def test_a_comment_may_be_written_like_this(comment: str) -> None:
    text = f"{comment}\n{ECS}"
    assert checked(text) == [(0, "wholeimages", "comment")]
    assert comments(text).diagnostics == ()


ALL = listed(list(BY_NAME))
WRONG = {
    "misspelt": ("operation=wholeimage", (1, 23, 33), "wholeimage is not an operation", "change it to wholeimages"),
    "case": ("operation=WholeImages", (1, 23, 34), "WholeImages is not an operation", "change it to wholeimages"),
    "unknown": ("operation=post", (1, 23, 27), "post is not an operation", f"use one of {ALL}"),
    "nothing": ("operation=", (1, 1, 23), "the operation is missing", f"use one of {ALL}"),
    "no equals sign": (
        "operation: wholeimages",
        (1, 1, 35),
        'expected "=" after operation',
        "use # ims-lint: operation=wholeimages",
    ),
    "brackets": (
        "operation[wholeimages]",
        (1, 1, 34),
        'expected "=" after operation',
        "use # ims-lint: operation=wholeimages",
    ),
}


@pytest.mark.parametrize(("comment", "place", "message", "help"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_comment_is_an_error_at_its_place_and_the_next_step_decides(
    comment: str, place: tuple[int, int, int], message: str, help: str
) -> None:
    for name, origin in (("web.ims.yaml", "default"), ("web.quickimport.ims.yaml", "file name")):
        report = comments(f"# ims-lint: {comment}\n{ECS}", name)
        assert report.requests[0][2] == origin
        (found,) = report.diagnostics
        assert (found.severity.value, found.message, found.help) == ("error", message, help)
        assert (found.start.line, found.start.column, found.end.column) == place
    (found,) = comments(f"# ims-lint: {comment}\n{ECS}", config=Config(declared_operation="image")).diagnostics
    assert found.message == message, "an option does not make it right"


def test_a_comment_without_its_colon_is_an_error() -> None:
    (found,) = comments(f"# ims-lint operation=wholeimages\n{ECS}").diagnostics
    assert (found.severity.value, found.message) == ("error", 'expected ":" after ims-lint')
    for prose in ("# ims-lint operation of the image", "# the operation=wholeimages of ims-lint"):
        assert comments(f"{prose}\n{ECS}").diagnostics == ()


def test_a_comment_that_contradicts_the_first_is_an_error() -> None:
    text = f"{FULL}{ECS}# ims-lint: operation=image\n---\n# ims-lint: operation=image\n{ECS}"
    report = comments(text)
    assert [each[1:3] for each in report.requests] == [("wholeimages", "comment"), ("image", "comment")]
    (found,) = report.diagnostics
    message = "image is not allowed with wholeimages; a request is for one operation"
    assert (found.severity.value, found.start.line, found.message) == ("error", 4, message)


def test_a_wrong_comment_is_about_its_document_only() -> None:
    text = f"{ECS}---\n# ims-lint: operation=foo\n{ECS}{VAULT}---\n{ECS}"
    report = comments(text)
    assert [each[1:3] for each in report.requests] == [
        ("image", "default"),
        ("wholeimages", "parameters"),
        ("image", "default"),
    ]
    assert [each.document for each in report.diagnostics] == [1]


@pytest.mark.parametrize("config", [Config(ignore=("IMS011",)), Config(severity=(("IMS011", "off"),))])
def test_the_finding_on_a_comment_can_be_turned_off(config: Config) -> None:
    assert comments(f"# ims-lint: operation=foo\n{ECS}", config=config).diagnostics == ()
    assert comments(f"# ims-lint: operation=foo\n# ims-lint: ignore-file[IMS011]\n{ECS}").diagnostics == ()


@pytest.mark.parametrize("text", [FULL, f"{FULL}name: [\n", f"{FULL}- a\n", f"{FULL}...\n", f"{FULL}---\n"])
def test_a_comment_without_a_request_is_borne(text: str) -> None:
    assert [each.code for each in lint_text(text)][:1] in (["IMS004"], ["IMS001"], ["IMS005"])


def test_a_suppression_and_an_operation_are_two_comments() -> None:
    text = f"{FULL}name: web\ninstance_id: web-1  # ims-lint: ignore[IMS506] operation=image\n{VAULT}"
    assert checked(text) == [(0, "wholeimages", "comment")]
    assert lint_text(text) == ()


# From outside


@pytest.mark.parametrize("operation", BY_NAME)
def test_python_declares_the_operation(operation: str, tmp_path: Path) -> None:
    (tmp_path / "web.ims.yaml").write_text(ECS)
    found = lint_text(ECS, operation=operation)
    assert found == lint_text(ECS, config=Config(declared_operation=operation))
    in_file = lint_file(tmp_path / "web.ims.yaml", operation=operation)
    assert [each.message for each in in_file] == [each.message for each in found]


def test_python_is_told_a_wrong_name(tmp_path: Path) -> None:
    (tmp_path / "web.ims.yaml").write_text(ECS)
    with pytest.raises(ConfigError, match=r"^unknown operation quikimport, did you mean quickimport\?$"):
        lint_text(ECS, operation="quikimport")
    everything = f"use one of {', '.join(BY_NAME)}"
    with pytest.raises(ConfigError, match=f'^unknown operation ""; {everything}$'):
        lint_file(str(tmp_path / "web.ims.yaml"), operation="")
    with pytest.raises(ConfigError, match=f"^unknown operation x; {everything}$"):
        lint_file(str(tmp_path / "nowhere.ims.yaml"), operation="x")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with one request."""
    isolate(monkeypatch, tmp_path)
    (tmp_path / "web.ims.yaml").write_text(ECS + VAULT)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_check_takes_the_operation_for_files_and_standard_input() -> None:
    assert check("web.ims.yaml").exit_code == 0
    for paths, stdin in ((("web.ims.yaml",), None), (("-",), (ECS + VAULT).encode()), ((), None)):
        result = check("--operation", "image", *paths, stdin=stdin)
        assert (result.exit_code, result.stdout.count("error[IMS204]")) == (1, 1)
        right = check("--operation=wholeimages", *paths, stdin=stdin)
        assert (right.exit_code, right.stdout.splitlines()[-1]) == (0, "1 request for wholeimages (by --operation)")
    named = check("--stdin-filename", "web.image.ims.yaml", "-", stdin=(ECS + VAULT).encode())
    assert named.exit_code == 1, "the name of standard input declares it, too"


@pytest.mark.usefixtures("folder")
def test_fixes_are_those_of_the_declared_operation(folder: Path) -> None:
    (folder / "web.ims.yaml").write_text(f"name: web\nbackup_id: {ID}\nwhole_image_tpye: CBR\n")
    assert check("--fix", "--operation", "wholeimages").exit_code == 0
    assert (folder / "web.ims.yaml").read_text() == f"name: web\nbackup_id: {ID}\nwhole_image_type: CBR\n"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("quikimport", "unknown operation quikimport, did you mean quickimport?"),
        ("wholeimage", "unknown operation wholeimage, did you mean wholeimages?"),
        ("post", f"unknown operation post; use one of {', '.join(BY_NAME)}"),
    ],
)
@pytest.mark.parametrize("where", ["option", "operation", "per-file-operation"])
def test_a_wrong_name_is_no_run(name: str, said: str, where: str, folder: Path) -> None:
    options: tuple[str, ...] = ()
    if where == "option":
        options = ("--operation", name)
    elif where == "operation":
        (folder / ".ims-lint.toml").write_text(f'operation = "{name}"\n')
    else:
        (folder / ".ims-lint.toml").write_text(f'[per-file-operation]\n"*.json" = "{name}"\n')
    result = check(*options)
    assert (result.exit_code, result.stdout) == (2, "")
    start = "Error: Invalid value for '--operation': " if where == "option" else "ims-lint: .ims-lint.toml:"
    last = result.stderr.splitlines()[-1]
    assert last.startswith(start) and last.endswith(said)


def test_the_first_operation_is_the_default() -> None:
    assert OPERATIONS[0].name == "image"
    assert checked("name: ${NAME}\n${KEY}: x\n") == [(0, "image", "default")]
