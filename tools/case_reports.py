"""Write the reports and the fixed files of all bad cases; review the diff before committing."""

from __future__ import annotations

from tests import cases
from tests.linting import fix_bytes


def main() -> None:
    """Write all files."""
    for path in (*cases.files("bad-"), *cases.hosts("bad-")):
        report = cases.lint(path)
        cases.expected(path).write_text(cases.shown(report), encoding="utf-8")
        if any(each.fix for each in report.diagnostics):
            fixed = fix_bytes(path.read_bytes(), path.name, cases.config_for(path), unsafe=True)
            cases.fixed(path).write_bytes(fixed.data)


if __name__ == "__main__":
    main()
