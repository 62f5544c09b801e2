"""The language server knows all operations, and decides on the one of a request as `check` does."""

from __future__ import annotations

import pytest
from lsprotocol import types
from pygls.workspace import PositionCodec

from ims_lint import lint_text
from ims_lint.config import Config
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.lsp.document import OpenDocument
from ims_lint.lsp.draft import drafts
from ims_lint.operations import BY_NAME, OPERATIONS, SOURCES
from ims_lint.schema.compiled import SOURCE_OF
from ims_lint.schema.store import source_schema
from tests.lsp.client import Client, apply, span, with_client
from tests.lsp.test_server import CASES, OBS

PLAIN = "file:///nowhere/web.ims.yaml"
QUICK = "file:///nowhere/web.quickimport.ims.yaml"
WHOLE = "file:///nowhere/web.wholeimages.ims.yaml"
DATA = "file:///nowhere/web.dataimages.ims.yaml"
JSON = "file:///nowhere/web.ims.json"
COMMENT = "# ims-lint: operation=quickimport\n"

REQUESTS = {
    "ecs": "instance_id: x\n",
    "ecs-data-disks": "data_images: []\n",
    "obs-file": "image_url: ims-images:web.qcow2\n",
    "data-disk": "volume_id: x\n",
    "quickimport-system-disk": "image_url: ims-images:web.raw\n",
    "quickimport-data-disk": "type: DataImage\n",
    "wholeimages-ecs": "instance_id: x\n",
    "wholeimages-backup": "backup_id: x\n",
    "dataimages": "image_url: ims-images:web.qcow2\n",
}


@pytest.mark.parametrize("source", SOURCES)
def test_the_parameters_of_the_source_that_are_missing_are_offered(source):
    operation = next(each.name for each in OPERATIONS if source in each.source_names)
    uri = f"file:///nowhere/web.{operation}.ims.yaml"

    async def test(client: Client) -> None:
        for ending in ["\n", "n\n", "na", "min_ram: [\n\n", "  odd\n: : :\n\n"]:
            text = REQUESTS[source] + ending
            client.open(uri, text)
            line = text.count("\n") - text.endswith("\n")
            offered = await client.complete(uri, line, len(text.splitlines()[line]))
            known = source_schema(source)["properties"]
            assert ("name" in offered) == (source != "ecs-data-disks") and "enterprise_project_id" in offered
            assert set(offered) < set(known)
            assert not set(offered) & {REQUESTS[source].partition(":")[0], "$schema", "is_config_init", "license_type"}

    with_client(test)


COMPLETIONS = [
    (PLAIN, COMMENT + "type: DataImage\n¦", ["os_type", "min_disk"], ["os_version", "cmk_id", "architecture"]),
    (PLAIN, COMMENT + "---\ntype: DataImage\nname: [\n¦", ["os_type"], ["os_version", "cmk_id"]),
    (PLAIN, "\ufeff" + COMMENT + "type: DataImage\n¦", ["os_type"], ["os_version", "cmk_id"]),
    (QUICK, "type: DataImage\n¦", ["os_type", "min_disk"], ["os_version", "cmk_id", "type"]),
    (QUICK, "¦", ["image_url", "type", "os_version"], ["instance_id", "cmk_id", "backup_id"]),
    (PLAIN, "type: DataImage\n¦", ["image_url", "os_type"], ["os_version", "cmk_id", "instance_id"]),
    (PLAIN, 'type: "DataImage"\nname: "x\n¦', ["image_url", "os_type"], ["os_version", "cmk_id"]),
    (PLAIN, "{type: DataImage, ¦", ["image_url", "os_type"], ["os_version", "cmk_id"]),
    (JSON, '{"type": "DataImage", ¦', ["image_url", "os_type"], ["os_version", "cmk_id"]),
    (JSON, '{"$schema": "x/dataimages.schema.json", "name": , ¦', ["image_url", "cmk_id"], ["os_version"]),
    (PLAIN, "# yaml-language-server: $schema=dataimages.schema.json\n¦", ["image_url"], ["os_version"]),
    (PLAIN, OBS + "---\n" + COMMENT + "¦\nname: x\n---\n" + OBS, ["image_url", "type"], ["cmk_id"]),
    (PLAIN, COMMENT + "name: x\n...\n¦", ["cmk_id", "instance_id"], []),
    (PLAIN, f"description: |\n  {COMMENT}name: x\n¦", ["cmk_id"], []),
    (WHOLE, "¦", ["instance_id", "backup_id", "vault_id", "whole_image_type"], ["image_url", "os_version"]),
    (WHOLE, "backup_id: x\n¦", ["name", "whole_image_type"], ["vault_id", "instance_id"]),
    (WHOLE, "instance_id: x\n¦", ["name", "vault_id"], ["whole_image_type", "backup_id", "data_images"]),
    (DATA, "¦", ["image_url", "min_disk", "cmk_id"], ["type", "os_version", "sign_key_id"]),
    (QUICK, "type: ¦", ["ECS", "BMS", "DataImage"], ["IsoImage"]),
    (QUICK, "type: ECS\nos_version: ¦", ["CentOS 7.6 64bit"], []),
    (WHOLE, "backup_id: x\nwhole_image_type: ¦", ["CBR", "CSBS"], [""]),
    (DATA, "os_type: ¦", ["Linux", "Windows"], ["Other"]),
    (PLAIN, "# ims-lint: operation=¦", list(BY_NAME), ["name"]),
    (PLAIN, "name: x # ims-lint: operation=qu¦ick\n", list(BY_NAME), ["name"]),
    (PLAIN, "# ims-lint: ignore=¦", [], list(BY_NAME)),
    (JSON, "# ims-lint: operation=¦", [], list(BY_NAME)),
]


