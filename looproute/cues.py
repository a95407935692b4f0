"""What to do on the way: where to turn, into which street, which lap it is, when to run.

A cue stands where a walker must decide or may wonder. A bend is none, nor is a crossing where the
street goes straight on, nor a name that lasts a few metres; two turns at once are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from looproute.geo import LatLon, Plane, cumulative_m
from looproute.units import format_length, format_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from looproute.geo import Floats
    from looproute.loops import Leg, Loop
    from looproute.units import Units

Turn = Literal[
    "start",
    "straight",
    "slight left",
    "left",
    "sharp left",
    "slight right",
    "right",
    "sharp right",
    "turn round",
    "lap",
    "via",
    "run",
    "walk",
    "finish",
]

# Headings are taken over this much of the way, less where the next junction is nearer: a kink at a
# kerb does not decide.
_LOOK_M, _LOOK_LEAST_M = 20.0, 8.0
# Two turns no further apart than this are one cue.
_AT_ONCE_M = 20.0
# A street that is walked straight into is told if it is walked this far.
_LASTS_M = 60.0
# Nearer to the start or the finish nothing is told: the start tells the way, the finish is seen.
_ENDS_M = 10.0
# From how many degrees on a turn is slight, plain and sharp, and leads back.
_SLIGHT_DEG, _PLAIN_DEG, _SHARP_DEG, _BACK_DEG = 30.0, 60.0, 120.0, 170.0
# From how many degrees on a turn is told though the name stays the same, or there is none.
_PATH_DEG = 40.0

_COMPASS = ["north", "north-east", "east", "south-east"]
_COMPASS += ["south", "south-west", "west", "north-west"]
_UNNAMED = {
    "footway": "the footpath",
    "pedestrian": "the pedestrian street",
    "path": "the path",
    "steps": "the steps",
    "cycleway": "the cycleway",
    "bridleway": "the bridleway",
    "track": "the track",
    "service": "the service road",
    "": "the way",
}
_MARKS = {"via": "You pass a place that you asked for.", "run": "Run.", "walk": "Walk."}


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What to do at one place of a loop.

    Attributes
    ----------
    at : the place.
    point : index of the last of the loop's points that is not after it.
    along_m : metres walked on arriving there.
    steps : steps walked on arriving there.
    turn : what to do; of two turns at once the first.
    street : the name of the street from there on, as the map has it, or "".
    text : what to do in plain words, one or two whole sentences.
    """

    at: LatLon
    point: int
    along_m: float
    steps: int
    turn: Turn
    street: str
    text: str


def cues(loop: Loop, units: Units = "metric") -> tuple[Cue, ...]:
    """Return what to do along a loop, in order: the start first and the finish last.

    Names in them are as the map has them; a writer makes them safe for where they go. Turns are
    taken at the junctions that `loop.legs` tells; without legs, wherever the line bends sharply.

    `loop.turns` counts each junction where the direction changes by more than 45°. Cues that turn
    are fewer where two of those are one manoeuvre or a kink of less than 20 m, or where a street
    that keeps its name bends by less than 60°; they are more where the way bears slightly into
    another street, or turns round at a dead end.

    Examples
    --------
    >>> from looproute import LoopRequest, Town, plan_loops
    >>> town = Town('''
    ...     A---B--E
    ...     |   |
    ...     D---C
    ...         |
    ...         F
    ... ''')
    >>> [loop] = plan_loops(LoopRequest(start=town.at("A"), length_m=1200, heading_deg=90), town)
    >>> for cue in cues(loop):
    ...     print(f"{cue.along_m:4.0f} m: {cue.text}")
       0 m: Set off east along the street: 1.20 km, about 1,714 steps.
     400 m: Turn right.
     600 m: Turn right.
    1200 m: You are back at the start.
    """
    way = _Way.of(loop)
    found = [
        _start(way, units),
        *_turns(way),
        *_laps(way),
        *(
            way.cue(at_m, kind, text or _MARKS[kind], way.street(at_m))
            for at_m, kind, text in loop.marks
        ),
    ]
    # At one place the lap is told before the turn; the start before everything.
    found.sort(key=lambda cue: (cue.along_m, cue.turn != "start", cue.turn != "lap"))
    return (*found, _finish(way))


