"""Compare the speed of ims-lint with that of other tools: `python tools/bench/run.py` (see --help)."""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from against import Pair, all_turns, measure_pairs, pair_row, verify_other
from commands import FILES, OWN, PEERS, Command, all_commands, key, on
from corpus import KINDS, Corpus, make_corpus
from install import HERE, Tools, commit, install, install_ims_lint, versions
from language_server import first_diagnostic, keystroke
from measure import Measurement, measure_memory, measure_round, median_of, need_programs, verify
from report import results, tables
from targets import KEYSTROKE, first_diagnostic_of, peak_memory_of

WORK = HERE / ".work"
CHECKOUT = HERE.parents[1]
UNITS = {KEYSTROKE: "ms", **{peak_memory_of(kind.name): "MiB" for kind in KINDS}}  # all others are in seconds


def main() -> None:
    """Create the corpora, install all tools, measure, and report."""
    options = parse_options()
    need_programs(options.peers)
    print("Creating the corpora and installing all tools …", flush=True)
    corpora = [make_corpus(WORK / f"corpus-{kind.name}-{options.files}", kind, options.files) for kind in KINDS]
    tools = install(WORK, CHECKOUT, options.peers)
    other = install_ims_lint(WORK / "ims-lint-other", options.against) if options.against else None
    commands = [each for each in all_commands(tools, corpora) if options.peers or each.name not in PEERS]
    for command in commands:
        verify(command)
    if other:
        checkouts = {"this": commit(CHECKOUT), "other": commit(options.against)}
        verify_other(commands, tools, other)
    measured, pairs = measure(commands, tools, other, corpora, options)
    size = {"files": options.files, "rounds": options.rounds}
    found = results(commands, measured, versions(tools, options.peers), size)
    if other:
        found["against"] = {**checkouts, "rows": [pair_row(name, values) for name, values in pairs.items()]}
    options.output.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(tables(found))


def parse_options() -> argparse.Namespace:
    """The options of the command line; by default, only a complete run without --against writes results.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="number of rounds (default: 5)")
    parser.add_argument("--files", type=int, default=10_000, help="size of each corpus (default: 10000)")
    parser.add_argument("--no-lsp", dest="lsp", action="store_false", help="skip the language server")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="skip the other tools")
    parser.add_argument(
        "--against", type=Path, metavar="PATH", help="also measure another checkout of ims-lint, in turn with this one"
    )
    parser.add_argument(
        "--output", type=Path, help="output file (default: results.json; with --no-… or --against in .work)"
    )
    options = parser.parse_args()
    if options.output is None:
        whole = options.lsp and options.peers and not options.against
        options.output = (HERE if whole else WORK) / "results.json"
    return options


def measure(
    commands: list[Command], tools: Tools, other: Path | None, corpora: list[Corpus], options: argparse.Namespace
) -> tuple[dict[str, Measurement], dict[str, list[Pair]]]:
    """Measure all commands, round by round."""
    by_name = {key(command.group, command.name): command for command in commands}
    turns = all_turns(commands, tools, corpora, WORK, options.lsp)
    runs: dict[str, list[float]] = defaultdict(list)
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for number in range(options.rounds):
        print(f"Round {number + 1} of {options.rounds} …", flush=True)
        for name, seconds in measure_round(commands, WORK).items():
            runs[name] += seconds
        for corpus in corpora:
            name = corpus.kind.name
            runs[peak_memory_of(name)].append(measure_memory(by_name[key(on(name, FILES), OWN)]))
            if options.lsp:
                text = corpus.one_file.read_text(encoding="utf-8")
                runs[first_diagnostic_of(name)] += [first_diagnostic(tools.ims_lint, text) for _ in range(5)]
        if options.lsp:
            runs[KEYSTROKE].append(keystroke(tools.ims_lint))
        if other:
            for name, pair in measure_pairs(turns, tools.ims_lint, other):
                pairs[name].append(pair)
    measured = {name: median_of(values, UNITS.get(name, "s")) for name, values in runs.items()}
    return measured, pairs


if __name__ == "__main__":
    main()
