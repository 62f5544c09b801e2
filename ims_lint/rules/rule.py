"""What a rule is: a code with its name, severity and documentation, and for some a check."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ims_lint.finding import Finding, Severity
from ims_lint.request import Request

Check = Callable[[Request], Iterator[Finding]]

PAGES = "https://ims-lint.github.io/rules"

_SECTION = r"(?m)^(Why|Fix|Example|Use instead):[ ]*\n?"


class Rule(NamedTuple):
    """One kind of diagnostic.

    `text` is the documentation: the first line says what is found, then come the sections `Why:`,
    `Fix:` (what it does, where there is one), `Example:` and `Use instead:` (YAML or JSON,
    indented). `check` is None where the schemas or the readers find it. `fix` is `safe`, `unsafe` or
    empty. `prevents` are answers of the service. A rule that is not `on` runs only where it is
    selected, one that is `only_strict` only in a strict run.
    """

    code: str
    name: str
    severity: Severity
    text: str
    check: Check | None = None
    fix: str = ""
    prevents: tuple[str, ...] = ()
    on: bool = True
    only_strict: bool = False

    @property
    def url(self) -> str:
        """Where the documentation of the rule can be read."""
        return f"{PAGES}#{self.code.lower()}-{self.name}"

    @property
    def only_prevents(self) -> str | None:
        """The service's answer, where a rule that checks has just one."""
        return self.prevents[0] if self.check and len(self.prevents) == 1 else None

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
        import inspect

        parts = re.split(_SECTION, inspect.cleandoc(self.text))
        titles = ["", *parts[1::2]]
        return {title: inspect.cleandoc("\n" + body).strip() for title, body in zip(titles, parts[::2], strict=True)}


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    fix: str = "",
    prevents: tuple[str, ...] = (),
    on: bool = True,
) -> Callable[[Check], Rule]:
    """Make a rule of a check; its docstring is the documentation."""

    def made(check: Check) -> Rule:
        return Rule(code, name, severity, check.__doc__ or "", check, fix, prevents, on)

    return made
