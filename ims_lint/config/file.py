"""Read the configuration of a project: `.ims-lint.toml`, or `[tool.ims-lint]` in pyproject.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from ims_lint.config import Config, ConfigError, joined, specificity, unknown_operation
from ims_lint.config import patterns as glob
from ims_lint.config.toml_place import line_of
from ims_lint.input import KINDS
from ims_lint.rules.registry import RULES
from ims_lint.rules.spelling import did_you_mean, letters_and_digits

FILE_NAMES = (".ims-lint.toml", "pyproject.toml")
MISNAMED = ("ims-lint.toml", ".ims_lint.toml", ".imslint.toml")
"""File names that probably mean the first of `FILE_NAMES`."""
LISTS = ("include", "exclude", "embedded", "select", "extend-select", "ignore", "placeholders")
KEYS = (*LISTS, "severity", "per-file-ignores", "operation", "per-file-operation")
LEVELS = ("error", "warning", "off")
_SELECTORS = ("select", "extend-select", "ignore")
_MENTION = re.compile(rb"(?i)ims[-_. ]?lint")  # 6 µs per KB


def _as_it_is(config: Config) -> Config:  # unlike a lambda, it can be passed to another process
    return config


class Configurations:
    """The configuration of each file: from the nearest configuration file, or from the given one.

    `adjust` applies the options of the command line to each configuration. Raises ConfigError for a
    given file that is invalid, or that `isolated` would leave out.
    """

    def __init__(
        self,
        path: str | None = None,
        isolated: bool = False,
        adjust: Callable[[Config], Config] = _as_it_is,
    ) -> None:
        if path and isolated:
            raise ConfigError("--config and --isolated must not be used together")
        self._adjust = adjust
        self._by_name: dict[str, Config] = {}
        self._by_directory: dict[str, Config] = {}
        self._only = adjust(load(path)) if path else adjust(Config()) if isolated else None

    def of(self, path: str) -> Config:
        """The configuration for a file or a directory; for `-`, that of the current directory.

        Raises:
            ConfigError: its configuration file is invalid.
        """
        return self._of_directory(path) if os.path.isdir(path) else self.of_file(path)

    def of_file(self, path: str) -> Config:
        """The configuration for a file, which need not exist; raises like `of`."""
        return self._of_directory(os.path.dirname(path))

    def _of_directory(self, named: str) -> Config:
        """The configuration for a directory, looked up once per name."""
        if self._only:
            return self._only
        if named not in self._by_name:
            self._by_name[named] = self._search(os.path.abspath(named))
        return self._by_name[named]

    def _search(self, directory: str) -> Config:
        without: list[str] = []
        while directory not in self._by_directory:
            parent = os.path.dirname(directory)
            found = _load_from(directory)
            if found is None and parent != directory:
                without.append(directory)
                directory = parent
            else:
                self._by_directory[directory] = self._adjust(found or Config())
        for each in without:
            self._by_directory[each] = self._by_directory[directory]
        return self._by_directory[directory]


def load(path: str) -> Config:
    """The configuration in a file.

    Raises:
        ConfigError: the file cannot be read, or is invalid.
    """
    config = _read(path)
    if config is None:
        raise ConfigError(f"{path}: the table [tool.ims-lint] is missing")
    return config


def _load_from(directory: str) -> Config | None:
    own, project = (os.path.join(directory, name) for name in FILE_NAMES)
    if os.path.isfile(own):
        return _read(own)
    for name in MISNAMED:  # three times 1 µs; os.listdir takes 10 µs and more
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            raise ConfigError(f"{_short(path)}: the name must be {FILE_NAMES[0]}; rename the file")
    return _read(project) if os.path.isfile(project) else None


def _read(path: str) -> Config | None:
    """The configuration in a file; None for a pyproject.toml without [tool.ims-lint].

    Raises:
        ConfigError: the file cannot be read, is invalid, or is a pyproject.toml with a misspelled table.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
        if os.path.basename(path) == "pyproject.toml" and not _MENTION.search(data):
            return None  # the usual case, and parsing TOML takes as long as linting a file
        import tomllib  # 5 ms, only if there is a configuration

        text = data.decode("utf-8-sig")
        table: Any = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: the file is not valid UTF-8") from None
    except ValueError as error:
        raise ConfigError(_syntax_error(path, text, str(error))) from None
    except RecursionError:
        raise ConfigError(f"{_short(path)}: lists and tables are nested too deeply") from None
    if os.path.basename(path) != "pyproject.toml":
        return _Reader(path, text, "").config(table)
    if misspelled := _misspelled_table(table):
        line = line_of(text, ".".join(misspelled))
        if line == 1:  # the first line, or a key instead of the header of a table
            line = line_of(text, ".".join(misspelled[:-1]), misspelled[-1])
        raise ConfigError(f"{_short(path)}:{line}: [{'.'.join(misspelled)}] is not read; rename it to [tool.ims-lint]")
    tools = table.get("tool")
    table = tools.get("ims-lint") if isinstance(tools, dict) else None
    return None if table is None else _Reader(path, text, "tool.ims-lint").config(table)


