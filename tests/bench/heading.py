"""Measure whether loops set off towards the heading that was asked for.

    python -m tests.bench.heading [area ...]

Off is a loop that is more than 60° off the heading after its first 200 m, although a street that
lies on a loop leads within 45° of it. Prints the share of such first loops for each area.
"""

from __future__ import annotations

import sys

import numpy as np

from looproute.errors import NoLoopError
from looproute.geo import Plane
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.search.subgraph import Subgraph, reach

from .areas import AREAS, network_of, starts_in

AFTER_M, OFF_DEG, ALLOWED_DEG = 200.0, 60.0, 45.0
HEADINGS_DEG = (20.0, 110.0, 200.0, 290.0)
LENGTH_M = 5600.0


def off_deg(east_m: float, north_m: float, heading_deg: float) -> float:
    """Return how far off a heading a way leads, 0 to 180 degrees."""
    bearing = float(np.degrees(np.arctan2(east_m, north_m)))
    return abs((bearing - heading_deg + 180) % 360 - 180)


def allowed_deg(subgraph: Subgraph, heading_deg: float) -> float:
    """Return how near to a heading one can be after a walk of 200 m on streets that lead round."""
    graph, root = subgraph.graph, subgraph.root
    begin_m = subgraph.distance_m[graph.tail]
    share = (AFTER_M - begin_m) / np.repeat(graph.length_m, 2)
    there = np.flatnonzero((share > 0) & (share <= 1))
    tail, head, part = graph.tail[there], graph.head[there], share[there]
    x = subgraph.x[tail] + part * (subgraph.x[head] - subgraph.x[tail]) - subgraph.x[root]
    y = subgraph.y[tail] + part * (subgraph.y[head] - subgraph.y[tail]) - subgraph.y[root]
    return min(
        (off_deg(*to, heading_deg) for to in zip(x.tolist(), y.tolist(), strict=True)),
        default=180.0,
    )


def measure(area: str, starts: int) -> tuple[int, int]:
    """Return how many first loops are off, and how many there are that need not be."""
    network, off, tried = network_of(area), 0, 0
    for start in starts_in(area, starts):
        subgraph = reach(network, network.nearest(start), LENGTH_M).without_dead_ends()
        for heading_deg in HEADINGS_DEG:
            if allowed_deg(subgraph, heading_deg) > ALLOWED_DEG:
                continue
            request = LoopRequest(
                start=start, length_m=LENGTH_M, heading_deg=heading_deg, only_loops=True, count=1
            )
            try:
                loop = find_loops(network, request)[0]
            except NoLoopError:
                continue
            x, y = Plane.at(loop.points[0]).to_xy(*np.array(loop.points).T)
            along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
            east_m, north_m = (float(np.interp(AFTER_M, along, axis)) for axis in (x, y))
            tried += 1
            off += off_deg(east_m, north_m, heading_deg) > OFF_DEG
    return off, tried


def main() -> None:
    """Print the table."""
    for area in sys.argv[1:] or [name for name in AREAS if name != "gothenburg-whole"]:
        off, tried = measure(area, starts=12)
        print(f"{area}: {off} of {tried} off, {100 * off / max(tried, 1):.1f} %")


if __name__ == "__main__":
    main()
