"""What must hold of any input whatever: each property takes the bytes of a file."""

from __future__ import annotations

import json
from collections.abc import Callable

from ims_lint.document.text import Text
from ims_lint.document.yaml import lines as yaml_lines
from ims_lint.document.yaml import reader as yaml_reader
from ims_lint.report.diagnostic import Report
from tests.linting import report_bytes


def check_places(report: Report) -> None:
    """Every diagnostic stands inside of the text, the right way round."""
    text = Text(report.text)
    for each in report.diagnostics:
        for start, end in ((each.start, each.end), *((other.start, other.end) for other in each.related)):
            assert start <= end, each
            for place in (start, end):
                assert 1 <= place.line <= text.line_count, each
                assert 1 <= place.column <= len(text.line(place.line)) + 2, each


def check_lines(text: str) -> None:
    """What is read line by line is read just so by the parser, which has nothing to say of it."""
    values = yaml_lines.read(text)
    if values is not None:
        readings, stop = yaml_reader.read(text)
        assert repr(values) == repr([each.root.value for each in readings])
        assert stop is None
        assert not [finding for each in readings for finding in each.findings]


def yaml(data: bytes) -> None:
    """YAML of any kind brings a report, and is read alike with and without the parser."""
    check_places(report_bytes(data, "fuzz.ims.yaml"))
    check_lines(data.decode("utf-8", "replace"))


def json_(data: bytes) -> None:
    """JSON of any kind brings a report, and a syntax error just where Python's reader sees one."""
    report = report_bytes(data, "fuzz.ims.json")
    check_places(report)
    refused = {"IMS001", "IMS002", "IMS007"} & {each.code for each in report.diagnostics}
    try:
        text = data.decode("utf-8-sig")
        json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        assert refused or not text.strip(" \t\r\n")
    else:
        assert not {"IMS001", "IMS002"} & refused or data[:3] == b"\xef\xbb\xbf"


def _refuse(name: str) -> None:
    raise ValueError(name)


BY_NAME: dict[str, Callable[[bytes], None]] = {"yaml": yaml, "json": json_}
