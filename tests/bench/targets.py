"""The targets of issue 8, as data: a ratio of two measurements, or one measurement, and its bound."""

from dataclasses import dataclass
from typing import Literal

from commands import BIG_JSON, BROKEN, FILES, LSP, ONE_CORE_FILES, ONE_FILE, STREAM, key

FIRST_DIAGNOSTIC = key(LSP, "first diagnostic")
KEYSTROKE = key(LSP, "CPU of a keystroke")
PEAK_MEMORY = key(FILES, "peak memory of ims-lint")


@dataclass(frozen=True)
class Target:
    """A bound on numerator / denominator; without a denominator, on the numerator itself."""

    name: str
    numerator: str
    denominator: str | None
    side: Literal["at most", "at least"]
    bound: float


def at_most(bound: float, name: str, numerator: str, denominator: str | None = None) -> Target:
    """A target that bounds from above."""
    return Target(name, numerator, denominator, "at most", bound)


def at_least(bound: float, name: str, numerator: str, denominator: str | None = None) -> Target:
    """A target that bounds from below."""
    return Target(name, numerator, denominator, "at least", bound)


IMS_FILES = key(FILES, "ims-lint")
IMS_ONE_FILE = key(ONE_FILE, "ims-lint")
IMS_STREAM = key(STREAM, "ims-lint")
IMS_BIG_JSON = key(BIG_JSON, "ims-lint")
HALF_STREAM = key(STREAM, "ims-lint, half the stream")
HALF_JSON = key(BIG_JSON, "ims-lint, half the file")
CLICK_AND_YAML = key(ONE_FILE, 'python -c "import click, yaml"')
ONE_CORE = key(ONE_CORE_FILES, "ims-lint")
ONE_CORE_PARSE = key(ONE_CORE_FILES, "bare parse")

TARGETS = [
    at_least(12, "files: check-jsonschema / ims-lint", key(FILES, "check-jsonschema"), IMS_FILES),
    at_most(1, "files: ims-lint / ajv-cli", IMS_FILES, key(FILES, "ajv-cli")),
    at_most(1, "files: ims-lint / sourcemeta", IMS_FILES, key(FILES, "sourcemeta")),
    at_most(2.5, "files, one core: ims-lint / bare parse", ONE_CORE, ONE_CORE_PARSE),
    at_most(45, "files: peak memory of a process (MiB)", PEAK_MEMORY),
    at_most(2, "files: 10 % broken / clean", key(BROKEN, "ims-lint"), IMS_FILES),
    at_most(1.25, 'one file: ims-lint / python -c "import click, yaml"', IMS_ONE_FILE, CLICK_AND_YAML),
    at_least(4, "one file: check-jsonschema / ims-lint", key(ONE_FILE, "check-jsonschema"), IMS_ONE_FILE),
    at_most(3, "YAML stream: ims-lint / bare parse", IMS_STREAM, key(STREAM, "bare parse")),
    at_most(2.2, "YAML stream: whole / half (linear)", IMS_STREAM, HALF_STREAM),
    at_most(3, "10 MB of JSON: ims-lint / bare parse", IMS_BIG_JSON, key(BIG_JSON, "bare parse")),
    at_most(2.2, "10 MB of JSON: whole / half (linear)", IMS_BIG_JSON, HALF_JSON),
    at_most(1.2, "language server: first diagnostic (s)", FIRST_DIAGNOSTIC),
    at_most(5, "language server: CPU of a keystroke (ms)", KEYSTROKE),
]
