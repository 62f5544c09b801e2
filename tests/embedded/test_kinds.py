"""Which files are searched for requests, and how they are decoded."""

from __future__ import annotations

import pytest

from ims_lint.config import Config
from ims_lint.input import from_bytes, from_text
from ims_lint.linter import lint

PLAYBOOK = """\
- hosts: localhost
  tasks:
    - uri:
        url: https://ims.example.com/v2/cloudimages/action
        body: {name: web, min_dsk: 40}
"""
SCRIPT = """#!/bin/sh
curl https://ims.example.com/v2/cloudimages/action -d '{"name": "web", "min_dsk": 40}'
"""
REQUEST = "name: web\nmin_dsk: 40\n"


@pytest.mark.parametrize(
    ("name", "text", "requests"),
    [
        ("site.yml", PLAYBOOK, 1),
        ("web.ims.yaml", PLAYBOOK, 0),
        ("web.ims.json", '{"body": {"name": "web"}}', 0),
        ("web.json", '{"body": {"name": "web"}}', 0),
        ("web.json", '{"body": {"instance_id": 1}}', 1),
        ("web.yaml", "body: {name: web}\n", 0),
        ("web.yaml", REQUEST, 0),
        ("web.yaml", "name: [\n", 0),
        ("create.sh", SCRIPT, 1),
        ("create", SCRIPT, 1),
        ("notes.txt", REQUEST, 0),
    ],
)
def test_only_requests_inside_other_files_are_checked(name: str, text: str, requests: int) -> None:
    report = lint(from_text(text, name), Config(embedded_only=True)).report
    assert len(report.requests) == requests
    assert bool(report.diagnostics) == bool(requests)


@pytest.mark.parametrize(("name", "text"), [("create.sh", SCRIPT), ("README.md", f"```sh\n{SCRIPT}```\n")])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_finding(name: str, text: str, encoding: str) -> None:
    alone, marked = lint(from_text(text, name)), lint(from_bytes(text.encode(encoding), name))
    assert marked.report == alone.report
    assert marked.input.data == text.encode(encoding)


@pytest.mark.parametrize(("name", "text"), [("create.sh", SCRIPT), ("README.md", f"```sh\n{SCRIPT}```\n")])
def test_requests_in_an_older_encoding_are_checked(name: str, text: str) -> None:
    data = f"{text}# f\xfcr sp\xe4ter\n".encode("latin-1")
    linted = lint(from_bytes(data, name), Config(embedded_only=True))
    assert {each.code for each in linted.report.diagnostics} == {"IMS101"}
    assert linted.input.data == data
