"""Placeholders: a template never gets a diagnostic for what may stand in it once it is filled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ims_lint import Config, lint_text
from ims_lint.output.text import summary_lines
from tests import cases
from tests.linting import documents, report_text

OBS = "name: web\nmin_disk: 40\n"
ECS = "name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n"

TEMPLATES = {
    "id": "name: web\ninstance_id: ${ID}\n",
    "bare name": "name: $NAME\ninstance_id: $ID\n",
    "bare name in quotes": "name: '$NAME'\nmin_disk: \"$DISK\"\nimage_url: $FILE # $5\n",
    "part of a name": "name: web-${STAGE}\ninstance_id: '{{ id }}'\n",
    "bare braces": "name: {{ name }}\ninstance_id: {{ id }}\n",
    "whole request": "{{ request }}\n",
    "number": OBS.replace("40", "${DISK}") + "image_url: ims-image:web.qcow2\n",
    "enterprise project": ECS + "enterprise_project_id: ${PROJECT}\n",
    "bucket of an ISO file": OBS + "image_url: ${BUCKET}:web.iso\n",
    "bucket of an ISO file with a type": OBS + "image_url: ${BUCKET}:web.iso\ntype: IsoImage\nos_version: ${OS}\n",
    "file of an ISO import": OBS + "image_url: ${FILE}\ntype: IsoImage\nos_version: ${OS}\n",
    "type of an ISO file": OBS + "image_url: ims-image:web.iso\ntype: ${TYPE}\nos_version: CentOS 7.6 64bit\n",
    "type of another file": OBS + "image_url: ims-image:web.qcow2\ntype: ${TYPE}\n",
    "whether quick": OBS + "image_url: ims-image:web.qcow2\nis_quick_import: ${QUICK}\n",
    "file of a quick import": OBS + "image_url: ${FILE}\nis_quick_import: true\nos_version: ${OS}\n",
    "whether to configure": OBS
    + "image_url: ims-image:web.raw\nis_quick_import: true\nis_config: ${CONFIG}\nos_version: CentOS 7.6 64bit\n",
    "os_type": OBS + "image_url: ims-image:web.raw\nos_type: ${TYPE}\nos_version: Windows 10 64bit\n",
    "os_version": OBS + "image_url: ims-image:web.raw\nos_type: Linux\nos_version: Windows ${OS}\n",
    "architecture": OBS + "image_url: ims-image:web.raw\narchitecture: ${CPU}\nhw_firmware_type: bios\n",
    "firmware": OBS + "image_url: ims-image:web.raw\narchitecture: arm\nhw_firmware_type: ${BOOT}\n",
    "least memory": ECS + "min_ram: ${LEAST}\nmax_ram: 1\n",
    "tags": ECS + "tags: ${TAGS}\nimage_tags: [{key: stage, value: test}]\n",
    "list with braces": ECS + "tags: {{ tags }}\n",
    "elements of tags": ECS + "tags: ['${ONE}', '${ONE}', 'stage.${STAGE}', 'stage.{{ other }}', owner.web]\n",
    "elements of image_tags": ECS
    + "image_tags: [{key: '${KEY}', value: '${A}'}, '${TAG}', {key: '${KEY}', value: b}]\n",
    "data_images": "data_images: ${IMAGES}\n",
    "data_images with a name": "name: web\ndata_images: ${IMAGES}\n",
    "data_images beside instance_id": ECS + "data_images: ${IMAGES}\n",
    "elements of data_images": "data_images: ['${IMAGE}', {name: data, volume_id: '${VOLUME}'}]\n",
    "same file twice": OBS + "image_url: ${FILE}\ndata_images: [{image_url: '${FILE}', min_disk: 10}]\n",
    "key": ECS + "${KEY}: 1\n'{{ other }}': 2\nmin_${WHAT}: 3\n",
    "bare key": ECS + "{{ key }}: 1\n",
    "key of the source": "name: web\n${SOURCE}: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n",
    "key of the source beside data images": OBS
    + "${FILE}: ims-image:a.raw\ndata_images: [{image_url: '${B}', min_disk: 1}]\n",
    "key of a mandatory parameter": "${NAME}: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\n",
    "key in an element": "data_images: [{name: data, '${VOLUME}': c5dfbd0c-bf0a-4798-a453-61dc6b54aa30}]\n",
    "key of a tag": ECS + "image_tags: [{'${KEY}': stage}]\n",
    "anchor": "name: &name ${NAME}\ninstance_id: ${ID}\ndescription: *name\n",
    "block text": ECS + "description: |\n  ${ONE}\n  two\n",
}


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_template_gets_no_diagnostic(text: str) -> None:
    assert [(each.code, each.message) for each in lint_text(text, "web.ims.yaml")] == []


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_strict_reports_each_placeholder_and_nothing_else(text: str) -> None:
    report = report_text(text, "web.ims.yaml", Config(strict=True))
    assert {(each.code, each.severity.value) for each in report.diagnostics} == {("IMS015", "error")}
    assert len(report.diagnostics) == report.unchecked > 0


def test_the_summary_counts_what_was_not_checked() -> None:
    report = report_text("name: ${NAME}\ninstance_id: '{{ id }}'\n", "web.ims.yaml", Config())
    assert summary_lines([report])[0].endswith("2 values with a placeholder not checked")


def test_what_is_beside_a_placeholder_is_still_checked() -> None:
    text = "name: ${NAME}\nimage_url: ${FILE}\nmin_disk: 4000\ntype: IsoImage\nos_versoin: CentOS 7.6 64bit\n"
    assert [each.code for each in lint_text(text, "web.ims.yaml")] == ["IMS303", "IMS201"]
    missing = "name: web\nimage_url: ${FILE}\nmin_disk: 40\ntype: IsoImage\n"
    (diagnostic,) = lint_text(missing, "web.ims.yaml")
    assert diagnostic.code == "IMS402"
    assert [each.message for each in diagnostic.related] == ['type is "IsoImage"', "image_url is a placeholder"]


def test_json_holds_placeholders_in_quotes() -> None:
    text = '{"name": "${NAME}", "instance_id": "{{ id }}", "min_ram": "${RAM}", "${KEY}": 1, "tags": ["${TAG}"]}'
    assert lint_text(text, "web.ims.json") == ()
    (diagnostic,) = lint_text('{"name": "web", "instance_id": "{{ id }}", "min_ram": ${RAM}}', "web.ims.json")
    assert diagnostic.code == "IMS001" and '"${RAM}"' in diagnostic.help


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("name: web\ninstance_id: costs $HOME x\n", ["IMS309"]),
        ("name: $5\ninstance_id: $ID\n", ["IMS305"]),
        ("name: $NAME-1\ninstance_id: $ID\n", ["IMS305"]),
        ("$schema: https://example.com/s.json\nname: web\n", ["IMS101"]),
        ("$schema: $URL\n$comment: a\nname: web\ninstance_id: $ID\n", ["IMS201", "IMS510"]),
        ("name: web\ninstance_id: $ID\nimage_tags: [{key: a, value: b, $NAME: c}]\n", ["IMS201"]),
    ],
)
def test_a_bare_name_is_a_placeholder_only_as_a_whole_value(text: str, codes: list[str]) -> None:
    assert sorted(each.code for each in lint_text(text, "web.ims.yaml")) == codes


def test_a_pattern_may_look_at_the_ends_of_a_value() -> None:
    text = "name: web\ninstance_id: ID_OF_WEB\n"
    assert lint_text(text, "web.ims.yaml", Config(placeholders=("^ID_[A-Z_]+$",))) == ()


def test_patterns_come_from_the_configuration() -> None:
    text = "name: web\ninstance_id: <%= id %>\n"
    assert [each.code for each in lint_text(text, "web.ims.yaml")] == ["IMS309"]
    assert lint_text(text, "web.ims.yaml", Config(placeholders=("<%=.*?%>",))) == ()
    assert [each.code for each in lint_text("name: ${N}\n", "web.ims.yaml", Config(placeholders=()))] == ["IMS101"]


WORKING = sorted(path for folder in ("requests", "working") for path in (cases.FOLDER.parent / folder).iterdir())


@pytest.mark.parametrize("path", [*WORKING, *cases.files("ok-")], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_any_value_or_key_of_a_working_request_may_be_a_placeholder(path: Path) -> None:
    name = f"{path.name.partition('.ims.')[0]}.ims.json"
    if _errors(_value(path), name):
        pytest.skip("a comment suppresses an error in it, and JSON has none")
    for template in _templates(_value(path)):
        assert _errors(template, name) == [], template


@pytest.mark.parametrize("path", cases.files("bad-"), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_placeholder_stops_no_run(path: Path) -> None:
    for template in _templates(_value(path)):
        report_text(json.dumps(template), "web.ims.json", Config(strict=True))


def _errors(value: Any, name: str) -> list[tuple[str, str]]:
    report = report_text(json.dumps(value, ensure_ascii=False), name, Config())
    return [(each.code, each.message) for each in report.diagnostics if each.severity == "error"]


def _value(path: Path) -> Any:
    """The first request of a file, None where it cannot be written as JSON."""
    found = documents(path)
    value = found[0].value if found else None
    return None if isinstance(value, dict) and "UNCHECKED" in repr(value) else value


def _templates(value: Any) -> Iterator[Any]:
    """The value with a placeholder in one place, for each place in it, keys too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield {("${KEY}" if name == key else name): each for name, each in value.items()}
            yield from ({**value, key: template} for template in _templates(item))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], template, *value[index + 1 :]] for template in _templates(item))
    yield f"{value}-{{{{ name }}}}" if isinstance(value, str) else "${VALUE}"


def test_a_placeholder_in_an_object_that_must_be_a_list_is_no_crash() -> None:
    text = "name: web\ninstance_id: 877a2cda-ba63-4e1e-b95f-e67e48b6129a\nimage_tags: {key: '${KEY}'}\n"
    (found,) = lint_text(text, "web.ims.yaml")
    assert (found.code, found.help) == ("IMS301", 'use a list of objects: [{"key": "<value>"}]')
