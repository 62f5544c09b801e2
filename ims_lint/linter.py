"""Lint one input: parse its documents, check the requests, return sorted diagnostics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ims_lint import schema
from ims_lint.config import DEFAULT, Config
from ims_lint.document import Document, read
from ims_lint.finding import MAX_DIAGNOSTICS, MAX_FILE_SIZE, Finding
from ims_lint.input import Input, from_bytes, from_text
from ims_lint.report.diagnostic import Diagnostic, Report
from ims_lint.request import Request
from ims_lint.rules import causes
from ims_lint.rules.registry import FOUND_BY_PYTHON
from ims_lint.rules.rule import Rule

_CHECKED = frozenset().union(*(rule.parameters for rule in FOUND_BY_PYTHON))
"""The parameters that rules are for."""

_SUPPRESSION = re.compile(r"ims-lint[: \t]")
"""Matches in every text that contains a suppression comment."""


class Linted(NamedTuple):
    """The result of linting an input: the parsed documents and the report.

    `stopped` are the findings because of which the rest of the input was not read.
    """

    input: Input
    bodies: list[Document]
    report: Report
    stopped: tuple[Finding, ...] = ()


def lint_text(text: str, filename: str = "request.yaml", config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a text, sorted by location.

    The extension of `filename` determines the language (`.json`, otherwise YAML), and the diagnostics
    contain the name.
    """
    return lint(from_text(text, filename), config).report.diagnostics


def lint_file(path: str, config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a file, sorted by location.

    Raises:
        OSError: the file cannot be read.
    """
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
    requests = [Request(document.value, placeholders) for document in documents]
    codes = tuple(severities)
    found: list[tuple[Document | None, Finding]] = [(None, finding) for finding in unread]
    for document, request in zip(documents, requests, strict=True):
        if document.unquoted:
            document.findings += _unquoted(document, request)
        found += [(document, finding) for finding in _findings(document, request, codes) if finding.code in severities]
        if len(found) > MAX_DIAGNOSTICS:
            break
    pairs = zip(documents, requests, strict=True)
    unchecked = [(document, path) for document, request in pairs for path in request.placeholders]
    diagnostics: tuple[Diagnostic, ...] = ()
    if found or (input.language == "yaml" and _SUPPRESSION.search(input.text)):
        from ims_lint.report.placing import place  # 8 ms, only for findings

        diagnostics = place(found, documents, input, severities, unchecked)
    text = input.text if diagnostics else ""
    report = Report(input.name, text, diagnostics, len(documents), len(unchecked))
    return Linted(input, documents, report, tuple(unread))


def _unquoted(document: Document, request: Request) -> list[Finding]:
    """The findings on `{{ … }}` without quotes that is not a placeholder."""
    placeholders = set(request.placeholders)
    return [
        each
        for each in document.unquoted
        if placeholders.isdisjoint(each.path[:length] for length in range(len(each.path) + 1))
    ]


def _findings(document: Document, request: Request, codes: tuple[str, ...]) -> list[Finding]:
    """The findings for one document, one for each cause; warnings on invalid values are omitted."""
    violations = schema.check(request.value)
    findings = causes.explain(request, violations) if violations else []
    judged = causes.judged(request, findings)
    refused = {finding.path for finding in findings}
    if document.findings:
        findings += (each for each in document.findings if each.code != "IMS009" or each.path not in refused)
    for rule in _rules(codes, judged.operation.name, _CHECKED & judged.parameters):
        for finding in rule.check(judged) if rule.check else ():
            if rule.is_error or finding.path not in refused:
                findings.append(finding)
    return findings


@lru_cache(1000)  # most requests have the same parameters as another one
def _rules(codes: tuple[str, ...], operation: str, parameters: frozenset[str]) -> tuple[Rule, ...]:
    """The rules with a check, among those that are on, for requests with these parameters."""
    return tuple(rule for rule in FOUND_BY_PYTHON if rule.code in codes and rule.is_for(operation, parameters))
