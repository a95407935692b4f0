from __future__ import annotations

from dataclasses import replace

import numpy as np

from looproute import AsciiMap
from looproute.cues import cues
from looproute.geo import Line
from looproute.network.scenery import Area, Ground, Scenery
from looproute.text.cues import describe_cue

from .drawn import PLANE, drawn


def _square(x: float, y: float, half_m: float) -> Line:
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    lat, lon = np.array([PLANE.to_latlon(x + half_m * a, y + half_m * b) for a, b in signs]).T
    return Line(lat, lon)


def _onto_a_path(ground: Ground, *rings: Line) -> str:
    """What is told where a path leads 200 m east from 0, 200."""
    network = replace(AsciiMap("A---B").streets(), scenery=Scenery(areas=(Area(ground, rings),)))
    corners = [(0.0, 0.0), (0.0, 200.0), (200.0, 200.0)]
    loop = drawn(corners, ["A", ""], ["residential", "path"], network=network)
    return describe_cue(cues(loop)[1], "metric")


def test_a_path_in_a_park_leads_through_the_park() -> None:
    text = "Turn right onto the path through the park."
    assert _onto_a_path("park", _square(100, 200, 120)) == text
    assert _onto_a_path("wood", _square(100, 200, 120)) == text.replace("park", "wood")


def test_a_path_that_only_begins_in_a_park_does_not() -> None:
    assert _onto_a_path("park", _square(0, 200, 60)) == "Turn right onto the path."


def test_a_path_in_a_hole_of_a_park_does_not() -> None:
    rings = (_square(100, 200, 300), _square(100, 200, 120))
    assert _onto_a_path("park", *rings) == "Turn right onto the path."


def test_no_cue_leads_through_water() -> None:
    assert _onto_a_path("water", _square(100, 200, 120)) == "Turn right onto the path."
