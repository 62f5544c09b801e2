"""The language server gives the verdict of `check`, and helps while typing; asked by pygls' client over stdio."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from lsprotocol import types

from ims_lint import lint_file, lint_text
from tests.lsp.client import Client, apply, span, with_client

URI = "file:///nowhere/web.ims.yaml"
JSON_URI = "file:///nowhere/web.ims.json"
CASES = Path(__file__).parents[1] / "cases"
OBS = "name: web\nimage_url: ims-images:web.qcow2\nmin_disk: 40\n"


def test_every_case_has_the_same_verdict_as_check_pushed_and_pulled():
    async def test(client: Client) -> None:
        files = sorted(path for path in CASES.glob("*/*") if path.name.endswith((".ims.yaml", ".ims.json")))
        assert len(files) > 100
        for path in files:
            try:
                text = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                continue
            if text.startswith("\ufeff"):
                continue
            expected = [
                (each.code, each.severity, each.start.line - 1, each.end.line - 1, len(each.related), each.url)
                for each in lint_file(str(path))
            ]
            client.open(path.as_uri(), text, "json" if path.suffix == ".json" else "yaml")
            for found in (await client.diagnostics(path.as_uri(), 1), await client.pull(path.as_uri())):
                assert [
                    (
                        each.code,
                        each.severity.name.lower(),
                        each.range.start.line,
                        each.range.end.line,
                        len(each.related_information or ()),
                        each.code_description.href,
                    )
                    for each in found
                ] == expected, path

    with_client(test)


def test_unused_and_deprecated_are_tagged():
    async def test(client: Client) -> None:
        client.open(URI, OBS + "is_config_init: true\ndescription: x # ims-lint: ignore[IMS301]\n")
        found = {each.code: list(each.tags or ()) for each in await client.diagnostics(URI)}
        assert found["IMS509"] == [types.DiagnosticTag.Deprecated]
        assert found["IMS010"] == [types.DiagnosticTag.Unnecessary]

    with_client(test)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_positions_are_in_the_encoding_agreed_on(encoding):
    async def test(client: Client) -> None:
        assert client.capabilities.position_encoding == encoding
        client.open(JSON_URI, '{"a": "äöüß😀", "b": ,}', "json")
        [found] = await client.diagnostics(JSON_URI)
        text = '{"a": "äöüß😀", "b": ,}'
        comma = text.index(",}")
        units = {"utf-8": len(text[:comma].encode()), "utf-16": comma + 1, "utf-32": comma}[encoding]
        assert found.range.start == types.Position(0, units)
        client.change(JSON_URI, (0, units, 0, units + 1, "1"))
        version_2 = await client.diagnostics(JSON_URI, 2)
        assert "IMS001" not in [each.code for each in version_2]

    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
    with_client(test, types.ClientCapabilities(general=general))


def test_a_client_that_asks_for_diagnostics_is_not_sent_them_twice():
    async def test(client: Client) -> None:
        client.open(URI, OBS + "min_ram: -1\n")
        assert len(await client.pull(URI)) == 1
        while await client.diagnostics(URI):
            pass
        client.change(URI, OBS)
        assert await client.pull(URI) == []
        assert client.published.empty()

    text_document = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
    with_client(test, types.ClientCapabilities(text_document=text_document))


def test_each_fix_is_a_quick_fix_and_all_safe_ones_come_together():
    text = 'name: web\nimage_url: ims-images:web.qcow2\nmin_disk: "40"\nos_type: linux\nmin_ram: "1024"\n'

    async def test(client: Client) -> None:
        client.open(URI, text)
        await client.diagnostics(URI)
        offered = await client.actions(URI, span(2, 10, 2, 10))
        fixes = [each for each in offered if each.diagnostics and each.is_preferred]
        [fix] = fixes
        assert "min_disk: 40\n" in apply(text, fix.edit.changes[URI])
        assert {each.kind for each in offered} == {"quickfix"}
        [everything] = await client.actions(URI, span(0, 0, 0, 0), "source.fixAll")
        fixed = apply(text, everything.edit.changes[URI])
        assert "min_disk: 40\nos_type: Linux\nmin_ram: 1024\n" in fixed
        assert not lint_text(fixed, "web.ims.yaml")
        assert everything.title == "Apply all safe fixes in this file"
        assert await client.actions(URI, span(2, 10, 2, 10), "refactor") == []

    with_client(test)


def test_the_title_of_an_unsafe_fix_says_so_once():
    text = OBS + "os_version: CentOS 7.0 64 bit\n"

    async def test(client: Client) -> None:
        client.open(URI, text)
        await client.diagnostics(URI)
        unsafe = [each for each in lint_text(text, "web.ims.yaml") if each.fix and not each.fix.safe]
        assert unsafe
        for diagnostic in unsafe:
            line = diagnostic.start.line - 1
            offered = await client.actions(URI, span(line, 0, line, 30))
            [fix] = [each for each in offered if each.diagnostics and each.title.endswith("(unsafe)")]
            assert not fix.is_preferred
            assert fix.title == f"{diagnostic.fix.title.removesuffix(' (unsafe)')} (unsafe)"

    with_client(test)


@pytest.mark.parametrize(
    "text, line",
    [
        (OBS + "min_ram: -1\n", 3),
        (OBS + "min_ram: -1 # why\n", 3),
        (OBS + "min_ram: x # ims-lint: ignore[IMS303]\n", 3),
        (OBS + "description: |\n  a\n  b\n", 3),
        (OBS + 'description: "<a\n  b>"\n', 3),
        (OBS + "tags: [a b]\n", 3),
    ],
)
def test_a_rule_can_be_ignored_where_it_is_broken(text, line):
    async def test(client: Client) -> None:
        client.open(URI, text)
        await client.diagnostics(URI)
        before = lint_text(text, "web.ims.yaml")
        ignores = [each for each in await client.actions(URI, span(line, 0, line, 30)) if "Suppress" in each.title]
        assert ignores
        for each in ignores:
            after = lint_text(apply(text, each.edit.changes[URI]), "web.ims.yaml")
            assert len(after) < len(before) and {one.code for one in after} <= {one.code for one in before}

    with_client(test)


def test_json_has_no_comments_to_ignore_a_rule_with():
    async def test(client: Client) -> None:
        client.open(JSON_URI, '{"name": "web", "instance_id": ""}', "json")
        await client.diagnostics(JSON_URI)
        assert not [each for each in await client.actions(JSON_URI, span(0, 0, 0, 34)) if "Suppress" in each.title]

    with_client(test)


@pytest.mark.parametrize(
    "text, has, has_not",
    [
        ("¦", ["instance_id", "image_url", "volume_id", "data_images", "name"], []),
        (OBS + "type: ¦\n", ["ECS", "IsoImage"], ["name"]),
        (OBS + "type:¦", ["ECS", "IsoImage"], ["name"]),
        (OBS + "type: Iso¦\nname: x", ["IsoImage"], ["name"]),
        (OBS + "is_config: ¦", ["true", "false"], ["name"]),
        (OBS + "os_version: Cent¦", ["CentOS 7.6 64bit"], ["name"]),
        (OBS + "tags:\n  - a.b\n¦", ["description"], ["image_tags", "tags", "name"]),
        (OBS + "data_images:\n  - ¦", ["image_url", "min_disk"], ["os_type", "volume_id"]),
        (OBS + "data_images:\n  - image_url: a\n    ¦\n", ["min_disk", "name"], ["image_url", "os_type"]),
        (OBS + "data_images:\n  - image_url: a\n    mi¦: 1\n", ["min_disk", "name"], ["image_url", "os_type"]),
        ("data_images:\n- name: a\n  vol¦", ["volume_id"], ["name", "image_url"]),
        (OBS + "image_tags:\n  - key: a\n    ¦", ["value"], ["key", "name"]),
        ("instance_id: x\n---\n" + OBS + "¦", ["os_type"], ["instance_id", "name"]),
        (OBS + "data_images: [{image_url: a, ¦", ["min_disk"], ["image_url", "os_type"]),
        (OBS + "description: |\n  ¦text", [], ["name", "type"]),
    ],
)
def test_completion_in_yaml(text, has, has_not):
    async def test(client: Client) -> None:
        before, _, after = text.partition("¦")
        client.open(URI, before + after)
        offered = await client.complete(URI, before.count("\n"), len(before.rpartition("\n")[2]))
        assert set(has) <= set(offered), offered.keys()
        assert not set(has_not) & set(offered)

    with_client(test)


@pytest.mark.parametrize(
    "text, pick, made",
    [
        ('{"image_url": "a:b", ¦}', "min_disk", '{"image_url": "a:b", "min_disk": }'),
        ('{"image_url": "a:b", "mi¦"}', "min_disk", '{"image_url": "a:b", "min_disk": }'),
        ('{"image_url": "a:b", "mi¦": 4}', "min_disk", '{"image_url": "a:b", "min_disk": 4}'),
        ('{¦"image_url": "a:b"}', "image_url", '{"image_url": "a:b"}'),
        ('{¦\n"image_url": "a:b"}', "name", '{"name": "",\n"image_url": "a:b"}'),
        ('{"image_url": "a:b", "type": ¦}', "ECS", '{"image_url": "a:b", "type": "ECS"}'),
        ('{"image_url": "a:b", "type": "¦"}', "ECS", '{"image_url": "a:b", "type": "ECS"}'),
        ('{"image_url": "a:b", "is_config": ¦', "true", '{"image_url": "a:b", "is_config": true'),
        ('{"data_images": [{"name": "x", ¦', "volume_id", '{"data_images": [{"name": "x", "volume_id": ""'),
    ],
)
def test_completion_in_json(text, pick, made):
    async def test(client: Client) -> None:
        before, _, after = text.partition("¦")
        client.open(JSON_URI, before + after, "json")
        offered = await client.complete(JSON_URI, before.count("\n"), len(before.rpartition("\n")[2]))
        assert apply(before + after, [offered[pick].text_edit]) == made

    with_client(test)


@pytest.mark.parametrize(
    "text, says",
    [
        (OBS + "min_¦ram: 5\n", ["min_ram", "Minimum memory", "MB"]),
        (OBS + "type: IsoI¦mage\n", ["Image type", "FusionCompute"]),
        (OBS + "min_ram: -¦1\n", ["Minimum memory", "IMS303", "https://"]),
        (OBS + "min_¦ram: [\n", ["Minimum memory"]),
        ("data_images:\n  - volume_id: x\n    na¦me: y", ["Image name", "required"]),
        ("# a comm¦ent\n" + OBS, []),
    ],
)
def test_hover_tells_of_the_parameter_and_of_the_rules_that_it_breaks(text, says):
    async def test(client: Client) -> None:
        before, _, after = text.partition("¦")
        client.open(URI, before + after)
        shown = await client.hover(URI, before.count("\n"), len(before.rpartition("\n")[2]))
        assert all(word in shown for word in says) and bool(shown) == bool(says)

    with_client(test)


def test_symbols_of_several_documents():
    text = OBS + "---\nname: disks\ndata_images:\n  - name: one\n    volume_id: x\n  - name: two\n    volume_id: [\n"

    async def test(client: Client) -> None:
        client.open(URI, text)
        found = await client.symbols(URI)
        assert [each.name for each in found] == ["web", "disks"]
        assert [each.name for each in found[0].children] == ["name", "image_url", "min_disk"]
        elements = next(each for each in found[1].children if each.name == "data_images").children
        assert [each.detail for each in elements] == ["one", "two"]
        assert found[1].range.start.line == 4 and found[1].range.end.line == 9

    nested = types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True)
    text_document = types.TextDocumentClientCapabilities(document_symbol=nested)
    with_client(test, types.ClientCapabilities(text_document=text_document))


def test_the_configuration_holds_and_is_read_again_when_it_changes(tmp_path):
    file = tmp_path / "web.ims.yaml"
    config = tmp_path / ".ims-lint.toml"
    config.write_text('ignore = ["IMS303"]\n')

    async def test(client: Client) -> None:
        client.open(file.as_uri(), OBS + "min_ram: -1\n")
        assert await client.diagnostics(file.as_uri()) == []
        assert client.registered == ["workspace/didChangeWatchedFiles"]
        config.write_text('severity = { IMS303 = "warning" }\n')
        event = types.FileEvent(config.as_uri(), types.FileChangeType.Changed)
        client.protocol.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        [found] = await client.diagnostics(file.as_uri())
        assert found.severity == types.DiagnosticSeverity.Warning
        config.write_text("severity = 3\n")
        client.change(file.as_uri(), (0, 0, 0, 0, "# seen without being told\n"))
        [found] = await client.diagnostics(file.as_uri(), 2)
        assert ".ims-lint.toml" in found.message and found.code is None
        config.rename(tmp_path / "ims-lint.toml")
        [found] = await client.pull(file.as_uri())
        assert "ims-lint.toml: the name must be .ims-lint.toml" in found.message and found.code is None
        (tmp_path / "ims-lint.toml").unlink()
        config.write_text('exclude = ["web*"]\n')
        assert await client.pull(file.as_uri()) == []

    watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    workspace = types.WorkspaceClientCapabilities(did_change_watched_files=watched)
    with_client(test, types.ClientCapabilities(workspace=workspace), tmp_path.as_uri())


def test_each_document_has_the_configuration_of_its_workspace_folder(tmp_path):
    for name, ignored in (("one", "IMS303"), ("two", "IMS306")):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".ims-lint.toml").write_text(f'ignore = ["{ignored}"]\n')
    one, two = ((tmp_path / name).as_uri() for name in ("one", "two"))

    async def test(client: Client) -> None:
        async def codes(uri: str) -> list[int | str | None]:
            client.open(uri, OBS + "min_ram: -1\n")
            return [each.code for each in await client.diagnostics(uri)]

        assert await codes(f"{one}/web.ims.yaml") == []
        assert await codes(f"{two}/web.ims.yaml") == ["IMS303"]
        assert await codes("untitled:Untitled-1") == []
        assert await codes(f"untitled:{(tmp_path / 'two' / 'new.yaml').as_posix()}") == ["IMS303"]
        event = types.WorkspaceFoldersChangeEvent(added=[], removed=[types.WorkspaceFolder(one, one)])
        client.protocol.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
        assert await codes("untitled:Untitled-2") == ["IMS303"]

    with_client(test, folders=[one, two])


def test_what_only_python_takes_for_a_line_break_moves_no_change():
    async def test(client: Client) -> None:
        client.open(URI, OBS + "description: a\u2028b\x85c\x0cd\nmin_ram: -1\n")
        client.change(URI, (4, 9, 4, 11, "1024"), (3, 13, 3, 20, "x"))
        assert await client.diagnostics(URI, 2) == []

    with_client(test)


def test_only_requests_are_linted_and_other_files_left_in_peace():
    async def test(client: Client) -> None:
        for uri, text, count in [
            ("file:///nowhere/docker-compose.yml", "services: {}\n", 0),
            ("file:///nowhere/body.yml", "instance_id: x y\nname: web\n", 1),
            ("file:///nowhere/backup.yml", "backup_id: x y\nwhole_image_type: CBR\nname: web\n", 1),
            ("untitled:Untitled-1", "instance_id: x y\nname: web\n", 1),
            ("untitled:Untitled-2", "hello\n", 0),
        ]:
            client.open(uri, text)
            assert len(await client.diagnostics(uri)) == count, uri

    with_client(test)


def test_fifty_keystrokes_a_second_in_2000_lines_keep_up():
    element = "  - name: disk-{}\n    volume_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n"
    text = "data_images:\n" + "".join(element.format(index) for index in range(1000)) + "description: \n"

    async def test(client: Client) -> None:
        client.open(URI, text)
        await client.diagnostics(URI, 1)
        started = time.perf_counter()
        typed = 100
        for index in range(typed):
            client.change(URI, (2001, 13 + index, 2001, 13 + index, "x"))
            await asyncio.sleep(max(0, started + (index + 1) * 0.02 - time.perf_counter()))
        behind = time.perf_counter()
        await client.complete(URI, 2001, 0)
        answered = time.perf_counter() - behind
        await client.diagnostics(URI, typed + 1)
        print(f"completion {answered * 1000:.0f} ms, diagnostics {(time.perf_counter() - behind) * 1000:.0f} ms later")
        assert time.perf_counter() - behind < 5

    with_client(test)
