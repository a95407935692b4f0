"""Ways: walks from one place to another, made as long as wished.

The two ends are tied to each other, `ties`, so that a way is a loop over the tie. `arcs` are what
ways follow, `trails` the search along them, `excursions` loops on the way where a way cannot be
stretched, `refusal` the reason why there is none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from looproute.geo import distance_m
from looproute.loops import MAX_LENGTH_M, MIN_LENGTH_M, LoopRequest
from looproute.search.answer import answer
from looproute.search.candidates.cycles import Goal
from looproute.search.forced import forced_note
from looproute.search.graph.shortest import shortest_paths
from looproute.search.junctions import spot_at, with_junctions
from looproute.search.survey import Survey
from looproute.search.ties import Tied
from looproute.search.ways.avoid import unused
from looproute.search.ways.excursions import excursions
from looproute.search.ways.refusal import existing, not_connected, refusal
from looproute.search.ways.trails import trails
from looproute.shape import compactness

if TYPE_CHECKING:
    from looproute.arrays import Ints
    from looproute.gait import Walker
    from looproute.geo import LatLon
    from looproute.loops import Loop, WayRequest
    from looproute.search.reach import Ball
    from looproute.streets import StreetNetwork
    from looproute.units import Units


def find_ways(network: StreetNetwork, request: WayRequest) -> list[Loop]:
    """Return up to `request.count` ways from `request.start` to `request.end`, best first.

    Each is a `Loop` of the kind "one-way", right in length like a loop, which walks no street
    twice, but for the way to a loop on the way where there is no other. It uses none of the streets
    along `request.avoid`, but for those without which there is no way at all. `Loop.network` is the
    network with junctions at both ends.

    Raises
    ------
    ValueError
        Start and end are the same place on the streets.
    StartTooFarError
        Start or end is further than `request.snap_limit_m` from every street.
    NoLoopError
        There is no such way, or none was found; the reason says how long the shortest one is.
    """
    cut, start, end = _ends(
        network, request.start, request.end, request.snap_limit_m, request.units
    )
    survey = Survey.of(cut)
    usable = unused(cut, (start, end), request.avoid)
    everywhere = Tied.of(cut, survey, start, [end], usable)
    shortest_m = float(everywhere.distances_m()[0, everywhere.ends[0]])
    tied = everywhere.within(request.target_m + request.tolerance_m)
    if tied is None:
        raise refusal(request, shortest_m, None)
    tied = tied.shaken(request.seed)
    goal = Goal(target_m=request.target_m, tolerance_m=request.tolerance_m, exact=request.exact)
    found = [walk.darts for walk in trails(tied, goal, seed=request.seed, count=request.count)]
    if not found:
        exists = existing(tied, request)
        found = [] if exists.darts is None else [exists.darts]
        if not found and not exists.proved:
            found = _with_loops(cut, survey, request, tied)
        if not found:
            raise refusal(request, shortest_m, exists)
    return [
        _way(cut, survey, request, tied.ball, darts, rank=rank)
        for rank, darts in enumerate(found, start=1)
    ]


def _with_loops(
    network: StreetNetwork, survey: Survey, request: WayRequest, tied: Tied
) -> list[Ints]:
    """Return short ways with a loop put in, as darts of the ball, where a way is not found."""
    ball = tied.untied()
    number = np.full(len(network.u), -1)
    number[ball.street] = np.arange(len(ball.street))
    way = shortest_paths(ball.graph, ball.root).path_to(tied.ends[0])
    walk = (2 * ball.street[way >> 1] + (way & 1)).astype(np.int32)
    longer = excursions(network, survey, request, number >= 0, walk)
    return [
        (2 * number[darts >> 1] + (darts & 1)).astype(np.int32)
        for darts in islice(longer, request.count)
    ]


def pleasant_way(
    network: StreetNetwork,
    start: LatLon,
    end: LatLon,
    walker: Walker,
    snap_limit_m: float = 150.0,
    units: Units = "metric",
) -> Loop:
    """Return the way between two places that is best to walk: short, and pleasant where it can be.

    Raises what `find_ways` raises.
    """
    cut, here, there = _ends(network, start, end, snap_limit_m, units)
    survey = Survey.of(cut)
    tied = Tied.of(cut, survey, here, [there], np.ones(len(cut.u), dtype=bool))
    ball = tied.untied()
    if not np.isfinite(tied.distances_m()[0, tied.ends[0]]):
        raise not_connected()
    darts = shortest_paths(ball.graph, ball.root, np.repeat(ball.cost, 2)).path_to(tied.ends[0])
    length_m = float(ball.graph.length_m[darts >> 1].sum())
    # What was found is what was wished for: a way as long as it is.
    within_m = min(max(length_m, MIN_LENGTH_M), MAX_LENGTH_M)
    request = LoopRequest(start=start, length_m=within_m, walker=walker, units=units)
    way = _way(cut, survey, request, ball, darts, rank=1)
    return replace(way, target_m=length_m, target_steps=way.steps)


def _way(
    network: StreetNetwork,
    survey: Survey,
    request: LoopRequest,
    ball: Ball,
    darts: Ints,
    *,
    rank: int,
) -> Loop:
    """Return a way as a `Loop`; how compact it is, is told of the way closed by a straight line."""
    note = forced_note(network, ball, darts, request.target_m, request.units)
    way = answer(network, survey, request, ball, darts, rank=rank, kind="one-way", note=note)
    lat, lon = np.array([*way.points, way.points[0]]).T
    x, y = survey.plane.to_xy(lat, lon)
    closed_m = way.length_m + distance_m(way.points[-1], way.points[0])
    return replace(way, compactness=compactness(x, y, closed_m))


def _ends(
    network: StreetNetwork, start: LatLon, end: LatLon, snap_limit_m: float, units: Units
) -> tuple[StreetNetwork, int, int]:
    """Return the network with junctions at two places that hang together, and the junctions."""
    spots = [
        spot_at(network, start, snap_limit_m, units),
        spot_at(network, end, snap_limit_m, units, "the end"),
    ]
    cut, (here, there) = with_junctions(network, spots)
    if here == there:
        raise ValueError(
            f"{start} and {end} are the same place on the streets: "
            "for a walk that ends where it begins, plan a loop."
        )
    return cut, here, there
