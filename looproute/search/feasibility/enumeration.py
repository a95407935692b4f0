"""All lengths of acceptable closed walks on a small graph, and a walk for each.

Blocks hang together as a tree, so lengths add up: what a block contributes is one of its closed
trails through its entrance, and at each cut vertex that the trail touches nothing or something of
each block that hangs there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats, Indices, Ints, Mask
from looproute.search.feasibility.cycle_space import Trails, closed_trails
from looproute.search.feasibility.length_sets import NOTHING, LengthSet, both, each, either, pack
from looproute.search.graph.biconnected import Piece, cut_out, find_blocks
from looproute.search.graph.euler import closed_walk
from looproute.search.graph.multigraph import Multigraph

# A block that branches further at many of its vertices has many kinds of trails, told apart by the
# vertices they touch; of more kinds than this the rest is left out, and said to be.
MOST_KINDS = 1024

TrailsOf = Callable[[Piece, int], list[Trails]]


class ClosedWalk(NamedTuple):
    """A closed walk from the root.

    Attributes
    ----------
    darts : in walking order.
    length_m : all of them.
    repeated_m : metres walked a second time.
    """

    darts: Ints
    length_m: float
    repeated_m: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Enumeration:
    """The lengths that exist up to a limit, ascending, each with the walk that repeats least.

    Attributes
    ----------
    graph, root : what the walks are walks on.
    lengths : the lengths. Where they are not complete there may be others.
    """

    graph: Multigraph
    root: int
    lengths: LengthSet

    @property
    def length_m(self) -> Floats:
        """(k,) the lengths that exist, ascending."""
        return self.lengths.length_mm / 1000

    @property
    def repeated_m(self) -> Floats:
        """(k,) the least that is walked a second time, for each length."""
        return self.lengths.repeated_mm / 1000

    @property
    def complete(self) -> bool:
        """True when no other length exists up to the limit."""
        return self.lengths.complete

    def walk(self, index: int) -> ClosedWalk:
        """Return a walk of length `length_m[index]`."""
        edges = self.lengths.edges(int(self.lengths.packed[index]))
        return ClosedWalk(
            darts=closed_walk(self.graph, edges, self.root),
            length_m=float(self.length_m[index]),
            repeated_m=float(self.repeated_m[index]),
        )


def all_trails(piece: Piece, limit_mm: int) -> list[Trails]:
    """Return all closed trails of a block through its entrance."""
    return [closed_trails(piece.graph, piece.root, limit_mm)]


def enumeration(
    graph: Multigraph, root: int, limit_mm: int, trails_of: TrailsOf = all_trails
) -> Enumeration:
    """Return all lengths of acceptable closed walks from the root, up to a limit.

    Parameters
    ----------
    graph : lengths in whole millimetres. Its bridges may be walked twice where a cycle lies
        beyond; so prune it first.
    root : where the walks begin and end.
    limit_mm : the longest length wanted.
    trails_of : the trails of a block within the limit, all or some.

    Examples
    --------
    A stem of 1 to a ring of 9 with a ring of 2 on it:

    >>> edges = [(0, 1, 1.0), (1, 2, 5.0), (2, 1, 4.0), (2, 2, 2.0)]
    >>> found = enumeration(Multigraph.of(3, edges), root=0, limit_mm=20_000)
    >>> found.length_m.tolist(), found.repeated_m.tolist(), found.walk(0).darts.tolist()
    ([11.0, 13.0], [1.0, 1.0], [0, 5, 3, 1])
    """
    blocks = find_blocks(graph, root)
    # By the block above and the cut vertex: the lengths of what hangs there, 0 included.
    hanging: dict[int, dict[int, LengthSet]] = {}
    for block in range(len(blocks) - 1, -1, -1):
        entrance, above = int(blocks.entrance[block]), int(blocks.parent[block])
        below = hanging.pop(block, {})
        if blocks.is_bridge[block]:
            lengths = _over_bridge(graph, blocks.edges(block), below, limit_mm)
        else:
            piece = cut_out(graph, blocks.edges(block), entrance)
            lengths = _within_block(piece, trails_of(piece, limit_mm), below, limit_mm)
        so_far = hanging.setdefault(above, {}).get(entrance, NOTHING)
        hanging[above][entrance] = both(so_far, either([NOTHING, lengths]), limit_mm)
    lengths = hanging.get(-1, {}).get(root, NOTHING).without_zero()
    return Enumeration(graph=graph, root=root, lengths=lengths)


def _over_bridge(
    graph: Multigraph, bridge: Mask, below: dict[int, LengthSet], limit_mm: int
) -> LengthSet:
    """Return the lengths of the walks over a bridge, round something beyond it, and back."""
    if not below:
        return either([])
    (beyond,) = below.values()
    edge = np.flatnonzero(bridge).astype(np.int32)
    length_mm = np.rint(1000 * graph.length_m[edge]).astype(np.int64)
    out_and_back = each(pack(2 * length_mm, length_mm), lambda _: np.repeat(edge, 2))
    return both(out_and_back, beyond.without_zero(), limit_mm)


def _within_block(
    piece: Piece, trails: list[Trails], below: dict[int, LengthSet], limit_mm: int
) -> LengthSet:
    """Return the lengths of a block's trails with what hangs on them."""
    at = {int(np.searchsorted(piece.vertex, vertex)): below[vertex] for vertex in below}
    return either([kind for some in trails for kind in _kinds(piece, some, at, limit_mm)])


def _kinds(
    piece: Piece, trails: Trails, hanging: dict[int, LengthSet], limit_mm: int
) -> list[LengthSet]:
    """Return the lengths of trails with what hangs on them, one set for each kind of trail.

    Trails are of one kind when they touch the same cut vertices. Of no trails there is one kind,
    empty, which still says whether that is the whole truth.
    """
    # Vertices inside one chain are touched by the same trails: what hangs there is one thing.
    by_chains: dict[np.uint64, LengthSet] = {}
    for vertex, lengths in hanging.items():
        chains = trails.touched_by[vertex]
        by_chains[chains] = both(by_chains.get(chains, NOTHING), lengths, limit_mm)
    kind = np.zeros(len(trails.sets), dtype=np.intp)
    for chains in by_chains:
        touched = (trails.sets & chains) != 0
        kind = np.unique(2 * kind + touched, return_inverse=True)[1]
    order = np.argsort(kind, kind="stable")
    kinds = np.split(order, np.flatnonzero(np.diff(kind[order])) + 1)
    complete = trails.complete and len(kinds) <= MOST_KINDS
    sets = []
    for members in kinds[:MOST_KINDS]:

        def edges(index: int, members: Indices = members) -> Ints:
            return piece.edge[trails.edges(int(members[index]))]

        lengths = each(pack(trails.length_mm[members]), edges, complete=complete)
        for chains, below in by_chains.items():
            if (trails.sets[members[:1]] & chains).any():
                lengths = both(lengths, below, limit_mm)
        sets.append(lengths)
    return sets
