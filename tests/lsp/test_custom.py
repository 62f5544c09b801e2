"""The methods beyond the protocol: the operation of a request and its declaration, starters, request bodies."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from ims_lint import json_api
from ims_lint.config.patterns import fault
from ims_lint.lsp.declaring import BECAUSE, FIRM, pattern_for
from ims_lint.operations import BY_NAME, OPERATIONS, SOURCES
from tests.lsp.client import WAIT, Client, apply, span, with_client
from tests.lsp.test_bodies import HOSTS, SETTINGS, place
from tests.lsp.test_operations import JSON, PLAIN, QUICK

ECS = "name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n"
COMMENT = "# ims-lint: operation="


async def ask(client: Client, method: str, **params: Any) -> Any:
    answer = client.protocol.protocol.send_request_async(f"ims-lint/{method}", params)
    return plain(await asyncio.wait_for(answer, WAIT))


async def ask_at(client: Client, method: str, uri: str, line: int = 0, character: int = 0, **params: Any) -> Any:
    where = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
    return await ask(client, method, **where, **params)


def plain(value: Any) -> Any:
    """A result as JSON: pygls makes objects of named tuples."""
    if hasattr(value, "_asdict"):
        return {name: plain(each) for name, each in value._asdict().items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


async def operation(client: Client, uri: str, *where: int) -> tuple[str, str] | None:
    """The operation of the request at a place, and what decided it."""
    answer = await ask_at(client, "operation", uri, *where)
    if answer is None:
        return None
    assert answer["address"] == BY_NAME[answer["operation"]].address
    assert answer["because"] == BECAUSE[answer["origin"]] and answer["firm"] == (answer["origin"] in FIRM)
    return answer["operation"], answer["origin"]


def edited(text: str, edits: list[Any]) -> str:
    ranges = [(each["range"]["start"], each["range"]["end"], each["newText"]) for each in edits]
    return apply(text, [types.TextEdit(span(*start.values(), *end.values()), new) for start, end, new in ranges])


DECIDED = [
    (PLAIN, "", "image", "default"),
    (PLAIN, "backup_id: [", "wholeimages", "parameters"),
    (PLAIN, f"{COMMENT}dataimages\nname: [", "dataimages", "comment"),
    (PLAIN, "# yaml-language-server: $schema=quickimport.schema.json\n", "quickimport", "$schema"),
    (QUICK, ECS, "quickimport", "file name"),
    (JSON, '{"name": ', "image", "default"),
    (JSON, '{"$schema": "quickimport.schema.json", ', "quickimport", "$schema"),
]


def test_the_operation_is_the_one_that_completion_is_for():
    async def test(client: Client) -> None:
        for uri, text, name, origin in DECIDED:
            client.open(uri, text, "json" if uri == JSON else "yaml")
            assert await operation(client, uri) == (name, origin), text
        other = "file:///nowhere/other.yaml"
        client.open(other, "kind: Pod\n")
        assert await operation(client, other) is None
        assert await ask_at(client, "declare", other, operation="image") == {
            "refused": "ims-lint does not read this file"
        }

    with_client(test)


def test_what_decides_has_words_for_each_origin_of_the_report():
    schema = json.loads((Path(__file__).parents[2] / "schemas" / "report.schema.json").read_text("utf-8"))
    [origins] = [each["enum"] for each in walked(schema, "operation_from")]
    assert list(BECAUSE) == origins and set(FIRM) < set(origins)


def walked(value: Any, name: str) -> list[Any]:
    """What a schema has for a property, wherever."""
    if isinstance(value, list):
        return [each for item in value for each in walked(item, name)]
    if not isinstance(value, dict):
        return []
    here = [value[name]] if isinstance(value.get(name), dict) else []
    return here + [each for item in value.values() for each in walked(item, name)]


CHOSEN = [
    # a text with the cursor, the operation, the text after it
    ("¦name: web\n", "dataimages", f"{COMMENT}dataimages\nname: web\n"),
    ("¦", "image", f"{COMMENT}image\n"),
    ("na¦me: [\n", "quickimport", f"{COMMENT}quickimport\nname: [\n"),
    ("\r\n---\r\n{name: w¦eb}\r\n", "image", f"{COMMENT}image\r\n\r\n---\r\n{{name: web}}\r\n"),
    (f"{COMMENT}image # why\nname: w¦eb\n", "dataimages", f"{COMMENT}dataimages # why\nname: web\n"),
    (f"name: web  {COMMENT}image\n¦", "dataimages", f"name: web  {COMMENT}dataimages\n"),
    (f"{COMMENT}quickimprot\nname: w¦eb\n", "quickimport", f"{COMMENT}quickimport\nname: web\n"),
    ("name: web\n---\nname: d¦b\n", "image", f"name: web\n---\n{COMMENT}image\nname: db\n"),
    ("name: web\n--- # db\nname: d¦b\n", "image", f"name: web\n--- # db\n{COMMENT}image\nname: db\n"),
    ("name: w¦eb\n---\nname: db\n", "image", f"{COMMENT}image\nname: web\n---\nname: db\n"),
    (
        f"{COMMENT}image\nname: web\n---\n{COMMENT}image\nname: d¦b\n",
        "dataimages",
        f"{COMMENT}image\nname: web\n---\n{COMMENT}dataimages\nname: db\n",
    ),
    (f"description: |\n  {COMMENT}image\n¦", "dataimages", f"{COMMENT}dataimages\ndescription: |\n  {COMMENT}image\n"),
    (f"{COMMENT}image\nname: w¦eb\n", None, "name: web\n"),
    (f"name: w¦eb  {COMMENT}image\ntags: []\n", None, "name: web\ntags: []\n"),
    (f"name: web\n---\n{COMMENT}image\nname: d¦b", None, "name: web\n---\nname: db"),
]


def test_a_choice_is_kept_in_a_comment():
    async def test(client: Client) -> None:
        for text, name, after in CHOSEN:
            before, _, rest = text.partition("¦")
            client.open(PLAIN, before + rest)
            where = (before.count("\n"), len(before.rpartition("\n")[2]))
            answer = await ask_at(client, "declare", PLAIN, *where, operation=name)
            assert "edits" in answer, (text, answer)
            made = edited(before + rest, answer["edits"])
            assert made == after, text
            client.open(PLAIN, made)
            decided = await operation(client, PLAIN, *place(made, len(made) - 1 if before.count("name:") > 1 else 0))
            assert decided and (decided == (name, "comment") if name else decided[1] == "default"), text

    with_client(test)


REFUSED = [
    (PLAIN, "# yaml-language-server: $schema=image.schema.json\n", "image", BECAUSE["$schema"]),
    (JSON, '{"$schema": "image.schema.json"}', "image", BECAUSE["$schema"]),
    (PLAIN, ECS, None, "no comment declares it"),
    (
        JSON,
        "{}",
        "image",
        "JSON has no comments, and the file is in no workspace folder with settings; set $schema instead",
    ),
]


def test_a_choice_without_effect_is_refused():
    async def test(client: Client) -> None:
        for uri, text, name, reason in REFUSED:
            client.open(uri, text)
            assert await ask_at(client, "declare", uri, operation=name) == {"refused": reason}, text
        client.configure({"ims-lint": {"operation": "image"}})
        client.open(PLAIN, ECS)
        assert await ask_at(client, "declare", PLAIN, operation="image") == {"refused": BECAUSE["option"]}

    with_client(test)


def test_a_choice_for_json_is_kept_in_a_setting(tmp_path):
    folder, uri = tmp_path / "images", (tmp_path / "images" / "a[b]" / "web.ims.json").as_uri()
    other = (folder / "a[b]" / "db.ims.json").as_uri()

    async def test(client: Client) -> None:
        for each in (uri, other):
            client.open(each, '{"name": "web"}', "json")
        declared = await ask_at(client, "declare", uri, operation="dataimages")
        assert declared == {"pattern": "a[[]b]/web.ims.json"}
        assert await ask_at(client, "declare", uri, operation=None) == declared
        client.configure({"ims-lint": {"perFileOperation": {declared["pattern"]: "dataimages"}}})
        assert await operation(client, uri) == ("dataimages", "configuration")
        assert await operation(client, other) == ("image", "default")
        client.configure({"ims-lint": {}})
        assert await operation(client, uri) == ("image", "default")
        assert client.messages == []

    with_client(test, folders=[tmp_path.as_uri(), folder.as_uri()])


def test_the_setting_comes_before_the_configuration_and_behind_what_the_file_says(tmp_path):
    (tmp_path / ".ims-lint.toml").write_text('operation = "dataimages"\n[per-file-operation]\n"*.yaml" = "image"\n')
    settings = {"/web.ims.yaml": "quickimport", "*.ims.yaml": "wholeimages", "sub/": "dataimages"}
    files = [
        ("web.ims.yaml", "", "quickimport", "configuration"),
        ("db.ims.yaml", "", "wholeimages", "configuration"),
        ("sub/web.ims.yaml", "", "wholeimages", "configuration"),
        ("sub/web.ims.yml", "", "dataimages", "configuration"),
        ("web.ims.yml", "", "dataimages", "configuration"),
        ("web.quickimport.ims.yaml", "", "wholeimages", "configuration"),
        ("web.ims.yaml", f"{COMMENT}image\n", "image", "comment"),
    ]

    async def test(client: Client) -> None:
        client.configure({"ims-lint": {"perFileOperation": settings}})
        for name, text, *decided in files:
            uri = (tmp_path / name).as_uri()
            client.open(uri, text)
            assert await operation(client, uri) == tuple(decided), name

    with_client(test, folders=[tmp_path.as_uri()])


def test_what_is_wrong_with_the_setting_is_told_once():
    told = [
        'ims-lint.perFileOperation: the file pattern "[" must not contain "[" without "]"; use "[[]" for the '
        'character "["',
        'ims-lint.perFileOperation: the file pattern "*" has the unknown operation quickimprot, did you mean '
        "quickimport?",
    ]

    async def test(client: Client) -> None:
        for _ in range(2):
            client.configure(
                {"ims-lint": {"perFileOperation": {"[": "image", "*": "quickimprot", "*.yaml": "dataimages"}}}
            )
            client.open(PLAIN, "")
            assert await operation(client, PLAIN) == ("dataimages", "configuration")
            assert client.messages == told
        client.configure({"ims-lint": {"perFileOperation": ["image"]}})
        assert await operation(client, PLAIN) == ("image", "default")
        assert client.messages[len(told) :] == [
            "ims-lint.perFileOperation must be an object of file patterns with names of operations"
        ]

    with_client(test)


@pytest.mark.parametrize("name", ["web.json", "[a]*?.json", "sub/a{b}.json", "ä/b c.json"])
def test_the_pattern_for_a_file_is_valid_and_matches_only_that(name, tmp_path):
    pattern = pattern_for(str(tmp_path / name), str(tmp_path))
    assert pattern and fault(pattern) is None
    assert pattern_for(str(tmp_path.parent / "web.json"), str(tmp_path)) is None


@pytest.mark.parametrize("name", HOSTS)
def test_the_operation_of_a_request_in_another_file_can_be_chosen_unless_its_address_declares_it(name, tmp_path):
    (tmp_path / ".ims-lint.toml").write_text(SETTINGS)
    host = HOSTS[name]
    text = host.text.replace("§", "")
    uri = (tmp_path / host.name).as_uri()
    cursor = place(text, text.index("image_url"))
    is_addressed = "/cloudimages/" in text

    async def test(client: Client) -> None:
        client.open(uri, text)
        origin = "address" if is_addressed else "comment"
        assert await operation(client, uri, *cursor) == ("quickimport", origin)
        answer = await ask_at(client, "declare", uri, *cursor, operation="dataimages")
        if is_addressed:
            assert answer == {"refused": BECAUSE["address"]}
            return
        client.open(uri, edited(text, answer["edits"]))
        assert await operation(client, uri, *cursor) == ("dataimages", "comment")

    with_client(test, folders=[tmp_path.as_uri()])


IN_MARKDOWN = [
    # a text, the operation, the text after it, the text without it
    (
        "# Web\n\n- x\n\n  ```yaml ims-lint\n  name: web\n  ```\n",
        "# Web\n\n- x\n\n  <!-- ims-lint: operation=dataimages -->\n  ```yaml ims-lint\n  name: web\n  ```\n",
        "# Web\n\n- x\n\n  ```yaml ims-lint\n  name: web\n  ```\n",
    ),
    (
        "> ```json ims-lint operation=image\n> {}\n> ```\n",
        "> ```json ims-lint operation=dataimages\n> {}\n> ```\n",
        "> ```json ims-lint\n> {}\n> ```\n",
    ),
    (
        f"```yaml ims-lint\nname: web  {COMMENT}image\n```\n",
        f"```yaml ims-lint\nname: web  {COMMENT}dataimages\n```\n",
        "```yaml ims-lint\nname: web\n```\n",
    ),
]


def test_a_choice_in_another_file_is_kept_where_that_says_it_or_in_a_comment_before_the_request(tmp_path):
    (tmp_path / ".ims-lint.toml").write_text('embedded = ["markdown"]\n')
    uri = (tmp_path / "web.md").as_uri()

    async def test(client: Client) -> None:
        for text, chosen, undone in IN_MARKDOWN:
            client.open(uri, text)
            answer = await ask_at(client, "declare", uri, text.count("\n") - 2, 4, operation="dataimages")
            assert edited(text, answer["edits"]) == chosen
            client.open(uri, chosen)
            assert await operation(client, uri) == ("dataimages", "comment")
            back = await ask_at(client, "declare", uri, operation=None)
            assert edited(chosen, back["edits"]) == undone

    with_client(test, folders=[tmp_path.as_uri()])


def test_starters_are_those_of_the_command_line():
    async def test(client: Client) -> None:
        operations = await ask(client, "operations")
        assert operations == json_api.operations()
        assert [each["name"] for each in operations] == [each.name for each in OPERATIONS]
        sources = [each["name"] for operation in operations for each in operation["sources"]]
        assert sources == list(SOURCES)
        for source in sources:
            for format in ("yaml", "json"):
                assert await ask(client, "new", source=source, format=format) == json_api.new(source, format)

    with_client(test)


def test_the_request_at_the_cursor_is_rendered():
    text = f"{ECS}---\nname: ${{NAME}}-${{PART}}\nvolume_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\nos_version: x\n"

    async def test(client: Client) -> None:
        client.open(PLAIN, text)
        first = await ask_at(client, "render", PLAIN, 1, 0, values=[])
        assert first == json_api.render(ECS) and json.loads(first["body"])["name"] == "web"
        assert await ask_at(client, "render", PLAIN, 3, 0, values=[["NAME", "db"]]) == {"missing": ["PART"]}
        second = await ask_at(client, "render", PLAIN, 3, 0, values=[["NAME", "db"], ["PART", "1"]])
        assert json.loads(second["body"])["name"] == "db-1"
        client.open(PLAIN, text.replace("volume_id", "volume_di"))
        assert await ask_at(client, "render", PLAIN, 1, 0, values=[]) == first
        assert await ask_at(client, "render", PLAIN, 3, 0, values=[]) == {"refused": "/nowhere/web.ims.yaml has errors"}
        client.open(PLAIN, "")
        assert "refused" in await ask_at(client, "render", PLAIN, values=[])

    with_client(test)


def test_of_several_requests_in_a_file_the_cursor_decides_which_is_rendered(tmp_path):
    (tmp_path / ".ims-lint.toml").write_text('embedded = ["markdown"]\n')
    block = f"```yaml ims-lint\n{ECS}```\n"
    text = f"# Two\n\n{block}\n{block.replace('web', 'db')}"
    uri = (tmp_path / "web.md").as_uri()

    async def test(client: Client) -> None:
        client.open(uri, text)
        refused = await ask_at(client, "render", uri, text.count("\n"), 0, values=[])
        assert refused == {"refused": "there are 2 requests in this file; put the cursor into one of them"}
        for name in ("web", "db"):
            answer = await ask_at(client, "render", uri, *place(text, text.index(f"name: {name}")), values=[])
            assert json.loads(answer["body"])["name"] == name

    with_client(test, folders=[tmp_path.as_uri()])


def test_whom_an_extension_brought_ims_lint_is_told_where_to_install_a_library(tmp_path, monkeypatch):
    (tmp_path / ".ims-lint.toml").write_text(SETTINGS)
    (tmp_path / "tree_sitter_bash.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def test(client: Client) -> None:
        uri = (tmp_path / "web.sh").as_uri()
        client.open(uri, HOSTS["word in single quotes"].text.replace("§", ""))
        assert await client.diagnostics(uri) == []
        assert client.messages == [
            "shell scripts need tree-sitter and tree-sitter-bash: the extension cannot contain them; pip install "
            '"ims-lint[embedded,lsp]" in the environment of the project, and set ims-lint.importStrategy to '
            '"fromEnvironment"'
        ]

    with_client(test, folders=[tmp_path.as_uri()], options={"bundled": True})
