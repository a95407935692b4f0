"""List all closed trails of a small graph from its cycle space.

Sets of edges in which each vertex has an even degree form a vector space over GF(2): the sum of two
sets contains the edges in exactly one of them. Its dimension is mu = edges - vertices + 1, so there
are 2**mu such sets; each connected one is a closed trail.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Ints, Mask
from looproute.search.graph.chains import Chains, contract, drop_dead_ends
from looproute.search.graph.multigraph import Multigraph

# Sets of edges as bits. A chain begins and ends at junctions or the root, so mu <= 20 gives at most
# 3 (mu - 1) + 1 = 58 chains, which fit into 64 bits.
Sets = NDArray[np.uint64]
MOST_MU = 20
ONE = np.uint64(1)
TABLE_BITS = 13  # sums of up to this number of lengths are looked up in a table


@dataclass(frozen=True, kw_only=True, eq=False)
class Trails:
    """Closed trails through the root of a connected graph.

    Attributes
    ----------
    length_mm : (k,) the lengths of the trails.
    touched_by : (n,) the chains that touch each vertex of the graph, as a set.
    sets : (k,) the chains of each trail.
    chains : the graph's edges contracted to chains, without dead ends.
    complete : False if there may be others within the limit.
    """

    length_mm: NDArray[np.int64]
    touched_by: Sets
    sets: Sets
    chains: Chains
    complete: bool

    def edges(self, trail: int) -> Ints:
        """Return the edges of a trail, unordered."""
        bits = np.arange(self.chains.graph.m, dtype=np.uint64)
        return self.chains.edges((self.sets[trail] >> bits) & ONE == ONE)


def cycle_rank(graph: Multigraph) -> int:
    """Return mu of a connected graph without isolated vertices: edges - vertices + 1."""
    return graph.m - graph.n + 1


def closed_trails(graph: Multigraph, root: int, limit_mm: int, among: Mask | None = None) -> Trails:
    """Return all closed trails through the root that are no longer than the limit.

    Parameters
    ----------
    graph : connected, lengths in whole millimetres.
    root : a vertex.
    limit_mm : the length of the longest trail.
    among : (m,) the edges that may be used; None for all. Their mu is at most `MOST_MU`.

    Examples
    --------
    A theta and a self-loop, from one of the two junctions:

    >>> theta = [(0, 1, 3.0), (0, 1, 4.0), (0, 1, 5.0), (1, 1, 1.0)]
    >>> sorted(closed_trails(Multigraph.of(2, theta), root=0, limit_mm=9_500).length_mm.tolist())
    [7000, 8000, 8000, 9000, 9000]
    """
    edges = np.ones(graph.m, dtype=bool) if among is None else among.copy()
    edges[edges] = drop_dead_ends(graph.only(edges), root)
    keep = np.zeros(graph.n, dtype=bool)
    keep[root] = True
    chains = contract(graph, keep, edges)
    length_mm = np.rint(1000 * chains.graph.length_m).astype(np.int64)
    touched_by = _chains_at_vertices(graph, chains)

    sets = np.zeros(1, dtype=np.uint64)
    for cycle in _fundamental_cycles(chains.graph, root):
        sets = np.concatenate((sets, sets ^ cycle))
    total_mm = _sum_over_sets(sets, length_mm)
    wanted = (total_mm <= limit_mm) & ((sets & touched_by[root]) != 0)
    sets, total_mm = sets[wanted], total_mm[wanted]
    junctions = touched_by[np.unique(chains.graph.tail)]
    connected = _mask_connected(sets, touched_by[root], junctions)
    return Trails(
        length_mm=total_mm[connected],
        touched_by=touched_by,
        sets=sets[connected],
        chains=chains,
        complete=among is None or bool(among.all()),
    )


def _chains_at_vertices(graph: Multigraph, chains: Chains) -> Sets:
    """Return for each vertex the set of chains that touch it, at their ends or inside."""
    bit = ONE << np.repeat(np.arange(chains.graph.m, dtype=np.uint64), np.diff(chains.start))
    touched_by = np.zeros(graph.n, dtype=np.uint64)
    np.bitwise_or.at(touched_by, graph.tail[chains.dart], bit)
    np.bitwise_or.at(touched_by, graph.head[chains.dart], bit)
    return touched_by


def _fundamental_cycles(graph: Multigraph, root: int) -> list[np.uint64]:
    """Return a basis of the cycle space: one cycle for each edge outside a spanning tree."""
    ends = list(zip(graph.u.tolist(), graph.v.tolist(), strict=True))
    at: dict[int, list[int]] = {}
    for edge, (u, v) in enumerate(ends):
        at.setdefault(u, []).append(edge)
        at.setdefault(v, []).append(edge)
    way_to = {root: 0}  # the tree's edges from the root to each vertex, as a set
    basis, seen, stack = [], set[int](), [root]
    while stack:
        here = stack.pop()
        for edge in at.get(here, []):
            if edge in seen:
                continue
            seen.add(edge)
            there = ends[edge][0] + ends[edge][1] - here
            if there in way_to:
                basis.append(np.uint64(way_to[here] ^ way_to[there] ^ (1 << edge)))
            else:
                way_to[there] = way_to[here] ^ (1 << edge)
                stack.append(there)
    return basis


def _sum_over_sets(sets: Sets, length_mm: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the length of each set, from tables of the lengths of all 13-bit parts."""
    total_mm = np.zeros(len(sets), dtype=np.int64)
    for first in range(0, len(length_mm), TABLE_BITS):
        table_mm = np.zeros(1, dtype=np.int64)
        for one_mm in length_mm[first : first + TABLE_BITS]:
            table_mm = np.concatenate((table_mm, table_mm + one_mm))
        part = (sets >> np.uint64(first)) & np.uint64(len(table_mm) - 1)
        total_mm += table_mm[part.astype(np.intp)]
    return total_mm


def _mask_connected(sets: Sets, at_root: np.uint64, at_junction: Sets) -> Mask:
    """Return the mask of the sets that are connected and contain the root."""
    connected = np.zeros(len(sets), dtype=bool)
    growing = np.arange(len(sets))
    reached = sets & at_root
    while len(growing):
        before = reached.copy()
        part = sets[growing]
        for chains in at_junction:
            here = part & chains
            reached |= np.where(reached & here, here, np.uint64(0))
        whole = reached == part
        connected[growing[whole]] = True
        still = ~whole & (reached != before)
        growing, reached = growing[still], reached[still]
    return connected
