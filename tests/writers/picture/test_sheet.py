from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from looproute.geo import LatLon, Plane
from looproute.writers.picture.sheet import (
    MAP_HEIGHT,
    WIDTH,
    Sheet,
    add,
    cut_to,
    path,
    text_width,
    write,
)

CENTER = LatLon(53.557, 13.261)


@pytest.mark.parametrize("wide_m", [300.0, 2000.0, 40_000.0])
@pytest.mark.parametrize("high_m", [300.0, 2000.0, 40_000.0])
def test_a_walk_fills_the_map_but_for_a_margin(wide_m: float, high_m: float) -> None:
    corners = [Plane.at(CENTER).to_latlon(x, y) for x, y in ((0, 0), (wide_m, high_m))]
    sheet = Sheet.around(corners)
    x, y = sheet.frame.plane.to_xy(*np.array(corners).T)
    pixels = sheet.pixels(x, y)
    assert (pixels >= 99).all()
    assert (pixels <= [WIDTH - 99, MAP_HEIGHT - 99]).all()
    spread = np.ptp(pixels, axis=0)
    assert np.isclose(spread, [WIDTH - 200, MAP_HEIGHT - 200], atol=1).any() or max(spread) <= 900


def test_north_is_up_and_east_is_right() -> None:
    north_east = Plane.at(CENTER).to_latlon(500, 500)
    sheet = Sheet.around([CENTER, north_east])
    first, last = sheet.pixels(*sheet.frame.plane.to_xy(*np.array([CENTER, north_east]).T))
    assert last[0] > first[0]
    assert last[1] < first[1]


def test_one_place_alone_has_a_sheet_too() -> None:
    assert Sheet.around([CENTER, CENTER]).pixels_a_metre == 3.0


def test_a_path_is_rounded_to_a_tenth_of_a_pixel() -> None:
    assert path([np.array([[0.04, 1.26], [7, 8]])], closed=True) == "M0 1.3L7 8Z"


def test_only_long_text_is_cut() -> None:
    assert cut_to("Am Wall", 200, 20) == "Am Wall"
    short = cut_to("Ringstraße, Am Wall, Treptower Straße", 200, 20)
    assert short.endswith("…")
    assert text_width(short, 20) <= 200


def test_wide_letters_are_taken_for_wide() -> None:
    assert text_width("山手線", 20) == 60
    assert text_width("mmm", 20) > text_width("aaa", 20) > text_width("iii", 20)
    assert text_width("e\u0301", 20) == text_width("e", 20)


def test_attributes_and_text_are_written_as_svg_has_them() -> None:
    root = ElementTree.Element("svg")
    write(root, "a\x1b<b>\u202e", font_size=24.0, x=1)
    add(root, "rect", clip_path="url(#map)")
    assert ElementTree.tostring(root, encoding="unicode") == (
        '<svg><text font-size="24" x="1">a&lt;b&gt;</text><rect clip-path="url(#map)" /></svg>'
    )