class _Way(NamedTuple):
    """A loop laid on a plane: x, y and metres walked for each of its k points."""

    loop: Loop
    x: Floats
    y: Floats
    along_m: Floats

    @classmethod
    def of(cls, loop: Loop) -> _Way:
        """Return the loop's way, on the plane at its start."""
        lat, lon = np.array(loop.points).T
        return cls(loop, *Plane.at(loop.points[0]).to_xy(lat, lon), cumulative_m(loop.points))

    @property
    def length_m(self) -> float:
        """Metres from the start to the finish."""
        return float(self.along_m[-1])

    @property
    def legs(self) -> Sequence[Leg]:
        """The loop's legs."""
        return self.loop.legs

    def heading_deg(self, begin_m: float, end_m: float) -> float:
        """Return the heading from one place of the way to a later one, clockwise from north."""
        ends = np.clip([begin_m, end_m], 0.0, self.length_m)
        east = np.diff(np.interp(ends, self.along_m, self.x))[0]
        north = np.diff(np.interp(ends, self.along_m, self.y))[0]
        return float(np.degrees(np.arctan2(east, north)))

    def turn_deg(self, begin_m: float, end_m: float, before_m: float, after_m: float) -> float:
        """Return by how much the way turns between two places, -180 to 180, to the right."""
        turn = self.heading_deg(end_m, end_m + after_m)
        turn -= self.heading_deg(begin_m - before_m, begin_m)
        return (turn + 180.0) % 360.0 - 180.0

    def leg(self, point: int) -> int:
        """Return the number of the leg that leaves a point, -1 where there are no legs."""
        return int(np.searchsorted([leg.begin for leg in self.legs], point, side="right")) - 1

    def street(self, along_m: float) -> str:
        """Return the name of the street so far along the way; it may be empty."""
        leg = self.leg(self.point(along_m))
        return self.legs[leg].name if leg >= 0 else ""

    def point(self, along_m: float) -> int:
        """Return the last point that is not after a place; a micrometre is no difference."""
        last = len(self.along_m) - 1
        return min(int(np.searchsorted(self.along_m, along_m + 1e-6, side="right")) - 1, last)

    def cue(self, along_m: float, turn: Turn, text: str, street: str) -> Cue:
        """Return the cue so far along the way."""
        along_m = min(max(along_m, 0.0), self.length_m)
        point = self.point(along_m)
        at = self.loop.points[point]
        if along_m - self.along_m[point] > 1e-6:
            ahead = self.loop.points[point + 1]
            share = (along_m - self.along_m[point]) / (
                self.along_m[point + 1] - self.along_m[point]
            )
            at = LatLon(
                at.lat + share * (ahead.lat - at.lat), at.lon + share * (ahead.lon - at.lon)
            )
        return Cue(
            at=at,
            point=point,
            along_m=float(along_m),
            steps=round(self.loop.steps * along_m / self.length_m) if self.length_m else 0,
            turn=turn,
            street=street,
            text=text,
        )


class _Bend(NamedTuple):
    """Where the way may turn: a point, and by how much, in degrees to the right."""

    point: int
    turn_deg: float


def _start(way: _Way, units: Units) -> Cue:
    compass = _COMPASS[round(way.heading_deg(0.0, _LOOK_M) / 45.0) % 8]
    along = f" along {_said(way.legs[way.leg(way.point(_ENDS_M))])}" if way.legs else ""
    length, steps = format_length(way.length_m, units), format_steps(way.loop.steps)
    lap = f" Lap 1 of {way.loop.laps.times}." if way.loop.laps and not way.loop.laps.begin else ""
    text = f"Set off {compass}{along}: {length}, about {steps} steps.{lap}"
    return way.cue(0.0, "start", text, way.street(_ENDS_M))


def _finish(way: _Way) -> Cue:
    arrived = way.loop.kind == "one-way"
    text = "You have arrived." if arrived else "You are back at the start."
    return way.cue(way.length_m, "finish", text, "")


def _laps(way: _Way) -> Iterator[Cue]:
    if way.loop.laps is None:
        return
    times, begin, end = way.loop.laps
    for lap in range(times):
        point = begin + lap * (end - begin) // times
        if point > 0:
            along_m = float(way.along_m[point])
            yield way.cue(along_m, "lap", f"Lap {lap + 1} of {times}.", way.street(along_m))


def _turns(way: _Way) -> Iterator[Cue]:
    """Yield the cues that keep a walker on the way."""
    told = way.street(_ENDS_M)
    for bends in _manoeuvres(way, _bends(way)):
        begin_m, end_m = way.along_m[bends[0].point], way.along_m[bends[-1].point]
        if begin_m <= _ENDS_M or begin_m >= way.length_m - _ENDS_M:
            continue
        turn_deg = bends[0].turn_deg
        if len(bends) > 1:
            turn_deg = way.turn_deg(begin_m, end_m, _LOOK_M, _LOOK_M)
        before, after = way.leg(bends[0].point) - 1, way.leg(bends[-1].point)
        name = way.legs[after].name if way.legs else ""
        new = name != told and _lasts_m(way, after) >= _LASTS_M
        plain = [bend.turn_deg for bend in bends if abs(bend.turn_deg) >= _PLAIN_DEG]
        least_deg = _SLIGHT_DEG if new else _PLAIN_DEG if name and name == told else _PATH_DEG
        if len(plain) > 1:
            turn, verb = _turn(plain[0]), f"{_verb(plain[0])}, then {_side(plain[1])} at once"
        elif abs(turn_deg) >= least_deg:
            turn, verb = _turn(turn_deg), _verb(turn_deg)
        elif new:
            turn, verb = "straight", "Straight on"
        else:
            continue
        yield way.cue(float(begin_m), turn, f"{verb}{_onto(way, turn, before, after, told)}.", name)
        told = name


