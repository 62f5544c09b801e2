"""What a rule is: a code with its name, severity and documentation, and the function that says what it finds."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ims_lint.about import SITE
from ims_lint.finding import Change, Finding, Severity, Value, value_at
from ims_lint.request import Request
from ims_lint.rules import answers
from ims_lint.rules.wording import as_help, shown
from ims_lint.schema.violation import Violation

Check = Callable[[Request], Iterator[Finding]]
"""What Python finds in a request."""

Say = Callable[[Request, Violation], Finding | None]
"""What is said of a violation that a schema finds; None where another rule of its keyword has to say it."""

_SECTION = r"(?m)^(Why|Fix|Example|Use instead):[ ]*\n?"


class Rule(NamedTuple):
    """One kind of diagnostic.

    `text` is the documentation: the first line says what is found, then come the sections `Why:`,
    `Fix:` (what it does, where there is one), `Example:` and `Use instead:` (YAML or JSON,
    indented). `check` finds it in a request, `say` says it of what a schema found; both are None
    where the reader of a file finds it. `parameters` are those that `check` looks at: it runs only
    on requests that have one of them, or on any where none is named. `operations` are the names of
    those that it is for, all that know its parameters where none is named. `fix` is `safe`,
    `unsafe`, `mixed` or empty. `said_prevents` are the answers of the service that the function names
    itself. A rule that is not `on` runs only where it is selected, one that is `only_strict` only
    in a strict run.
    """

    code: str
    name: str
    severity: Severity
    text: str
    check: Check | None = None
    say: Say | None = None
    parameters: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    fix: str = ""
    said_prevents: tuple[str, ...] = ()
    on: bool = True
    only_strict: bool = False

    def is_for(self, request: Request) -> bool:
        """Whether `check` has anything to look at in a request."""
        if self.operations and request.operation.name not in self.operations:
            return False
        return not self.parameters or not self.parameters.isdisjoint(request.parameters)

    @property
    def is_error(self) -> bool:
        """Whether it finds errors, unless a configuration says otherwise."""
        return self.severity is Severity.ERROR

    @property
    def prevents(self) -> list[str]:
        """The answers of the service (IMG.nnnn) that it prevents: those it names, and those in the schemas."""
        return sorted({*self.said_prevents, *(answers.in_schemas().get(self.code, ()) if self.say else ())})

    @property
    def url(self) -> str:
        """Where the documentation of the rule can be read."""
        return f"{SITE}rules/{self.code}/"

    @property
    def only_prevents(self) -> str | None:
        """The service's answer, where a rule that Python finds has just one."""
        return self.said_prevents[0] if self.check and len(self.said_prevents) == 1 else None

    @property
    def summary(self) -> str:
        """What the rule finds, in one line."""
        return self._sections[""].splitlines()[0]

    @property
    def what(self) -> str:
        """What the rule finds, with all that there is to say of it."""
        return self._sections[""]

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._sections.get("Why", "")

    @property
    def fixing(self) -> str:
        """What the fix does, where the rule has one."""
        return self._sections.get("Fix", "")

    @property
    def example(self) -> str:
        """A file in which the rule finds something."""
        return self._sections.get("Example", "")

    @property
    def instead(self) -> str:
        """The same file, written right."""
        return self._sections.get("Use instead", "")

    @property
    def _sections(self) -> dict[str, str]:
        parts = re.split(_SECTION, inspect.cleandoc(self.text))
        titles = ["", *parts[1::2]]
        return {title: inspect.cleandoc("\n" + body).strip() for title, body in zip(titles, parts[::2], strict=True)}


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    parameters: tuple[str, ...] = (),
    operations: tuple[str, ...] = (),
    fix: str = "",
    prevents: tuple[str, ...] = (),
    on: bool = True,
    only_strict: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a function that finds it in a request; its docstring is the documentation."""

    def made(check: Check) -> Rule:
        return Rule(
            code,
            name,
            severity,
            check.__doc__ or "",
            check=check,
            parameters=frozenset(parameters),
            operations=frozenset(operations),
            fix=fix,
            said_prevents=prevents,
            on=on,
            only_strict=only_strict,
        )

    return made


def schema_rule(
    code: str, name: str, severity: Severity, *, fix: str = "", prevents: tuple[str, ...] = ()
) -> Callable[[Say], Rule]:
    """Make a rule of a function that says what a schema found; its docstring is the documentation."""

    def made(say: Say) -> Rule:
        return Rule(code, name, severity, say.__doc__ or "", say=say, fix=fix, said_prevents=prevents)

    return made


def said(request: Request, violation: Violation, message: str, help: str = "", change: Change | None = None) -> Finding:
    """The finding for a violation; help (where none is given), related places and answer are the schema's."""
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
