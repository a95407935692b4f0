"""Is there a loop of this length at all? A proof that there is none, a few that are, or: search.

Acceptable is a closed walk from the root that walks every street at most once, but bridges twice,
where a cycle lies beyond. Bridges are those of the streets that a walk of this length can use: what
is walked twice is walked twice because any other way back would make the walk too long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from looproute._typing import Mask
from looproute.search.feasibility.bounds import longest_trail
from looproute.search.feasibility.cycle_space import MOST_MU, Trails, closed_trails, cycle_rank
from looproute.search.feasibility.enumeration import ClosedWalk, Enumeration, TrailsOf, enumeration
from looproute.search.feasibility.pruning import prune
from looproute.search.feasibility.sampling import random_trails
from looproute.search.graph.biconnected import Blocks, Piece, cut_out, find_blocks
from looproute.search.graph.chains import Chains, contract, drop_dead_ends
from looproute.search.graph.multigraph import Multigraph

Verdict = Literal["impossible", "witnesses", "open"]
Reason = Literal["no cycle", "capacity", "exhaustive"]

MOST_WITNESSES = 6  # loops that show that there is one


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How much work a proof is worth.

    Attributes
    ----------
    streets : prune when the blocks with a cycle have at most so many, each one Dijkstra at worst.
    mu : list all trails of blocks of at most this cycle rank; 2**mu of them, mu <= 20.
    samples : how many random parts of a larger block to look into; no proof, but witnesses.
    sample_mu : the cycle rank of such a part.
    """

    streets: int = 400
    mu: int = 16
    samples: int = 0
    sample_mu: int = 14

    def __post_init__(self) -> None:
        for mu in (self.mu, self.sample_mu):
            if not 0 <= mu <= MOST_MU:
                raise ValueError(f"mu must be from 0 to {MOST_MU}, not {mu}")


AT_ONCE = Budget()
TO_THE_METRE = Budget(streets=1000, samples=24)
THOROUGH = Budget(streets=2000, mu=MOST_MU, samples=8)


@dataclass(frozen=True, kw_only=True, eq=False)
class Existence:
    """What is known of the closed walks of a length.

    Attributes
    ----------
    verdict : "impossible" is proved; with "witnesses" there is one; "open" means search.
    reason : why it is impossible: "no cycle" within reach of such a walk; "capacity": all streets
        that it can use, together, are too short; "exhaustive": all lengths are known and none
        is right. None for the other verdicts.
    witnesses : walks of the length, those that repeat least first.
    usable : (m,) the streets that such a walk can use; None where that was too much work.
    longest_m : no walk on the usable streets is longer; None likewise, and with witnesses.
    known : the lengths that exist up to the highest one asked for; None where there are too many.
        Its walks are over chains of streets: `walk` returns them over streets.
    """

    verdict: Verdict
    reason: Reason | None = None
    witnesses: tuple[ClosedWalk, ...] = ()
    usable: Mask | None = None
    longest_m: float | None = None
    known: Enumeration | None = None
    _layers: tuple[Chains, ...] = ()

    def walk(self, index: int) -> ClosedWalk:
        """Return a walk of length `known.length_m[index]`, over darts of the graph examined."""
        assert self.known is not None
        walk = self.known.walk(index)
        darts = walk.darts
        for chains in self._layers:
            darts = chains.expand(darts)
        return walk._replace(darts=darts)

    def nearest(self, length_m: float, within_m: float) -> tuple[ClosedWalk, ...]:
        """Return the few walks known, within so many metres, that are nearest in length."""
        if self.known is None:
            return ()
        off_m = np.abs(self.known.length_m - length_m)
        order = np.argsort(off_m, kind="stable")[: np.count_nonzero(off_m <= within_m)]
        return tuple(self.walk(int(index)) for index in order[:MOST_WITNESSES])

    def nearest_below(self, length_m: float) -> ClosedWalk | None:
        """Return the longest walk known that is shorter than length_m."""
        if self.known is None:
            return None
        index = int(np.searchsorted(self.known.length_m, length_m, side="left")) - 1
        return self.walk(index) if index >= 0 else None

    def nearest_above(self, length_m: float) -> ClosedWalk | None:
        """Return the shortest walk known that is longer than length_m.

        Examine a wider subgraph up to a higher limit to learn of one longer than was asked for.
        """
        if self.known is None:
            return None
        index = int(np.searchsorted(self.known.length_m, length_m, side="right"))
        return self.walk(index) if index < len(self.known.length_m) else None


