"""The one way through the house: a file becomes text, documents, findings, and sorted diagnostics."""

from __future__ import annotations

import re

from ims_lint import schema
from ims_lint.config import DEFAULT, Config
from ims_lint.document import Document, language_of, read
from ims_lint.document.encoding import Decoded, decode
from ims_lint.document.limits import MAX_DIAGNOSTICS
from ims_lint.finding import Finding
from ims_lint.report.diagnostic import Diagnostic, Report
from ims_lint.request import Request, unfilled_placeholder
from ims_lint.rules import CHECKS
from ims_lint.rules.rule import Check

_SUPPRESSION = re.compile(r"ims-lint[: \t]")
"""What stands in a text in which a comment may suppress something."""


def lint_text(text: str, filename: str = "request.yaml", config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """The diagnostics of a text, in the order of the text.

    `filename` tells the language by its ending (`.json`, or YAML) and is named in the diagnostics.
    """
    return report_text(text, filename, config).diagnostics


def lint_file(path: str, config: Config = DEFAULT) -> tuple[Diagnostic, ...]:
    """The diagnostics of a file, in the order of its text.

    Raises:
        OSError: the file cannot be read.
    """
    return report_file(path, config).diagnostics


def report_file(path: str, config: Config = DEFAULT) -> Report:
    """The report on a file.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as file:
        data = file.read()
    return report_bytes(data, path, config)


def report_bytes(data: bytes, filename: str, config: Config = DEFAULT) -> Report:
    """The report on the bytes of a file."""
    language = language_of(filename, data[:64])
    return _report(decode(data, language), filename, language, config)


def report_text(text: str, filename: str, config: Config = DEFAULT) -> Report:
    """The report on the text of a file."""
    return _report(Decoded(text.lstrip("\ufeff")), filename, language_of(filename, text), config)


def _report(decoded: Decoded, filename: str, language: str, config: Config) -> Report:
    severities = config.severities(filename)
    documents, stopped = read(decoded.text, language) if decoded.readable else ([], [])
    placeholders = config.placeholder_pattern_in(decoded.text)
    requests = [Request(document.value, placeholders) for document in documents]
    checks = [check for code, check in CHECKS if code in severities]
    found: list[tuple[Document | None, Finding]] = [(None, finding) for finding in (*decoded.findings, *stopped)]
    for document, request in zip(documents, requests, strict=True):
        found += [(document, finding) for finding in _findings(document, request, checks, config.strict)]
        if len(found) > MAX_DIAGNOSTICS:
            break
    diagnostics: tuple[Diagnostic, ...] = ()
    if found or (language == "yaml" and _SUPPRESSION.search(decoded.text)):
        from ims_lint.document.text import Text
        from ims_lint.report.placing import place

        diagnostics = place(found, documents, Text(decoded.text), filename, language, severities)
    unchecked = sum(len(request.placeholders) for request in requests)
    return Report(filename, decoded.text if diagnostics else "", diagnostics, len(documents), unchecked)


def _findings(document: Document, request: Request, checks: list[Check], strict: bool) -> list[Finding]:
    """All that is said of one document, one finding for each cause."""
    findings = schema.check(request)
    if document.findings:
        wrong = {finding.path for finding in findings}
        findings += (each for each in document.findings if each.code != "IMS009" or each.path not in wrong)
    if request.method:
        for check in checks:
            findings += check(request)
    if strict:
        findings += (unfilled_placeholder(path) for path in request.placeholders)
    return findings
