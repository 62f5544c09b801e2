"""The language server serves requests in other files: where they are, and nothing where none is."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lsprotocol import types

from ims_lint import lint_text
from ims_lint.config import Config
from tests.lsp.client import Client, apply, span, with_client

HOSTED = Config(embedded_only=True, operation="quickimport")
SETTINGS = """\
embedded = ["shell", "http", "markdown", "ansible", "envelope"]
per-file-operation = { "*" = "quickimport" }
"""
NESTED = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        document_symbol=types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True)
    )
)


class Host(NamedTuple):
    """A file with a place for parameters of the operation quickimport, after `image_url`.

    `§` is that place; `before` each parameter is what continues the lines before it, `write` a parameter
    with an integer. `comment` starts a comment for the request.
    """

    name: str
    text: str
    before: str = ",\n  "
    write: str = '"{}": {}'
    comment: str = "# ims-lint: ignore["


ADDRESS = "https://ims.example.com/v2/cloudimages/quickimport/action"
FILE = '"image_url": "ims-images:web.zvhd2"'
HOSTS = {
    "http": Host(
        "web.http",
        "### other\nGET https://example.com\n\n### import\n@host = ims.example.com\n"
        f"POST https://{{{{host}}}}/v2/cloudimages/quickimport/action HTTP/1.1\nX-Auth-Token: {{{{token}}}}\n\n"
        f'{{\n  "name": "{{{{name}}}}",\n  "os_version": "CentOS 7.6 64bit",\n  {FILE}§\n}}\n\n###\n',
    ),
    "envelope": Host(
        "web.json",
        f'{{"path": "{ADDRESS}", "body": {{\n  "name": "web",\n  "os_version": "CentOS 7.6 64bit",\n  {FILE}§\n}}}}\n',
        comment="",
    ),
    "playbook": Host(
        "web.yml",
        "- hosts: all\n  tasks:\n    - name: other\n      debug: {msg: x}\n    - name: import\n"
        f'      ansible.builtin.uri:\n        url: "{ADDRESS}"\n        body_format: json\n        body:\n'
        '          name: "{{ name }}"\n          os_version: CentOS 7.6 64bit\n'
        "          image_url: ims-images:web.zvhd2§\n      register: answer\n",
        "\n          ",
        "{}: {}",
    ),
    "text in a task": Host(
        "web.yaml",
        f'- name: import\n  uri:\n    url: "{ADDRESS}"\n    body: |\n      {{\n        "name": "{{{{ name }}}}",\n'
        f'        "os_version": "CentOS 7.6 64bit",\n        {FILE}§\n      }}\n  register: answer\n',
        ",\n        ",
    ),
    "JSON in Markdown": Host(
        "web.md",
        "# x\n\n```json\n{}\n```\n\n1. list\n\n   > ~~~json ims-lint operation=quickimport\n   > {\n"
        f'   >   "name": "web",\n   >   "os_version": "CentOS 7.6 64bit",\n   >   {FILE}§\n   > }}\n   > ~~~\n',
        ",\n   >   ",
        comment="<!-- ims-lint: ignore[",
    ),
    "YAML in Markdown": Host(
        "README.md",
        "- list\n\n  ```yaml ims-lint operation=quickimport\n  name: web\n  os_version: CentOS 7.6 64bit\n"
        "  image_url: ims-images:web.zvhd2§\n  ```\n\nend\n",
        "\n  ",
        "{}: {}",
    ),
    "HTTP in Markdown": Host(
        "http.md",
        f'```http\nPOST {ADDRESS}\n\n{{"name": "web",\n"os_version": "CentOS 7.6 64bit",\n{FILE}§}}\n```\n\nend\n',
        ",\n",
        comment="<!-- ims-lint: ignore[",
    ),
    "shell in Markdown": Host(
        "shell.md",
        f'x\n\n```sh\ncurl -d \'{{"name": "web", "os_version": "CentOS 7.6 64bit", {FILE}§}}\' \\\n'
        f"  {ADDRESS}\n```\n\nend\n",
        ", ",
        comment="<!-- ims-lint: ignore[",
    ),
    "word in single quotes": Host(
        "web.sh",
        f'#!/bin/sh\necho x\n  curl -X POST \\\n  -d \'{{"name": "\'"$NAME"\'", "os_version": "CentOS 7.6 64bit",\n'
        f"  {FILE}§}}' \\\n  {ADDRESS}\n",
    ),
    "word in double quotes": Host(
        "create",
        f'#!/bin/bash\ncurl "{ADDRESS}" -d "{{\\"name\\": \\"$NAME\\", \\"os_version\\": \\"CentOS 7.6 64bit\\", '
        '\\"image_url\\": \\"ims-images:web.zvhd2\\"§}"\n',
        ", ",
        '\\"{}\\": {}',
    ),
    "here-document": Host(
        "here.sh",
        f'curl {ADDRESS} -d @- <<EOF\n{{\n  "name": "$NAME",\n  "os_version": "CentOS 7.6 64bit",\n'
        f"  {FILE}§\n}}\nEOF\n",
    ),
}
"""A file of each kind; adding one here adds it to most tests."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".ims-lint.toml").write_text(SETTINGS)
    return tmp_path


