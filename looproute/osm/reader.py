"""Read OpenStreetMap data from a file: the highways of a box as arrays, and the scenery.

One pass collects the tagged objects without looking anything up, so the order of a file does not
matter. In a large file the nodes are read first, those round the box go into a separate table, and
ways without an end in that table are skipped before their nodes are read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from looproute.errors import StreetsError, reason
from looproute.geo import WORLD, Bounds, LatLon, Plane, find_swapped
from looproute.osm.highways import Highways
from looproute.osm.node_table import NodeTable
from looproute.osm.osm_data import Nodes, OsmData
from looproute.osm.osm_input import FileProgress, OsmInput, Report
from looproute.osm.passes import Passes, newest_versions, places_of_nodes
from looproute.osm.scenery_reader import SceneryReader

LARGE_BYTES = 16 << 20  # only the requested box of a larger file is held in memory
_MARGIN_M = 3000.0  # a way is missed if both its ends are further than this from the box
_MOST_CLAIMED = 2.0  # of the height or width of its data, which a file may claim to cover
_REPORT_EVERY = 10_000  # streets


def read(
    path: Path,
    box: Bounds | None,
    center: LatLon | None,
    *,
    report: Report | None = None,
    large_bytes: int = LARGE_BYTES,
) -> OsmData:
    """Return the highways of a file that have a node in a box, or all for None.

    `report` is called with the progress, and with None at the end. A file above `large_bytes` is
    cropped while it is read.

    Raises StreetsError if the file cannot be read, is not OpenStreetMap data,
    holds no streets, or none round `center`.
    """
    import osmium

    report = report or (lambda _: None)
    try:
        with tempfile.TemporaryDirectory(prefix="looproute-") as folder:
            return _Reading(path, Path(folder), report).read(box, center, large_bytes)
    except OSError as error:
        raise StreetsError("temporary-folder-unwritable", reason=reason(error)) from error
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        detail = " ".join(str(error).split())
        raise StreetsError("map-damaged", path=path, detail=detail) from error
    finally:
        report(None)


class _Reading:
    """The reading of one file, in the number of passes that it needs."""

    def __init__(self, path: Path, folder: Path, report: Report) -> None:
        self._path, self._folder, self._report = path, folder, report
        self._input = OsmInput(path, folder, report)
        self._passes = Passes(self._input)
        self._table = NodeTable(folder / "nodes")
        self._highways = Highways()
        self._scenery = SceneryReader()
        self._barriers: dict[int, tuple[int, Mapping[str, str]]] = {}
        self._has_places = False  # on its ways, as in `out geom` of Overpass

    def read(self, box: Bounds | None, center: LatLon | None, large_bytes: int) -> OsmData:
        covered = _hull(self._input.covers)
        if covered and center and not covered.contains(center):
            raise _error_elsewhere(self._path, center, covered)
        is_large = box is not None and self._input.size > large_bytes
        near = None
        if is_large and box is not None:
            near = self._collect_box(_widen(box))
        else:
            self._collect_all()
        if not len(self._highways):
            if is_large and center and (extent := self._table.extent()):
                raise _error_elsewhere(self._path, center, extent)
            raise StreetsError("map-without-streets", path=self._path)
        self._collect_members(near)
        return self._result(box, center, covered)

    def _collect_all(self) -> None:
        """Collect everything in one pass."""
        for item in self._passes.tagged("node", "way", "relation", handler=self._table.handler):
            if item.is_way():
                if not self._has_places:
                    self._has_places = len(item.nodes) > 0 and item.nodes[0].location.valid()
                self._collect_way(item)
            elif item.is_node():
                self._collect_node(item)
            else:
                self._scenery.add_relation(item)
        self._table.close()

    def _collect_box(self, box: Bounds) -> NodeTable:
        """Collect the nodes in a box, then the ways with an end there, and the relations.

        Returns the table of the nodes in the box.
        """
        for item in self._passes.tagged("node", handler=self._table.handler):
            if box.contains(LatLon(item.location.lat, item.location.lon)):
                self._collect_node(item)
        self._table.close()
        near = self._table.crop(box, self._folder / "near")
        for item in self._passes.tagged("way", "relation", handler=near.handler):
            if item.is_relation():
                self._scenery.add_relation(item)
            elif _has_end_near(item):
                self._collect_way(item)
        return near

    def _collect_node(self, node: Any) -> None:
        if "barrier" in node.tags:
            known = self._barriers.get(node.id)
            if known is None or known[0] <= node.version:
                self._barriers[node.id] = node.version, dict(node.tags)
        self._scenery.add_node(node)

    def _collect_way(self, way: Any) -> None:
        highways = self._highways
        if "highway" in way.tags:
            highways.add(way)
            if not len(highways) % _REPORT_EVERY:
                self._report(FileProgress(self._path.name, "streets", len(highways)))
            if not way.is_closed():
                return
        self._scenery.add_way(way)

    def _collect_members(self, near: NodeTable | None) -> None:
        """Collect the member ways of the relations; with `near`, of those that come near."""
        missing = self._scenery.missing_members()
        if near is not None and missing:
            for way in self._passes.all("way", handler=near.handler):
                if way.id in missing and _has_end_near(way):
                    self._scenery.add_member(way)
            near.close()
            self._scenery.drop_relations_without_members()
            missing = self._scenery.missing_members()
        if missing:
            for way in self._passes.all("way"):
                if way.id in missing:
                    self._scenery.add_member(way)

    def _result(self, box: Bounds | None, center: LatLon | None, covered: Bounds | None) -> OsmData:
        highways, scenery = self._highways, self._scenery
        nodes, repeated = self._place(highways.node_ids())
        kept = np.ones(len(highways), dtype=bool)
        if repeated or self._input.has_versions or len(set(highways.id)) < len(highways):
            kept = self._drop_outdated()
        extent = nodes.extent()
        if extent is None:
            raise StreetsError("map-without-nodes", path=self._path)
        whole = self._table.extent()
        covers = _clip_claimed(covered, whole or extent) if covered else extent
        data = highways.to_data(
            nodes,
            kept,
            box=box or covers,
            bounds=(box or WORLD).overlap(covers),
            barriers={number: tags for number, (_, tags) in self._barriers.items()},
            scenery=scenery.result(self._place(scenery.node_ids())[0], box or covers),
            date=self._input.date,
        )
        if not len(data.way_id):
            if center is None:
                raise StreetsError("map-without-streets-in-bounds", path=self._path)
            raise _error_elsewhere(self._path, center, extent)
        return data

    def _place(self, ids: Any) -> tuple[Nodes, bool]:
        return places_of_nodes(ids, self._table, self._passes, has_places=self._has_places)

    def _drop_outdated(self) -> Any:
        """Drop objects of which there is a newer version; return which highways to keep."""
        versions = newest_versions(
            self._passes, "node", {*self._barriers, *self._scenery.ids("node")}
        )
        for number, (version, _) in list(self._barriers.items()):
            if versions.get(number) != (version, False):
                del self._barriers[number]
        self._scenery.drop_outdated("node", versions)
        versions = newest_versions(
            self._passes, "way", {*self._highways.id, *self._scenery.ids("way")}
        )
        self._scenery.drop_outdated("way", versions)
        return self._highways.newest(versions)


def _has_end_near(way: Any) -> bool:
    """Return whether an end of a way has a known place; two unknown places are the same."""
    return not way.ends_have_same_location() or (way.is_closed() and way.nodes[0].location.valid())


def _widen(box: Bounds) -> Bounds:
    """Return a box with a margin on all sides."""
    middle = LatLon((box.south + box.north) / 2, (box.west + box.east) / 2)
    plane = Plane.at(middle)
    north, east = _MARGIN_M / plane.north_m_per_deg, _MARGIN_M / plane.east_m_per_deg
    return Bounds(box.south - north, box.west - east, box.north + north, box.east + east)


def _hull(boxes: list[Bounds]) -> Bounds | None:
    """Return the box round several boxes, or None for none."""
    if not boxes:
        return None
    south, west, north, east = zip(*boxes, strict=True)
    return Bounds(min(south), min(west), max(north), max(east))


def _clip_claimed(covered: Bounds, extent: Bounds) -> Bounds:
    """Return the claimed bounds of a file, clipped to its data if they are far larger.

    Some headers claim a quarter of the world, and shapes are measured round the middle of bounds.
    """
    height, width = extent.north - extent.south, extent.east - extent.west
    claims_more = (
        covered.north - covered.south > _MOST_CLAIMED * height
        or covered.east - covered.west > _MOST_CLAIMED * width
    )
    return covered.overlap(extent) if claims_more else covered


def _error_elsewhere(path: Path, center: LatLon, covered: Bounds) -> StreetsError:
    swapped = find_swapped(center, covered)
    return StreetsError("map-elsewhere", path=path, center=center, covered=covered, swapped=swapped)
