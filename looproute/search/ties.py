"""Streets on which a walk has more ends than one: each tied to the root by a street of no length.

A way from the root to another place, closed by the tie between them, is a loop. So whatever finds
loops, finds ways: the tie is a street that must be walked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.graph.multigraph import Multigraph
from looproute.search.reach import Ball
from looproute.search.survey import Shapes, Survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from looproute.arrays import Floats, Indices, Mask
    from looproute.streets import StreetNetwork

# SciPy takes a street of no length for none.
TIE_M = 1e-6


@dataclass(frozen=True, kw_only=True, eq=False)
class Tied:
    """A ball whose last `len(ends)` streets are ties, from the ends to the root.

    Attributes
    ----------
    ball : the streets; those of them that are ties have the number -1 in the network.
    ends : vertices of the ball, the k-th of them tied by the ball's k-th last street but one.
    """

    ball: Ball
    ends: tuple[int, ...]

    @classmethod
    def of(cls, network: StreetNetwork, root: int, ends: Sequence[int], streets: Mask) -> Tied:
        """Return some streets of a network, given as a (m,) mask, with junctions tied to one."""
        survey, n, k = Survey.of(network), len(network.lat), len(ends)
        x, y = survey.x[root], survey.y[root]
        end = np.array(ends, dtype=np.int32)
        tie_shapes = Shapes(
            cross=survey.x[end] * y - x * survey.y[end],
            leave=np.zeros((2 * k, 2)),
            arrive=np.zeros((2 * k, 2)),
            sample_xy=np.tile([x, y], (k, 1)),
            sample_heading=np.zeros((k, 2)),
            sample_start=np.arange(k + 1),
        )
        m = len(network.u)
        whole = Ball(
            graph=Multigraph(
                n=n,
                u=np.concatenate([network.u, end]),
                v=np.concatenate([network.v, np.full(k, root, dtype=np.int32)]),
                length_m=np.concatenate([network.length_m, np.full(k, TIE_M)]),
            ),
            root=root,
            x=survey.x,
            y=survey.y,
            distance_m=np.zeros(n),
            is_junction=survey.degree >= 3,
            street=np.concatenate([np.arange(m), np.full(k, -1)]),
            part=np.tile([0.0, 1.0], (m + k, 1)),
            cost=np.concatenate([survey.cost, np.full(k, TIE_M)]),
            busy=np.concatenate([survey.busy, np.zeros(k, dtype=bool)]),
            shapes=survey.shapes.followed_by(tie_shapes),
        )
        return cls._only(whole, k, np.flatnonzero(streets))

    @property
    def m(self) -> int:
        """How many streets there are, ties not counted."""
        return self.ball.graph.m - len(self.ends)

    def tie(self, which: int = 0) -> int:
        """Return the ball's number of a tie."""
        return self.m + which

    def only(self, streets: Mask) -> Tied:
        """Return the streets of a (m,) mask, with the same ties."""
        return self._only(self.ball, len(self.ends), np.flatnonzero(streets))

    def shaken(self, seed: int) -> Tied:
        """Return the same with costs changed at random, as `Ball.shaken` does."""
        return replace(self, ball=self.ball.shaken(seed))

    def distances_m(self) -> Floats:
        """Return (1 + k, n) metres along the streets from the root, and from each end."""
        from scipy.sparse.csgraph import dijkstra

        rows: Floats = dijkstra(self.untied().graph.matrix(), indices=[self.ball.root, *self.ends])
        return rows

    def within(self, most_m: float) -> Tied | None:
        """Return the streets that a way to the first end of at most so many metres can use.

        None where there is no such way.
        """
        there_m, back_m = self.distances_m()[:2]
        if there_m[self.ends[0]] > most_m:
            return None
        graph = self.untied().graph
        through_m = np.minimum(
            there_m[graph.u] + back_m[graph.v], there_m[graph.v] + back_m[graph.u]
        )
        return self.only(through_m + graph.length_m <= most_m)

    def untied(self) -> Ball:
        """Return the streets alone; all that is left keeps its number."""
        graph = self.ball.graph
        left = np.arange(graph.m) < self.m
        ball = self.ball
        return replace(
            ball,
            graph=graph.only(left),
            street=ball.street[left],
            part=ball.part[left],
            cost=ball.cost[left],
            busy=ball.busy[left],
            shapes=ball.shapes.take(np.flatnonzero(left)),
        )

    @staticmethod
    def _only(ball: Ball, ties: int, streets: Indices) -> Tied:
        m = ball.graph.m
        part = ball.only(np.concatenate([streets, np.arange(m - ties, m)]))
        return Tied(ball=part, ends=tuple(part.graph.u[len(streets) :].tolist()))
