"""Convert measurements to the content of results.json, and that to Markdown tables."""

import os
import platform
from pathlib import Path
from typing import Any

from commands import OWN, Command, key
from measure import Measurement
from targets import TARGETS, Target

Results = dict[str, Any]
Measured = dict[str, Measurement]


def results(commands: list[Command], measured: Measured, versions: dict[str, str], size: Results) -> Results:
    """The content of results.json."""
    groups = dict.fromkeys(command.group for command in commands)
    return {
        "machine": machine(),
        "versions": versions,
        **size,
        "groups": {
            group: [command_row(command, measured) for command in commands if command.group == group]
            for group in groups
        },
        "targets": [target_row(target, measured) for target in TARGETS if is_measured(target, measured)],
        "measured": {name: measurement.to_json() for name, measurement in measured.items()},
    }


def machine() -> Results:
    """The machine of the measurements."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "system": platform.platform(),
        "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
    }


def command_row(command: Command, measured: Measured) -> Results:
    """The median of a command, and its ratio to that of ims-lint."""
    seconds = measured[key(command.group, command.name)].value
    own = measured[key(command.group, OWN)].value
    return {"command": command.name, "seconds": round(seconds, 4), "ratio": round(seconds / own, 3)}


def is_measured(target: Target, measured: Measured) -> bool:
    """Whether this run measured the values of a target."""
    return target.numerator in measured and (target.denominator is None or target.denominator in measured)


def target_row(target: Target, measured: Measured) -> Results:
    """A target, the measured value, and whether it meets the target."""
    value = measured[target.numerator].value
    if target.denominator is not None:
        value /= measured[target.denominator].value
    met = value <= target.bound if target.side == "at most" else value >= target.bound
    return {
        "target": target.name,
        "numerator": target.numerator,
        "denominator": target.denominator,
        "value": round(value, 3),
        "side": target.side,
        "bound": target.bound,
        "met": met,
    }


def tables(found: Results) -> str:
    """All results as Markdown."""
    computer = found["machine"]
    heading = f"{computer['cpu']}, {computer['cores']} cores; {computer['system']}; {found['files']} files per corpus"
    parts = [heading, *(group_table(group, rows) for group, rows in found["groups"].items())]
    parts.append(target_table(found["targets"]))
    if "against" in found:
        parts.append(against_table(found["against"]))
    return "\n\n".join(parts)


def group_table(group: str, rows: list[Results]) -> str:
    """The commands of a group, the fastest first."""
    lines = [f"### {group}", "", "| command | median | ÷ ims-lint |", "|---|---:|---:|"]
    for row in sorted(rows, key=lambda row: float(row["seconds"])):
        lines.append(f"| {row['command']} | {row['seconds']:.3f} s | {row['ratio']:.2f} |")
    return "\n".join(lines)


def against_table(found: Results) -> str:
    """This checkout compared with another one: below 1, this one needs less."""
    title = f"### {found['this']} (this) and {found['other']} (other)"
    lines = [title, "", "| measured | this | other | this ÷ other | lowest – highest |", "|---|---:|---:|---:|---:|"]
    for row in found["rows"]:
        spread = f"{row['ratios'][0]:.2f} – {row['ratios'][-1]:.2f}"
        lines.append(f"| {row['measured']} | {row['this']:.4f} | {row['other']:.4f} | {row['ratio']:.3f} | {spread} |")
    return "\n".join(lines)


def target_table(rows: list[Results]) -> str:
    """The targets with the measured values."""
    lines = ["### Targets", "", "| target | measured | bound | met |", "|---|---:|---:|---|"]
    for row in rows:
        met = "yes" if row["met"] else "**no**"
        lines.append(f"| {row['target']} | {row['value']:.2f} | {row['side']} {row['bound']:g} | {met} |")
    return "\n".join(lines)
