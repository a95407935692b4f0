"""The search: streets and a wish to loops. Same streets, same wish, same seed: same loops.

Data passes through it in this order:

==================  ==============================================================================
`features`, `costs`   what must be known of every street, once for a network; what it costs
`level`             what each street counts for this walker: steps and time, as metres on the flat
`components`        the network that a place is put on: one that can hold the walk
`reach`             the subgraph: the streets that a walk of this length can use
`walks`             the subgraph's walks of that length, block by block
`graph`             multigraphs as arrays: chains, blocks, shortest and disjoint paths
`existence`         whether such a walk exists at all: a proof, or all lengths there are
`candidates`        good cycles in one block: ellipses and sectors, frontiers, exact closing
`choice`            the best, and different ones
`compass`           which way to look, and which way round to walk
`answer`, `forced`  a walk becomes a loop with its measures, and a word on what is walked twice
`junctions`         a place on a street, such as one to pass, becomes a junction
`ties`              two places are query to each other: a way between them is a loop over the tie
`ways`, `via`       ways from one place to another, made long enough; loops through places
`laps`              short loops near the start, walked again and again
`fallbacks`         where there is no loop: why, and what to walk instead
==================  ==============================================================================
"""

from __future__ import annotations

import math
from dataclasses import replace

from looproute.loops import Loop, Note
from looproute.network.network import Spot, StreetNetwork
from looproute.request import LoopRequest
from looproute.search.assemble import answer
from looproute.search.closed_walks import find_walks, with_outside
from looproute.search.components import Place, snap
from looproute.search.fallbacks import fallbacks
from looproute.search.fallbacks.context import Context
from looproute.search.level import level_metres
from looproute.search.order import ordered
from looproute.search.select import at_least_searched
from looproute.search.subgraph import reach
from looproute.search.via import find_loops_via

# A loop that walks more than this share of the wish twice is a poor one; a walk of another kind is
# offered after it if it is better by this share.
MUCH_REPEATED, MUCH_BETTER = 0.05, 0.02
# A walk that goes back more than this share of it leads up and down the same way.
UP_AND_DOWN = 0.25


def find_loops(network: StreetNetwork, request: LoopRequest) -> list[Loop]:
    """Return up to `request.count` loops on a street network, best first.

    Where there is none of the wished length, the walks that repeat least stand in for it, each
    saying in `kind` and `notes` what it is; where every loop walks much of its way twice, the one
    that walks much less twice follows them. With `request.only_loops` none does either.

    Raises
    ------
    StartTooFarError
        The start is further than `request.snap_limit_m` from every street.
    NoLoopError
        There is no such loop, or none was found, and nothing stands in for it.
    """
    if request.via:
        return find_loops_via(ordered(network), at_least_searched(request))[: request.count]
    by_place = ordered(network)
    snapped = snap(by_place, [Place(request.start)], request.snap_limit_m, request.target_m)
    loops = snapped.add_notes(_find_from_spot(by_place, snapped.spots[0], request))
    return [replace(loop, network=network) for loop in loops]


def _find_from_spot(network: StreetNetwork, start: Spot, request: LoopRequest) -> list[Loop]:
    """Return what `find_loops` does, from a point on a street of a network numbered by place."""
    most_m = request.target_m + request.tolerance_m
    level_m = level_metres(network, request)
    subgraph = reach(network, start, most_m, level_m).without_dead_ends().shaken(request.seed)
    # Fewer are the first of those found where more are requested.
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
    return _ranked(loops, others)[: request.count]


def _is_worth_more(request: LoopRequest, loops: list[Loop], *, found: int) -> bool:
    """Return whether a walk of another kind may be worth offering next to the loops."""
    least_m = min(loop.repeated_share * loop.length_m for loop in loops)
    if request.only_loops or least_m <= MUCH_REPEATED * request.target_m:
        return False
    if _walked_back(loops[0]) > UP_AND_DOWN:
        return True
    return len(loops) == found < request.count


def _ranked(loops: list[Loop], others: list[Loop]) -> list[Loop]:
    """Return loops and walks of another kind, best first.

    Loops come first, but for one that leads up and down the same way: a walk that goes back half
    as much or less comes before it.
    """
    if not loops or not others or _walked_back(loops[0]) <= UP_AND_DOWN:
        return loops + others
    better = [walk for walk in others if _walked_back(walk) <= _walked_back(loops[0]) / 2]
    ranked = better + loops + [walk for walk in others if walk not in better]
    return [replace(walk, rank=rank) for rank, walk in enumerate(ranked, start=1)]


def _walked_back(loop: Loop) -> float:
    """Return the share of a walk that leads back on the way that it came, or beside it."""
    return max(loop.repeated_share, loop.doubling_back_share / 2)
