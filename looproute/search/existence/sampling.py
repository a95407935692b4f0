"""Some of the closed trails of a block that has too many to list them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.existence.trails import Trails, closed_trails
from looproute.search.graph.blocks import Piece
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest import shortest_paths

if TYPE_CHECKING:
    from looproute.arrays import Mask


def random_trails(piece: Piece, limit_mm: int, samples: int, mu: int) -> list[Trails]:
    """Return the closed trails in random subspaces, of dimension mu, of a block's cycle space.

    Always the same ones for the same block.
    """
    parts = [_sparse_part(piece.graph, piece.root, mu, seed) for seed in range(samples)]
    return [closed_trails(piece.graph, piece.root, limit_mm, part) for part in parts]


def _sparse_part(graph: Multigraph, root: int, mu: int, seed: int) -> Mask:
    """Return the (m,) edges of a random spanning tree and mu more, which make the cycles."""
    rng = np.random.default_rng(seed)
    part = np.zeros(graph.m, dtype=bool)
    into = shortest_paths(graph, root, np.repeat(rng.uniform(0.1, 1.0, graph.m), 2)).into
    part[into[into >= 0] >> 1] = True
    left_out = np.flatnonzero(~part)
    part[rng.choice(left_out, min(mu, len(left_out)), replace=False)] = True
    return part
