"""A walk with all that a page can guide along, and the page in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from looproute.geo import LatLon, Plane
from looproute.loops import Loop, Mark
from looproute.network.legs import Leg
from looproute.network.scenery import Place
from looproute.writers import page

PHONE, DESK = (390, 844), (1440, 900)


@pytest.fixture
def guided(loops: list[Loop]) -> list[Loop]:
    """The town's three loops; the first is a square of 600 m, north-east of the start, with names.

    A bench stands 30 m aside of the first street, two on the second, a café at its end.
    """
    square = loops[0]
    assert square.network is not None
    plane = Plane.at(square.points[0])

    def at(x: float, y: float) -> LatLon:
        return plane.to_latlon(x, y)

    places = (
        Place("cafe", "Café am Markt", at(600, 600)),
        Place("bench", "", at(300, 30)),
        Place("bench", "", at(610, 200)),
        Place("bench", "", at(610, 260)),
        Place("toilets", "", at(300, 300)),
    )
    network = replace(square.network, scenery=replace(square.network.scenery, places=places))
    legs = (
        Leg(0, "Ringstraße", "residential"),
        Leg(4, "Am Wall", "residential"),
        Leg(8, "", "path"),
        Leg(12, "Rue de l'Église", "residential"),
    )
    marks = (Mark(900.0, "via", "You pass the mill."),)
    return [
        replace(square, legs=legs, marks=marks, network=network),
        *(replace(loop, network=network) for loop in loops[1:]),
    ]


@pytest.fixture
def opened(tmp_path: Path, browser: Any) -> Iterator[Callable[..., Any]]:
    """A browser that has opened the page of some loops, light or dark."""

    def open_page(
        loops: list[Loop], size: tuple[int, int] = DESK, *, scheme: str = "light", **how: Any
    ) -> Any:
        path = tmp_path / "walk.html"
        path.write_text(page.render(loops, **how), encoding="utf-8")
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.send("Emulation.setEmulatedMedia", features=features)
        browser.open(path, *size, phone=size == PHONE)
        assert browser.complaints() == []
        assert browser.requests() == [path.as_uri()]
        return browser

    yield open_page
    browser.send("Emulation.setEmulatedMedia", features=[])
