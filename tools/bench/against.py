"""Measure two checkouts of ims-lint in turn, so that noise on the machine affects both alike."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from commands import OWN, Command, key
from corpus import Corpus
from install import Tools
from language_server import first_diagnostic, keystroke
from measure import seconds_of, verify
from report import Results
from targets import KEYSTROKE, first_diagnostic_of

Pair = tuple[float, float]  # the value of this checkout, and that of the other one right before or after


@dataclass(frozen=True)
class Turn:
    """A measurement of both checkouts: its name, its runs per round, and the function that measures a program."""

    name: str
    runs: int
    measure: Callable[[Path], float]


def all_turns(commands: list[Command], tools: Tools, corpora: list[Corpus], folder: Path, with_lsp: bool) -> list[Turn]:
    """All measurements of both checkouts: the commands of ims-lint, and the language server."""

    def seconds(command: Command, program: Path) -> float:
        [time] = seconds_of(run_by(program, command, tools), 1, folder)
        return time

    own = [command for command in commands if command.name == OWN]
    turns = [Turn(key(command.group, OWN), command.runs, partial(seconds, command)) for command in own]
    if with_lsp:
        for corpus in corpora:
            text = corpus.one_file.read_text(encoding="utf-8")
            turns.append(Turn(first_diagnostic_of(corpus.kind.name), 5, partial(first_diagnostic, text=text)))
        turns.append(Turn(KEYSTROKE, 2, keystroke))
    return turns


def run_by(program: Path, command: Command, tools: Tools) -> Command:
    """A command of ims-lint, run with the ims-lint of another checkout."""
    argv = tuple(str(program) if word == str(tools.ims_lint) else word for word in command.argv)
    return replace(command, argv=argv)


def verify_other(commands: list[Command], tools: Tools, other: Path) -> None:
    """Exit unless the commands work with the other checkout."""
    for command in commands:
        if command.name == OWN:
            verify(run_by(other, command, tools))


def measure_pairs(turns: list[Turn], own: Path, other: Path) -> Iterator[tuple[str, Pair]]:
    """Measure both checkouts for one round; they start alternately."""
    for turn in turns:
        for number in range(turn.runs):
            if number % 2:
                others = turn.measure(other)
                yield turn.name, (turn.measure(own), others)
            else:
                yield turn.name, (turn.measure(own), turn.measure(other))


def pair_row(name: str, pairs: list[Pair]) -> Results:
    """The medians of both, and the median of the ratio of this checkout to the other one."""
    ratios = [own / other for own, other in pairs]
    return {
        "measured": name,
        "this": round(statistics.median(own for own, _ in pairs), 5),
        "other": round(statistics.median(other for _, other in pairs), 5),
        "ratio": round(statistics.median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in sorted(ratios)],
    }