def _misspelled_table(project: dict[str, Any]) -> tuple[str, ...]:
    """The path of a table in pyproject.toml that probably means [tool.ims-lint]; empty if there is none."""
    for outer, value in project.items():
        if letters_and_digits(outer) == "imslint":
            return (outer,)
        if isinstance(value, dict) and outer.lower() in ("tool", "tools"):
            for name in value:
                if letters_and_digits(name) == "imslint" and (outer, name) != ("tool", "ims-lint"):
                    return (outer, name)
    return ()


def _short(path: str) -> str:
    """A path, relative to the current directory if it is below it."""
    return glob.path_below(path, os.curdir) or path


def _syntax_error(path: str, text: str, message: str) -> str:
    """The message of tomllib about invalid TOML, after the location."""
    place = re.search(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", message)
    where = (place["line"], place["column"]) if place and place["line"] else (str(len(text.splitlines()) or 1), "1")
    message = message[: place.start()] if place else message
    return f"{_short(path)}:{':'.join(where)}: invalid TOML: {message[:1].lower()}{message[1:]}"


class _Reader:
    """Check one configuration file; every error names the file and the line."""

    def __init__(self, path: str, text: str, table: str) -> None:
        self._path = _short(path)
        self._text = text
        self._table = table

    def config(self, table: Any) -> Config:
        """The configuration in a parsed table."""
        if not isinstance(table, dict):
            raise self._error("[tool.ims-lint] must be a table", "ims-lint")
        for key in table:
            if key not in KEYS:
                raise self._error(_unknown_setting(key, self._table), key)
        lists: dict[str, Any] = {key: self._strings(table[key], key) for key in LISTS if key in table}
        for key in _SELECTORS:
            self._check_selectors(lists.get(key, ()), key)
        self._check_placeholders(lists.get("placeholders", ()))
        for kind in lists.get("embedded", ()):
            if kind not in KINDS:
                hint = did_you_mean(kind, KINDS) or "; use one of " + ", ".join(KINDS)
                raise self._error(f"unknown kind of file {kind}{hint}", "embedded", kind)
        for key in ("include", "exclude"):
            self._check_file_patterns(lists.get(key, ()), key)
        return Config(
            source=self._path,
            directory=os.path.dirname(os.path.abspath(self._path)),
            severity=self._severity(table.get("severity", {})),
            per_file_ignores=self._per_file_ignores(table.get("per-file-ignores", {})),
            operation=self._operation(table["operation"], "operation") if "operation" in table else "",
            per_file_operation=self._per_file_operation(table.get("per-file-operation", {})),
            places=tuple((key, self._place(key)) for key in table),
            **{key.replace("-", "_"): values for key, values in lists.items()},
        )

    def _strings(self, value: Any, *where: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            message = f"{where[-1]} must be a list of strings"
            raise self._error(f'{message}, for example ["{value}"]' if isinstance(value, str) else message, *where)
        return tuple(value)

    def _severity(self, table: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(table, dict):
            raise self._error('severity must be a table of rules with "error", "warning" or "off"', "severity")
        self._check_selectors(table, "severity")
        for selector, level in table.items():
            if level not in LEVELS:
                message = f'the severity of {selector} must be "error", "warning" or "off"'
                hint = did_you_mean(level, LEVELS) if isinstance(level, str) else ""
                raise self._error(f"{message}{hint}", "severity", selector)
        return tuple(table.items())

    def _per_file_ignores(self, table: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        key = "per-file-ignores"
        if not isinstance(table, dict):
            raise self._error(f"{key} must be a table of file patterns with lists of rules", key)
        self._check_file_patterns(table, key)
        ignores = tuple((pattern, self._strings(selectors, key, pattern)) for pattern, selectors in table.items())
        for pattern, selectors in ignores:
            self._check_selectors(selectors, key, pattern)
        return ignores

    def _operation(self, value: Any, *where: str) -> str:
        if not isinstance(value, str):
            raise self._error(f"{where[-1]} must be the name of an operation, in quotes", *where)
        if error := unknown_operation(value):
            raise self._error(error, *where)
        return value

    def _per_file_operation(self, table: Any) -> tuple[tuple[str, str], ...]:
        key = "per-file-operation"
        if not isinstance(table, dict):
            raise self._error(f"{key} must be a table of file patterns with names of operations", key)
        self._check_file_patterns(table, key)
        return tuple((pattern, self._operation(name, key, pattern)) for pattern, name in table.items())

    def _check_selectors(self, selectors: Iterable[str], *where: str) -> None:
        off = where[0] in ("ignore", "severity", "per-file-ignores")
        for selector in selectors:
            if error := unknown_selector(selector) or (always_on(selector) if off else None):
                raise self._error(error, *where, selector)

    def _check_file_patterns(self, patterns: Iterable[str], key: str) -> None:
        for pattern in patterns:
            if error := glob.fault(pattern, os.path.dirname(os.path.abspath(self._path))):
                raise self._error(f'the file pattern "{pattern}" {error}', key, pattern)

    def _check_placeholders(self, patterns: tuple[str, ...]) -> None:
        for pattern in patterns:
            if fault := _regex_fault(pattern):
                message = f"the placeholder {pattern} is not a valid regular expression: {fault}"
                raise self._error(message, "placeholders", pattern)
            if re.search(pattern, ""):
                message = f'the placeholder "{pattern}" matches every string; no value would be checked'
                raise self._error(message, "placeholders", pattern)
        if _regex_fault(joined(patterns)):
            for count, pattern in enumerate(patterns, 1):
                if fault := _regex_fault(joined(patterns[:count])):
                    message = f"the placeholder {pattern} cannot be combined with the other patterns: {fault}"
                    raise self._error(message, "placeholders", pattern)

    def _place(self, *words: str) -> str:
        return f"{self._path}:{line_of(self._text, self._table, *words)}"

    def _error(self, message: str, *words: str) -> ConfigError:
        return ConfigError(f"{self._place(*words)}: {message}")


def _regex_fault(pattern: str) -> str | None:
    """Why a regular expression is invalid; None if it is valid."""
    try:
        re.compile(pattern, re.DOTALL)
    except (re.error, OverflowError) as error:
        return str(error)
    except RecursionError:
        return "its groups are nested too deeply"
    return None


def _unknown_setting(key: str, table: str) -> str:
    """The message for an unknown setting, with the one that is probably meant."""
    if not table and key == "tool":
        return "[tool.ims-lint] is not allowed in this file; put the settings at the top level"
    return f"unknown setting {key}{did_you_mean(key, KEYS) or '; use one of ' + ', '.join(KEYS)}"


def unknown_selector(selector: str) -> str | None:
    """The message for a selector that names no rule; None if it names one."""
    if any(specificity(selector, rule) for rule in RULES):
        return None
    if re.fullmatch("(?i)ims[0-9]*", selector):
        known = any(specificity(selector.upper(), rule) for rule in RULES)
        hint = f", did you mean {selector.upper()}?" if known else "; run `ims-lint rule --all` for a list"
    else:
        hint = did_you_mean(selector, [rule.name for rule in RULES])
    return f"unknown rule {selector}{hint}" if selector else "the name of a rule is empty"


def always_on(selector: str) -> str | None:
    """The reason why the rule that a selector names exactly cannot be turned off, None if it can be."""
    if any(rule.always and selector in (rule.code, rule.name) for rule in RULES):
        return f"{selector} cannot be turned off or changed: it reports that a file was not read completely"
    return None
