"""Requests in Ansible playbooks: what is found, where, how it is fixed, and what is left alone."""

from __future__ import annotations

from textwrap import indent

import pytest

from ims_lint import lint_text
from ims_lint.config import DEFAULT
from ims_lint.embedded import hosts
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.report.diagnostic import Diagnostic
from ims_lint.transform.fix import fix
from tests.linting import report_text

ID = "877a2cda-ba63-4e1e-b95f-e67e48b6129a"
IMAGE = "https://{{ ims }}/v2/cloudimages/action"
WHOLE = "https://ims.example/v1/cloudimages/wholeimages/action"


def task(body: str, more: str = "", url: str = IMAGE, module: str = "uri") -> str:
    """A task that sends a body, which starts right after the colon."""
    return (
        f'- name: make\n  {module}:\n    url: "{url}"\n{more}    body:{indent(body, "      ").removeprefix("      ")}\n'
    )


FINE = f"\n{{name: web, instance_id: {ID}}}"
FLOW = f"{{os_versoin: x, name: a, instance_id: {ID}}}"
TEXT = f' |\n{{"name": "web", "instance_id": "{ID}"}}'
WRONG = f"\nname: web\ninstance_id: {ID}\nos_versoin: x"


def found(text: str) -> list[str]:
    """The diagnostics of a playbook as `line:column code`, with the text that they mark on their first line."""
    return [_shown(each, text.splitlines()) for each in lint_text(text, "play.yml")]


def _shown(diagnostic: Diagnostic, lines: list[str]) -> str:
    start, end = diagnostic.start, diagnostic.end
    marked = lines[start.line - 1][start.column - 1 : end.column - 1 if start.line == end.line else None]
    return f"{start.line}:{start.column} {diagnostic.code} {marked}"


def operations(text: str) -> list[str]:
    """The operations of the requests in a playbook."""
    return [each.operation for each in lint(from_text(text, "play.yml")).report.requests]


PLACES = {
    "play": f"- hosts: all\n  tasks:\n{indent(task(WRONG), '    ')}",
    "pre_tasks": f"- hosts: all\n  pre_tasks:\n{indent(task(WRONG), '    ')}",
    "post_tasks": f"- hosts: all\n  post_tasks:\n{indent(task(WRONG), '    ')}",
    "handlers": f"- hosts: all\n  handlers:\n{indent(task(WRONG), '    ')}",
    "task file": task(WRONG),
    "long name": task(WRONG, module="ansible.builtin.uri"),
    "legacy name": task(WRONG, module="ansible.legacy.uri"),
    "block": f"- block:\n{indent(task(WRONG), '  ')}",
    "rescue": f"- block: []\n  rescue:\n{indent(task(WRONG), '  ')}",
    "always": f"- block: []\n  always:\n{indent(task(WRONG), '  ')}",
    "block in a block": f"- block:\n  - block:\n{indent(task(WRONG), '    ')}",
    "after another play": f"- import_playbook: x.yml\n- hosts: a\n  tasks:\n{indent(task(WRONG), '  ')}",
    "second document": f"- hosts: all\n---\n{task(WRONG)}",
    "argument in args": f"- uri: url={IMAGE} method=POST\n  args:\n    body: {FLOW}\n",
    "action": f"- action:\n    module: uri\n    url: /v2/cloudimages/action\n    body: {FLOW}\n",
    "local_action": f"- block: []\n- local_action: uri\n  args:\n    url: /v2/cloudimages/action\n    body: {FLOW}\n",
    "merged arguments": f"- hosts: a\n  vars: {{u: &u {{url: /v2/cloudimages/action}}}}\n  tasks:\n"
    f"  - uri:\n      <<: *u\n      body: {FLOW}\n",
    "Jinja elsewhere": f"- hosts: all\n  vars:\n    a: {{{{ b }}}}\n    c: !vault |\n      d\n    e: !unsafe '{{{{'\n"
    f"    f: yes\n    f: no\n    g: {{{{ h }}: i}}\n  tasks:\n{indent(task(WRONG), '  ')}",
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_a_request_is_found_wherever_it_is(text: str) -> None:
    """The finding is at the parameter, and it is the only one."""
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "os_versoin" in each)
    column = text.splitlines()[line - 1].index("os_versoin") + 1
    assert found(text) == [f"{line}:{column} IMS201 os_versoin"]
    assert operations(text) == ["image"]


