"""When the sun sets and when it gets dark, worked out without a network.

Source: the equations of NOAA's solar calculator, after Jean Meeus, "Astronomical Algorithms"
(1998), chapters 25 and 28; right to a minute for years 1900 to 2100, less where the sun only just
reaches the horizon. Sunset is when the sun's upper edge goes down as the air bends its light, its
middle being 0.833° below the horizon; civil dusk when it is 6° below, and one needs a lamp.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from looproute.geo import LatLon

SUNSET_DEG, DUSK_DEG = -0.833, -6.0  # how high the middle of the sun stands, see above
# Meeus counts from noon of 1 January 2000, in centuries of days.
_EPOCH = datetime(2000, 1, 1, 12, tzinfo=UTC)
_CENTURY_S = 36_525 * 86_400
_ROUNDS = 4  # a time depends on where the sun is at that time


class Sun(NamedTuple):
    """Where the sun stands: its declination, and by how much a sundial is ahead of a clock."""

    declination_deg: float
    ahead_min: float


@dataclass(frozen=True, kw_only=True)
class Daylight:
    """The light of one day at one place; times are in UTC.

    Attributes
    ----------
    dawn, dusk : civil twilight begins and ends; None where the sun does not cross 6° below.
    sunrise, sunset : None where the sun stays up, or stays down.
    noon_deg : how high the sun stands at noon; below `SUNSET_DEG` it does not rise.
    """

    dawn: datetime | None
    sunrise: datetime | None
    sunset: datetime | None
    dusk: datetime | None
    noon_deg: float

    @classmethod
    def of(cls, place: LatLon, day: date) -> Daylight:
        """Return the light of the day whose noon, by the sun at that place, is on that date.

        >>> from looproute.geo import LatLon
        >>> light = Daylight.of(LatLon(53.5571, 13.2613), date(2026, 11, 23))
        >>> f"{light.sunset:%H:%M}, {light.dusk:%H:%M}"
        '14:59, 15:39'
        """
        noon = _noon(place, day)
        dawn, dusk = _crossings(place, noon, DUSK_DEG)
        sunrise, sunset = _crossings(place, noon, SUNSET_DEG)
        return cls(
            dawn=dawn,
            sunrise=sunrise,
            sunset=sunset,
            dusk=dusk,
            noon_deg=90.0 - abs(place.lat - sun_at(noon).declination_deg),
        )


class Darkness(NamedTuple):
    """A loss of light on a walk: its kind, its time, and the seconds from then to the end.

    "dark" means that it is dark from the beginning.
    """

    kind: Literal["dark", "dusk", "sunset"]
    at: datetime
    left_s: float


def sun_at(when: datetime) -> Sun:
    """Return where the sun stands at a moment, which knows its time zone.

    >>> round(sun_at(datetime(2026, 6, 21, 12, tzinfo=UTC)).declination_deg, 1)
    23.4
    """
    century = (when - _EPOCH).total_seconds() / _CENTURY_S
    mean_deg = 280.46646 + century * (36_000.76983 + 0.0003032 * century)
    anomaly = math.radians(357.52911 + century * (35_999.05029 - 0.0001537 * century))
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre_deg = (
        (1.914602 - century * (0.004817 + 0.000014 * century)) * math.sin(anomaly)
        + (0.019993 - 0.000101 * century) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * century)
    longitude = math.radians(mean_deg + centre_deg - 0.00569 - 0.00478 * math.sin(node))
    tilt_s = 21.448 - century * (46.815 + century * (0.00059 - 0.001813 * century))
    tilt = math.radians(23 + (26 + tilt_s / 60) / 60 + 0.00256 * math.cos(node))
    declination = math.asin(math.sin(tilt) * math.sin(longitude))

    mean, y = math.radians(mean_deg), math.tan(tilt / 2) ** 2
    ahead = (
        y * math.sin(2 * mean)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * mean)
        - 0.5 * y * y * math.sin(4 * mean)
        - 1.25 * eccentricity * eccentricity * math.sin(2 * anomaly)
    )
    return Sun(math.degrees(declination), 4 * math.degrees(ahead))


def height_deg(place: LatLon, when: datetime) -> float:
    """Return how high the middle of the sun stands, without what the air bends; below 0 is down.

    >>> from looproute.geo import LatLon
    >>> round(height_deg(LatLon(0, 0), datetime(2026, 3, 20, 12, 7, tzinfo=UTC)))
    90
    """
    sun = sun_at(when)
    utc = when.astimezone(UTC)
    minutes = utc.hour * 60 + utc.minute + utc.second / 60 + sun.ahead_min + 4 * place.lon
    hour = math.radians(minutes / 4 - 180)
    lat, declination = math.radians(place.lat), math.radians(sun.declination_deg)
    sine = math.sin(lat) * math.sin(declination)
    sine += math.cos(lat) * math.cos(declination) * math.cos(hour)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def _noon(place: LatLon, day: date) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    noon = midnight + timedelta(minutes=720 - 4 * place.lon)
    return noon - timedelta(minutes=sun_at(noon).ahead_min)


def _crossings(
    place: LatLon, noon: datetime, level_deg: float
) -> tuple[datetime, datetime] | tuple[None, None]:
    """Return when the sun comes up through a level before noon, and goes down through it after."""
    found = []
    for side in (-1, 1):
        when = noon
        for _ in range(_ROUNDS):
            half_min = _half_day_min(place, sun_at(when).declination_deg, level_deg)
            if half_min is None:
                return None, None
            drift_min = sun_at(noon).ahead_min - sun_at(when).ahead_min
            when = noon + timedelta(minutes=side * half_min + drift_min)
        found.append(when)
    return found[0], found[1]


def _half_day_min(place: LatLon, declination_deg: float, level_deg: float) -> float | None:
    """Return the minutes from noon until the sun is at a level, None where it never is."""
    lat, declination = math.radians(place.lat), math.radians(declination_deg)
    across = math.cos(lat) * math.cos(declination)
    if across < 1e-12:
        return None
    cos = (math.sin(math.radians(level_deg)) - math.sin(lat) * math.sin(declination)) / across
    return 4 * math.degrees(math.acos(cos)) if -1 <= cos <= 1 else None


def find_darkness(place: LatLon, begin: datetime, end: datetime) -> Darkness | None:
    """Return the worst loss of light on a walk, or None if it ends before sunset.

    The time in it has the time zone of `begin`.
    """
    if height_deg(place, begin) < DUSK_DEG:
        return Darkness("dark", begin, (end - begin).total_seconds())
    lights = [
        Daylight.of(place, begin.date() + timedelta(days=days))
        for days in range(-1, (end.date() - begin.date()).days + 2)
    ]
    dusk = min((t.dusk for t in lights if t.dusk and begin <= t.dusk <= end), default=None)
    if dusk is not None:
        return Darkness("dusk", dusk.astimezone(begin.tzinfo), (end - dusk).total_seconds())
    sunset = min((t.sunset for t in lights if t.sunset and begin <= t.sunset <= end), default=None)
    if sunset is not None:
        return Darkness("sunset", sunset.astimezone(begin.tzinfo), (end - sunset).total_seconds())
    return None
