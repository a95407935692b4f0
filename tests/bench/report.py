"""The report: Markdown tables of figures, of each area and length, of rivals, and a list to look into."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from .figures import first_all, loops_of, mean, percentile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .figures import Figure
    from .record import LoopRecord, RivalRecord, TaskRecord

SLOWEST = 10


def report(
    records: Sequence[TaskRecord], rows: Sequence[Figure], *, command: str, jobs: int, count: int
) -> str:
    """Return the whole report."""
    return "\n".join(
        [
            "# The search, measured",
            "",
            f"    {command}",
            "",
            _about(jobs),
            "",
            *_table(
                ["figure", "must", "aim", "measured"],
                (
                    [r.name, r.must, r.aim, r.measured if r.met else f"**{r.measured}**"]
                    for r in rows
                ),
            ),
            "",
            "Measured figures in bold are not what they must be.",
            "",
            *_details(records, count),
            *_contest([record for record in records if record.one_call and record.best_of_ten]),
            *_to_look_into(records),
        ]
    )


def _about(jobs: int) -> str:
    processes = "one process at a time" if jobs == 1 else f"{jobs} processes at once"
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"NumPy {version('numpy')}, SciPy {version('scipy')}; process CPU, warm, {processes}. "
        "Starts are drawn evenly along all streets, dead ends included. "
        "There is room where the largest 2-connected part within reach has streets of at least "
        "four times the wish. A stem is the longest way out that is also the way home; shapes "
        "beyond it are those of the rest. A repeated street is forced when it is a bridge among "
        "the streets that a walk of this length can use."
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


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
    return ["## Area by area", "", about, "", *_table(heads, rows), ""]


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
    cells = [
        [*counts, len(ends) - sum(counts)],
        [round(percentile(error, q), 1) for q in (50, 95, 100)],
        [round(100 * mean(loop.repeated_share for loop in loops), 2)],
        [round(value, 1) for value in near],
        [round(value, 1) for value in back],
        [round(mean(compact), 2), round(percentile(compact, 10), 2)],
        [round(value, 1) for value in turns],
        [round(100 * mean(len(r.loops) >= count for r in found))] if found else ["nan"],
        [round(100 * mean(share for r in found for share in r.shared), 1)],
        [round(mean(r.spread for r in found), 2)],
        [round(100 * mean(loop.busy_share for loop in loops), 1)],
        [round(percentile(cpu, q)) for q in (50, 95)],
        [round(mean(r.cpu_s / r.floor_s for r in records))],
    ]
    return [", ".join(str(value) for value in cell).replace("nan", "–") for cell in cells]


def _contest(records: Sequence[TaskRecord]) -> list[str]:
    if not records:
        return []
    heads = [
        "first walk, stems counted",
        "error %: median, p90",
        "repeated %",
        "near-self %",
        "doubling back %",
        "compactness: mean, worst tenth",
        "turns/km",
        "CPU ms, median",
        "search's CPU ÷ this",
    ]
    walks: dict[str, list[tuple[LoopRecord | RivalRecord, float]]] = {
        "this search (five loops)": [(r.loops[0], r.cpu_s) for r in records],
        "rival, one call": [(r.one_call, r.one_call.cpu_s) for r in records if r.one_call],
        "rival, best of ten": [
            (r.best_of_ten, r.best_of_ten.cpu_s) for r in records if r.best_of_ten
        ],
    }
    rows = []
    for name, found in walks.items():
        error = [
            100 * abs(w.error_m) / r.task.length_m for (w, _), r in zip(found, records, strict=True)
        ]
        shapes = [w.whole if hasattr(w, "whole") else w.shape for w, _ in found]
        ratio = percentile([r.cpu_s / cpu for (_, cpu), r in zip(found, records, strict=True)], 50)
        rows.append(
            [
                name,
                f"{percentile(error, 50):.2f}, {percentile(error, 90):.2f}",
                f"{100 * mean(walk.repeated_share for walk, _ in found):.2f}",
                f"{100 * mean(shape.near_self for shape in shapes):.1f}",
                f"{100 * mean(shape.doubling_back for shape in shapes):.1f}",
                f"{mean(s.compactness for s in shapes):.2f}, "
                f"{percentile([s.compactness for s in shapes], 10):.2f}",
                f"{mean(shape.turns_per_km for shape in shapes):.1f}",
                f"{percentile([1000 * cpu for _, cpu in found], 50):.1f}",
                f"{ratio:.1f}",
            ]
        )
    floor = [r.floor_s for r in records]
    ratio = percentile([r.cpu_s / r.floor_s for r in records], 50)
    blank = ["–"] * 6
    rows.append(
        [
            "floor: one bounded Dijkstra",
            *blank,
            f"{1000 * percentile(floor, 50):.2f}",
            f"{ratio:.0f}",
        ]
    )
    return [
        "## Against rivals",
        "",
        "The rival is the way GraphHopper and openrouteservice publish: one far point at a third of",
        "the length ± 10 % in some heading, home with used streets five times as dear. The floor is",
        f"one shortest-path tree as far as half the length. On the {len(records)} tasks with a loop.",
        "",
        *_table(heads, rows),
        "",
    ]


def _to_look_into(records: Sequence[TaskRecord]) -> list[str]:
    lines = ["## To look into", ""]
    for outcome in ("broken", "not found", "impossible"):
        some = [r for r in records if r.outcome == outcome]
        lines += [f"{outcome.capitalize()}, {len(some)}:", ""]
        lines += [f"- {_place(r)}: {r.reason}" for r in some]
        lines += [""] if some else []
    faulty = [(r, i, loop) for r in records for i, loop in enumerate(r.loops, 1)]
    lines += ["Loops that break a promise:", ""]
    lines += [f"- {_place(r)}, loop {i}: {'; '.join(l.faults)}" for r, i, l in faulty if l.faults]
    lines += ["", "Loops that repeat what they need not:", ""]
    lines += [
        f"- {_place(r)}, loop {i}: {loop.avoidable_m:.1f} m"
        for r, i, loop in faulty
        if loop.avoidable_m > 0
    ]
    lines += ["", "Fewer loops than asked for although there is room:", ""]
    most = max((len(r.loops) for r in records), default=0)
    lines += [
        f"- {_place(r)}: {len(r.loops)}" for r in records if r.room and 0 < len(r.loops) < most
    ]
    slow = sorted(records, key=lambda r: -r.cpu_s)[:SLOWEST]
    lines += ["", "The slowest:", ""]
    lines += [f"- {_place(r)}: {1000 * r.cpu_s:.0f} ms, {len(r.loops)} loops" for r in slow]
    worst = sorted((r for r in records if r.loops), key=lambda r: -r.loops[0].beyond.doubling_back)[
        :SLOWEST
    ]
    lines += ["", "First loops that double back most, beyond stems:", ""]
    lines += [f"- {_place(r)}: {100 * r.loops[0].beyond.doubling_back:.0f} %" for r in worst]
    return [*lines, ""]


def _place(record: TaskRecord) -> str:
    task = record.task
    return f"{task.area} {task.lat:.6f},{task.lon:.6f} {task.length_m:g} m"
