"""The commands that are measured, as data."""

from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus

from tools import HERE, Tools

PROGRAMS = HERE / "programs"
ONE_CORE = ("taskset", "-c", "0")

FILES = "Many files"
ONE_CORE_FILES = "Many files on one core"
BROKEN = "Many files, 10 % of them broken"
STREAM = "One YAML stream of many documents"
BIG_JSON = "One JSON file of 10 MB"
ONE_FILE = "One file"
LSP = "Language server"


@dataclass(frozen=True)
class Command:
    """A command, the group it is compared in, its runs in a round, and the status it must exit with."""

    group: str
    name: str
    argv: tuple[str, ...]
    runs: int = 1
    status: int = 0


def key(group: str, name: str) -> str:
    """The name of a measurement."""
    return f"{group}: {name}"


def all_commands(tools: Tools, corpus: Corpus) -> list[Command]:
    """Every command, group by group, in the order in which they take turns."""
    groups = (many_files, one_core, large, one_file)
    return [command for group in groups for command in group(tools, corpus)]


def check(tools: Tools, *arguments: str | Path) -> tuple[str, ...]:
    """The command line of ims-lint."""
    return words(tools.ims_lint, "check", *arguments)


def parse(tools: Tools, path: Path) -> tuple[str, ...]:
    """The command line of the bare parse."""
    return words(tools.baseline_python, PROGRAMS / "baseline_parse.py", path)


def many_files(tools: Tools, corpus: Corpus) -> list[Command]:
    """All files in one process each; check-jsonschema takes no folder, so xargs hands it the whole list."""
    listed = words("xargs", "-a", corpus.clean_list, "-x", "-n", "1000000", "-s", "2000000")
    peers = [
        Command(FILES, "check-jsonschema", listed + check_jsonschema(tools)),
        Command(FILES, "jsonschema script", script(tools, corpus.clean)),
        Command(FILES, "ajv-cli", ajv(tools, f"{corpus.clean}/**/*.ims.*"), runs=3),
        Command(FILES, "sourcemeta (npm)", validate(tools.sourcemeta_npm, tools, corpus.clean), runs=3),
        Command(FILES, "sourcemeta", validate(tools.sourcemeta, tools, corpus.clean), runs=3),
        Command(FILES, "bare parse", parse(tools, corpus.clean), runs=3),
    ]
    return [
        Command(FILES, "ims-lint", check(tools, corpus.clean), runs=3),
        *peers,
        Command(BROKEN, "ims-lint", check(tools, corpus.broken), runs=3, status=1),
    ]


def one_core(tools: Tools, corpus: Corpus) -> list[Command]:
    """All files on one core."""
    return [
        Command(ONE_CORE_FILES, "ims-lint", ONE_CORE + check(tools, "--jobs", "1", corpus.clean), runs=3),
        Command(ONE_CORE_FILES, "bare parse", ONE_CORE + parse(tools, corpus.clean), runs=3),
    ]


def large(tools: Tools, corpus: Corpus) -> list[Command]:
    """The two large files, and the half of each to see that time grows as the file does."""
    return [
        Command(STREAM, "ims-lint", check(tools, corpus.stream), runs=2),
        Command(STREAM, "ims-lint, half the stream", check(tools, corpus.half_stream), runs=2),
        Command(STREAM, "bare parse", parse(tools, corpus.stream), runs=2),
        Command(BIG_JSON, "ims-lint", check(tools, corpus.big_json), runs=2, status=1),
        Command(BIG_JSON, "ims-lint, half the file", check(tools, corpus.half_json), runs=2, status=1),
        Command(BIG_JSON, "bare parse", parse(tools, corpus.big_json), runs=2),
    ]


def one_file(tools: Tools, corpus: Corpus) -> list[Command]:
    """A single YAML file, and what starting Python costs."""
    file = str(corpus.one_file)
    python = str(tools.baseline_python)
    imports = (python, "-c", "import click, yaml")
    return [
        Command(ONE_FILE, "ims-lint", check(tools, file), runs=10),
        Command(ONE_FILE, "check-jsonschema", check_jsonschema(tools, file), runs=4),
        Command(ONE_FILE, "jsonschema script", script(tools, file), runs=4),
        Command(ONE_FILE, "ajv-cli", ajv(tools, file), runs=4),
        Command(ONE_FILE, "sourcemeta (npm)", validate(tools.sourcemeta_npm, tools, file), runs=4),
        Command(ONE_FILE, "sourcemeta", validate(tools.sourcemeta, tools, file), runs=10),
        Command(ONE_FILE, "yamllint", words(tools.yamllint, "-d", "relaxed", file), runs=4),
        Command(ONE_FILE, "python -c pass", (python, "-c", "pass"), runs=10),
        Command(ONE_FILE, 'python -c "import click, yaml"', imports, runs=10),
    ]


def check_jsonschema(tools: Tools, *files: str) -> tuple[str, ...]:
    """The command line of check-jsonschema."""
    return words(tools.check_jsonschema, "--schemafile", tools.schema, *files)


def script(tools: Tools, path: str | Path) -> tuple[str, ...]:
    """The command line of the script with jsonschema."""
    return words(tools.script_python, PROGRAMS / "jsonschema_script.py", tools.schema, path)


def ajv(tools: Tools, pattern: str) -> tuple[str, ...]:
    """The command line of ajv-cli, told to accept the keywords that are notes to ims-lint and to editors."""
    return words(tools.ajv, "validate", "--strict=false", "-s", tools.schema, "-d", pattern)


def validate(program: Path, tools: Tools, path: str | Path) -> tuple[str, ...]:
    """The command line of sourcemeta's validator, started directly or through npm's wrapper."""
    return words(program, "validate", tools.schema, path)


def words(*arguments: str | Path) -> tuple[str, ...]:
    """A command line."""
    return tuple(map(str, arguments))
