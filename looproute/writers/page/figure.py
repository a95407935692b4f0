"""The Folium map and the page round it, with nothing that would be fetched from a server.

Folium's own page links to ten files on four hosts and escapes no text. Here Folium builds the
map and its controls, Leaflet is part of the page, and the template escapes every value and leaves
out the head that Folium would print, which is where the links are.
"""

from __future__ import annotations

from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

from looproute.text.sanitize import for_json_script
from looproute.units import Units
from looproute.writers import webpage
from looproute.writers.basemap.frame import Frame
from looproute.writers.page.content import Content

_STYLES = (
    "page/leaflet/leaflet.css",
    "webpage/colours.css",
    "page/page.css",
    "page/map.css",
    "page/print.css",
)
_SCRIPTS = (
    "page/leaflet/leaflet.js",
    "webpage/colours.js",  # light or dark
    "page/lines.js",  # text to places, and a path to follow
    "page/controls.js",  # what stands on the map and hides it
    "page/ground.js",  # the ground
    "page/names.js",  # of streets
    "page/pins.js",  # markers
    "page/marks.js",  # thousands, what is to do, benches and the like
    "page/loops.js",  # a walk on the map
    "page/words.js",  # steps, lengths and times as people read them
    "page/position.js",  # one place on the chosen walk: slider and directions
    "page/progress.js",  # from where the device is to how far that is along the walk
    "page/locate.js",  # where the device is
    "page/print.js",  # the map on paper
    "page/page.js",  # puts it all together
)
_MAX_ZOOM = 19  # 0.3 m a pixel at the equator


class LoopLayers(MacroElement):
    """The base map and the loops, drawn by the page's own script on the map they are added to."""

    _template = Template(
        "{% macro script(this, kwargs) %}showLoops({{ this._parent.get_name() }});{% endmacro %}"
    )


class Page(Figure):
    """A whole HTML document: the words, one Folium map, and the data that the map draws."""

    def __init__(self, content: Content, data: dict[str, Any]) -> None:
        super().__init__()
        self.content = content
        self.data = data

    def add_map(self, frame: Frame, units: Units) -> None:
        """Add the map that shows the frame, with its controls and the loops."""
        (south, west), (north, east) = corners = frame.corners
        shown = folium.Map(
            location=[(south + north) / 2, (west + east) / 2],
            tiles=None,
            zoom_control="topright",
            attributionControl=False,
            zoom_snap=0.25,
        )
        shown.options["max_bounds"] = corners
        shown.options["max_zoom"] = _MAX_ZOOM
        imperial = units == "imperial"
        scale = folium.Control("Scale", metric=not imperial, imperial=imperial, max_width=140)
        for element in (scale, LoopLayers()):  # type: ignore[no-untyped-call]
            shown.add_child(_named(element))
        self.add_child(_named(shown))

    def render(self, **kwargs: Any) -> str:
        """Return the document: the same for the same loops, to the byte."""
        for child in self._children.values():
            child.render(**kwargs)
        return webpage.document(
            "page/template.html",
            styles=_STYLES,
            scripts=_SCRIPTS,
            last_script=self.script.render(**kwargs),
            title=self.content.title,
            content=self.content,
            start_code=Markup(self.content.start_code),
            map=Markup(self.html.render(**kwargs)),
            data=Markup(for_json_script(self.data)),
        )


def _named(element: Element) -> Element:
    """Return the element with a fixed id instead of Folium's random one."""
    element._id = "loops"
    return element
