"""Shortest-path trees from several sources at once, and what the way to each vertex adds up to.

Every vertex belongs to the source nearest to it, and the tree path between them stays among the
vertices of that source. So an edge between vertices of two sources closes a way from one source to
the other that is simple, and its figures are sums of two tree paths and the edge: all closing
edges are judged by array arithmetic, without walking any of them. (Erwig 2000, "The graph Voronoi
diagram with applications"; the sums come by pointer doubling, as in list ranking.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.candidates.arena import TURNS, Arena
from looproute.search.graph.ragged import take_rows

if TYPE_CHECKING:
    from looproute.arrays import AnyInts, Floats, Mask


@dataclass(frozen=True, kw_only=True, eq=False)
class Copies:
    """Copies of parts of an arena side by side, so that one shortest-path run serves them all.

    Attributes
    ----------
    arena : what they are copies of.
    n : vertices in all.
    copy : (n,) which copy a vertex belongs to; they come copy by copy.
    vertex : (n,) the arena's vertex.
    tail, head : (d,) the ends of each dart, sorted by tail.
    dart : (d,) the arena's dart.

    """

    arena: Arena
    n: int
    copy: AnyInts
    vertex: AnyInts
    number: AnyInts
    tail: AnyInts
    head: AnyInts
    dart: AnyInts

    @classmethod
    def of(cls, arena: Arena, inside: Mask) -> Copies:
        """Return c copies given which vertices each has, as a (c, n) mask."""
        number = np.cumsum(inside.ravel(), dtype=np.int32) - 1
        copy, vertex = np.nonzero(inside)
        place, start = take_rows(arena.begin, vertex)
        dart = arena.order[place]
        tail = np.repeat(np.arange(len(vertex), dtype=np.int32), np.diff(start))
        head_at = copy[tail] * arena.n + arena.head[dart]
        both = inside.ravel()[head_at]
        return cls(
            arena=arena,
            n=len(vertex),
            copy=copy,
            vertex=vertex,
            number=number.reshape(inside.shape),
            tail=tail[both],
            head=number[head_at[both]],
            dart=dart[both],
        )

    def without(self, closed: Mask) -> Copies:
        """Return the copies without the darts marked in a (d,) mask."""
        return Copies(
            arena=self.arena,
            n=self.n,
            copy=self.copy,
            vertex=self.vertex,
            number=self.number,
            tail=self.tail[~closed],
            head=self.head[~closed],
            dart=self.dart[~closed],
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Forest:
    """The trees of shortest paths from the sources to all n vertices.

    Attributes
    ----------
    arena : what it grows in.
    cost : (n,) of the path from the nearest source, inf where none reaches.
    source : (n,) that source's vertex, -1 where none reaches.
    dart : (n,) the arena's dart by which the path arrives, -1 at the sources.
    before : (n,) the vertex before it on the path, itself at the sources.

    """

    arena: Arena
    cost: Floats
    source: AnyInts
    dart: AnyInts
    before: AnyInts

    @property
    def top(self) -> AnyInts:
        """(n,) the arena's dart by which the path leaves its source, -1 at the sources."""
        return self._walked[0]

    @property
    def sums(self) -> Floats:
        """(n, 4) ledger of the path, turns at its inner vertices included."""
        return self._walked[1]

    @cached_property
    def _walked(self) -> tuple[AnyInts, Floats]:
        """The first darts and the ledgers of all paths, by pointer doubling."""
        # Edge by edge from the child of a source downwards, each vertex adds its own last dart.
        dart, before = self.dart, self.before
        n, onward = len(dart), np.flatnonzero(dart >= 0)
        own = np.zeros((n, 4))
        own[onward] = self.arena.ledger.take(dart[onward], axis=0)
        deep = onward[dart[before[onward]] >= 0]
        own[deep, TURNS] += self.arena.turns(dart[before[deep]], dart[deep])
        up = np.arange(n)
        up[deep] = before[deep]
        sums = np.zeros((n, 4))
        sums[deep] = own[deep]
        while True:
            further = up[up]
            if np.array_equal(further, up):
                break
            sums += sums.take(up, axis=0)
            up = further
        sums += own.take(up, axis=0)
        return dart[up], sums


def grow(copies: Copies, cost: Floats, sources: AnyInts, limit: float = np.inf) -> Forest:
    """Return the forest of shortest paths from the sources.

    Parameters
    ----------
    copies : n vertices and d darts.
    cost : (d,) > 0 what walking each dart costs.
    sources : vertices.
    limit : paths dearer than this are not followed.

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
    # A dart of the tree is one that the search relaxed: with the very same sum, to the last bit.
    tree = (before[copies.head] == copies.tail) & (
        reached[copies.tail] + cost == reached[copies.head]
    )
    dart = np.full(n, -1)
    dart[copies.head[tree]] = copies.dart[tree]
    return Forest(
        arena=copies.arena,
        cost=reached,
        source=np.where(np.isfinite(reached), source, -1),
        dart=dart,
        before=np.where(before >= 0, before, np.arange(n, dtype=before.dtype)),
    )


def path_to(forest: Forest, vertex: int) -> list[int]:
    """Return the arena's darts from the source of a vertex to it."""
    path = []
    while (dart := int(forest.dart[vertex])) >= 0:
        path.append(dart)
        vertex = int(forest.before[vertex])
    return path[::-1]


def best_of_each(copies: Copies, vertices: AnyInts, price: Floats) -> AnyInts:
    """Return (k,) the vertex of least price in each copy, -1 where a copy has none of them."""
    ranked = vertices[np.lexsort([price, copies.copy[vertices]])]
    first = ranked[np.flatnonzero(np.diff(copies.copy[ranked], prepend=-1))]
    best = np.full(len(copies.number), -1)
    best[copies.copy[first]] = first
    return best
