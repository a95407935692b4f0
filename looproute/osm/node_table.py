"""The places of all nodes of a file: libosmium writes them to disk, NumPy looks them up in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Mask
from looproute.geo import Bounds
from looproute.osm.osm_data import UNKNOWN, Nodes

_ENTRY = np.dtype([("id", "<i8"), ("x", "<i4"), ("y", "<i4")])  # libosmium's sparse_file_array
_SLICE = 200_000  # entries in memory at a time


class NodeLookup(NamedTuple):
    """The nodes that a lookup found.

    `repeated` is whether any of them is in the table more than once, `moved` holds the ids of
    those that are there with two different places.
    """

    nodes: Nodes
    repeated: bool
    moved: NDArray[np.int64]


class NodeTable:
    """The places of the nodes with ids above 0, in a file that libosmium writes.

    `handler` goes into the pass that reads the nodes. Call `close` before anything is looked up,
    and before the file is removed.
    """

    def __init__(self, path: Path, *, apply: bool = False) -> None:
        import osmium

        self.path = path
        self._index: Any = osmium.index.create_map(f"sparse_file_array,{path}")
        self.handler: Any = osmium.NodeLocationsForWays(self._index)
        self.handler.ignore_errors()
        self.handler.apply_nodes_to_ways = apply

    def close(self) -> None:
        """Close the file for libosmium, so that NumPy can read it."""
        self.handler = self._index = None

    def find(self, wanted: NDArray[np.int64]) -> NodeLookup:
        """Look up nodes by id; `wanted` is ascending and has each id once."""
        x = np.full(len(wanted), UNKNOWN, dtype=np.int32)
        y = x.copy()
        met = np.zeros(len(wanted), dtype=bool)
        moved = np.zeros(len(wanted), dtype=bool)
        repeated = False
        for part in self._slices() if len(wanted) else ():
            if not bool((part["id"][1:] >= part["id"][:-1]).all()):
                part = part[np.argsort(part["id"], kind="stable")]
            at = np.searchsorted(wanted, part["id"])
            hit = wanted[np.minimum(at, len(wanted) - 1)] == part["id"]
            at, part = at[hit], part[hit]
            again = met[at]
            moved[at[again & _differs(part, x[at], y[at])]] = True
            again[1:] |= at[1:] == at[:-1]
            repeated |= bool(again.any())
            x[at], y[at], met[at] = part["x"], part["y"], True
            moved[at[_differs(part, x[at], y[at])]] = True
        return NodeLookup(Nodes(wanted, x, y), repeated, wanted[moved])

    def extent(self) -> Bounds | None:
        """Return the box round all nodes, or None for an empty table."""
        boxes = [Nodes(part["id"], part["x"], part["y"]).extent() for part in self._slices()]
        sides = [box for box in boxes if box is not None]
        if not sides:
            return None
        south, west, north, east = np.array(sides).T
        return Bounds(float(south.min()), float(west.min()), float(north.max()), float(east.max()))

    def crop(self, box: Bounds, path: Path) -> NodeTable:
        """Return a table of the nodes in a box, in a separate file; its handler places ways."""
        kept = [
            part[Nodes(part["id"], part["x"], part["y"]).within(box)] for part in self._slices()
        ]
        entries = np.concatenate([np.empty(0, dtype=_ENTRY), *kept])
        entries[np.argsort(entries["id"], kind="stable")].tofile(path)
        return NodeTable(path, apply=True)

    def _slices(self) -> Iterator[NDArray[Any]]:
        """Yield the entries of the file, without its padding."""
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            for _ in range(0, size, _SLICE * _ENTRY.itemsize):
                part = np.fromfile(file, dtype=_ENTRY, count=_SLICE)
                part = part[part["id"] != 0]
                if len(part):
                    yield part


def _differs(part: NDArray[Any], x: NDArray[np.int32], y: NDArray[np.int32]) -> Mask:
    differs: Mask = (part["x"] != x) | (part["y"] != y)
    return differs
