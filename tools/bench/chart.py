"""Draw docs/bench.svg from results.json: `python tools/bench/chart.py`."""

import json
from html import escape
from pathlib import Path
from typing import Any

from commands import FILES, ONE_FILE, on
from corpus import KINDS

HERE = Path(__file__).resolve().parent
CHART = HERE.parents[1] / "docs/bench.svg"
WIDTH, BAR, GAP, LABEL, VALUE = 640, 16, 8, 220, 70
TEXT, OWN, PEER = "#757d85", "#2f81f7", "#8b949e"  # readable on white and on black
FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif"
Row = dict[str, Any]


def main() -> None:
    """Draw the chart."""
    results = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    CHART.parent.mkdir(exist_ok=True)
    CHART.write_text(chart(results), encoding="utf-8")


def chart(results: Row) -> str:
    """The chart: two panels of bars for each corpus, and a line about the machine."""
    panels = {
        f"{title}, {kind.name} corpus": on(kind.name, group)
        for title, group in ((f"{results['files']:,} files", FILES), ("One file", ONE_FILE))
        for kind in KINDS
    }
    shapes: list[str] = []
    top = 20
    for title, group in panels.items():
        shapes.append(text(0, top, f"{title}, whole process", weight="bold"))
        rows = sorted(results["groups"][group], key=lambda row: float(row["seconds"]))
        shapes += bars(rows, top + 12)
        top += 12 + len(rows) * (BAR + GAP) + 28
    cpu, cores = results["machine"]["cpu"], results["machine"]["cores"]
    shapes.append(text(0, top - 8, f"Median of {results['rounds']} rounds on {cpu}, {cores} cores"))
    title = "Time of ims-lint and of its peers: shorter is better"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" '
        f'font-family="{FONT}" font-size="13" role="img">\n<title>{title}</title>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def bars(rows: list[Row], top: int) -> list[str]:
    """One bar for each command, with its name before it and its time after it."""
    longest = max(row["seconds"] for row in rows)
    shapes = []
    for row in rows:
        own = row["command"] == "ims-lint"
        length = max(1.0, (WIDTH - LABEL - VALUE) * row["seconds"] / longest)
        color, weight = (OWN, "bold") if own else (PEER, "normal")
        shapes += [
            text(LABEL - 8, top + BAR - 4, row["command"], weight=weight, anchor="end"),
            f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{BAR}" rx="2" fill="{color}"/>',
            text(LABEL + length + 6, top + BAR - 4, duration(row["seconds"]), weight=weight),
        ]
        top += BAR + GAP
    return shapes


def duration(seconds: float) -> str:
    """A time in a readable unit."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def text(x: float, y: float, words: str, weight: str = "normal", anchor: str = "start") -> str:
    """A line of text."""
    style = f'font-weight="{weight}" text-anchor="{anchor}" fill="{TEXT}"'
    return f'<text x="{x:.1f}" y="{y}" {style}>{escape(words)}</text>'


if __name__ == "__main__":
    main()
