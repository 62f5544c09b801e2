"""The page of each rule on the website."""

from __future__ import annotations

import re

from ims_lint import Config
from ims_lint.input import from_text
from ims_lint.linter import lint
from ims_lint.output import text
from ims_lint.output.rule_pages import facts, fenced
from ims_lint.rules.registry import BY_CODE
from ims_lint.rules.rule import Rule
from tests import cases
from tools.rule_relations import parameters, related

_CODE = re.compile(r"`[^`]+`|\b(IMS\d{3})\b")


def page(rule: Rule) -> str:
    """Return the page of a rule in Markdown."""
    parts = [
        f"---\ntitle: {rule.code} {rule.name}\ndescription: {_quoted(rule.summary)}\n---",
        f"# {rule.code} {rule.name}",
        _linked(rule.what),
        "\n".join(f"- **{title}**: {words}" for title, words in _facts(rule)),
        f"## Why\n\n{_linked(rule.why)}",
        *(_example(rule) if rule.example else _case(rule)),
    ]
    if rule.fixing:
        parts.append(f"## Fix\n\n{_linked(rule.fixing)}")
    parts.append(f"## Configure\n\n{_configuration(rule)}")
    if others := related(rule):
        lines = (f"- [{each.code} {each.name}]({each.url}): {each.summary}" for each in others)
        parts.append("## Related rules\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def command(rule: Rule) -> str:
    """Return the command that reports the example of a rule."""
    option = " --strict" if rule.only_strict else "" if rule.on else f" --extend-select {rule.code}"
    return f"ims-lint check{option} {file_name(rule)}"


def file_name(rule: Rule) -> str:
    """Return the name of the file with the example of a rule."""
    if rule.example.startswith("- hosts:"):
        return "site.yml"
    return "web.ims.json" if rule.example.startswith("{") else "web.ims.yaml"


def report(rule: Rule) -> str:
    """Return what the command prints for the example of a rule."""
    config = Config(strict=rule.only_strict, extend_select=() if rule.on or rule.only_strict else (rule.code,))
    return text.render([lint(from_text(rule.example + "\n", file_name(rule)), config).report])


def _example(rule: Rule) -> list[str]:
    shown = f"```console\n$ {command(rule)}\n{report(rule)}```"
    return [f"## Example\n\n`{file_name(rule)}`:\n\n{fenced(rule.example)}\n\n{shown}", _instead(rule)]


def _instead(rule: Rule) -> str:
    return f"## Use instead\n\n{fenced(rule.instead)}"


def _case(rule: Rule) -> list[str]:
    """Return a report on a test case, for rules on bytes that an example cannot show."""
    folder = cases.FOLDER / f"{rule.code}-{rule.name}"
    path = min(folder.glob("bad-*.ims.*"), key=lambda each: len(each.name))
    name = path.name.removeprefix("bad-")
    shown = cases.shown(cases.lint(path)).replace(path.name, name)
    return [f"## Example\n\n```console\n$ ims-lint check {name}\n{shown}```"]


def _facts(rule: Rule) -> list[tuple[str, str]]:
    names = ", ".join(f"[`{name}`](../docs/rules.md#by-parameter)" for name in parameters(rule))
    found = [(title, _with_codes_linked(words)) for title, words in facts(rule)]
    operations = next(index for index, (title, _) in enumerate(found) if title == "Operations")
    found[operations] = ("[Operations](../docs/operations.md)", found[operations][1])
    return found[: operations + 1] + ([("Parameters", names)] if names else []) + found[operations + 1 :]


def _configuration(rule: Rule) -> str:
    """Return how to turn a rule off, or on if it is off by default."""
    page = "[Configuration](../docs/configuration.md)"
    if rule.always:
        return f"This rule is always on: it reports that a file was not read completely. {page} describes the others."
    if rule.only_strict:
        return f"This rule runs with `--strict` only. {page} describes how to turn rules on and off."
    if not rule.on:
        setting = f'```toml\n# .ims-lint.toml\nextend-select = ["{rule.name}"]\n```'
        return f"This rule is off by default. To turn it on:\n\n{setting}\n\n{page} describes all settings."
    setting = f'```toml\n# .ims-lint.toml\nignore = ["{rule.name}"]\n```'
    return f"To turn this rule off:\n\n{setting}\n\n{page} describes all settings, and how to suppress one finding."


def _with_codes_linked(words: str) -> str:
    return re.sub(r"IMG\.\d{4}", r"[\g<0>](../docs/rules.md#by-error-code)", words)


def _linked(words: str) -> str:
    """Return a text with links from the codes of rules to their pages."""

    def link(match: re.Match[str]) -> str:
        rule = BY_CODE.get(match[1] or "")
        return f"[{rule.code}]({rule.url})" if rule else match[0]

    return _CODE.sub(link, words)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("`", "") + '"'
