"""What every rule keeps: its codes, its cases, its documentation, and what it declares of itself."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from ims_lint import Config, lint_text
from ims_lint.cli import main
from ims_lint.config import DEFAULT
from ims_lint.linter import lint as lint_input
from ims_lint.operations import OPERATIONS
from ims_lint.output.rule_pages import GROUPS, render
from ims_lint.report.diagnostic import Diagnostic
from ims_lint.request import Request
from ims_lint.rules.answers import ANSWERS
from ims_lint.rules.registry import BY_CODE, RULES
from ims_lint.rules.rule import Rule
from ims_lint.schema.store import bundle, source_schema
from tests import cases
from tests.commands import command_runner
from tests.linting import fix_bytes, input_of
from tools.rule_pages import PAGE, page
from tools.rule_relations import parameters

ERROR_CODES = yaml.safe_load((Path(__file__).parents[1] / "error_codes.yaml").read_text(encoding="utf-8"))
IN_BYTES = {"IMS002", "IMS003"}
"""Rules on the bytes of a file, which an example in a text cannot show."""

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


@cache
def found() -> dict[str, list[Diagnostic]]:
    """The diagnostics of all bad cases by their code."""
    by_code: dict[str, list[Diagnostic]] = {rule.code: [] for rule in RULES}
    for path in (*cases.files("bad-"), *cases.hosts("bad-")):
        for diagnostic in cases.lint(path).diagnostics:
            by_code[diagnostic.code].append(diagnostic)
    return by_code


def lint(rule: Rule, source: str) -> list[tuple[str, str]]:
    config = Config(extend_select=(rule.code,), strict=rule.only_strict)
    name = "web.ims.json" if source.startswith("{") else "web.ims.yaml"
    name = "site.yml" if source.startswith("- hosts:") else name
    return [(each.code, each.message) for each in lint_text(source + "\n", name, config)]


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert [rule.code for rule in RULES] == sorted({rule.code for rule in RULES})
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert len({rule.summary for rule in RULES}) == len(RULES)


@each_rule
def test_a_code_and_a_name_are_of_their_form(rule: Rule) -> None:
    assert re.fullmatch(r"IMS[0-5][0-9]{2}", rule.code)
    assert rule.code[:4] in GROUPS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert (rule.severity == "warning") or rule.code < "IMS5", "advice is never an error"
    assert rule.on or rule.code >= "IMS55", "opinions are off, and nothing else is"


@each_rule
def test_a_rule_has_bad_and_ok_cases(rule: Rule) -> None:
    folder = cases.FOLDER / f"{rule.code}-{rule.name}"
    assert list(folder.glob("bad-*"))
    assert list(folder.glob("ok-*"))


def test_no_case_folder_is_left_over() -> None:
    assert {path.name for path in cases.FOLDER.iterdir()} == {f"{rule.code}-{rule.name}" for rule in RULES}


def test_schemas_name_only_codes_that_there_are() -> None:
    named = set(re.findall(r"IMS\d{3}", json.dumps(bundle())))
    assert named <= BY_CODE.keys()


@each_rule
def test_a_rule_is_documented(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.what and rule.why.endswith(".")
    assert bool(rule.fixing) == bool(rule.fix), "a Fix section stands where there is a fix, and only there"
    assert ("unsafe" in rule.fixing.lower()) == (rule.fix in ("unsafe", "mixed")), "an unsafe fix says why it is"
    assert bool(rule.example) == bool(rule.instead) == (rule.code not in IN_BYTES)


@each_rule
def test_an_example_brings_exactly_its_code(rule: Rule) -> None:
    if rule.code not in IN_BYTES:
        assert {code for code, _ in lint(rule, rule.example)} == {rule.code}
        assert lint(rule, rule.instead) == []


@each_rule
def test_a_fix_is_what_the_rule_declares(rule: Rule) -> None:
    safeties = {each.fix.safe for each in found()[rule.code] if each.fix}
    assert safeties == {"safe": {True}, "unsafe": {False}, "mixed": {True, False}, "": set()}[rule.fix]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fix], ids=lambda rule: rule.code)
def test_a_fix_mends_the_example_and_has_no_more_to_do(rule: Rule) -> None:
    """The fixed text is read again and holds no fixable diagnostic; a fix that is not certain may be missing."""
    fixed = fix_bytes((rule.example + "\n").encode(), "web.ims.yaml", Config(), unsafe=True)
    assert fixed.refused == ()
    assert not any(each.fix for each in fixed.report.diagnostics)
    assert not any(each.code.startswith("IMS00") and each.code != "IMS006" for each in fixed.report.diagnostics)
    if fixed.applied:
        assert fixed.report.diagnostics == ()


@each_rule
def test_a_rule_prevents_what_its_diagnostics_say(rule: Rule) -> None:
    said = {each.prevents for each in found()[rule.code] if each.prevents}
    assert said <= set(rule.prevents)
    assert not rule.prevents or said, "an answer that no case shows"


def test_only_published_answers_are_named() -> None:
    assert {code for rule in RULES for code in rule.prevents} == ERROR_CODES.keys()
    assert ANSWERS.keys() == ERROR_CODES.keys()
    in_schemas = set(re.findall(r"IMG\.\d{4}", json.dumps(bundle())))
    assert in_schemas <= ANSWERS.keys()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.check], ids=lambda rule: rule.code)
def test_a_checking_rule_yields_only_its_own_code(rule: Rule) -> None:
    assert rule.check is not None
    yielded = [finding.code for request in _requests() for finding in rule.check(request)]
    assert set(yielded) == {rule.code}


@cache
def _requests() -> tuple[Request, ...]:
    """The requests of all cases that a rule gets to see."""
    requests = []
    for path in [*cases.files("bad-"), *cases.files("ok-")]:
        linted = lint_input(input_of(path))
        requests += [
            Request(document.value, DEFAULT.placeholder_pattern, operation=choice.operation)
            for document, choice in zip(linted.bodies, linted.choices, strict=True)
        ]
    return tuple(request for request in requests if request.source)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.check], ids=lambda rule: rule.code)
@pytest.mark.parametrize("odd", [None, "", 0, -1.5, True, [], {}, ["x", 1, None, [], {}], {"key": [], "a": None}])
def test_a_checking_rule_takes_any_value(rule: Rule, odd: object) -> None:
    """The schemas complain of a wrong type; a rule that runs beside them must bear it."""
    assert rule.check is not None
    for operation in OPERATIONS:
        names = [name for source in operation.source_names for name in source_schema(source)["properties"]]
        for source in operation.sources:
            everything = {name: odd for name in names if name not in operation.source_parameters}
            for value in (everything, {**everything, "data_images": [dict.fromkeys(names, odd), odd]}):
                list(rule.check(Request({source.parameter: odd, **value}, operation=operation)))


def test_the_page_of_the_rules_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `nox -s generate`"


def test_the_page_has_every_rule_in_each_of_its_lists() -> None:
    by_code, by_parameter, by_error_code = re.split(r"^## By .*$", PAGE.read_text(encoding="utf-8"), flags=re.M)[1:]
    assert re.findall(r"^\| \[(IMS\d{3})\]", by_code, re.M) == [rule.code for rule in RULES]
    for table, names_of in ((by_parameter, parameters), (by_error_code, lambda rule: rule.prevents)):
        rows = {row[0].strip("` "): row[-1] for row in re.findall(r"^\| (.*?) \|(?:.*\|)? (.*) \|$", table, re.M)}
        for rule in RULES:
            listed = {name for name, links in rows.items() if f"[{rule.code}]({rule.url})" in links}
            assert listed == set(names_of(rule))


def test_a_rule_links_to_its_page() -> None:
    assert BY_CODE["IMS310"].url == "https://ims-lint.github.io/ims-lint/rules/IMS310/"


@pytest.mark.parametrize("selector", ["IMS310", "image-url-format"])
def test_the_command_explains_a_rule(selector: str) -> None:
    result = command_runner().invoke(main, ["rule", selector])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == render([BY_CODE["IMS310"]], "text")
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_the_command_explains_all() -> None:
    result = command_runner().invoke(main, ["rule", "--all", "--format", "json"])
    assert [each["code"] for each in json.loads(result.stdout)] == [rule.code for rule in RULES]
    markdown = command_runner().invoke(main, ["rule", "--all", "--format", "markdown"]).stdout
    assert [line for line in markdown.splitlines() if line.startswith("### ")] == [
        f"### {rule.code} {rule.name}" for rule in RULES
    ]


def test_the_command_refuses_what_is_no_rule() -> None:
    result = command_runner().invoke(main, ["rule", "image-url-formt"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean image-url-format?" in result.stderr


def test_without_a_name_the_command_lists_all_rules_in_short() -> None:
    result = command_runner().invoke(main, ["rule"])
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [line.split(maxsplit=3) for line in result.stdout.partition("\n\n")[0].splitlines()]
    levels = {rule.code: "strict" if rule.only_strict else rule.severity.value if rule.on else "off" for rule in RULES}
    assert rows == [[rule.code, levels[rule.code], rule.name, rule.summary] for rule in RULES]
    markdown = command_runner().invoke(main, ["rule", "--format", "markdown"]).stdout.splitlines()
    assert len(markdown) == len(RULES) + 2
    assert {line.count(" | ") for line in markdown} == {3}
    assert len(json.loads(command_runner().invoke(main, ["rule", "--format", "json"]).stdout)) == len(RULES)
