"""Check every promise of a loop against its points and the streets."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from looproute.loops import Loop
from looproute.search.cycles.detours import OUTSIDE

from . import measures
from .record import LoopRecord, Task
from .rooted import Dart
from .subgraph import Subgraph


def check(subgraph: Subgraph, task: Task, loop: Loop, darts: list[Dart] | None) -> LoopRecord:
    """Return the measures of a loop and the promises that it breaks.

    `darts` is the loop walked again, None if that failed.
    """
    rooted = subgraph.rooted
    points = np.array(loop.points)
    error_m = measures.length_m(points) - task.length_m
    claimed = measures.Shape(
        loop.near_self_share,
        loop.doubling_back_share,
        loop.compactness,
        1000 * loop.turns / loop.length_m,
    )
    faults = []
    most_m = OUTSIDE * task.length_m if loop.outside_tolerance else task.tolerance_m
    if abs(error_m) > most_m or (loop.outside_tolerance and loop.rank == 1):
        faults.append(f"{error_m:+.1f} m off the target")
    if abs(error_m + task.length_m - loop.length_m) > 0.1:
        faults.append(f"claims to be {loop.length_m - task.length_m - error_m:+.2f} m longer")
    if loop.kind != "loop":
        faults.append(f"is a {loop.kind}")
    if darts is None:
        return LoopRecord(
            error_m=error_m,
            repeated_share=loop.repeated_share,
            avoidable_m=0.0,
            whole=claimed,
            beyond=claimed,
            busy_share=loop.busy_share,
            faults=(*faults, "does not follow streets from the start back to it"),
        )
    edge = np.array([dart.edge for dart in darts])
    once = np.unique(edge)
    total_m = float(rooted.length_m[edge].sum())
    repeated_share = max(0.0, 1 - float(rooted.length_m[once].sum()) / total_m)
    shape = measures.shape_of(rooted, darts)
    inner = measures.without_stem(darts)
    busy = measures.busy_share(rooted, darts)
    if any(a == b.reverse for a, b in pairwise(darts)):
        faults.append("turns round on the spot")
    for name, said, found, slack in (
        ("repeated", loop.repeated_share, repeated_share, 1e-4),
        ("near-self", loop.near_self_share, shape.near_self, 0.05),
        ("doubling-back", loop.doubling_back_share, shape.doubling_back, 0.05),
        ("compactness", loop.compactness, shape.compactness, 0.01),
        ("busy", loop.busy_share, busy, 1e-3),
    ):
        if abs(said - found) > slack:
            faults.append(f"claims {name} {said:.3f}, has {found:.3f}")
    turns = round(shape.turns_per_km * total_m / 1000)
    if abs(loop.turns - turns) > 1:
        faults.append(f"claims {loop.turns} turns, has {turns}")
    return LoopRecord(
        error_m=error_m,
        repeated_share=repeated_share,
        avoidable_m=subgraph.avoidable_m(darts),
        whole=shape,
        beyond=shape if len(inner) == len(darts) else measures.shape_of(rooted, inner),
        busy_share=busy,
        faults=tuple(faults),
    )
