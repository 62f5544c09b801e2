"""Reads the configuration of a project: `.ims-lint.toml`, or `[tool.ims-lint]` in pyproject.toml."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ims_lint.config import Config, ConfigError, specificity

FILE_NAMES = (".ims-lint.toml", "pyproject.toml")
_LISTS = ("include", "exclude", "select", "extend-select", "ignore", "placeholders")
_TABLES = ("severity", "per-file-ignores")
_SELECTORS = ("select", "extend-select", "ignore")
_LEVELS = ("error", "warning", "off")


class Configurations:
    """The configuration of each file: the nearest file above it, or the one that is named.

    `adjust` is what the command line changes in each of them.
    """

    def __init__(
        self,
        path: str | None = None,
        isolated: bool = False,
        adjust: Callable[[Config], Config] = lambda config: config,
    ) -> None:
        self._adjust = adjust
        self._by_folder: dict[str, Config] = {}
        self._only = adjust(load(path)) if path else adjust(Config()) if isolated else None

    def of(self, path: str) -> Config:
        """The configuration for a file or a folder; of `-`, that of the current folder.

        Raises:
            ConfigError: its configuration file cannot be used.
        """
        if self._only:
            return self._only
        folder = os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path))
        return self._of_folder(folder)

    def _of_folder(self, folder: str) -> Config:
        if folder not in self._by_folder:
            parent = os.path.dirname(folder)
            found = _load_from(folder)
            if found is not None:
                self._by_folder[folder] = self._adjust(found)
            elif parent == folder:
                self._by_folder[folder] = self._adjust(Config())
            else:
                self._by_folder[folder] = self._of_folder(parent)
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
    import tomllib

    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8")
        table: Any = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise ConfigError(f"{path}: this is not TOML: {error}") from None
    if os.path.basename(path) == "pyproject.toml":
        tools = table.get("tool")
        table = tools.get("ims-lint") if isinstance(tools, dict) else None
        if table is None:
            return None
    return _Reader(path, text).config(table)


class _Reader:
    """Checks one configuration file; every complaint names the file and the line."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def config(self, table: Any) -> Config:
        if not isinstance(table, dict):
            raise self._error("tool", "[tool.ims-lint] has to be a table")
        for key in table:
            if key not in (*_LISTS, *_TABLES):
                raise self._error(key, f"unknown key {key}{_did_you_mean(key, (*_LISTS, *_TABLES))}")
        lists: dict[str, Any] = {key: self._strings(key, table[key]) for key in _LISTS if key in table}
        for key in _SELECTORS:
            self._check_selectors(lists.get(key, ()))
        self._check_patterns(lists.get("placeholders", ()))
        return replace(
            Config(),
            source=self._path,
            folder=os.path.dirname(os.path.abspath(self._path)),
            severity=self._severity(table.get("severity", {})),
            per_file_ignores=self._per_file_ignores(table.get("per-file-ignores", {})),
            **{key.replace("-", "_"): values for key, values in lists.items()},
        )

    def _strings(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._error(key, f"{key} has to be a list of texts")
        return tuple(value)

    def _severity(self, table: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(table, dict):
            raise self._error("severity", "severity has to be a table from codes to error, warning or off")
        self._check_selectors(table)
        for selector, level in table.items():
            if level not in _LEVELS:
                raise self._error(selector, f"severity of {selector} has to be error, warning or off")
        return tuple(table.items())

    def _per_file_ignores(self, table: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(table, dict):
            raise self._error(
                "per-file-ignores", "per-file-ignores has to be a table from file patterns to lists of codes"
            )
        ignores = tuple((pattern, self._strings(pattern, selectors)) for pattern, selectors in table.items())
        for _, selectors in ignores:
            self._check_selectors(selectors)
        return ignores

    def _check_selectors(self, selectors: Iterable[str]) -> None:
        for selector in selectors:
            if complaint := unknown_selector(selector):
                raise self._error(selector, complaint)

    def _check_patterns(self, patterns: Iterable[str]) -> None:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise self._error(
                    "placeholders", f"the placeholder {pattern} is not a regular expression: {error}"
                ) from None

    def _error(self, word: str, message: str) -> ConfigError:
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        line = next((number for number, line in enumerate(self._lines, 1) if pattern.search(line)), 1)
        return ConfigError(f"{self._path}:{line}: {message}")


def unknown_selector(selector: str) -> str | None:
    """Why a selector names no rule, None where it names one."""
    from ims_lint.rules import RULES

    if any(specificity(selector, rule) for rule in RULES):
        return None
    words = [word for rule in RULES for word in (rule.code, rule.name)]
    return f"there is no rule {selector}{_did_you_mean(selector, words)}"


def _did_you_mean(word: str, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(words), n=1)
    return f", did you mean {close[0]}?" if close else ""
