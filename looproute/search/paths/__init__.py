"""Find paths of a requested length from one place to another.

A virtual edge joins the two ends, so that a path is a loop over it. `arcs` guide the paths,
`trails` searches along them, `side_loops` inserts loops if a path cannot be stretched, and
`existing_paths` explains why there is none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np

from looproute._typing import Floats, Ints
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest, WayRequest
from looproute.search.assemble import answer
from looproute.search.components import Snapped, SnapTarget, snap
from looproute.search.cycles.score import Goal
from looproute.search.graph.shortest_paths import shortest_paths
from looproute.search.level import level_metres
from looproute.search.order import ordered
from looproute.search.paths.avoid import find_unused_streets
from looproute.search.paths.existing_paths import find_existing_paths, not_connected, refusal
from looproute.search.paths.side_loops import excursions
from looproute.search.paths.trails import trails
from looproute.search.query_graph import QueryGraph
from looproute.search.select import at_least_searched
from looproute.search.snapping import with_junctions
from looproute.steps.walker import Walker
from looproute.units import LENGTH_M


def find_ways(network: StreetNetwork, request: WayRequest) -> list[Loop]:
    """Return up to `request.count` paths from `request.start` to `request.end`, best first.

    Each is a `Loop` of the kind "one-way", of the right length, that uses no street twice, except
    to reach an inserted loop if there is no other way. It avoids the streets along
    `request.avoid`, except those that every path uses. `Loop.network` is the network with
    junctions at both ends.

    Raises
    ------
    ValueError
        Start and end are the same place on the streets.
    StartTooFarError
        Start or end is further than `request.snap_limit_m` from every street.
    NoLoopError
        There is no such path, or none was found; the error reports the length of the shortest one.
    """
    wanted, request = request.count, at_least_searched(request)
    cut, start, end, snapped = _snap_ends(
        network, request.start, request.end, request.snap_limit_m, request.target_m
    )
    usable = find_unused_streets(cut, (start, end), request.avoid)
    level_m = level_metres(cut, request)
    everywhere = QueryGraph.of(cut, start, [end], usable, level_m)
    shortest_m = float(everywhere.distances_m()[0, everywhere.ends[0]])
    query = everywhere.within(request.target_m + request.tolerance_m)
    if query is None:
        raise refusal(request, shortest_m, None)
    query = query.perturb_costs(request.seed)
    goal = Goal(target_m=request.target_m, tolerance_m=request.tolerance_m, exact=request.exact)
    found = [walk.darts for walk in trails(query, goal, seed=request.seed, count=request.count)]
    if not found:
        exists = find_existing_paths(query, request)
        found = [] if exists.darts is None else [exists.darts]
        if not found and not exists.proved:
            found = _insert_side_loops(cut, request, query, level_m)
        if not found:
            raise refusal(request, shortest_m, exists)
    return snapped.add_notes(
        answer(cut, request, query.subgraph, darts, rank=rank, kind="one-way")
        for rank, darts in enumerate(found[:wanted], start=1)
    )


def _insert_side_loops(
    network: StreetNetwork, request: WayRequest, query: QueryGraph, level_m: Floats
) -> list[Ints]:
    """Return short paths with an inserted loop, as darts of the subgraph."""
    subgraph = query.without_virtual_edges()
    number = np.full(len(network.u), -1)
    number[subgraph.street] = np.arange(len(subgraph.street))
    way = shortest_paths(subgraph.graph, subgraph.root).path_to(query.ends[0])
    walk = (2 * subgraph.street[way >> 1] + (way & 1)).astype(np.int32)
    longer = excursions(network, request, number >= 0, walk, level_m)
    return [
        (2 * number[darts >> 1] + (darts & 1)).astype(np.int32)
        for darts in islice(longer, request.count)
    ]


def pleasant_way(
    network: StreetNetwork,
    start: LatLon,
    end: LatLon,
    walker: Walker,
    snap_limit_m: float = LoopRequest.snap_limit_m,
) -> Loop:
    """Return the path between two places that costs least: short, and pleasant if possible.

    Raises the same errors as `find_ways`.
    """
    cut, here, there, snapped = _snap_ends(network, start, end, snap_limit_m, 0.0)
    every = np.ones(len(cut.u), dtype=bool)
    query = QueryGraph.of(cut, here, [there], every, np.column_stack([cut.length_m, cut.length_m]))
    subgraph = query.without_virtual_edges()
    if not np.isfinite(query.distances_m()[0, query.ends[0]]):
        raise not_connected()
    darts = shortest_paths(subgraph.graph, subgraph.root, np.repeat(subgraph.cost, 2)).path_to(
        query.ends[0]
    )
    length_m = float(subgraph.graph.length_m[darts >> 1].sum())
    # The target is the length of the path that was found.
    within_m = min(max(length_m, LENGTH_M.low), LENGTH_M.high)
    request = LoopRequest(start=start, length_m=within_m, walker=walker)
    way = answer(cut, request, subgraph, darts, rank=1, kind="one-way")
    [noted] = snapped.add_notes([way])
    return replace(noted, target_m=length_m, target_steps=way.steps, target_s=way.duration_s)


def _snap_ends(
    network: StreetNetwork, start: LatLon, end: LatLon, snap_limit_m: float, needed_m: float
) -> tuple[StreetNetwork, int, int, Snapped]:
    """Return the network with junctions at two places, the junctions, and how they were snapped."""
    network = ordered(network)
    ends = [SnapTarget(start), SnapTarget(end, "end")]
    snapped = snap(network, ends, snap_limit_m, needed_m)
    cut, (here, there) = with_junctions(network, snapped.spots)
    if here == there:
        raise ValueError(
            f"{start} and {end} are the same place on the streets: "
            "for a walk that ends where it begins, plan a loop."
        )
    return cut, here, there, snapped
