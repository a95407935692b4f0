"""Compute sunrise, sunset and twilight, without a network.

At sunset the centre of the sun is 0.833° below the horizon: its upper edge disappears, allowing for
refraction. At civil dusk the centre is 6° below, and a lamp becomes necessary. Both are found to
the second from elevations that astral computes by the equations of NOAA's solar calculator;
astral's own times of sunset are wrong by up to several minutes where the sun sets about midnight
UTC or grazes the horizon.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from looproute.geo import LatLon

SUNSET_DEG, DUSK_DEG = -0.833, -6.0  # elevation of the sun's centre, see above
_HALF_DAY_S = 12 * 3600


@dataclass(frozen=True, kw_only=True)
class Daylight:
    """The light of one day at one place; times are in UTC.

    Attributes
    ----------
    dawn, dusk : civil twilight begins and ends; None if the sun does not cross −6° that day.
    sunrise, sunset : None if the sun stays up or stays down all day.
    noon_deg : the sun's elevation at noon; below `SUNSET_DEG` it does not rise.
    """

    dawn: datetime | None
    sunrise: datetime | None
    sunset: datetime | None
    dusk: datetime | None
    noon_deg: float

    @classmethod
    def of(cls, place: LatLon, day: date) -> Daylight:
        """Return the light of the day whose local solar noon falls on that date.

        >>> light = Daylight.of(LatLon(53.5571, 13.2613), date(2026, 11, 23))
        >>> f"{light.sunset:%H:%M}, {light.dusk:%H:%M}"
        '14:59, 15:39'
        """
        from astral import Observer
        from astral.sun import noon

        at_noon = noon(Observer(*place), day)
        return cls(
            dawn=_crossing(place, at_noon, -1, DUSK_DEG),
            sunrise=_crossing(place, at_noon, -1, SUNSET_DEG),
            sunset=_crossing(place, at_noon, 1, SUNSET_DEG),
            dusk=_crossing(place, at_noon, 1, DUSK_DEG),
            noon_deg=height_deg(place, at_noon),
        )


class Darkness(NamedTuple):
    """A loss of light on a walk: its kind, its time, and the seconds left until the end.

    "dark" means that it is dark from the beginning.
    """

    kind: Literal["dark", "dusk", "sunset"]
    at: datetime
    left_s: float


def height_deg(place: LatLon, when: datetime) -> float:
    """Return the elevation of the sun's centre without refraction; negative when down.

    >>> from datetime import UTC
    >>> round(height_deg(LatLon(0, 0), datetime(2026, 3, 20, 12, 7, tzinfo=UTC)))
    90
    """
    from astral import Observer
    from astral.sun import elevation

    return elevation(Observer(*place), when, with_refraction=False)


def _crossing(
    place: LatLon, noon: datetime, side: Literal[-1, 1], level_deg: float
) -> datetime | None:
    """Return when the sun crosses a level before (side -1) or after (1) noon, or None."""

    def to_noon(seconds: int) -> datetime:
        return noon + side * timedelta(seconds=_HALF_DAY_S - seconds)

    # The sun climbs from midnight to noon, whether time runs forwards or backwards.
    below_s = bisect(
        range(_HALF_DAY_S), level_deg, key=lambda seconds: height_deg(place, to_noon(seconds))
    )
    return to_noon(below_s) if 0 < below_s < _HALF_DAY_S else None


def find_darkness(place: LatLon, begin: datetime, end: datetime) -> Darkness | None:
    """Return the worst loss of light on a walk, or None if it ends before sunset.

    The time is in the time zone of `begin`.
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
