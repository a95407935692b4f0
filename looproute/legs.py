"""What the legs of a loop tell: how long each of them is, which are stairs, what is flat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from looproute.geo import LatLon, cumulative_m
from looproute.loops import Leg, Loop
from looproute.steps.stairs import NO_STAIRS, Stairs, count_stair_steps


def lengths_m(legs: Sequence[Leg], points: Sequence[LatLon], length_m: float) -> list[float]:
    """Return how long each leg of a line is, in metres; the line of these points is `length_m`."""
    along_m = cumulative_m(points)
    if along_m[-1] > 0:
        along_m *= length_m / along_m[-1]
    ends = pairwise([*(leg.begin for leg in legs), len(points) - 1])
    return [float(along_m[end] - along_m[begin]) for begin, end in ends]


def stairs_among(legs: Sequence[Leg], points: Sequence[LatLon], length_m: float) -> Stairs:
    """Return the stairs of a line; there are none where its legs are not known."""
    if all(leg.kind != "steps" for leg in legs):
        return NO_STAIRS
    each = zip(legs, lengths_m(legs, points, length_m), strict=True)
    stairs = [(metres, leg.risers) for leg, metres in each if leg.kind == "steps"]
    return Stairs(
        length_m=min(math.fsum(metres for metres, _ in stairs), length_m),
        counted_m=min(math.fsum(metres for metres, risers in stairs if risers), length_m),
        risers=math.fsum(risers for _, risers in stairs),
    )


class Flat(NamedTuple):
    """What of a walk was on the flat: so many steps, over so many metres."""

    steps: int
    length_m: float


def flat(loop: Loop, steps: int, step_length_m: float) -> Flat:
    """Return what is left of a loop, walked in so many steps, without its stairs.

    `step_length_m` is roughly the walker's step on the flat. Raises ValueError where nothing is
    left.
    """
    stairs = stairs_among(loop.legs, loop.points, loop.length_m)
    left = Flat(
        steps - round(count_stair_steps(stairs, step_length_m).steps),
        loop.length_m - stairs.length_m,
    )
    if left.steps < 1 or left.length_m <= 0:
        raise ValueError(
            f"All of the {steps:,} steps are on stairs, which tell nothing of a step on the flat: "
            "count those of another walk."
        )
    return left
