"""Collect the scenery of a file during its passes, then place and clip it.

Areas are closed ways and multipolygon relations, whose rings are joined from their members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from looproute.geo import Bounds, Line
from looproute.network.scenery import Scenery
from looproute.osm.osm_data import DEGREE, Nodes
from looproute.osm.scenery import Described, describe, draw

Refs = tuple[int, ...]


class _Held(NamedTuple):
    """A version of an object: `refs` are the nodes of a way, or the ways of a relation."""

    version: int
    described: Described
    refs: Refs


class SceneryReader:
    """Collects scenery from pyosmium's objects, which may come in any order and several times."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[int, Described, Line]] = {}
        self._ways: dict[int, _Held] = {}
        self._relations: dict[int, _Held] = {}
        self._members: dict[int, tuple[int, Refs]] = {}

    def add_node(self, node: Any) -> None:
        """Add a node if it is an amenity for walkers."""
        if _is_newer(node, self._places) and node.location.valid():
            tags = node.tags
            if tags.get("amenity") and (described := describe(tags.get, is_area=True)):
                x, y = node.location.x, node.location.y
                line = Line(np.array([y / DEGREE]), np.array([x / DEGREE]))
                place = Described(None, described.amenity, False, described.name)
                if place.amenity:
                    self._places[node.id] = node.version, place, line

    def add_way(self, way: Any) -> None:
        """Add a way if it is a waterway or an area that is drawn."""
        get = way.tags.get
        is_area = way.is_closed() and len(way.nodes) > 3 and get("area") != "no"
        described = describe(get, is_area=is_area)
        if described and _is_newer(way, self._ways):
            refs = tuple([node.ref for node in way.nodes])
            self._ways[way.id] = _Held(way.version, described, refs)

    def add_relation(self, relation: Any) -> None:
        """Add a relation if it is an area that is drawn."""
        get = relation.tags.get
        if get("type") in ("multipolygon", "boundary") and _is_newer(relation, self._relations):
            described = describe(get, is_area=True)
            if described and (described.ground or described.amenity):
                refs = tuple([member.ref for member in relation.members if member.type == "w"])
                self._relations[relation.id] = _Held(relation.version, described, refs)

    def add_member(self, way: Any) -> None:
        """Add a member way of a relation."""
        if _is_newer(way, self._members):
            self._members[way.id] = way.version, tuple([node.ref for node in way.nodes])

    def missing_members(self) -> set[int]:
        """Return the ids of the member ways of relations that were not added."""
        wanted = {ref for relation in self._relations.values() for ref in relation.refs}
        return wanted - self._members.keys()

    def drop_relations_without_members(self) -> None:
        """Drop the relations without an added member."""
        for number, relation in list(self._relations.items()):
            if not any(ref in self._members for ref in relation.refs):
                del self._relations[number]

    def ids(self, kind: str) -> set[int]:
        """Return the ids of the nodes or ways that were added."""
        return set(self._places) if kind == "node" else {*self._ways, *self._members}

    def drop_outdated(self, kind: str, versions: Mapping[int, tuple[int, bool]]) -> None:
        """Drop the nodes or ways that are deleted or have a newer version."""
        held: dict[int, Any]
        for held in (self._places,) if kind == "node" else (self._ways, self._members):
            for number in [n for n, item in held.items() if versions.get(n) != (item[0], False)]:
                del held[number]

    def node_ids(self) -> NDArray[np.int64]:
        """Return the ids of all nodes of ways, ascending, each once."""
        lines = [way.refs for way in self._ways.values()]
        lines += [refs for _, refs in self._members.values()]
        return np.unique(np.array([ref for refs in lines for ref in refs], dtype=np.int64))

    def result(self, nodes: Nodes, box: Bounds) -> Scenery:
        """Return the scenery of a box."""
        return draw(self._shapes(_Lines(nodes)), box)

    def _shapes(self, lines: _Lines) -> Iterator[tuple[Described, list[Line]]]:
        for _, (_, described, line) in sorted(self._places.items()):
            yield described, [line]
        for _, way in sorted(self._ways.items()):
            line = lines.line(way.refs)
            if len(line.lat) == len(way.refs):
                yield way.described, [line]
            elif way.described.is_waterway:
                yield Described(None, None, True, way.described.name), [line]
        for _, relation in sorted(self._relations.items()):
            if rings := self._rings(relation, lines):
                yield relation.described, rings

    def _rings(self, relation: _Held, lines: _Lines) -> list[Line]:
        """Return the rings of a relation; empty if a part is missing or a ring is open."""
        if not all(ref in self._members for ref in relation.refs):
            return []
        rings = _join([self._members[ref][1] for ref in dict.fromkeys(relation.refs)])
        placed = [lines.line(ring) for ring in rings]
        whole = all(len(line.lat) == len(ring) for line, ring in zip(placed, rings, strict=True))
        return placed if whole else []


class _Lines:
    """Lines of nodes by id, without the nodes that have no place."""

    def __init__(self, nodes: Nodes) -> None:
        self._id, self._known = nodes.id, nodes.known
        self._lat, self._lon = nodes.y / DEGREE, nodes.x / DEGREE

    def line(self, refs: Refs) -> Line:
        at = np.searchsorted(self._id, np.array(refs, dtype=np.int64))
        at = at[self._known[at]]
        return Line(self._lat[at], self._lon[at])


def _is_newer(item: Any, held: Mapping[int, tuple[Any, ...]]) -> bool:
    """Return whether no newer version of an object was added."""
    return item.id not in held or item.version >= held[item.id][0]


def _join(parts: list[Refs]) -> list[Refs]:
    """Join ways end to end to closed rings; return an empty list if one stays open.

    >>> _join([(1, 2, 3), (5, 4, 3), (1, 5), (7, 8, 9, 7)])
    [(7, 8, 9, 7), (1, 2, 3, 4, 5, 1)]
    """
    rings = [part for part in parts if len(part) > 3 and part[0] == part[-1]]
    open_ = [part for part in parts if len(part) > 1 and part[0] != part[-1]]
    at: dict[int, list[int]] = {}
    for number, part in enumerate(open_):
        for end in (part[0], part[-1]):
            at.setdefault(end, []).append(number)
    used = [False] * len(open_)
    for number, part in enumerate(open_):
        if used[number]:
            continue
        used[number] = True
        ring = list(part)
        while ring[0] != ring[-1]:
            more = next((n for n in at[ring[-1]] if not used[n]), None)
            if more is None:
                return []
            used[more] = True
            line = open_[more]
            ring += line[1:] if line[0] == ring[-1] else line[-2::-1]
        rings.append(tuple(ring))
    return rings
