"""Explain why a loop repeats streets: bridges, or no other way that is short enough."""

from __future__ import annotations

import numpy as np

from looproute._typing import Ints, Mask
from looproute.loops import Note
from looproute.network.network import StreetNetwork, made_once
from looproute.request import LoopRequest
from looproute.search.graph.biconnected import find_blocks
from looproute.search.graph.multigraph import Multigraph
from looproute.search.subgraph import Subgraph

MIN_NOTED_M = 1.0  # shorter repeated stretches get no note


def note_repeats(
    network: StreetNetwork, subgraph: Subgraph, darts: Ints, request: LoopRequest
) -> tuple[Note, ...]:
    """Return the note on what a loop repeats and why; empty if it repeats nothing.

    Parameters
    ----------
    network, subgraph : the streets, and those within reach.
    darts : a closed walk from the subgraph's root that repeats only what it must.
    request : the request.
    """
    edge, times = np.unique(darts >> 1, return_counts=True)
    twice = edge[times > 1]
    twice_m = float(subgraph.length_m[twice].sum())
    if twice_m < MIN_NOTED_M:
        return ()
    first = set((darts[: len(twice)] >> 1).tolist()) == set(twice.tolist())
    kind = "walked-twice-at-start" if first else "walked-twice"
    if bridges_of(network)[subgraph.street[twice]].all():
        return (Note(f"{kind}-no-other-way", length_m=twice_m),)
    kind = f"{kind}-other-way-too-long"
    target = {"target_m": request.target_m, **request.quantity}
    return (Note(kind, length_m=twice_m, **target),)


@made_once
def bridges_of(network: StreetNetwork) -> Mask:
    """Return the (m,) bridges of a network, cached while the network lives."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n, m = len(network.lat), len(network.u)
    joined = coo_array((np.ones(m), (network.u, network.v)), shape=(n, n))
    _, component = connected_components(joined, directed=False)
    # An extra vertex, joined twice to each component, lets one search reach all of them.
    one_of_each = np.repeat(np.unique(component, return_index=True)[1], 2).astype(np.int32)
    hub = np.full(len(one_of_each), n, dtype=np.int32)
    graph = Multigraph(
        n=n + 1,
        u=np.concatenate([network.u, hub]),
        v=np.concatenate([network.v, one_of_each]),
        length_m=np.concatenate([network.length_m, np.ones(len(hub))]),
    )
    blocks = find_blocks(graph, n)
    bridges: Mask = blocks.is_bridge[blocks.of_edge[:m]]
    return bridges
