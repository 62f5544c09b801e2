"""The configuration: rules and severities, files, placeholders."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from ims_lint.config import patterns as glob
from ims_lint.finding import Severity
from ims_lint.operations import BY_NAME
from ims_lint.rules.registry import RULES
from ims_lint.rules.rule import Rule
from ims_lint.rules.spelling import did_you_mean

PLACEHOLDERS = (r"\$\{[^{}]*\}", r"\{\{(?:(?!\{\{).)*?\}\}", r"\A\$[A-Za-z_][A-Za-z0-9_]*\Z")
"""`${NAME}` and `{{ name }}` anywhere in a value, and `$NAME` as a whole value."""

_IN_FILES = {PLACEHOLDERS[0]: PLACEHOLDERS[0], PLACEHOLDERS[1]: PLACEHOLDERS[1], PLACEHOLDERS[2]: r"\$[A-Za-z_]"}
"""Patterns to search a whole file with; one anchored to the ends of a value would match no file."""

_IN_VALUES = {PLACEHOLDERS[2]: r"\$(?<!.\$)[A-Za-z_][A-Za-z0-9_]*\Z"}
"""The same pattern, starting with a character as the others do: a search then skips all other characters."""


class ConfigError(Exception):
    """An invalid configuration; the message names the location and what is expected."""


class Selection(NamedTuple):
    """Selectors of rules: run only these (if any), run these in addition, do not run these."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def applied(self, rule: Rule, on: bool) -> bool:
        """Whether a rule is on after this selection; the most specific selector decides."""
        wanted = _closest((*self.select, *self.extend_select), rule)
        unwanted = _closest(self.ignore, rule)
        if wanted or unwanted:
            return wanted > unwanted
        return on and not self.select


NO_SELECTION = Selection()


class Config(NamedTuple):
    """The effective settings; the defaults apply to a project without configuration.

    Selectors are codes (`IMS502`), prefixes of codes (`IMS5`), names (`overridden-parameter`) or `ALL`. File
    patterns are relative to `directory`. `operation` and `per_file_operation` name the operation of requests
    in which nothing declares one; `declared_operation` is the one declared by an option, and `command_line`
    the selection by options; they override the other fields. `places` gives the location of each setting in
    the file.
    """

    source: str = ""
    directory: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    placeholders: tuple[str, ...] = PLACEHOLDERS
    operation: str = ""
    per_file_operation: tuple[tuple[str, str], ...] = ()
    declared_operation: str = ""
    embedded: tuple[str, ...] = ()
    embedded_only: bool = False
    strict: bool = False
    command_line: Selection = NO_SELECTION
    places: tuple[tuple[str, str], ...] = ()

    @property
    def placeholder_pattern(self) -> re.Pattern[str] | None:
        """The pattern of a placeholder; None if nothing is one."""
        return _pattern(self.placeholders)

    def placeholder_pattern_in(self, text: str) -> re.Pattern[str] | None:
        """The pattern of a placeholder for the values of a file; None if its text certainly contains none."""
        searches = _searches(self.placeholders)
        return self.placeholder_pattern if searches is None or any(search(text) for search in searches) else None

    def severities(self, filename: str) -> dict[str, Severity]:
        """The codes that are on for a file, with their severities."""
        return _choose(self, self.ignored_in(filename))

    def ignored_in(self, filename: str) -> tuple[str, ...]:
        """The selectors of `per-file-ignores` for a file."""
        return tuple(
            selector
            for pattern, selectors in self.per_file_ignores
            if self.matches(filename, pattern)
            for selector in selectors
        )

    def operation_in(self, filename: str) -> str:
        """The name of the operation for the requests in a file, empty if none is configured; the first pattern wins."""
        if not self.per_file_operation:
            return self.operation
        matching = (name for pattern, name in self.per_file_operation if self.matches(filename, pattern))
        return next(matching, self.operation)

    def declaring(self, operation: str | None) -> Config:
        """The same settings with an operation declared by an option, if there is one.

        Raises:
            ConfigError: there is no such operation.
        """
        if operation is None:
            return self
        if error := unknown_operation(operation):
            raise ConfigError(error)
        return self._replace(declared_operation=operation)

    def excluded_by(self, path: str) -> str | None:
        """The `exclude` pattern that a file or directory matches; None if it is not excluded."""
        below = glob.path_below(path, self.directory)
        if below is None or below == os.curdir:
            return None
        inside = f"{below}/" if os.path.isdir(path) else below
        return next(
            (each for each in self.exclude if glob.fits(inside if each.endswith("/") else below, each)),
            None,
        )

    def matches(self, filename: str, pattern: str) -> bool:
        """Whether a file matches a file pattern; outside `directory`, only its name is compared."""
        path = glob.path_below(filename, self.directory)
        if path is None:
            return "/" not in pattern and glob.fits(os.path.basename(filename), pattern)
        return glob.fits(path, pattern)


def unknown_operation(name: str) -> str | None:
    """The message for a name that is not that of an operation; None if it is."""
    if name in BY_NAME:
        return None
    shown = name or '""'
    return f"unknown operation {shown}{did_you_mean(name, BY_NAME) or '; use one of ' + ', '.join(BY_NAME)}"


@cache
def _pattern(placeholders: tuple[str, ...]) -> re.Pattern[str] | None:
    patterns = tuple(_IN_VALUES.get(each, each) for each in placeholders)
    return re.compile(joined(patterns), re.DOTALL) if patterns else None


@cache
def _searches(placeholders: tuple[str, ...]) -> tuple[Callable[[str], object], ...] | None:
    """One search function per pattern; None if one of the patterns is not a default.

    Several simple searches are much faster than one search for alternatives.
    """
    if not _IN_FILES.keys() >= set(placeholders):
        return None
    return tuple(re.compile(_IN_FILES[each], re.DOTALL).search for each in placeholders)


def joined(patterns: tuple[str, ...]) -> str:
    """The regular expression that matches if one of several does."""
    return "|".join(f"(?:{each})" for each in patterns)


@cache
def _choose(config: Config, ignored: tuple[str, ...]) -> dict[str, Severity]:
    """The rules that are on: by the configuration, then by the command line, without per-file ignores."""
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
    """The severity of a rule: from the most specific selector, of equal ones the last."""
    levels = [(specificity(selector, rule), Severity(level)) for selector, level in config.severity if level != "off"]
    closest = max((each for each, _ in levels), default=0)
    return [level for each, level in levels if each == closest][-1] if closest else rule.severity


def _closest(selectors: Iterable[str], rule: Rule) -> int:
    return max((specificity(each, rule) for each in selectors), default=0)


def specificity(selector: str, rule: Rule) -> int:
    """How specifically a selector names a rule: 0 not at all, more for a longer prefix, most for its name."""
    if selector == rule.name:
        return len(rule.code)
    if selector == "ALL":
        return 1
    return len(selector) if selector.startswith("IMS") and rule.code.startswith(selector) else 0


DEFAULT = Config()
