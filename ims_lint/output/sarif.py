"""Reports as a SARIF 2.1.0 log, in the shape and within the limits of GitHub code scanning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ims_lint.document.text import has_surrogate
from ims_lint.finding import Position, Severity
from ims_lint.output.checkout import Checkout
from ims_lint.output.identity import with_identities
from ims_lint.output.inert import visible
from ims_lint.report.diagnostic import Checked, Diagnostic, Edit, Fix, Related, Report

# Code scanning rejects a run with more results or a file with more bytes. It measures the compressed
# file; here it is the uncompressed one, so that any way of uploading works.
MAX_RESULTS = 25_000
MAX_BYTES = 10_000_000
# Reserved for the message about omitted results.
_RESERVE = 1_000
_DESCRIPTION_LIMIT = 1024
_MAX_RELATED = 100

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_EMBEDDED_LINK = re.compile(r"\[(?=[^\]]*\]\()")

Json = dict[str, Any]


@dataclass(frozen=True)
class RuleText:
    """The text about a rule in a log; `help` is Markdown, `url` may be empty."""

    code: str
    name: str
    severity: Severity
    summary: str
    help: str
    url: str


def render(
    reports: Iterable[Report],
    rules: Iterable[RuleText],
    version: str,
    checkout: Checkout | None = None,
    failures: Sequence[str] = (),
    category: str = "",
) -> str:
    """Return the log as ASCII JSON: all `rules`, and the diagnostics, errors first.

    Results beyond the limits of code scanning are omitted, warnings before errors, and the log says
    how many. `failures` are the reasons why the run is not complete. An upload to code scanning replaces
    an earlier one of the same commit and `category`.
    """
    place = checkout or Checkout()
    reports = list(reports)
    descriptors = [_rule(rule) for rule in rules]
    indexes = {descriptor["id"]: index for index, descriptor in enumerate(descriptors)}
    results = [result for report in reports for result in _results(report, indexes, place)]
    results.sort(key=lambda result: str(result["level"]))  # "error" before "warning"
    log = _log(descriptors, version, failures, category)
    run = log["runs"][0]
    run["results"], left = _fitting(results[:MAX_RESULTS], MAX_BYTES - _RESERVE - len(_dumps(log)))
    clean = [_clean_request(request, place.uri(report.file)) for report in reports for request in _clean(report)]
    requests, _ = _fitting(clean, left)
    if requests:
        run["properties"] = {"requests": requests}
    for level, kept, all, noun in (
        ("warning", run["results"], results, "results"),
        ("note", requests, clean, "requests without results"),
    ):
        if omitted := len(all) - len(kept):
            text = f"{omitted} of {len(all)} {noun} are omitted to stay within the limits of GitHub code scanning."
            run["invocations"][0].setdefault("toolExecutionNotifications", []).append(_notification(level, text))
    return _dumps(log) + "\n"


def _log(rules: list[Json], version: str, failures: Sequence[str], category: str) -> Json:
    invocation: Json = {"executionSuccessful": not failures}
    if failures:
        invocation["toolExecutionNotifications"] = [_notification("error", visible(each)) for each in failures]
    driver = {"name": "ims-lint", "version": version, "rules": rules}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [],
    }
    if category:
        # Code scanning uses what precedes the last slash.
        run["automationDetails"] = {"id": f"{visible(category).rstrip('/')}/"}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: RuleText) -> Json:
    summary = visible(rule.summary)[:_DESCRIPTION_LIMIT]
    text = visible(rule.help, keep="\n\t") or summary
    descriptor: Json = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": str(rule.severity)},
    }
    return descriptor | ({"helpUri": rule.url} if rule.url else {})


def _results(report: Report, indexes: Mapping[str, int], checkout: Checkout) -> Iterator[Json]:
    """The results of a file, each with the operation that its request was checked for, if it has one."""
    operations = {request.document: _operation(request) for request in report.requests}
    for diagnostic, identity in with_identities(report):
        result = _result(diagnostic, identity, indexes, checkout)
        operation = operations.get(diagnostic.document)
        yield result | {"properties": operation} if operation else result


def _result(diagnostic: Diagnostic, identity: str, indexes: Mapping[str, int], checkout: Checkout) -> Json:
    uri = checkout.uri(diagnostic.file)
    related = diagnostic.related[:_MAX_RELATED]
    result: Json = {
        "ruleId": diagnostic.code,
        "level": str(diagnostic.severity),
        "message": {"text": _message(diagnostic, related)},
        "locations": [_location(uri, diagnostic.start, diagnostic.end)],
        # The only fingerprint that code scanning uses, in its format of hash and count.
        "partialFingerprints": {"primaryLocationLineHash": f"{identity}:1"},
    }
    if diagnostic.code in indexes:
        result["ruleIndex"] = indexes[diagnostic.code]
    if related:
        result["relatedLocations"] = [
            _location(uri, other.start, other.end) | {"id": number, "message": {"text": _plain(other.message)}}
            for number, other in enumerate(related, 1)
        ]
    if diagnostic.fix and _encodable(diagnostic.fix):
        result["fixes"] = [_fix(diagnostic.fix, uri)]
    return result


def _clean(report: Report) -> Iterator[Checked]:
    """The requests in a file that have no results."""
    found = {diagnostic.document for diagnostic in report.diagnostics}
    return (request for request in report.requests if request.document not in found)


def _clean_request(request: Checked, uri: str) -> Json:
    return {"uri": uri, "document": request.document, **_operation(request)}


def _operation(request: Checked) -> Json:
    return {"operation": request.operation, "operationFrom": request.operation_from}


def _message(diagnostic: Diagnostic, related: tuple[Related, ...]) -> str:
    """Return the message and the help, with a link to each related location.

    Code scanning shows a related location only where the message links to it.
    """
    parts = [_plain(part) for part in (diagnostic.message, diagnostic.help) if part]
    for number, other in enumerate(related, 1):
        parts.append(f"See [{_link_text(other.message)}]({number}).")
    return "\n".join(parts)


def _location(uri: str, start: Position, end: Position) -> Json:
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": _region(start, end)}}


def _region(start: Position, end: Position) -> Json:
    """Return the region of `start` up to `end`: never below 1, never backwards."""
    first = Position(max(start.line, 1), max(start.column, 1))
    last = max(first, Position(max(end.line, 1), max(end.column, 1)))
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }


def _fix(fix: Fix, uri: str) -> Json:
    change = {"artifactLocation": {"uri": uri}, "replacements": [_replacement(edit) for edit in fix.edits]}
    # SARIF cannot mark a fix as unsafe: a property does.
    return {
        "description": {"text": _plain(fix.title)},
        "artifactChanges": [change],
        "properties": {"safe": fix.safe},
    }


def _replacement(edit: Edit) -> Json:
    return {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}}


def _encodable(fix: Fix) -> bool:
    """Return whether the edits of a fix can be encoded in UTF-8; strict readers reject the log otherwise."""
    return bool(fix.edits) and not any(has_surrogate(edit.text) for edit in fix.edits)


def _plain(text: str) -> str:
    """Return `text` without control characters and without anything that SARIF would treat as a link."""
    return _EMBEDDED_LINK.sub(r"\\[", visible(text, keep="\n"))


def _link_text(text: str) -> str:
    """Return `text` escaped for the brackets of a link."""
    return re.sub(r"([\[\]\\])", r"\\\1", visible(text))


def _fitting(objects: list[Json], budget: int) -> tuple[list[Json], int]:
    """Return the first objects that fit into `budget` bytes, and how many bytes are left."""
    kept: list[Json] = []
    for each in objects:
        size = len(_dumps(each)) + 1
        if size > budget:
            break
        budget -= size
        kept.append(each)
    return kept, budget


def _notification(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": text}}


def _dumps(value: object) -> str:
    """Return `value` as compact JSON; ASCII, so that its length is its number of bytes."""
    return json.dumps(value, separators=(",", ":"))
