"""Time commands from a cold start, each against the imports that it needs.

    python -m tests.bench.cold_start --out tests/bench/cold_start.md

A command and its imports alternate, each in its own process; the table compares the medians of wall
time.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import click
from rich.console import Console
from rich.progress import track

from .areas import ROOT
from .markdown import deliver, head, out_option, table

MAPS = "import folium, scipy.sparse.csgraph, scipy.spatial, shapely"
RUN = "from looproute.cli import main; main()"


class Contest(NamedTuple):
    """A command, its reference imports, and the largest allowed ratio of the times."""

    arguments: tuple[str, ...]
    imports: str
    most: float


class Timing(NamedTuple):
    """Median times in seconds."""

    command_s: float
    imports_s: float


CONTESTS = (
    Contest(("loop", "--force", "-o", "walk.html"), MAPS, 2.5),
    Contest(("--help",), "import click", 3.0),
    Contest(("steps", "8000"), "import click", 3.0),
    Contest(("calibrate", "show"), "import click", 3.0),
)


@click.command(help=__doc__)
@click.option("--runs", default=15, show_default=True, help="Pairs of runs.")
@out_option
def main(runs: int, out: Path | None) -> None:
    """Time all commands and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        timings = [timed(contest, runs, folder) for contest in CONTESTS]
    deliver(_report(timings), out)


def timed(contest: Contest, runs: int, folder: str) -> Timing:
    """Return the medians of paired runs in a folder, after one pair to warm up."""
    name = "looproute " + " ".join(contest.arguments)
    pairs = [
        (_seconds(RUN, contest.arguments, folder), _seconds(contest.imports, (), folder))
        for _ in track(range(runs + 1), name, console=Console(stderr=True))
    ]
    commands, imports = zip(*pairs[1:], strict=True)
    return Timing(median(commands), median(imports))


def _seconds(code: str, arguments: tuple[str, ...], folder: str) -> float:
    command = [sys.executable, "-c", code, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begin = perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return perf_counter() - begin


def _report(timings: list[Timing]) -> list[str]:
    rows = []
    for contest, timing in zip(CONTESTS, timings, strict=True):
        ratio = timing.command_s / timing.imports_s
        times = f"{ratio:.2f} ×"
        rows.append(
            [
                f"`looproute {' '.join(contest.arguments)}`",
                f"{1000 * timing.command_s:.0f} ms",
                f"`{contest.imports}`",
                f"{1000 * timing.imports_s:.0f} ms",
                f"{contest.most:g} ×",
                times if ratio <= contest.most else f"**{times}**",
            ]
        )
    heads = ["command", "takes", "against", "takes", "must", "measured"]
    about = f"{os.cpu_count()} cores, Python {platform.python_version()}; wall time, medians."
    return [*head("From a cold start", "cold_start"), about, "", *table(heads, rows)]


if __name__ == "__main__":
    main()
