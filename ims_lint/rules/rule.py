"""Define rules: code, name, severity, documentation, and the function that creates the findings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Set
from functools import cache
from typing import NamedTuple

from ims_lint.about import SITE
from ims_lint.finding import Change, Finding, Severity, Value, value_at
from ims_lint.operations import BY_NAME, OPERATIONS, Operation
from ims_lint.request import Request
from ims_lint.rules import answers
from ims_lint.rules.wording import as_help, shown
from ims_lint.schema.compiled import NOTES
from ims_lint.schema.store import parameter, source_schema
from ims_lint.schema.violation import Violation

Check = Callable[[Request], Iterator[Finding]]
"""A function that checks a request and yields findings."""

Say = Callable[[Request, Violation], Finding | None]
"""A function that turns a schema violation into a finding; None if another rule must report it."""

_SECTION = r"(?m)^(Why|Fix|Example|Use instead):[ ]*\n?"


class Rule(NamedTuple):
    """One kind of diagnostic.

    `text` is the documentation: the first line says what is found; the sections `Why:`, `Fix:` (if the rule has
    a fix), `Example:` and `Use instead:` (YAML or JSON, indented) follow. `check` checks a request, `say` turns
    a schema violation into a finding; both are None if the parser of a file creates the findings. `parameters`
    are those that `check` uses: it runs only on requests with at least one of them; if empty, on all requests.
    `note` is a keyword of the schemas that it acts on. `operations` are the names of the operations that the rule
    applies to; if empty, to all that have such parameters, or whose schemas have constraints for it. `fix` is
    `safe`, `unsafe`, `mixed` or empty. `said_prevents` are the error codes that the function sets itself. A rule
    that is not `on` runs only if it is selected; an `only_strict` rule runs only with --strict. A rule that is
    `always` on reports that a file was not read completely: without it, a check would pass because nothing was
    checked.
    """

    code: str
    name: str
    severity: Severity
    text: str
    check: Check | None = None
    say: Say | None = None
    parameters: frozenset[str] = frozenset()
    note: str = ""
    operations: frozenset[str] = frozenset()
    fix: str = ""
    said_prevents: tuple[str, ...] = ()
    on: bool = True
    only_strict: bool = False
    always: bool = False

    def is_for(self, operation: str, parameters: Set[str]) -> bool:
        """Whether `check` applies to a request of this operation with these parameters."""
        if self.operations and operation not in self.operations:
            return False
        if self.note and NOTES[self.note].keys().isdisjoint(BY_NAME[operation].source_names):
            return False
        return not self.parameters or not self.parameters.isdisjoint(parameters)

    @property
    def applies_to(self) -> list[str]:
        """The names of the operations of which a request can have findings of the rule."""
        return [each.name for each in OPERATIONS if self._applies_to(each)]

    def _applies_to(self, operation: Operation) -> bool:
        if self.check or self.operations:
            return self.is_for(operation.name, parameters_of(operation))
        named = [each for each in OPERATIONS if self.code in answers.codes_for(each.name)]
        return operation in named or not named

    @property
    def is_error(self) -> bool:
        """Whether its findings are errors by default."""
        return self.severity is Severity.ERROR

    @property
    def prevents(self) -> list[str]:
        """The error codes (IMG.nnnn) that it prevents: those it sets itself, and those in the schemas."""
        return sorted({*self.said_prevents, *(answers.in_schemas().get(self.code, ()) if self.say else ())})

    @property
    def url(self) -> str:
        """The URL of the documentation of the rule."""
        return f"{SITE}rules/{self.code}/"

    @property
    def only_prevents(self) -> str | None:
        """The error code, if the rule has a `check` and exactly one code."""
        return self.said_prevents[0] if self.check and len(self.said_prevents) == 1 else None

    @property
    def summary(self) -> str:
        """What the rule finds, on one line."""
        return self._sections[""].splitlines()[0]

    @property
    def what(self) -> str:
        """What the rule finds, with all details."""
        return self._sections[""]

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._sections.get("Why", "")

    @property
    def fixing(self) -> str:
        """What the fix does, empty without a fix."""
        return self._sections.get("Fix", "")

    @property
    def example(self) -> str:
        """A file with a finding of the rule."""
        return self._sections.get("Example", "")

    @property
    def instead(self) -> str:
        """The same file, corrected."""
        return self._sections.get("Use instead", "")

    @property
    def _sections(self) -> dict[str, str]:
        parts = re.split(_SECTION, inspect.cleandoc(self.text))
        titles = ["", *parts[1::2]]
        return {title: inspect.cleandoc("\n" + body).strip() for title, body in zip(titles, parts[::2], strict=True)}


@cache
def parameters_of(operation: Operation) -> frozenset[str]:
    """The parameters of an operation, at all levels."""
    sources = (source_schema(name) for name in operation.source_names)
    items = (parameter(name, ("data_images", 0)) for name in operation.source_names)
    return frozenset().union(*(each.get("properties", {}) for each in (*sources, *items)))


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    parameters: tuple[str, ...] = (),
    note: str = "",
    operations: tuple[str, ...] = (),
    fix: str = "",
    prevents: tuple[str, ...] = (),
    on: bool = True,
    only_strict: bool = False,
) -> Callable[[Check], Rule]:
    """Create a rule from a function that checks a request; its docstring is the documentation."""

    def made(check: Check) -> Rule:
        return Rule(
            code,
            name,
            severity,
            check.__doc__ or "",
            check=check,
            parameters=frozenset(parameters),
            note=note,
            operations=frozenset(operations),
            fix=fix,
            said_prevents=prevents,
            on=on,
            only_strict=only_strict,
        )

    return made


def schema_rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    operations: tuple[str, ...] = (),
    fix: str = "",
    prevents: tuple[str, ...] = (),
    always: bool = False,
) -> Callable[[Say], Rule]:
    """Create a rule from a function that reports schema violations; its docstring is the documentation."""

    def made(say: Say) -> Rule:
        return Rule(
            code,
            name,
            severity,
            say.__doc__ or "",
            say=say,
            operations=frozenset(operations),
            fix=fix,
            said_prevents=prevents,
            always=always,
        )

    return made


def said(request: Request, violation: Violation, message: str, help: str = "", change: Change | None = None) -> Finding:
    """Return the finding for a violation; the schema supplies help (by default), related locations and error code."""
    path, schema = violation.path, violation.schema
    keyword = "patternErrorMessage" if violation.keyword == "pattern" else "errorMessage"
    holder = value_at(request.value, path[:-1])
    names = [name for name in schema.get("x-related", ()) if name in holder]
    return Finding(
        violation.code,
        path,
        message,
        help or as_help(schema.get(keyword, "")),
        related=tuple((_beside(name, holder[name]), (*path[:-1], name)) for name in names),
        prevents=answers.prevented(request.source, path, violation.keyword, schema),
        change=change,
    )


def _beside(name: str, value: Value) -> str:
    """The label of a related parameter: with its value, if that is no list or object."""
    return name if isinstance(value, list | dict) else f"{name} is {shown(value)}"
