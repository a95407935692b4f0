from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from looproute.geo import LatLon, Line, Plane
from looproute.network.scenery import Area, Place, Scenery
from looproute.privacy.crop import MARGIN_M, crop_network
from looproute.sources.ascii_map import AsciiMap

DRAWING = r"""
    A---B---C---D---E
    |   |   |   |   |
    F---G---H---I---J
    |   |   |   |   |
    K---L---M---N---O
"""
TOWN = AsciiMap(DRAWING, spacing_m=100.0)
NETWORK = TOWN.streets()
LOOP = [TOWN.at(junction) for junction in "ABGFA"]


def ring(*junctions: str) -> Line:
    places = [TOWN.at(junction) for junction in junctions]
    return Line(*np.array(places).T)


def test_streets_of_the_loop_and_inside_it_are_kept() -> None:
    shown = crop_network(NETWORK, LOOP)
    assert len(shown.u) == 4
    assert len(crop_network(NETWORK, [TOWN.at(j) for j in "ACHMKA"]).u) == 12


def test_no_point_is_further_from_the_hull_than_the_margin() -> None:
    shown = crop_network(NETWORK, LOOP)
    plane = Plane.at(LOOP[0])
    hull = shapely.MultiPoint(list(zip(*plane.to_xy(*np.array(LOOP).T), strict=True))).convex_hull
    x, y = plane.to_xy(shown.line_lat, shown.line_lon)
    assert shapely.distance(hull, shapely.points(x, y)).max() <= MARGIN_M + 0.01


def test_names_places_and_bounds_of_other_areas_are_removed() -> None:
    names = ("", "Meine Straße", "Ringstraße")
    of_loop = crop_network(replace(NETWORK, way_id=np.arange(len(NETWORK.u))), LOOP).way_id
    name = np.ones(len(NETWORK.u), dtype=np.int32)
    name[of_loop] = 2
    whole = replace(
        NETWORK,
        name=name,
        names=names,
        place="my-street",
        scenery=Scenery(
            places=(Place("bench", "near", LOOP[0]), Place("bench", "far", TOWN.at("O")))
        ),
    )
    shown = crop_network(whole, LOOP)
    assert shown.names == ("", "Ringstraße")
    assert set(shown.name.tolist()) == {1}
    assert shown.place == ""
    assert [place.name for place in shown.scenery.places] == ["near"]
    assert shown.bounds.within(crop_network(NETWORK, LOOP).bounds)
    assert not shown.bounds.contains(TOWN.at("O"))


def test_a_lake_is_cut_and_keeps_its_island() -> None:
    lake, island = ring("A", "E", "O", "K", "A"), ring("A", "B", "G", "F", "A")
    holed = Scenery(areas=(Area("water", (lake, island)),))
    (area,) = crop_network(replace(NETWORK, scenery=holed), LOOP).scenery.areas
    assert area.ground == "water"
    plane = Plane.at(LOOP[0])
    rings = [shapely.Polygon(np.column_stack(plane.to_xy(*part))) for part in area.rings]
    far = shapely.Point(plane.to_xy(*TOWN.at("C")))
    middle = shapely.union_all(rings).centroid
    next_to = shapely.Point(np.add(plane.to_xy(*TOWN.at("B")), (MARGIN_M / 2, -50)))
    times = {
        name: sum(part.contains(point) for part in rings) % 2
        for name, point in (("far", far), ("middle", middle), ("next to", next_to))
    }
    assert times == {"far": 0, "middle": 0, "next to": 1}


def test_a_river_is_cut() -> None:
    river = Line(*np.array([TOWN.at("F"), TOWN.at("J")]).T)
    shown = crop_network(replace(NETWORK, scenery=Scenery(waterways=(river,))), LOOP)
    (part,) = shown.scenery.waterways
    assert LatLon(float(part.lat[-1]), float(part.lon[-1])) != TOWN.at("J")
    assert np.ptp(part.lon) < np.ptp(river.lon) / 2
