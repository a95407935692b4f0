"""Find loops through places: short legs from one to the next, one of which is lengthened.

`tours` finds short legs that share no street. Then each of them in turn is replaced by a path
(`paths`) that makes up the missing length and uses no street of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from looproute._typing import Floats, Ints, Mask
from looproute.errors import NoLoopError
from looproute.loops import Loop, Mark
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search.assemble import answer
from looproute.search.components import SnapTarget, snap
from looproute.search.cycles.score import (
    PER_COST,
    PER_DOUBLING_BACK,
    PER_NEAR_SELF,
    PER_TURN_PER_KM,
    ROUND_ENOUGH,
    Goal,
)
from looproute.search.graph.multigraph import Multigraph
from looproute.search.level import least_m, level_costs, level_metres
from looproute.search.paths.existing_paths import not_connected
from looproute.search.paths.side_loops import excursions
from looproute.search.paths.trails import trails
from looproute.search.query_graph import QueryGraph
from looproute.search.select import choose
from looproute.search.snapping import with_junctions
from looproute.search.via.listing import list_loops
from looproute.search.via.tours import Roads, Tour, orders, tour_m, tours

# Legs that would have to be shorter than this are not searched for.
LEAST_M = 20.0
# The number of paths returned for each lengthened leg.
MOST_WAYS = 4
# The number of tours to lengthen, unless this many times the requested number of walks is found.
MOST_TOURS = 4
ENOUGH_TIMES = 3


def find_loops_via(network: StreetNetwork, request: LoopRequest) -> list[Loop]:
    """Return up to `request.count` loops through the places of `request.via`, best first.

    They pass the places in the best order, and `Loop.marks` gives their positions. They repeat
    nothing except streets that lead to a place without another way back.

    Raises
    ------
    StartTooFarError
        The start or a place is further than `request.snap_limit_m` from every street.
    NoLoopError
        The places are too far, or no such loop was found; the error reports the shortest length.
    """
    places = [SnapTarget(request.start)]
    for i, place in enumerate(request.via, start=1):
        places.append(SnapTarget(place, "via", i))
    snapped = snap(network, places, request.snap_limit_m, request.target_m)
    cut, stops = with_junctions(network, snapped.spots)
    stop = list(dict.fromkeys(stops))
    if len(stop) == 1:
        raise ValueError("The place to pass is where the loop starts: leave it out.")
    high_m = request.target_m + request.tolerance_m
    level_m = level_metres(cut, request)
    counted_m = least_m(level_m)
    graph = Multigraph(n=len(cut.lat), u=cut.u, v=cut.v, length_m=counted_m)
    from_stop = _distances_m(graph, stop)
    apart_m = from_stop[:, stop]
    if not np.isfinite(apart_m).all():
        raise not_connected()
    within = from_stop[0][cut.u] + counted_m + from_stop[0][cut.v] <= high_m
    cost = level_costs(cut, level_m)
    if request.seed:
        cost = cost * np.random.default_rng(request.seed).lognormal(0.0, 0.2, size=len(cost))
    shortest_m = tour_m(apart_m, orders(apart_m)[0])
    if shortest_m > high_m:
        everywhere = Roads.of(graph, np.ones(graph.m, dtype=bool), counted_m, stop[0])
        found_m = [tour.length_m for tour in tours(everywhere, stop, apart_m)]
        raise _explain_refusal(request, min(found_m, default=None), proved=True)
    found: list[Tour] = []
    for price in (cost, counted_m):
        roads = Roads.of(graph, within, price, stop[0])
        found += tours(roads, stop, apart_m)
    fitting = sorted((tour for tour in found if tour.length_m <= high_m), key=_length_m)
    lengthened = (
        walk
        for tour in _drop_repeated_tours(fitting)[:MOST_TOURS]
        for walk in _lengthen_legs(cut, request, roads, tour, level_m)
    )
    walks = list(islice(lengthened, ENOUGH_TIMES * request.count))
    if not walks:
        low_m = request.target_m - request.tolerance_m
        walks = list_loops(graph, within, stop, low_m, high_m)
    if not walks:
        walks = [
            walk
            for tour in _drop_repeated_tours(fitting)[:1]
            for walk in excursions(cut, request, within, np.concatenate(tour.legs), level_m)
        ]
    if not walks:
        nearest_m = min(map(_length_m, found), default=None)
        raise _explain_refusal(request, nearest_m, proved=False)
    return snapped.add_notes(_assemble_loops(cut, request, stops, within, walks, level_m))


def _distances_m(graph: Multigraph, stops: list[int]) -> Floats:
    from scipy.sparse.csgraph import dijkstra

    rows: Floats = dijkstra(graph.matrix(), indices=stops)
    return rows


def _length_m(tour: Tour) -> float:
    return tour.length_m


def _drop_repeated_tours(found: list[Tour]) -> list[Tour]:
    """Return the tours without repeats of the same set of streets."""
    kept = {np.sort(np.concatenate(tour.legs) >> 1).tobytes(): tour for tour in reversed(found)}
    return sorted(kept.values(), key=_length_m)


def _lengthen_legs(
    network: StreetNetwork, request: LoopRequest, roads: Roads, tour: Tour, level_m: Floats
) -> Iterator[Ints]:
    """Yield the tour with each of its legs in turn lengthened to the target, as network darts."""
    k = len(tour.stops)
    if abs(tour.length_m - request.target_m) <= request.tolerance_m:
        yield np.concatenate(tour.legs)
    for long in range(k):
        rest = np.concatenate([tour.legs[(long + 1 + i) % k] for i in range(k - 1)])
        missing_m = request.target_m - float(roads.graph.length_m[rest >> 1].sum())
        if missing_m < LEAST_M:
            continue
        here, there = tour.stops[long], tour.stops[(long + 1) % k]
        walked = np.zeros(roads.graph.m, dtype=bool)
        walked[rest >> 1] = True
        free = roads.open & (~walked | roads.forced)
        most_m = missing_m + request.tolerance_m
        query = QueryGraph.of(network, here, [there], free, level_m).within(most_m)
        if query is None:
            continue
        query = query.perturb_costs(request.seed)
        goal = Goal(target_m=missing_m, tolerance_m=request.tolerance_m, exact=request.exact)
        for _, way in trails(query, goal, seed=request.seed, count=MOST_WAYS):
            darts = (2 * query.subgraph.street[way >> 1] + (way & 1)).astype(np.int32)
            legs = [*tour.legs[:long], darts, *tour.legs[long + 1 :]]
            yield np.concatenate(legs)


def _assemble_loops(
    network: StreetNetwork,
    request: LoopRequest,
    stops: tuple[int, ...],
    within: Mask,
    walks: list[Ints],
    level_m: Floats,
) -> list[Loop]:
    """Return the best of the walks as loops with their marks."""
    subgraph = QueryGraph.of(network, stops[0], [], within, level_m).subgraph
    number = np.full(len(network.u), -1)
    number[subgraph.street] = np.arange(len(subgraph.street))
    loops, merits = [], []
    for walk in walks:
        darts = (2 * number[walk >> 1] + (walk & 1)).astype(np.int32)
        loop = answer(network, request, subgraph, darts, rank=1, kind="loop")
        loops.append(replace(loop, marks=_mark_places(network, stops, walk)))
        merits.append(_score_loop(loop, float(subgraph.cost[darts >> 1].sum())))
    chosen = choose(np.array(merits), walks, network.length_m, request.count)
    return [replace(loops[i], rank=rank) for rank, i in enumerate(chosen, start=1)]


def _score_loop(loop: Loop, cost: float) -> float:
    """Return the merit of a loop, on the same scale as that of cycles (`cycles.score`)."""
    return (
        min(loop.compactness, ROUND_ENOUGH)
        - PER_TURN_PER_KM * loop.turns / loop.length_m * 1000
        - PER_COST * cost / loop.length_m
        - PER_DOUBLING_BACK * loop.doubling_back_share
        - PER_NEAR_SELF * loop.near_self_share
    )


def _mark_places(network: StreetNetwork, stops: tuple[int, ...], walk: Ints) -> tuple[Mark, ...]:
    """Return the marks where each place is passed first, in the order of the walk."""
    tail = np.where(walk & 1, network.v[walk >> 1], network.u[walk >> 1])
    before_m = np.concatenate([[0.0], np.cumsum(network.length_m[walk >> 1])])
    marks = [
        Mark(float(before_m[np.flatnonzero(tail == stop)[0]]), "via", number=i)
        for i, stop in enumerate(stops[1:], start=1)
    ]
    return tuple(sorted(marks, key=lambda mark: mark.along_m))


def _explain_refusal(request: LoopRequest, nearest_m: float | None, *, proved: bool) -> NoLoopError:
    """Return the error that explains why no loop passes the places."""
    facts = {
        "target_m": request.target_m,
        "places": len(request.via),
        **request.quantity,
    }
    if nearest_m is None:
        return NoLoopError("no-return-from-places", proved=proved, **facts)
    return NoLoopError(
        "no-loop-through-places" if proved else "no-loop-through-places-found",
        nearest_m=nearest_m,
        proved=proved,
        nearest_steps=request.walker.steps(nearest_m).steps,
        **facts,
    )
