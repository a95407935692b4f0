"""A walker who keeps to the street, or goes straight on, and turns where told, stays on the loop.

Junctions and ways on are taken from the streets afresh, without any code of the cues.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pytest

from looproute import Bundled, Loop, LoopRequest, plan_loops
from looproute.cues import cues
from looproute.geo import Plane, cumulative_m
from looproute.network.network import StreetNetwork

LOOK_M = 20.0
# Where two ways on differ by less, nobody could say which is straighter.
ALIKE_DEG = 5.0
NOT_TURNS = {"start", "finish", "lap", "laps done", "via", "run", "walk"}


class Exit(NamedTuple):
    heading_deg: float
    name: str
    next_to: tuple[float, float]


def _heading_deg(x: Sequence[float], y: Sequence[float]) -> float:
    gone_m = 0.0
    for i in range(1, len(x)):
        side_m = math.hypot(x[i] - x[i - 1], y[i] - y[i - 1])
        if gone_m + side_m >= LOOK_M or i == len(x) - 1:
            share = min(1.0, (LOOK_M - gone_m) / side_m)
            east = x[i - 1] + share * (x[i] - x[i - 1]) - x[0]
            north = y[i - 1] + share * (y[i] - y[i - 1]) - y[0]
            return math.degrees(math.atan2(east, north))
        gone_m += side_m
    raise AssertionError("a street of one point")


def _junctions(network: StreetNetwork, plane: Plane) -> dict[tuple[float, float], list[Exit]]:
    exits: dict[tuple[float, float], list[Exit]] = defaultdict(list)
    for street, name in enumerate(network.name.tolist()):
        line = network.line(street)
        points = list(zip(line.lat.tolist(), line.lon.tolist(), strict=True))
        for way in (points, points[::-1]):
            x, y = zip(*(plane.to_xy(lat, lon) for lat, lon in way), strict=True)
            exits[way[0]].append(Exit(_heading_deg(x, y), network.names[name], way[1]))
    return exits


def _off(exit_: Exit, heading_deg: float) -> float:
    return abs((exit_.heading_deg - heading_deg + 180) % 360 - 180)


def _lost(loop: Loop, exits: dict[tuple[float, float], list[Exit]]) -> int:
    """How often the walker who is told nothing leaves the loop."""
    along_m = cumulative_m(loop.points)
    told_m = np.array([cue.along_m for cue in cues(loop) if cue.turn not in NOT_TURNS])
    lost = 0
    for i in range(1, len(loop.points) - 1):
        ways = exits.get((loop.points[i].lat, loop.points[i].lon), [])
        back = [way for way in ways if way.next_to == tuple(loop.points[i - 1])]
        mine = [way for way in ways if way.next_to == tuple(loop.points[i + 1])]
        since_m = along_m[i] - told_m
        is_told = np.any((since_m > -1) & (since_m < 2 * LOOK_M))
        if len(ways) < 3 or not back or not mine or is_told:
            continue
        if not LOOK_M < along_m[i] < along_m[-1] - LOOK_M:
            continue
        heading_deg = back[0].heading_deg + 180
        on = [way for way in ways if way != back[0]]
        same = [way for way in on if way.name and way.name == back[0].name]
        best = min(same or on, key=lambda way: _off(way, heading_deg))
        lost += best != mine[0] and _off(mine[0], heading_deg) > _off(best, heading_deg) + ALIKE_DEG
    return lost


@pytest.mark.parametrize("steps", [4000, 8000])
def test_who_follows_the_cues_stays_on_the_loop(steps: int) -> None:
    loops = plan_loops(LoopRequest(start=Bundled.start, steps=steps, count=4), Bundled())
    network = loops[0].network
    assert network is not None
    exits = _junctions(network, Plane.at(Bundled.start))
    assert sum(_lost(loop, exits) for loop in loops) <= 1
