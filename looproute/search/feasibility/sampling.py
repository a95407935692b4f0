"""Sample closed trails of a block that has too many to list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from looproute._typing import Mask
from looproute.search.feasibility.cycle_space import Trails, closed_trails
from looproute.search.graph.biconnected import Piece
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import shortest_paths

# Weight of the edges of a trail, where others weigh up to 1; SciPy reads 0 as no edge.
ALONG = 1e-6


def random_trails(
    piece: Piece, limit_mm: int, samples: int, mu: int, near: Sequence[Mask] = ()
) -> list[Trails]:
    """Return the closed trails in random subspaces, of dimension mu, of a block's cycle space.

    The same block always gives the same trails.

    Parameters
    ----------
    piece : the block.
    limit_mm : the length of the longest trail.
    samples : the number of subspaces.
    mu : the dimension of the subspaces.
    near : (m,) masks of trails; each subspace holds one of them, in turn, and detours from it.
    """
    around = near or [np.zeros(piece.graph.m, dtype=bool)]
    parts = [
        _choose_sparse_part(piece.graph, piece.root, mu, around[seed % len(around)], seed)
        for seed in range(samples)
    ]
    return [closed_trails(piece.graph, piece.root, limit_mm, part) for part in parts]


def _choose_sparse_part(graph: Multigraph, root: int, mu: int, trail: Mask, seed: int) -> Mask:
    """Return the (m,) edges of a random spanning tree and mu more, which form the cycles.

    The tree follows the trail wherever it can, so that the edges that close the trail weigh nothing
    and are taken first. Then lighter cycles, including the way to them, are more likely choices.
    """
    rng = np.random.default_rng(seed)
    weight = np.where(trail, ALONG, rng.uniform(0.1, 1.0, graph.m))
    paths = shortest_paths(graph, root, np.repeat(weight, 2))
    part = np.zeros(graph.m, dtype=bool)
    part[paths.into[paths.into >= 0] >> 1] = True
    left_out = np.flatnonzero(~part)
    cycle = paths.distance_m[graph.u] + weight + paths.distance_m[graph.v]
    chance = rng.uniform(size=len(left_out)) * cycle[left_out]
    part[left_out[np.argsort(chance)[:mu]]] = True
    return part
