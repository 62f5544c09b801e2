"""The rulings on the provider's pages (tests/rulings.yaml) are complete, and docs/rulings.md shows them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ims_lint import Config, lint_text
from ims_lint.operations import BY_NAME
from ims_lint.output import provenance
from ims_lint.rules.registry import RULES
from ims_lint.schema.store import data, load
from tools import ruling_page

RULINGS: list[dict[str, Any]] = yaml.safe_load(ruling_page.RULINGS.read_text(encoding="utf-8"))
PAGES: dict[str, str] = yaml.safe_load((Path(__file__).parents[1] / "tables.yaml").read_text(encoding="utf-8"))["pages"]
TEXTS = ("says", "does", "why")
CODES = {rule.code for rule in RULES}


def test_the_page_is_as_the_rulings_make_it() -> None:
    assert ruling_page.PAGE.read_text(encoding="utf-8") == ruling_page.page(), "run `nox -s generate`"


def test_every_ruling_is_named_once_and_is_on_the_page() -> None:
    names = [ruling["ruling"] for ruling in RULINGS]
    assert len(names) == len(set(names))
    page = ruling_page.page()
    assert [name for name, ruling in zip(names, RULINGS, strict=True) if ruling_page.row(ruling) not in page] == []


@pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: ruling["ruling"])
def test_a_ruling_says_of_which_page_and_revision_it_is(ruling: dict[str, Any]) -> None:
    assert ruling["pages"]
    for name, revision in ruling["pages"].items():
        file = PAGES[name].partition(".")[0]
        known = load(file)["x-page"] if PAGES[name].endswith(".json") else data(file)["page"]
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", revision)
        assert revision <= known["revision"]


@pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: ruling["ruling"])
def test_a_ruling_is_told_in_sentences(ruling: dict[str, Any]) -> None:
    assert "about" in ruling or "parameters" in ruling
    for text in TEXTS:
        assert ruling[text].endswith("."), text
        assert "|" not in ruling[text], "ends the cell of a table"
        assert set(re.findall(r"IMS\d{3}", ruling[text])) <= CODES


def test_the_page_names_the_revisions() -> None:
    assert all(page.revision in ruling_page.page() and page.title in ruling_page.page() for page in provenance.pages())


# What ims-lint does, by requests

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
SYSTEM = "CentOS 7.6 64bit"
ECS: dict[str, Any] = {"name": "web", "instance_id": ID}
FILE: dict[str, Any] = {"name": "web", "image_url": "ims-images:web.qcow2", "min_disk": 40}
DISK: dict[str, Any] = {"name": "web", "volume_id": ID, "os_version": SYSTEM}
DATA: dict[str, Any] = {"name": "data", "volume_id": ID}
DATA_FILE: dict[str, Any] = {"image_url": "ims-images:data.raw", "min_disk": 40}
QUICK: dict[str, Any] = {"name": "web", "image_url": "ims-images:web.raw", "min_disk": 40, "os_version": SYSTEM}
QUICK_DATA: dict[str, Any] = {"name": "web", "image_url": "ims-images:web.raw", "min_disk": 40, "type": "DataImage"}
WHOLE: dict[str, Any] = {"name": "web", "instance_id": ID, "vault_id": ID}
BACKUP: dict[str, Any] = {"name": "web", "backup_id": ID, "whole_image_type": "CBR"}

SHOWN: dict[str, list[dict[str, Any]]] = {
    "name": [ECS | {"name": "a" * 129}, ECS | {"name": "镜像"}],
    "description": [ECS | {"description": text} for text in ("a" * 1025, "<b>", "Web (2026)")],
    "ids": [ECS | {"instance_id": text} for text in ("", "a b", "web")],
    "tags": [ECS | {"tags": [text]} for text in ("a:b", f"{'a' * 37}.b", "a", "a.b.c")],
    "number-of-tags": [ECS | {"tags": [f"{n}.a" for n in range(11)]}, ECS | {"tags": ["a.b", "a.c"]}],
    "image_tags-key": [ECS | {"image_tags": [{"value": "a"} | key]} for key in ({}, {"key": " "}, {"key": " a"})],
    "image_tags-value": [ECS | {"image_tags": [{"key": "a"} | value]} for value in ({}, {"value": "a" * 44})],
    "tags-with-image_tags": [ECS | {"tags": ["a.b"], "image_tags": [{"key": "a", "value": "b"}]}],
    "enterprise_project_id": [ECS | {"enterprise_project_id": 0}],
    "memory": [ECS | {"min_ram": -1}, ECS | {"min_ram": 2, "max_ram": 1}],
    "image_url": [FILE | {"image_url": f"ims-images:{path}"} for path in ("a/", "/a", "a+b")],
    "file-extensions": [FILE | {"image_url": f"ims-images:web{end}"} for end in ("", ".img", ".gz")],
    "$schema": [ECS | {"$schema": "my-own.json"}],
    "unknown-parameters": [
        ECS | {"nmae": "web"},
        ECS | {"min_disk": 40},
        ECS | {"__os_version": SYSTEM},
        QUICK_DATA | {"cmk_id": ID},
    ],
    "null-values": [ECS | {"description": None}],
    "one-source": [ECS | FILE, {"name": "web"}],
    "name-and-instance_id-of-an-ecs": [{"instance_id": ID}, {"data_images": [DATA]}],
    "overridden-values": [{"name": "web", "data_images": [DATA]}, {"name": "", "data_images": [DATA]}],
    "no-instance-id-with-data-images": [ECS | {"data_images": [DATA]}, ECS | {"data_images": []}],
    "no-data-images-with-instance-id": [ECS | {"data_images": [DATA]}, ECS | {"data_images": []}],
    "at-least-one-data-disk": [{"data_images": []}],
    "no-data-images-with-volume-id": [DISK | {"data_images": []}],
    "image-tags-in-ecs-elements": [{"data_images": [DATA | {"image_tags": [{"key": "a", "value": "b"}]}]}],
    "empty-volume-id": [FILE | {"data_images": [DATA_FILE | {"volume_id": text}]} for text in ("", ID)],
    "architecture": [FILE | {"architecture": "arm"}],
    "arm-boots-with-uefi": [FILE | {"architecture": "arm", "hw_firmware_type": "bios"}],
    "is_config_init": [FILE | {"is_config_init": True}],
    "bms-with-key": [FILE | {"type": "BMS", "cmk_id": ID}],
    "same-disk-twice": [{"data_images": [DATA, DATA]}, FILE | {"data_images": [DATA_FILE, DATA_FILE]}],
    "system-disk-of-data-files": [{"data_images": [DATA_FILE]}],
    "os_version-of-an-iso-file": [
        FILE | {"image_url": "ims-images:web.iso", "type": "IsoImage"},
        FILE | {"image_url": "ims-images:web.iso", "os_version": SYSTEM},
        FILE | {"image_url": "ims-images:web.raw", "is_quick_import": True},
    ],
    "config-of-a-quick-import": [QUICK | {"is_quick_import": True, "is_config": True}],
    "formats-of-an-import": [FILE | {"is_quick_import": True, "os_version": SYSTEM}],
    "formats-of-a-data-disk": [
        DATA_FILE | {"name": "web", "image_url": f"ims-images:a.{end}"} for end in ("vhd", "iso")
    ],
    "formats-of-data-images": [
        FILE | {"data_images": [DATA_FILE | {"image_url": "ims-images:data.iso"} | quick]}
        for quick in ({}, {"is_quick_import": True})
    ],
    "os_version-not-empty": [DISK | {"os_version": " "}, QUICK | {"is_quick_import": True, "os_version": " "}],
    "formats-of-a-quick-import": [QUICK | {"image_url": "ims-images:web.qcow2"}],
    "other-formats-of-a-quick-data-disk": [
        QUICK_DATA | {"image_url": f"ims-images:web.{end}"} for end in ("qcow2", "iso")
    ],
    "min_disk-of-a-quick-data-disk": [QUICK_DATA | {"min_disk": size} for size in (1024, 2048, 2049)],
    "neither-os_version-nor-type": [DATA_FILE | {"name": "web", "os_type": "Linux"}],
    "os_type-of-a-quick-data-disk": [QUICK_DATA, QUICK_DATA | {"os_type": "Linux"}],
    "data-disk-parameters-of-a-quick-system-disk": [QUICK | {"os_type": kind} for kind in ("Linux", "Windows")],
    "system-disk-parameters-of-a-quick-data-disk": [QUICK_DATA | {"os_version": SYSTEM, "license_type": "byol"}],
    "license_type": [QUICK | {"license_type": kind} for kind in ("byol", "other")],
    "min_disk-of-a-data-disk": [DATA_FILE | {"name": "web", "min_disk": size} for size in (0, 1, 40, 2048, 2049)],
    "sign_key_id": [DATA_FILE | {"name": "web", "sign_key_id": ID}],
    "vault_id-with-instance_id": [ECS],
    "vault_id-with-backup_id": [BACKUP | {"vault_id": ID}],
    "whole_image_type-with-backup_id": [BACKUP | {"whole_image_type": kind} for kind in ("", "CSBS", "other")],
    "whole_image_type-with-instance_id": [WHOLE | {"whole_image_type": "CBR"}],
    "os_version-of-a-full-ecs-image": [WHOLE | {"os_version": SYSTEM}, WHOLE],
    "two-lists-of-systems": [
        FILE | {"os_version": text}
        for text in (
            "CentOS 6.9 32bit",
            "Fedora 39 64bit",
            "Redhat Linux Enterprise 9.1 64bit",
            "Ubuntu 22.04 server 64bit",
        )
    ],
    "other-systems": [
        FILE | {"os_version": text} for text in ("Centos 7.6 64bit", "CoreOS 2512.3.0", "AlmaLinux 9.4 64bit")
    ],
    "system-of-another-kind": [FILE | {"os_type": "Windows", "os_version": SYSTEM}],
    "names-of-systems": [FILE | {"os_version": "Rocky Linux 9.2 64bit"}],
}
"""Requests that a ruling is about: together, they cause exactly the findings that it names."""

OPTIONAL = Config(extend_select=("IMS551", "IMS554"))


@pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: ruling["ruling"])
def test_ims_lint_does_what_the_ruling_says(ruling: dict[str, Any]) -> None:
    bodies = SHOWN.get(ruling["ruling"], [])
    operations = [name for name in ruling["pages"] if name in BY_NAME]
    declared = operations[0] if len(operations) == 1 else None
    found = [lint_text(json.dumps(body), "web.ims.json", OPTIONAL, declared) for body in bodies]
    assert {each.code for diagnostics in found for each in diagnostics} == set(re.findall(r"IMS\d{3}", ruling["does"]))


def test_the_requests_are_for_rulings() -> None:
    assert SHOWN.keys() <= {ruling["ruling"] for ruling in RULINGS}
