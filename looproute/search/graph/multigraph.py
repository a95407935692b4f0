"""An undirected multigraph as arrays, and its darts.

Edge e walked from its u to its v is *dart* 2e, walked back it is dart 2e + 1: `d ^ 1` turns a dart
round, `d >> 1` is its edge, and a walk is a sequence of darts. (The word is that of combinatorial
maps; others say half-edge.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from looproute._typing import Floats, Ints, Mask

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, kw_only=True, eq=False)
class Multigraph:
    """n vertices 0..n-1 and m undirected edges; parallel edges and self-loops allowed.

    Attributes
    ----------
    n : how many vertices.
    u, v : (m,) the ends of each edge; u == v for a self-loop.
    length_m : (m,) > 0.

    Examples
    --------
    >>> square = Multigraph.of(4, [(0, 1, 10.0), (1, 2, 10.0), (2, 3, 10.0), (3, 0, 10.0)])
    >>> square.degree.tolist()
    [2, 2, 2, 2]
    >>> square.tail.tolist(), square.head.tolist()
    ([0, 1, 1, 2, 2, 3, 3, 0], [1, 0, 2, 1, 3, 2, 0, 3])
    """

    n: int
    u: Ints
    v: Ints
    length_m: Floats

    @staticmethod
    def of(n: int, edges: list[tuple[int, int, float]]) -> Multigraph:
        """Return the graph of n vertices and (u, v, length in metres) edges."""
        u, v, length_m = zip(*edges, strict=True) if edges else ((), (), ())
        return Multigraph(
            n=n,
            u=np.array(u, dtype=np.int32),
            v=np.array(v, dtype=np.int32),
            length_m=np.array(length_m, dtype=np.float64),
        )

    @property
    def m(self) -> int:
        """How many edges."""
        return len(self.u)

    @cached_property
    def tail(self) -> Ints:
        """(2m,) where each dart begins."""
        return np.column_stack((self.u, self.v)).ravel()

    @cached_property
    def head(self) -> Ints:
        """(2m,) where each dart ends."""
        return np.column_stack((self.v, self.u)).ravel()

    @cached_property
    def degree(self) -> Ints:
        """(n,) edge ends at each vertex; a self-loop counts twice."""
        return np.bincount(self.tail, minlength=self.n).astype(np.int32)

    @cached_property
    def _by_tail(self) -> tuple[Ints, Ints]:
        """Darts sorted by where they begin, and where each vertex's darts start in that order."""
        order = np.argsort(self.tail, kind="stable").astype(np.int32)
        return order, np.concatenate(([0], np.cumsum(self.degree))).astype(np.int32)

    def only(self, edges: Mask) -> Multigraph:
        """Return the graph of these edges alone, on the same vertices.

        Its edge i is this graph's edge `np.flatnonzero(edges)[i]`.
        """
        return Multigraph(n=self.n, u=self.u[edges], v=self.v[edges], length_m=self.length_m[edges])

    def matrix(self, dart_cost: Floats | None = None) -> csr_array[np.float64]:
        """Return the matrix that SciPy's graph routines run on, one entry per dart.

        Parameters
        ----------
        dart_cost : (2m,) what walking a dart costs, inf to close it; None for its length.

        Notes
        -----
        Parallel darts stay entries of their own, since SciPy's Dijkstra and depth-first search
        read the rows as they are; never pass the matrix through anything that sums duplicates.
        """
        from scipy.sparse import csr_array

        order, start = self._by_tail
        cost = self.length_m[order >> 1] if dart_cost is None else dart_cost[order]
        return csr_array((cost, self.head[order], start), shape=(self.n, self.n))