ALONE = {
    "strings": "- a\n- b\n",
    "requests": f"- name: web\n  instance_id: {ID}\n",
    "other tasks": "- name: a\n  copy: {src: a, dest: b}\n",
}


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE.keys())
def test_other_lists_are_no_playbooks(text: str) -> None:
    """They stay what they are today: a list where a request should be."""
    assert [each.code for each in lint_text(text, "list.yml")] == ["IMS005"]


OTHERS = {
    "compose": "services:\n  web:\n    image: nginx\n",
    "workflow": "on: push\njobs:\n  a:\n    steps:\n    - uri: {url: /v2/cloudimages/action, body: {a: b}}\n",
    "inventory": "all:\n  hosts:\n    web: {}\n",
    "defaults": "ims_url: /v2/cloudimages/action\nbody:\n  name: web\nother: 1\n",
    "manifest": "apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_files_are_no_hosts(text: str) -> None:
    """No request is found in them."""
    assert hosts.bodies(from_text(text, "file.yml")) == []


NO_REQUEST = {
    "another address": task(WRONG, url="https://ims/v2/cloudimages"),
    "longer address": task(WRONG, url=f"{IMAGE}s"),
    "no body": f"- uri:\n    url: {WHOLE}\n",
    "empty body": task(""),
    "blank body": task(' " "'),
    "another module": task(WRONG, module="get_url"),
    "variables": f"- hosts: all\n  vars:\n    uri: {{url: {WHOLE}, body: {{a: b}}}}\n",
    "odd": "- tasks: {uri: {url: 1, body: 2}}\n- tasks: [1, [2], {uri: 3}, {uri: {body: 4}}, {action: 5}]\n",
}


@pytest.mark.parametrize("text", NO_REQUEST.values(), ids=NO_REQUEST.keys())
def test_other_tasks_have_no_request(text: str) -> None:
    """A playbook without a request in it is fine."""
    text = f"- hosts: all\n{text}"
    assert (found(text), operations(text)) == ([], [])


PLACEHOLDERS = {
    "whole": ' "{{ request }}"',
    "bare whole": " {{ request }}",
    "two": ' "{{ a }}{{ b }}"',
    "expression": """ "{{ {'name': 'web', 'b': {'c': 1}} | to_json }}\"""",
    "statement": ' |\n{% if a %}\n{"name": 1}\n{% endif %}',
    "comment": ' |\n{# a #}\n{"name": 1}',
    "unclosed": ' |\n{"name": "{{ a"}',
    "vault": " !vault |\n$ANSIBLE_VAULT;1.1;AES256\n6638",
    "parameters in JSON": ' |\n{"name": "web", {{ more }} }',
    "parameters and a comma": f' |\n{{"instance_id": "{ID}" {{{{ more }}}} }}',
    "parameters in YAML": " |\nname: web\n{{ more | to_nice_yaml }}",
    "value": f' |\n{{"name": {{{{ a | default("b") }}}}, "instance_id": "{ID}"}}',
    "in a string": f' |\n{{"name": "a-{{{{ a["}}"] | default("b") }}}}", "instance_id": "{ID}"}}',
    "in quotes": ' "{\\"name\\": \\"{{ a }}\\", \\"instance_id\\": {{ b }}}"',
    "in single quotes": f' \'{{"name": "{{{{ a | default(\'\'b\'\') }}}}", "instance_id": "{ID}"}}\'',
    "in YAML": f" |\nname: {{{{ a }}}}-{{{{ b }}}}\ninstance_id: {ID}\ntags: [{{{{ c }}}}, a.b]",
    "in a mapping": f'\nname: "{{{{ a }}}}"\ninstance_id: {ID}\nmin_ram: "{{{{ item.b | int }}}}"',
    "words of Ansible": "\nname: web\nimage_url: a-bucket:web.qcow2\nmin_disk: 0x28\nis_config: yes",
    "encrypted value": f"\nname: !vault |\n  a\ninstance_id: {ID}\ndescription: !unsafe '{{{{'",
}


@pytest.mark.parametrize("body", PLACEHOLDERS.values(), ids=PLACEHOLDERS.keys())
def test_what_jinja_fills_in_is_not_checked(body: str) -> None:
    """The request is counted, and nothing is wrong with it."""
    text = task(body)
    assert (found(text), operations(text)) == ([], ["image"])


VALUES = {
    "NO is false": ("\nname: NO\ninstance_id: " + ID, ["5:13 IMS301 NO"]),
    "octal": (f"\nname: web\ninstance_id: {ID}\nmin_ram: 1e3", ["7:16 IMS301 1e3"]),
    "duplicate": (f"\nname: web\ninstance_id: {ID}\nname: a", ["7:7 IMS006 name"]),
    "another tag": (f"\nname: !foo web\ninstance_id: {ID}", ["5:13 IMS008 !foo"]),
    "list": (" [1]", ["4:11 IMS005 [1]"]),
    "string": (" web", ["4:11 IMS005 web"]),
    "broken JSON": (' |\n{\n  "name": "web",\n}', ["6:22 IMS001 ,"]),
    "escapes": (
        f' "{{\\"name\\": \\"web\\", \\"instance_id\\": \\"{ID}\\", \\"foo\\": 1}}"',
        ['4:91 IMS201 \\"foo\\"'],
    ),
    "folded": (f' >\n{{"name": "web",\n"instance_id": "{ID}", "foo": 1}}', ['6:62 IMS201 "foo"']),
    "YAML": (f" |-\nname: web\ninstance_id: {ID}\nfoo: 1", ["7:7 IMS201 foo"]),
}


@pytest.mark.parametrize(("body", "wanted"), VALUES.values(), ids=VALUES.keys())
def test_values_are_those_that_ansible_reads(body: str, wanted: list[str]) -> None:
    """With their places in the file."""
    assert found(task(body)) == wanted


def test_the_address_declares_the_operation() -> None:
    """Of each request its own, before an option."""
    text = task(FINE) + task(FINE, url=WHOLE) + task(FINE, url="/v2/cloudimages/quickimport/action?a=b")
    assert operations(text) == ["image", "wholeimages", "quickimport"]
    option = lint(from_text(task(FINE), "play.yml"), DEFAULT.declaring("wholeimages")).report.diagnostics
    assert [(each.code, each.start.line) for each in option] == [("IMS016", 3)]


COMMENTS = {
    "above the task": ("# ims-lint: ignore[IMS201]\n" + task(WRONG), []),
    "two lines above": ("# ims-lint: ignore[IMS201]\n# a remark\n" + task(WRONG), []),
    "above the module": (task(WRONG).replace("  uri:", "  # ims-lint: ignore[IMS201]\n  uri:"), []),
    "above the body": (task(WRONG).replace("    body:", "    # ims-lint: ignore[IMS201]\n    body:"), []),
    "beside the key": (task(WRONG).replace("body:", "body: # ims-lint: ignore[IMS201]"), []),
    "inside": (task(WRONG).replace("os_versoin: x", "os_versoin: x # ims-lint: ignore[IMS201]"), []),
    "in a text": (task(WRONG.replace("\n", " |\n", 1) + " # ims-lint: ignore[IMS201]"), []),
    "above a text": ("# ims-lint: ignore[IMS201]\n" + task(WRONG.replace("\n", " |\n", 1)), []),
    "beside a bar": (task(WRONG.replace("\n", " | # ims-lint: ignore[IMS201]\n", 1)), []),
    "of the whole file": ("# ims-lint: ignore-file[IMS201]\n\n" + task(WRONG) * 2, []),
    "unused": ("# ims-lint: ignore[IMS502]\n" + task(FINE), ["1:20 IMS010"]),
    "after the body": (task(FINE) + "  register: x # ims-lint: ignore[IMS201]\n", ["6:34 IMS010"]),
    "of another task": ("# ims-lint: ignore[IMS201]\n- debug:\n" + task(FINE), ["1:20 IMS010"]),
    "after a text": (task(TEXT) + "# ims-lint: ignore[IMS201]\n- debug:\n", ["6:20 IMS010"]),
    "in the text above": (task(FINE) + "- shell: |\n    # ims-lint: ignore[IMS201]\n" + task(FINE), []),
    "operation": ("# ims-lint: operation=image\n" + task(FINE), []),
    "another operation": ("# ims-lint: operation=wholeimages\n" + task(FINE), ["1:1 IMS016 "]),
    "operation of another": (task(FINE) + "# ims-lint: operation=wholeimages\n" + task(FINE + "\n", url=WHOLE), []),
    "operation inside": (task("\n# ims-lint: operation=image" + WRONG), ["8:7 IMS201 os_versoin"]),
}


@pytest.mark.parametrize(("text", "wanted"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_hold_for_the_body_behind_them(text: str, wanted: list[str]) -> None:
    """And for no other; one that suppresses nothing is reported."""
    lines = [each for each in found(text) if "IMS523" not in each]
    assert [each.split(" ")[:2] for each in lines] == [each.split(" ")[:2] for each in wanted]


FIXES = {
    "rename": (WRONG.replace("versoin: x", "versoin: x # why"), WRONG.replace("os_versoin: x", "os_versoin: x # why")),
    "mapping": (f"\nnam: web\ninstance_id: {ID}", f"\nname: web\ninstance_id: {ID}"),
    "number": (f'\nname: web\ninstance_id: {ID}\nmin_ram: "1024"', f"\nname: web\ninstance_id: {ID}\nmin_ram: 1024"),
    "literal": (f' |\n{{\n  "nam": "web",\n  "instance_id": "{ID}"\n}}', None),
    "folded": (f' >-\n{{"nam": "web",\n"instance_id": "{ID}"}}', None),
    "single": (f' \'{{"nam": "web", "instance_id": "{ID}"}}\'', None),
    "double": (f' "{{\\"nam\\": \\"web\\", \\"instance_id\\": \\"{ID}\\"}}"', None),
    "flow": (f" {{nam: web, instance_id: {ID}}}", None),
    "with Jinja": (f' |\n{{"description": "{{{{ a["b"] }}}}",\n"nam": {{{{ b }}}}, "instance_id": "{ID}"}}', None),
    "with Jinja in YAML": (f" |\ndescription: {{{{ a['b'] }}}}\nnam: {{{{ b }}}}\ninstance_id: {ID}", None),
}


@pytest.mark.parametrize(("before", "after"), FIXES.values(), ids=FIXES.keys())
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_fixes_change_only_what_they_say(before: str, after: str | None, line_break: str) -> None:
    """Byte for byte around it."""
    after = before.replace("nam", "name", 1) if after is None else after
    text, wanted = (task(FINE) + task(each) + "# the end\n- debug:\n" for each in (before, after))
    result = fix(lint(from_text(text.replace("\n", line_break), "play.yml")), DEFAULT)
    assert result.linted.input.text == wanted.replace("\n", line_break)
    assert not result.refused


LAST = {
    "mapping": (f"\nname: web\ninstance_id: {ID}\nname: web", f"\nname: web\ninstance_id: {ID}"),
    "YAML": (f" |\nname: web\ninstance_id: {ID}\nname: web", f" |\nname: web\ninstance_id: {ID}"),
}


@pytest.mark.parametrize("rest", ["", "\n# the end\n", "  register: x\n"])
@pytest.mark.parametrize(("before", "after"), LAST.values(), ids=LAST.keys())
def test_the_last_parameter_is_removed_with_its_line(before: str, after: str, rest: str) -> None:
    """Its indentation goes with it."""
    result = fix(lint(from_text(task(before) + rest, "play.yml")), DEFAULT, unsafe=True)
    assert result.linted.input.text == task(after) + rest


def test_two_requests_that_share_an_anchor_are_reported_once() -> None:
    """At the anchor; a fix would change both."""
    text = task(f" &a {{name: web, instance_id: {ID}, foo: 1}}") + task(" *a")
    assert found(text) == ["4:77 IMS201 foo"]
    assert len(operations(text)) == 2


def test_a_broken_playbook_is_reported_as_today() -> None:
    """Also if only the second of its documents is broken."""
    assert [each.code for each in lint_text("- hosts: [\n", "play.yml")] == ["IMS001"]
    codes = [each.code for each in lint_text(f"{task(WRONG)}---\n- hosts: [\n", "play.yml")]
    assert codes == ["IMS201", "IMS001"]


def test_hostile_playbooks_bring_no_traceback() -> None:
    """Deep, cyclic, and with many aliases."""
    deep = "- block: " + "[{block: " * 45 + "[]" + "}]" * 45 + "\n"
    cyclic = "- &a\n  block:\n  - *a\n  - uri: {url: /v2/cloudimages/action, body: &b {x: *b}}\n"
    many = f"- block: &a\n{indent(task(WRONG), '  ')}" + "- block: *a\n" * 100
    assert found(deep) == []
    assert "IMS013" in " ".join(found(cyclic))
    assert len(found(many)) == 1


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("method: POST", 1),
        ("method: post", 1),
        ('method: "{{ method }}"', 1),
        ("status_code: 200", 1),
        ("method: GET", 0),
        ("method: PUT", 0),
        ("body_format: form-urlencoded", 0),
        ("body_format: form-multipart", 0),
        ("body_format: json", 1),
    ],
)
def test_only_a_body_that_is_posted_as_it_is_counts(line: str, count: int) -> None:
    text = (
        "- hosts: localhost\n  tasks:\n    - uri:\n"
        f"        url: https://ims.example.com/v2/cloudimages/action\n        {line}\n        body: {{nme: web}}\n"
    )
    assert len(report_text(text, "site.yml").requests) == count
