"""Lint one input: parse its documents, check the requests, return sorted diagnostics."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from ims_lint import schema
from ims_lint.config import DEFAULT, Config
from ims_lint.declaration import Choice, before, choose
from ims_lint.document import Document, read
from ims_lint.document.text import Text
from ims_lint.embedded import Body, may_host
from ims_lint.finding import MAX_DIAGNOSTICS, MAX_FILE_SIZE, Finding, Path, Severity, Value
from ims_lint.input import HOSTS, Input, from_bytes, from_text, is_kind
from ims_lint.report.diagnostic import Checked, Diagnostic, Report
from ims_lint.request import Request
from ims_lint.rules import causes
from ims_lint.rules.registry import FOUND_BY_PYTHON
from ims_lint.rules.rule import Rule, parameters_of

_CHECKED = frozenset().union(*(rule.parameters for rule in FOUND_BY_PYTHON))
"""The parameters that rules are for."""

_SUPPRESSION = re.compile(r"ims-lint(?!:[ \t]*operation\b)[: \t]")
"""Matches in every text that contains a suppression comment, or one that is meant to be one."""


class Linted(NamedTuple):
    """The result of linting an input: the parsed documents and the report.

    `choices` are the operations of the documents. `stopped` are the findings because of which the rest of
    the input was not read. `hosts` are the places of the documents in a file that contains more.
    """

    input: Input
    bodies: list[Document]
    choices: Sequence[Choice]
    report: Report
    stopped: tuple[Finding, ...] = ()
    hosts: tuple[Body, ...] = ()

    def body_of(self, document: Document) -> Body | None:
        """The place of a document in a file that contains more; None if the file is a request."""
        return next((body for body in self.hosts if any(each is document for each in body.documents)), None)


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


def lint_file(
    path: str | os.PathLike[str], config: Config = DEFAULT, operation: str | None = None
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a file, sorted by location; `operation` is that of `lint_text`.

    Raises:
        OSError: the file cannot be read.
        ConfigError: there is no such operation.
    """
    config = config.declaring(operation)
    with open(path, "rb") as file:
        data = file.read(MAX_FILE_SIZE + 1)
    return lint(from_bytes(data, os.fspath(path)), config).report.diagnostics


def lint(input: Input, config: Config = DEFAULT) -> Linted:
    """Lint an input: return its parsed documents and the report.

    Raises:
        NotInstalled: a library that reads such a file is missing.
    """
    if input.language in HOSTS:
        from ims_lint.embedded import hosts  # 1 ms, only for such files

        return _lint_bodies(input, hosts.find(input), config)
    if config.embedded_only and not is_kind(input.name):
        return _lint_bodies(input, [], config)
    documents, stopped = read(input.text, input.language) if input.readable else ([], [])
    if may_host(input, documents):
        from ims_lint.embedded import hosts  # 1 ms, only for such files

        bodies = hosts.within(input, documents, config.embedded_only)
        if bodies is not None:
            return _lint_bodies(input, bodies, config, stopped)
    if config.embedded_only:
        return _lint_bodies(input, [], config, stopped)
    return judge(input, documents, (*input.findings, *stopped), config)


def judge(input: Input, documents: list[Document], unread: Sequence[Finding], config: Config) -> Linted:
    """The report on documents of an input; `unread` are the findings on what of it could not be read."""
    severities = config.severities(input.name)
    judged = _judged(input, documents, unread, config, severities)
    diagnostics: tuple[Diagnostic, ...] = ()
    if judged.found or (input.language == "yaml" and _SUPPRESSION.search(input.text)):
        from ims_lint.report.placing import place  # 8 ms, only for findings

        diagnostics = place(judged.found, documents, input, severities, judged.unchecked)
    return _linted(input, documents, judged.choices, diagnostics, judged.unchecked, unread)


def judge_with(linted: Linted, document: Document, value: Value, config: Config) -> Linted:
    """The report on one document of an input as if it had another value, at the same places."""
    changed = Document(
        document.index, value, lambda: document.root, document.findings, (), document.base, document.within
    )
    body = linted.body_of(document)
    if body is None:
        return judge(linted.input, [changed], (), config)
    return _lint_bodies(linted.input, [body._replace(documents=[changed])], config)


