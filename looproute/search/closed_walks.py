"""Find closed walks of a length from the root of a subgraph, or prove that there are none.

Blocks form a tree, and each loop lies within one of them. So each block that is large enough is
searched by itself, and the way there and back is added.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats, Ints
from looproute.request import LoopRequest
from looproute.search.bearings import (
    SETTING_OFF_COS,
    SETTING_OFF_M,
    Bearings,
    begins_toward,
    is_clockwise,
    lies_toward,
    sets_off_toward,
)
from looproute.search.cycles import candidates
from looproute.search.cycles.contracted_block import ContractedBlock
from looproute.search.cycles.detours import MUCH_BETTER
from looproute.search.cycles.score import PER_ELSEWHERE, Cycle, Goal, merits
from looproute.search.feasibility import AT_ONCE, THOROUGH, TO_THE_METRE, Existence, examine
from looproute.search.feasibility.bounds import quick_bounds
from looproute.search.graph.biconnected import Approach, Blocks, find_blocks
from looproute.search.graph.ragged import take_walked
from looproute.search.mirror import Mirror
from looproute.search.select import MOST_SHARED, choose
from looproute.search.subgraph import Subgraph

# With fewer independent cycles than this, proving that no loop exists is faster than searching in
# vain.
FEW_CYCLES = 100
MOST_BLOCKS = 3
# Shorter cycles at the end of a stem are not searched for.
MIN_CYCLE_M = 50.0
# Merit lost by a walk at a right angle to the requested heading.
PER_OFF_HEADING = 0.5
# Walks with a lower cosine lie behind the start and are left out.
BEHIND_COS = -0.2
# Walks within this many metres of the target count as equally exact.
EXACT_M = 0.5


class Walks(NamedTuple):
    """Result of a search.

    Attributes
    ----------
    darts : walks over darts of the subgraph, best first.
    existence : what is known about existing lengths; None if the search found enough at once.
    outside : a better walk than the first, slightly outside the tolerance, or None.
    """

    darts: list[Ints]
    existence: Existence | None
    outside: Ints | None = None


class _Searched(NamedTuple):
    """Walks with their merits: those of the right length, and better ones just outside."""

    right: list[tuple[float, Ints]]
    outside: list[tuple[float, Ints]]


def find_walks(subgraph: Subgraph, request: LoopRequest) -> Walks:
    """Return up to `request.count` different walks of the requested length, best first.

    `subgraph` holds the streets within reach of the longest valid walk, without dead ends.
    """
    low_m = request.target_m - request.tolerance_m
    high_m = request.target_m + request.tolerance_m
    existence = None
    if subgraph.graph.m - subgraph.graph.n < FEW_CYCLES:
        existence = examine(subgraph.graph, subgraph.root, low_m, high_m, AT_ONCE)
        if existence.verdict == "impossible":
            return Walks(darts=[], existence=existence)
    if existence is not None and existence.usable is not None:
        # A bridge among the usable streets may be walked twice.
        streets = np.flatnonzero(existence.usable)
        found, outside = (
            [
                (value, (2 * streets[walk >> 1] + (walk & 1)).astype(np.int32))
                for value, walk in some
            ]
            for some in _search_blocks(subgraph.only(streets), request, low_m, high_m)
        )
    else:
        found, outside = _search_blocks(subgraph, request, low_m, high_m)
    if existence is None or existence.verdict == "open":
        if not found:
            existence = examine(subgraph.graph, subgraph.root, low_m, high_m, THOROUGH)
        elif request.exact and min(_measure_off_m(subgraph, found, request.target_m)) > EXACT_M:
            near = [np.isin(np.arange(subgraph.graph.m), walk >> 1) for _, walk in found]
            existence = examine(subgraph.graph, subgraph.root, low_m, high_m, TO_THE_METRE, near)
    if existence is not None and existence.witnesses:
        found += _score_witnesses(subgraph, request, existence)
    found = [(value, orient_walk(subgraph, walk, request.heading_deg)) for value, walk in found]
    if request.heading_deg is not None:
        found = _keep_toward_heading(subgraph, found, request.heading_deg)
    if request.exact and found:
        found = _put_nearest_first(subgraph, found, request.target_m)
    walks = [walk for _, walk in found]
    worth = np.array([value for value, _ in found])
    chosen = choose(worth, walks, subgraph.graph.length_m, request.count)
    return Walks(
        darts=[walks[i] for i in chosen],
        existence=existence,
        outside=_find_better_outside(subgraph, request, outside, worth),
    )


def _find_better_outside(
    subgraph: Subgraph, request: LoopRequest, outside: list[tuple[float, Ints]], worth: Floats
) -> Ints | None:
    """Return the best walk just outside the tolerance if it is better than all within it.

    With `request.no_longer`, only shorter walks count.
    """
    outside = [(value, orient_walk(subgraph, walk, request.heading_deg)) for value, walk in outside]
    if request.heading_deg is not None:
        outside = _keep_toward_heading(subgraph, outside, request.heading_deg)
    if request.no_longer:
        outside = [one for one in outside if subgraph.level_length_m(one[1]) <= request.target_m]
    best = max(outside, key=lambda one: one[0], default=None)
    if best is None or len(worth) == 0 or best[0] < worth.max() + MUCH_BETTER:
        return None
    return best[1]


def with_outside(subgraph: Subgraph, walks: list[Ints], outside: Ints, count: int) -> list[Ints]:
    """Return at most `count` walks, the last of them outside the tolerance.

    It replaces walks that share more than half with it, but never the first.
    """
    graph = subgraph.graph
    on_outside = np.zeros(graph.m)
    on_outside[outside >> 1] = graph.length_m[outside >> 1]
    different = [
        walk
        for walk in walks[1:]
        if on_outside[walk >> 1].sum()
        <= MOST_SHARED * min(subgraph.level_length_m(walk), subgraph.level_length_m(outside))
    ]
    kept = [walks[0], *different][: max(count - 1, 1)]
    return [*kept, outside][:count]


def _score_witnesses(
    subgraph: Subgraph, request: LoopRequest, existence: Existence
) -> list[tuple[float, Ints]]:
    """Return the witnesses of the right length, with their merits."""
    walks = existence.witnesses
    if request.exact:
        walks = existence.nearest(request.target_m, request.tolerance_m)
    whole = ContractedBlock.of(subgraph, np.ones(subgraph.graph.m, dtype=bool), subgraph.root)
    whole = replace(whole, heading_deg=request.heading_deg)
    goal = Goal(target_m=request.target_m, tolerance_m=request.tolerance_m, exact=request.exact)
    cycles = [Cycle.of(whole, whole.contract_walk(walk.darts)) for walk in walks]
    values = merits(whole, cycles, goal).tolist()
    found = [(value, walk.darts) for value, walk in zip(values, walks, strict=True)]
    # Their lengths are rounded to millimetres per street, so the sum may be outside the tolerance.
    off_m = _measure_off_m(subgraph, found, request.target_m)
    return [one for one, m in zip(found, off_m, strict=True) if m <= request.tolerance_m + 1e-6]


def _put_nearest_first(
    subgraph: Subgraph, found: list[tuple[float, Ints]], target_m: float
) -> list[tuple[float, Ints]]:
    """Return the walks, led by the best of those nearest in length, with the highest merit."""
    off_m = _measure_off_m(subgraph, found, target_m)
    near_m = max(EXACT_M, min(off_m))
    first = max((i for i, m in enumerate(off_m) if m <= near_m), key=lambda i: found[i][0])
    return [(max(value for value, _ in found), found[first][1]), *found]


def _measure_off_m(
    subgraph: Subgraph, found: list[tuple[float, Ints]], target_m: float
) -> list[float]:
    """Return the difference of each walk from the target, in level metres."""
    return [abs(subgraph.level_length_m(walk) - target_m) for _, walk in found]


def orient_walk(subgraph: Subgraph, walk: Ints, heading_deg: float | None) -> Ints:
    """Return a walk or its reverse: towards the heading, or clockwise without one."""
    x, y = points_along(subgraph, walk)
    fits = is_clockwise(x, y) if heading_deg is None else begins_toward(x, y, heading_deg)
    return walk if fits else walk[::-1] ^ 1


def _keep_toward_heading(
    subgraph: Subgraph, found: list[tuple[float, Ints]], heading_deg: float
) -> list[tuple[float, Ints]]:
    """Return the walks that do not lie behind, with merit reduced by their angle to the heading.

    The walks must already run in the direction that sets off nearer to it; those that do not set
    off towards it lose more merit.
    """
    kept = []
    for value, walk in found:
        x, y = points_along(subgraph, walk)
        cos = lies_toward(x, y, heading_deg)
        if sets_off_toward(x, y, heading_deg) < SETTING_OFF_COS:
            value -= PER_ELSEWHERE
        if cos > BEHIND_COS:
            kept.append((value - PER_OFF_HEADING * (1 - cos), walk))
    return kept


def points_along(subgraph: Subgraph, walk: Ints) -> tuple[Floats, Floats]:
    """Return x and y of points about every 20 m along a walk, from the root and back to it."""
    flat, _, _ = take_walked(subgraph.shapes.sample_offsets, walk)
    x, y = subgraph.shapes.sample_xy[flat].T
    at_x, at_y = subgraph.x[subgraph.root], subgraph.y[subgraph.root]
    return np.concatenate([[at_x], x, [at_x]]), np.concatenate([[at_y], y, [at_y]])


def _search_blocks(
    subgraph: Subgraph, request: LoopRequest, low_m: float, high_m: float
) -> _Searched:
    """Return walks with their merits: the way to a block, a cycle in it, and the way back."""
    mirror = Mirror.of(subgraph)
    subgraph, request = mirror.subgraph(subgraph), mirror.request(request)
    blocks = find_blocks(subgraph.graph, subgraph.root)
    approach = Approach(graph=subgraph.graph, blocks=blocks)
    compass = Bearings.of(request)
    found: list[tuple[float, Ints]] = []
    outside: list[tuple[float, Ints]] = []
    for block in _select_blocks(approach, blocks, low_m, high_m):
        way = approach.to(block)
        if way.length_m > high_m - MIN_CYCLE_M:
            continue
        contracted_block = ContractedBlock.of(
            subgraph, blocks.edges(block), int(blocks.entrance[block])
        )
        if way.length_m < SETTING_OFF_M:
            contracted_block = replace(contracted_block, heading_deg=request.heading_deg)
        goal = Goal(
            target_m=request.target_m - way.length_m,
            tolerance_m=request.tolerance_m,
            exact=request.exact,
        )
        cycles = candidates(contracted_block, goal, compass, request.count)
        for walks, some in (
            (found, cycles.right),
            (outside, [cycles.outside] if cycles.outside else []),
        ):
            for value, cycle in some:
                walk = np.concatenate(
                    [way.out, contracted_block.chains.expand(cycle.darts), way.back]
                )
                walks.append((value - way.length_m / request.target_m, walk))
        if len(found) >= request.count:
            break
    return _Searched(found, outside)


def _select_blocks(approach: Approach, blocks: Blocks, low_m: float, high_m: float) -> list[int]:
    """Return the blocks that have room for the rest of the walk, nearest and largest first."""
    room_m = quick_bounds(approach.graph, blocks)
    bridge_m = np.zeros(len(blocks))
    length_m = np.zeros(len(blocks))
    inside = blocks.of_edge >= 0
    np.add.at(length_m, blocks.of_edge[inside], approach.graph.length_m[inside])
    options = []
    for block in range(len(blocks)):
        parent = int(blocks.parent[block])
        if parent >= 0:
            bridge_m[block] = bridge_m[parent] + blocks.is_bridge[parent] * length_m[parent]
        if blocks.is_bridge[block] or 2 * bridge_m[block] + room_m[block] < low_m:
            continue
        passed = blocks.path(block)[:-1]
        trap = room_m[block] < low_m / 2 and any(room_m[p] >= 1.5 * low_m for p in passed)
        if not trap and 2 * bridge_m[block] < high_m:
            options.append((bridge_m[block], len(passed), -room_m[block], block))
    return [block for *_, block in sorted(options)[:MOST_BLOCKS]]
