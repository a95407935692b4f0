"""The legs of a walk: their lengths, and the stairs among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from looproute.geo import LatLon, cumulative_m
from looproute.steps.terrain import TREAD_M, Stairs


class Leg(NamedTuple):
    """A part of a loop along one street, from a junction to the next one that is passed.

    Attributes
    ----------
    begin : the index of its first point; it ends where the next leg begins, the last at the end.
    name : of the street, or "".
    kind : of the street, one of `street_class.KINDS`.
    risers : the counted steps of its stairs; 0 where they are not counted, or there are none.
    condition : when it may be walked, as a `network.Condition` says; "" for always.
    """

    begin: int
    name: str
    kind: str
    risers: float = 0.0
    condition: str = ""
    steps: float = 0.0


class Flights(NamedTuple):
    """The stairs of a walk: metres, how often they begin, and their steps, guessed or counted."""

    length_m: float
    number: int
    risers: int


def measure_legs(legs: Sequence[Leg], points: Sequence[LatLon], length_m: float) -> list[float]:
    """Return how long each leg of a line is, in metres; the line of these points is `length_m`."""
    along_m = cumulative_m(points)
    if along_m[-1] > 0:
        along_m *= length_m / along_m[-1]
    ends = pairwise([*(leg.begin for leg in legs), len(points) - 1])
    return [float(along_m[end] - along_m[begin]) for begin, end in ends]


def find_stairs(legs: Sequence[Leg], legs_m: Sequence[float]) -> tuple[Stairs, ...]:
    """Return the stairs of a walk, leg by leg, given how long each of its legs is, in metres."""
    return tuple(
        Stairs(length_m, counted_m=length_m if leg.risers else 0.0, risers=leg.risers)
        for leg, length_m in zip(legs, legs_m, strict=True)
        if leg.kind == "steps"
    )


def measure_flights(legs: Sequence[Leg], legs_m: Sequence[float]) -> Flights:
    """Return the flights of stairs of a walk, given how long each of its legs is, in metres."""
    stairs = [
        (leg.risers or length_m / TREAD_M, length_m)
        for leg, length_m in zip(legs, legs_m, strict=True)
        if leg.kind == "steps"
    ]
    runs = groupby(leg.kind == "steps" for leg in legs)
    return Flights(
        length_m=math.fsum(length_m for _, length_m in stairs),
        number=sum(is_stairs for is_stairs, _ in runs),
        risers=round(math.fsum(risers for risers, _ in stairs)),
    )