def _lint_bodies(input: Input, bodies: Sequence[Body], config: Config, stopped: Sequence[Finding] = ()) -> Linted:
    """Lint the requests in a file that contains more than requests; `stopped` is why the rest was not read."""
    from ims_lint.report import hosted  # 8 ms, only for such files

    severities = config.severities(input.name)
    parts: list[hosted.Part] = []
    by_index: dict[int, Choice] = {}
    groups = _by_text(bodies)
    declared = before(input.text, [body for group in groups for body in group])
    for group in groups:
        told = list(islice(declared, len(group)))
        hosts = {
            document.index: host
            for body, (host, _) in zip(group, told, strict=True)
            for document in body.documents
            if host
        }
        documents = [document for body in group for document in body.documents]
        unread = [finding for body in group for finding in body.unread]
        judged = _judged(group[0].input_in(input), documents, unread, config, severities, group[0], hosts)
        wrong = [(body, finding) for body, (_, findings) in zip(group, told, strict=True) for finding in findings]
        parts.append(hosted.Part(group, judged.found, judged.unchecked, wrong))
        by_index.update((document.index, each) for document, each in zip(documents, judged.choices, strict=True))
    unreadable = () if config.embedded_only else (*input.findings, *stopped)
    diagnostics = hosted.place(parts, bodies, unreadable, input, severities, config.declared_operation)
    documents = [document for body in bodies for document in body.documents]
    choices = [by_index[document.index] for document in documents]
    unchecked = [each for part in parts for each in part.unchecked]
    unread = [*unreadable, *(finding for body in bodies for finding in body.unread)]
    text = Text(input.text)
    lines = [text.position(body.span.start).line for body in bodies for _ in body.documents]
    linted = _linted(input, documents, choices, diagnostics, unchecked, unread)
    requests = tuple(each._replace(line=line) for each, line in zip(linted.report.requests, lines, strict=True))
    return linted._replace(report=linted.report._replace(requests=requests), hosts=tuple(bodies))


def _by_text(bodies: Sequence[Body]) -> list[list[Body]]:
    """The bodies by the texts that they were read from: those in the text of the file, and each that was cut out."""
    in_file = [body for body in bodies if not body.cut]
    return [*([in_file] if in_file else []), *([body] for body in bodies if body.cut)]


class _Judged(NamedTuple):
    """The findings on documents, with the operations of these, and the paths of their placeholders."""

    found: list[tuple[Document | None, Finding]]
    choices: Sequence[Choice]
    unchecked: list[tuple[Document, Path]]


def _judged(
    input: Input,
    documents: Sequence[Document],
    unread: Sequence[Finding],
    config: Config,
    severities: dict[str, Severity],
    body: Body | None = None,
    hosts: Mapping[int, Choice] = MappingProxyType({}),
) -> _Judged:
    """What the rules find in documents, such as those of a `body` in a file, which may declare their operations."""
    placeholders = config.placeholder_pattern_in(input.text)
    if body is not None:
        placeholders = body.with_placeholders(placeholders)
    option, configured = config.declared_operation, config.operation_in(input.name)
    choices, wrong = choose(input, documents, option, configured, placeholders, hosts)
    found: list[tuple[Document | None, Finding]] = [(None, finding) for finding in unread]
    found += wrong
    unchecked: list[tuple[Document, Path]] = []
    for document, choice in zip(documents, choices, strict=True):
        request = Request(
            document.value,
            placeholders,
            operation=choice.operation,
            sent=choice.origin == "address",
            comments=input.language != "json",
        )
        if request.placeholders:
            unchecked += [(document, path) for path in request.placeholders]
        if len(found) > MAX_DIAGNOSTICS:
            continue
        if document.unquoted:
            document.findings += _unquoted(document, request)
        if findings := _findings(document, request, severities):
            found += [(document, finding) for finding in findings if finding.code in severities]
    return _Judged(found, choices, unchecked)


def _linted(
    input: Input,
    documents: list[Document],
    choices: Sequence[Choice],
    diagnostics: tuple[Diagnostic, ...],
    unchecked: Sequence[tuple[Document, Path]],
    unread: Sequence[Finding],
) -> Linted:
    checked = [
        Checked(document.index, operation.name, origin)
        for document, (operation, origin) in zip(documents, choices, strict=True)
    ]
    report = Report(input.name, input.text if diagnostics else "", diagnostics, tuple(checked), len(unchecked))
    return Linted(input, documents, choices, report, tuple(unread))


def _unquoted(document: Document, request: Request) -> list[Finding]:
    """The findings on `{{ … }}` without quotes that is not a placeholder."""
    placeholders = set(request.placeholders)
    return [
        each
        for each in document.unquoted
        if placeholders.isdisjoint(each.path[:length] for length in range(len(each.path) + 1))
    ]


def _findings(document: Document, request: Request, codes: Collection[str]) -> list[Finding]:
    """The findings for one document, one for each cause; rules with other codes than these do not run.

    Warnings on invalid values, or related to them, are omitted.
    """
    violations = schema.check(request.operation.name, request.value)
    findings = causes.explain(request, violations) if violations else []
    judged = causes.judged(request, findings) if findings else request
    refused = {each for finding in findings for each in (finding.path, finding.meant)}
    if document.findings:
        findings += (each for each in document.findings if each.code != "IMS009" or each.path not in refused)
    parameters = _CHECKED & judged.parameters
    if violations:  # no rule judges the parameters of another operation
        parameters &= parameters_of(judged.operation)
    for rule in _rules(judged.operation.name, parameters):
        for finding in rule.check(judged) if rule.check and rule.code in codes else ():
            about = {finding.path, *(where for _, where in finding.related)}
            if rule.is_error or refused.isdisjoint(about):
                findings.append(finding)
    return findings


@lru_cache(1000)  # most requests have the same parameters as another one
def _rules(operation: str, parameters: frozenset[str]) -> tuple[Rule, ...]:
    """The rules with a check for requests with these parameters."""
    return tuple(rule for rule in FOUND_BY_PYTHON if rule.is_for(operation, parameters))
