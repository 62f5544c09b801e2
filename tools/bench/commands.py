"""Define the commands to measure."""

from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Corpus
from install import HERE, Tools

PROGRAMS = HERE / "programs"
ONE_CORE = ("taskset", "-c", "0")

FILES = "Many files"
ONE_CORE_FILES = "Many files on one core"
BROKEN = "Many files, 10 % of them broken"
STREAM = "One YAML stream of many documents"
BIG_JSON = "One JSON file of 10 MB"
ONE_FILE = "One file"
ONE_BROKEN = "One refused file"
VERSION = "No file: --version"
LSP = "Language server"

OWN = "ims-lint"
PEERS = ("check-jsonschema", "jsonschema script", "ajv-cli", "sourcemeta (npm)", "sourcemeta", "yamllint")


@dataclass(frozen=True)
class Command:
    """A command, the group in which it is compared, its runs per round, and its expected exit code."""

    group: str
    name: str
    argv: tuple[str, ...]
    runs: int = 1
    status: int = 0


def key(group: str, name: str) -> str:
    """The name of a measurement."""
    return f"{group}: {name}"


def on(corpus: str, group: str) -> str:
    """The name of a group of commands for one corpus."""
    return f"{group} ({corpus})"


def all_commands(tools: Tools, corpora: list[Corpus]) -> list[Command]:
    """All commands, group by group, in the order of their runs."""
    groups = (many_files, one_core, stream, one_file)
    commands = [
        replace(command, group=on(corpus.kind.name, command.group))
        for group in groups
        for corpus in corpora
        for command in group(tools, corpus)
    ]
    return [*commands, *big_json(tools, corpora[0]), Command(VERSION, OWN, words(tools.ims_lint, "--version"), runs=10)]


def check(tools: Tools, *arguments: str | Path) -> tuple[str, ...]:
    """The command line of ims-lint."""
    return words(tools.ims_lint, "check", *arguments)


def parse(tools: Tools, path: Path) -> tuple[str, ...]:
    """The command line of the bare parse."""
    return words(tools.baseline_python, PROGRAMS / "baseline_parse.py", path)


def many_files(tools: Tools, corpus: Corpus) -> list[Command]:
    """All files in one process per command; check-jsonschema accepts no directory, so xargs passes the whole list."""
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
        Command(FILES, OWN, check(tools, corpus.clean), runs=3),
        *peers,
        Command(BROKEN, OWN, check(tools, corpus.broken), runs=3, status=1),
    ]


def one_core(tools: Tools, corpus: Corpus) -> list[Command]:
    """All files on one core."""
    return [
        Command(ONE_CORE_FILES, OWN, ONE_CORE + check(tools, "--jobs", "1", corpus.clean), runs=3),
        Command(ONE_CORE_FILES, "bare parse", ONE_CORE + parse(tools, corpus.clean), runs=3),
    ]


def stream(tools: Tools, corpus: Corpus) -> list[Command]:
    """The YAML stream, and half of it to check that the time grows linearly."""
    return [
        Command(STREAM, OWN, check(tools, corpus.stream), runs=2),
        Command(STREAM, "ims-lint, half the stream", check(tools, corpus.half_stream), runs=2),
        Command(STREAM, "bare parse", parse(tools, corpus.stream), runs=2),
    ]


def big_json(tools: Tools, corpus: Corpus) -> list[Command]:
    """The big JSON file, and half of it."""
    return [
        Command(BIG_JSON, OWN, check(tools, corpus.big_json), runs=2, status=1),
        Command(BIG_JSON, "ims-lint, half the file", check(tools, corpus.half_json), runs=2, status=1),
        Command(BIG_JSON, "bare parse", parse(tools, corpus.big_json), runs=2),
    ]


def one_file(tools: Tools, corpus: Corpus) -> list[Command]:
    """A single YAML file, the startup time of Python, and a file with an error."""
    file = str(corpus.one_file)
    python = str(tools.baseline_python)
    imports = (python, "-c", "import click, yaml")
    return [
        Command(ONE_FILE, OWN, check(tools, file), runs=10),
        Command(ONE_FILE, "check-jsonschema", check_jsonschema(tools, file), runs=4),
        Command(ONE_FILE, "jsonschema script", script(tools, file), runs=4),
        Command(ONE_FILE, "ajv-cli", ajv(tools, file), runs=4),
        Command(ONE_FILE, "sourcemeta (npm)", validate(tools.sourcemeta_npm, tools, file), runs=4),
        Command(ONE_FILE, "sourcemeta", validate(tools.sourcemeta, tools, file), runs=10),
        Command(ONE_FILE, "yamllint", words(tools.yamllint, "-d", "relaxed", file), runs=4),
        Command(ONE_FILE, "python -c pass", (python, "-c", "pass"), runs=10),
        Command(ONE_FILE, 'python -c "import click, yaml"', imports, runs=10),
        Command(ONE_BROKEN, OWN, check(tools, corpus.one_broken), runs=10, status=1),
    ]


def check_jsonschema(tools: Tools, *files: str) -> tuple[str, ...]:
    """The command line of check-jsonschema."""
    return words(tools.check_jsonschema, "--schemafile", tools.schema, *files)


def script(tools: Tools, path: str | Path) -> tuple[str, ...]:
    """The command line of the script with jsonschema."""
    return words(tools.script_python, PROGRAMS / "jsonschema_script.py", tools.schema, path)


def ajv(tools: Tools, pattern: str) -> tuple[str, ...]:
    """The command line of ajv-cli, which must accept the additional keywords for ims-lint and editors."""
    return words(tools.ajv, "validate", "--strict=false", "-s", tools.schema, "-d", pattern)


def validate(program: Path, tools: Tools, path: str | Path) -> tuple[str, ...]:
    """The command line of sourcemeta's validator, started directly or through npm's wrapper."""
    return words(program, "validate", tools.schema, path)


def words(*arguments: str | Path) -> tuple[str, ...]:
    """A command line."""
    return tuple(map(str, arguments))