def filled(host: Host, *parameters: tuple[str, object]) -> str:
    """The file with parameters, whose values are written as they are in the host."""
    return host.text.replace("§", "".join(host.before + host.write.format(*each) for each in parameters))


def ask(project: Path, test: Any, **more: Any) -> None:
    with_client(test, root=project.as_uri(), **more)


def of_every_kind(made: Callable[[Host, Path], Callable[[Client], Awaitable[None]]]) -> Callable[[Path], None]:
    """A test that asks one server about a file of each kind: starting one takes longer than most questions."""

    def run(project: Path) -> None:
        async def test(client: Client) -> None:
            for kind, host in HOSTS.items():
                try:
                    await made(host, project)(client)
                except Exception as error:
                    error.add_note(kind)
                    raise

        ask(project, test, capabilities=NESTED)

    return run


def place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


@of_every_kind
def test_diagnostics_are_those_of_check(host, project):
    text = filled(host, ("min_disk", 3000), ("min_ram", 1))
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), text)
        expected = [
            (each.code, each.start.line - 1, each.start.column - 1, each.end.line - 1, each.end.column - 1)
            for each in lint_text(text, str(file), HOSTED)
        ]
        assert [each[0] for each in expected] == ["IMS303", "IMS204"]
        for found in (await client.diagnostics(file.as_uri(), 1), await client.pull(file.as_uri())):
            made = [(e.code, e.range.start.line, e.range.start.character, e.range.end.line, e.range.end.character)
                    for e in found]  # fmt: skip
            assert made == expected
            assert text.splitlines()[made[0][1]][made[0][2] : made[0][4]] == "3000"

    return test


@of_every_kind
def test_a_fix_writes_in_the_file(host, project):
    right = filled(host, ("min_disk", 987))
    quoted = right.replace("987", '"987"' if '\\"' not in right else '\\"987\\"')
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), quoted)
        [found] = await client.diagnostics(file.as_uri())
        assert found.code == "IMS301"
        [fix] = [each for each in await client.actions(file.as_uri(), found.range) if each.is_preferred]
        assert apply(quoted, fix.edit.changes[file.as_uri()]) == right
        [everything] = await client.actions(file.as_uri(), span(0, 0, 0, 0), "source.fixAll")
        assert apply(quoted, everything.edit.changes[file.as_uri()]) == right

    return test


@of_every_kind
def test_a_rule_is_suppressed_with_a_comment_of_the_file(host, project):
    text = filled(host, ("min_disk", -1), ("min_ram", 1))
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), text)
        found = await client.diagnostics(file.as_uri())
        [low] = [each for each in found if each.code == "IMS303"]
        offered = [each for each in await client.actions(file.as_uri(), low.range) if "Suppress" in each.title]
        if not host.comment:
            assert offered == []
            return
        [made] = offered
        after = apply(text, made.edit.changes[file.as_uri()])
        assert host.comment + "IMS303]" in after
        assert "IMS303" not in [each.code for each in lint_text(after, str(file), HOSTED)]
        assert re.sub(r"(?m)^[ >]*(#|<!--) ims-lint:.*\n| +# ims-lint:.*", "", after) == text

    return test


def test_a_further_rule_is_added_to_the_comment(project):
    text = filled(HOSTS["http"], ("min_disk", -1), ("min_ram", 1))
    text = text.replace("POST", "// ims-lint: ignore[IMS204] # why\nPOST")
    uri = (project / "web.http").as_uri()

    async def test(client: Client) -> None:
        client.open(uri, text)
        [found] = await client.diagnostics(uri)
        assert found.code == "IMS303"
        [made] = [each for each in await client.actions(uri, found.range) if "Suppress" in each.title]
        assert apply(text, made.edit.changes[uri]) == text.replace("[IMS204]", "[IMS204, IMS303]")

    ask(project, test)


