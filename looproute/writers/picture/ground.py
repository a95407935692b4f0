"""Draw the map around the walk: areas, waterways and streets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from looproute._typing import Floats
from looproute.network.scenery import Scenery
from looproute.writers import basemap
from looproute.writers.basemap import Streets
from looproute.writers.picture import palette
from looproute.writers.picture.sheet import Sheet, add, path

if TYPE_CHECKING:
    from shapely import LineString

_TOLERANCE_PX = 0.4  # finer details are invisible
_AREAS = {"park": palette.PARK, "wood": palette.WOOD, "water": palette.WATER}


class Look(NamedTuple):
    """The style of a class of street.

    `width` is in pixels where a pixel is 2 m; `least` is the smallest scale to draw it at, in
    pixels per metre.
    """

    width: float
    least: float
    fill: str
    casing: str


_LOOKS = {
    "path": Look(2.4, 0.2, palette.PATH, ""),
    "service": Look(3.6, 0.2, palette.STREET, palette.CASING),
    "quiet": Look(7.5, 0.05, palette.STREET, palette.CASING),
    "through": Look(10.0, 0.0, palette.STREET, palette.CASING),
    "main": Look(12.5, 0.0, palette.STREET_MAIN, palette.CASING_MAIN),
}
_CASING_PX = 3.0


def tolerance_m(sheet: Sheet) -> float:
    """Return the size of a detail too small to see on the sheet, in metres."""
    return _TOLERANCE_PX / sheet.pixels_a_metre


def pixels(line: LineString, sheet: Sheet) -> Floats:
    """Convert a line from metres of the plane to (k, 2) pixels."""
    import shapely

    return sheet.pixels(*shapely.get_coordinates(line).T)


def add_scenery(parent: Element, scenery: Scenery, sheet: Sheet) -> None:
    """Draw areas, with water on top, and waterways."""
    areas = basemap.area_rings(scenery, sheet.frame, tolerance_m(sheet))
    for ground, colour in _AREAS.items():
        for area in areas:
            if area.ground == ground:
                data = path([pixels(ring, sheet) for ring in area.rings], closed=True)
                add(parent, "path", d=data, fill=colour, fill_rule="evenodd")
    lines = basemap.waterway_lines(scenery, sheet.frame, tolerance_m(sheet))
    if lines:
        data = path(pixels(line, sheet) for line in lines)
        add(parent, "path", d=data, fill="none", stroke=palette.WATER, stroke_width=4)


def add_streets(parent: Element, streets: list[Streets], sheet: Sheet) -> None:
    """Draw all casings before all fills, so that streets join without a line between them."""
    # As on the page, streets are half as wide again at twice the scale.
    grown = 1.5 ** math.log2(min(2 * sheet.pixels_a_metre, 3.0))
    drawn = {
        kind: path(
            pixels(line, sheet)
            for street in streets
            if street.drawn_as == kind
            for line in street.lines
        )
        for kind, look in _LOOKS.items()
        if sheet.pixels_a_metre >= look.least
    }
    group = add(parent, "g", fill="none", stroke_linecap="round", stroke_linejoin="round")
    for kind, data in drawn.items():
        if data and (casing := _LOOKS[kind].casing):
            width = _LOOKS[kind].width * grown + _CASING_PX
            add(group, "path", d=data, stroke=casing, stroke_width=round(width, 1))
    for kind, data in drawn.items():
        if data:
            width = round(max(_LOOKS[kind].width * grown, 1.2), 1)
            line = add(group, "path", d=data, stroke=_LOOKS[kind].fill, stroke_width=width)
            if kind == "path":
                line.attrib |= {"stroke-dasharray": "7 5", "stroke-linecap": "butt"}
