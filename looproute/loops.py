"""The wish, `LoopRequest`, and the answer, `Loop`, with its measures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any, Literal, NamedTuple, get_args

from looproute.geo import LatLon, check_place
from looproute.network.network import StreetNetwork
from looproute.steps.walker import Walker
from looproute.units import (
    COUNT,
    DURATION_S,
    LENGTH_M,
    MILE_M,
    STEPS,
    Range,
    Units,
    format_duration,
    format_length,
    format_step_length,
    format_steps,
)

Kind = Literal[
    "loop", "nearest loop", "loop and spur", "lollipop", "laps", "out-and-back", "one-way"
]
MarkKind = Literal["via", "laps done", "run", "walk"]

# What is told to who reads miles, rounded so that it is taken.
TOLD_LENGTH_M = {"metric": LENGTH_M, "imperial": Range(0.13 * MILE_M, 62.0 * MILE_M)}
MAX_VIA = 6


@dataclass(frozen=True, kw_only=True)
class LoopRequest:
    """A wish: from where, how long (exactly one of steps, length and duration), for whom.

    Raises ValueError for two lengths or none, a number out of range, or what is no number or place.

    Attributes
    ----------
    start : where the loop begins and ends.
    steps, length_m, duration_s : the target; exactly one of the three.
    walker : whose steps they are.
    count : how many loops, 1–20.
    tolerance : accepted error of length as a share of the target; never less than 4 m.
    exact : prefer the loop nearest in length over the more pleasant one.
    heading_deg : set off this way, clockwise from north; None for any.
    via : places to pass, in any order; `MAX_VIA` at most.
    seed : other seeds give other loops; the same seed gives the same ones.
    snap_limit_m : how far the start may be from a street.
    only_loops : raise NoLoopError instead of offering a lollipop, laps or an out-and-back.
    units : of the lengths in what is said to the walker, notes and errors; of nothing else.
    """

    start: LatLon
    steps: int | None = None
    length_m: float | None = None
    duration_s: float | None = None
    walker: Walker = field(default_factory=Walker)
    count: int = 5
    tolerance: float = 0.005
    exact: bool = False
    heading_deg: float | None = None
    via: tuple[LatLon, ...] = ()
    seed: int = 0
    snap_limit_m: float = 150.0
    only_loops: bool = False
    units: Units = "metric"

    def __post_init__(self) -> None:
        self._check_types()
        wishes = (self.steps, self.length_m, self.duration_s)
        if sum(wish is not None for wish in wishes) != 1:
            raise ValueError("a request needs exactly one of steps, length_m and duration_s")
        if not LENGTH_M.holds(self.target_m):
            raise ValueError(self._out_of_range())
        if not COUNT.holds(self.count):
            raise ValueError(f"count must be from 1 to {COUNT.high:.0f}, not {self.count}")
        if not 0 <= self.tolerance <= 0.2:
            raise ValueError(f"tolerance must be a share from 0 to 0.2, not {self.tolerance}")
        if self.heading_deg is not None and not 0 <= self.heading_deg <= 360:
            raise ValueError(f"heading must be from 0 to 360 degrees, not {self.heading_deg}")
        if len(self.via) > MAX_VIA:
            raise ValueError(f"a loop can pass {MAX_VIA} places at most, not {len(self.via)}")
        if self.via and self.heading_deg is not None:
            raise ValueError("places to pass say where a loop goes: leave the heading out")
        if not 0 <= self.snap_limit_m <= 5000:
            raise ValueError(f"the snap limit must be from 0 to 5000 m, not {self.snap_limit_m}")
        if self.seed < 0:
            raise ValueError(f"seed must be 0 or more, not {self.seed}")

    @property
    def target_m(self) -> float:
        """The wish in metres."""
        if self.length_m is not None:
            return self.length_m
        if self.steps is not None:
            return self.walker.length_m(self.steps)
        assert self.duration_s is not None
        return self.walker.length_m(self.walker.cadence_spm * self.duration_s / 60)

    @property
    def tolerance_m(self) -> float:
        """How many metres a loop may be off the wish."""
        return max(self.tolerance * self.target_m, 4.0)

    def _check_types(self) -> None:
        check_place("start", self.start)
        for place in self.via if isinstance(self.via, Sequence) else (self.via,):
            check_place("a place of via", place)
        if not isinstance(self.walker, Walker):
            raise ValueError(f"walker must be a Walker, not {self.walker!r}")
        if self.units not in get_args(Units):
            raise ValueError(f"units must be 'metric' or 'imperial', not {self.units!r}")
        for name in ("steps", "count", "seed"):
            _check_number(name, getattr(self, name), whole=True)
        for name in ("length_m", "duration_s", "tolerance", "heading_deg", "snap_limit_m"):
            _check_number(name, getattr(self, name), whole=False)

    def _out_of_range(self) -> str:
        """Return the sentence for a wish too short or too long, with what this walker may wish."""
        low, high = (format_length(length_m, self.units) for length_m in TOLD_LENGTH_M[self.units])
        length = format_length(self.target_m, self.units)
        if self.steps is not None:
            step_m = self.walker.step_length_m
            least = max(math.ceil(LENGTH_M.low / step_m), STEPS.low)
            most = min(math.floor(LENGTH_M.high / step_m), STEPS.high)
            wish = f"{format_steps(self.steps)} steps, {length},"
            may = f", {format_steps(least)} to {format_steps(most)} steps"
            may += f" of {format_step_length(step_m, self.units)}"
        elif self.duration_s is not None:
            shortest_s, longest_s = map(self.walker.duration_s, LENGTH_M)
            least = max(60 * math.ceil(shortest_s / 60), DURATION_S.low)
            most = min(60 * math.floor(longest_s / 60), DURATION_S.high)
            wish = f"{format_duration(self.duration_s)}, {length},"
            may = f", {format_duration(least)} to {format_duration(most)} at this pace"
        else:
            wish, may = length, ""
        return f"A walk of {wish} is outside what can be planned: {low} to {high}{may}."


@dataclass(frozen=True, kw_only=True)
class WayRequest(LoopRequest):
    """A wish for ways from one place to another, made as long as wished; see `LoopRequest`.

    Raises ValueError as that does, and for a heading or places to pass, which a way does not take.

    Attributes
    ----------
    end : where the way ends.
    avoid : points of a line; the streets that it follows are not used, unless nothing else leads
        to an end. It is a walk that was planned before, such as the points of a `Loop`.
    """

    end: LatLon
    avoid: tuple[LatLon, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_place("end", self.end)
        for place in self.avoid:
            check_place("a place of avoid", place)
        if self.via or self.heading_deg is not None:
            raise ValueError("a way from one place to another takes no heading and no via")


def _check_number(name: str, value: Any, *, whole: bool) -> None:
    """Raise ValueError for what is no number, or none that is finite."""
    if value is None and name in ("steps", "length_m", "duration_s", "heading_deg"):
        return
    number = isinstance(value, Integral if whole else Real) and not isinstance(value, bool)
    if not number or not math.isfinite(value):
        what = "a whole number" if whole else "a finite number"
        raise ValueError(f"{name} must be {what}, not {value!r}")


class Leg(NamedTuple):
    """A part of a loop along one street, from a junction to the next one that is passed.

    Attributes
    ----------
    begin : the index of its first point; it ends where the next leg begins, the last at the end.
    name : of the street, or "".
    kind : of the street, one of `walkability.KINDS`.
    risers : the steps of its stairs as somebody has counted them; 0 where nobody has, or none are.
    condition : when it may be walked, as a `streets.Condition` says; "" for always.
    """

    begin: int
    name: str
    kind: str
    risers: float = 0.0
    condition: str = ""


class Mark(NamedTuple):
    """Something to do, or to pass, so many metres along a loop; `text` may be empty."""

    along_m: float
    kind: MarkKind
    text: str


class Laps(NamedTuple):
    """The part of a loop that is walked several times over, all the times together.

    It lies between the points `begin` and `end`; each lap has the same number of points.
    """

    times: int
    begin: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Loop:
    """A closed walk from the start back to it; lengths in metres, shares 0–1.

    The one that is not closed has the kind "one-way", from one place to another.

    Attributes
    ----------
    rank : 1 for the best.
    kind : "loop", or what it is instead.
    points : the way, closed: the last point is the first, but for a way from one place to another.
    steps, steps_low, steps_high, target_steps : the walker's steps, their 95 % band, the wish.
    length_m, target_m : what it is and what was asked.
    duration_s : at the walker's cadence.
    repeated_share : part walked on a street already used.
    near_self_share : part within 15 m of another, parallel part, over 150 m away along the loop.
    doubling_back_share : part that another passes the other way within 60 m, likewise.
    compactness : 4πA/L², 1 for a circle.
    turns : changes of direction of more than 45° at a junction.
    streets : the names of the main streets, longest first.
    stem_m : metres walked out and back because only one way leads there, one way counted.
    busy_share : part on classified roads (tertiary and up).
    note : what the walker should know, a sentence or "".
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
    note: str
    attribution: str
    legs: tuple[Leg, ...] = field(default=(), repr=False)
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    laps: Laps | None = None
    network: StreetNetwork | None = field(default=None, repr=False, compare=False)

    @property
    def error_m(self) -> float:
        """Metres over the wish; negative when short."""
        return self.length_m - self.target_m
