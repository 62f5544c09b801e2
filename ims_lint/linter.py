"""Lint one input: parse its documents, check the requests, return sorted diagnostics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ims_lint import schema
from ims_lint.config import DEFAULT, Config
from ims_lint.declaration import Choice, choose
from ims_lint.document import Document, read
from ims_lint.finding import MAX_DIAGNOSTICS, MAX_FILE_SIZE, Finding, Path
from ims_lint.input import Input, from_bytes, from_text
from ims_lint.report.diagnostic import Checked, Diagnostic, Report
from ims_lint.request import Request
from ims_lint.rules import causes
from ims_lint.rules.registry import FOUND_BY_PYTHON
from ims_lint.rules.rule import Rule, parameters_of

_CHECKED = frozenset().union(*(rule.parameters for rule in FOUND_BY_PYTHON))
"""The parameters that rules are for."""

_SUPPRESSION = re.compile(r"ims-lint[: \t]")
"""Matches in every text that contains a suppression comment."""


class Linted(NamedTuple):
    """The result of linting an input: the parsed documents and the report.

    `choices` are the operations of the documents. `stopped` are the findings because of which the rest of
    the input was not read.
    """

    input: Input
    bodies: list[Document]
    choices: Sequence[Choice]
    report: Report
    stopped: tuple[Finding, ...] = ()


def lint_text(
    text: str, filename: str = "request.yaml", config: Config = DEFAULT, operation: str | None = None
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a text, sorted by location.

    The extension of `filename` determines the language (`.json`, otherwise YAML), and the diagnostics
    contain the name. `operation` declares the operation, for example `quickimport`.

    Raises:
        ConfigError: there is no such operation.
    """
    return lint(from_text(text, filename), config.declaring(operation)).report.diagnostics


def lint_file(path: str, config: Config = DEFAULT, operation: str | None = None) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a file, sorted by location; `operation` is that of `lint_text`.

    Raises:
        OSError: the file cannot be read.
        ConfigError: there is no such operation.
    """
    config = config.declaring(operation)
    with open(path, "rb") as file:
        data = file.read(MAX_FILE_SIZE + 1)
    return lint(from_bytes(data, path), config).report.diagnostics


def lint(input: Input, config: Config = DEFAULT) -> Linted:
    """Lint an input: return its parsed documents and the report."""
    documents, stopped = read(input.text, input.language) if input.readable else ([], [])
    return judge(input, documents, (*input.findings, *stopped), config)


def judge(input: Input, documents: list[Document], unread: Sequence[Finding], config: Config) -> Linted:
    """The report on documents of an input; `unread` are the findings on what of it could not be read."""
    severities = config.severities(input.name)
    placeholders = config.placeholder_pattern_in(input.text)
    choices, wrong = choose(input, documents, config.declared_operation, config.operation_in(input.name), placeholders)
    codes = tuple(severities)
    found: list[tuple[Document | None, Finding]] = [(None, finding) for finding in unread]
    found += wrong
    unchecked: list[tuple[Document, Path]] = []
    checked: list[Checked] = []
    for document, choice in zip(documents, choices, strict=True):
        checked.append(Checked(document.index, choice.operation.name, choice.origin))
        request = Request(document.value, placeholders, operation=choice.operation)
        if request.placeholders:
            unchecked += [(document, path) for path in request.placeholders]
        if len(found) > MAX_DIAGNOSTICS:
            continue
        if document.unquoted:
            document.findings += _unquoted(document, request)
        if findings := _findings(document, request, codes):
            found += [(document, finding) for finding in findings if finding.code in severities]
    diagnostics: tuple[Diagnostic, ...] = ()
    if found or (input.language == "yaml" and _SUPPRESSION.search(input.text)):
        from ims_lint.report.placing import place  # 8 ms, only for findings

        diagnostics = place(found, documents, input, severities, unchecked)
    text = input.text if diagnostics else ""
    report = Report(input.name, text, diagnostics, tuple(checked), len(unchecked))
    return Linted(input, documents, choices, report, tuple(unread))


def _unquoted(document: Document, request: Request) -> list[Finding]:
    """The findings on `{{ … }}` without quotes that is not a placeholder."""
    placeholders = set(request.placeholders)
    return [
        each
        for each in document.unquoted
        if placeholders.isdisjoint(each.path[:length] for length in range(len(each.path) + 1))
    ]


def _findings(document: Document, request: Request, codes: tuple[str, ...]) -> list[Finding]:
    """The findings for one document, one for each cause.

    Warnings on invalid values, or related to them, are omitted.
    """
    violations = schema.check(request.operation.name, request.value)
    findings = causes.explain(request, violations) if violations else []
    judged = causes.judged(request, findings)
    refused = {each for finding in findings for each in (finding.path, finding.meant)}
    if document.findings:
        findings += (each for each in document.findings if each.code != "IMS009" or each.path not in refused)
    parameters = _CHECKED & judged.parameters
    if violations:  # no rule judges the parameters of another operation
        parameters &= parameters_of(judged.operation)
    for rule in _rules(codes, judged.operation.name, parameters):
        for finding in rule.check(judged) if rule.check else ():
            about = {finding.path, *(where for _, where in finding.related)}
            if rule.is_error or refused.isdisjoint(about):
                findings.append(finding)
    return findings


@lru_cache(1000)  # most requests have the same parameters as another one
def _rules(codes: tuple[str, ...], operation: str, parameters: frozenset[str]) -> tuple[Rule, ...]:
    """The rules with a check, among those that are on, for requests with these parameters."""
    return tuple(rule for rule in FOUND_BY_PYTHON if rule.code in codes and rule.is_for(operation, parameters))