def test_completion_is_for_the_operation_of_the_request():
    async def test(client: Client) -> None:
        for uri, text, has, has_not in COMPLETIONS:
            before, _, after = text.partition("¦")
            client.open(uri, before + after, "json" if uri == JSON else "yaml")
            offered = await client.complete(uri, before.count("\n"), len(before.rpartition("\n")[2]))
            assert set(has) <= set(offered), text
            assert not set(has_not) & set(offered), text

    with_client(test)


DECIDING = [
    ("¦", {"backup_id": "wholeimages"}, ["vault_id", "license_type"]),
    ("instance_id: x\n¦", {"vault_id": "wholeimages"}, ["backup_id", "whole_image_type"]),
    ("instance_id: x\ndata_images: []\n¦", {}, ["vault_id"]),
    ("image_url: a:b\n¦", {}, ["backup_id", "vault_id", "sign_key_id"]),
    ("image_url: a:b\ntype: ¦", {"DataImage": "", "IsoImage": ""}, []),
    ("volume_id: x\ntype: ¦", {"ECS": ""}, ["DataImage"]),
    ("image_url: a:b\nis_config: true\ntype: ¦", {"IsoImage": ""}, ["DataImage"]),
    ("# ims-lint: operation=image\nimage_url: a:b\ntype: ¦", {"IsoImage": ""}, ["DataImage"]),
    ("# ims-lint: operation=image\n¦", {"instance_id": ""}, ["backup_id"]),
]


def test_where_nothing_declares_an_operation_what_decides_on_another_one_is_offered():
    async def test(client: Client) -> None:
        for text, has, has_not in DECIDING:
            before, _, after = text.partition("¦")
            client.open(PLAIN, before + after)
            offered = await client.complete(PLAIN, before.count("\n"), len(before.rpartition("\n")[2]))
            assert all(
                f"({operation})" in (offered[name].detail or "") for name, operation in has.items() if operation
            ), text
            assert set(has) <= set(offered) and not set(has_not) & set(offered), text

    with_client(test)


def test_the_name_of_an_operation_is_completed_in_its_place():
    text = "# ims-lint: operation=quick # why\nname: x\n"

    async def test(client: Client) -> None:
        client.open(PLAIN, text)
        offered = await client.complete(PLAIN, 0, 24)
        edit = offered["dataimages"].text_edit
        assert apply(text, [edit]) == "# ims-lint: operation=dataimages # why\nname: x\n"

    with_client(test)


HOVERS = [
    (DATA, "image_url: a:b\nmin_¦disk: 40\n", ["data disk size", "from 1 to 2048 GB", "required"], ["system"]),
    (PLAIN, "image_url: a:b\nmin_¦disk: 40\n", ["system disk size", "from 1 to 1024 GB"], ["data disk"]),
    (QUICK, "type: DataImage\nmin_¦disk: [\n", ["data disk size", "1 to 1024"], ["system"]),
    (QUICK, "type: BMS\nmin_¦disk: 40\n", ["system disk size"], []),
    (WHOLE, "instance¦_id: x\n", ["with all its disks", "required"], ["system disk"]),
    (WHOLE, "whole_image¦_type: CBR\n", ["Backup service", "`CBR`"], []),
    (PLAIN, "backup_id: x\nwhole_image_type: CB¦R\n", ["that made the backup", "CSBS"], []),
    (QUICK, "image_url: a:b\ncmk¦_id: x\n", ["IMS204"], ["Encryption key"]),
]


