"""What a project asks of the linter: which rules at which severity, which files, which placeholders."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from ims_lint.diagnostic import Severity

if TYPE_CHECKING:
    from ims_lint.rules.rule import Rule

PLACEHOLDERS = (r"\$\{[^{}]*\}", r"\{\{(?:(?!\{\{).)*?\}\}")
"""`${NAME}` and `{{ name }}`."""


class ConfigError(Exception):
    """A configuration that cannot be used; the text names the place and what to write."""


@dataclass(frozen=True)
class Config:
    """The settings in force; the defaults are those of a project without configuration.

    Selectors are codes (`IMS502`), prefixes of codes (`IMS5`), names (`overridden-parameter`) or
    `ALL`. `folder` is where file patterns start.
    """

    source: str = ""
    folder: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    placeholders: tuple[str, ...] = PLACEHOLDERS
    strict: bool = False
    _severities: dict[tuple[str, ...], dict[str, Severity]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def placeholder_pattern(self) -> re.Pattern[str] | None:
        """What makes a text a placeholder, None where nothing does."""
        return (
            re.compile("|".join(f"(?:{each})" for each in self.placeholders), re.DOTALL) if self.placeholders else None
        )

    def severities(self, filename: str) -> dict[str, Severity]:
        """The codes that are on for a file, and how bad each is."""
        ignored = tuple(
            selector
            for pattern, selectors in self.per_file_ignores
            if self.matches(filename, pattern)
            for selector in selectors
        )
        if ignored not in self._severities:
            self._severities[ignored] = self._choose(ignored)
        return self._severities[ignored]

    def matches(self, filename: str, pattern: str) -> bool:
        """Whether a file's path below the configuration's folder, or its name, fits a glob."""
        path = os.path.relpath(filename, self.folder or os.curdir).replace(os.sep, "/")
        return fits(path, pattern)

    def _choose(self, ignored: tuple[str, ...]) -> dict[str, Severity]:
        from ims_lint.rules import RULES

        chosen: dict[str, Severity] = {}
        for rule in RULES:
            level = max(((specificity(selector, rule), each) for selector, each in self.severity), default=(0, ""))
            selected = [*self.select, *self.extend_select, *([] if self.select or not rule.on else ["ALL"])]
            wanted = max([level[0] if level[1] != "off" else 0, *(specificity(each, rule) for each in selected)])
            unwanted = max((specificity(each, rule) for each in (*self.ignore, *ignored)), default=0)
            severity = level[1] if level[0] else rule.severity.value
            if wanted > unwanted and severity != "off":
                chosen[rule.code] = Severity(severity)
        return chosen


def specificity(selector: str, rule: Rule) -> int:
    """How closely a selector names a rule: 0 not at all, more for a longer prefix, most for its name."""
    if selector == rule.name:
        return len(rule.code)
    if selector == "ALL":
        return 1
    return len(selector) if selector and rule.code.startswith(selector) else 0


def fits(path: str, pattern: str) -> bool:
    """Whether a path with `/` fits a glob: as a whole, by its end, or as a folder above it."""
    pattern = pattern.removeprefix("./").rstrip("/")
    parts = path.split("/")
    wholes = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    if "/" not in pattern:
        return any(fnmatchcase(part, pattern) for part in parts)
    return any(fnmatchcase(whole, pattern) or fnmatchcase(whole, pattern.replace("**/", "")) for whole in wholes)


DEFAULT = Config()
