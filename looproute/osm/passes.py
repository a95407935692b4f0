"""Passes over the objects of a file, and lookups that need another pass in a few files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from looproute.osm.node_table import NodeTable
from looproute.osm.osm_data import UNKNOWN, Nodes
from looproute.osm.osm_input import OsmInput
from looproute.osm.scenery import GROUND_KEYS

_NODE_KEYS = ("barrier", "amenity")
_WAY_KEYS = ("highway", "amenity", *GROUND_KEYS)


class Passes:
    """Yields the objects of a file, each valid until the next one, as in pyosmium."""

    def __init__(self, data: OsmInput) -> None:
        import osmium

        self._data = data
        self._pool: Any = osmium.io.ThreadPool()

    def tagged(self, *kinds: str, handler: Any) -> Iterator[Any]:
        """Yield the objects of some kinds that have a key that looproute reads.

        `handler` sees all objects first.
        """
        from osmium import osm
        from osmium.filter import KeyFilter

        # libosmium does not keep filters alive: each needs a name.
        nodes, ways = KeyFilter(*_NODE_KEYS), KeyFilter(*_WAY_KEYS)
        relations = KeyFilter("amenity", *GROUND_KEYS)
        nodes.enable_for(osm.NODE)
        ways.enable_for(osm.WAY)
        relations.enable_for(osm.RELATION)
        yield from self._objects(kinds, [handler, nodes, ways, relations])

    def all(self, kind: str, handler: Any = None) -> Iterator[Any]:
        """Yield all objects of a kind, deleted ones too; `handler` sees each first."""
        yield from self._objects((kind,), [handler] if handler else [])

    def _objects(self, kinds: tuple[str, ...], handlers: list[Any]) -> Iterator[Any]:
        import osmium

        bits = osmium.osm.NOTHING
        for kind in kinds:
            bits |= getattr(osmium.osm, kind.upper())
        for part in self._data.parts(*kinds):
            with osmium.io.Reader(part, bits, thread_pool=self._pool) as reader:
                yield from osmium.OsmFileIterator(reader, *handlers)


def newest_versions(passes: Passes, kind: str, ids: set[int]) -> dict[int, tuple[int, bool]]:
    """Return the newest version of each object, and whether it is deleted.

    Of two objects of the same version a deleted one counts: an editor marks it.
    """
    newest: dict[int, tuple[int, bool]] = {}
    for item in passes.all(kind) if ids else ():
        if item.id in ids:
            version = item.version, item.deleted
            newest[item.id] = max(version, newest.get(item.id, version))
    return newest


def places_of_nodes(
    ids: NDArray[np.int64], table: NodeTable, passes: Passes, *, has_places: bool
) -> tuple[Nodes, bool]:
    """Return the nodes with ids, which are ascending, and whether any occurred several times.

    The table has no negative ids, which editors give to new nodes. With `has_places` the ways may
    hold places.
    """
    nodes, repeated, moved = table.find(ids)
    wanted = set(moved.tolist())
    wanted.update(ids[ids < 0].tolist())
    newest: dict[int, tuple[int, bool, int, int]] = {}
    for node in passes.all("node") if wanted else ():
        if node.id in wanted:
            at = node.location
            known = (node.version, node.deleted, at.x, at.y)
            if node.id not in newest or newest[node.id][:2] <= known[:2]:
                newest[node.id] = known
    if has_places and not bool(nodes.known.all()):
        unknown = set(ids[~nodes.known].tolist()) - newest.keys()
        for way in passes.all("way"):
            for node in way.nodes:
                if node.ref in unknown and node.location.valid():
                    newest[node.ref] = (0, False, node.x, node.y)
    for number, (_, deleted, x, y) in newest.items():
        at = np.searchsorted(ids, number)
        nodes.x[at], nodes.y[at] = (UNKNOWN, UNKNOWN) if deleted else (x, y)
    return nodes, repeated