def test_hover_differs_by_the_operation():
    async def test(client: Client) -> None:
        for uri, text, says, says_not in HOVERS:
            before, _, after = text.partition("¦")
            client.open(uri, before + after)
            shown = await client.hover(uri, before.count("\n"), len(before.rpartition("\n")[2]))
            assert all(word in shown for word in says), shown
            assert not any(word in shown for word in says_not), shown

    with_client(test)


def test_symbols_name_the_source_and_an_operation_that_is_not_the_first():
    text = (
        "# ims-lint: operation=quickimport\n---\nname: quick\ntype: DataImage\n---\n---\nbackup_id: x\n"
        "---\n# ims-lint: operation=wholeimages\nname: none\n---\nname: odd\ninstance_id: [\n---\ninstance_id: x\n"
        "---\nname: two\nbackup_id: x\ninstance_id: y\n"
    )

    async def test(client: Client) -> None:
        client.open(PLAIN, text)
        assert [(each.name, each.detail) for each in await client.symbols(PLAIN)] == [
            ("quick", "Data disk image from a RAW or ZVHD2 file (quickimport)"),
            ("request 3", "Full-ECS image from a backup (wholeimages)"),
            ("none", "no source (wholeimages)"),
            ("odd", "System disk image from an ECS"),
            ("request 6", "System disk image from an ECS"),
            ("two", "several sources (wholeimages)"),
        ]

    nested = types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True)
    text_document = types.TextDocumentClientCapabilities(document_symbol=nested)
    with_client(test, types.ClientCapabilities(text_document=text_document))


def test_a_quick_fix_in_a_request_of_another_operation():
    text = "name: web\nbackup_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\nwhole_image_type: cbr\n"

    async def test(client: Client) -> None:
        client.open(WHOLE, text)
        [found] = await client.diagnostics(WHOLE)
        [fix] = [each for each in await client.actions(WHOLE, found.range) if each.is_preferred]
        fixed = apply(text, fix.edit.changes[WHOLE])
        assert "whole_image_type: CBR\n" in fixed and not lint_text(fixed, "web.wholeimages.ims.yaml")
        [everything] = await client.actions(WHOLE, span(0, 0, 0, 0), "source.fixAll")
        assert apply(text, everything.edit.changes[WHOLE]) == fixed

    with_client(test)


def test_the_setting_declares_the_operation():
    text = "name: web\nimage_url: ims-images:web.raw\nmin_disk: 40\n"

    async def test(client: Client) -> None:
        async def names() -> set[str]:
            return set(await client.complete(PLAIN, 3, 0))

        client.open(PLAIN, text)
        assert [each.code for each in await client.diagnostics(PLAIN)] == ["IMS403"]
        assert "license_type" not in await names() and "cmk_id" not in await names()
        client.configure({"ims-lint": {"operation": "dataimages"}})
        assert await client.diagnostics(PLAIN) == []
        assert "cmk_id" in await names() and "os_version" not in await names()
        client.configure({"other": {"operation": "image"}})
        assert [each.code for each in await client.diagnostics(PLAIN)] == ["IMS403"]
        assert client.messages == []

    with_client(test, options={"operation": "quickimport"})


def test_a_wrong_name_in_the_setting_is_told_once_and_ignored():
    async def test(client: Client) -> None:
        client.open(PLAIN, OBS)
        assert await client.diagnostics(PLAIN) == []
        told = "ims-lint.operation: unknown operation quickimprot, did you mean quickimport?"
        assert client.messages == [told]
        client.configure(None)
        client.configure({"ims-lint": {"operation": "quickimprot"}})
        assert "cmk_id" in await client.complete(PLAIN, 3, 0)
        assert client.messages == [told]
        client.configure({"ims-lint": {"operation": ["image"]}})
        assert "cmk_id" in await client.complete(PLAIN, 3, 0)
        assert len(client.messages) == 2

    with_client(test, options={"operation": "quickimprot"})


def test_a_complete_text_is_a_draft_of_what_the_linter_reads():
    codec = PositionCodec("utf-16")
    compared = 0
    for path in sorted(CASES.rglob("*.ims.*")):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        linted = lint(from_text(text, str(path)))
        document = OpenDocument(types.TextDocumentItem(path.as_uri(), "yaml", 1, text), str(path), codec)
        written = {each.index: each for each in drafts(document, Config())}
        for body, choice in zip(linted.bodies, linted.choices, strict=True):
            if not isinstance(body.value, dict) or body.index not in written:
                continue
            draft = written[body.index]
            if draft.value.keys() == body.value.keys():
                compared += 1
                assert (draft.choice, draft.source) == (choice, SOURCE_OF[choice.operation.name](body.value)), path
    assert compared > 100
