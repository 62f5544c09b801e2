"""The one way through the house: an input becomes documents, requests, findings, and sorted diagnostics."""

from __future__ import annotations

import re
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

_SUPPRESSION = re.compile(r"ims-lint[: \t]")
"""What stands in a text in which a comment may suppress something."""


class Linted(NamedTuple):
    """What linting makes of an input: the request bodies in it, and the report on them.

    `is_whole` tells whether the input was read to its end and the bodies are all that it says, whatever
    findings are suppressed or off.
    """

    input: Input
    bodies: list[Document]
    report: Report
    is_whole: bool


def lint_text(text: str, filename: str = "request.yaml", config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """The diagnostics of a text, in the order of the text.

    `filename` tells the language by its ending (`.json`, or YAML) and is named in the diagnostics.
    """
    return lint(from_text(text, filename), config).report.diagnostics


def lint_file(path: str, config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """The diagnostics of a file, in the order of its text.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as file:
        data = file.read(MAX_FILE_SIZE + 1)
    return lint(from_bytes(data, path), config).report.diagnostics


def lint(input: Input, config: Config = DEFAULT) -> Linted:
    """The bodies in an input, and the report on them."""
    severities = config.severities(input.name)
    documents, stopped = read(input.text, input.language) if input.readable else ([], [])
    placeholders = config.placeholder_pattern_in(input.text)
    requests = [Request(document.value, placeholders) for document in documents]
    rules = [rule for rule in FOUND_BY_PYTHON if rule.code in severities]
    found: list[tuple[Document | None, Finding]] = [(None, finding) for finding in (*input.findings, *stopped)]
    for document, request in zip(documents, requests, strict=True):
        if document.unquoted:
            document.findings += _unquoted(document, request)
        found += [(document, finding) for finding in _findings(document, request, rules) if finding.code in severities]
        if len(found) > MAX_DIAGNOSTICS:
            break
    diagnostics: tuple[Diagnostic, ...] = ()
    if found or (input.language == "yaml" and _SUPPRESSION.search(input.text)):
        from ims_lint.report.placing import place  # 8 ms, where there is something to say

        diagnostics = place(found, documents, input, severities)
    unchecked = sum(len(request.placeholders) for request in requests)
    text = input.text if diagnostics else ""
    is_whole = input.readable and not stopped and len(found) <= MAX_DIAGNOSTICS
    is_whole = is_whole and all(document.is_whole for document in documents)
    return Linted(input, documents, Report(input.name, text, diagnostics, len(documents), unchecked), is_whole)


def _unquoted(document: Document, request: Request) -> list[Finding]:
    """The findings on `{{ … }}` without quotes, where that is no placeholder."""
    placeholders = set(request.placeholders)
    return [
        each
        for each in document.unquoted
        if placeholders.isdisjoint(each.path[:length] for length in range(len(each.path) + 1))
    ]


def _findings(document: Document, request: Request, rules: list[Rule]) -> list[Finding]:
    """All that is said of one document, one finding for each cause: no advice on a value that is refused."""
    violations = schema.check(request.value)
    findings = causes.explain(request, violations) if violations else []
    judged = causes.judged(request, findings)
    refused = {finding.path for finding in findings}
    if document.findings:
        wrong = {finding.path for finding in findings}
        findings += (each for each in document.findings if each.code != "IMS009" or each.path not in wrong)
    for rule in rules:
        if rule.check and rule.is_for(judged):
            findings += (each for each in rule.check(judged) if rule.is_error or each.path not in refused)
    return findings
