"""Build the Folium map and the page around it, loading nothing from a server.

Folium's own page links to ten files on four hosts and does not escape text. Here Folium builds the
map and its controls, Leaflet is part of the page, and the template escapes every value and omits
Folium's page head, which has the links.
"""

from __future__ import annotations

from typing import Any

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
    "page/controls.js",  # controls that cover the map
    "page/ground.js",  # the basemap
    "page/names.js",  # of streets
    "page/pins.js",  # markers
    "page/marks.js",  # thousands of steps, marks, benches and the like
    "page/loops.js",  # a walk on the map
    "page/words.js",  # steps, lengths and times as people read them
    "page/position.js",  # one place on the chosen walk: slider and directions
    "page/progress.js",  # from the position of the device to the distance walked
    "page/locate.js",  # the position of the device
    "page/print.js",  # the map on paper
    "page/page.js",  # assembles the page
)
_MAX_ZOOM = 19  # 0.3 m per pixel at the equator


def render_page(content: Content, data: dict[str, Any], frame: Frame, units: Units) -> str:
    """Return an HTML document: the text, a Folium map of the frame, and the data it draws.

    The same loops give the same document, byte for byte.
    """
    from branca.element import Figure
    from markupsafe import Markup

    figure = Figure()
    figure.add_child(_named(_build_map(frame, units)))
    for child in figure._children.values():
        child.render()
    return webpage.document(
        "page/template.html",
        styles=_STYLES,
        scripts=_SCRIPTS,
        last_script=figure.script.render(),
        title=content.title,
        content=content,
        start_code=Markup(content.start_code),
        map=Markup(figure.html.render()),
        data=Markup(for_json_script(data)),
    )


def _build_map(frame: Frame, units: Units) -> Any:
    """Return the Folium map that shows the frame, with its scale and the page's own layers."""
    import folium

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
    for element in (scale, _build_layers()):
        shown.add_child(_named(element))
    return shown


def _build_layers() -> Any:
    """Return the base map and the loops, which the page's own script draws on the parent map."""
    from branca.element import MacroElement
    from folium.template import Template

    layers = MacroElement()  # type: ignore[no-untyped-call]
    layers._template = Template(
        "{% macro script(this, kwargs) %}showLoops({{ this._parent.get_name() }});{% endmacro %}"
    )
    return layers


def _named(element: Any) -> Any:
    """Return the element with a fixed id instead of Folium's random one."""
    element._id = "loops"
    return element
