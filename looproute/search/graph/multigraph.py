"""Define an undirected multigraph as arrays, and its darts.

Edge e walked from u to v is *dart* 2e, walked back it is dart 2e + 1: `d ^ 1` reverses a dart,
`d >> 1` is its edge, and a walk is a sequence of darts. (The word comes from combinatorial maps; a
common synonym is half-edge.)
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
    """An undirected multigraph of n vertices and m edges, with parallel edges and self-loops.

    Attributes
    ----------
    n : the number of vertices 0..n-1.
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
        """The number of edges."""
        return len(self.u)

    @cached_property
    def tail(self) -> Ints:
        """(2m,) tail vertex of each dart."""
        return np.column_stack((self.u, self.v)).ravel()

    @cached_property
    def head(self) -> Ints:
        """(2m,) head vertex of each dart."""
        return np.column_stack((self.v, self.u)).ravel()

    @cached_property
    def degree(self) -> Ints:
        """(n,) number of edge ends at each vertex; a self-loop counts twice."""
        return np.bincount(self.tail, minlength=self.n).astype(np.int32)

    @cached_property
    def _by_tail(self) -> tuple[Ints, Ints]:
        """Darts sorted by tail, and where the darts of each vertex begin in that order."""
        order = np.argsort(self.tail, kind="stable").astype(np.int32)
        return order, np.concatenate(([0], np.cumsum(self.degree))).astype(np.int32)

    def only(self, edges: Mask) -> Multigraph:
        """Return the graph of these edges alone, on the same vertices.

        Its edge i is this graph's edge `np.flatnonzero(edges)[i]`.
        """
        return Multigraph(n=self.n, u=self.u[edges], v=self.v[edges], length_m=self.length_m[edges])

    def matrix(self, dart_cost: Floats | None = None) -> csr_array[np.float64]:
        """Return the matrix for SciPy's graph routines, with one entry per dart.

        Parameters
        ----------
        dart_cost : (2m,) cost of walking each dart, inf to close it; None for its length.

        Notes
        -----
        Parallel darts stay separate entries, since SciPy's Dijkstra and depth-first search read
        the rows as they are. Do not pass the matrix to a function that sums duplicates.
        """
        from scipy.sparse import csr_array

        order, start = self._by_tail
        cost = self.length_m[order >> 1] if dart_cost is None else dart_cost[order]
        return csr_array((cost, self.head[order], start), shape=(self.n, self.n))
