"""Walk a loop again, point by point, on the streets of a network: code of the tests only."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from pyproj import Geod

from looproute._typing import Floats
from looproute.geo import split_line
from looproute.loops import Loop
from looproute.network.network import Spot, StreetNetwork

AT_JUNCTION_M = 0.5
SAME_DEG = 1e-9  # a tenth of a millimetre


class Stretch(NamedTuple):
    """A street, or the part of the start's street before (0) or after (1) the start."""

    street: int
    part: int


class Step(NamedTuple):
    """A stretch walked in one direction."""

    stretch: Stretch
    forward: bool


class Streets:
    """The streets of a network, with the start's street split at the start."""

    def __init__(self, network: StreetNetwork, start: Spot) -> None:
        self.start = (start.point.lat, start.point.lon)
        self.root = -1
        self.ends: dict[Stretch, tuple[int, int]] = {}
        self.length_m: dict[Stretch, float] = {}
        self.points: dict[Stretch, Floats] = {}
        self.leaving: dict[int, list[Step]] = {}
        ends = list(zip(network.u.tolist(), network.v.tolist(), strict=True))
        if start.along_m <= AT_JUNCTION_M:
            self.root = ends[start.street][0]
        elif start.along_m >= float(network.length_m[start.street]) - AT_JUNCTION_M:
            self.root = ends[start.street][1]
        for street, (u, v) in enumerate(ends):
            whole_m = float(network.length_m[street])
            if street == start.street and self.root < 0:
                before, after = split_line(network.line(street), start.share)
                self._add(
                    Stretch(street, 0), (u, -1), start.share * whole_m, np.column_stack(before)
                )
                self._add(
                    Stretch(street, 1), (-1, v), (1 - start.share) * whole_m, np.column_stack(after)
                )
            else:
                points = np.column_stack(network.line(street))
                self._add(Stretch(street, 0), (u, v), whole_m, points)

    def _add(self, stretch: Stretch, ends: tuple[int, int], length_m: float, line: Floats) -> None:
        self.ends[stretch], self.length_m[stretch], self.points[stretch] = ends, length_m, line
        self.leaving.setdefault(ends[0], []).append(Step(stretch, True))
        self.leaving.setdefault(ends[1], []).append(Step(stretch, False))

    def head(self, step: Step) -> int:
        """Return the junction at the end of a step."""
        return self.ends[step.stretch][step.forward]

    def walk(self, loop: Loop) -> list[Step]:
        """Return the whole streets that a loop's points follow, from the start back to it."""
        points = np.array(loop.points)
        steps: list[Step] = []
        options = [self._fitting(self.root, points, 0, steps)]
        done = [0]
        while options:
            if not options[-1]:
                options.pop()
                done.pop()
                if steps:
                    steps.pop()
                continue
            step = options[-1].pop()
            steps.append(step)
            done.append(done[-1] + len(self.points[step.stretch]) - 1)
            if done[-1] == len(points) - 1 and self.head(step) == self.root:
                return steps
            options.append(self._fitting(self.head(step), points, done[-1], steps))
        raise AssertionError("the points do not follow streets from the start back to it")

    def _fitting(self, at: int, points: Floats, begin: int, walked: list[Step]) -> list[Step]:
        """Return the steps that follow the points, unused ones last."""
        fitting = []
        for step in self.leaving.get(at, []):
            line = self.points[step.stretch][:: 1 if step.forward else -1]
            ahead = points[begin : begin + len(line)]
            if len(ahead) == len(line) and np.abs(ahead - line).max() <= SAME_DEG:
                fitting.append(step)
        used = {step.stretch for step in walked}
        return sorted(fitting, key=lambda step: step.stretch not in used)

    def check(self, loop: Loop, *, geodesic: bool = True) -> list[Step]:
        """Walk a loop, check its promises, and return the steps."""
        steps = self.walk(loop)
        assert loop.points[0] == loop.points[-1]
        along = sum(self.length_m[step.stretch] for step in steps)
        assert abs(along - loop.length_m) < 0.01
        if geodesic:
            lat, lon = np.array(loop.points).T
            assert abs(Geod(ellps="WGS84").line_length(lon, lat) - loop.length_m) < 0.1
        once = sum(self.length_m[stretch] for stretch in {step.stretch for step in steps})
        assert abs(loop.repeated_share * loop.length_m - (along - once)) < 0.01
        for before, after in pairwise(steps):
            assert (before.stretch, before.forward) != (after.stretch, not after.forward), "U-turn"
        return steps
