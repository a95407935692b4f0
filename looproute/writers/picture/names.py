"""Place street names along straight stretches, clear of each other and of the walk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

import numpy as np

from looproute._typing import Floats
from looproute.writers.basemap import CLASSES, Streets
from looproute.writers.picture import palette
from looproute.writers.picture.ground import pixels
from looproute.writers.picture.sheet import MAP_HEIGHT, WIDTH, Sheet, text_width, write

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

_SIZE_PX = 24.0
# Spots for a name are tried every few pixels along its street, up to a maximum, where the street is
# nearly straight: the distance of the ends over the length.
_EVERY_PX = 30.0
_MOST_SPOTS = 24
_STRAIGHT = 0.985
# On the street, or next to it where the walk follows the street.
_BESIDE_PX = (0.0, 27.0, -27.0)
_EDGE_PX = 12.0
_MOST_NAMES = 24
_NAMED = ("quiet", "through", "main")


class NameSpot(NamedTuple):
    """A place for a name: its middle in pixels, its slope and the area it covers."""

    x: float
    y: float
    angle_deg: float
    room: Polygon


def add_names(parent: Element, streets: list[Streets], sheet: Sheet, taken: BaseGeometry) -> None:
    """Write the names of the larger streets, each once, outside the areas already taken."""
    import shapely

    sheet_room = shapely.box(_EDGE_PX, _EDGE_PX, WIDTH - _EDGE_PX, MAP_HEIGHT - _EDGE_PX)
    group_style = {
        "fill": palette.LABEL,
        "stroke": palette.HALO,
        "stroke-width": "6",
        "stroke-linejoin": "round",
        "paint-order": "stroke",
        "font-size": f"{_SIZE_PX:g}",
        "font-weight": "600",
        "text-anchor": "middle",
    }
    rooms: list[BaseGeometry] = [taken]
    written: set[str] = set()
    for street in sorted(streets, key=_order):
        if len(written) == _MOST_NAMES:
            break
        if not street.name or street.name in written or street.drawn_as not in _NAMED:
            continue
        for spot in _spots(street, sheet):
            blocked = shapely.intersects(np.array(rooms, dtype=object), spot.room).any()
            if sheet_room.contains(spot.room) and not blocked:
                turn = f"rotate({spot.angle_deg:.1f} {spot.x:.1f} {spot.y:.1f})"
                at = {"x": f"{spot.x:.1f}", "y": f"{spot.y + 0.35 * _SIZE_PX:.1f}"}
                write(parent, street.name).attrib |= group_style | at | {"transform": turn}
                rooms.append(spot.room)
                written.add(street.name)
                break


def _order(street: Streets) -> tuple[int, float, str]:
    length_m = sum(line.length for line in street.lines)
    return -CLASSES.index(street.drawn_as), -length_m, street.name


def _spots(street: Streets, sheet: Sheet) -> Iterator[NameSpot]:
    """Yield the straight stretches of a street that fit its name, those in the middle first."""
    width = text_width(street.name, _SIZE_PX) + 8
    for line in sorted(street.lines, key=lambda line: -line.length):
        points = pixels(line, sheet)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        room = float(along[-1]) - width
        if room < 0:
            return
        count = min(_MOST_SPOTS, int(room / _EVERY_PX) + 1)
        begins = room * (np.arange(count) + 0.5) / count
        begins = begins[np.argsort(np.abs(begins - room / 2), kind="stable")]
        for beside in _BESIDE_PX:
            for begin in begins.tolist():
                ends = [_at(points, along, begin), _at(points, along, begin + width)]
                if np.hypot(*(ends[1] - ends[0])) > _STRAIGHT * width:
                    yield _spot(ends[0], ends[1], width, beside)


def _at(points: Floats, along: Floats, distance: float) -> Floats:
    return np.array([np.interp(distance, along, each) for each in points.T])


def _spot(a: Floats, b: Floats, width: float, beside: float) -> NameSpot:
    import shapely

    if a[0] > b[0]:
        a, b = b, a
    ahead = (b - a) / max(float(np.hypot(*(b - a))), 1e-9)
    right = np.array([-ahead[1], ahead[0]])
    middle = (a + b) / 2 + beside * right
    half_wide, half_high = ahead * width / 2, right * 0.55 * _SIZE_PX
    corners = [
        middle - half_wide - half_high,
        middle + half_wide - half_high,
        middle + half_wide + half_high,
        middle - half_wide + half_high,
    ]
    angle_deg = float(np.degrees(np.arctan2(ahead[1], ahead[0])))
    return NameSpot(float(middle[0]), float(middle[1]), angle_deg, shapely.Polygon(corners))