def _bends(way: _Way) -> Iterator[_Bend]:
    """Yield where the way turns, takes another name, or turns round."""
    points = way.loop.points
    back = {i for i in range(1, len(points) - 1) if points[i - 1] == points[i + 1]}
    if not way.legs:
        yield from _corners(way, back)
        return
    nodes = sorted(back | {leg.begin for leg in way.legs[1:]})
    at_m = [0.0, *(float(way.along_m[node]) for node in nodes), way.length_m]
    for i, node in enumerate(nodes):
        if node in back:
            yield _Bend(node, 180.0)
            continue
        before_m, after_m = np.clip(np.diff(at_m[i : i + 3]), _LOOK_LEAST_M, _LOOK_M).tolist()
        turn_deg = way.turn_deg(at_m[i + 1], at_m[i + 1], before_m, after_m)
        leg = way.leg(node)
        if abs(turn_deg) >= _SLIGHT_DEG or way.legs[leg].name != way.legs[leg - 1].name:
            yield _Bend(node, turn_deg)


def _corners(way: _Way, back: set[int]) -> Iterator[_Bend]:
    """Yield the sharpest point of each bend of a line whose streets are not known."""
    found = [
        _Bend(i, 180.0 if i in back else way.turn_deg(m, m, _LOOK_M, _LOOK_M))
        for i, m in enumerate(way.along_m.tolist())
        if 0 < i < len(way.along_m) - 1
    ]
    found = [bend for bend in found if abs(bend.turn_deg) >= _PATH_DEG]
    for bend in found:
        near = (
            other
            for other in found
            if abs(way.along_m[other.point] - way.along_m[bend.point]) <= _AT_ONCE_M
        )
        if max(near, key=lambda other: abs(other.turn_deg)) is bend:
            yield bend


def _manoeuvres(way: _Way, bends: Iterator[_Bend]) -> Iterator[list[_Bend]]:
    """Yield bends that follow at once upon each other together; at most two of them plain turns."""
    group: list[_Bend] = []
    for bend in bends:
        if group and (
            way.along_m[bend.point] - way.along_m[group[-1].point] > _AT_ONCE_M
            or max(abs(bend.turn_deg), abs(group[-1].turn_deg)) >= _BACK_DEG
            or sum(abs(b.turn_deg) >= _PLAIN_DEG for b in (*group, bend)) > 2
        ):
            yield group
            group = []
        group.append(bend)
    if group:
        yield group


def _lasts_m(way: _Way, first: int) -> float:
    """Return how far the way keeps the name of a leg, in metres, from that leg on."""
    for leg in way.legs[first:]:
        if leg.name != way.legs[first].name:
            return float(way.along_m[leg.begin] - way.along_m[way.legs[first].begin])
    return way.length_m - float(way.along_m[way.legs[first].begin])


def _side(turn_deg: float) -> Literal["left", "right"]:
    return "left" if turn_deg < 0 else "right"


def _turn(turn_deg: float) -> Turn:
    size, side = abs(turn_deg), _side(turn_deg)
    if size >= _BACK_DEG:
        return "turn round"
    if size >= _SHARP_DEG:
        return "sharp left" if side == "left" else "sharp right"
    if size >= _PLAIN_DEG:
        return side
    return "slight left" if side == "left" else "slight right"


def _verb(turn_deg: float) -> str:
    turn = _turn(turn_deg)
    return f"Turn {turn}" if turn in ("left", "right") else turn.capitalize()


def _said(leg: Leg) -> str:
    return leg.name or _UNNAMED.get(leg.kind, "the street")


def _onto(way: _Way, turn: Turn, before: int, after: int, told: str) -> str:
    """Return where a turn leads, with a space before it, such as "into Ringstraße"."""
    if not way.legs:
        return ""
    leg = way.legs[after]
    if turn == "turn round":
        return " and go back"
    if turn == "straight":
        return f" along {_said(leg)}"
    if leg.name:
        return f" to stay on {leg.name}" if leg.name == told else f" into {leg.name}"
    if not told and before >= 0 and _said(way.legs[before]) == _said(leg):
        return ""
    return f" onto {_said(leg)}"
