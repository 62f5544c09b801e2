"""Measures ims-lint against its peers: `python tests/bench/run.py` (see --help)."""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from commands import Command, all_commands, key
from corpus import Corpus, make_corpus
from language_server import first_diagnostic, keystroke
from measure import Measurement, measure_memory, measure_round, median_of, need_programs, verify
from report import results, tables
from targets import FIRST_DIAGNOSTIC, IMS_FILES, KEYSTROKE, PEAK_MEMORY

from tools import HERE, Tools, install, versions

WORK = HERE / ".work"
CHECKOUT = HERE.parents[1]
UNITS = {KEYSTROKE: "ms", PEAK_MEMORY: "MiB"}  # everything else is in seconds


def main() -> None:
    """Make the corpus, install everyone, measure, and report."""
    options = parse_options()
    need_programs()
    print("Making the corpus and installing everyone …", flush=True)
    corpus = make_corpus(WORK / f"corpus-{options.files}", options.files)
    tools = install(WORK, CHECKOUT)
    commands = all_commands(tools, corpus)
    for command in commands:
        verify(command)
    measured = measure(commands, tools, corpus, options)
    found = results(commands, measured, versions(tools), {"files": options.files, "rounds": options.rounds})
    options.output.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(tables(found))


def parse_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often everyone takes a turn (default: 5)")
    parser.add_argument("--files", type=int, default=10_000, help="size of the corpus (default: 10000)")
    parser.add_argument("--no-lsp", action="store_true", help="leave out the language server")
    parser.add_argument("--output", type=Path, default=HERE / "results.json", help="where the results go")
    return parser.parse_args()


def measure(
    commands: list[Command], tools: Tools, corpus: Corpus, options: argparse.Namespace
) -> dict[str, Measurement]:
    """Measure everything, round by round."""
    text = corpus.one_file.read_text(encoding="utf-8")
    many_files = next(command for command in commands if key(command.group, command.name) == IMS_FILES)
    runs: dict[str, list[float]] = defaultdict(list)
    for number in range(options.rounds):
        print(f"Round {number + 1} of {options.rounds} …", flush=True)
        for name, seconds in measure_round(commands, WORK).items():
            runs[name] += seconds
        runs[PEAK_MEMORY].append(measure_memory(many_files))
        if not options.no_lsp:
            runs[FIRST_DIAGNOSTIC] += [first_diagnostic(tools.ims_lint, text) for _ in range(5)]
            runs[KEYSTROKE].append(keystroke(tools.ims_lint))
    return {name: median_of(values, UNITS.get(name, "s")) for name, values in runs.items()}


if __name__ == "__main__":
    main()
