"""OSMnx's settings, which are global: changed here only, and put back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from looproute.osm import tags


@contextmanager
def osmnx_settings(**changes: Any) -> Iterator[None]:
    """Let OSMnx read the tags that count here, with more changes if given; restore all at the end.

    OSMnx also replaces `socket.getaddrinfo` whenever it asks Overpass: that is put back as well.
    """
    from osmnx import settings

    before, lookup = dict(vars(settings)), socket.getaddrinfo
    settings.all_oneway = False
    settings.default_crs = "epsg:4326"
    settings.useful_tags_way = list(tags.WAY_KEYS)
    settings.useful_tags_node = list(tags.NODE_KEYS)
    vars(settings).update(changes)
    try:
        yield
    finally:
        vars(settings).update(before)
        socket.getaddrinfo = lookup
