"""What to plan: a target without a place, and requests for loops and for ways."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from numbers import Integral, Real
from typing import Any

from looproute.errors import ArgumentError
from looproute.geo import LatLon, check_place
from looproute.loops import Asked
from looproute.steps.walker import Walker
from looproute.units import COUNT, LENGTH_M

MAX_VIA = 6
# No walk has to be nearer to its target than this, as steps are counted and as metres are measured.
LEAST_OFF_STEPS, LEAST_OFF_M = 5, 4.0


@dataclass(frozen=True, kw_only=True)
class LoopTarget:
    """How long to walk (exactly one of steps, length and duration) and for whom, without a place.

    Raises ValueError for two lengths or none, a number out of range, or what is no number.

    Attributes
    ----------
    steps, length_m, duration_s : the target; exactly one of the three.
    walker : whose steps they are.
    count : how many loops, 1–20.
    tolerance : accepted error as a share of the target; never less than 4 m, or 5 steps where
        steps or a time are the target.
    exact : prefer the loop nearest in length over the more pleasant one.
    heading_deg : set off this way, clockwise from north; None for any.
    seed : other seeds give other loops; the same seed gives the same ones.
    snap_limit_m : how far the start may be from a street.
    no_longer : offer no walk that is longer than the tolerance allows, whatever it is.
    only_loops : raise NoLoopError instead of offering a lollipop, laps or an out-and-back.
    """

    steps: int | None = None
    length_m: float | None = None
    duration_s: float | None = None
    walker: Walker = field(default_factory=Walker)
    count: int = 5
    tolerance: float = 0.005
    exact: bool = False
    heading_deg: float | None = None
    seed: int = 0
    snap_limit_m: float = 150.0
    no_longer: bool = False
    only_loops: bool = False

    def __post_init__(self) -> None:
        self._check_types()
        targets = (self.steps, self.length_m, self.duration_s)
        if sum(target is not None for target in targets) != 1:
            raise ValueError("a request needs exactly one of steps, length_m and duration_s")
        if not LENGTH_M.holds(self.target_m):
            raise ArgumentError(
                "target-out-of-range",
                length_m=self.target_m,
                steps=self.steps,
                duration_s=self.duration_s,
                step_length_m=self.walker.step_length_m,
                speed_mps=self.walker.speed_mps,
            )
        if not COUNT.holds(self.count):
            raise ValueError(f"count must be from 1 to {COUNT.high:.0f}, not {self.count}")
        if not 0 <= self.tolerance <= 0.2:
            raise ValueError(f"tolerance must be a share from 0 to 0.2, not {self.tolerance}")
        if self.heading_deg is not None and not 0 <= self.heading_deg <= 360:
            raise ValueError(f"heading must be from 0 to 360 degrees, not {self.heading_deg}")
        if not 0 <= self.snap_limit_m <= 5000:
            raise ValueError(f"the snap limit must be from 0 to 5000 m, not {self.snap_limit_m}")
        if self.seed < 0:
            raise ValueError(f"seed must be 0 or more, not {self.seed}")

    @property
    def asked(self) -> Asked:
        """The quantity in which the target is given."""
        if self.length_m is not None:
            return "length"
        return "steps" if self.steps is not None else "time"

    @property
    def quantity(self) -> dict[str, Any]:
        """The facts by which `text` renders level metres in the quantity asked; none for metres."""
        match self.asked:
            case "steps":
                return {"asked": "steps", "step_length_m": self.walker.step_length_m}
            case "time":
                return {"asked": "time", "speed_mps": self.walker.speed_mps}
            case "length":
                return {}

    @property
    def target_m(self) -> float:
        """The target in metres; in level metres where it is steps or a time."""
        if self.length_m is not None:
            return self.length_m
        if self.steps is not None:
            return self.walker.length_m(self.steps)
        assert self.duration_s is not None
        return self.walker.length_m(self.walker.cadence_spm * self.duration_s / 60)

    @property
    def tolerance_m(self) -> float:
        """How many metres a loop may be off the target; level metres if it is steps or a time."""
        least_m = LEAST_OFF_M
        if self.length_m is None:
            least_m = LEAST_OFF_STEPS * self.walker.step_length_m
        return max(self.tolerance * self.target_m, least_m)

    def check_via(self, count: int) -> None:
        """Raise ValueError if a loop of this target cannot pass that number of places."""
        if count > MAX_VIA:
            raise ValueError(f"a loop can pass {MAX_VIA} places at most, not {count}")
        if count and self.heading_deg is not None:
            raise ValueError("places to pass say where a loop goes: leave the heading out")

    def at(self, start: LatLon, via: tuple[LatLon, ...] = ()) -> LoopRequest:
        """Return the request for loops from a start, through places in any order."""
        return LoopRequest(start=start, via=via, **self._values())

    def between(self, start: LatLon, end: LatLon, avoid: tuple[LatLon, ...] = ()) -> WayRequest:
        """Return the request for ways from one place to another."""
        return WayRequest(start=start, end=end, avoid=avoid, **self._values())

    def _values(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(LoopTarget)}

    def _check_types(self) -> None:
        if not isinstance(self.walker, Walker):
            raise ValueError(f"walker must be a Walker, not {self.walker!r}")
        for name in ("steps", "count", "seed"):
            _check_number(name, getattr(self, name), whole=True)
        for name in ("length_m", "duration_s", "tolerance", "heading_deg", "snap_limit_m"):
            _check_number(name, getattr(self, name), whole=False)


@dataclass(frozen=True, kw_only=True)
class LoopRequest(LoopTarget):
    """A request for loops: from where, how long, for whom; see `LoopTarget`.

    Raises ValueError as that does, and for what is no place.

    Attributes
    ----------
    start : where the loop begins and ends.
    via : places to pass, in any order; `MAX_VIA` at most.
    """

    start: LatLon
    via: tuple[LatLon, ...] = ()

    def __post_init__(self) -> None:
        check_place("start", self.start)
        for place in self.via if isinstance(self.via, Sequence) else (self.via,):
            check_place("a place of via", place)
        super().__post_init__()
        self.check_via(len(self.via))


@dataclass(frozen=True, kw_only=True)
class WayRequest(LoopRequest):
    """A request for ways from one place to another of a requested length; see `LoopTarget`.

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
