"""Subgraphs and contracted blocks to test the search on, real and drawn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np

from looproute._typing import Floats, Ints
from looproute.geo import Bounds, LatLon
from looproute.network.network import StreetNetwork
from looproute.search.cycles.contracted_block import ContractedBlock
from looproute.search.features import Features
from looproute.search.graph.biconnected import find_blocks
from looproute.search.subgraph import Subgraph, reach
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled

GRID = r"""
    A---B---C---D---E
    |   |   |  /|   |
    F---G---H-+-I---J
    |   |\  |   |   |
    K---L-+-M---N---O
    |   |   |   |\  |
    P---Q---R---S-+-T
"""
# Bends, parallel streets, a diagonal, rows of streets that no third street meets.
CROOKED = r"""
    .---A---.   B---.
    |   |\  |   |   |
    |   | . |   |   |
    |   |/  |   |   |
    C---D---E---F---G
    |   |       |   |
    .-+-H---+---I---.
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """Streets and a start on them."""

    network: StreetNetwork
    start: LatLon

    def subgraph(self, most_m: float) -> Subgraph:
        spot = self.network.nearest(self.start)
        return reach(self.network, spot, most_m)

    def contracted_block(self, most_m: float) -> ContractedBlock:
        """Return the block with the most streets, rooted at its entrance."""
        subgraph = self.subgraph(most_m).without_dead_ends()
        blocks = find_blocks(subgraph.graph, subgraph.root)
        block = max(range(len(blocks)), key=lambda b: int(blocks.edges(b).sum()))
        return ContractedBlock.of(subgraph, blocks.edges(block), int(blocks.entrance[block]))


@cache
def bundled() -> StreetNetwork:
    return Bundled().streets()


@cache
def drawn(drawing: str, at: str, spacing_m: float = 25.0) -> Place:
    """Return a random town and one of its junctions."""
    town = AsciiMap(drawing, spacing_m=spacing_m)
    return Place(network=town.streets(), start=town.at(at))


@cache
def clipped(seed: int, half_side_m: float = 500.0) -> Place:
    """Return a random box of the shipped area, and a start in it, mostly in mid-street."""
    rng = random.Random(seed)
    whole = bundled()
    while True:
        at = rng.randrange(len(whole.lat))
        centre = LatLon(float(whole.lat[at]), float(whole.lon[at]))
        try:
            network = whole.clip(Bounds.around(centre, half_side_m))
        except ValueError:
            continue
        street = rng.randrange(len(network.u))
        line = network.line(street)
        k, part = rng.randrange(len(line.lat) - 1), rng.random()
        lat, lon = (float(a[k] + part * (a[k + 1] - a[k])) for a in line)
        place = Place(network=network, start=LatLon(lat, lon))
        subgraph = place.subgraph(2500).without_dead_ends()
        if subgraph.graph.m > subgraph.graph.n + 20:
            return place


def places() -> list[Any]:
    """Return a few contracted_blocks' places, named for the test report."""
    return [
        drawn(GRID, "H"),
        drawn(CROOKED, "D"),
        *(clipped(seed) for seed in range(3)),
    ]


PLACE_NAMES = ["grid", "crooked", "clip0", "clip1", "clip2"]


def walk_cycle(contracted_block: ContractedBlock, darts: Sequence[int]) -> None:
    """Check that darts are a simple cycle from the anchor back to it."""
    tails, heads = contracted_block.tail[list(darts)], contracted_block.head[list(darts)]
    assert tails[0] == contracted_block.anchor
    assert heads[-1] == contracted_block.anchor
    assert heads[:-1].tolist() == tails[1:].tolist()
    assert len(set(tails.tolist())) == len(darts), "a vertex is passed twice"
    edges = [int(dart) >> 1 for dart in darts]
    assert len(set(edges)) == len(edges), "a chain is walked twice"


