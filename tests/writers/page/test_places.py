from __future__ import annotations

from dataclasses import replace

import pytest

from looproute.geo import Plane
from looproute.loops import Loop
from looproute.network.scenery import Place
from looproute.writers.page import places


def test_places_within_50_metres_of_the_way_stand_along_it_in_order(guided: list[Loop]) -> None:
    stops = places.find_stops(guided[0])
    assert [stop.place.amenity for stop in stops] == ["bench", "bench", "bench", "cafe"]
    assert [stop.along_m for stop in stops] == pytest.approx([300, 800, 860, 1200], abs=2)


def test_a_place_on_a_stem_is_passed_on_the_way_out(guided: list[Loop]) -> None:
    lollipop = guided[2]
    assert lollipop.network is not None
    at = Plane.at(lollipop.points[0]).to_latlon(5, 150)
    scenery = replace(lollipop.network.scenery, places=(Place("bench", "", at),))
    [stop] = places.find_stops(
        replace(lollipop, network=replace(lollipop.network, scenery=scenery))
    )
    assert stop.along_m == pytest.approx(150, abs=1)


def test_nearby_benches_are_grouped(guided: list[Loop]) -> None:
    groups = places.group_stops(places.find_stops(guided[0]))
    assert [stops.text for stops in groups] == ["Bench", "2 benches", "Café: Café am Markt"]
    assert groups[1].along_m == pytest.approx(800, abs=2)


def test_a_loop_from_a_file_knows_of_no_places(guided: list[Loop]) -> None:
    assert places.find_stops(replace(guided[0], network=None)) == ()
