"""The website as `nox -s site` has built it, in the directory IMS_LINT_SITE."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from ims_lint.about import REPOSITORY, SITE
from ims_lint.cli import main
from ims_lint.operations import SOURCES
from ims_lint.rules.registry import RULES
from ims_lint.rules.rule import Rule
from tests.commands import command_runner, isolate
from tools.site import rule_pages, schemas, serve
from tools.site.build import TARGET

PROJECT = Path(__file__).parents[2]
BUILT = os.environ.get("IMS_LINT_SITE")
ROOT = PROJECT / (BUILT or "site")
RESOURCES = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}
COUNTED = ("h1", "h2", "h3", "table", "tr", "li", "pre", "ol", "ul")

pytestmark = pytest.mark.skipif(not BUILT, reason="`nox -s site` builds the website and runs these tests")


class Page(HTMLParser):
    """What a page links to, which anchors it has, and what its article contains."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.resources: list[str] = []
        self.anchors: set[str] = {""}
        self.elements: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.code: list[str] = []
        self._in_article = self._in_code = False
        self.feed(path.read_text(encoding="utf-8"))

    @property
    def url(self) -> str:
        """The address of the page."""
        return SITE + self.path.relative_to(ROOT).as_posix().removesuffix("index.html")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_article |= tag == "article"
        if self._in_article:
            self.elements[tag] += 1
        if tag == "pre":
            self._in_code = True
            self.code.append("")
        self.attributes |= {f"{name}={value}" for name, value in given.items()}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        for name in ("href", "src"):
            if name in given:
                is_resource = (tag, name) in RESOURCES and given.get("rel") not in ("canonical", "prev", "next")
                (self.resources if is_resource else self.links).append(given[name])

    def handle_endtag(self, tag: str) -> None:
        self._in_article &= tag != "article"
        self._in_code &= tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.code[-1] += data


@cache
def pages() -> list[Page]:
    """All pages of the documentation, without the playground's own."""
    found = sorted(path for path in ROOT.rglob("*.html") if "playground" not in path.relative_to(ROOT).parts)
    assert len(found) > len(RULES)
    return [Page(path) for path in found]


@cache
def page(path: Path) -> Page:
    """One page."""
    return next((each for each in pages() if each.path == path), None) or Page(path)


def file_at(url: str) -> Path:
    """The file that the server sends for an address below the base URL."""
    path = ROOT / unquote(urlsplit(url).path).removeprefix(urlsplit(SITE).path)
    return path / "index.html" if path.is_dir() else path


def problem(url: str) -> str:
    """Why an address leads nowhere; empty if it is one of another site, or leads somewhere."""
    url, _, anchor = url.partition("#")
    if url.startswith((f"{REPOSITORY}/blob/main/", f"{REPOSITORY}/tree/main/")):
        path = url.removeprefix(REPOSITORY).split("/", 3)[3]
        return "" if (PROJECT / path).exists() else "not in the repository"
    if urlsplit(url).netloc != urlsplit(SITE).netloc:
        return ""
    if not url.startswith(SITE):
        return "outside of the site"
    if not file_at(url).is_file():
        return "no file"
    if not anchor or file_at(url).suffix != ".html":
        return ""
    if url == f"{SITE}playground/":  # the fragment names an example, or is a text
        return "" if anchor in {rule.code for rule in RULES} else "no such example"
    return "" if unquote(anchor) in page(file_at(url)).anchors else "no such anchor"


def test_the_tests_look_at_what_was_built() -> None:
    assert ROOT == TARGET, "`python -m tools.site.build` builds it there"
    assert (ROOT / "index.html").is_file()


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{each.url}: {link} ({why})"
        for each in pages()
        for link in (*each.links, *each.resources)
        if (why := problem(urljoin(each.url, link)))
    ]
    assert broken == []


def test_no_page_loads_anything_from_elsewhere() -> None:
    for each in pages():
        assert [link for link in each.resources if not urljoin(each.url, link).startswith(SITE)] == []
        assert "data-md-component=source" not in each.attributes, "the theme would ask the host of the repository"
        assert not any(re.fullmatch(r"class=.*\bmermaid\b.*", attribute) for attribute in each.attributes)
    for path in ROOT.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_of_a_rule_is_at_its_address_and_shows_its_report(rule: Rule) -> None:
    assert problem(rule.url) == ""
    code = page(file_at(rule.url)).code
    if rule.example:
        assert f"$ {rule_pages.command(rule)}\n{rule_pages.report(rule)}" in code
        assert {f"{rule.example}\n", f"{rule.instead}\n"} <= set(code)
    assert any(f"[{rule.code}]: " in text for text in code)


