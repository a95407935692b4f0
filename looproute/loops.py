"""A planned walk, `Loop`, with its measures, and its parts: marks, laps and notes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from looproute.geo import LatLon, Plane, cumulative_m
from looproute.network.legs import Leg, find_stairs, measure_flights, measure_legs
from looproute.steps.terrain import count_stair_steps
from looproute.steps.walker import Walker

if TYPE_CHECKING:
    from looproute.network.network import StreetNetwork

Kind = Literal[
    "loop", "nearest loop", "loop and spur", "lollipop", "laps", "out-and-back", "one-way"
]
MarkKind = Literal["via", "laps done", "run", "walk"]
Asked = Literal["steps", "length", "time"]
Fact = str | float | bool | None | tuple[Any, ...]

_LEAST_M = 0.001  # a shorter way on the flat is the rounding of a way that is all stairs


class Mark(NamedTuple):
    """Something to do, or to pass, on the way.

    Attributes
    ----------
    along_m : metres from the start.
    kind : what it is.
    text : words of somebody else, such as a file, which replace the usual ones; or "".
    number : of the place that is passed, from 1, as in the request.
    rest_m : metres left where the laps are done, out and back together.
    duration_s : how long to run, or to walk, from there on.
    """

    along_m: float
    kind: MarkKind
    text: str = ""
    number: int | None = None
    rest_m: float | None = None
    duration_s: float | None = None


class Laps(NamedTuple):
    """The part of a loop that is walked several times over, all the times together.

    It lies between the points `begin` and `end`; each lap has the same number of points.
    """

    times: int
    begin: int
    end: int


@dataclass(frozen=True, init=False)
class Note:
    """Something that the walker should know: a kind and its facts, in SI units.

    `str(note)` is the sentence, metric; `text.notes` renders it in other units.

    >>> Note("out-and-back", out_m=750.0, times=1).facts
    {'out_m': 750.0, 'times': 1}
    """

    kind: str
    items: tuple[tuple[str, Fact], ...]

    def __init__(self, kind: str, /, **facts: Fact) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "items", tuple(facts.items()))

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts by name."""
        return dict(self.items)

    def __str__(self) -> str:
        from looproute.text.notes import describe_note

        return describe_note(self)