def by_hand(
    contracted_block: ContractedBlock, darts: Sequence[int], network: StreetNetwork
) -> Floats:
    """Return (5,) level metres, twice the swept area, turns, cost and metres of a walk, by dart.

    Computed from the points of the streets, without the turn at the start of the walk.
    """
    subgraph = contracted_block.subgraph
    plane = Features.of(network).plane
    level = length = cross = cost = 0.0
    turns = 0
    walk = [
        int(dart) for chain in darts for dart in contracted_block.chains.expand(np.array([chain]))
    ]
    lines = []
    for dart in walk:
        edge = dart >> 1
        level += float(subgraph.level_m[edge, dart & 1])
        length += float(subgraph.length_m[edge])
        cost += float(subgraph.cost[edge])
        x, y = plane.to_xy(*points(subgraph, edge, network).T)
        if dart & 1:
            x, y = x[::-1], y[::-1]
        lines.append((x, y))
        cross += sum(
            float(x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairwise(zip(x, y, strict=True))
        )
    for (before, after), dart in zip(pairwise(lines), walk[1:], strict=True):
        if subgraph.is_junction[subgraph.graph.tail[dart]]:
            came = -heading(before[0][::-1], before[1][::-1])
            turns += bool(came @ heading(*after) < np.cos(np.radians(45)) - 1e-12)
    return np.array([level, cross, turns, cost, length])


def points(subgraph: Subgraph, edge: int, network: StreetNetwork) -> Floats:
    """Return (k, 2) degrees of a subgraph's street, which can be a part of a network's street."""
    line = network.line(int(subgraph.street[edge]))
    begin, end = subgraph.part[edge]
    if (begin, end) == (0.0, 1.0):
        return np.column_stack(line)
    x, y = Features.of(network).plane.to_xy(*line)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    share = along / along[-1]
    at = np.concatenate([[begin], share[(share > begin) & (share < end)], [end]])
    return np.column_stack([np.interp(at, share, degrees) for degrees in line])


def heading(x: Floats, y: Floats, reach_m: float = 20.0) -> Floats:
    """Return the unit vector from a line's first point to the point 20 m along it, or its end."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = min(reach_m, float(along[-1]))
    way = np.array([np.interp(at, along, x) - x[0], np.interp(at, along, y) - y[0]])
    unit: Floats = way / max(float(np.hypot(*way)), 1e-9)
    return unit


def random_cycles(contracted_block: ContractedBlock, seed: int, count: int) -> list[Ints]:
    """Return simple cycles through the anchor and a random vertex, at random costs."""
    rng = random.Random(seed)
    found: list[Ints] = []
    for _ in range(20 * count):
        cost = {chain: rng.lognormvariate(0, 1) for chain in range(contracted_block.m)}
        target = rng.randrange(contracted_block.n)
        out = _path(contracted_block, cost, contracted_block.anchor, target, set())
        if out:
            inner = {int(contracted_block.head[dart]) for dart in out[:-1]}
            left = {chain: c for chain, c in cost.items() if chain not in {d >> 1 for d in out}}
            back = _path(contracted_block, left, target, contracted_block.anchor, inner)
            if back:
                found.append(np.array([*out, *back], dtype=np.int32))
        if len(found) == count:
            break
    return found


def _path(
    contracted_block: ContractedBlock, cost: dict[int, float], a: int, b: int, without: set[int]
) -> list[int] | None:
    """Return the darts of the cheapest path over the chains with a cost."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    for chain in sorted(cost, key=lambda chain: -cost[chain]):
        for dart in (2 * chain, 2 * chain + 1):
            tail, head = int(contracted_block.tail[dart]), int(contracted_block.head[dart])
            if not {tail, head} & without:
                graph.add_edge(tail, head, cost=cost[chain], dart=dart)
    if a not in graph or b not in graph or not nx.has_path(graph, a, b):
        return None
    way = nx.dijkstra_path(graph, a, b, weight="cost")
    return [int(graph.edges[pair]["dart"]) for pair in pairwise(way)]
