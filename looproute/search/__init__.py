"""Find loops for a request on a street network. Same input and seed: same loops.

Data passes through the modules in this order:

==============================  ==================================================================
`order`, `features`, `cost`     number streets by place; shapes and costs, once for a network
`level`                         level metres: what each street counts in steps or in time
`components`, `snapping`        snap places to a component that can hold the walk
`query_graph`                   join ends to the root by virtual edges, so that a path is a loop
`subgraph`, `mirror`            the streets that a walk of this length can use
`closed_walks`                  closed walks of that length, block by block
`graph`                         multigraphs as arrays: chains, blocks, shortest and disjoint paths
`feasibility`                   prove that no such walk exists, or list the lengths that do
`cycles`                        good cycles in one block: ellipses, sectors, frontiers, detours
`bearings`                      the bearings to search, and which way round to walk
`select`                        select the best walks that differ from each other
`assemble`, `bridges`           turn a walk into a `Loop`, with a note on what it repeats
`paths`, `via`                  paths of a given length; loops through places
`laps`                          short circuits near the start, walked several times
`fallbacks`                     explain why there is no loop, and offer other walks
==============================  ==================================================================
"""

from __future__ import annotations

import math
from dataclasses import replace

from looproute.loops import Loop, Note
from looproute.network.network import Spot, StreetNetwork
from looproute.request import LoopRequest
from looproute.search.assemble import answer
from looproute.search.closed_walks import find_walks, with_outside
from looproute.search.components import SnapTarget, snap
from looproute.search.fallbacks import fallbacks
from looproute.search.fallbacks.context import Context
from looproute.search.level import level_metres
from looproute.search.order import ordered
from looproute.search.select import at_least_searched
from looproute.search.subgraph import reach
from looproute.search.via import find_loops_via

# A loop is poor if it repeats more than this share of the target. A walk of another kind is offered
# after it if it repeats less by at least the second share.
MUCH_REPEATED, MUCH_BETTER = 0.05, 0.02
# A loop that leads back for more than this share of its length goes up and down the same way.
UP_AND_DOWN = 0.25


def find_loops(network: StreetNetwork, request: LoopRequest) -> list[Loop]:
    """Return up to `request.count` loops on a street network, best first.

    If no loop has the requested length, return the walks that repeat least instead; `kind` and
    `notes` describe them. If every loop repeats much of its length, add the walk of another kind
    that repeats much less. With `request.only_loops`, return loops only.

    Raises
    ------
    StartTooFarError
        The start is further than `request.snap_limit_m` from every street.
    NoLoopError
        No such loop exists or was found, and no other walk can replace it.
    """
    if request.via:
        return find_loops_via(ordered(network), at_least_searched(request))[: request.count]
    by_place = ordered(network)
    snapped = snap(by_place, [SnapTarget(request.start)], request.snap_limit_m, request.target_m)
    loops = snapped.add_notes(_find_from_spot(by_place, snapped.spots[0], request))
    return [replace(loop, network=network) for loop in loops]


def _find_from_spot(network: StreetNetwork, start: Spot, request: LoopRequest) -> list[Loop]:
    """Return the loops from a point on a street of a network numbered by place."""
    most_m = request.target_m + request.tolerance_m
    level_m = level_metres(network, request)
    subgraph = (
        reach(network, start, most_m, level_m).without_dead_ends().perturb_costs(request.seed)
    )
    # If fewer are requested, they are the first of these.
    searched = at_least_searched(request)
    walks = find_walks(subgraph, searched)
    found = walks.darts
    if walks.outside is not None:
        found = with_outside(subgraph, found, walks.outside, searched.count)
    loops = [
        answer(network, request, subgraph, darts, rank=rank, kind="loop")
        for rank, darts in enumerate(found[: request.count], start=1)
    ]
    if walks.outside is not None and len(loops) == len(found):
        off_m = subgraph.level_length_m(found[-1]) - request.target_m
        note = Note("better-outside-tolerance", off_m=off_m, **request.quantity)
        loops[-1] = replace(loops[-1], outside_tolerance=True, notes=(note, *loops[-1].notes))
    if loops and not _is_worth_more(request, loops, found=len(found)):
        return loops
    context = Context.of(network, start, request, walks.existence, found=bool(loops))
    offers = [] if request.only_loops else fallbacks(context)
    if not loops and not offers:
        raise context.refusal()
    repeated_m = min((loop.repeated_share * loop.length_m for loop in loops), default=math.inf)
    if loops:
        better_m = repeated_m - MUCH_BETTER * request.target_m
        offers = [offer for offer in offers[:1] if offer.cost_m <= better_m]
    others = [
        answer(
            network,
            request,
            offer.subgraph,
            offer.darts,
            rank=rank,
            kind=offer.kind,
            notes=offer.notes,
            laps=offer.laps,
        )
        for rank, offer in enumerate(offers, start=len(loops) + 1)
    ]
    return _rank_walks(loops, others)[: request.count]


def _is_worth_more(request: LoopRequest, loops: list[Loop], *, found: int) -> bool:
    """Return whether a walk of another kind may be worth offering after the loops."""
    least_m = min(loop.repeated_share * loop.length_m for loop in loops)
    if request.only_loops or least_m <= MUCH_REPEATED * request.target_m:
        return False
    if _share_walked_back(loops[0]) > UP_AND_DOWN:
        return True
    return len(loops) == found < request.count


def _rank_walks(loops: list[Loop], others: list[Loop]) -> list[Loop]:
    """Return loops and walks of another kind, best first.

    Loops come first, unless the best one leads up and down the same way: then walks that go back
    at most half as much come before it.
    """
    if not loops or not others or _share_walked_back(loops[0]) <= UP_AND_DOWN:
        return loops + others
    better = [
        walk for walk in others if _share_walked_back(walk) <= _share_walked_back(loops[0]) / 2
    ]
    ranked = better + loops + [walk for walk in others if walk not in better]
    return [replace(walk, rank=rank) for rank, walk in enumerate(ranked, start=1)]


def _share_walked_back(loop: Loop) -> float:
    """Return the share of a walk that leads back along, or next to, the way that it came."""
    return max(loop.repeated_share, loop.doubling_back_share / 2)
