"""Grow shortest-path trees from several sources at once, with totals of the path to each vertex.

Every vertex belongs to the source nearest to it, and the tree path between them stays among the
vertices of that source. So an edge between vertices of two sources closes a simple path from one
source to the other, and its totals are sums of two tree paths and the edge: array arithmetic judges
all closing edges without walking any of them. (Erwig 2000, "The graph Voronoi diagram with
applications"; the sums are computed by pointer doubling, as in list ranking.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Floats, Indices, Mask
from looproute.search.cycles.contracted_block import COLUMNS, TURNS, ContractedBlock
from looproute.search.graph.ragged import take_rows


@dataclass(frozen=True, kw_only=True, eq=False)
class StackedCopies:
    """Stacked copies of parts of a block, so that one shortest-path run serves all of them.

    Attributes
    ----------
    block : the block.
    n : the number of vertices in all copies.
    copy : (n,) the copy of each vertex; copies come one after the other.
    vertex : (n,) the block's vertex.
    number : (c, the block's n) the number in each copy of a block's vertex, if it is there.
    tail, head : (d,) the ends of each dart, sorted by tail.
    dart : (d,) the block's dart.

    """

    block: ContractedBlock
    n: int
    copy: Indices
    vertex: Indices
    number: Indices
    tail: Indices
    head: Indices
    dart: Indices

    @classmethod
    def of(cls, block: ContractedBlock, inside: Mask) -> StackedCopies:
        """Return c copies with the vertices given by a (c, n) mask."""
        copy, vertex = np.divmod(np.flatnonzero(inside), block.n)
        number = np.cumsum(inside) - 1
        place, start = take_rows(block.begin, vertex)
        dart, size = block.order.take(place), np.diff(start)
        tail = np.repeat(np.arange(len(vertex)), size)
        head_at = np.repeat(copy * block.n, size) + block.head.take(dart)
        both = np.flatnonzero(inside.ravel().take(head_at))
        return cls(
            block=block,
            n=len(vertex),
            copy=copy,
            vertex=vertex,
            number=number.reshape(inside.shape),
            tail=tail.take(both),
            head=number.take(head_at.take(both)),
            dart=dart.take(both),
        )

    def of_vertices(self, table: NDArray[Any]) -> NDArray[Any]:
        """Return the (n,) values of vertices, from a table of copies by the block's vertices."""
        return table.ravel().take(self.copy * self.block.n + self.vertex)

    def of_chains(self, table: NDArray[Any]) -> NDArray[Any]:
        """Return the (d,) values of the darts' chains, from a table of copies by block chains."""
        return table.ravel().take(self.copy.take(self.tail) * self.block.m + (self.dart >> 1))

    def only(self, left: Indices) -> StackedCopies:
        """Return the copies with some of their darts, given in order."""
        return replace(
            self, tail=self.tail.take(left), head=self.head.take(left), dart=self.dart.take(left)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Forest:
    """The trees of shortest paths from the sources to all n vertices.

    Attributes
    ----------
    block : the block that contains the trees.
    cost : (n,) of the path from the nearest source, inf if there is none.
    source : (n,) the block's vertex of that source, -1 if there is none.
    dart : (n,) the block's dart by which the path arrives, -1 at the sources.
    before : (n,) the previous vertex on the path, itself at the sources.

    """

    block: ContractedBlock
    cost: Floats
    source: Indices
    dart: Indices
    before: Indices

    def paths_to(self, vertices: Indices) -> Paths:
        """Return the paths to some vertices with their totals, by pointer doubling."""
        on_path = np.zeros(len(self.dart), dtype=bool)
        ahead = vertices
        while ahead.size:
            on_path[ahead] = True
            ahead = self.before.take(ahead)
            ahead = ahead[~on_path.take(ahead)]
        kept, place = np.flatnonzero(on_path), np.cumsum(on_path) - 1
        dart, before = self.dart.take(kept), place.take(self.before.take(kept))
        # From the child of each source downwards, every vertex adds its own last dart.
        n, onward = len(dart), np.flatnonzero(dart >= 0)
        own = np.zeros((n, COLUMNS))
        own[onward] = self.block.totals.take(dart.take(onward), axis=0)
        deep = onward[dart.take(before.take(onward)) >= 0]
        own[deep, TURNS] += self.block.turns(dart.take(before.take(deep)), dart.take(deep))
        up = np.arange(n)
        up[deep] = before.take(deep)
        sums = np.zeros((n, COLUMNS))
        sums[deep] = own.take(deep, axis=0)
        while True:
            further = up.take(up)
            if np.array_equal(further, up):
                break
            sums += sums.take(up, axis=0)
            up = further
        sums += own.take(up, axis=0)
        at = place.take(vertices)
        return Paths(first=dart.take(up.take(at)), last=dart.take(at), sums=sums.take(at, axis=0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Paths:
    """Paths from the sources of a forest to p of its vertices.

    Attributes
    ----------
    first, last : (p,) the first and last of the block's darts on a path, -1 if it has none.
    sums : (p, 5) totals, including turns at inner vertices.

    """

    first: Indices
    last: Indices
    sums: Floats


def grow(copies: StackedCopies, cost: Floats, sources: Indices, limit: float = np.inf) -> Forest:
    """Return the forest of shortest paths from the sources.

    Parameters
    ----------
    copies : n vertices and d darts.
    cost : (d,) > 0 cost of each dart.
    sources : vertices.
    limit : paths that cost more than this are not followed.

    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    n = copies.n
    begin = np.zeros(n + 1, dtype=np.int32)
    np.cumsum(np.bincount(copies.tail, minlength=n), out=begin[1:])
    matrix: csr_array[np.float64] = csr_array((cost, copies.head, begin), shape=(n, n))
    reached, before, source = dijkstra(
        matrix, indices=sources, min_only=True, return_predecessors=True, limit=limit
    )
    # A dart belongs to the tree if the search relaxed it: the sums agree exactly.
    tree = np.flatnonzero(before.take(copies.head) == copies.tail)
    tail, head = copies.tail.take(tree), copies.head.take(tree)
    relaxed = np.flatnonzero(reached.take(tail) + cost.take(tree) == reached.take(head))
    dart = np.full(n, -1)
    dart[head.take(relaxed)] = copies.dart.take(tree.take(relaxed))
    return Forest(
        block=copies.block,
        cost=reached,
        source=np.maximum(source, -1, dtype=np.intp),
        dart=dart,
        before=np.where(before >= 0, before, np.arange(n)),
    )


def path_to(forest: Forest, vertex: int) -> list[int]:
    """Return the block's darts from the source of a vertex to the vertex."""
    path = []
    while (dart := int(forest.dart[vertex])) >= 0:
        path.append(dart)
        vertex = int(forest.before[vertex])
    return path[::-1]


def best_of_each(copies: StackedCopies, vertices: Indices, price: Floats) -> Indices:
    """Return the (k,) vertices with the least price in each copy, -1 if a copy has none."""
    ranked = vertices[np.lexsort([price, copies.copy[vertices]])]
    first = ranked[np.flatnonzero(np.diff(copies.copy[ranked], prepend=-1))]
    best = np.full(len(copies.number), -1)
    best[copies.copy[first]] = first
    return best
