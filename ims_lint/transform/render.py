"""Makes the JSON body of a request that was checked: placeholders filled, YAML's own means resolved."""

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
    """A request that cannot be sent as it is; `report` says why, where the file itself is at fault."""

    def __init__(self, message: str, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report


@dataclass(frozen=True)
class Variables:
    """What placeholders are filled with: the values by name, and the pattern of a placeholder."""

    values: Mapping[str, str]
    pattern: re.Pattern[str] | None

    def fill(self, value: Value, source: str | None, path: Path = ()) -> Value:
        """A value with its placeholders filled; one that is nothing but a placeholder takes the schema's type."""
        if isinstance(value, dict):
            return {key: self.fill(item, source, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, source, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, float) and value.is_integer() and parameter(source, path).get("type") == "integer":
            return int(value)
        if not isinstance(value, str) or self.pattern is None:
            return value
        filled = self.pattern.sub(self._filled, value)
        whole = self.pattern.fullmatch(value) and filled != value
        return _typed(filled, parameter(source, path).get("type")) if whole else filled

    def _filled(self, placeholder: re.Match[str]) -> str:
        name = _NAME.search(placeholder[0])
        return self.values.get(name[0], placeholder[0]) if name else placeholder[0]


def _typed(text: str, kind: Any) -> Value:
    """A text as the type of its parameter, where it can be read as one."""
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
    """The body of the request in an input, as it was checked; `number` names one of several documents.

    Raises:
        Refused: the input has errors, the filled request has, or placeholders are left.
    """
    filename = linted.input.name
    if _has_errors(linted.report):
        raise Refused(f"{filename} has errors", linted.report)
    value = _chosen(linted, number)
    source = IMAGE.source_of(value)
    filled = Variables(values, config.placeholder_pattern).fill(value, source.name if source else None)
    _refuse_placeholders(filled, config.placeholder_pattern)
    if filled != value:
        _check_filled(filled, filename, config)
    return {key: item for key, item in filled.items() if key != "$schema"}


def _refuse_placeholders(filled: Value, pattern: re.Pattern[str] | None) -> None:
    """Refuse a request with unresolved placeholders, named as `--var` names them."""
    missing: dict[str, list[str]] = {}
    for path in Request(filled, pattern).placeholders:
        text = value_at(filled, path)
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
    """The value of the document that is wanted, or of the only one."""
    filename, documents = linted.input.name, linted.bodies
    if number is None and len(documents) > 1:
        numbers = ", ".join(str(document.index) for document in documents)
        raise Refused(f"{filename} holds {len(documents)} requests: name one with --document ({numbers})")
    chosen = [document.value for document in documents if number is None or document.index == number]
    if not chosen:
        raise Refused(f"{filename} has no document {number}")
    return chosen[0]


def _check_filled(filled: Value, filename: str, config: Config) -> None:
    """Lint the request anew with its placeholders filled."""
    text = json.dumps(filled, indent=2, ensure_ascii=False)
    report = lint(from_text(text, f"{filename} (filled)"), config).report
    if _has_errors(report):
        raise Refused(f"{filename} has errors once it is filled", report)
