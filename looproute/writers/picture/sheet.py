"""Map a part of the Earth to a picture of a fixed size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import combining, east_asian_width
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np

from looproute._typing import Floats
from looproute.geo import LatLon
from looproute.text.sanitize import for_xml
from looproute.writers.basemap.frame import Frame

# A sheet of 4:5, which chats show upright and whole; the map is above the caption.
WIDTH, HEIGHT = 1080, 1350
MAP_HEIGHT = 1100
_MARGIN = 100
# A walk round one block is not drawn larger than this.
_MOST_PIXELS_A_METRE = 3.0

FONT = "'Open Sans', 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
_WIDE, _NARROW = set("mwMWÄÖ@%—"), set("fijlrtIJ.,:;'’!|()[] -")


class Sheet(NamedTuple):
    """The part of the Earth on the map and its scale in pixels a metre."""

    frame: Frame
    pixels_a_metre: float

    @classmethod
    def around(cls, points: Sequence[LatLon]) -> Sheet:
        """Return the sheet on which the points fill the map except for a margin."""
        box = Frame.of(points)
        pixels_a_metre = min(
            _MOST_PIXELS_A_METRE,
            (WIDTH - 2 * _MARGIN) / max(box.width_m, 1.0),
            (MAP_HEIGHT - 2 * _MARGIN) / max(box.height_m, 1.0),
        )
        return cls(box.resized(WIDTH / pixels_a_metre, MAP_HEIGHT / pixels_a_metre), pixels_a_metre)

    def pixels(self, x: Floats, y: Floats) -> Floats:
        """Return k points of the frame's plane as (k, 2) pixels, right and down."""
        right, down = x - self.frame.west, self.frame.north - y
        return np.stack([right, down], axis=1) * self.pixels_a_metre


def path(lines: Iterable[Floats], *, closed: bool = False) -> str:
    """Return lines of (k, 2) pixels as the data of one path, to a tenth of a pixel.

    >>> path([np.array([[0, 0], [10.04, 5]])])
    'M0 0L10 5'
    """
    end = "Z" if closed else ""
    return "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in np.round(line, 1).tolist()) + end
        for line in lines
    )


def add(parent: Element, tag: str, **attributes: str | float) -> Element:
    """Add an element; underscores in attribute names become hyphens, trailing ones are dropped."""
    return ElementTree.SubElement(
        parent,
        tag,
        {
            name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else f"{value:g}"
            for name, value in attributes.items()
        },
    )


def write(parent: Element, text: str, **attributes: str | float) -> Element:
    """Add a line of safe text."""
    element = add(parent, "text", **attributes)
    element.text = for_xml(text)
    return element


def text_width(text: str, size: float) -> float:
    """Return the approximate width of a text in pixels, to keep names apart.

    >>> text_width("Am Wall", 20) < text_width("Am Wallgraben", 20)
    True
    """

    def ems(character: str) -> float:
        if east_asian_width(character) in "WF":
            return 1.0
        if character in _WIDE:
            return 0.9
        return 0.0 if combining(character) else 0.33 if character in _NARROW else 0.57

    return sum(map(ems, text)) * size


def cut_to(text: str, width: float, size: float) -> str:
    """Return the text, cut to fit with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" ,") + "…"
