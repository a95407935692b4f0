"""Split a graph into blocks: 2-connected parts and bridges, arranged as a tree.

A loop from the root consists of one closed trail per block. A block is entered at one vertex only,
its *entrance*, so what it can contribute does not depend on anything outside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from looproute._typing import Ints, Mask
from looproute.search.graph.disjoint import RoundTrip, shortest_flow, two_paths
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import ShortestPaths, shortest_paths


@dataclass(frozen=True, kw_only=True, eq=False)
class Blocks:
    """The b blocks of the root's component, each after its parent.

    Attributes
    ----------
    of_edge : (m,) the block of each edge, -1 outside the root's component.
    entrance : (b,) the block's vertex nearest to the root: the root, or a cut vertex.
    parent : (b,) the block that leads to the entrance, -1 if the entrance is the root.
    is_bridge : (b,) True for a single edge that is not a self-loop. Two parallel edges form a
        block with a cycle; a self-loop is a block of its own.
    """

    of_edge: Ints
    entrance: Ints
    parent: Ints
    is_bridge: Mask

    def __len__(self) -> int:
        return len(self.entrance)

    def edges(self, block: int) -> Mask:
        """Return the (m,) mask of the edges of a block."""
        mask: Mask = self.of_edge == block
        return mask

    def path(self, block: int) -> list[int]:
        """Return the blocks from the root to this one, both included."""
        path = [block]
        while (parent := int(self.parent[path[-1]])) >= 0:
            path.append(parent)
        return path[::-1]

    def worthwhile(self) -> Mask:
        """Return the (b,) mask of blocks that have a cycle or lead to one, without dead ends."""
        worthwhile: Mask = ~self.is_bridge
        for block in range(len(self) - 1, -1, -1):
            if worthwhile[block] and self.parent[block] >= 0:
                worthwhile[self.parent[block]] = True
        return worthwhile

    def in_cycles(self) -> Mask:
        """Return the (m,) mask of edges of the root's component that are not bridges."""
        # of_edge is -1 outside the component, which indexes the False at the end.
        mask: Mask = np.append(~self.is_bridge, False)[self.of_edge]
        return mask


def find_blocks(graph: Multigraph, root: int) -> Blocks:
    """Return the blocks of the root's component, as a tree with the root at its top.

    Notes
    -----
    Hopcroft and Tarjan (1973), Algorithm 447: every edge joins a vertex to one of its ancestors in
    the depth-first tree. `low` is the first vertex, in order of visit, that the subtree of a vertex
    reaches by one edge; the tree edge into a vertex begins a new block exactly when this is not
    above its parent, which then is the entrance.

    Examples
    --------
    >>> lollipop = Multigraph.of(4, [(0, 1, 5.0), (1, 2, 5.0), (2, 3, 5.0), (3, 1, 5.0)])
    >>> blocks = find_blocks(lollipop, root=0)
    >>> blocks.of_edge.tolist(), blocks.entrance.tolist(), blocks.parent.tolist()
    ([0, 1, 1, 1], [0, 1], [-1, 0])
    >>> blocks.is_bridge.tolist()
    [True, False]
    """
    from scipy.sparse.csgraph import depth_first_order

    order, predecessor = depth_first_order(graph.matrix(), root, directed=True)
    visit = np.full(graph.n, -1)
    visit[order] = np.arange(len(order))
    parent = np.full(len(order), -1)  # from here on, vertices are numbered in order of visit
    parent[1:] = visit[predecessor[order[1:]]]

    end_a, end_b = visit[graph.u], visit[graph.v]
    upper, lower = np.minimum(end_a, end_b), np.maximum(end_a, end_b)
    here = upper >= 0
    self_loop = here & (upper == lower)

    low = np.arange(len(order))
    np.minimum.at(low, lower[here], upper[here])
    first = _find_first_of_block(low.tolist(), parent.tolist())
    starts = np.flatnonzero(first == np.arange(len(order)))[1:]  # without the root
    number = np.full(len(order), -1)
    number[starts] = np.arange(len(starts))
    block_of_vertex = number[first]  # block of the tree edge into the vertex

    of_edge = np.where(here, block_of_vertex[lower], -1)
    of_edge[self_loop] = len(starts) + np.arange(np.count_nonzero(self_loop))
    entrance = np.concatenate((parent[starts], lower[self_loop]))
    edges_in_block = np.bincount(of_edge[here], minlength=len(entrance))
    is_bridge = edges_in_block == 1
    is_bridge[len(starts) :] = False
    return Blocks(
        of_edge=of_edge.astype(np.int32),
        entrance=order[entrance].astype(np.int32),
        parent=block_of_vertex[entrance].astype(np.int32),
        is_bridge=is_bridge,
    )


