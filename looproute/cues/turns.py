"""Where a way turns: at which points, by how much, and which turns are one manoeuvre."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from looproute.cues.way import Way

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
    """Where a way may turn: a point, and by how much, in degrees to the right."""

    point: int
    turn_deg: float

    @property
    def is_plain(self) -> bool:
        """Whether nobody would call it slight."""
        return abs(self.turn_deg) >= PLAIN_DEG

    @property
    def is_back(self) -> bool:
        """Whether the way turns round."""
        return abs(self.turn_deg) >= BACK_DEG


class Manoeuvre(NamedTuple):
    """What is one decision for a walker: bends that follow at once upon each other."""

    bends: tuple[Bend, ...]
    begin_m: float
    turn_deg: float

    @property
    def plain(self) -> list[Bend]:
        """The plain turns among the bends, two at most."""
        return [bend for bend in self.bends if bend.is_plain]


def manoeuvres(way: Way) -> Iterator[Manoeuvre]:
    """Yield, in order, where the way turns, turns round, or its street takes another name."""
    back = {
        i
        for i, (before, after) in enumerate(zip(way.loop.points, way.loop.points[2:], strict=False))
        if before == after
    }
    back = {i + 1 for i in back}
    bends = _at_junctions(way, back) if way.loop.legs else _corners(way, back)
    for group in _groups(way, bends):
        begin_m, end_m = (float(way.along_m[bend.point]) for bend in (group[0], group[-1]))
        turn_deg = group[0].turn_deg
        if len(group) > 1:
            turn_deg = way.turn_deg(begin_m, end_m, LOOK_M, LOOK_M)
        yield Manoeuvre(tuple(group), begin_m, turn_deg)


def _at_junctions(way: Way, back: set[int]) -> Iterator[Bend]:
    """Yield the junctions where the way turns or its street has another name than before."""
    legs = way.loop.legs
    begins = {leg.begin: i for i, leg in enumerate(legs) if i > 0}
    nodes = sorted(back | set(begins))
    gaps_m = np.diff(way.along_m[[0, *nodes, -1]])
    looks_m = np.clip(gaps_m, _LOOK_LEAST_M, LOOK_M).tolist()
    for node, before_m, after_m in zip(nodes, looks_m[:-1], looks_m[1:], strict=True):
        along_m = float(way.along_m[node])
        leg = begins.get(node, 0)
        bend = Bend(
            node, 180.0 if node in back else way.turn_deg(along_m, along_m, before_m, after_m)
        )
        if abs(bend.turn_deg) >= SLIGHT_DEG or legs[leg].name != legs[leg - 1].name:
            yield bend


def _corners(way: Way, back: set[int]) -> Iterator[Bend]:
    """Yield the sharpest point of each bend of a line whose junctions are not known."""
    along_m = way.along_m
    found = [
        Bend(i, 180.0 if i in back else way.turn_deg(along_m[i], along_m[i], LOOK_M, LOOK_M))
        for i in range(1, len(along_m) - 1)
    ]
    found = [bend for bend in found if abs(bend.turn_deg) >= CORNER_DEG]
    for bend in found:
        off_m = abs(along_m[[other.point for other in found]] - along_m[bend.point])
        near = [other for other, m in zip(found, off_m, strict=True) if m <= _AT_ONCE_M]
        if max(near, key=lambda other: abs(other.turn_deg)) is bend:
            yield bend


def _groups(way: Way, bends: Iterable[Bend]) -> Iterator[list[Bend]]:
    """Yield bends in groups that follow at once, with at most two plain turns in each."""
    group: list[Bend] = []
    for bend in bends:
        if group and (
            way.along_m[bend.point] - way.along_m[group[-1].point] > _AT_ONCE_M
            or bend.is_back
            or group[-1].is_back
            or sum(other.is_plain for other in (*group, bend)) > 2
        ):
            yield group
            group = []
        group.append(bend)
    if group:
        yield group
