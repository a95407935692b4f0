"""Compare the search with its rival and its floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .figures import mean, percentile
from .markdown import table
from .measures import Shape
from .record import RivalRecord, TaskRecord

HEADS = (
    "first walk, stems counted",
    "error %: median, p90",
    "repeated %",
    "near-self %",
    "doubling back %",
    "compactness: mean, worst tenth",
    "turns/km",
    "CPU ms, median",
    "CPU of the search ÷ this",
)
ABOUT = """The rival is what GraphHopper and openrouteservice publish: one far point at a third of
the length ± 10 % in some heading, home with used streets at five times their cost. The floor is one
shortest-path tree as far as half the length. Ratios are medians over tasks."""


class Walk(NamedTuple):
    """The measures that are compared; `error` is a share of the target."""

    error: float
    repeated_share: float
    shape: Shape
    cpu_s: float


def contest(records: Iterable[TaskRecord]) -> list[str]:
    """Return the table of the tasks on which both found a walk, empty if there are none."""
    both = [record for record in records if record.one_call and record.best_of_ten]
    if not both:
        return []
    ours = [_ours(record) for record in both]
    rows = [_row("this search, five loops", ours, ours)]
    one = [_theirs(record, record.one_call) for record in both if record.one_call]
    rows.append(_row("rival, one call", one, ours))
    ten = [_theirs(record, record.best_of_ten) for record in both if record.best_of_ten]
    rows.append(_row("rival, best of ten calls", ten, ours))
    floor = percentile([1000 * record.floor_s for record in both], 50)
    ratio = percentile([record.cpu_s / record.floor_s for record in both], 50)
    blank = [""] * (len(HEADS) - 3)
    rows.append(["floor: one bounded Dijkstra", *blank, f"{floor:.2f}", f"{ratio:.0f}"])
    tasks = f"{len(both)} tasks."
    return ["## Against a rival", "", f"{ABOUT} {tasks}", "", *table(HEADS, rows), ""]


def _ours(record: TaskRecord) -> Walk:
    first = record.loops[0]
    error = first.error_m / record.task.length_m
    return Walk(error, first.repeated_share, first.whole, record.cpu_s)


def _theirs(record: TaskRecord, trip: RivalRecord) -> Walk:
    error = trip.error_m / record.task.length_m
    return Walk(error, trip.repeated_share, trip.shape, trip.cpu_s)


def _row(name: str, walks: Sequence[Walk], ours: Sequence[Walk]) -> list[str]:
    shapes = [walk.shape for walk in walks]
    errors = [100 * abs(walk.error) for walk in walks]
    compact = [shape.compactness for shape in shapes]
    ratios = [our.cpu_s / walk.cpu_s for our, walk in zip(ours, walks, strict=True)]
    return [
        name,
        f"{percentile(errors, 50):.2f}, {percentile(errors, 90):.2f}",
        f"{100 * mean(walk.repeated_share for walk in walks):.2f}",
        f"{100 * mean(shape.near_self for shape in shapes):.1f}",
        f"{100 * mean(shape.doubling_back for shape in shapes):.1f}",
        f"{mean(compact):.2f}, {percentile(compact, 10):.2f}",
        f"{mean(shape.turns_per_km for shape in shapes):.1f}",
        f"{percentile([1000 * walk.cpu_s for walk in walks], 50):.1f}",
        f"{percentile(ratios, 50):.1f}",
    ]
