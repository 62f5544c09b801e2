"""Define the targets of the benchmark: a measurement or a ratio of two, and a bound."""

from dataclasses import dataclass, replace
from typing import Literal

from commands import BIG_JSON, BROKEN, FILES, LSP, ONE_CORE_FILES, ONE_FILE, OWN, STREAM, key, on
from corpus import KINDS

KEYSTROKE = key(LSP, "CPU of a keystroke")


@dataclass(frozen=True)
class Target:
    """A bound on numerator / denominator; without a denominator, on the numerator itself."""

    name: str
    numerator: str
    denominator: str | None
    side: Literal["at most", "at least"]
    bound: float


def at_most(bound: float, name: str, numerator: str, denominator: str | None = None) -> Target:
    """A target with an upper bound."""
    return Target(name, numerator, denominator, "at most", bound)


def at_least(bound: float, name: str, numerator: str, denominator: str | None = None) -> Target:
    """A target with a lower bound."""
    return Target(name, numerator, denominator, "at least", bound)


IMS_BIG_JSON = key(BIG_JSON, OWN)
HALF_JSON = key(BIG_JSON, "ims-lint, half the file")


def first_diagnostic_of(corpus: str) -> str:
    """The name of the time to the first diagnostic of a file of a corpus."""
    return key(on(corpus, LSP), "first diagnostic")


def peak_memory_of(corpus: str) -> str:
    """The name of the peak memory for a corpus."""
    return key(on(corpus, FILES), "peak memory of ims-lint")


def targets_on(corpus: str) -> list[Target]:
    """The targets for one corpus."""
    files, one_file, stream = on(corpus, FILES), on(corpus, ONE_FILE), on(corpus, STREAM)
    one_core, broken = on(corpus, ONE_CORE_FILES), on(corpus, BROKEN)
    own_files, own_file, own_stream = key(files, OWN), key(one_file, OWN), key(stream, OWN)
    imports = 'python -c "import click, yaml"'
    targets = [
        at_least(12, "files: check-jsonschema / ims-lint", key(files, "check-jsonschema"), own_files),
        at_most(1, "files: ims-lint / ajv-cli", own_files, key(files, "ajv-cli")),
        at_most(1, "files: ims-lint / sourcemeta", own_files, key(files, "sourcemeta")),
        at_most(2.5, "files, one core: ims-lint / bare parse", key(one_core, OWN), key(one_core, "bare parse")),
        at_most(45, "files: peak memory of a process (MiB)", peak_memory_of(corpus)),
        at_most(1.6, "files: 10 % broken / clean", key(broken, OWN), own_files),
        at_most(1.25, f"one file: ims-lint / {imports}", own_file, key(one_file, imports)),
        at_least(4, "one file: check-jsonschema / ims-lint", key(one_file, "check-jsonschema"), own_file),
        at_most(3, "YAML stream: ims-lint / bare parse", own_stream, key(stream, "bare parse")),
        at_most(2.2, "YAML stream: whole / half (linear)", own_stream, key(stream, "ims-lint, half the stream")),
        at_most(1.2, "language server: first diagnostic (s)", first_diagnostic_of(corpus)),
    ]
    return [replace(target, name=f"{corpus}: {target.name}") for target in targets]


TARGETS = [
    *(target for kind in KINDS for target in targets_on(kind.name)),
    at_most(3, "10 MB of JSON: ims-lint / bare parse", IMS_BIG_JSON, key(BIG_JSON, "bare parse")),
    at_most(2.2, "10 MB of JSON: whole / half (linear)", IMS_BIG_JSON, HALF_JSON),
    at_most(5, "language server: CPU of a keystroke (ms)", KEYSTROKE),
]
