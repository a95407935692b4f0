"""Loops for a group that parts on the way: they share their first kilometre, then each is its own.

The longest loop is planned first. From a junction about a kilometre along it ways lead back to the
start that are as long as the shorter loops still need, and do not use that first kilometre again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.errors import NoLoopError
from looproute.geo import LatLon, Plane, cumulative_m
from looproute.loops import Leg, Loop, measure_legs
from looproute.network.street_class import BUSY
from looproute.planner import plan_loops
from looproute.request import LoopRequest, WayRequest
from looproute.search.assemble import MAIN_STREETS, note_conditions
from looproute.search.paths import find_ways
from looproute.shape import is_turn
from looproute.sources import StreetSource
from looproute.units import LENGTH_M

SHARED_M = 1000.0  # walked together: what is aimed at
# The junction where they part lies between these shares of SHARED_M, and never beyond this part of
# the shortest loop.
_NEAR, _FAR = 0.7, 1.4
_MOST_OF_SHORTEST = 0.5
_LONGEST_LOOPS = 6
_JUNCTIONS_A_LOOP = 3
_WAYS = 3
# Good enough to look no further: so much of a loop beside itself, on average.
_PLEASANT = 0.05
# A loop that walks more of its way twice than this, and than the longest one does, is none.
_REPEATED = 0.02


class Nested(NamedTuple):
    """Loops from one start, the shortest first, and how far they go together."""

    loops: tuple[Loop, ...]
    shared_m: float


def nested_loops(
    request: LoopRequest, steps: Sequence[int], source: StreetSource | None = None
) -> Nested:
    """Return a loop for each number of steps, which all begin with the same kilometre.

    Parameters
    ----------
    request : start, walker and the like; how long it is, and how many, is not regarded.
    steps : two numbers or more, all different.
    source : where streets come from; see `plan_loops`.

    Raises
    ------
    ValueError
        There are not two different numbers, or one is out of range.
    NoLoopError
        There is no longest loop, or no way back for a shorter one from any junction that was tried.
    StreetsError, StartTooFarError
        See `plan_loops`.
    """
    if len(steps) < 2 or len(set(steps)) < len(steps):
        raise ValueError("nested loops need two different numbers of steps or more")
    shortest, *others, longest = sorted(steps)
    requests = [_of_steps(request, each) for each in (shortest, *others)]
    outer = _of_steps(request, longest)
    best: Nested | None = None
    for loop in plan_loops(replace(outer, count=_LONGEST_LOOPS, only_loops=True), source):
        for parting in islice(_partings(loop, requests[0].target_m), _JUNCTIONS_A_LOOP):
            inner = [_shortened(loop, parting, each) for each in requests]
            found = [each for each in inner if each is not None]
            if len(found) == len(inner):
                ranked = (replace(each, rank=i) for i, each in enumerate([*found, loop], 1))
                nested = Nested(tuple(ranked), float(cumulative_m(loop.points)[parting]))
                best = min(best or nested, nested, key=_unpleasant)
                if _unpleasant(best) <= _PLEASANT * len(steps):
                    return best
    if best is None:
        raise NoLoopError("no-shared-start", target_m=outer.target_m, steps=longest)
    return best


def _unpleasant(nested: Nested) -> float:
    """Return how much the loops run beside themselves, all shares together."""
    return sum(loop.near_self_share + loop.doubling_back_share for loop in nested.loops)


def _of_steps(request: LoopRequest, steps: int) -> LoopRequest:
    return replace(request, steps=steps, length_m=None, duration_s=None, count=1)


def _partings(loop: Loop, shortest_m: float) -> Iterator[int]:
    """Yield the points of a loop where others may part from it, those at a kilometre first."""
    along_m = cumulative_m(loop.points)
    aim_m = min(SHARED_M, _MOST_OF_SHORTEST * shortest_m / _FAR)
    begins = [leg.begin for leg in loop.legs]
    near = [i for i in begins if _NEAR * aim_m <= along_m[i] <= _FAR * aim_m]
    yield from sorted(near, key=lambda i: abs(along_m[i] - aim_m))


def _shortened(outer: Loop, parting: int, request: LoopRequest) -> Loop | None:
    """Return the loop that leaves another at one of its points and goes home; None without one."""
    assert outer.network is not None
    shared = outer.points[: parting + 1]
    shared_m = float(cumulative_m(shared)[-1])
    rest_m = request.target_m - shared_m
    if rest_m < LENGTH_M.low:
        return None
    way_request = WayRequest(
        start=shared[-1],
        end=shared[0],
        length_m=rest_m,
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
    loops = [joined(outer, parting, way, request) for way in ways]
    once = [loop for loop in loops if loop.repeated_share <= outer.repeated_share + _REPEATED]
    return min(once, key=lambda loop: loop.near_self_share + loop.doubling_back_share, default=None)


def joined(outer: Loop, parting: int, way: Loop, request: LoopRequest) -> Loop:
    """Return a loop up to one of its points, and from there the way home.

    Parameters
    ----------
    outer : the loop whose first part is walked.
    parting : the index of the point where it is left, where one of its legs begins.
    way : leads from there to the start.
    request : what the whole was wished to be.
    """
    points = (*outer.points[: parting + 1], *way.points[1:-1], outer.points[0])
    legs = (
        *(leg for leg in outer.legs if leg.begin < parting),
        *(leg._replace(begin=leg.begin + parting) for leg in way.legs),
    )
    length_m = float(cumulative_m(points)[-1])
    x, y = Plane.at(points[0]).to_xy(*np.array(points).T)
    legs_m = measure_legs(legs, points, length_m)
    repeated_m = _repeated_m(points)
    notes = tuple(note for note in way.notes if note.kind != "may-be-closed")
    return Loop.measured(
        rank=outer.rank,
        kind=outer.kind,
        points=points,
        walker=request.walker,
        target_m=request.target_m,
        turns=_turns(x, y, [leg.begin for leg in legs[1:]]),
        streets=_main_streets(legs, legs_m),
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


def _repeated_m(points: Sequence[LatLon]) -> float:
    """Return the metres of a line on which it was before."""
    along_m = cumulative_m(points)
    times: Counter[frozenset[tuple[float, float]]] = Counter()
    repeated_m = 0.0
    for i, ends in enumerate(pairwise(points)):
        times[frozenset(ends)] += 1
        if times[frozenset(ends)] > 1:
            repeated_m += float(along_m[i + 1] - along_m[i])
    return repeated_m


def _turns(x: Floats, y: Floats, junctions: list[int]) -> int:
    """Return at how many junctions of a line the direction changes by more than 45°."""
    ahead = np.stack([np.diff(x), np.diff(y)], axis=1)
    ahead /= np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    at = np.array(junctions, dtype=int)
    return int(is_turn(ahead[at - 1], ahead[at]).sum())


def _main_streets(legs: Sequence[Leg], legs_m: Sequence[float]) -> tuple[str, ...]:
    walked: Counter[str] = Counter()
    for leg, length_m in zip(legs, legs_m, strict=True):
        if leg.name:
            walked[leg.name] += round(length_m)
    return tuple(name for name, _ in walked.most_common(MAIN_STREETS))