@of_every_kind
def test_completion_is_that_of_the_operation_of_the_address(host, project):
    file = project / host.name
    typed = filled(host, ("min_disk", 1))
    key = host.write.format("min_disk", 1)
    at = typed.index(key)
    end = at + len(key)

    async def test(client: Client) -> None:
        for text, offset in [
            (typed, at + key.index("min_disk") + 3),
            (typed[:at] + key.partition(":")[0] + typed[end:], at + 4),
            (typed[:at] + typed[end:], at),
        ]:
            client.open(file.as_uri(), text)
            offered = await client.complete(file.as_uri(), *place(text, offset))
            assert {"min_disk", "description", "architecture"} <= set(offered), (text, offset)
            assert not {"image_url", "name", "cmk_id", "instance_id"} & set(offered)
            made = apply(text, [offered["min_disk"].text_edit])
            written = host.write.format("min_disk", "")
            assert made[:at] == typed[:at] and made[at:].startswith(written.rstrip()), made

    return test


@of_every_kind
def test_values_are_completed(host, project):
    text = filled(host, ("min_disk", 40), ("type", 1))
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), text)
        offset = text.index(host.write.format("type", 1)) + len(host.write.format("type", 1))
        offered = await client.complete(file.as_uri(), *place(text, offset))
        assert {"ECS", "BMS"} <= set(offered) and "IsoImage" not in offered
        made = apply(text, [offered["BMS"].text_edit])
        assert lint_text(text, str(file), HOSTED) and not lint_text(made, str(file), HOSTED)

    return test


@of_every_kind
def test_hover_tells_of_the_parameter_at_its_place(host, project):
    text = filled(host, ("min_disk", 3000))
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), text)
        line, character = place(text, text.index("min_disk") + 2)
        shown = await client.hover(file.as_uri(), line, character)
        assert "Minimum system disk size" in shown
        number = await client.hover(file.as_uri(), *place(text, text.index("3000") + 1))
        assert "IMS303" in number

    return test


@of_every_kind
def test_symbols_are_the_requests_of_the_file(host, project):
    text = filled(host, ("min_disk", 40))
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), text)
        [found] = await client.symbols(file.as_uri())
        assert "quickimport" in found.detail
        assert {"image_url", "min_disk"} <= {each.name for each in found.children}
        disk = next(each for each in found.children if each.name == "min_disk")
        assert place(text, text.index("min_disk")) >= (disk.range.start.line, disk.range.start.character)
        assert disk.range.start.line == place(text, text.index("min_disk"))[0]

    return test


@of_every_kind
def test_nothing_is_offered_outside_of_a_request(host, project):
    text = filled(host, ("min_disk", 40))
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), text)
        for offset in (0, 1, 4, max(text.find("cloudimages"), 0), len(text)):
            assert await client.complete(file.as_uri(), *place(text, offset)) == {}
            assert await client.hover(file.as_uri(), *place(text, offset)) == ""

    return test


@of_every_kind
def test_an_incomplete_file_brings_no_error(host, project):
    """The server answers each question with a result; the client raises if one is an error."""
    text = filled(host, ("min_disk", 40))
    file = project / host.name

    async def test(client: Client) -> None:
        for end in range(0, len(text), 7):
            client.open(file.as_uri(), text[:end])
            where = place(text, end)
            await client.complete(file.as_uri(), *where)
            await client.hover(file.as_uri(), *where)
            await client.symbols(file.as_uri())
            await client.actions(file.as_uri(), span(*where, *where))
            assert "failed" not in str(await client.pull(file.as_uri()))

    return test


@of_every_kind
def test_a_byte_order_mark_moves_nothing(host, project):
    text = "\ufeff" + filled(host, ("min_disk", 3000))
    file = project / host.name

    async def test(client: Client) -> None:
        client.open(file.as_uri(), text)
        line, character = place(text, text.index("min_disk") + 2)
        assert "IMS303" in [each.code for each in await client.diagnostics(file.as_uri())]
        assert "Minimum system disk size" in await client.hover(file.as_uri(), line, character)
        assert "min_disk" in await client.complete(file.as_uri(), line, character)

    return test


def test_a_request_that_looks_like_an_envelope_is_none(tmp_path):
    uri = (tmp_path / "web.ims.json").as_uri()

    async def test(client: Client) -> None:
        client.open(uri, '{"body": {"image_url": "a:b", "na": 1}}', "json")
        assert await client.complete(uri, 0, 34) == {}
        assert "instance_id" in await client.complete(uri, 0, 1)

    ask(tmp_path, test)


