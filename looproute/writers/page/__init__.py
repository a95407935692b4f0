"""Render loops as one HTML page with a map that works without a network.

Text: `content`, with `directions` (the cue sheet) and `places` (along the way). Lines: `drawing`,
with `ground` (the basemap). `figure` builds the Folium map and assembles the document from
template.html, the styles, Leaflet's release in leaflet/ and the scripts, which it lists in order.
"""

from __future__ import annotations

from collections.abc import Sequence

from looproute.loops import Loop
from looproute.units import Units
from looproute.writers.basemap.frame import Frame
from looproute.writers.page import content, figure
from looproute.writers.page.drawing import drawing


def render(loops: Sequence[Loop], units: Units = "metric") -> str:
    """Return the page for at least one loop, best first; the first one is selected.

    The map is drawn from the network of the first loop; loops read from a file have no network and
    are drawn on an empty background.
    """
    frame = Frame.around([point for loop in loops for point in loop.points])
    words, data = content.of_loops(loops, units), drawing(loops, frame, units)
    return figure.render_page(words, data, frame, units)
