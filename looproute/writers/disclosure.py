"""Audit what a file of looproute reveals, as a stranger reads it from the bytes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from looproute.geo import Bounds, LatLon, Plane
from looproute.loops import Loop
from looproute.text.sanitize import plain
from looproute.units import Units
from looproute.writers import FORMATS
from looproute.writers.basemap.polyline import decode

AWAY_M = 150.0
"""No place in a private file is this near a home."""

_NUMBER = r"(-?\d{1,3}\.\d+)"
# Scripts of a page contain pairs of numbers, too, but with few digits.
_FINE = r"(-?\d{1,3}\.\d{3,})"
# How a format writes places: a pattern, and whether longitude comes first.
_WRITTEN: dict[str, tuple[str, bool]] = {
    ".html": (rf"\[{_FINE}, ?{_FINE}\]", False),
    ".gpx": (rf'lat="{_NUMBER}" (?:min|max)?lon="{_NUMBER}"', False),
    ".tcx": (rf"<LatitudeDegrees>{_NUMBER}</\w+>\s*<LongitudeDegrees>{_NUMBER}<", False),
    ".kml": (rf"{_NUMBER},{_NUMBER}", True),
    ".geojson": (rf"\[{_NUMBER}, ?{_NUMBER}\]", True),
    ".csv": (rf"geo:{_NUMBER},{_NUMBER}", False),
    ".svg": (rf"geo:{_NUMBER},{_NUMBER}", False),
    ".png": (rf"geo:{_NUMBER},{_NUMBER}", False),
}
_DATA = re.compile(r'<script type="application/json"[^>]*>(.*?)</script>', re.DOTALL)
_LINES = {"line", "lines", "rings", "waterways"}
_TIME = re.compile(r"\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d[:\d.]*Z?)?")
_MAKER = re.compile(r"looproute(?: \d+\.\d+[.\w]*)?")


class Disclosure(NamedTuple):
    """What a file reveals.

    Attributes
    ----------
    places : all coordinates, in the order of the file.
    start : the start of its walk, None if it has no coordinates.
    names : the queried names of streets and places that it contains.
    days : the earliest and the latest date; empty for none.
    maker : the program that wrote it, with its version; "" if unknown.
    """

    places: tuple[LatLon, ...]
    start: LatLon | None
    names: tuple[str, ...]
    days: tuple[str, ...]
    maker: str

    @property
    def bounds(self) -> Bounds | None:
        """The bounding box of the places, None if there are none."""
        if not self.places:
            return None
        lat, lon = zip(*self.places, strict=True)
        return Bounds(min(lat), min(lon), max(lat), max(lon))

    def nearest_m(self, home: LatLon) -> float:
        """Return the distance of the nearest place to a home, in metres; infinite without places.

        The corners of the bounding box count, too, because files contain its sides.
        """
        box = self.bounds
        if box is None:
            return np.inf
        corners = [(lat, lon) for lat in (box.south, box.north) for lon in (box.west, box.east)]
        x, y = Plane.at(home).to_xy(*np.array([*self.places, *corners]).T)
        return float(np.hypot(x, y).min())


def reveal(content: bytes, suffix: str, names: Iterable[str] = ()) -> Disclosure:
    """Return what the content of a file reveals; `suffix` is its format.

    It finds those of `names` that the file contains. Raises ValueError for a format without a
    known pattern of places.
    """
    text = content.decode("utf-8", "replace")
    if suffix == ".fit":
        tracks, others, days = _course(content)
    else:
        tracks, others = [], []
        for data in _DATA.findall(text):
            tracks += list(_lines(json.loads(data)["loops"]))
            others += list(_lines(json.loads(data)))
        others += list(_pairs(text, suffix))
        days = sorted({found[:10] for found in _TIME.findall(text)})
    if suffix in (".gpx", ".tcx", ".kml"):  # the box goes before the track, or nothing does
        tracks = list(_pairs(text.partition("<trkseg>")[2] or text, suffix))
    elif suffix in (".geojson", ".csv", ".svg", ".png"):
        tracks = others
    readable = html.unescape(
        re.sub(r"\\u[0-9a-f]{4}", lambda found: chr(int(found[0][2:], 16)), text)
    )
    maker = _MAKER.search(text)
    return Disclosure(
        places=tuple(others or tracks),
        start=tracks[0] if tracks else None,
        names=tuple(sorted({name for name in names if name and plain(name) in readable})),
        days=tuple(days[:1] + days[-1:]) if len(days) > 1 else tuple(days),
        maker=maker[0] if maker else "",
    )


def discloses_home(loop: Loop, homes: Sequence[LatLon], units: Units) -> bool:
    """Return whether a file of any format would contain a place within 150 m of a home.

    A file without places counts as a disclosure. Pictures contain no coordinates and show the same
    streets as the page.
    """
    for suffix, form in FORMATS.items():
        if suffix in (".png", ".svg"):
            continue
        content = form.render([loop], units)
        found = reveal(content.encode() if isinstance(content, str) else content, suffix)
        if not found.places or any(found.nearest_m(home) <= AWAY_M for home in homes):
            return True
    return False


def _pairs(text: str, suffix: str) -> Iterator[LatLon]:
    if suffix not in _WRITTEN:
        raise ValueError(f"a {suffix} file cannot be audited: choose another format")
    pattern, lon_first = _WRITTEN[suffix]
    for pair in re.findall(pattern, text):
        a, b = (float(number) for number in pair)
        lat, lon = (b, a) if lon_first else (a, b)
        if abs(lat) <= 90 and abs(lon) <= 180:
            yield LatLon(lat, lon)


def _lines(value: Any, key: str = "") -> Iterator[LatLon]:
    """Yield the places of the encoded lines in the data of a page."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _lines(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _lines(part, key)
    elif isinstance(value, str) and key in _LINES:
        yield from (LatLon(*place) for place in decode(value).tolist())


def _course(content: bytes) -> tuple[list[LatLon], list[LatLon], list[str]]:
    """Return the track, all places and the days of a FIT file."""
    from fit_tool.fit_file import FitFile  # type: ignore[import-untyped]

    track: list[LatLon] = []
    places: list[LatLon] = []
    days = set()
    for record in FitFile.from_bytes(content).records:
        fields = getattr(record.message, "fields", [])
        values = {field.name: field.get_value() for field in fields}
        for name, value in values.items():
            if value is None:
                continue
            if name.endswith("_lat"):
                places.append(LatLon(value, values[f"{name.removesuffix('lat')}long"]))
            elif name in ("timestamp", "start_time", "time_created"):
                days.add(datetime.fromtimestamp(value / 1000, UTC).date().isoformat())
        if type(record.message).__name__ == "RecordMessage":
            track.append(places[-1])
    return track, places, sorted(days)
