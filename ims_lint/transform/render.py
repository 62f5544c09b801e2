"""Produce the JSON request body of a checked request, or the command that sends it, with placeholders replaced."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ims_lint.config import Config
from ims_lint.document import Document, read
from ims_lint.document.text import Text, has_surrogate
from ims_lint.finding import Path, Severity, Value, label, shorten, value_at
from ims_lint.linter import Linted, judge_with
from ims_lint.operations import Operation
from ims_lint.report.diagnostic import Checked, Report
from ims_lint.request import Request
from ims_lint.rules.value import whole_number
from ims_lint.schema.store import parameter

_NAME = r"(?P<name>[A-Za-z_][\w.]*(?:-[A-Za-z_][\w.]*)*)"
_FORMS = (
    re.compile(r"\$\{" + _NAME + r"(?::-(?P<default>[^{}$]*))?\}"),
    re.compile(r"\$(?P<name>[A-Za-z_]\w*)"),
    re.compile(r"\{\{\s*" + _NAME + r"\s*\}\}"),
    re.compile(r"(?!\$?\{\{|\$\{|\$\w)[^\w\s]*\s*" + _NAME + r"\s*[^\w\s]*"),
)
"""A placeholder that is a bare name: those of the default configuration, and one of another form."""


class Rendered(NamedTuple):
    """A request body and the operation that it is for."""

    operation: Operation
    body: dict[str, Value]

    def as_json(self, *, compact: bool = False) -> str:
        """The body as JSON, on one line if it is `compact`."""
        layout: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 2}
        return json.dumps(self.body, ensure_ascii=False, **layout)

    def as_curl(self, *, compact: bool = False) -> str:
        """The command that sends the body, for a POSIX shell; it takes endpoint and token from variables."""
        method, _, path = self.operation.address.partition(" ")
        parts = [
            f'curl --request {method} "https://$IMS_ENDPOINT{path}"',
            '--header "X-Auth-Token: $TOKEN"',
            '--header "Content-Type: application/json"',
            f"--data-binary {shlex.quote(self.as_json(compact=compact))}",
        ]
        return " \\\n  ".join(parts)


class Refused(Exception):
    """A request that cannot be rendered; `report` has the findings, `missing` the names without a value, if any."""

    def __init__(self, message: str, report: Report | None = None, missing: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.report = report
        self.missing = list(missing)


def render(
    linted: Linted, config: Config, number: int | None, values: Mapping[str, str], line: int | None = None
) -> Rendered:
    """The request body of an input, as it was checked; `number` or `line` selects one of several documents.

    Raises:
        Refused: there are errors, before or after replacing placeholders, or unresolved placeholders.
    """
    document = _chosen(linted, number, line)
    body = linted.body_of(document)
    pattern = config.placeholder_pattern
    if body:
        pattern = body.with_placeholders(pattern)
    _refuse_errors(linted, document, f"{linted.input.name} has errors")
    operation = linted.choices[linted.bodies.index(document)].operation
    filler = _Filler(values, pattern, operation, document.value)
    filled = filler.filled(document.value)
    filler.refuse_missing(filled)
    if filled != document.value:
        after = _without_fixes(judge_with(linted, document, filled, config))
        _refuse_errors(after, after.bodies[0], f"{linted.input.name} has errors after its placeholders are replaced")
        operation = after.choices[0].operation
    return Rendered(operation, {key: item for key, item in filled.items() if key != "$schema"})


def _chosen(linted: Linted, number: int | None, line: int | None) -> Document:
    """The selected document, or the only one."""
    filename, documents = linted.input.name, linted.bodies
    if not documents and not linted.report.diagnostics:
        raise Refused(f"{filename} contains no request")
    if not documents:
        raise Refused(f"{filename} has errors", linted.report)
    if line is not None:
        text = Text(linted.input.text)
        documents = [each for each in documents if _contains(linted, each, text, line)]
        if not documents:
            raise Refused(f"{filename} has no request on line {line}")
    if number is None and len(documents) > 1:
        option = "--body" if linted.hosts else "--document"
        numbers = ", ".join(map(_described, linted.report.requests))
        raise Refused(f"{filename} contains {len(documents)} requests; select one with {option} ({numbers})")
    chosen = [document for document in documents if number is None or document.index == number]
    if not chosen:
        raise Refused(f"{filename} has no {'request' if linted.hosts else 'document'} {number}")
    return chosen[0]


def _described(request: Checked) -> str:
    """The number of a request, and where it is in a file that contains more."""
    return f"{request.document}: {request.operation} on line {request.line}" if request.line else str(request.document)


def _contains(linted: Linted, document: Document, text: Text, line: int) -> bool:
    """Whether a document is on a line of the file."""
    body = linted.body_of(document)
    span = body.span if body else document.span(())
    return text.position(span.start).line <= line <= text.position(span.end).line


def _refuse_errors(linted: Linted, document: Document, message: str) -> None:
    """Refuse a document with errors, or a file that was not read to its end."""
    others = {each.index for each in linted.bodies} - {document.index}
    found = [each for each in linted.report.diagnostics if each.document not in others]
    if errors := tuple(each for each in found if each.severity is Severity.ERROR):
        raise Refused(message, linted.report._replace(diagnostics=errors))


def _without_fixes(linted: Linted) -> Linted:
    """What was linted without its fixes: they would change the values, and not the file."""
    diagnostics = tuple(each._replace(fix=None) for each in linted.report.diagnostics)
    return linted._replace(report=linted.report._replace(diagnostics=diagnostics))


class _Filler:
    """Replaces the placeholders of a request with values; a placeholder must be a bare name."""

    def __init__(
        self, values: Mapping[str, str], pattern: re.Pattern[str] | None, operation: Operation, request: Value
    ) -> None:
        self._values = values
        self._pattern = pattern
        self._source = Request(request, pattern, operation=operation).source
        self._missing: dict[str, list[str]] = {}

    def filled(self, value: Value, path: Path = ()) -> Value:
        """A value with its placeholders replaced; one that is only a placeholder gets the type of the schema."""
        if isinstance(value, dict):
            return {key: self.filled(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item, (*path, index)) for index, item in enumerate(value)]
        wanted = parameter(self._source, path).get("type")
        if isinstance(value, float) and value.is_integer() and wanted == "integer":
            return int(value)
        if not isinstance(value, str) or self._pattern is None:
            return value
        text = self._pattern.sub(lambda match: self._value(match, path), value)
        return _typed(text, wanted, path) if self._pattern.fullmatch(value) and text != value else text

    def _value(self, placeholder: re.Match[str], path: Path) -> str:
        """What a placeholder stands for, as a shell does; itself if it has no value."""
        name, default = self._parts(placeholder, path)
        value = self._values.get(name)
        if not value and default is not None:
            value = default
        if value is None:
            self._missing.setdefault(name, []).append(label(path))
            return placeholder[0]
        if has_surrogate(value):
            raise Refused(f"the value of {name} is not UTF-8")
        return value

    def _parts(self, placeholder: re.Match[str], path: Path) -> tuple[str, str | None]:
        """The name of a placeholder, and the default of `${NAME:-default}`."""
        is_other = placeholder[0][:2] == "{{" and placeholder.string[: placeholder.start()].endswith("$")
        for form in _FORMS if not is_other else ():
            if match := form.fullmatch(placeholder[0]):
                return match["name"], match.groupdict().get("default")
        text = shorten(("$" if is_other else "") + placeholder[0])
        raise Refused(f"{text} (in {label(path)}) is an expression; replace it with your template tool")

    def refuse_missing(self, filled: Value) -> None:
        """Refuse a request in which a placeholder is left."""
        if self._missing:
            listed = ", ".join(f"{name} (in {', '.join(dict.fromkeys(at))})" for name, at in self._missing.items())
            many = len(self._missing) > 1
            said = f"placeholder{'s' * many} {listed} {'have' if many else 'has'} no value"
            raise Refused(f"{said}; use --var {next(iter(self._missing))}=VALUE or --env", missing=self._missing)
        for path in Request(filled, self._pattern).placeholders:
            value = value_at(filled, path)
            if self._pattern and isinstance(value, str) and self._pattern.search(value):
                raise Refused(f"{label(path)} still contains a placeholder after its placeholders are replaced")
            raise Refused(f"the key {label(path)} contains a placeholder; only placeholders in values are replaced")


def _typed(text: str, kind: Any, path: Path) -> Value:
    """A string as the type of its parameter, if it can be read as one."""
    if kind == "integer" and (number := whole_number(text)) is not None:
        return number
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind in ("array", "object") and text.lstrip()[:1] in ("[", "{"):
        documents, stopped = read(text, "json")
        for finding in (*stopped, *(each for document in documents for each in document.findings)):
            raise Refused(f"the value for {label(path)} is not valid JSON: {finding.message}")
        return documents[0].value
    return text