def examine(
    graph: Multigraph,
    root: int,
    low_m: float,
    high_m: float,
    budget: Budget = AT_ONCE,
    near: Sequence[Mask] = (),
) -> Existence:
    """Return whether there are acceptable closed walks from the root of low_m to high_m.

    Parameters
    ----------
    graph : the streets within reach of such a walk, or more; lengths count as whole millimetres.
    root : where the walk begins and ends.
    low_m, high_m : 0 < low_m <= high_m.
    budget : where more work than this would be needed, the verdict is "open".
    near : (m,) masks of edges, each those of a walk; samples are such walks with detours.

    Examples
    --------
    >>> ring = Multigraph.of(3, [(0, 1, 400.0), (1, 2, 300.0), (2, 0, 300.0)])
    >>> found = examine(ring, root=0, low_m=990.0, high_m=1010.0)
    >>> found.verdict, found.witnesses[0].darts.tolist()
    ('witnesses', [5, 3, 1])
    >>> refused = examine(ring, root=0, low_m=1195.0, high_m=1205.0)
    >>> refused.verdict, refused.reason, refused.longest_m, refused.nearest_below(1195.0).length_m
    ('impossible', 'capacity', 1000.0, 1000.0)
    """
    if graph.m - graph.n > budget.streets:
        return Existence(verdict="open")  # each of its cycles has a street of its own
    at_root = np.arange(graph.n) == root
    streets = contract(_in_millimetres(graph), at_root, drop_dead_ends(graph, root))
    if np.count_nonzero(find_blocks(streets.graph, root).in_cycles()) > budget.streets:
        return Existence(verdict="open")
    left = prune(streets.graph, root, _floor_mm(high_m) / 1000)
    usable = np.zeros(graph.m, dtype=bool)
    usable[streets.edges(left)] = True
    if not left.any():
        return Existence(verdict="impossible", reason="no cycle", usable=usable, longest_m=0.0)
    chains = contract(streets.graph, at_root, left)
    blocks = find_blocks(chains.graph, root)
    pieces = _blocks_with_cycles(chains.graph, blocks)
    examined = Existence(verdict="open", usable=usable, _layers=(chains, streets))
    if budget.samples or max(cycle_rank(piece.graph) for piece in pieces) <= budget.mu:
        around = [chains.over(streets.over(edges)) for edges in near]
        known = enumeration(chains.graph, root, _floor_mm(high_m), _trails_within(budget, around))
        examined = replace(examined, known=known)
        witnesses = _least_repeating(examined, low_m)
        if witnesses:
            return replace(examined, verdict="witnesses", witnesses=witnesses)
    bridges_m = float(chains.graph.length_m[~blocks.in_cycles()].sum())
    longest_m = 2 * bridges_m + sum(longest_trail(piece.graph) for piece in pieces)
    examined = replace(examined, longest_m=longest_m)
    if longest_m < low_m - 0.001:
        return replace(examined, verdict="impossible", reason="capacity")
    if examined.known is not None and examined.known.complete:
        return replace(examined, verdict="impossible", reason="exhaustive")
    return examined


def _in_millimetres(graph: Multigraph) -> Multigraph:
    """Return the graph with lengths rounded to whole millimetres, at least one."""
    return replace(graph, length_m=np.maximum(np.rint(1000 * graph.length_m), 1) / 1000)


def _floor_mm(length_m: float) -> int:
    return int(np.floor(1000 * length_m + 1e-6))


def _blocks_with_cycles(graph: Multigraph, blocks: Blocks) -> list[Piece]:
    return [
        cut_out(graph, blocks.edges(block), int(blocks.entrance[block]))
        for block in np.flatnonzero(~blocks.is_bridge).tolist()
    ]


def _trails_within(budget: Budget, near: Sequence[Mask]) -> TrailsOf:
    """Return what lists the trails of a block: all of them, or where there are too many, samples.

    The samples are near some walks.
    """

    def trails_of(piece: Piece, limit_mm: int) -> list[Trails]:
        if cycle_rank(piece.graph) <= budget.mu:
            return [closed_trails(piece.graph, piece.root, limit_mm)]
        around = [walk[piece.edge] for walk in near]
        return random_trails(piece, limit_mm, budget.samples, budget.sample_mu, around)

    return trails_of


def _least_repeating(examined: Existence, low_m: float) -> tuple[ClosedWalk, ...]:
    """Return some of the walks of at least low_m, those that repeat least first."""
    assert examined.known is not None
    long_enough = np.flatnonzero(examined.known.length_m >= low_m - 1e-9)
    order = np.argsort(examined.known.repeated_m[long_enough], kind="stable")
    return tuple(examined.walk(int(index)) for index in long_enough[order][:MOST_WITNESSES])
