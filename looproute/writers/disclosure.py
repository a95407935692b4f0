"""What a file of looproute tells, read out of its bytes again, as a stranger would."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from looproute.geo import Bounds, LatLon, Plane
from looproute.loops import Loop
from looproute.text.sanitize import plain
from looproute.units import Units
from looproute.writers import FORMATS
from looproute.writers.basemap.polyline import decode

AWAY_M = 150.0
"""Nothing of a private file is this near a home."""

_NUMBER = r"(-?\d{1,3}\.\d+)"
# The scripts of a page hold pairs of numbers, too, of few digits.
_FINE = r"(-?\d{1,3}\.\d{3,})"
# How places are written: a pattern, and whether longitude goes first.
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
    """What a file tells.

    Attributes
    ----------
    places : every place it gives in degrees, in the order of the file.
    start : where its walk starts, None where that is not told in degrees.
    names : of streets and places, those that were asked for and stand in it.
    days : the days it names, the earliest and the latest; empty for none.
    maker : the program that wrote it, with its version; "" if it does not say so.
    """

    places: tuple[LatLon, ...]
    start: LatLon | None
    names: tuple[str, ...]
    days: tuple[str, ...]
    maker: str

    @property
    def bounds(self) -> Bounds | None:
        """The box round the places, None where there are none."""
        if not self.places:
            return None
        lat, lon = zip(*self.places, strict=True)
        return Bounds(min(lat), min(lon), max(lat), max(lon))

    def nearest_m(self, home: LatLon) -> float:
        """Return how near the places come to a home, in metres; infinite where there are none.

        The corners of the box round them count as well, because files give its sides.
        """
        box = self.bounds
        if box is None:
            return np.inf
        corners = [(lat, lon) for lat in (box.south, box.north) for lon in (box.west, box.east)]
        x, y = Plane.at(home).to_xy(*np.array([*self.places, *corners]).T)
        return float(np.hypot(x, y).min())


def reveal(content: bytes, suffix: str, names: Iterable[str] = ()) -> Disclosure:
    """Return what the content of a file tells, `suffix` saying what it is.

    Of names, those of `names` that stand in it are found. Raises ValueError for a kind of file of
    which nobody has said here how it writes places.
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
    said = html.unescape(re.sub(r"\\u[0-9a-f]{4}", lambda found: chr(int(found[0][2:], 16)), text))
    maker = _MAKER.search(text)
    return Disclosure(
        places=tuple(others or tracks),
        start=tracks[0] if tracks else None,
        names=tuple(sorted({name for name in names if name and plain(name) in said})),
        days=tuple(days[:1] + days[-1:]) if len(days) > 1 else tuple(days),
        maker=maker[0] if maker else "",
    )


def discloses_home(loop: Loop, homes: Sequence[LatLon], units: Units) -> bool:
    """Return whether a file of any format would give a place within 150 m of a home.

    One in which no place is found might give any. Pictures give no places in degrees, and show the
    same streets as the page.
    """
    for suffix, form in FORMATS.items():
        if suffix in (".png", ".svg"):
            continue
        content = form.render([loop], units)
        told = reveal(content.encode() if isinstance(content, str) else content, suffix)
        if not told.places or any(told.nearest_m(home) <= AWAY_M for home in homes):
            return True
    return False


def _pairs(text: str, suffix: str) -> Iterator[LatLon]:
    if suffix not in _WRITTEN:
        raise ValueError(f"what a {suffix} file tells cannot be read out of it: choose another")
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
    from datetime import UTC, datetime

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
