"""The documentation of rules: for a terminal, as Markdown (docs/rules.md is made of it), as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import indent

from ims_lint.rules.rule import Rule

_GROUPS = {
    "IMS0": "The file",
    "IMS1": "The source of the image",
    "IMS2": "Parameters",
    "IMS3": "Values",
    "IMS4": "Parameters that need or exclude each other",
    "IMS5": "Advice",
}


def render(rules: Iterable[Rule], form: str) -> str:
    """The documentation of rules as `text`, `markdown` or `json`."""
    if form == "json":
        return json.dumps([_as_data(rule) for rule in rules], indent=2) + "\n"
    if form == "markdown":
        return "\n".join(markdown(rule) for rule in rules)
    return "\n".join(_as_text(rule) for rule in rules)


def reference(rules: Iterable[Rule]) -> str:
    """The page docs/rules.md: a table of all rules, then each of them."""
    rules = list(rules)
    lines = ["# Rules", "", "Made by `python -m tests.make_docs` from the rules themselves: do not edit.", ""]
    lines += ["| code | name | severity | fix | what it finds |", "| --- | --- | --- | --- | --- |"]
    for rule in rules:
        anchor = f"#{rule.code.lower()}-{rule.name}"
        lines.append(f"| [{rule.code}]({anchor}) | {rule.name} | {_severity(rule)} | {rule.fix} | {rule.summary} |")
    for prefix, title in _GROUPS.items():
        lines += ["", f"## {title}", ""]
        lines.append("\n".join(markdown(rule) for rule in rules if rule.code.startswith(prefix)).rstrip())
    return "\n".join(lines) + "\n"


def markdown(rule: Rule) -> str:
    """One rule as a section in Markdown."""
    parts = [f"### {rule.code} {rule.name}", _facts(rule), rule.what, f"**Why:** {rule.why}"]
    if rule.example:
        parts += ["Example:", _fenced(rule.example)]
    if rule.instead:
        parts += ["Use instead:", _fenced(rule.instead)]
    return "\n\n".join(parts) + "\n"


def _fenced(source: str) -> str:
    return f"```{'json' if source.startswith('{') else 'yaml'}\n{source}\n```"


def _severity(rule: Rule) -> str:
    return rule.severity.value if rule.on else f"{rule.severity.value}, off by default"


def _facts(rule: Rule) -> str:
    facts = [f"Severity: {_severity(rule)}."]
    if rule.fix:
        facts.append(f"Fix: {rule.fix}.")
    if rule.prevents:
        facts.append(f"Prevents the service's answer {' or '.join(rule.prevents)}.")
    return " ".join(facts)


def _as_text(rule: Rule) -> str:
    parts = [f"{rule.code} {rule.name}", _facts(rule), rule.what, f"Why: {rule.why}"]
    if rule.example:
        parts.append("Example:\n" + indent(rule.example, "    "))
    if rule.instead:
        parts.append("Use instead:\n" + indent(rule.instead, "    "))
    return "\n\n".join(parts) + "\n"


def _as_data(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "on_by_default": rule.on,
        "what": rule.what,
        "why": rule.why,
        "example": rule.example,
        "use_instead": rule.instead,
        "fix": rule.fix or None,
        "prevents": list(rule.prevents),
        "url": rule.url,
    }
