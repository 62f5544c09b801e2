"""Explains why the schemas refuse a request: each violation becomes a finding, one for each cause."""

from __future__ import annotations

from itertools import islice

from ims_lint.finding import MAX_DIAGNOSTICS, UNCHECKED, Finding, Path
from ims_lint.request import Request
from ims_lint.schema import explain
from ims_lint.schema.unknown import Unknown, judge_unknown, misspelt_source
from ims_lint.schema.violation import MANY, Violation, code_of, violations

_ONE_IS_ENOUGH = ("type", "enum", "const")
"""Of these keywords a value breaks, the first says it all."""


def explain_all(request: Request) -> list[Finding]:
    """The findings of the schemas for a request, one for each cause."""
    judgeable = (violation for violation in violations(request.value) if _judgeable(request, violation))
    broken = list(islice(judgeable, MAX_DIAGNOSTICS + 1))
    if not isinstance(request.value, dict):
        return [explain.finding(request, broken[0])] if broken else []
    if request.method is None and () in request.open:
        return []
    if request.method is None:
        return [misspelt_source(request) or explain.no_source(request)]
    if _only_image_files(request):
        return [misspelt_source(request) or explain.no_system_disk_file(request)]
    if request.method == "ecs-data-disks" and request.value["data_images"] == []:
        empty = (each for each in broken if each.keyword == "minItems")
        return [misspelt_source(request) or explain.finding(request, next(empty))]
    if (
        any(each.path == ("data_images",) and each.keyword == "maxItems" for each in broken)
        and len(request.value["data_images"]) > MANY
    ):
        request.leave_out_data_images()
    unknown = [judge_unknown(request, each) for each in broken if each.keyword == "additionalProperties"]
    others = [each for each in broken if each.keyword != "additionalProperties"]
    foreign = {each.finding.path[:-1] for each in unknown if each.is_source}
    return [
        *(each.finding for each in unknown if not _follows(each, foreign)),
        *(explain.finding(request, each) for each in _causes(others, unknown, foreign)),
    ]


def _judgeable(request: Request, violation: Violation) -> bool:
    """Whether a violation says something of a value that may be judged: a placeholder may not."""
    if violation.keyword == "required":
        return violation.path[:-1] not in request.open
    if violation.keyword == "additionalProperties":
        return True
    return violation.value is not UNCHECKED


def _only_image_files(request: Request) -> bool:
    """Whether the data images are image files, but the file of the system disk is missing."""
    return (
        request.method == "ecs-data-disks"
        and any("image_url" in element for _, element in request.data_images)
        and not any("volume_id" in element for _, element in request.data_images)
    )


def _follows(unknown: Unknown, foreign: set[Path]) -> bool:
    """Whether a parameter is only there because the source of another method is."""
    return unknown.finding.code == "IMS202" and not unknown.is_source and unknown.finding.path[:-1] in foreign


def _causes(broken: list[Violation], unknown: list[Unknown], foreign: set[Path]) -> list[Violation]:
    """The violations without those that only follow from others."""
    spelt_otherwise = {each.stands_for for each in unknown}
    mistyped = {each.path for each in broken if each.keyword == "type"}
    mixed = {each.path[:-1] for each in broken if code_of(each) == "IMS103"}
    no_iso = {each.path[:-1] for each in broken if code_of(each) == "IMS405" and each.value == "IsoImage"}
    causes: list[Violation] = []
    said: set[Path] = set()
    for each in broken:
        code, parent = code_of(each), each.path[:-1]
        if each.keyword == "required" and (each.path in spelt_otherwise or parent in foreign | mixed):
            continue
        if each.keyword == "required" or each.keyword in _ONE_IS_ENOUGH:
            if each.path in said:
                continue
            said.add(each.path)
        elif each.path in mistyped:
            continue
        if (code == "IMS103" and () in foreign) or (code == "IMS402" and parent in no_iso):
            continue
        causes.append(each)
    return causes
