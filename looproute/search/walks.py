"""The closed walks of a length from the root of a ball: found, proved impossible, or not found.

Streets hang together as a tree of blocks. Loops lie within one block, so each block that is large
enough is searched by itself, with the way to it and home put in front and behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.approach import Approach
from looproute.search.arena import Arena
from looproute.search.blocks import Blocks, find_blocks
from looproute.search.bounds import quick_bounds
from looproute.search.candidates import candidates
from looproute.search.cycles import Cycle, Goal, merits
from looproute.search.choice import choose
from looproute.search.existence import AT_ONCE, THOROUGH, Existence, examine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from looproute.loops import LoopRequest
    from looproute.search.reach import Ball

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

# With at most so many independent cycles, listing all loops is quicker than searching for one.
FEW_CYCLES = 40
MOST_BLOCKS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Walks:
    """What was found.

    Attributes
    ----------
    darts : of the ball, best walk first.
    existence : what is known of the lengths that exist; None where search found enough at once.
    """

    darts: list[Ints]
    existence: Existence | None


def find_walks(ball: Ball, request: LoopRequest) -> Walks:
    """Return up to `request.count` different walks of the wished length, best first.

    `ball` is the ball of the longest walk that is right, without its dead ends.
    """
    low_m = request.target_m - request.tolerance_m
    high_m = request.target_m + request.tolerance_m
    existence = None
    if ball.graph.m - ball.graph.n < FEW_CYCLES:
        existence = examine(ball.graph, ball.root, low_m, high_m, AT_ONCE)
        if existence.verdict == "impossible":
            return Walks(darts=[], existence=existence)
    found = _searched(ball, request, low_m, high_m)
    if not found and (existence is None or existence.verdict == "open"):
        existence = examine(ball.graph, ball.root, low_m, high_m, THOROUGH)
    if existence is not None and existence.witnesses:
        whole = Arena.of(ball, np.ones(ball.graph.m, dtype=bool), ball.root)
        goal = Goal(target_m=request.target_m, tolerance_m=request.tolerance_m)
        cycles = [Cycle.of(whole, whole.contracted(walk.darts)) for walk in existence.witnesses]
        values = merits(whole, cycles, goal).tolist()
        found += zip(values, (walk.darts for walk in existence.witnesses), strict=True)
    walks = [walk for _, walk in found]
    worth = np.array([value for value, _ in found])
    chosen = choose(worth, walks, ball.graph.length_m, request.count)
    return Walks(darts=[walks[i] for i in chosen], existence=existence)


def _searched(
    ball: Ball, request: LoopRequest, low_m: float, high_m: float
) -> list[tuple[float, Ints]]:
    """Return walks with their merits: the way to a block, a cycle in it, and the way home."""
    blocks = find_blocks(ball.graph, ball.root)
    approach = Approach(graph=ball.graph, blocks=blocks)
    found: list[tuple[float, Ints]] = []
    for block in _worth_searching(approach, blocks, low_m, high_m):
        way = approach.to(block)
        arena = Arena.of(ball, blocks.edges(block), int(blocks.entrance[block]))
        goal = Goal(
            target_m=request.target_m - way.length_m,
            tolerance_m=request.tolerance_m,
            exact=request.exact,
        )
        for value, cycle in candidates(arena, goal, request.count):
            walk = np.concatenate([way.out, arena.chains.expand(cycle.darts), way.back])
            found.append((value - way.length_m / request.target_m, walk))
        if len(found) >= request.count:
            break
    return found


def _worth_searching(approach: Approach, blocks: Blocks, low_m: float, high_m: float) -> list[int]:
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
