"""Is a walk what was asked for: its steps where there are stairs, its length from every door.

Both are measured against what was done before: a target in steps was searched for in metres, and
a start was put on the nearest street, whatever that was joined to.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from looproute import Loop, LoopRequest, Walker
from looproute.errors import NoLoopError
from looproute.geo import LatLon, Plane
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.search import find_loops
from looproute.search.components import components_of

from .areas import SEED, network_of, starts_in
from .markdown import deliver, head, out_option, table

STEPS, STEP_M = 8000, 0.70
WALKER = Walker.given(STEP_M)
RIGHT = 0.005
# The stairs that are put into an extract: every fourth path of such a length, in the order of the
# file; every other one is counted, with a riser every 0.25 m.
STAIRS_M, EVERY = (20.0, 200.0), 4
PATHS = [KINDS.index(kind) for kind in ("footway", "path", "pedestrian")]
RISER_M = 0.25
# Doors lie so far from a point on a street, and at most so far from the main network.
BESIDE_M, NEAR_M = 40.0, 60.0


class Steps(NamedTuple):
    """How far off the target walks are, as shares of it: the first ones, and all."""

    first: list[float]
    every: list[float]

    def cells(self) -> list[str]:
        first, every = np.array(self.first), np.array(self.every)
        return [
            f"{100 * np.mean(first <= RIGHT):.0f} %",
            f"{100 * first.max():.1f} %",
            f"{100 * np.mean(every <= RIGHT):.0f} %",
        ]


def with_stairs(network: StreetNetwork) -> StreetNetwork:
    """Return a network some of whose paths are stairs, by the rule above."""
    low_m, high_m = STAIRS_M
    is_path = np.isin(network.kind, PATHS)
    paths = np.flatnonzero(is_path & (network.length_m >= low_m) & (network.length_m <= high_m))
    stairs = paths[::EVERY]
    kind, risers = network.kind.copy(), np.zeros(len(network.u))
    kind[stairs] = KINDS.index("steps")
    risers[stairs[::2]] = np.rint(network.length_m[stairs[::2]] / RISER_M)
    return replace(network, kind=kind, risers=risers)


def steps_off(network: StreetNetwork, starts: list[LatLon], *, in_metres: bool) -> Steps:
    """Return how far off 8,000 steps the loops from some places are."""
    off = Steps([], [])
    for start in starts:
        target = {"length_m": STEPS * STEP_M} if in_metres else {"steps": STEPS}
        loops = _loops(network, LoopRequest(start=start, walker=WALKER, only_loops=True, **target))
        shares = [abs(each.steps - STEPS) / STEPS for each in loops if not each.outside_tolerance]
        off.first.extend(shares[:1])
        off.every.extend(shares)
    return off


def doors(network: StreetNetwork, area: str, count: int) -> list[LatLon]:
    """Return made-up doors beside streets drawn evenly, near the largest connected network."""
    component = components_of(network)
    main = component == int(np.argmax(np.bincount(component, network.length_m)))
    random = np.random.default_rng(SEED)
    found: list[LatLon] = []
    for at in starts_in(area, 20 * count):
        x, y = random.uniform(-BESIDE_M, BESIDE_M, 2).tolist()
        door = Plane.at(at).to_latlon(x, y)
        if len(found) < count and network.nearest(door, main).distance_m <= NEAR_M:
            found.append(door)
    return found


def door_row(area: str, count: int) -> list[str]:
    """Return how many doors of an area have a first walk of the length, before and now."""
    network = network_of(area)
    before = now = 0
    moved_m = []
    for door in doors(network, area, count):
        nearest = network.nearest(door)
        request = LoopRequest(start=door, steps=STEPS, walker=WALKER, count=1)
        there = replace(request, start=nearest.point, snap_limit_m=0.01)
        before += _is_right(_loops(network, there))
        loops = _loops(network, request)
        now += _is_right(loops)
        if loops and any("passed-over" in note.kind for note in loops[0].notes):
            away_m = np.hypot(*Plane.at(door).to_xy(*loops[0].points[0]))
            moved_m.append(float(away_m) - nearest.distance_m)
    moved = f"{np.median(moved_m):.0f} / {max(moved_m):.0f} m" if moved_m else ""
    shares = [f"{100 * right / count:.1f} %" for right in (before, now)]
    return [area, str(count), *shares, str(len(moved_m)), moved]


def _loops(network: StreetNetwork, request: LoopRequest) -> list[Loop]:
    try:
        return find_loops(network, request)
    except NoLoopError:
        return []


def _is_right(loops: list[Loop]) -> bool:
    return bool(loops) and abs(loops[0].error_steps) <= RIGHT * STEPS + 1


@click.command()
@click.option("--doors", "door_count", default=200, help="In each area.")
@click.option("--starts", "start_count", default=40, help="In each area with stairs put into it.")
@out_option
def main(door_count: int, start_count: int, out: Path | None) -> None:
    """Measure how often a walk is what was asked for."""
    lines = head("Exact in what was asked", "exact")
    lines += [
        f"8,000 steps of {STEP_M:.2f} m; right is within 0.5 %. Before: the target in metres.",
        "",
    ]
    rows = []
    for area in ("neubrandenburg", "helsinki", "gothenburg"):
        network, starts = with_stairs(network_of(area)), starts_in(area, start_count)
        for when, in_metres in (("before", True), ("now", False)):
            cells = steps_off(network, starts, in_metres=in_metres).cells()
            rows.append([area, when, *cells])
    lines += table(["stairs put into", "", "first right", "worst first", "all right"], rows)
    lines += ["", "Made-up doors within 60 m of the main network. Before: the nearest street.", ""]
    heads = [
        "doors in",
        "doors",
        "first right before",
        "now",
        "passed over",
        "moved, median / most",
    ]
    areas = ("neubrandenburg", "gothenburg", "oswego", "helsinki", "liechtenstein", "villages")
    lines += table(heads, [door_row(area, door_count) for area in areas])
    deliver(lines, out)


if __name__ == "__main__":
    main()