def _find_first_of_block(low: list[int], parent: list[int]) -> Ints:
    """Return for each vertex the first vertex of the block of its tree edge; 0 for the root.

    Vertices are numbered in order of visit. `low` initially holds each vertex's own value.
    """
    for vertex in range(len(low) - 1, 0, -1):
        above = parent[vertex]
        if low[vertex] < low[above]:
            low[above] = low[vertex]
    first = list(range(len(low)))
    for vertex in range(1, len(low)):
        above = parent[vertex]
        if low[vertex] < above:
            first[vertex] = first[above]
    return np.array(first, dtype=np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Piece:
    """Some edges of a graph as a graph of their own, with a root.

    Attributes
    ----------
    graph : only the vertices that the edges touch, renumbered.
    root : the new number of the root.
    vertex : (graph.n,) the vertices' numbers in the whole graph, ascending.
    edge : (graph.m,) the edges' numbers in the whole graph, ascending.
    """

    graph: Multigraph
    root: int
    vertex: Ints
    edge: Ints

    def darts_in_whole(self, darts: Ints) -> Ints:
        """Convert darts of the piece to darts of the whole graph."""
        return np.asarray(2 * self.edge[darts >> 1] + (darts & 1), dtype=np.int32)


def cut_out(graph: Multigraph, edges: Mask, root: int) -> Piece:
    """Return the piece made of these edges; the root is one of their ends or isolated."""
    edge = np.flatnonzero(edges).astype(np.int32)
    ends = np.concatenate(([root], graph.u[edge], graph.v[edge]))
    vertex, inverse = np.unique(ends, return_inverse=True)
    number = inverse.astype(np.int32)
    return Piece(
        graph=Multigraph(
            n=len(vertex),
            u=number[1 : 1 + len(edge)],
            v=number[1 + len(edge) :],
            length_m=graph.length_m[edge],
        ),
        root=int(number[0]),
        vertex=vertex.astype(np.int32),
        edge=edge,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Inside:
    """A block with a cycle as a graph of its own, with its entrance as the root.

    Attributes
    ----------
    piece : the block's edges, cut out of the whole graph.
    paths : the shortest paths from the entrance within the block.
    """

    piece: Piece
    paths: ShortestPaths


@dataclass(frozen=True, kw_only=True, eq=False)
class Approach:
    """Shortest ways to the blocks of a graph and back, computed on first use and cached."""

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
            passed = self._cross_bridge if self.blocks.is_bridge[block] else self._cross_block
            self._passages[block, vertex] = passed(block, vertex)
        return self._passages[block, vertex]

    def to(self, block: int) -> RoundTrip:
        """Return the shortest acceptable way from the root to a block's entrance and back."""
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

    def _cross_bridge(self, block: int, vertex: int) -> RoundTrip:
        edge = int(np.flatnonzero(self.blocks.edges(block))[0])
        out = np.array([2 * edge + (self.graph.v[edge] != vertex)], dtype=np.int32)
        return RoundTrip(out=out, back=out ^ 1, length_m=2 * float(self.graph.length_m[edge]))

    def _cross_block(self, block: int, vertex: int) -> RoundTrip:
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
