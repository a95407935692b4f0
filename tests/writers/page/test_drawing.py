from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from looproute.cues import cues
from looproute.geo import Bounds, LatLon
from looproute.loops import Laps, Loop
from looproute.network.legs import Leg
from looproute.writers.basemap.frame import Frame
from looproute.writers.page.drawing import drawing


def _drawn(loops: list[Loop]) -> dict[str, Any]:
    return drawing(loops, Frame.around([p for loop in loops for p in loop.points]), "metric")


def test_a_walk_knows_its_streets_by_the_metres(guided: list[Loop]) -> None:
    walk = _drawn(guided)["loops"][0]
    assert [street["name"] for street in walk["streets"]] == [
        "Ringstraße",
        "Am Wall",
        "",
        "Rue de l'Église",
    ]
    assert [street["along_m"] for street in walk["streets"]] == pytest.approx(
        [0, 600, 1200, 1800], abs=2
    )


def test_a_street_of_several_legs_is_one(guided: list[Loop]) -> None:
    legs = tuple(leg._replace(name="Ringstraße") for leg in guided[0].legs)
    [street] = _drawn([replace(guided[0], legs=legs)])["loops"][0]["streets"]
    assert street == {"along_m": 0, "name": "Ringstraße"}


def test_at_the_start_the_street_is_the_one_that_the_directions_set_off_along(
    guided: list[Loop],
) -> None:
    loop = guided[0]
    begin = LatLon(loop.points[0].lat - 5e-5, loop.points[0].lon)  # 6 m before the first junction
    legs = tuple(leg._replace(begin=leg.begin + 1) for leg in loop.legs)
    moved = replace(
        loop,
        kind="one-way",
        points=(begin, *loop.points),
        legs=(Leg(0, "Marktplatz", "pedestrian"), *legs),
    )
    street = _drawn([moved])["loops"][0]["streets"][0]
    assert street == {"along_m": 0, "name": cues(moved)[0].street}
    assert street["name"] != "Marktplatz"


def test_marks_laps_and_places_are_drawn(guided: list[Loop]) -> None:
    walk = _drawn([replace(guided[0], laps=Laps(2, 4, 12))])["loops"][0]
    assert walk["marks"] == [{"along_m": 900, "kind": "via"}]
    assert walk["laps"] == pytest.approx({"times": 2, "along_m": 600, "lap_m": 600}, abs=1)
    assert [place["amenity"] for place in walk["places"]] == ["bench", "bench", "bench", "cafe"]
    assert walk["places"][-1]["text"] == "Café: Café am Markt"


def test_the_frame_is_of_the_loops_alone_whatever_streets_there_are(
    guided: list[Loop], decode: Callable[[str], list[tuple[float, float]]]
) -> None:
    whole = _drawn(guided)
    network = guided[0].network
    assert network is not None
    lats, lons = zip(*guided[0].points, strict=True)
    corridor = network.clip(
        Bounds(min(lats) - 1e-4, min(lons) - 1e-4, max(lats) + 1e-4, max(lons) + 1e-4)
    )
    less = _drawn([replace(loop, network=corridor) for loop in guided])
    assert less["corners"] == whole["corners"]
    drawn = [
        place for street in less["streets"] for line in street["lines"] for place in decode(line)
    ]
    assert len(drawn) > 50
    assert min(lat for lat, _ in drawn) >= min(lats) - 2e-6
    assert min(lon for _, lon in drawn) >= min(lons) - 2e-6
