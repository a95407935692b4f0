"""The first part of one loop and a way home, as one loop that is measured afresh."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from looproute.geo import Plane, cumulative_m
from looproute.legs import lengths_m, stairs_among
from looproute.search.answer import MAIN_STREETS
from looproute.shape import Shape, is_turn
from looproute.walkability import BUSY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from looproute.arrays import Floats
    from looproute.geo import LatLon
    from looproute.loops import Leg, Loop, LoopRequest


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
    shape = Shape.of(x, y, length_m)
    legs_m = lengths_m(legs, points, length_m)
    steps = request.walker.steps(length_m, stairs_among(legs, points, length_m))
    repeated_m = _repeated_m(points)
    return replace(
        outer,
        points=points,
        legs=legs,
        length_m=length_m,
        steps=steps.steps,
        steps_low=steps.low,
        steps_high=steps.high,
        target_steps=request.walker.steps(request.target_m).steps,
        target_m=request.target_m,
        duration_s=request.walker.duration_s(length_m),
        repeated_share=repeated_m / length_m,
        near_self_share=shape.near_self_share,
        doubling_back_share=shape.doubling_back_share,
        compactness=shape.compactness,
        turns=_turns(x, y, [leg.begin for leg in legs[1:]]),
        streets=_main_streets(legs, legs_m),
        stem_m=repeated_m,
        busy_share=sum(m for leg, m in zip(legs, legs_m, strict=True) if leg.kind in BUSY)
        / length_m,
        note=way.note,
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
