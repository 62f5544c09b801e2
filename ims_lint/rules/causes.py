"""Turn schema violations into findings: one for each cause, without those that only follow from another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ims_lint.finding import MAX_DIAGNOSTICS, UNCHECKED, Finding, Path
from ims_lint.request import Request
from ims_lint.rules.registry import BY_CODE, UNKNOWN_KEY
from ims_lint.schema.store import ENTRY, definition, load, parameter, source_schema
from ims_lint.schema.violation import MANY, Violation

_ONE_IS_ENOUGH = ("required", "type", "enum", "const")
"""If a value violates several of these keywords, only the first is reported."""

Said = tuple[Violation, Finding]


def explain(request: Request, violations: Iterable[Violation]) -> list[Finding]:
    """The findings for the schema violations of a request, one for each cause."""
    broken = list(islice((each for each in violations if _is_judgeable(request, each)), MAX_DIAGNOSTICS + 1))
    if not broken or (request.source is None and () in request.open):
        return []
    if not isinstance(request.value, dict):
        return [_say(request, broken[0])]
    if request.source is None:
        return [_full_ecs(request) or _misspelt_source(request) or _no_source(request)]
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


def judged(request: Request, findings: list[Finding]) -> Request:
    """The request for the other rules: without the items of a list that must be split up anyway."""
    too_many = any((each.code, each.path) == ("IMS311", ("data_images",)) for each in findings)
    return request.root if too_many and len(request.value["data_images"]) > MANY else request


def _is_judgeable(request: Request, violation: Violation) -> bool:
    """Whether a violation is about a value that can be checked; a placeholder cannot."""
    if violation.keyword == "required":
        return violation.path[:-1] not in request.open
    return violation.keyword == "additionalProperties" or violation.value is not UNCHECKED


def _say(request: Request, violation: Violation) -> Finding:
    """The finding of the rule of a violation; for an unknown parameter, of the first rule that recognizes it."""
    rules = UNKNOWN_KEY if violation.code == "IMS201" else (BY_CODE[violation.code],)
    return next(found for rule in rules if rule.say and (found := rule.say(request, violation)))


def _no_source(request: Request) -> Finding:
    """The finding for a request without a source."""
    schema = definition(f"{request.operation.schema}.no-source")
    return _say(request, Violation("const", (), request.value, None, schema))


def _full_ecs(request: Request) -> Finding | None:
    """The finding for a request of another operation: one that creates full-ECS images."""
    keys = [key for key in load(ENTRY)["x-full-ecs-keys"] if key in request.value]
    return _say(request, Violation("additionalProperties", (keys[0],), None, None, {})) if keys else None


def _misspelt_source(request: Request) -> Finding | None:
    """The finding for a key that is probably the misspelled source parameter of a request without a source."""
    sources = request.operation.sources
    parameters = {name for each in sources for name in source_schema(each.name)["properties"]}
    for key in request.value:
        if key not in parameters and not isinstance(request.value[key], dict):
            found = _say(request, Violation("additionalProperties", (key,), request.value[key], None, {}))
            if found.meant and found.meant[0] in request.operation.source_parameters:
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
    causes: list[Said] = []
    first: set[Path] = set()
    for violation, finding in broken:
        path, parent = violation.path, violation.path[:-1]
        if violation.keyword == "required" and (path in spelt_otherwise or parent in foreign | mixed):
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


_NO_ISO = ("IMS405", "IsoImage")
"""The finding that the file is not an ISO image although `type` is."""
