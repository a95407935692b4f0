"""Search for good paths of the right length between the ends of a virtual edge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from looproute._typing import Ints
from looproute.search.cycles import Pool
from looproute.search.cycles.contracted_block import LENGTH, ContractedBlock
from looproute.search.cycles.detours import close_in_rounds
from looproute.search.cycles.frontier import Joins
from looproute.search.cycles.score import Cycle, Goal, select_promising
from looproute.search.graph.biconnected import find_blocks
from looproute.search.paths.arcs import arcs, straight
from looproute.search.query_graph import QueryGraph

# Length of the arcs as a share of the target, and the number of rounds to bring paths to it.
WAVES = ((1.0, 2), (0.85, 2), (0.7, 3), (0.5, 4))
# Rounds for shortest paths, which grow in many rounds only if nothing else is found.
FEW_ROUNDS, MANY_ROUNDS = 1, 12
# The number of paths closed for each arc.
KEPT = 3


class Trail(NamedTuple):
    """A path as darts of the subgraph, from its root to the virtual edge's end, and its merit."""

    merit: float
    darts: Ints


def trails(query: QueryGraph, goal: Goal, *, seed: int, count: int) -> list[Trail]:
    """Return up to `count` different paths of the right length, best first.

    They use no street twice. `query` has one virtual edge, whose ends are connected without it.
    """
    subgraph, tie = query.subgraph, query.virtual_edge()
    blocks = find_blocks(subgraph.graph, subgraph.root)
    block = ContractedBlock.of(subgraph, blocks.edges(int(blocks.of_edge[tie])), subgraph.root)
    on_tie = int(np.flatnonzero(block.chains.dart >> 1 == tie)[0])
    chain = int(np.searchsorted(block.chains.start, on_tie, side="right")) - 1
    # The virtual edge leads from its end to the root; its chain may begin at either.
    out = 2 * chain + 1 - int(block.chains.dart[on_tie] & 1)
    if block.tail[out] == block.head[out]:
        ring = Cycle.of(block, np.array([out ^ 1]))
        found = [(0.0, ring)] if goal.reached(ring) else []
    else:
        found = _search_waves(block, out, goal, seed=seed, count=count)
    return [
        Trail(value, _remove_virtual_edge(block.chains.expand(cycle.darts), tie))
        for value, cycle in found
    ]


def _remove_virtual_edge(walk: Ints, tie: int) -> Ints:
    """Return a closed walk without the virtual edge, from the root on."""
    at = int(np.flatnonzero(walk >> 1 == tie)[0])
    return np.concatenate([walk[at + 1 :], walk[:at]])


def _search_waves(
    block: ContractedBlock, out: int, goal: Goal, *, seed: int, count: int
) -> list[tuple[float, Cycle]]:
    pool = Pool(block, goal, count)
    pool.add(_close_paths(block, straight(block, out), goal.target_m, goal, FEW_ROUNDS))
    first_rad = float(np.random.default_rng(seed).uniform(0, 2 * np.pi))
    for share, rounds in WAVES:
        before = pool.worth
        length_m = share * goal.target_m
        pool.add(_close_paths(block, arcs(block, out, length_m, first_rad), length_m, goal, rounds))
        if pool.is_enough(before):
            break
    if not pool.chosen:
        pool.add(_close_paths(block, straight(block, out), goal.target_m, goal, MANY_ROUNDS))
    return pool.improved()


def _close_paths(
    block: ContractedBlock, found: Joins, near_m: float, goal: Goal, rounds: int
) -> list[Cycle]:
    """Return the best paths of each arc and the shortest one, if they reach the right length."""
    if len(found.sums) == 0:
        return []
    shortest = int(np.argmin(found.sums[:, LENGTH]))
    worth_it = {*select_promising(found, near_m, goal.target_m, KEPT), shortest}
    # Reverse them so that the virtual edge comes last and stays unchanged.
    ways = [Cycle.of(block, found.darts(i)[::-1] ^ 1) for i in sorted(worth_it)]
    reached = [way for way in ways if goal.reached(way)]
    return reached + close_in_rounds(block, ways, goal, rounds)
