"""Summarise records as figures: required, aimed at, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from .record import LoopRecord, TaskRecord

# The two towns and the lengths for which the shape of loops has requirements.
TOWNS = ("neubrandenburg", "gothenburg")
SHAPE_M = (4000.0, 6000.0, 8000.0)
TURNS_M = 5600.0
SPEED_M = (4000.0, 8000.0)
COUNT = 5


class Figure(NamedTuple):
    """A row of the table.

    `met` is whether the requirement holds, `hard` whether it applies to small samples as well.
    """

    name: str
    must: str
    aim: str
    measured: str
    met: bool
    hard: bool = False


class FirstAll(NamedTuple):
    """The mean over first loops, and over all loops."""

    first: float
    all: float


def mean(values: Iterable[float]) -> float:
    """Return the mean, nan if there are no values."""
    found = list(values)
    return float(np.mean(found)) if found else float("nan")


def percentile(values: Iterable[float], q: float) -> float:
    """Return the q-th percentile, nan if there are no values."""
    found = list(values)
    return float(np.percentile(found, q)) if found else float("nan")


def first_all(records: Iterable[TaskRecord], of: Callable[[LoopRecord], float]) -> FirstAll:
    """Return the means of a measure of the loops."""
    found = [record for record in records if record.loops]
    return FirstAll(
        mean(of(record.loops[0]) for record in found),
        mean(of(loop) for record in found for loop in record.loops),
    )


def loops_of(records: Iterable[TaskRecord]) -> list[LoopRecord]:
    """Return all loops."""
    return list(chain.from_iterable(record.loops for record in records))


def wrong_length(record: TaskRecord) -> list[LoopRecord]:
    """Return the loops of a task that are too long or too short."""
    return [loop for loop in record.loops if abs(loop.error_m) > record.task.tolerance_m]


def figures(
    records: Sequence[TaskRecord], *, count: int, memory_mb: Sequence[float] | None
) -> list[Figure]:
    """Return the rows of the table that have at least one task."""
    rows = [*_ends(records), *_lengths(records), *_repeats(records)]
    towns = [record for record in records if record.task.area in TOWNS]
    rows += _shapes([record for record in towns if record.task.length_m in SHAPE_M])
    rows += _turns([record for record in towns if record.task.length_m == TURNS_M])
    rows += _alternatives(records, count)
    rows += _pleasant(records)
    rows += _speed(records)
    if memory_mb is not None:
        name = "peak memory above the loaded network, Gothenburg whole: 8 / 42 km"
        measured = " / ".join(f"{most:.0f}" for most in memory_mb) + " MB"
        rows.append(Figure(name, "200 MB", "", measured, max(memory_mb) <= 200))
    return [row for row in rows if "nan" not in row.measured]


def _ends(records: Sequence[TaskRecord]) -> list[Figure]:
    ended = mean(record.outcome in ("found", "impossible") for record in records)
    checks = [record.refutation for record in records if record.refutation]
    refuted = checks.count("refuted")
    faults = [fault for loop in loops_of(records) for fault in loop.faults]
    return [
        Figure(
            "tasks that end as a loop or as proved impossible",
            "99.5 %", "all", f"{100 * ended:.2f} % of {len(records)}", ended >= 0.995, True,
        ),
        Figure(
            "tasks proved impossible that walking every walk refutes",
            "none", "none",
            f"{refuted} of {len(checks)}; it confirms {checks.count('confirmed')}",
            refuted == 0, True,
        ),
        Figure(
            "promises that a loop breaks (closed, on streets, figures as claimed, no U-turn)",
            "none", "none", f"{len(faults)} in {len(loops_of(records))} loops", not faults, True,
        ),
    ]  # fmt: skip


def _lengths(records: Sequence[TaskRecord]) -> list[Figure]:
    worst = max(
        (abs(loop.error_m) / r.task.tolerance_m for r in records for loop in r.loops), default=0.0
    )
    tried = [r for r in records if r.exact_error_m is not None]
    some = [r for r in tried if r.no_nearer != "confirmed"]
    every, exact = ([abs(r.exact_error_m or 0.0) for r in part] for part in (tried, some))
    half, p95 = percentile(exact, 50), percentile(exact, 95)
    whole = f"{percentile(every, 50):.2f} / {percentile(every, 95):.2f} m"
    return [
        Figure(
            "error of any loop, at most",
            "max(0.5 %, 4 m)", "the same", f"{worst:.2f} × that", worst <= 1, True,
        ),
        Figure(
            f"error with `exact`, first loop, but for {len(tried) - len(some)} that walking every "
            "walk shows to be the nearest that exist (with them): median / p95",
            "0.5 / 5 m", "0.1 / 1 m",
            f"{half:.2f} / {p95:.2f} m ({whole})", half <= 0.5 and p95 <= 5,
        ),
    ]  # fmt: skip


def _repeats(records: Sequence[TaskRecord]) -> list[Figure]:
    avoidable = [loop.avoidable_m / r.task.length_m for r in records for loop in r.loops]
    zero, share = mean(part == 0 for part in avoidable), mean(avoidable)
    return [
        Figure(
            "repeated beyond what is forced: exactly 0; mean",
            "99 % of loops; 0.02 %", "all; 0",
            f"{100 * zero:.2f} %; {100 * share:.4f} %", zero >= 0.99 and share <= 2e-4, True,
        )
    ]  # fmt: skip


def _shapes(records: Sequence[TaskRecord]) -> list[Figure]:
    where = "beyond stems, Neubrandenburg and Gothenburg, 4–8 km: "
    near = first_all(records, lambda loop: 100 * loop.beyond.near_self)
    back = first_all(records, lambda loop: 100 * loop.beyond.doubling_back)
    compact = [loop.beyond.compactness for loop in loops_of(records)]
    average, worst = mean(compact), percentile(compact, 10)
    return [
        Figure(
            where + "near-self, first / all, mean",
            "2.5 / 1.7 %", "0.5 / 0.8 %", f"{near.first:.2f} / {near.all:.2f} %",
            near.first <= 2.5 and near.all <= 1.7,
        ),
        Figure(
            "doubling back, first / all, mean",
            "3.5 / 3.5 %", "1 / 1.5 %", f"{back.first:.2f} / {back.all:.2f} %",
            back.first <= 3.5 and back.all <= 3.5,
        ),
        Figure(
            "compactness, all: mean / worst tenth (10th percentile)",
            "0.44 / 0.25", "0.50 / 0.33", f"{average:.3f} / {worst:.3f}",
            average >= 0.44 and worst >= 0.25,
        ),
    ]  # fmt: skip


def _turns(records: Sequence[TaskRecord]) -> list[Figure]:
    turns = [
        first_all(
            [record for record in records if record.task.area == town],
            lambda loop: loop.beyond.turns_per_km,
        ).first
        for town in TOWNS
    ]
    return [
        Figure(
            "turns per km at 5.6 km, first loop: Neubrandenburg / Gothenburg",
            "3.1 / 4.6", "2.5 / 3.8", f"{turns[0]:.2f} / {turns[1]:.2f}",
            turns[0] <= 3.1 and turns[1] <= 4.6,
        )
    ]  # fmt: skip


def _alternatives(records: Sequence[TaskRecord], count: int) -> list[Figure]:
    found = [record for record in records if record.loops]
    room = [record for record in records if record.room]
    full, full_of_all = (mean(len(r.loops) >= count for r in some) for some in (room, found))
    average, with_room = (mean(x for r in some for x in r.shared) for some in (records, room))
    most = max((share for record in records for share in record.shared), default=0.0)
    return [
        Figure(
            f"{count} alternatives, where there is room (of all tasks with a loop)",
            "95 %", "99 %", f"{100 * full:.1f} % of {len(room)} ({100 * full_of_all:.0f} %)",
            full >= 0.95,
        ),
        Figure(
            "length shared by two alternatives: mean (where there is room) / most",
            "20 / 50 %", "",
            f"{100 * average:.1f} ({100 * with_room:.1f}) / {100 * most:.1f} %",
            average <= 0.2 and most <= 0.5,
        ),
    ]  # fmt: skip


def _pleasant(records: Sequence[TaskRecord]) -> list[Figure]:
    compared = [record for record in records if record.busy_by_length]
    ours = mean(loop.busy_share for loop in loops_of(compared))
    theirs = mean(share for record in compared for share in record.busy_by_length)
    return [
        Figure(
            "busy-road share at 8 km, all loops, against a search that knows lengths only",
            "half", "", f"{100 * ours:.1f} against {100 * theirs:.1f} %", ours <= theirs / 2,
        )
    ]  # fmt: skip


def _speed(records: Sequence[TaskRecord]) -> list[Figure]:
    rows = []
    low, high = SPEED_M
    near = [r for r in records if r.outcome == "found" and low <= r.task.length_m <= high]
    half, p95 = (percentile([1000 * r.cpu_s for r in near], q) for q in (50, 95))
    rows.append(
        Figure(
            f"CPU for {COUNT}, 4–8 km: median / p95",
            "90 / 200 ms", "30 / 80 ms", f"{half:.0f} / {p95:.0f} ms", half <= 90 and p95 <= 200,
        )
    )  # fmt: skip
    far = [
        percentile([1000 * r.cpu_s for r in records if r.task.length_m == length_m], 50)
        for length_m in (20_000.0, 42_000.0)
    ]
    rows.append(
        Figure(
            "CPU at 20 km and 42 km in Gothenburg whole: medians",
            "300 / 800 ms", "100 / 250 ms", f"{far[0]:.0f} / {far[1]:.0f} ms",
            far[0] <= 300 and far[1] <= 800,
        )
    )  # fmt: skip
    proofs = [1000 * r.cpu_s for r in records if r.outcome == "impossible"]
    half, most = percentile(proofs, 50), percentile(proofs, 100)
    rows.append(
        Figure(
            "CPU of a proof of impossibility: median / most",
            "10 / 60 ms", "4 / 25 ms", f"{half:.1f} / {most:.1f} ms", half <= 10 and most <= 60,
        )
    )  # fmt: skip
    return rows
