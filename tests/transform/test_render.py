"""`ims-lint render`: what was checked is what is sent."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from ims_lint.cli import main
from ims_lint.operations import OPERATIONS, Operation
from tests.commands import command_runner, posix

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
TEMPLATE = "name: ${NAME}\nimage_url: ${BUCKET}:web.qcow2\nmin_disk: ${DISK}\nis_config: '{{ config }}'\n"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def render(text: str, *arguments: str, env: dict[str, str] | None = None) -> Result:
    Path("web.ims.yaml").write_text(text, encoding="utf-8")
    return command_runner().invoke(main, ["render", "web.ims.yaml", *arguments], env=env)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[1] / "requests").glob("*.yaml")), ids=lambda path: path.name
)
def test_the_yaml_examples_become_the_json_examples(path: Path) -> None:
    result = render(path.read_text(encoding="utf-8"))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_what_only_yaml_has_is_resolved() -> None:
    text = (
        "$schema: x.json\ndata_images:\n  - &disk\n    name: one\n    volume_id: " + ID + "\n"
        "    tags: &tags [stage.test]\n  - <<: *disk\n    name: two\n"
    )
    body = json.loads(render(text).stdout)
    assert body == {
        "data_images": [
            {"name": "one", "volume_id": ID, "tags": ["stage.test"]},
            {"name": "two", "volume_id": ID, "tags": ["stage.test"]},
        ]
    }


def test_yaml_1_1_words_stay_texts() -> None:
    body = json.loads(render(f"name: web\ninstance_id: {ID}\ndescription: on\n").stdout)
    assert body["description"] == "on"


def test_the_compact_body_is_one_line_and_keeps_other_letters() -> None:
    result = render(f"name: web\ninstance_id: {ID}\ndescription: Büro 镜像\n", "--compact")
    assert result.stdout == f'{{"name":"web","instance_id":"{ID}","description":"Büro 镜像"}}\n'


def test_a_request_with_errors_is_refused_with_its_report() -> None:
    result = render("name: web\n")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "IMS101" in result.stderr


def test_placeholders_are_filled_by_the_type_of_their_parameter() -> None:
    result = render(
        TEMPLATE, "--var", "NAME=2026", "--var", "BUCKET=ims-images", "--var", "DISK=40", "--var", "config=true"
    )
    expected = {"name": "2026", "image_url": "ims-images:web.qcow2", "min_disk": 40, "is_config": True}
    assert json.loads(result.stdout) == expected


def test_the_environment_fills_placeholders_and_a_variable_wins() -> None:
    env = {"NAME": "env", "BUCKET": "ims-images", "DISK": "40", "config": "false"}
    body = json.loads(render(TEMPLATE, "--env", "--var", "NAME=var", env=env).stdout)
    assert (body["name"], body["min_disk"], body["is_config"]) == ("var", 40, False)


def test_what_is_left_unfilled_is_refused() -> None:
    result = render(TEMPLATE, "--var", "NAME=web")
    assert result.exit_code == 1
    assert result.stdout == ""
    placeholders = "BUCKET (in image_url), DISK (in min_disk), config (in is_config)"
    help = "use --var BUCKET=VALUE or --env"
    assert result.stderr == f"ims-lint: cannot render: placeholders {placeholders} have no value; {help}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: ${NAME}\n", "placeholder NAME (in name) has no value; use --var NAME=VALUE or --env"),
        (
            "name: web-${ENV}\ntags: [stage.test, 'of.{{ ENV }}']\n",
            "placeholder ENV (in name, tags[1]) has no value; use --var ENV=VALUE or --env",
        ),
        ("name: web-${}\n", "${} (in name) is an expression; replace it with your template tool"),
        ("name: ${image-name}\n", "placeholder image-name (in name) has no value; use --var image-name=VALUE or --env"),
        (
            "name: web\n${KEY}: ${VALUE}\n",
            "placeholder VALUE (in ${KEY}) has no value; use --var VALUE=VALUE or --env",
        ),
        (
            "name: web\n${KEY}: text\n",
            "the key ${KEY} contains a placeholder; only placeholders in values are replaced",
        ),
    ],
)
def test_a_placeholder_without_a_value_is_named_as_the_option_names_it(text: str, said: str) -> None:
    result = render(f"instance_id: {ID}\n{text}")
    assert (result.exit_code, result.stderr) == (1, f"ims-lint: cannot render: {said}\n")


def test_the_filled_request_is_linted_again() -> None:
    result = render(f"name: ${{NAME}}\ninstance_id: {ID}\n", "--var", "NAME=web/1")
    assert result.exit_code == 1
    assert "IMS305" in result.stderr
    assert "errors after its placeholders are replaced" in result.stderr


def test_one_of_several_documents_is_named() -> None:
    text = f"name: one\ninstance_id: {ID}\n---\nname: two\ninstance_id: {ID}\n"
    assert render(text).exit_code == 1
    assert json.loads(render(text, "--document", "1").stdout)["name"] == "two"
    assert "no document 2" in render(text, "--document", "2").stderr


def test_the_body_goes_to_a_file() -> None:
    assert render(f"name: web\ninstance_id: {ID}\n", "-o", "web.json").exit_code == 0
    assert json.loads(Path("web.json").read_text(encoding="utf-8"))["name"] == "web"


def test_a_file_that_is_not_there_is_one_line() -> None:
    result = command_runner().invoke(main, ["render", "nowhere.ims.yaml"])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


EXPRESSIONS = [
    "{{ ram_gb * 1024 }}",
    "{{ name | upper }}",
    "{{ 'a' if x else 'b' }}",
    "${STAGE:+x}",
    "${NAME^^}",
    "${{ NAME }}",
    "{{ name-1 }}",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_is_refused(expression: str) -> None:
    names = [f"--var={name}=4" for name in ("ram_gb", "name", "x", "STAGE", "NAME", "a")]
    result = render(f'name: web\ninstance_id: {ID}\ndescription: "{expression}"\n', *names)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is an expression; replace it with your template tool" in result.stderr


@pytest.mark.parametrize(
    ("written", "values", "description"),
    [
        ("${NAME:-web}", [], "web"),
        ("${NAME:-web}", ["NAME="], "web"),
        ("${NAME-web}", ["NAME=a", "NAME-web=b"], "b"),
        ("${NAME:-}", [], ""),
        ("a $x {{ NAME }} ${NAME}", ["NAME=b"], "a $x b b"),
        ("$NAME", ["NAME=b"], "b"),
    ],
)
def test_a_default_counts_as_in_a_shell(written: str, values: list[str], description: str) -> None:
    result = render(f'name: web\ninstance_id: {ID}\ndescription: "{written}"\n', *(f"--var={each}" for each in values))
    assert json.loads(result.stdout)["description"] == description


def test_what_a_project_accepts_is_rendered_with_values_too() -> None:
    Path(".ims-lint.toml").write_text('[per-file-ignores]\n"web.*" = ["IMS309"]\n', encoding="utf-8")
    text = "name: bücher  # ims-lint: ignore[IMS305]\ninstance_id: a b\ndescription: ${TEXT}\n"
    assert json.loads(render(text, "--var", "TEXT=x").stdout)["name"] == "bücher"


def test_a_document_is_refused_for_its_own_errors_only() -> None:
    text = f"name: web\ninstance_id: {ID}\n---\nname: web\n"
    assert json.loads(render(text, "--document", "0").stdout)["name"] == "web"
    assert render(text, "--document", "1").exit_code == 1
    assert render(text + "---\n[", "--document", "0").exit_code == 1, "the file was not read to its end"


@pytest.mark.parametrize("value", ['["\\ud800.a"]', "[" * 2000, '[{"key": "a", "key": "b"}]'])
def test_a_value_that_is_no_sound_json_is_refused(value: str) -> None:
    result = render(f"name: web\ninstance_id: {ID}\nimage_tags: ${{X}}\n", "--var", f"X={value}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the value for image_tags is not valid JSON" in result.stderr


def test_a_value_that_is_no_utf_8_is_refused() -> None:
    result = render(f"name: web\ninstance_id: {ID}\ndescription: ${{X}}\n", "--var", "X=\udcff")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not UTF-8" in result.stderr


def test_a_whole_number_is_sent_as_one() -> None:
    assert '"min_ram": 40\n' in render(f"name: web\ninstance_id: {ID}\nmin_ram: 40.0\n").stdout


def test_the_report_on_the_values_offers_no_fix() -> None:
    text = "name: web\nimage_url: ${URL}\nmin_disk: 40\n"
    result = render(text, "--var", "URL=obs://ims-images/web.qcow2")
    assert "IMS310" in result.stderr and "--fix" not in result.stderr


@pytest.mark.parametrize("output", ["web.ims.yaml", "link", ".ims-lint.toml"])
def test_an_input_is_not_overwritten(output: str) -> None:
    Path("link").symlink_to("web.ims.yaml")
    Path(".ims-lint.toml").write_text("ignore = []\n", encoding="utf-8")
    text = f"name: web\ninstance_id: {ID}\n"
    result = render(text, "-o", output)
    said = f"ims-lint: {output} is an input file and is not overwritten\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert Path("web.ims.yaml").read_text("utf-8") == text
    assert Path(".ims-lint.toml").read_text("utf-8") == "ignore = []\n"


@pytest.mark.parametrize(
    ("pattern", "placeholder"),
    [
        (r"\\$\\(\\w+\\)", "$(NAME)"),
        (r"#\\{\\w+\\}#", "#{NAME}#"),
        (r"\\{\\w+\\}", "{NAME}"),
        (r"<% *\\w+ *%>", "<% NAME %>"),
        (r"\\{\\{[^}]*\\}\\}", "{{ NAME }}"),
    ],
)
def test_a_bare_name_of_any_configured_form_is_filled(tmp_path: Path, pattern: str, placeholder: str) -> None:
    (tmp_path / ".ims-lint.toml").write_text(f'placeholders = ["{pattern}"]\n')
    (tmp_path / "web.ims.yaml").write_text(f'instance_id: {ID}\nname: "{placeholder}"\n')
    arguments = ["render", "--var", "NAME=web", str(tmp_path / "web.ims.yaml")]
    result = command_runner().invoke(main, arguments)
    assert (result.exit_code, json.loads(result.stdout or "{}").get("name")) == (0, "web"), result.stderr


def test_a_name_with_a_hyphen_is_filled_and_never_taken_for_a_default() -> None:
    for name in ("${image-name}", '"{{ image-name }}"'):
        result = render(f"instance_id: {ID}\nname: {name}\n", "--var", "image-name=web")
        assert json.loads(result.stdout)["name"] == "web"


# The operation, and where to send the body

FULL = f"name: web\ninstance_id: {ID}\nvault_id: {ID}\n"
ADDRESS = {each.name: f"ims-lint: send it to {each.address}\n" for each in OPERATIONS}


def test_the_address_is_said_beside_the_body() -> None:
    for text, name in ((FULL, "wholeimages"), (f"name: web\ninstance_id: {ID}\n", "image")):
        result = render(text)
        assert (result.exit_code, result.stderr) == (0, ADDRESS[name])
        assert "cloudimages" not in result.stdout
        assert render(text, "-o", "body.json").stderr == ADDRESS[name]


def test_each_document_has_its_address() -> None:
    plain = f"name: web\ninstance_id: {ID}\n"
    text = f"{FULL}---\n{plain}---\n# ims-lint: operation=wholeimages\n{plain}"
    said = [render(text, "--document", str(number)).stderr for number in range(3)]
    assert said == [ADDRESS["wholeimages"], ADDRESS["image"], ADDRESS["wholeimages"]]


def test_render_takes_the_operation_as_check_does() -> None:
    assert render(FULL, "--operation", "wholeimages").stderr == ADDRESS["wholeimages"]
    refused = render(FULL, "--operation", "image")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "error[IMS204]" in refused.stderr and "send it to" not in refused.stderr
    wrong = render(FULL, "--operation", "wholeimage")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "unknown operation wholeimage, did you mean wholeimages?" in wrong.stderr
    Path(".ims-lint.toml").write_text('[per-file-operation]\n"web.*" = "wholeimages"\n', encoding="utf-8")
    assert render(f"name: web\ninstance_id: {ID}\n").stderr == ADDRESS["wholeimages"]


def test_a_value_decides_the_operation_as_if_it_stood_in_the_file() -> None:
    """A placeholder can be what tells the operations apart; the address is that of the request that is sent."""
    text = "name: web\nimage_url: ims-images:web.zvhd2\nmin_disk: 100\ntype: ${TYPE}\n"
    assert render(text, "--var", "TYPE=DataImage").stderr == ADDRESS["quickimport"]
    assert render(text, "--var", "TYPE=ECS").stderr == ADDRESS["image"]


def test_standard_input_is_rendered_for_the_declared_operation() -> None:
    arguments = ["render", "--operation", "quickimport", "-"]
    body = "name: web\nimage_url: ims-images:web.raw\nmin_disk: 40\nos_version: CentOS 7.6 64bit\n"
    result = command_runner().invoke(main, arguments, input=body)
    assert (result.exit_code, result.stderr) == (0, ADDRESS["quickimport"])


BODIES = {
    "quotes": "it's \"double\" and 'single' '\\'' \"'\"",
    "dollar": "$HOME ${HOME} $(touch bad) `touch bad` $$ $1",
    "backslashes": "a\\b \\\\ \\' \\n \\",
    "shell": "a; touch bad & touch bad | cat # !x * ? ~ %s \\x41",
    "Unicode": "Büro 镜像 😀 \u00a0",
    "hidden": "\u202e\u2028\u009b31m\ufeff",
    "at": "@/etc/passwd",
    "spaces": "a  b   c",
}


@posix
@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("description", BODIES.values(), ids=BODIES.keys())
def test_the_command_sends_the_body_byte_for_byte(tmp_path: Path, description: str, compact: bool) -> None:
    (tmp_path / "curl").write_text('#!/bin/sh\nfor each; do printf "%s\\0" "$each"; done > sent\n')
    (tmp_path / "curl").chmod(0o755)
    body = {"name": "web", "instance_id": ID, "vault_id": ID, "description": description}
    Path("web.ims.json").write_text(json.dumps(body), encoding="utf-8")
    Path(".ims-lint.toml").write_text("placeholders = []\n", encoding="utf-8")
    arguments = ["render", "web.ims.json", *(["--compact"] if compact else [])]
    command = command_runner().invoke(main, [*arguments, "--curl"])
    assert (command.exit_code, command.stderr) == (0, "")
    assert not re.search(r"[^\n -~\u00a1-\u1fff\u3000-\ud7ff\U00010000-\U0010ffff\u00a0]", command.stdout)
    environ = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "IMS_ENDPOINT": "ims.example.com",
        "TOKEN": "a b'$x",
    }
    subprocess.run(["sh", "-eu"], input=command.stdout.encode(), env=environ, check=True, cwd=tmp_path)
    sent = (tmp_path / "sent").read_bytes().split(b"\0")[:-1]
    assert sent[:-1] == [
        *(b"--request", b"POST", b"https://ims.example.com/v1/cloudimages/wholeimages/action"),
        *(b"--header", b"X-Auth-Token: a b'$x", b"--header", b"Content-Type: application/json", b"--data-binary"),
    ]
    assert sent[-1] + b"\n" == command_runner().invoke(main, arguments).stdout_bytes
    assert json.loads(sent[-1])["description"] == description
    assert not (tmp_path / "bad").exists()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_the_command_has_the_address_of_the_operation(operation: Operation) -> None:
    body = {
        "image": f"name: web\ninstance_id: {ID}\n",
        "wholeimages": FULL,
        "quickimport": "name: web\nimage_url: ims-images:web.raw\nmin_disk: 40\ntype: DataImage\n",
        "dataimages": "name: web\nimage_url: ims-images:web.raw\nmin_disk: 40\n",
    }[operation.name]
    command = render(body, "--curl", "--operation", operation.name)
    method, path = operation.address.split()
    assert command.stdout.startswith(f'curl --request {method} "https://$IMS_ENDPOINT{path}" \\\n')
    assert render(body, "--curl", "-o", "send.sh", "--operation", operation.name).stderr == ""
    assert Path("send.sh").read_text("utf-8") == command.stdout


def test_a_request_with_errors_makes_no_command() -> None:
    result = render("name: web\n", "--curl")
    assert (result.exit_code, result.stdout) == (1, "")
