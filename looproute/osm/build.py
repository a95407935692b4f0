"""Build a street network from OpenStreetMap data: access first, simplification last.

Streets are cut where OSMnx's `simplify_graph` cuts them: at every node that does not have exactly
two neighbours, and where class, name, or whether stairs are counted changes. A ring without a
junction becomes one self-loop, and a node that the data lacks ends a street.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Floats, Indices, Mask
from looproute.errors import StreetsError
from looproute.geo import local_lengths_m
from looproute.network.network import LEAST_M, StreetNetwork
from looproute.network.street_class import KINDS
from looproute.osm import tags as osm_tags
from looproute.osm.osm_data import DEGREE, Nodes, OsmData, Segments
from looproute.osm.street_arrays import SegmentChains, WayAccess, assemble_network
from looproute.search.graph.chains import contract
from looproute.search.graph.multigraph import Multigraph

# A count of steps whose treads would be shallower than this is a slip; spiral stairs are drawn
# short.
_LEAST_TREAD_M = 0.05
_KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}


def build_network(data: OsmData, *, place: str = "") -> StreetNetwork:
    """Build the network of the ways that are open to walkers.

    Raises StreetsError if there are none.
    """
    segments = data.segments
    lengths_m = _local_lengths_m(data.nodes, segments)
    ways = _judge(data, segments, lengths_m)
    inside = data.nodes.within(data.bounds)
    inside[_blocked(data, segments, inside)] = False
    open_ = ways.may_walk[segments.way] & inside[segments.a] & inside[segments.b]
    if not open_.any():
        raise StreetsError("no-walkable-streets")
    segments, lengths_m = segments.take(open_), lengths_m[open_]
    counted = ways.risers_per_m > 0
    label = (data.way_name * len(KINDS) + ways.kind) * 2 + counted
    chains = _chain(segments, label[segments.way], lengths_m)
    return assemble_network(data, segments, ways, lengths_m, chains, place=place)


def _local_lengths_m(nodes: Nodes, segments: Segments) -> Floats:
    """Return lengths to weigh by, (s,) metres; geodesic ones are measured once, at the end."""
    lat, lon = nodes.y / DEGREE, nodes.x / DEGREE
    a, b = segments.a, segments.b
    return local_lengths_m(lat[a], lon[a], lat[b], lon[b]).clip(min=LEAST_M)


def _judge(data: OsmData, segments: Segments, lengths_m: Floats) -> WayAccess:
    """Judge each distinct set of tags once."""
    verdicts = [osm_tags.judge(tags) for tags in data.tags]
    conditions = [osm_tags.condition(tags) for tags in data.tags]
    risers = np.array([osm_tags.risers(tags) for tags in data.tags], dtype=np.float64)
    kind = np.array([_KIND_NUMBER.get(verdict.kind, 0) for verdict in verdicts], dtype=np.intp)
    count = risers[data.way_tags]
    whole_m = np.bincount(segments.way, lengths_m, len(data.way_id))
    counted = (count > 0) & (count * _LEAST_TREAD_M <= whole_m) & (whole_m > 0)
    return WayAccess(
        may_walk=np.array([verdict.may_walk for verdict in verdicts], dtype=bool)[data.way_tags],
        kind=kind[data.way_tags],
        cost=np.array([verdict.cost_factor for verdict in verdicts])[data.way_tags],
        risers_per_m=np.divide(count, whole_m, out=np.zeros(len(count)), where=counted),
        condition=tuple(conditions[number] for number in data.way_tags.tolist()),
    )


def _blocked(data: OsmData, segments: Segments, inside: Mask) -> Indices:
    """Return the nodes with a barrier that blocks walkers.

    A barrier where several ways meet does not count, since it may close only one of them.
    """
    ids = [node for node, tags in data.barriers.items() if osm_tags.blocks(tags)]
    solid = np.flatnonzero(np.isin(data.nodes.id, np.array(ids, dtype=np.int64)))
    is_solid = np.zeros(len(data.nodes.id), dtype=bool)
    is_solid[solid] = True
    tail, head = np.concatenate([segments[:2], segments[1::-1]], axis=1)
    beside = is_solid[tail] & inside[head]
    pairs = np.unique(np.column_stack([tail[beside], head[beside]]), axis=0)
    neighbours = np.bincount(pairs[:, 0], minlength=len(is_solid))
    return solid[neighbours[solid] <= 2]


def _chain(segments: Segments, label: NDArray[np.intp], lengths_m: Floats) -> SegmentChains:
    """Join segments at nodes where no attribute changes."""
    nodes, ends = np.unique(np.concatenate(segments[:2]), return_inverse=True)
    u, v = ends.astype(np.int32).reshape(2, -1)
    graph = Multigraph(n=len(nodes), u=u, v=v, length_m=lengths_m)
    chains = contract(graph, _changes(graph, label))
    dart, start = chains.dart, chains.start.astype(np.intp)
    count = len(start) - 1
    node = np.empty(len(dart) + count, dtype=np.intp)
    is_last = np.zeros(len(node), dtype=bool)
    is_last[start[1:] + np.arange(count)] = True
    node[~is_last], node[is_last] = graph.tail[dart], chains.graph.v
    return SegmentChains((dart >> 1).astype(np.intp), nodes[node], start)


def _changes(graph: Multigraph, label: NDArray[np.intp]) -> Mask:
    """Return (n,) whether the segments at a vertex differ in label or lead to the same vertex."""
    dart = np.argsort(graph.tail, kind="stable")
    first = np.cumsum(graph.degree) - graph.degree
    pair = np.minimum(first + 1, len(dart) - 1)
    one, other = dart[first], dart[pair]
    changes: Mask = label[one >> 1] != label[other >> 1]
    changes |= graph.head[one] == graph.head[other]
    return changes
