"""OSM data as plain XML, which OSMnx and pyosmium read.

https://wiki.openstreetmap.org/wiki/OSM_XML
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from looproute.geo import LatLon

# What XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets; PBF and JSON may.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n'
TAIL = "</osm>\n"


def node(number: int, at: LatLon, tags: Mapping[str, str]) -> str:
    """Return a node as a line of XML."""
    return f'<node id="{number}" lat="{at.lat:.7f}" lon="{at.lon:.7f}">{_tags(tags)}</node>\n'


def way(number: int, nodes: Iterable[int], tags: Mapping[str, str]) -> str:
    """Return a way as a line of XML."""
    refs = "".join(f'<nd ref="{ref}"/>' for ref in nodes)
    return f'<way id="{number}">{refs}{_tags(tags)}</way>\n'


def relation(number: int, members: Iterable[tuple[str, int, str]], tags: Mapping[str, str]) -> str:
    """Return a relation as a line of XML; its members are kind, number and role."""
    inside = "".join(
        f'<member type="{kind}" ref="{ref}" role={_quoted(role)}/>' for kind, ref, role in members
    )
    return f'<relation id="{number}">{inside}{_tags(tags)}</relation>\n'


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={_quoted(key)} v={_quoted(value)}/>" for key, value in tags.items())


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
