"""Produce the JSON request body of a checked request, with placeholders, aliases and merge keys resolved."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ims_lint.config import Config
from ims_lint.finding import Path, Severity, Value, label, value_at
from ims_lint.input import from_text
from ims_lint.linter import Linted, lint
from ims_lint.operations import IMAGE
from ims_lint.report.diagnostic import Report
from ims_lint.request import Request
from ims_lint.rules.value import whole_number
from ims_lint.schema.store import parameter

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


class Refused(Exception):
    """A request that cannot be rendered; `report` has the findings if there are any."""

    def __init__(self, message: str, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report


@dataclass(frozen=True)
class Variables:
    """The values of placeholders by name, and the pattern of a placeholder."""

    values: Mapping[str, str]
    pattern: re.Pattern[str] | None

    def replace(self, value: Value, source: str | None, path: Path = ()) -> Value:
        """A value with its placeholders replaced; one that is only a placeholder gets the type of its parameter."""
        if isinstance(value, dict):
            return {key: self.replace(item, source, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.replace(item, source, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, float) and value.is_integer() and parameter(source, path).get("type") == "integer":
            return int(value)
        if not isinstance(value, str) or self.pattern is None:
            return value
        replaced = self.pattern.sub(self._value_of, value)
        whole = self.pattern.fullmatch(value) and replaced != value
        return _typed(replaced, parameter(source, path).get("type")) if whole else replaced

    def _value_of(self, placeholder: re.Match[str]) -> str:
        name = _NAME.search(placeholder[0])
        return self.values.get(name[0], placeholder[0]) if name else placeholder[0]


def _typed(text: str, kind: Any) -> Value:
    """A string converted to the type of its parameter, if possible."""
    if kind == "integer" and (number := whole_number(text)) is not None:
        return number
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind in ("array", "object"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def body(linted: Linted, config: Config, number: int | None, values: Mapping[str, str]) -> dict[str, Value]:
    """The request body of an input, as it was checked; `number` selects one of several documents.

    Raises:
        Refused: there are errors, before or after replacing placeholders, or unresolved placeholders.
    """
    filename = linted.input.name
    if _has_errors(linted.report):
        raise Refused(f"{filename} has errors", linted.report)
    value = _chosen(linted, number)
    source = IMAGE.source_of(value)
    replaced = Variables(values, config.placeholder_pattern).replace(value, source.name if source else None)
    _refuse_placeholders(replaced, config.placeholder_pattern)
    if replaced != value:
        _check_replaced(replaced, filename, config)
    return {key: item for key, item in replaced.items() if key != "$schema"}


def _refuse_placeholders(replaced: Value, pattern: re.Pattern[str] | None) -> None:
    """Refuse a request with unresolved placeholders, named as `--var` names them."""
    missing: dict[str, list[str]] = {}
    for path in Request(replaced, pattern).placeholders:
        text = value_at(replaced, path)
        matches = list(pattern.finditer(text)) if pattern and isinstance(text, str) else []
        if not matches:
            raise Refused(f"the key {label(path)} contains a placeholder; only placeholders in values are replaced")
        for match in matches:
            name = _NAME.search(match[0])
            if name is None:
                raise Refused(f'the placeholder "{match[0]}" (in {label(path)}) has no name')
            where = missing.setdefault(name[0], [])
            where += [label(path)] * (label(path) not in where)
    if missing:
        listed = ", ".join(f"{name} (in {', '.join(where)})" for name, where in missing.items())
        said = f"placeholder {listed} has no value" if len(missing) == 1 else f"placeholders {listed} have no value"
        raise Refused(f"{said}; use --var {next(iter(missing))}=VALUE or --env")


def _has_errors(report: Report) -> bool:
    return any(each.severity is Severity.ERROR for each in report.diagnostics)


def _chosen(linted: Linted, number: int | None) -> Any:
    """The value of the selected document, or of the only one."""
    filename, documents = linted.input.name, linted.bodies
    if number is None and len(documents) > 1:
        numbers = ", ".join(str(document.index) for document in documents)
        raise Refused(f"{filename} contains {len(documents)} requests; select one with --document ({numbers})")
    chosen = [document.value for document in documents if number is None or document.index == number]
    if not chosen:
        raise Refused(f"{filename} has no document {number}")
    return chosen[0]


def _check_replaced(replaced: Value, filename: str, config: Config) -> None:
    """Lint the request again after its placeholders were replaced."""
    text = json.dumps(replaced, indent=2, ensure_ascii=False)
    report = lint(from_text(text, f"{filename} (rendered)"), config).report
    if _has_errors(report):
        raise Refused(f"{filename} has errors after its placeholders are replaced", report)
