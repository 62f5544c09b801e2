"""The case folders: what they hold, and the report that each bad file must bring."""

from __future__ import annotations

from pathlib import Path

from ims_lint import Config
from ims_lint.input import from_bytes
from ims_lint.linter import lint as lint_input
from ims_lint.output import text
from ims_lint.report.diagnostic import Report

FOLDER = Path(__file__).parent / "cases"


def files(prefix: str) -> list[Path]:
    """All case files whose name starts with `bad-` or `ok-`."""
    return sorted(path for path in FOLDER.glob(f"*/{prefix}*") if ".ims." in path.name)


def hosts(prefix: str) -> list[Path]:
    """All case files with requests inside, whose name starts with `bad-` or `ok-`."""
    found = FOLDER.glob(f"*/{prefix}*")
    return sorted(path for path in found if ".ims." not in path.name and path.suffix != ".report")


def code_of(path: Path) -> str:
    """The code that the folder of a case is about."""
    return path.parent.name.partition("-")[0]


def lint(path: Path) -> Report:
    """The report on a case file, with the rule of its folder on even where it is off by default."""
    report = lint_input(from_bytes(path.read_bytes(), str(path)), config_for(path)).report
    renamed = tuple(each._replace(file=path.name) for each in report.diagnostics)
    return report._replace(file=path.name, diagnostics=renamed)


def expected(path: Path) -> Path:
    """The file that holds the report of a bad case."""
    return path.with_name(path.name.replace(".ims.", ".") + ".report")


def fixed(path: Path) -> Path:
    """The file that holds what all fixes, unsafe ones too, make of a bad case."""
    return path.with_name(path.name.replace("bad-", "fixed-", 1))


def config_for(path: Path) -> Config:
    """The configuration that a case is linted with: the rule of its folder is on."""
    return Config(extend_select=(code_of(path),), strict=code_of(path) == "IMS015")


def shown(report: Report) -> str:
    """A report as its file holds it."""
    return text.render([report])