@pytest.mark.parametrize("path", sorted(schemas.files()))
def test_a_schema_is_at_its_address_and_so_is_all_that_it_refers_to(path: str) -> None:
    text = file_at(SITE + path).read_text(encoding="utf-8")
    assert text == schemas.files()[path]
    references = re.findall(r"\$ref\"?: *['\"]([^#'\"]+)", text)
    assert [each for each in references if problem(urljoin(SITE + path, each))] == []
    if path.endswith(".json"):
        identity = json.loads(text)["$id"]
        assert problem(identity) == ""
        assert identity == SITE + path or path.startswith("schemas/bundled/")


def test_every_address_that_a_report_prints_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)
    Path("web.ims.yaml").write_text("name: web\nmin_disk: x\nimage_url: a\n")
    for name in ("sarif", "json"):
        printed = command_runner().invoke(main, ["check", "--format", name, "web.ims.yaml"]).stdout
        urls = set(re.findall(rf"{re.escape(SITE)}[^\"\\\s]*", printed))
        assert len(urls) >= (len(RULES) if name == "sarif" else 2)
        assert [url for url in urls if problem(url)] == []


@pytest.mark.parametrize("source", SOURCES)
def test_the_schema_that_a_starter_names_exists(source: str) -> None:
    (modeline, *_) = command_runner().invoke(main, ["new", source]).stdout.splitlines()
    assert modeline.startswith(f"# yaml-language-server: $schema={SITE}schemas/")
    assert problem(modeline.partition("$schema=")[2]) == ""
    starter = json.loads(command_runner().invoke(main, ["new", source, "--format", "json"]).stdout)
    assert problem(starter.get("$schema", SITE)) == ""


def test_the_addresses_of_the_package_exist() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [url for url in project["urls"].values() if problem(url)] == []


@pytest.mark.parametrize(
    "path", [*sorted((PROJECT / "docs").glob("*.md")), *PROJECT.glob("C*.md")], ids=lambda path: path.stem
)
def test_a_page_has_the_same_structure_as_in_the_repository(path: Path) -> None:
    """MkDocs and GitHub read Markdown differently, for example code blocks in lists."""
    text, _, reference = path.read_text(encoding="utf-8").partition("<!-- ims_lint -->")
    tokens = MarkdownIt().enable("table").parse(text)
    blocks = ("fence", "code_block")
    expected = Counter("pre" if token.type in blocks else token.tag for token in tokens if token.nesting != -1)
    name = path.stem.lower()
    article = page(ROOT / ("index.html" if name == "index" else f"{name}/index.html")).elements
    if reference:
        assert all(article[tag] >= expected[tag] for tag in COUNTED)
    else:
        assert {tag: article[tag] for tag in COUNTED} == {tag: expected[tag] for tag in COUNTED}


def test_the_python_page_has_every_public_name() -> None:
    import ims_lint

    names = {f"ims_lint.{name}" for name in ims_lint.__all__ if not name.startswith("_")}
    assert names <= page(ROOT / "python" / "index.html").anchors


def test_the_search_knows_every_page() -> None:
    index = json.loads((ROOT / "search" / "search_index.json").read_text(encoding="utf-8"))
    texts = {entry["location"]: f"{entry['title']} {entry['text']}" for entry in index["docs"]}
    for rule in RULES:
        assert f"{rule.code} {rule.name}" in texts[f"rules/{rule.code}/"]
    assert {"", "start/", "cli/", "report/", "python/", "changelog/"} <= texts.keys()


def test_the_site_map_names_pages_that_exist() -> None:
    urls = [each.text or "" for each in ElementTree.parse(ROOT / "sitemap.xml").iter() if each.tag.endswith("loc")]
    assert len(urls) > len(RULES)
    assert [url for url in urls if problem(url)] == []


def test_the_server_answers_below_the_path_of_the_site_only() -> None:
    with serve.ThreadingHTTPServer(("127.0.0.1", 0), serve.Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"
        with urlopen(f"{host}{serve.BASE}rules/IMS201/") as answer:
            assert "IMS201 unknown-parameter" in answer.read().decode()
        for path in ("/rules/IMS201/", f"{serve.BASE}nothing/"):
            with pytest.raises(HTTPError) as error:
                urlopen(f"{host}{path}")
            assert error.value.code == 404
            assert "404 - Not found" in error.value.read().decode()
        server.shutdown()
