"""Reports as JUnit XML, which Jenkins and most other CI servers show as test results."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ims_lint.finding import Severity
from ims_lint.output.checkout import Checkout
from ims_lint.output.inert import one_line, visible
from ims_lint.report.diagnostic import Diagnostic, Report

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


def render(reports: Iterable[Report], checkout: Checkout | None = None, failures: Sequence[str] = ()) -> str:
    """Return one test suite: a test case per diagnostic, and one for each file without any.

    Only errors are failures, as only they make `ims-lint check` fail; a warning is a passed test
    case with the message in its system-out. `failures` are the reasons why the run is not complete,
    each a test case with an error.
    """
    place = checkout or Checkout()
    cases = [case for report in reports for case in _cases(report, place)]
    failed = sum(case.find("failure") is not None for case in cases)
    cases += [_failure(number, message) for number, message in enumerate(failures, 1)]
    errors = str(len(failures))
    counts = {"tests": str(len(cases)), "failures": str(failed), "errors": errors, "skipped": "0", "time": "0"}
    suites = ET.Element("testsuites", {"name": "ims-lint", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": "ims-lint", **counts})
    suite.extend(cases)
    ET.indent(suites)
    return f"{_DECLARATION}\n{ET.tostring(suites, encoding='unicode')}\n"


def _cases(report: Report, checkout: Checkout) -> Iterator[ET.Element]:
    path = visible(checkout.path(report.file))
    if not report.diagnostics:
        yield _case(path, "no findings", 1)
    seen: Counter[str] = Counter()
    for diagnostic in report.diagnostics:
        name = one_line(f"{diagnostic.code} {diagnostic.name} {diagnostic.pointer}").rstrip()
        seen[name] += 1
        # Servers identify a test by its name, which must not contain the line, as that may change.
        numbered = name if seen[name] == 1 else f"{name} #{seen[name]}"
        case = _case(path, numbered, diagnostic.start.line)
        case.append(_outcome(diagnostic, path))
        yield case


def _case(path: str, name: str, line: int) -> ET.Element:
    attributes = {"classname": path, "name": name, "file": path, "line": str(max(line, 1)), "time": "0"}
    return ET.Element("testcase", attributes)


def _failure(number: int, message: str) -> ET.Element:
    case = ET.Element("testcase", {"classname": "ims-lint", "name": f"run failed #{number}", "time": "0"})
    ET.SubElement(case, "error", {"message": one_line(message), "type": "run failed"})
    return case


def _outcome(diagnostic: Diagnostic, path: str) -> ET.Element:
    place = f"{path}:{max(diagnostic.start.line, 1)}:{max(diagnostic.start.column, 1)}"
    heading = f"{place}: {diagnostic.severity}: {diagnostic.code} {diagnostic.message}"
    text = "\n".join(part for part in (heading, diagnostic.help, diagnostic.url) if part)
    if diagnostic.severity is Severity.ERROR:
        outcome = ET.Element("failure", {"message": one_line(diagnostic.message), "type": diagnostic.code})
    else:
        outcome = ET.Element("system-out")
    outcome.text = visible(text, keep="\n")
    return outcome
