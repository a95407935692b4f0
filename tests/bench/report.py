"""Write the report: figures, details, and tasks to inspect."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from math import isnan

from .contest import contest
from .figures import Figure, first_all, loops_of, mean, percentile
from .markdown import head, table
from .record import TaskRecord
from .room import RULE
from .worst import worst


def report(
    records: Sequence[TaskRecord], rows: Sequence[Figure], *, jobs: int, count: int
) -> list[str]:
    """Return the lines of the whole report."""
    return [
        *head("The search, measured", "search"),
        _about(jobs),
        "",
        *table(
            ["figure", "must", "aim", "measured"],
            ([r.name, r.must, r.aim, r.measured if r.met else f"**{r.measured}**"] for r in rows),
        ),
        "",
        "Measured figures in bold are not what they must be.",
        "",
        *_details(records, count),
        *contest(records),
        *worst(records),
    ]


def _about(jobs: int) -> str:
    processes = "one process at a time" if jobs == 1 else f"{jobs} processes at once"
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"NumPy {version('numpy')}, SciPy {version('scipy')}; process CPU, warm, {processes}. "
        "Starts are drawn evenly along all streets, dead ends included. "
        f"{RULE} A stem is the longest way out that is also the way home; shapes "
        "beyond it are those of the rest. A repeated street is forced when it is a bridge among "
        "the streets that a walk of this length can use."
    )


def _details(records: Sequence[TaskRecord], count: int) -> list[str]:
    heads = [
        "area, km",
        "found, impossible, not found",
        "error m: median, p95, most",
        "repeated %",
        "near-self %: first, all",
        "doubling back %: first, all",
        "compactness: mean, worst tenth",
        "turns/km: first, all",
        f"{count} of {count} %",
        "shared %",
        "spread",
        "busy %",
        "CPU ms: median, p95",
        "× floor",
    ]
    tasks = dict.fromkeys((record.task.area, record.task.length_m) for record in records)
    rows = []
    for area, length_m in tasks:
        some = [r for r in records if (r.task.area, r.task.length_m) == (area, length_m)]
        rows.append([f"{area} {length_m / 1000:g}", *_cells(some, count)])
    about = "Repeated and busy shares are those of whole loops; shapes and turns are beyond stems."
    return ["## Area by area", "", about, "", *table(heads, rows), ""]


def _cells(records: Sequence[TaskRecord], count: int) -> list[str]:
    loops = loops_of(records)
    found = [r for r in records if r.loops]
    ends = [r.outcome for r in records]
    counts = [ends.count("found"), ends.count("impossible")]
    error = [abs(loop.error_m) for loop in loops]
    near = first_all(records, lambda loop: 100 * loop.beyond.near_self)
    back = first_all(records, lambda loop: 100 * loop.beyond.doubling_back)
    turns = first_all(records, lambda loop: loop.beyond.turns_per_km)
    compact = [loop.beyond.compactness for loop in loops]
    cpu = [1000 * r.cpu_s for r in found] or [1000 * r.cpu_s for r in records]
    full = mean(len(record.loops) >= count for record in found)
    shared = mean(share for record in found for share in record.shared)
    return [
        f"{counts[0]}, {counts[1]}, {len(ends) - sum(counts)}",
        _text(".1f", *(percentile(error, q) for q in (50, 95, 100))),
        _text(".2f", 100 * mean(loop.repeated_share for loop in loops)),
        _text(".1f", *near),
        _text(".1f", *back),
        _text(".2f", mean(compact), percentile(compact, 10)),
        _text(".1f", *turns),
        _text(".0f", 100 * full),
        _text(".1f", 100 * shared),
        _text(".2f", mean(record.spread for record in found)),
        _text(".1f", 100 * mean(loop.busy_share for loop in loops)),
        _text(".0f", *(percentile(cpu, q) for q in (50, 95))),
        _text(".0f", mean(record.cpu_s / record.floor_s for record in records)),
    ]


def _text(spec: str, *values: float) -> str:
    return ", ".join("–" if isnan(value) else format(value, spec) for value in values)
