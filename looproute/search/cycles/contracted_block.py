"""Contract one block of the subgraph to chains, ready for shortest-path searches.

All loops that do not use a bridge lie in one block. At least three streets meet where chains meet,
so the contracted block holds every choice that a walker has and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from looproute._typing import AnyInts, Floats, Indices, Mask
from looproute.search.bearings import SETTING_OFF_COS, SETTING_OFF_M
from looproute.search.cycles.grid_index import GridIndex
from looproute.search.graph.chains import Chains, contract
from looproute.search.graph.ragged import row_sums, take_walked
from looproute.search.subgraph import Subgraph
from looproute.shape import is_turn

# Factor on the cost of streets near the start that lead away from the heading.
ELSEWHERE = 5.0
# The columns of totals: sums along a walk. LENGTH, in level metres, is compared with the target;
# METRES are used for compactness and for rates per kilometre.
LENGTH, CROSS, TURNS, COST, METRES = range(COLUMNS := 5)


@dataclass(frozen=True, kw_only=True, eq=False)
class ContractedBlock:
    """A block of n vertices and m chains, chain i walked either way being darts 2i and 2i + 1.

    Attributes
    ----------
    subgraph : the subgraph that contains the block.
    chains : the chains, over the darts of the subgraph; their vertices are the subgraph's.
    vertex : (n,) the subgraph's vertices, in order; below, vertices are numbered 0 to n - 1.
    anchor : the vertex where loops begin and end.
    x, y : (n,) metres.
    tail, head : (2m,) the ends of each dart.
    order : (2m,) the darts sorted by tail.
    begin : (n + 1,) vertex v is the tail of order[begin[v]] up to order[begin[v + 1]].
    totals : (2m, 5) level metres, twice the area swept, turns inside the chain, cost, metres.
    leave, arrive : (2m, 2) unit headings at the two ends of a dart.
    middle : (m, 2) metres, a point halfway along each chain.
    sample_xy, sample_heading : (s, 2) points every 20 m or so, and headings, along the chains.
    sample_offsets : (m + 1,) chain i has the samples sample_offsets[i] up to sample_offsets[i + 1].
    grid_index : spatial index of the samples.
    heading_deg : direction in which to set off, clockwise from north; None for any.

    """

    subgraph: Subgraph
    chains: Chains
    vertex: Indices
    anchor: int
    x: Floats
    y: Floats
    tail: AnyInts
    head: AnyInts
    order: Indices
    begin: Indices
    totals: Floats
    leave: Floats
    arrive: Floats
    middle: Floats
    sample_xy: Floats
    sample_heading: Floats
    sample_offsets: Indices
    grid_index: GridIndex
    heading_deg: float | None = None

    @classmethod
    def of(cls, subgraph: Subgraph, edges: Mask, anchor: int) -> ContractedBlock:
        """Return the block of some of a subgraph's streets, with loops that begin at `anchor`."""
        keep = np.zeros(subgraph.graph.n, dtype=bool)
        keep[anchor] = True
        street = np.flatnonzero(edges)
        local = contract(subgraph.graph.only(edges), keep)
        chains = Chains(
            graph=local.graph,
            dart=(2 * street[local.dart >> 1] + (local.dart & 1)).astype(np.int32),
            start=local.start,
        )
        u, v = chains.graph.u, chains.graph.v
        used = np.zeros(subgraph.graph.n, dtype=bool)
        used[u] = used[v] = used[anchor] = True
        vertex = np.flatnonzero(used)
        number = np.cumsum(used) - 1
        tail = number[np.column_stack([u, v]).ravel()]
        head = number[np.column_stack([v, u]).ravel()]

        shapes = subgraph.shapes
        dart, start = chains.dart.astype(np.intp), chains.start
        edge, sign = dart >> 1, 1.0 - 2.0 * (dart & 1)
        chain = np.repeat(np.arange(len(u)), np.diff(start))

        def along(values: Floats) -> Floats:
            # Add up exactly as `contract` does, so that equal lengths stay equal.
            return np.bincount(chain, values, len(u)).astype(np.float64)

        cost = row_sums(subgraph.cost[edge], start)
        inner = np.zeros(len(edge))
        into, out_of = dart[:-1], dart[1:]
        inner[:-1] = is_turn(shapes.arrive.take(into, axis=0), shapes.leave.take(out_of, axis=0))
        inner[:-1] *= subgraph.is_junction[subgraph.graph.head[into]]
        inner[start[1:] - 1] = 0.0
        totals = np.repeat(
            np.column_stack(
                [
                    along(subgraph.level_m[edge, dart & 1]),
                    row_sums(sign * shapes.cross[edge], start),
                    row_sums(inner, start),
                    cost,
                    along(subgraph.length_m[edge]),
                ]
            ),
            2,
            axis=0,
        )
        totals[1::2, CROSS] *= -1
        totals[1::2, LENGTH] = along(subgraph.level_m[edge, 1 - (dart & 1)])
        first, last = dart[start[:-1]], dart[start[1:] - 1]
        leave = np.empty((len(tail), 2))
        leave[0::2], leave[1::2] = shapes.leave[first], shapes.leave[last ^ 1]
        arrive = np.empty_like(leave)
        arrive[0::2], arrive[1::2] = shapes.arrive[last], shapes.arrive[first ^ 1]

        flat, by_edge, way = take_walked(shapes.sample_offsets, dart)
        sample_offsets = by_edge[start]
        twice = sample_offsets[:-1] + sample_offsets[1:]
        low, high = (twice - 1) // 2, twice // 2
        sample_xy = shapes.sample_xy.take(flat, axis=0)
        return cls(
            subgraph=subgraph,
            chains=chains,
            vertex=vertex,
            anchor=int(number[anchor]),
            x=subgraph.x[vertex],
            y=subgraph.y[vertex],
            tail=tail,
            head=head,
            order=np.argsort(tail, kind="stable"),
            begin=np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=len(vertex)))]),
            totals=totals,
            leave=leave,
            arrive=arrive,
            middle=(sample_xy.take(low, axis=0) + sample_xy.take(high, axis=0)) / 2,
            sample_xy=sample_xy,
            sample_heading=way[:, None] * shapes.sample_heading.take(flat, axis=0),
            sample_offsets=sample_offsets,
            grid_index=GridIndex.of(sample_xy),
        )

    @property
    def n(self) -> int:
        """The number of vertices."""
        return len(self.vertex)

    @property
    def m(self) -> int:
        """The number of chains."""
        return len(self.tail) // 2

    def scale_costs(self, times: Floats) -> ContractedBlock:
        """Return the block with the cost of each of its m chains multiplied by a factor."""
        totals = self.totals.copy()
        totals[:, COST] *= np.repeat(times, 2)
        return replace(self, totals=totals)

    def setting_off(self) -> Floats:
        """Return the (2m,) cost factors of darts for a walk that has just set off.

        If there is a heading, darts near the anchor that do not lead towards it cost more.
        """
        times = np.ones(2 * self.m)
        if self.heading_deg is None:
            return times
        heading = np.radians(self.heading_deg)
        for x, y in (self.middle.repeat(2, axis=0).T, (self.x[self.head], self.y[self.head])):
            dx, dy = x - self.x[self.anchor], y - self.y[self.anchor]
            away_m = np.hypot(dx, dy)
            ahead_m = dx * np.sin(heading) + dy * np.cos(heading)
            elsewhere = (away_m > 0) & (away_m <= SETTING_OFF_M)
            elsewhere &= ahead_m < SETTING_OFF_COS * away_m
            times[elsewhere] = ELSEWHERE
        return times

    def contract_walk(self, walk: AnyInts) -> AnyInts:
        """Convert a closed walk over the subgraph's darts to darts of chains."""
        chain = np.full(2 * self.subgraph.graph.m, -1, dtype=np.int32)
        first, last = self.chains.start[:-1], self.chains.start[1:] - 1
        chain[self.chains.dart[first]] = np.arange(0, 2 * self.m, 2)
        chain[self.chains.dart[last] ^ 1] = np.arange(1, 2 * self.m, 2)
        begun: AnyInts = chain[walk]
        return begun[begun >= 0]

    def turns(self, into: AnyInts, out_of: AnyInts) -> Mask:
        """Return the mask of turns between darts `into` and the darts `out_of` that follow."""
        return is_turn(self.arrive.take(into, axis=0), self.leave.take(out_of, axis=0))
