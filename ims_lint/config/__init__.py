"""What a project asks of the linter: which rules at which severity, which files, which placeholders."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from ims_lint.config import patterns as glob
from ims_lint.finding import Severity
from ims_lint.rules.registry import RULES
from ims_lint.rules.rule import Rule

PLACEHOLDERS = (r"\$\{[^{}]*\}", r"\{\{(?:(?!\{\{).)*?\}\}", r"\A\$[A-Za-z_][A-Za-z0-9_]*\Z")
"""`${NAME}` and `{{ name }}` anywhere in a value, and `$NAME` as a whole value."""

_IN_FILES = {PLACEHOLDERS[0]: PLACEHOLDERS[0], PLACEHOLDERS[1]: PLACEHOLDERS[1], PLACEHOLDERS[2]: r"\$[A-Za-z_]"}
"""Patterns to search a whole file with: one that is anchored to the ends of a value matches no file."""


class ConfigError(Exception):
    """A configuration that cannot be used; the text names the place and what to write."""


class Selection(NamedTuple):
    """Selectors of rules to run (where given, only these), to run too, and to leave out."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def applied(self, rule: Rule, on: bool) -> bool:
        """Whether a rule that is `on` or not before stays so: the selector that names it closest decides."""
        wanted = _closest((*self.select, *self.extend_select), rule)
        unwanted = _closest(self.ignore, rule)
        if wanted or unwanted:
            return wanted > unwanted
        return on and not self.select


NO_SELECTION = Selection()


class Config(NamedTuple):
    """The settings in force; the defaults are those of a project without configuration.

    Selectors are codes (`IMS502`), prefixes of codes (`IMS5`), names (`overridden-parameter`) or
    `ALL`. `folder` is where file patterns start. `command_line` is what the options of a run
    select: it wins over the other fields. `places` says where in the file a key was set.
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
    command_line: Selection = NO_SELECTION
    places: tuple[tuple[str, str], ...] = ()

    @property
    def placeholder_pattern(self) -> re.Pattern[str] | None:
        """What makes a text a placeholder, None where nothing does."""
        return _pattern(self.placeholders)

    def placeholder_pattern_in(self, text: str) -> re.Pattern[str] | None:
        """What makes a value of a file a placeholder; None if the text certainly contains no placeholder."""
        searches = _searches(self.placeholders)
        return self.placeholder_pattern if searches is None or any(search(text) for search in searches) else None

    def severities(self, filename: str) -> dict[str, Severity]:
        """The codes that are on for a file, and how bad each is."""
        return _choose(self, self.ignored_in(filename))

    def ignored_in(self, filename: str) -> tuple[str, ...]:
        """The selectors of `per-file-ignores` for a file."""
        return tuple(
            selector
            for pattern, selectors in self.per_file_ignores
            if self.matches(filename, pattern)
            for selector in selectors
        )

    def matches(self, filename: str, pattern: str) -> bool:
        """Whether a file fits a file pattern; one that is not below `folder` has only its name to fit."""
        path = glob.path_below(filename, self.folder)
        if path is None:
            return "/" not in pattern and glob.fits(os.path.basename(filename), pattern)
        return glob.fits(path, pattern)


@cache
def _pattern(placeholders: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(joined(placeholders), re.DOTALL) if placeholders else None


@cache
def _searches(placeholders: tuple[str, ...]) -> tuple[Callable[[str], object], ...] | None:
    """A search in files for each, None where one is not known.

    Python finds what one pattern starts with far quicker than what one of several does.
    """
    if not _IN_FILES.keys() >= set(placeholders):
        return None
    return tuple(re.compile(_IN_FILES[each], re.DOTALL).search for each in placeholders)


def joined(patterns: tuple[str, ...]) -> str:
    """The regular expression that fits where one of several does."""
    return "|".join(f"(?:{each})" for each in patterns)


@cache
def _choose(config: Config, ignored: tuple[str, ...]) -> dict[str, Severity]:
    """The rules that are on: the file decides, then the command line, and what a file ignores is off."""
    names = {name for rule in RULES for name in (rule.code, rule.name)}
    leveled = tuple(selector for selector, level in config.severity if level != "off" and selector in names)
    off = tuple(selector for selector, level in config.severity if level == "off")
    in_file = Selection(config.select, (*config.extend_select, *leveled), (*config.ignore, *off))
    chosen: dict[str, Severity] = {}
    for rule in RULES:
        if rule.always:
            chosen[rule.code] = rule.severity
            continue
        on = config.command_line.applied(rule, in_file.applied(rule, rule.on))
        if on and not _closest(ignored, rule) and (config.strict or not rule.only_strict):
            chosen[rule.code] = _level(config, rule)
    return chosen


def _level(config: Config, rule: Rule) -> Severity:
    """The severity of a rule: that of the selector which names it closest, of two the later one."""
    levels = [(specificity(selector, rule), Severity(level)) for selector, level in config.severity if level != "off"]
    closest = max((each for each, _ in levels), default=0)
    return [level for each, level in levels if each == closest][-1] if closest else rule.severity


def _closest(selectors: Iterable[str], rule: Rule) -> int:
    return max((specificity(each, rule) for each in selectors), default=0)


def specificity(selector: str, rule: Rule) -> int:
    """How closely a selector names a rule: 0 not at all, more for a longer prefix, most for its name."""
    if selector == rule.name:
        return len(rule.code)
    if selector == "ALL":
        return 1
    return len(selector) if selector.startswith("IMS") and rule.code.startswith(selector) else 0


DEFAULT = Config()