def test_a_missing_library_is_told_once(project, monkeypatch):
    (project / "markdown_it.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(project))
    text = filled(HOSTS["HTTP in Markdown"], ("min_disk", 3000))

    async def test(client: Client) -> None:
        for name in ("one.md", "two.md"):
            uri = (project / name).as_uri()
            client.open(uri, text)
            assert await client.diagnostics(uri) == [] == await client.pull(uri)
            where = place(text, text.index("min_disk"))
            assert await client.complete(uri, *where) == {} and await client.hover(uri, *where) == ""
            assert await client.symbols(uri) == [] == await client.actions(uri, span(*where, *where))
        [told] = client.messages
        assert "markdown-it-py" in told and "ims-lint[embedded]" in told

    ask(project, test)


def test_the_first_parameter_of_a_task_is_completed(project):
    text = filled(HOSTS["playbook"])
    start = text.index("          name:")
    uri = (project / "web.yml").as_uri()

    async def test(client: Client) -> None:
        for typed in ("          ", "          im", "          image_url"):
            client.open(uri, text[:start] + typed + "\n      register: answer\n")
            offered = await client.complete(uri, *place(text[:start] + typed, start + len(typed)))
            assert {"image_url", "name"} <= set(offered) and "cmk_id" not in offered, typed

    ask(project, test)


def test_several_requests_are_numbered_and_each_has_its_operation(project):
    one = filled(HOSTS["http"], ("min_disk", 40))
    text = one + one.replace("quickimport/", "").replace('"{{name}}"', '"two"').replace("zvhd2", "qcow2")
    text += 'POST https://h/v1/cloudimages/dataimages/action\n\n{\n  "min_disk": 1,\n  \n}\n'
    uri = (project / "web.http").as_uri()

    async def test(client: Client) -> None:
        client.open(uri, text)
        assert [(each.name, each.detail.rpartition("(")[2]) for each in await client.symbols(uri)] == [
            ("${name}", "quickimport)"),
            ("two", "System disk image from an image file in OBS"),
            ("request 3", "dataimages)"),
        ]
        offered = await client.complete(uri, text.count("\n") - 2, 2)
        assert "cmk_id" in offered and "os_version" not in offered

    ask(project, test, capabilities=NESTED)


def test_the_name_of_an_operation_is_completed_before_a_request(project):
    text = filled(HOSTS["http"]).replace("POST", "// ims-lint: operation=x\nPOST")
    text += "# ims-lint: operation=x\n"
    uri = (project / "web.http").as_uri()

    async def test(client: Client) -> None:
        client.open(uri, text)
        offered = await client.complete(uri, *place(text, text.index("=x") + 1))
        assert "quickimport" in offered
        assert await client.complete(uri, *place(text, text.rindex("=x") + 1)) == {}

    ask(project, test)


REQUEST = '{"name": "web", "instance_id": ""}'


@pytest.mark.parametrize(
    "settings, name, text, count",
    [
        ('embedded = ["http"]', "web.http", f"POST https://h/v2/cloudimages/action\n\n{REQUEST}\n", 1),
        ('include = ["*.http"]', "web.http", f"POST https://h/v2/cloudimages/action\n\n{REQUEST}\n", 1),
        ('embedded = ["shell"]', "web.http", f"POST https://h/v2/cloudimages/action\n\n{REQUEST}\n", 0),
        ("", "web.http", f"POST https://h/v2/cloudimages/action\n\n{REQUEST}\n", 0),
        ('embedded = ["http"]\nexclude = ["w*"]', "web.http", f"POST https://h/v2/cloudimages/action\n\n{REQUEST}", 0),
        ('embedded = ["envelope"]', "web.json", f'{{"body": {REQUEST}}}', 1),
        ('embedded = ["ansible"]', "web.json", f'{{"body": {REQUEST}}}', 0),
        ('embedded = ["envelope"]', "web.json", '{"body": 1}', 0),
        ('embedded = ["envelope"]', "web.json", '{"body": {', 0),
        ('embedded = ["ansible"]', "compose.yml", "services:\n  web: [\n", 0),
        ('embedded = ["ansible"]', "list.yml", "- a\n- b: {c\n", 0),
        ('embedded = ["ansible"]', "web.yml", "name: web\ninstance_id: ''\n", 1),
        ('include = ["*.yml"]', "compose.yml", "services: {}\n", 1),
        ('embedded = ["markdown"]', "README.md", "# x\n\n```json\n" + REQUEST + "\n```\n", 0),
    ],
)
def test_the_configuration_says_which_files_are_searched(settings, name, text, count, tmp_path):
    (tmp_path / ".ims-lint.toml").write_text(settings)
    uri = (tmp_path / name).as_uri()

    async def test(client: Client) -> None:
        client.open(uri, text)
        found = await client.diagnostics(uri)
        assert len(found) >= count and bool(found) == bool(count), found
        assert client.messages == []

    ask(tmp_path, test)


@pytest.mark.parametrize("uri, language", [("untitled:Untitled-1", "http"), ("untitled:new.http", "plaintext")])
def test_an_unsaved_file_has_the_kind_of_its_language(uri, language, project):
    async def test(client: Client) -> None:
        client.open(uri, f"POST https://h/v2/cloudimages/action\n\n{REQUEST}\n", language)
        assert len(await client.diagnostics(uri)) == 1

    ask(project, test)
