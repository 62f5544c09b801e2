"""Measure commands with hyperfine, in rounds of all commands, so that noise affects all alike."""

import json
import shlex
import shutil
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from commands import PROGRAMS, Command, key
from install import run

CORES = ("taskset", "-c", "0,1")  # as many as the targets require, however many the machine has


@dataclass(frozen=True)
class Measurement:
    """The median of some runs."""

    value: float
    unit: str
    runs: list[float]

    def to_json(self) -> dict[str, object]:
        """The measurement as JSON, rounded."""
        return asdict(self) | {
            "value": round(self.value, 5),
            "runs": [round(value, 5) for value in self.runs],
        }


def median_of(runs: list[float], unit: str) -> Measurement:
    """The measurement of these runs."""
    return Measurement(statistics.median(runs), unit, runs)


def need_programs(with_peers: bool) -> None:
    """Exit with instructions unless all programs that are not installed here are on PATH."""
    packages = {"hyperfine": "hyperfine", "taskset": "util-linux"}
    if with_peers:
        packages |= {"npm": "npm", "xargs": "findutils"}
    for program, package in packages.items():
        if not shutil.which(program):
            sys.exit(f"{program} is not on PATH: apt-get install {package}")


def verify(command: Command) -> None:
    """Run a command once, and exit unless its exit code is the expected one; this also fills the file cache."""
    result = subprocess.run([*CORES, *command.argv], check=False, capture_output=True, text=True)
    if result.returncode != command.status:
        line, output = shlex.join(command.argv), (result.stdout + result.stderr)[-2000:]
        sys.exit(f"{line}: exit code {result.returncode}, expected {command.status}\n{output}")


def measure_round(commands: list[Command], folder: Path) -> dict[str, list[float]]:
    """Measure every command for one round, and return the seconds of its runs."""
    return {key(command.group, command.name): seconds_of(command, command.runs, folder) for command in commands}


def seconds_of(command: Command, runs: int, folder: Path) -> list[float]:
    """The seconds of some runs of a command."""
    export = folder / "hyperfine.json"
    line = shlex.join(command.argv)
    options = ["--shell=none", "--ignore-failure", "--style=none", f"--runs={runs}"]
    run(*CORES, "hyperfine", *options, f"--export-json={export}", line)
    [result] = json.loads(export.read_text())["results"]
    if set(result["exit_codes"]) != {command.status}:
        sys.exit(f"{line}: exit codes {result['exit_codes']}, expected {command.status}")
    times: list[float] = result["times"]
    return times


def measure_memory(command: Command) -> float:
    """The peak memory, in MiB, of the largest process of a command."""
    argv = [*CORES, sys.executable, str(PROGRAMS / "peak_memory.py"), *command.argv]
    return int(run(*argv)) / 1024
