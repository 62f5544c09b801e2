"""The sources of the website: pages, links, schemas and settings, before MkDocs builds them."""

from __future__ import annotations

import doctest
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from ims_lint.about import REPOSITORY, SITE
from ims_lint.cli import main
from ims_lint.operations import BY_NAME, SOURCES
from ims_lint.rules.registry import RULES
from ims_lint.rules.rule import Rule
from ims_lint.schema.store import ENTRY, bundle
from tests.commands import command_runner, isolate
from tools import rule_relations
from tools.site import build, rule_pages, schemas
from tools.site.links import BrokenLink, rewritten

PROJECT = Path(__file__).parents[2]
PAGES = {"docs/cli.md": "cli.md", "docs/rules.md": "rules/index.md", "rules/IMS201.md": "rules/IMS201.md"}

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


@cache
def sources() -> dict[str, str]:
    """All sources of the site."""
    return build.sources()


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("docs/cli.md", "[a](rules.md#by-code)", "[a](rules/index.md#by-code)"),
        ("docs/rules.md", "[a](cli.md)", "[a](../cli.md)"),
        ("rules/IMS201.md", "[a](../docs/rules.md)", "[a](index.md)"),
        ("docs/rules.md", f"[a]({SITE}rules/IMS201/)", "[a](IMS201.md)"),
        ("docs/cli.md", f"[a]({SITE}rules/)", "[a](rules/index.md)"),
        ("docs/cli.md", "[a](../action.yml)", f"[a]({REPOSITORY}/blob/main/action.yml)"),
        ("docs/cli.md", "[a](../tests/cases/)", f"[a]({REPOSITORY}/tree/main/tests/cases)"),
        ("docs/cli.md", "[a](#x) [b](https://example.com/x)", "[a](#x) [b](https://example.com/x)"),
        ("docs/cli.md", "`[a](x.md)` ``[`](x.md)``", "`[a](x.md)` ``[`](x.md)``"),
        ("docs/cli.md", "    ```md\n    [a](x.md)\n    ```\n", "    ```md\n    [a](x.md)\n    ```\n"),
    ],
)
def test_a_link_leads_to_the_page_on_the_site_or_to_the_repository(source: str, text: str, expected: str) -> None:
    assert rewritten(text, source, PAGES) == expected


@pytest.mark.parametrize("target", ["missing.md", f"{SITE}rules/IMS999/", "../../outside"])
def test_a_link_to_nothing_is_an_error(target: str) -> None:
    with pytest.raises(BrokenLink, match=r"missing|IMS999|outside"):
        rewritten(f"[a]({target})", "docs/cli.md", PAGES)


def test_every_page_is_in_the_navigation() -> None:
    named = re.findall(r"[\w/-]+\.md", json.dumps(build.settings()["nav"]))
    assert sorted(named) == sorted(path for path in sources() if path.endswith(".md"))


def test_the_playground_is_in_the_navigation_if_it_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"Playground": "/ims-lint/playground/"}
    monkeypatch.setattr(build, "PLAYGROUND", tmp_path / "missing")
    assert link not in build.settings()["nav"]
    monkeypatch.setattr(build, "PLAYGROUND", tmp_path)
    assert link in build.settings()["nav"]


def test_every_page_of_the_docs_is_on_the_site() -> None:
    assert {path.name for path in (PROJECT / "docs").glob("*.md")} - {"rules.md"} <= sources().keys()
    assert {"rules/index.md", "contributing.md", "changelog.md"} <= sources().keys()


@each_rule
def test_the_page_of_a_rule_has_all_of_it(rule: Rule) -> None:
    page = sources()[f"{rule.url.removeprefix(SITE).rstrip('/')}.md"]
    for title, is_there in (("Why", True), ("Example", True), ("Use instead", rule.instead), ("Fix", rule.fix)):
        assert (f"\n## {title}\n" in page) == bool(is_there)
    for text in (rule.name, rule.example, rule.instead, *rule.prevents, *rule_relations.parameters(rule)):
        assert text in page
    for other in rule_relations.related(rule):
        assert f"]({other.code}.md)" in page
    assert re.search(rf"^(error|warning)\[{rule.code}\]: ", page, re.MULTILINE)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.example], ids=lambda rule: rule.code)
def test_the_report_on_a_page_is_that_of_the_command(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(monkeypatch, tmp_path)
    Path(rule_pages.file_name(rule)).write_text(rule.example + "\n", encoding="utf-8")
    printed = command_runner().invoke(main, rule_pages.command(rule).split()[1:]).stdout
    assert printed == rule_pages.report(rule)
    assert f"\n{printed}```" in sources()[f"rules/{rule.code}.md"]


def test_related_rules_name_each_other() -> None:
    for rule in RULES:
        assert all(rule in rule_relations.related(other) for other in rule_relations.related(rule))


@pytest.mark.parametrize("path", sorted((PROJECT / "schemas").glob("*.json")), ids=lambda path: path.name)
def test_a_schema_is_at_the_address_of_its_id(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert json.loads(schemas.files()[schema["$id"].removeprefix(SITE)]) == schema


@pytest.mark.parametrize("name", [ENTRY, *dict.fromkeys((*BY_NAME, *SOURCES))])
def test_a_bundled_schema_is_what_the_command_prints(name: str) -> None:
    own = str(bundle(name)["$id"]).removeprefix(SITE)
    address = f"schemas/bundled/{name}.schema.json" if name in (ENTRY, *BY_NAME) else own
    arguments = ["schema"] if name == ENTRY else ["schema", name]
    assert schemas.files()[address] == command_runner().invoke(main, arguments).stdout


def test_the_addresses_are_said_once_in_the_code() -> None:
    host = SITE.split("/")[2]
    for path in (PROJECT / "ims_lint").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert path.name == "about.py" or REPOSITORY.partition("//")[2] not in text
        examples = len(
            re.findall(rf"^ +(# yaml-language-server: )?\$schema[:=] ?{re.escape(SITE)}", text, re.MULTILINE)
        )
        assert path.name == "about.py" or text.count(host) == examples, f"{path}: more than examples of requests"


def test_all_pages_name_the_same_addresses() -> None:
    urls = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    assert urls["Documentation"] == SITE
    assert urls["Repository"] == REPOSITORY
    for path in (*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), PROJECT / "pyproject.toml"):
        for found in re.findall(r"https://[\w.]*github\.(?:io|com)/[^\s\"'`)<]*", path.read_text(encoding="utf-8")):
            assert found.startswith((SITE, REPOSITORY)) or "ims-lint" not in found, f"{path.name}: {found}"


def test_the_examples_of_the_python_page_are_run() -> None:
    page = (PROJECT / "docs" / "python.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    said: list[str] = []
    examples = doctest.DocTestParser().get_doctest(code, {}, "python.md", None, 0)
    result = doctest.DocTestRunner().run(examples, out=said.append)
    assert result.attempted > 5
    assert result.failed == 0, "".join(said)
