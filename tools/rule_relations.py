"""Which parameters a rule is about, and which rules are related."""

from __future__ import annotations

import re
from functools import cache

from ims_lint.finding import Path
from ims_lint.operations import OPERATIONS
from ims_lint.rules.answers import constraints
from ims_lint.rules.registry import RULES
from ims_lint.rules.rule import Rule
from ims_lint.schema.compiled import NOTES
from ims_lint.schema.violation import code_of

_FEW = 5
"""Rules for more parameters, or for an error code of more rules, are not related because of them."""

_CODE = re.compile(r"\bIMS\d{3}\b")


@cache
def parameters(rule: Rule) -> tuple[str, ...]:
    """The parameters that a rule is about, as far as the rule or the schemas name them."""
    noted = {name for names in NOTES.get(rule.note, {}).values() for name in names}
    return tuple(sorted(rule.parameters | noted | _in_schemas().get(rule.code, set())))


@cache
def _in_schemas() -> dict[str, set[str]]:
    """The parameters for which the schemas can have violations of a rule, by its code."""
    found: dict[str, set[str]] = {}
    for operation in OPERATIONS:
        for _, path, keyword, schema in constraints(operation.name):
            code, name = code_of(keyword, schema), _parameter(path)
            if code and name and keyword != "additionalProperties":
                found.setdefault(code, set()).add(name)
    return found


def _parameter(path: Path) -> str:
    """The parameter at a path: the first key, or in an item of data_images the second."""
    names = [step for step in path if isinstance(step, str)]
    return names[names[0] == "data_images" and len(names) > 1] if names else ""


def related(rule: Rule) -> list[Rule]:
    """The rules that name this rule or are named by it, or that share one of its few parameters or error codes."""
    return [each for each in RULES if each is not rule and _are_related(rule, each)]


def _are_related(one: Rule, other: Rule) -> bool:
    if other.code in _named(one) or one.code in _named(other):
        return True
    names, others = set(parameters(one)), set(parameters(other))
    if max(len(names), len(others)) > _FEW:
        return False
    codes = set(one.prevents) & set(other.prevents)
    return bool(names & others) or any(sum(code in each.prevents for each in RULES) <= _FEW for code in codes)


def _named(rule: Rule) -> list[str]:
    """The codes in the text of a rule, without its examples."""
    return _CODE.findall(f"{rule.what} {rule.why} {rule.fixing}")