@dataclass(frozen=True, kw_only=True)
class Loop:
    """A closed walk from the start back to it; lengths in metres, shares 0–1.

    The one that is not closed has the kind "one-way", from one place to another.

    Attributes
    ----------
    rank : 1 for the best.
    kind : "loop", or what it is instead.
    points : the way, closed: the last point is the first, but for a way from one place to another.
    steps, steps_low, steps_high, target_steps : the walker's steps, their 95 % band, the target.
    length_m, target_m : what it is and what was asked; with a target in steps or a time, about.
    duration_s, target_s : at the walker's cadence, and what was asked.
    asked : the quantity in which the target was given.
    stairs_m, flights, risers : metres of stairs, how often they begin, and their steps, estimated
        where they are not counted.
    outside_tolerance : whether it is a better walk a little further off the target than asked.
    repeated_share : part walked on a street already used.
    near_self_share : part within 15 m of another, parallel part, over 150 m away along the loop.
    doubling_back_share : part that another passes the other way within 60 m, however soon.
    compactness : 4πA/L², 1 for a circle.
    turns : changes of direction of more than 45° at a junction.
    streets : the names of the main streets, longest first.
    stem_m : metres walked out and back because only one way leads there, one way counted.
    busy_share : part on classified roads (tertiary and up).
    notes : what the walker should know.
    attribution : who is to be credited for the streets.
    legs : the streets along it, in order; empty where they are not known.
    marks : what is to do on the way, in order.
    laps : the part that is walked several times over, if any.
    network : the streets it was found on, to draw behind it; None when it was read from a file.
    """

    rank: int
    kind: Kind
    points: tuple[LatLon, ...] = field(repr=False)
    steps: int
    steps_low: int
    steps_high: int
    target_steps: int
    length_m: float
    target_m: float
    duration_s: float
    repeated_share: float
    near_self_share: float
    doubling_back_share: float
    compactness: float
    turns: int
    streets: tuple[str, ...]
    stem_m: float
    busy_share: float
    notes: tuple[Note, ...]
    attribution: str
    legs: tuple[Leg, ...] = field(default=(), repr=False)
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    laps: Laps | None = None
    network: StreetNetwork | None = field(default=None, repr=False, compare=False)
    target_s: float = 0.0
    asked: Asked = "length"
    stairs_m: float = 0.0
    flights: int = 0
    risers: int = 0
    outside_tolerance: bool = False

    @classmethod
    def measured(
        cls,
        *,
        rank: int,
        kind: Kind,
        points: tuple[LatLon, ...],
        walker: Walker,
        target_m: float | None,
        target_s: float | None = None,
        asked: Asked = "length",
        turns: int,
        streets: tuple[str, ...],
        repeated_m: float,
        stem_m: float,
        busy_m: float,
        attribution: str,
        length_m: float | None = None,
        level_m: float | None = None,
        plane: Plane | None = None,
        notes: tuple[Note, ...] = (),
        legs: tuple[Leg, ...] = (),
        legs_m: Sequence[float] | None = None,
        marks: tuple[Mark, ...] = (),
        laps: Laps | None = None,
        network: StreetNetwork | None = None,
    ) -> Loop:
        """Return the loop along points, with its steps, time, shares and shape.

        Parameters
        ----------
        target_m, target_s : the requested length and time; None if the walk is its own target.
        asked : the quantity in which the target was given.
        repeated_m, busy_m : metres walked on a street already used, and on classified roads.
        length_m, legs_m : of the walk and of each leg, if known better than the points say.
        level_m : metres on the flat that take as many steps; `length_m` where no heights are known.
        plane : to measure the shape on; the one at the first point by default.
        """
        import numpy as np

        from looproute.shape import Shape

        length_m = float(cumulative_m(points)[-1]) if length_m is None else length_m
        shape = Shape.of(*(plane or Plane.at(points[0])).to_xy(*np.array(points).T), length_m)
        level_m = length_m if level_m is None else level_m
        legs_m = measure_legs(legs, points, length_m) if legs_m is None else legs_m
        steps = walker.steps(level_m, *find_stairs(legs, legs_m))
        flights = measure_flights(legs, legs_m)
        duration_s = walker.steps_duration_s(math.fsum(leg.steps for leg in legs) or steps.steps)
        return cls(
            rank=rank,
            kind=kind,
            points=points,
            steps=steps.steps,
            steps_low=steps.low,
            steps_high=steps.high,
            target_steps=steps.steps if target_m is None else walker.steps(target_m).steps,
            length_m=length_m,
            target_m=length_m if target_m is None else target_m,
            duration_s=duration_s,
            target_s=duration_s if target_s is None else target_s,
            asked=asked,
            stairs_m=flights.length_m,
            flights=flights.number,
            risers=flights.risers,
            repeated_share=repeated_m / length_m,
            near_self_share=shape.near_self_share,
            doubling_back_share=shape.doubling_back_share,
            compactness=shape.compactness,
            turns=turns,
            streets=streets,
            stem_m=stem_m,
            busy_share=busy_m / length_m,
            notes=notes,
            attribution=attribution,
            legs=legs,
            marks=marks,
            laps=laps,
            network=network,
        )

    @property
    def error_m(self) -> float:
        """Metres longer than the target; negative when shorter."""
        return self.length_m - self.target_m

    @property
    def error_steps(self) -> int:
        """Steps more than the target; negative when fewer."""
        return self.steps - self.target_steps

    @property
    def error_s(self) -> float:
        """Seconds longer than the target; negative when shorter."""
        return self.duration_s - self.target_s

    @property
    def note(self) -> str:
        """The notes in metric sentences, "" for none."""
        return " ".join(map(str, self.notes))


class Flat(NamedTuple):
    """The part of a walk that was on the flat: its steps and its length."""

    steps: int
    length_m: float


def measure_flat(loop: Loop, steps: int, step_length_m: float) -> Flat:
    """Return what is left of a loop, walked in that number of steps, without its stairs.

    `step_length_m` is roughly the walker's step on the flat. Raises ValueError where nothing is
    left.
    """
    stairs = find_stairs(loop.legs, measure_legs(loop.legs, loop.points, loop.length_m))
    climbed = math.fsum(count_stair_steps(each, step_length_m).steps for each in stairs)
    stairs_m = math.fsum(each.length_m for each in stairs)
    left = Flat(steps - round(climbed), loop.length_m - stairs_m)
    if left.steps < 1 or left.length_m < _LEAST_M:
        raise ValueError(
            f"All of the {steps:,} steps are on stairs, which tell nothing of a step on the flat: "
            "count those of another walk."
        )
    return left
