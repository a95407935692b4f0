"""The caption of the picture: figures, scale bar and attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from looproute.loops import Loop, MarkKind
from looproute.text import summary
from looproute.text.sanitize import plain
from looproute.units import FOOT_M, MILE_M, Units, format_duration, format_length
from looproute.writers.picture import palette
from looproute.writers.picture.sheet import (
    HEIGHT,
    MAP_HEIGHT,
    WIDTH,
    Sheet,
    add,
    cut_to,
    text_width,
    write,
)
from looproute.writers.picture.walk import add_dot

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_LEFT = 60  # pixels, like everything without another unit
_WIDEST_PX = WIDTH - 2 * _LEFT
_TITLE_PX, _FIGURES_PX, _ALONG_PX, _SMALL_PX = 74.0, 40.0, 30.0, 22.0
_LONGEST_SCALE_PX = 240.0


_DOTS: dict[MarkKind, str] = {
    "walk": "walk",
    "run": "run",
    "via": "via point",
    "laps done": "laps done",
}


class Scale(NamedTuple):
    """The length and the label of a scale bar."""

    length_m: float
    label: str


_METRIC = [Scale(m, f"{m} m") for m in (20, 50, 100, 200, 500)]
_METRIC += [Scale(1000.0 * km, f"{km} km") for km in (1, 2, 5, 10, 20)]
_IMPERIAL = [Scale(ft * FOOT_M, f"{ft} ft") for ft in (50, 100, 200, 500, 1000)]
_IMPERIAL += [Scale(mi * MILE_M, f"{mi:g} mi") for mi in (0.5, 1, 2, 5, 10, 20)]


def figures(loop: Loop, units: Units) -> str:
    """Return the line of figures, such as "5.61 km · 1 h 13 min"."""
    length = format_length(loop.length_m, units)
    kind = [] if loop.kind == "loop" else [loop.kind]
    return " · ".join([length, format_duration(loop.duration_s), *kind])


def along(loop: Loop, units: Units) -> str:
    """Return the place and as many main streets as fit, such as "Oswego: Bridge Street".

    The stairs come first, if there are any.
    """
    climbed = summary.describe_stairs(loop, units)
    place = plain(loop.network.place) if loop.network is not None else ""
    place = place[:1].upper() + place[1:]
    names = [plain(name) for name in loop.streets]
    counts = range(len(names), 0, -1)
    texts = (": ".join(filter(None, (place, ", ".join(names[:count])))) for count in counts)
    lines = (" · ".join(filter(None, (climbed, text))) for text in (*texts, place))
    return next((line for line in lines if text_width(line, _ALONG_PX) <= _WIDEST_PX), climbed)


def add_caption(parent: Element, loop: Loop, units: Units) -> None:
    """Write the caption below the map."""
    add(parent, "rect", y=MAP_HEIGHT, width=WIDTH, height=HEIGHT - MAP_HEIGHT, fill=palette.PAPER)
    add(parent, "rect", y=MAP_HEIGHT, width=WIDTH, height=8, fill=palette.WALK)
    lines = (
        (summary.short_title(loop), 98, _TITLE_PX, "700", palette.INK),
        (figures(loop, units), 158, _FIGURES_PX, "600", palette.INK),
        (along(loop, units), 208, _ALONG_PX, "400", palette.INK_SOFT),
    )
    for text, down, size, weight, colour in lines:
        fitted = cut_to(text, _WIDEST_PX, size)
        line = write(parent, fitted, x=_LEFT, y=MAP_HEIGHT + down, font_size=size, fill=colour)
        line.set("font-weight", weight)
    kinds = {mark.kind for mark in loop.marks}
    right = float(WIDTH - _LEFT)
    for kind, label in _DOTS.items():
        if kind in kinds:
            down = MAP_HEIGHT + 78
            key = write(parent, label, x=right, y=down, font_size=_ALONG_PX, fill=palette.INK)
            key.set("text-anchor", "end")
            right -= text_width(label, _ALONG_PX) + 22
            add_dot(parent, kind, round(right, 1), down - 10)
            right -= 40


def room() -> BaseGeometry:
    """Return the area of the scale bar and the attribution, in pixels."""
    import shapely

    low = MAP_HEIGHT - 76
    credit = shapely.box(WIDTH / 2, MAP_HEIGHT - 44, WIDTH, MAP_HEIGHT)
    return shapely.union_all([shapely.box(0, low, _LONGEST_SCALE_PX + 50, MAP_HEIGHT), credit])


def add_scale(parent: Element, sheet: Sheet, units: Units) -> None:
    """Draw the longest scale bar that fits, in the lower left corner of the map."""
    scales = _METRIC if units == "metric" else _IMPERIAL
    fits = [s for s in scales if s.length_m * sheet.pixels_a_metre <= _LONGEST_SCALE_PX]
    scale = (fits or scales[:1])[-1]
    width = round(scale.length_m * sheet.pixels_a_metre, 1)
    x, y = 24, MAP_HEIGHT - 28
    _add_paper(parent, x - 14, y - 40, max(width, text_width(scale.label, _SMALL_PX)) + 28, 56)
    bar = add(parent, "path", d=f"M{x} {y - 9}V{y}H{x + width:g}V{y - 9}", fill="none")
    bar.attrib |= {"stroke": palette.INK, "stroke-width": "3"}
    write(parent, scale.label, x=x + 6, y=y - 14, font_size=_SMALL_PX, fill=palette.INK)


def add_credit(parent: Element, loop: Loop) -> None:
    """Write the attribution in the lower right corner of the map."""
    credit = cut_to(plain(loop.attribution), WIDTH / 2, _SMALL_PX)
    width = text_width(credit, _SMALL_PX) + 28
    _add_paper(parent, WIDTH - width, MAP_HEIGHT - 40, width, 40)
    line = write(parent, credit, x=WIDTH - 14, y=MAP_HEIGHT - 12, font_size=_SMALL_PX)
    line.attrib |= {"fill": palette.INK, "text-anchor": "end"}


def _add_paper(parent: Element, x: float, y: float, width: float, height: float) -> None:
    paper = add(parent, "rect", x=round(x, 1), y=y, width=round(width, 1), height=height)
    paper.attrib |= {"rx": "8", "fill": palette.PAPER, "fill-opacity": "0.82"}
