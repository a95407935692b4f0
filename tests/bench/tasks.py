"""Run a task: search, check, measure, compare."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from time import process_time
from typing import NamedTuple

import numpy as np

from looproute.errors import NoLoopError
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.request import LoopRequest
from looproute.search import find_loops

from . import measures
from .areas import network_of
from .check import check
from .record import Outcome, RivalRecord, Task, TaskRecord
from .refute import Check, refute
from .rewalk import rewalk
from .rival import Rival
from .room import has_room
from .rooted import Dart, Rooted, tree
from .subgraph import Subgraph

COUNT = 5
HEADINGS = 10
FLOOR_RUNS = 3
# The check looks for a loop nearer by this length if the error is larger than that.
NEARER_M, NEAR_M = 0.01, 0.5


class Extras(NamedTuple):
    """What a run does in addition to the search."""

    exact: bool = True
    rival: bool = True
    length_only: bool = True


class Answer(NamedTuple):
    """The result of the search and its CPU seconds."""

    outcome: Outcome
    reason: str
    loops: list[Loop]
    cpu_s: float


def do(task: Task, extras: Extras, count: int = COUNT) -> TaskRecord:
    """Return the result of a task."""
    network = _warm(task.area)
    request = LoopRequest(
        start=LatLon(task.lat, task.lon), length_m=task.length_m, count=count, only_loops=True
    )
    answer = _ask(network, request)
    if answer.loops:  # they begin where the search snapped the start to
        request = replace(request, start=answer.loops[0].points[0])
    rooted = Rooted.at(network, request.start)
    walks = [_rewalked(rooted, loop) for loop in answer.loops]
    subgraph = Subgraph(rooted, task.length_m + task.tolerance_m)
    pairs = list(zip(answer.loops, walks, strict=True))
    checked = [(loop, check(subgraph, task, loop, walk)) for loop, walk in pairs]
    whole = [walk for loop, walk in pairs if walk and not loop.outside_tolerance]
    record = TaskRecord(
        task=task,
        outcome=answer.outcome,
        reason=answer.reason,
        cpu_s=answer.cpu_s,
        floor_s=_floor_s(rooted, task),
        room=has_room(rooted, task.length_m),
        # A loop marked as outside the tolerance counts only if it breaks a promise.
        loops=tuple(made for loop, made in checked if made.faults or not loop.outside_tolerance),
        shared=tuple(measures.shared_share(rooted, a, b) for a, b in combinations(whole, 2)),
        spread=_spread(rooted, whole),
    )
    if answer.outcome == "impossible":
        refutation = refute(subgraph, task.length_m - task.tolerance_m, subgraph.most_m)
        record = replace(record, refutation=refutation)
    if extras.exact and answer.loops:
        error_m, nearer = _exact(subgraph, request)
        record = replace(record, exact_error_m=error_m, no_nearer=nearer)
    if extras.length_only and answer.loops:
        record = replace(record, busy_by_length=_busy_by_length(rooted, request, task.area))
    if extras.rival and answer.loops:
        one, best = _rival(rooted, task)
        record = replace(record, one_call=one, best_of_ten=best)
    return record


@cache
def _warm(area: str) -> StreetNetwork:
    """Return an area's streets, warm: no compiling or importing is left for the first task."""
    network = network_of(area)
    middle = len(network.lat) // 2
    start = LatLon(float(network.lat[middle]), float(network.lon[middle]))
    _ask(network, LoopRequest(start=start, length_m=2000, only_loops=True))
    return network


@cache
def _plain(area: str) -> StreetNetwork:
    """Return the same streets with equal cost factors."""
    network = network_of(area)
    residential = KINDS.index("residential")
    return replace(
        network,
        cost_factor=np.ones_like(network.cost_factor),
        kind=np.full_like(network.kind, residential),
    )


def _ask(network: StreetNetwork, request: LoopRequest) -> Answer:
    begin = process_time()
    try:
        loops = find_loops(network, request)
    except NoLoopError as error:
        outcome: Outcome = "impossible" if error.proved else "not found"
        return Answer(outcome, error.reason, [], process_time() - begin)
    except Exception as error:  # the benchmark counts bugs of the search
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
    """Return the circular variance of the directions of the loops."""
    if not walks:
        return 0.0
    angles = np.array([measures.bearing(rooted, walk) for walk in walks])
    return 1 - float(np.abs(np.exp(1j * angles).mean()))


def _exact(subgraph: Subgraph, request: LoopRequest) -> tuple[float, Check | None]:
    """Return the error of the first loop with `exact`, and whether no walk has less."""
    exact = _ask(subgraph.rooted.network, replace(request, exact=True)).loops
    if not exact:
        return float("inf"), None
    error_m = exact[0].error_m
    within_m = abs(error_m) - NEARER_M
    if within_m < NEAR_M:
        return error_m, None
    return error_m, refute(subgraph, request.target_m - within_m, request.target_m + within_m)


def _busy_by_length(rooted: Rooted, request: LoopRequest, area: str) -> tuple[float, ...]:
    walks = [_rewalked(rooted, loop) for loop in _ask(_plain(area), request).loops]
    return tuple(measures.busy_share(rooted, walk) for walk in walks if walk)


def _rival(rooted: Rooted, task: Task) -> tuple[RivalRecord, RivalRecord] | tuple[None, None]:
    """Return the first of the rival's trips, and the nearest in length of ten."""
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
