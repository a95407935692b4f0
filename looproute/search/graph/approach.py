"""The way from the root to a block and home again: bridges twice, through other blocks by two ways.

Passing a block with a cycle from its entrance to another of its vertices repeats nothing: two
paths that share no edge always exist there (Menger).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from looproute.search.graph.blocks import Blocks, Piece, cut_out
from looproute.search.graph.disjoint import RoundTrip, shortest_flow, two_paths
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest import ShortestPaths, shortest_paths


@dataclass(frozen=True, kw_only=True, eq=False)
class Inside:
    """A block with a cycle from inside, as a graph of its own with its entrance for a root.

    Attributes
    ----------
    piece : the block's edges, cut out of the whole graph.
    paths : the shortest paths from the entrance within the block.
    """

    piece: Piece
    paths: ShortestPaths


@dataclass(frozen=True, kw_only=True, eq=False)
class Approach:
    """Shortest ways to the blocks of a graph and home, each worked out when first asked for."""

    graph: Multigraph
    blocks: Blocks
    _insides: dict[int, Inside] = field(default_factory=dict)
    _passages: dict[tuple[int, int], RoundTrip] = field(default_factory=dict)

    def inside(self, block: int) -> Inside:
        """Return a block as a graph of its own."""
        if block not in self._insides:
            entrance = int(self.blocks.entrance[block])
            piece = cut_out(self.graph, self.blocks.edges(block), entrance)
            self._insides[block] = Inside(
                piece=piece, paths=shortest_paths(piece.graph, piece.root)
            )
        return self._insides[block]

    def passage(self, block: int, vertex: int) -> RoundTrip:
        """Return the shortest acceptable way from a block's entrance to a vertex of it and back."""
        if (block, vertex) not in self._passages:
            passed = self._over_bridge if self.blocks.is_bridge[block] else self._through
            self._passages[block, vertex] = passed(block, vertex)
        return self._passages[block, vertex]

    def to(self, block: int) -> RoundTrip:
        """Return the shortest acceptable way from the root to a block's entrance and home."""
        path = self.blocks.path(block)
        passages = [
            self.passage(passed, int(self.blocks.entrance[following]))
            for passed, following in pairwise(path)
        ]
        nothing = np.empty(0, dtype=np.int32)
        return RoundTrip(
            out=np.concatenate([nothing, *(passage.out for passage in passages)]),
            back=np.concatenate([nothing, *(passage.back for passage in reversed(passages))]),
            length_m=sum(passage.length_m for passage in passages),
        )

    def _over_bridge(self, block: int, vertex: int) -> RoundTrip:
        edge = int(np.flatnonzero(self.blocks.edges(block))[0])
        out = np.array([2 * edge + (self.graph.v[edge] != vertex)], dtype=np.int32)
        return RoundTrip(out=out, back=out ^ 1, length_m=2 * float(self.graph.length_m[edge]))

    def _through(self, block: int, vertex: int) -> RoundTrip:
        inside = self.inside(block)
        piece = inside.piece
        target = int(np.searchsorted(piece.vertex, vertex))
        flow = shortest_flow(piece.graph, inside.paths, target)
        assert flow is not None, "a block with a cycle has two ways to each of its vertices"
        out, other = two_paths(piece.graph, flow.darts, piece.root, target)
        return RoundTrip(
            out=piece.darts_in_whole(out),
            back=piece.darts_in_whole(other[::-1] ^ 1),
            length_m=flow.length_m,
        )
