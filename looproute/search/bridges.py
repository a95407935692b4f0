"""Why a loop walks some streets twice: nothing else leads there, or nothing short enough."""

from __future__ import annotations

import numpy as np

from looproute._typing import Ints, Mask
from looproute.loops import LoopRequest
from looproute.network.network import StreetNetwork, made_once
from looproute.search.graph.biconnected import find_blocks
from looproute.search.graph.multigraph import Multigraph
from looproute.search.sentences import LEAST_SAID_M, length
from looproute.search.subgraph import Subgraph


def forced_note(
    network: StreetNetwork, subgraph: Subgraph, darts: Ints, request: LoopRequest
) -> str:
    """Return what a loop walks twice and why, a sentence; "" where that is nothing.

    Parameters
    ----------
    network, subgraph : the streets, and those within reach.
    darts : a closed walk from the subgraph's root that walks twice only what it must.
    request : the wish.
    """
    edge, times = np.unique(darts >> 1, return_counts=True)
    twice = edge[times > 1]
    twice_m = float(subgraph.graph.length_m[twice].sum())
    if twice_m < LEAST_SAID_M:
        return ""
    first = set((darts[: len(twice)] >> 1).tolist()) == set(twice.tolist())
    said = length(twice_m, request.units)
    what = f"The first {said} are" if first else f"{said} are"
    if bridges_of(network)[subgraph.street[twice]].all():
        return f"{what} walked twice: there is no other way {'out' if first else 'there'}."
    wish = length(request.target_m, request.units)
    return f"{what} walked twice: any other way back would make the walk longer than {wish}."


@made_once
def bridges_of(network: StreetNetwork) -> Mask:
    """Return the (m,) streets without which a network falls apart, worked out once."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n, m = len(network.lat), len(network.u)
    joined = coo_array((np.ones(m), (network.u, network.v)), shape=(n, n))
    _, component = connected_components(joined, directed=False)
    # One more vertex, joined twice to each component, so that one search comes to all of them.
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
