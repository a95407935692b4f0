"""Do a task: search, check every promise of every loop, measure."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from looproute import walkability
from looproute.errors import NoLoopError
from looproute.geo import LatLon
from looproute.loops import LoopRequest
from looproute.search import find_loops

from . import measures
from .areas import network_of
from .forced import avoidable_m, simple
from .record import LoopRecord, Outcome, RivalRecord, Task, TaskRecord
from .refute import refute
from .rewalk import rewalk
from .rival import Rival
from .room import has_room
from .rooted import Rooted, tree

if TYPE_CHECKING:
    from looproute.loops import Loop
    from looproute.streets import StreetNetwork

    from .rooted import Dart

COUNT = 5
HEADINGS = 10
FLOOR_RUNS = 3


class Extras(NamedTuple):
    """What is done beside the search itself."""

    exact: bool = True
    rival: bool = True
    length_only: bool = True


class Answer(NamedTuple):
    """What the search said, in how many CPU seconds."""

    outcome: Outcome
    reason: str
    loops: list[Loop]
    cpu_s: float


def do(task: Task, extras: Extras, count: int = COUNT) -> TaskRecord:
    """Return what becomes of a task."""
    network = _warm(task.area)
    request = LoopRequest(
        start=LatLon(task.lat, task.lon), length_m=task.length_m, count=count, only_loops=True
    )
    answer = _ask(network, request)
    rooted = Rooted.at(network, request.start)
    walks = [_rewalked(rooted, loop) for loop in answer.loops]
    checked = [check(rooted, task, *pair) for pair in zip(answer.loops, walks, strict=True)]
    whole = [walk for walk in walks if walk]
    most_m = task.length_m + task.tolerance_m
    graph = simple(rooted.graph(rooted.ball(most_m)))
    record = TaskRecord(
        task=task,
        outcome=answer.outcome,
        reason=answer.reason,
        cpu_s=answer.cpu_s,
        floor_s=_floor_s(rooted, task),
        room=has_room(rooted, graph, task.length_m),
        loops=tuple(checked),
        shared=tuple(measures.shared_share(rooted, a, b) for a, b in combinations(whole, 2)),
        spread=_spread(rooted, whole),
    )
    if answer.outcome == "impossible":
        low_m = task.length_m - task.tolerance_m
        record = replace(record, refutation=refute(rooted, low_m, most_m))
    if extras.exact and answer.loops:
        first = _ask(network, replace(request, exact=True)).loops[0]
        record = replace(record, exact_error_m=first.length_m - task.length_m)
    if extras.length_only and answer.loops:
        record = replace(record, busy_by_length=_busy_by_length(rooted, request, task.area))
    if extras.rival and answer.loops:
        one, best = _rival(rooted, task)
        record = replace(record, one_call=one, best_of_ten=best)
    return record


def check(rooted: Rooted, task: Task, loop: Loop, darts: list[Dart] | None) -> LoopRecord:
    """Return what one loop is like, and what it promises and does not keep."""
    points = np.array(loop.points)
    error_m = measures.length_m(points) - task.length_m
    claimed = measures.Shape(
        loop.near_self_share,
        loop.doubling_back_share,
        loop.compactness,
        1000 * loop.turns / loop.length_m,
    )
    faults = []
    if abs(error_m) > task.tolerance_m:
        faults.append(f"{error_m:+.1f} m off the wish")
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
        avoidable_m=avoidable_m(rooted, darts, task.length_m + task.tolerance_m),
        whole=shape,
        beyond=shape if len(inner) == len(darts) else measures.shape_of(rooted, inner),
        busy_share=busy,
        faults=tuple(faults),
    )


@cache
def _warm(area: str) -> StreetNetwork:
    """Return an area's streets, ready: nothing is compiled or imported for the first task."""
    network = network_of(area)
    middle = len(network.lat) // 2
    start = LatLon(float(network.lat[middle]), float(network.lon[middle]))
    _ask(network, LoopRequest(start=start, length_m=2000, only_loops=True))
    return network


@cache
def _plain(area: str) -> StreetNetwork:
    """Return the same streets, every one as pleasant as the other."""
    network = network_of(area)
    residential = walkability.KINDS.index("residential")
    return replace(
        network,
        comfort=np.ones_like(network.comfort),
        kind=np.full_like(network.kind, residential),
    )


def _ask(network: StreetNetwork, request: LoopRequest) -> Answer:
    begin = process_time()
    try:
        loops = find_loops(network, request)
    except NoLoopError as error:
        outcome: Outcome = "impossible" if error.proved else "not found"
        return Answer(outcome, error.reason, [], process_time() - begin)
    except Exception as error:  # a bug of the search is a figure of the benchmark
        return Answer("broken", f"{type(error).__name__}: {error}", [], process_time() - begin)
    return Answer("found", "", loops, process_time() - begin)


def _rewalked(rooted: Rooted, loop: Loop) -> list[Dart] | None:
    return rewalk(rooted, np.array(loop.points))


def _floor_s(rooted: Rooted, task: Task) -> float:
    matrix = rooted.matrix
    times = []
    for _ in range(FLOOR_RUNS):
        begin = process_time()
        tree(matrix, rooted.root, task.length_m / 2)
        times.append(process_time() - begin)
    return float(np.median(times))


def _spread(rooted: Rooted, walks: list[list[Dart]]) -> float:
    """Return the circular variance of the directions in which the loops lie."""
    if not walks:
        return 0.0
    angles = np.array([measures.bearing(rooted, walk) for walk in walks])
    return 1 - float(np.abs(np.exp(1j * angles).mean()))


def _busy_by_length(rooted: Rooted, request: LoopRequest, area: str) -> tuple[float, ...]:
    walks = [_rewalked(rooted, loop) for loop in _ask(_plain(area), request).loops]
    return tuple(measures.busy_share(rooted, walk) for walk in walks if walk)


def _rival(rooted: Rooted, task: Task) -> tuple[RivalRecord, RivalRecord] | tuple[None, None]:
    """Return the first of the rival's trips, and of ten the one nearest in length."""
    rival = Rival(rooted, task.length_m)
    if not len(rival.reachable):
        return None, None
    begin = process_time()
    trips = rival.trips(HEADINGS, task.number)
    cpu_s = process_time() - begin
    errors = [abs(_metres(rooted, trip) - task.length_m) for trip in trips]
    best = trips[int(np.argmin(errors))]
    return (
        _judged(rooted, task, trips[0], cpu_s / HEADINGS),
        _judged(rooted, task, best, cpu_s),
    )


def _judged(rooted: Rooted, task: Task, darts: list[Dart], cpu_s: float) -> RivalRecord:
    once = rooted.length_m[list({dart.edge for dart in darts})].sum()
    total_m = _metres(rooted, darts)
    return RivalRecord(
        error_m=total_m - task.length_m,
        repeated_share=1 - float(once) / total_m,
        shape=measures.shape_of(rooted, darts),
        cpu_s=cpu_s,
    )


def _metres(rooted: Rooted, darts: list[Dart]) -> float:
    return float(rooted.length_m[[dart.edge for dart in darts]].sum())
