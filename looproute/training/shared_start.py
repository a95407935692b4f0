"""Plan loops of different lengths that share their first kilometre.

The longest loop is planned first. The shorter loops leave it at a junction about a kilometre along,
and return to the start without using that first kilometre again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.cues.progress import Progress
from looproute.errors import NoLoopError
from looproute.geo import LatLon, Plane, cumulative_m
from looproute.loops import Loop
from looproute.network.legs import Leg, measure_legs
from looproute.network.street_class import BUSY
from looproute.planner import plan_loops
from looproute.request import LoopRequest, WayRequest
from looproute.search.assemble import MAIN_STREETS, note_conditions
from looproute.search.paths import find_ways
from looproute.shape import is_turn
from looproute.sources import StreetSource
from looproute.steps.walker import Walker
from looproute.units import LENGTH_M

SHARED_M = 1000.0  # the target length of the shared start
# The junction where the loops diverge lies between these shares of SHARED_M, and never beyond this
# share of the shortest loop.
_NEAR, _FAR = 0.7, 1.4
_MOST_OF_SHORTEST = 0.5
_LONGEST_LOOPS = 6
_JUNCTIONS_A_LOOP = 3
_WAYS = 3
# Stop searching once at most this share of a loop runs next to itself, on average.
_PLEASANT = 0.05
# Reject loops that repeat this much more of their length than the longest loop does.
_REPEATED = 0.02


class NestedLoops(NamedTuple):
    """Loops from the same start, the shortest first, and their shared length."""

    loops: tuple[Loop, ...]
    shared_m: float


def plan_nested_loops(
    request: LoopRequest, steps: Sequence[int], source: StreetSource | None = None
) -> NestedLoops:
    """Plan a loop for each number of steps, all with the same first kilometre.

    Parameters
    ----------
    request : the start, walker and options; its target and count are ignored.
    steps : at least two numbers, all different.
    source : the source of streets; see `plan_loops`.

    Raises
    ------
    ValueError : there are not two different numbers, or one is out of range.
    NoLoopError : there is no longest loop, or no way back for a shorter one.
    StreetsError, StartTooFarError : see `plan_loops`.
    """
    if len(steps) < 2 or len(set(steps)) < len(steps):
        raise ValueError("nested loops need at least two different numbers of steps")
    shortest, *others, longest = sorted(steps)
    requests = [_with_steps(request, each) for each in (shortest, *others)]
    outer = _with_steps(request, longest)
    best: NestedLoops | None = None
    for loop in plan_loops(replace(outer, count=_LONGEST_LOOPS, only_loops=True), source):
        for parting in islice(_find_partings(loop, requests[0].target_m), _JUNCTIONS_A_LOOP):
            inner = [_plan_shorter_loop(loop, parting, each) for each in requests]
            found = [each for each in inner if each is not None]
            if len(found) == len(inner):
                ranked = (replace(each, rank=i) for i, each in enumerate([*found, loop], 1))
                nested = NestedLoops(tuple(ranked), float(cumulative_m(loop.points)[parting]))
                best = min(best or nested, nested, key=_score_unpleasantness)
                if _score_unpleasantness(best) <= _PLEASANT * len(steps):
                    return best
    if best is None:
        raise NoLoopError("no-shared-start", target_m=outer.target_m, steps=longest)
    return best


def _score_unpleasantness(nested: NestedLoops) -> float:
    """Return the sum of the shares in which the loops run next to themselves."""
    return sum(loop.near_self_share + loop.doubling_back_share for loop in nested.loops)


def _with_steps(request: LoopRequest, steps: int) -> LoopRequest:
    return replace(request, steps=steps, length_m=None, duration_s=None, count=1)


def _find_partings(loop: Loop, shortest_m: float) -> Iterator[int]:
    """Yield the points where other loops may diverge, those near a kilometre first."""
    along_m = cumulative_m(loop.points)
    aim_m = min(SHARED_M, _MOST_OF_SHORTEST * shortest_m / _FAR)
    begins = [leg.begin for leg in loop.legs]
    near = [i for i in begins if _NEAR * aim_m <= along_m[i] <= _FAR * aim_m]
    yield from sorted(near, key=lambda i: abs(along_m[i] - aim_m))


def _level_m(loop: Loop, point: int, walker: Walker) -> float:
    """Return the metres on the flat that take a walker as many steps as a loop up to a point."""
    along_m = float(cumulative_m(loop.points)[point])
    return walker.length_m(Progress.of(loop).steps_at(along_m))


def _plan_shorter_loop(outer: Loop, parting: int, request: LoopRequest) -> Loop | None:
    """Plan a loop that diverges from another at one of its points, or return None."""
    assert outer.network is not None
    shared = outer.points[: parting + 1]
    rest_m = request.target_m - _level_m(outer, parting, request.walker)
    if rest_m < LENGTH_M.low:
        return None
    way_request = WayRequest(
        start=shared[-1],
        end=shared[0],
        duration_s=request.walker.duration_s(rest_m),
        walker=request.walker,
        count=_WAYS,
        tolerance=request.tolerance * request.target_m / rest_m,
        exact=request.exact,
        seed=request.seed,
        avoid=shared,
    )
    try:
        ways = find_ways(outer.network, way_request)
    except NoLoopError:
        return None
    loops = [join_way(outer, parting, way, request) for way in ways]
    once = [loop for loop in loops if loop.repeated_share <= outer.repeated_share + _REPEATED]
    return min(once, key=lambda loop: loop.near_self_share + loop.doubling_back_share, default=None)


def join_way(outer: Loop, parting: int, way: Loop, request: LoopRequest) -> Loop:
    """Join the first part of a loop to a way from there back to the start.

    Parameters
    ----------
    outer : the loop whose first part is used.
    parting : the index of the point where the way begins, at the beginning of a leg.
    way : the way from that point to the start.
    request : the request for the whole loop.
    """
    points = (*outer.points[: parting + 1], *way.points[1:-1], outer.points[0])
    legs = (
        *(leg for leg in outer.legs if leg.begin < parting),
        *(leg._replace(begin=leg.begin + parting) for leg in way.legs),
    )
    length_m = float(cumulative_m(points)[-1])
    x, y = Plane.at(points[0]).to_xy(*np.array(points).T)
    legs_m = measure_legs(legs, points, length_m)
    repeated_m = _measure_repeated_m(points)
    notes = tuple(note for note in way.notes if note.kind != "may-be-closed")
    return Loop.measured(
        rank=outer.rank,
        kind=outer.kind,
        points=points,
        walker=request.walker,
        target_m=request.target_m,
        target_s=request.walker.duration_s(request.target_m),
        asked=request.asked,
        turns=_count_turns(x, y, [leg.begin for leg in legs[1:]]),
        streets=_find_main_streets(legs, legs_m),
        repeated_m=repeated_m,
        stem_m=repeated_m,
        busy_m=sum(m for leg, m in zip(legs, legs_m, strict=True) if leg.kind in BUSY),
        attribution=outer.attribution,
        length_m=length_m,
        notes=notes + note_conditions(legs),
        legs=legs,
        marks=outer.marks,
        laps=outer.laps,
        network=way.network,
    )


def _measure_repeated_m(points: Sequence[LatLon]) -> float:
    """Return the length of a line that it has already used."""
    along_m = cumulative_m(points)
    times: Counter[frozenset[tuple[float, float]]] = Counter()
    repeated_m = 0.0
    for i, ends in enumerate(pairwise(points)):
        times[frozenset(ends)] += 1
        if times[frozenset(ends)] > 1:
            repeated_m += float(along_m[i + 1] - along_m[i])
    return repeated_m


def _count_turns(x: Floats, y: Floats, junctions: list[int]) -> int:
    """Count the junctions of a line where its direction changes by more than 45°."""
    ahead = np.stack([np.diff(x), np.diff(y)], axis=1)
    ahead /= np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    at = np.array(junctions, dtype=int)
    return int(is_turn(ahead[at - 1], ahead[at]).sum())


def _find_main_streets(legs: Sequence[Leg], legs_m: Sequence[float]) -> tuple[str, ...]:
    walked: Counter[str] = Counter()
    for leg, length_m in zip(legs, legs_m, strict=True):
        if leg.name:
            walked[leg.name] += round(length_m)
    return tuple(name for name, _ in walked.most_common(MAIN_STREETS))
