"""Parse numbers, places and times in files; raise `WalkFileError` if invalid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from looproute.geo import LatLon
from looproute.readers.result import WalkFileError
from looproute.units import Range

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{0,18})?|[+-]?\.[0-9]{1,18}")
_YEARS = range(1990, 2100)  # of a walk; FIT counts from 1990
LATITUDE = Range(-90, 90)


def number(text: str, what: str, limits: Range) -> float:
    """Parse a plain decimal number within limits.

    >>> number(" 12.5 ", "distance", Range(0, 100))
    12.5
    """
    if not _NUMBER.fullmatch(text.strip()) or not limits.holds(value := float(text)):
        raise WalkFileError(
            f"{what} {text.strip()[:40]!r} is not a number from {limits.low:,.10g} "
            f"to {limits.high:,.10g}"
        )
    return value


def place(attributes: Mapping[str, str]) -> LatLon:
    """Parse the place of a GPX point from its attributes `lat` and `lon`, in degrees.

    >>> place({"lat": "53.5571", "lon": "13.2613"}).lat
    53.5571
    """
    return LatLon(
        number(attributes.get("lat", ""), "latitude", LATITUDE),
        number(attributes.get("lon", ""), "longitude", Range(-180, 180)),
    )


def moment(text: str, what: str = "time") -> datetime:
    """Parse an ISO 8601 time of 1990 to 2099, with its time zone if it has one.

    >>> moment("2026-11-23T08:00:00Z").hour, moment("2026-11-23 08:00:00 +0100").hour
    (8, 8)
    """
    text = text.strip()
    try:
        found = datetime.fromisoformat(text[:-6] + text[-5:] if text[-6:-5] == " " else text)
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise WalkFileError(f"{what} {text[:40]!r} is not one like 2026-11-23T08:00:00Z")
    return found
