"""The documentation of rules as text, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import indent

from ims_lint.operations import OPERATIONS
from ims_lint.rules.answers import ANSWERS, documented
from ims_lint.rules.rule import Rule
from ims_lint.rules.wording import listed as enumerated

GROUPS = {
    "IMS0": "The file",
    "IMS1": "The source of the image",
    "IMS2": "Parameters",
    "IMS3": "Values",
    "IMS4": "Parameters that require or exclude each other",
    "IMS5": "Advice",
}
"""The first characters of a code, and the title of the rules with such codes."""

_FIXES = {
    "safe": "safe (`--fix` applies it): it does not change the meaning of the request",
    "mixed": "safe (`--fix` applies it), or unsafe (`--fix --unsafe-fixes`) if it is a guess",
    "unsafe": "unsafe (`--fix --unsafe-fixes` applies it): review what it changes",
}


def render(rules: Iterable[Rule], format_name: str) -> str:
    """The documentation of rules as `text`, `markdown` or `json`."""
    if format_name == "json":
        return json.dumps([as_data(rule) for rule in rules], indent=2, ensure_ascii=False) + "\n"
    if format_name == "markdown":
        return "\n".join(markdown(rule) for rule in rules)
    return "\n\n".join(_as_text(rule) for rule in rules)


def listed(rules: Iterable[Rule], format_name: str) -> str:
    """Rules in short, one per line: code, name, severity and summary; as JSON their documentation."""
    rules = list(rules)
    if format_name == "json":
        return render(rules, format_name)
    if format_name == "markdown":
        rows = [(rule.code, rule.name, severity(rule), rule.summary) for rule in rules]
        return "".join(
            f"| {' | '.join(row)} |\n" for row in [("code", "name", "severity", "summary"), ("---",) * 4, *rows]
        )
    levels = ["strict" if rule.only_strict else rule.severity.value if rule.on else "off" for rule in rules]
    width = max(len(rule.name) for rule in rules)
    lines = [f"{r.code}  {level:<7}  {r.name:<{width}}  {r.summary}" for r, level in zip(rules, levels, strict=True)]
    notes = ["off: an optional rule; strict: an error with --strict, else off", "`ims-lint rule CODE` explains a rule"]
    return "\n".join([*lines, "", *notes]) + "\n"


def unknown_error_code(code: str) -> str | None:
    """The message for an unknown error code of the service; None if it is documented."""
    return None if code in documented() else f"{code} is not a documented error code of the service"


def error_code(code: str, rules: Iterable[Rule]) -> str:
    """An error code of the service, and the rules that prevent it."""
    lines = [f"    {rule.code}  {rule.name}: {rule.summary}" for rule in rules if code in rule.prevents]
    if not lines:
        return f"{code}: no rule prevents this error; only the service can detect it.\n"
    return "\n".join([f"{code} ({ANSWERS[code]}) is prevented by:", *lines]) + "\n"


def markdown(rule: Rule) -> str:
    """One rule as a section in Markdown."""
    parts = [f"### {rule.code} {rule.name}", "\n".join(f"- {title}: {words}" for title, words in facts(rule))]
    parts += [rule.what, f"**Why.** {rule.why}"]
    parts += [f"**Fix.** {rule.fixing}"] * bool(rule.fixing)
    if rule.example:
        parts += ["Example:", fenced(rule.example), "Use instead:", fenced(rule.instead)]
    return "\n\n".join(parts) + "\n"


def fenced(source: str) -> str:
    """A file as a code block in Markdown."""
    return f"```{'json' if source.startswith('{') else 'yaml'}\n{source}\n```"


def severity(rule: Rule) -> str:
    """The severity of a rule, and whether it is on by default."""
    if rule.only_strict:
        return f"{rule.severity.value}, with `--strict` only"
    return rule.severity.value if rule.on else f"{rule.severity.value}, off by default"


def _operations(rule: Rule) -> str:
    """The operations that a rule is for; `all` if it is for each of them."""
    names = rule.applies_to
    return "all" if len(names) == len(OPERATIONS) else enumerated([f"`{name}`" for name in names], "and")


def facts(rule: Rule) -> list[tuple[str, str]]:
    """The facts about a rule in addition to its text."""
    found = [("Severity", severity(rule)), ("Operations", _operations(rule))]
    if rule.fix:
        found.append(("Fix", _FIXES[rule.fix]))
    if rule.prevents:
        errors = "; ".join(f"{code} ({ANSWERS[code]})" for code in rule.prevents)
        found.append(("Error codes from the service that it prevents (HTTP status 400)", errors))
    return found


def _as_text(rule: Rule) -> str:
    head = f"{rule.code} {rule.name}"
    errors = [f"    {code}  {ANSWERS[code]}" for code in rule.prevents]
    lines = [f"{title}: {words}".replace("`", "") for title, words in facts(rule) if "Error codes" not in title]
    lines += ["Error codes from the service that it prevents (HTTP status 400):", *errors] if errors else []
    parts = [f"{head}\n{'=' * len(head)}", rule.what, f"Why: {rule.why}"]
    parts += [f"Fix: {rule.fixing}"] * bool(rule.fixing)
    if rule.example:
        parts += ["Example:\n\n" + indent(rule.example, "    "), "Use instead:\n\n" + indent(rule.instead, "    ")]
    parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def as_data(rule: Rule) -> dict[str, object]:
    """The documentation of a rule as a JSON object."""
    return {
        "code": rule.code,
        "name": rule.name,
        "group": GROUPS[rule.code[:4]],
        "severity": rule.severity.value,
        "on_by_default": rule.on,
        "only_with_strict": rule.only_strict,
        "operations": rule.applies_to,
        "what": rule.what,
        "why": rule.why,
        "fix": rule.fix or None,
        "fix_does": rule.fixing or None,
        "example": rule.example or None,
        "use_instead": rule.instead or None,
        "prevents": {code: ANSWERS[code] for code in rule.prevents},
        "url": rule.url,
    }
