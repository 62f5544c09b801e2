"""Turn schema violations into findings: one for each cause, without those that only follow from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ims_lint.finding import MAX_DIAGNOSTICS, UNCHECKED, Finding, Path
from ims_lint.request import Request
from ims_lint.rules.registry import ALTERNATIVES, BY_CODE
from ims_lint.rules.source import not_at_the_top
from ims_lint.schema import check
from ims_lint.schema.store import definition, parameter, top_level
from ims_lint.schema.violation import MANY, Violation

_ONE_IS_ENOUGH = ("required", "type", "enum", "const")
"""If a value violates several of these keywords, only the first is reported."""

Said = tuple[Violation, Finding]


def explain(request: Request, violations: Iterable[Violation]) -> list[Finding]:
    """The findings for the schema violations of a request, one for each cause."""
    if () in request.open and isinstance(request.value, dict) and "type" not in request.value:
        violations = _whatever_the_type(request, violations)
    broken = list(islice((each for each in violations if _is_judgeable(request, each)), MAX_DIAGNOSTICS + 1))
    if not broken or (request.source is None and () in request.open):
        return []
    if not isinstance(request.value, dict):
        return [_say(request, broken[0])]
    if several := [each for each in broken if each.code == "IMS102"]:
        return [_say(request, several[0])]
    if request.picked is None or not request.value:
        return [_other_operation(request) or _misspelt_source(request) or _no_source(request)]
    is_bare = request.picked.parameter not in request.value
    if is_bare and (only := not_at_the_top(request) or _other_operation(request)):
        return [only]
    if request.value.get("data_images") == [] and (empty := [each for each in broken if each.keyword == "minItems"]):
        return [_misspelt_source(request) or _say(request, empty[0])]
    said = [(each, _say(request, each)) for each in broken]
    unknown = [finding for violation, finding in said if violation.keyword == "additionalProperties"]
    others = [each for each in said if each[0].keyword != "additionalProperties"]
    foreign = {each.path[:-1] for _, each in said if _is_foreign_source(request, each)}
    return [
        *(each for each in unknown if not _follows(request, each, foreign)),
        *(finding for _, finding in _causes(others, unknown, foreign)),
    ]


def _whatever_the_type(request: Request, violations: Iterable[Violation]) -> Iterator[Violation]:
    """The violations that remain if a parameter with a placeholder in its name is `type`, which may pick the source."""
    remaining = {
        (each.path, each.keyword) for each in check(request.operation.name, {**request.value, "type": UNCHECKED})
    }
    yield from (each for each in violations if (each.path, each.keyword) in remaining)


def judged(request: Request, findings: list[Finding]) -> Request:
    """The request for the other rules: without the items of a list that must be split up anyway."""
    too_many = any((each.code, each.path) == ("IMS311", ("data_images",)) for each in findings)
    return request.root if too_many and len(request.value["data_images"]) > MANY else request


def _is_judgeable(request: Request, violation: Violation) -> bool:
    """Whether a violation is about a parameter as such, or a value that can be checked; a placeholder cannot."""
    if violation.keyword == "required":
        return violation.path[:-1] not in request.open
    return violation.keyword == "additionalProperties" or violation.code == "IMS102" or violation.value is not UNCHECKED


def _say(request: Request, violation: Violation) -> Finding:
    """The finding of the rule of a violation; if several can report it, of the first rule that recognizes it."""
    rules = ALTERNATIVES.get(violation.code) or (BY_CODE[violation.code],)
    return next(found for rule in rules if rule.say and (found := rule.say(request, violation)))


def _no_source(request: Request) -> Finding:
    """The finding for a request without a source."""
    schema = {"x-rule": {"const": "IMS101"}} if request.source else definition(f"{request.operation.name}.no-source")
    return _say(request, Violation("const", (), request.value, None, schema))


def _other_operation(request: Request) -> Finding | None:
    """The finding for a parameter of another operation in a request without its source parameter."""
    known = top_level(request.operation)
    for key in request.value:
        if key not in known:
            found = _say(request, Violation("additionalProperties", (key,), request.value[key], None, {}))
            if found.code == "IMS204":
                return found
    return None


def _misspelt_source(request: Request) -> Finding | None:
    """The finding for a key that is probably the misspelled source parameter of a request without a source."""
    operation = request.operation
    parameters = top_level(operation)
    value = {key: each for key, each in request.value.items() if key != "data_images" or each != []}
    bare = Request(value, operation=operation)
    for key in value:
        if key not in parameters and not isinstance(value[key], dict):
            found = _say(bare, Violation("additionalProperties", (key,), value[key], None, {}))
            if found.meant and found.meant[0] in operation.source_parameters:
                return found
    return None


def _is_foreign_source(request: Request, finding: Finding) -> bool:
    """Whether a finding is about a source parameter other than that of the request."""
    names = {name for source in request.operation.sources for name in (source.parameter, source.element)}
    return finding.code in ("IMS102", "IMS202") and finding.path[-1] in names


def _follows(request: Request, unknown: Finding, foreign: set[Path]) -> bool:
    """Whether a parameter only follows from another source parameter in the same object, whose source takes it."""
    parent = unknown.path[:-1]
    if unknown.code != "IMS202" or parent not in foreign or _is_foreign_source(request, unknown):
        return False
    others = (parameter(each.name, parent).get("properties", {}) for each in request.operation.sources)
    return any(unknown.path[-1] in each for each in others)


def _causes(broken: list[Said], unknown: list[Finding], foreign: set[Path]) -> list[Said]:
    """The violations and findings without those that only follow from others."""
    spelt_otherwise = {each.meant for each in unknown}
    mistyped = {violation.path for violation, _ in broken if violation.keyword == "type"}
    mixed = {finding.path[:-1] for _, finding in broken if finding.code == "IMS103"}
    no_iso = {finding.path[:-1] for violation, finding in broken if (finding.code, violation.value) == _NO_ISO}
    beside = {where for each in unknown if each.code == "IMS102" for _, where in each.related}
    foreign_type = {finding.path[:-1] for _, finding in broken if (finding.code, finding.path) == ("IMS204", ("type",))}
    foreign_type |= {each.path[:-1] for each in unknown if (each.code, each.path) == ("IMS204", ("type",))}
    causes: list[Said] = []
    first: set[Path] = set()
    for violation, finding in broken:
        path, parent = violation.path, violation.path[:-1]
        if violation.keyword == "required" and (path in spelt_otherwise or parent in foreign | mixed):
            continue
        if finding.code in _BY_TYPE and (parent in foreign_type or (*parent, "type") in spelt_otherwise):
            continue
        if violation.keyword in _ONE_IS_ENOUGH:
            if path in first:
                continue
            first.add(path)
        elif path in mistyped:
            continue
        if violation.keyword in ("minLength", "type") and path in beside:  # a parameter of another source
            continue
        if (finding.code == "IMS103" and () in foreign) or (finding.code == "IMS402" and parent in no_iso):
            continue
        causes.append((violation, finding))
    return causes


_BY_TYPE = ("IMS104", "IMS403", "IMS404", "IMS410")
"""The rules that depend on what kind of image `type` says is created: pointless if that is wrong or misspelled."""

_NO_ISO = ("IMS405", "IsoImage")
"""The finding that the file is not an ISO image although `type` is."""
