"""Reads the configuration of a project: `.ims-lint.toml`, or `[tool.ims-lint]` in pyproject.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from ims_lint.config import Config, ConfigError, joined, specificity
from ims_lint.config import patterns as glob
from ims_lint.config.toml_place import line_of
from ims_lint.rules.registry import RULES
from ims_lint.rules.spelling import did_you_mean

FILE_NAMES = (".ims-lint.toml", "pyproject.toml")
LISTS = ("include", "exclude", "select", "extend-select", "ignore", "placeholders")
KEYS = (*LISTS, "severity", "per-file-ignores")
LEVELS = ("error", "warning", "off")
_SELECTORS = ("select", "extend-select", "ignore")


def _as_it_is(config: Config) -> Config:  # unlike a lambda, it can be sent to another process
    return config


class Configurations:
    """The configuration of each file: the nearest file above it, or the one that is named.

    `adjust` is what the command line changes in each of them.
    """

    def __init__(
        self,
        path: str | None = None,
        isolated: bool = False,
        adjust: Callable[[Config], Config] = _as_it_is,
    ) -> None:
        self._adjust = adjust
        self._by_name: dict[str, Config] = {}
        self._by_folder: dict[str, Config] = {}
        self._only = adjust(load(path)) if path else adjust(Config()) if isolated else None

    def of(self, path: str) -> Config:
        """The configuration for a file or a folder; of `-`, that of the current folder.

        Raises:
            ConfigError: its configuration file cannot be used.
        """
        return self._of_folder(path) if os.path.isdir(path) else self.of_file(path)

    def of_file(self, path: str) -> Config:
        """The configuration for a file, whether it is there or not; raises as `of` does."""
        return self._of_folder(os.path.dirname(path))

    def _of_folder(self, named: str) -> Config:
        """The configuration for a folder as it is named, which is looked up once for each name."""
        if self._only:
            return self._only
        if named not in self._by_name:
            self._by_name[named] = self._search(os.path.abspath(named))
        return self._by_name[named]

    def _search(self, folder: str) -> Config:
        without: list[str] = []
        while folder not in self._by_folder:
            parent = os.path.dirname(folder)
            found = _load_from(folder)
            if found is None and parent != folder:
                without.append(folder)
                folder = parent
            else:
                self._by_folder[folder] = self._adjust(found or Config())
        for each in without:
            self._by_folder[each] = self._by_folder[folder]
        return self._by_folder[folder]


def load(path: str) -> Config:
    """The configuration in a file.

    Raises:
        ConfigError: it cannot be read, or says what is not understood.
    """
    config = _read(path)
    if config is None:
        raise ConfigError(f"{path}: there is no table [tool.ims-lint] in it")
    return config


def _load_from(folder: str) -> Config | None:
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (config := _read(path)) is not None:
            return config
    return None


def _read(path: str) -> Config | None:
    """The configuration in a file; None where it is a pyproject.toml without our table."""
    try:
        with open(path, "rb") as file:
            data = file.read()
        if os.path.basename(path) == "pyproject.toml" and b"ims-lint" not in data:
            return None  # most say nothing of us, and reading TOML takes as long as linting a file
        import tomllib  # 5 ms, where there is a configuration

        text = data.decode("utf-8-sig")
        table: Any = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: this is not UTF-8, and so not TOML") from None
    except ValueError as error:
        raise ConfigError(_syntax_error(path, text, str(error))) from None
    except RecursionError:
        raise ConfigError(f"{_short(path)}: lists and tables stand too deeply within each other") from None
    if os.path.basename(path) != "pyproject.toml":
        return _Reader(path, text, "").config(table)
    tools = table.get("tool")
    table = tools.get("ims-lint") if isinstance(tools, dict) else None
    return None if table is None else _Reader(path, text, "tool.ims-lint").config(table)


def _short(path: str) -> str:
    """A path as people name it: from the current folder on, where it lies below."""
    return glob.path_below(path, os.curdir) or path


def _syntax_error(path: str, text: str, message: str) -> str:
    """What Python's reader says of a text that is not TOML, with the place in front."""
    place = re.search(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", message)
    where = (place["line"], place["column"]) if place and place["line"] else (str(len(text.splitlines()) or 1), "1")
    message = message[: place.start()] if place else message
    return f"{_short(path)}:{':'.join(where)}: this is not TOML: {message[:1].lower()}{message[1:]}"


class _Reader:
    """Checks one configuration file; every complaint names the file and the line."""

    def __init__(self, path: str, text: str, table: str) -> None:
        self._path = _short(path)
        self._text = text
        self._table = table

    def config(self, table: Any) -> Config:
        """The configuration in the table that was read."""
        if not isinstance(table, dict):
            raise self._error("[tool.ims-lint] has to be a table", "ims-lint")
        for key in table:
            if key not in KEYS:
                raise self._error(f"unknown key {key}{_hint(key, self._table)}", key)
        lists: dict[str, Any] = {key: self._strings(table[key], key) for key in LISTS if key in table}
        for key in _SELECTORS:
            self._check_selectors(lists.get(key, ()), key)
        self._check_placeholders(lists.get("placeholders", ()))
        for key in ("include", "exclude"):
            self._check_file_patterns(lists.get(key, ()), key)
        return Config(
            source=self._path,
            folder=os.path.dirname(os.path.abspath(self._path)),
            severity=self._severity(table.get("severity", {})),
            per_file_ignores=self._per_file_ignores(table.get("per-file-ignores", {})),
            places=tuple((key, self._place(key)) for key in table),
            **{key.replace("-", "_"): values for key, values in lists.items()},
        )

    def _strings(self, value: Any, *where: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            message = f"{where[-1]} has to be a list of texts"
            raise self._error(f'{message}, for example ["{value}"]' if isinstance(value, str) else message, *where)
        return tuple(value)

    def _severity(self, table: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(table, dict):
            raise self._error("severity has to be a table from codes to error, warning or off", "severity")
        self._check_selectors(table, "severity")
        for selector, level in table.items():
            if level not in LEVELS:
                message = f"the severity of {selector} has to be {', '.join(LEVELS[:-1])} or {LEVELS[-1]}"
                hint = did_you_mean(level, LEVELS) if isinstance(level, str) else ""
                raise self._error(f"{message}{hint}", "severity", selector)
        return tuple(table.items())

    def _per_file_ignores(self, table: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        key = "per-file-ignores"
        if not isinstance(table, dict):
            raise self._error(f"{key} has to be a table from file patterns to lists of codes", key)
        self._check_file_patterns(table, key)
        ignores = tuple((pattern, self._strings(selectors, key, pattern)) for pattern, selectors in table.items())
        for pattern, selectors in ignores:
            self._check_selectors(selectors, key, pattern)
        return ignores

    def _check_selectors(self, selectors: Iterable[str], *where: str) -> None:
        off = where[0] in ("ignore", "severity", "per-file-ignores")
        for selector in selectors:
            if complaint := unknown_selector(selector) or (always_on(selector) if off else None):
                raise self._error(complaint, *where, selector)

    def _check_file_patterns(self, patterns: Iterable[str], key: str) -> None:
        for pattern in patterns:
            if complaint := glob.fault(pattern):
                raise self._error(f'the file pattern "{pattern}" fits no file: {complaint}', key, pattern)

    def _check_placeholders(self, patterns: tuple[str, ...]) -> None:
        for pattern in patterns:
            if fault := _regex_fault(pattern):
                message = f"the placeholder {pattern} is not a regular expression: {fault}"
                raise self._error(message, "placeholders", pattern)
            if re.search(pattern, ""):
                message = f'the placeholder "{pattern}" fits every text, so nothing would be checked'
                raise self._error(message, "placeholders", pattern)
        if _regex_fault(joined(patterns)):
            for count, pattern in enumerate(patterns, 1):
                if fault := _regex_fault(joined(patterns[:count])):
                    message = f"the placeholder {pattern} cannot be one of several alternatives: {fault}"
                    raise self._error(message, "placeholders", pattern)

    def _place(self, *words: str) -> str:
        return f"{self._path}:{line_of(self._text, self._table, *words)}"

    def _error(self, message: str, *words: str) -> ConfigError:
        return ConfigError(f"{self._place(*words)}: {message}")


def _regex_fault(pattern: str) -> str | None:
    """Why Python cannot make a regular expression of a text, None where it can."""
    try:
        re.compile(pattern, re.DOTALL)
    except (re.error, OverflowError) as error:
        return str(error)
    except RecursionError:
        return "its groups stand too deeply within each other"
    return None


def _hint(key: str, table: str) -> str:
    """What to write in place of an unknown key, where that can be told."""
    if not table and key == "tool":
        return ": in this file the keys stand at the top, without [tool.ims-lint]"
    return did_you_mean(key, KEYS) or f"; the keys are {', '.join(KEYS)}"


def unknown_selector(selector: str) -> str | None:
    """Why a selector names no rule, None where it names one."""
    if any(specificity(selector, rule) for rule in RULES):
        return None
    if re.fullmatch("(?i)ims[0-9]*", selector):
        known = any(specificity(selector.upper(), rule) for rule in RULES)
        hint = f", did you mean {selector.upper()}?" if known else "; `ims-lint rule --all` shows all"
    else:
        hint = did_you_mean(selector, [rule.name for rule in RULES])
    return f"there is no rule {selector or 'without a name'}{hint}"


def always_on(selector: str) -> str | None:
    """Why the rule that a selector names exactly cannot be turned off, None if it can."""
    if any(rule.always and selector in (rule.code, rule.name) for rule in RULES):
        return f"{selector} cannot be turned off or changed: it reports that a file was not read completely"
    return None
