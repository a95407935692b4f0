"""Where a way turns: at which points, by how much, and which turns are one manoeuvre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import numpy as np

from looproute.cues.cue import Turn
from looproute.cues.forks import Branch, Forks, rival
from looproute.cues.line import Way

# Headings are taken over this much of the way, less where the next junction is nearer: a kink at a
# kerb does not decide.
LOOK_M = 20.0
_LOOK_LEAST_M = 8.0
# Two turns no further apart than this are one manoeuvre.
_AT_ONCE_M = 20.0
# From how many degrees on a turn is slight, plain and sharp, and leads back.
SLIGHT_DEG, PLAIN_DEG, SHARP_DEG, BACK_DEG = 30.0, 60.0, 120.0, 170.0
# From how many degrees on a bend of a line whose junctions are not known may be a turn.
CORNER_DEG = 40.0


class Bend(NamedTuple):
    """Where a way may turn.

    Attributes
    ----------
    point : index of the loop's point.
    turn_deg : by how much, to the right.
    rival : the branch that a walker without a cue may take instead, if there is one.
    """

    point: int
    turn_deg: float
    rival: Branch | None = None

    @property
    def size_deg(self) -> float:
        """By how much the way turns, to whichever side."""
        return abs(self.turn_deg)

    @property
    def is_back(self) -> bool:
        """Whether the way turns round."""
        return self.size_deg >= BACK_DEG


class Manoeuvre(NamedTuple):
    """What is one decision for a walker: bends that follow at once upon each other.

    Attributes
    ----------
    bends : in order, at least one.
    begin_m : where the first one is, metres from the start.
    turn_deg : by how much the way turns in all, to the right.
    """

    bends: tuple[Bend, ...]
    begin_m: float
    turn_deg: float

    @property
    def two(self) -> tuple[Bend, Bend] | None:
        """The two turns that it is made of, None where it is one or none.

        Two to one side are one wide turn unless both are plain, and two to opposite sides are one
        kink if a walker could not go wrong in it.
        """
        turns = [bend for bend in self.bends if bend.size_deg >= CORNER_DEG]
        if len(turns) < 2:
            return None
        first, second = turns
        if first.turn_deg * second.turn_deg > 0:
            is_two = min(first.size_deg, second.size_deg) >= PLAIN_DEG
        else:
            is_two = self.doubt is not None or first.size_deg >= PLAIN_DEG <= second.size_deg
        return (first, second) if is_two else None

    @property
    def doubt(self) -> Bend | None:
        """The bend in which a walker without a cue is most likely to go wrong."""
        doubts = [bend for bend in self.bends if bend.rival]
        return max(doubts, key=lambda bend: bend.size_deg, default=None)


def name_side(turn_deg: float) -> Literal["left", "right"]:
    """Return to which side a turn is."""
    return "left" if turn_deg < 0 else "right"


def name_turn(turn_deg: float) -> Turn:
    """Return what a turn is called."""
    size = abs(turn_deg)
    if size < SLIGHT_DEG:
        return "straight"
    if size < PLAIN_DEG:
        return "slight left" if turn_deg < 0 else "slight right"
    if size < SHARP_DEG:
        return name_side(turn_deg)
    if size < BACK_DEG:
        return "sharp left" if turn_deg < 0 else "sharp right"
    return "turn round"


def manoeuvres(way: Way) -> Iterator[Manoeuvre]:
    """Yield, in order, where the way turns, turns round, or its street takes another name."""
    points = way.loop.points
    back = {i for i in range(1, len(points) - 1) if points[i - 1] == points[i + 1]}
    bends = _at_junctions(way, back) if way.loop.legs else _corners(way, back)
    for group in _groups(way, bends):
        begin_m, end_m = (float(way.along_m[bend.point]) for bend in (group[0], group[-1]))
        turn_deg = group[0].turn_deg
        if len(group) > 1:
            turn_deg = way.turn_deg(begin_m, end_m, LOOK_M, LOOK_M)
        yield Manoeuvre(tuple(group), begin_m, turn_deg)


def _at_junctions(way: Way, back: set[int]) -> Iterator[Bend]:
    """Yield the junctions where the way turns, is in doubt, or its street changes its name."""
    legs = way.loop.legs
    begins = {leg.begin: i for i, leg in enumerate(legs) if i > 0}
    nodes = sorted(back | set(begins))
    forks = Forks(way, nodes, LOOK_M)
    gaps_m = np.diff(way.along_m[[0, *nodes, -1]])
    # No look goes round where the way turns round.
    is_back = np.isin([-1, *nodes, -1], list(back))
    least_m = np.where(is_back[1:] | is_back[:-1], 0.0, _LOOK_LEAST_M)
    looks_m = np.clip(gaps_m, least_m, LOOK_M).tolist()
    for node, before_m, after_m in zip(nodes, looks_m[:-1], looks_m[1:], strict=True):
        if node in back:
            yield Bend(node, 180.0)
            continue
        along_m = float(way.along_m[node])
        turn_deg = way.turn_deg(along_m, along_m, before_m, after_m)
        before, after = legs[begins[node] - 1], legs[begins[node]]
        other = rival(turn_deg, before, after, forks.branches(node))
        if abs(turn_deg) >= SLIGHT_DEG or after.name != before.name or other:
            yield Bend(node, turn_deg, other)


def _corners(way: Way, back: set[int]) -> Iterator[Bend]:
    """Yield the sharpest point of each bend of a line whose junctions are not known."""
    along_m = way.along_m
    found = [
        Bend(i, 180.0 if i in back else way.turn_deg(along_m[i], along_m[i], LOOK_M, LOOK_M))
        for i in range(1, len(along_m) - 1)
    ]
    found = [bend for bend in found if bend.size_deg >= CORNER_DEG]
    for bend in found:
        off_m = abs(along_m[[other.point for other in found]] - along_m[bend.point])
        near = [other for other, m in zip(found, off_m, strict=True) if m <= _AT_ONCE_M]
        if max(near, key=lambda other: other.size_deg) is bend:
            yield bend


def _groups(way: Way, bends: Iterable[Bend]) -> Iterator[list[Bend]]:
    """Yield bends in groups that follow at once, with at most two turns in each."""
    group: list[Bend] = []
    for bend in bends:
        if group and (
            way.along_m[bend.point] - way.along_m[group[-1].point] > _AT_ONCE_M
            or bend.is_back
            or group[-1].is_back
            or sum(other.size_deg >= CORNER_DEG for other in (*group, bend)) > 2
        ):
            yield group
            group = []
        group.append(bend)
    if group:
        yield group
