"""Convert chains of segments to a street network: orient, sort, measure on the ellipsoid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats, Indices, Ints, Mask
from looproute.geo import segment_lengths_m
from looproute.network.network import LEAST_M, Condition, StreetNetwork
from looproute.osm.osm_data import DEGREE, Nodes, OsmData, Segments
from looproute.search.graph.ragged import take_rows


class WayAccess(NamedTuple):
    """What the tags of w ways mean to a walker: may they be walked, and at which cost."""

    may_walk: Mask
    kind: Indices
    cost: Floats
    risers_per_m: Floats
    condition: tuple[str, ...]


class SegmentChains(NamedTuple):
    """c streets of segments: street i has the nodes node[start[i] + i : start[i + 1] + i + 1].

    Its segments are segment[start[i] : start[i + 1]], in the same order.
    """

    segment: Indices
    node: Indices
    start: Indices


def assemble_network(
    data: OsmData,
    segments: Segments,
    ways: WayAccess,
    lengths_m: Floats,
    chains: SegmentChains,
    *,
    place: str,
) -> StreetNetwork:
    """Return the network of chains; the order of streets does not depend on the order of ways.

    `lengths_m` weigh the segments of a street, (s,) metres.
    """
    chains = _orient(chains, data.nodes)
    segment, node, start = chains
    length_m, way = lengths_m[segment], segments.way[segment]
    cost = np.add.reduceat(length_m * ways.cost[way], start[:-1])
    cost = np.round(cost / np.add.reduceat(length_m, start[:-1]), 3)
    risers = np.add.reduceat(length_m * ways.risers_per_m[way], start[:-1]).round(2)
    way_id = np.minimum.reduceat(data.way_id[way], start[:-1])
    line_offsets = start + np.arange(len(start))
    places = np.column_stack([data.nodes.y, data.nodes.x]) / DEGREE
    chosen = _select(
        node, line_offsets, places, list(zip(cost.tolist(), way_id.tolist(), strict=True))
    )
    flat, line_offsets = take_rows(line_offsets, chosen)
    node, line_offsets = node[flat], line_offsets.astype(np.int32)
    points = places[node]
    ends = np.column_stack([node[line_offsets[:-1]], node[line_offsets[1:] - 1]])
    junctions, uv = np.unique(ends, return_inverse=True)
    u, v = np.ascontiguousarray(uv.reshape(-1, 2).astype(np.int32).T)
    leading = way[start[:-1]][chosen]
    names, name = _sort_names(data.names, data.way_name[leading])
    return StreetNetwork(
        lat=places[junctions, 0],
        lon=places[junctions, 1],
        osm_id=data.nodes.id[junctions],
        u=u,
        v=v,
        length_m=_geodesic_m(points, line_offsets),
        cost_factor=cost[chosen],
        kind=ways.kind[leading].astype(np.uint8),
        name=name,
        names=names,
        way_id=way_id[chosen],
        risers=risers[chosen],
        line_lat=points[:, 0].copy(),
        line_lon=points[:, 1].copy(),
        line_offsets=line_offsets,
        bounds=data.bounds,
        scenery=data.scenery,
        conditions=_conditions(ways.condition, way, start, chosen),
        place=place,
        date=data.date,
    )


def _orient(chains: SegmentChains, nodes: Nodes) -> SegmentChains:
    """Turn each street so that it runs from its lower to its higher node.

    A self-loop runs in the direction with the smaller coordinates.
    """
    segment, node, start = chains
    count = len(start) - 1
    row = np.arange(count)
    first, last = start[:-1] + row, start[1:] + row
    turned = node[first] > node[last]
    for i in np.flatnonzero(node[first] == node[last]).tolist():
        ring = node[first[i] : last[i] + 1]
        places = list(zip(nodes.y[ring].tolist(), nodes.x[ring].tolist(), strict=True))
        turned[i] = places[::-1] < places
    return SegmentChains(
        segment[_mirrored(start, turned)],
        node[_mirrored(np.append(first, len(node)), turned)],
        start,
    )


def _mirrored(start: Indices, turned: Mask) -> Indices:
    """Return the indices of rows of a flat array, the turned ones from their end."""
    flat = np.arange(start[-1])
    row = np.repeat(np.arange(len(turned)), np.diff(start))
    mirrored: Indices = np.where(turned[row], start[row] + start[row + 1] - 1 - flat, flat)
    return mirrored


def _select(
    node: Indices, line_offsets: Indices, places: Floats, cost: list[tuple[float, int]]
) -> Indices:
    """Return the streets in order of their ends, then of their points.

    Of streets along the same points, which were mapped twice, the one with the lowest `cost` stays.
    """
    u, v = node[line_offsets[:-1]], node[line_offsets[1:] - 1]
    order = np.lexsort((v, u))
    alike = (np.diff(u[order]) == 0) & (np.diff(v[order]) == 0)
    if not alike.any():
        return order
    chosen: list[int] = []
    group: list[int] = []
    for street, more in zip(order.tolist(), [*alike.tolist(), False], strict=True):
        group.append(street)
        if not more:
            if len(group) > 1:
                best: dict[bytes, int] = {}
                for e in group:
                    line = places[node[line_offsets[e] : line_offsets[e + 1]]].tobytes()
                    if line not in best or cost[e] < cost[best[line]]:
                        best[line] = e
                group = [best[line] for line in sorted(best)]
            chosen += group
            group = []
    return np.array(chosen, dtype=np.intp)


def _sort_names(names: Sequence[str], used: Indices) -> tuple[tuple[str, ...], Ints]:
    """Return the names in use, "" first, then sorted, and the number of each street's name."""
    numbers, inverse = np.unique(used, return_inverse=True)
    in_use = [names[number] for number in numbers.tolist()]
    ordered = ("", *sorted(set(in_use) - {""}))
    number = {name: i for i, name in enumerate(ordered)}
    return ordered, np.array([number[name] for name in in_use], dtype=np.int32)[inverse]


def _conditions(
    rules: tuple[str, ...], way: Indices, start: Indices, chosen: Indices
) -> tuple[Condition, ...]:
    """Return the conditions of streets, joining those of several ways."""
    conditional = np.array([bool(rule) for rule in rules], dtype=bool)[way]
    row = np.repeat(np.arange(len(start) - 1), np.diff(start))
    rules_of: dict[int, set[str]] = {}
    for segment in np.flatnonzero(conditional).tolist():
        rules_of.setdefault(int(row[segment]), set()).add(rules[way[segment]])
    number = np.full(len(start) - 1, -1)
    number[chosen] = np.arange(len(chosen))
    return tuple(
        sorted(
            Condition(int(number[street]), "; ".join(sorted(rules)))
            for street, rules in rules_of.items()
            if number[street] >= 0
        )
    )


def _geodesic_m(points: Floats, start: Ints) -> Floats:
    """Return geodesic metres, to a tenth of a millimetre: the same with every PROJ."""
    walked = np.concatenate([[0.0], np.cumsum(segment_lengths_m(points[:, 0], points[:, 1]))])
    length_m: Floats = np.round(walked[start[1:] - 1] - walked[start[:-1]], 4)
    return length_m.clip(min=LEAST_M)
