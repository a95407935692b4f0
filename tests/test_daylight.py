"""Sunset and dusk against published values, and the warnings about them.

Heights are compared with the approximate solar coordinates and sidereal time of the US Naval
Observatory, which need no equation of time and are right to 0.02° from 1800 to 2200.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

import pytest

from looproute.daylight import DUSK_DEG, SUNSET_DEG, Daylight, find_darkness, height_deg
from looproute.geo import LatLon
from looproute.text.summary import darkness_sentence

PLACES = {
    "Quito": LatLon(-0.18, -78.47),
    "Sydney": LatLon(-33.87, 151.21),
    "Suva": LatLon(-18.14, 178.44),
    "Madrid": LatLon(40.42, -3.70),
    "Neubrandenburg": LatLon(53.56, 13.26),
    "Yekaterinburg": LatLon(56.84, 60.61),
    "Tromsø": LatLon(69.65, 18.96),
    "Longyearbyen": LatLon(78.22, 15.65),
}
YEAR = [date(2026, 1, 1) + timedelta(days=days) for days in range(365)]
CET = timezone(timedelta(hours=1))


@cache
def daylight(place: LatLon, day: date) -> Daylight:
    return Daylight.of(place, day)


def clock_noon(place: LatLon, day: date) -> datetime:
    """Return noon in local mean time, up to 17 minutes from solar noon."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return noon - timedelta(minutes=4 * place.lon)


def almanac_height_deg(place: LatLon, when: datetime) -> float:
    days = (when - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=1)
    anomaly = math.radians(357.529 + 0.98560028 * days)
    longitude = math.radians(
        280.459 + 0.98564736 * days + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly)
    )
    tilt = math.radians(23.439 - 0.00000036 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    sidereal_h = 18.697374558 + 24.06570982441908 * days
    hour = math.radians(15 * sidereal_h + place.lon) - ascension
    lat = math.radians(place.lat)
    sine = math.sin(lat) * math.sin(declination)
    sine += math.cos(lat) * math.cos(declination) * math.cos(hour)
    return math.degrees(math.asin(sine))


def test_the_height_of_the_sun_agrees_with_nrel() -> None:
    # Reda and Andreas, "Solar Position Algorithm for Solar Radiation Applications", NREL 2008,
    # appendix A.5. Its sunset is the one of that date in UTC: the evening before by local time.
    golden = LatLon(39.742476, -105.1786)
    sunrise = Daylight.of(golden, date(2003, 10, 17)).sunrise
    sunset = Daylight.of(golden, date(2003, 10, 16)).sunset
    assert sunrise is not None
    assert sunset is not None
    assert abs(sunrise - datetime(2003, 10, 17, 13, 12, 43, tzinfo=UTC)) < timedelta(seconds=5)
    assert abs(sunset - datetime(2003, 10, 17, 0, 20, 19, tzinfo=UTC)) < timedelta(seconds=5)
    when = datetime(2003, 10, 17, 19, 30, 30, tzinfo=UTC)
    assert height_deg(golden, when) == pytest.approx(39.872046, abs=0.005)


@pytest.mark.parametrize("name", PLACES)
def test_the_sun_crosses_the_horizon_and_6_degrees_below_at_the_heights_of_an_almanac(
    name: str,
) -> None:
    place = PLACES[name]
    for day in YEAR:
        light = daylight(place, day)
        for when, level_deg in (
            (light.sunrise, SUNSET_DEG),
            (light.sunset, SUNSET_DEG),
            (light.dawn, DUSK_DEG),
            (light.dusk, DUSK_DEG),
        ):
            if when is not None:
                assert almanac_height_deg(place, when) == pytest.approx(level_deg, abs=0.03), day
                assert height_deg(place, when) == pytest.approx(level_deg, abs=0.01), day


@pytest.mark.parametrize("name", PLACES)
def test_a_day_runs_from_dawn_to_dusk_about_its_own_noon(name: str) -> None:
    place = PLACES[name]
    for day in YEAR:
        light, noon = daylight(place, day), clock_noon(place, day)
        near = [noon + timedelta(minutes=minutes) for minutes in range(-20, 21)]
        highest_deg = max(almanac_height_deg(place, when) for when in near)
        assert light.noon_deg == pytest.approx(highest_deg, abs=0.15)
        times = [t for t in (light.dawn, light.sunrise, light.sunset, light.dusk) if t]
        assert len(times) == 4 or abs(place.lat) > 60
        half = timedelta(hours=12, minutes=20)
        assert [noon - half, *times, noon + half] == sorted([noon - half, *times, noon + half])


@pytest.mark.parametrize("lat", [47.0, 51.0, 55.0])
def test_in_central_europe_dusk_is_half_an_hour_to_an_hour_after_sunset(
    lat: float,
) -> None:
    for day in YEAR:
        light = Daylight.of(LatLon(lat, 10.0), day)
        assert light.sunset is not None
        assert light.dusk is not None
        assert timedelta(minutes=30) <= light.dusk - light.sunset <= timedelta(minutes=60)


@pytest.mark.parametrize("name", ["Tromsø", "Longyearbyen"])
def test_midnight_sun_and_polar_night_are_those_of_an_almanac(name: str) -> None:
    place = PLACES[name]
    kinds = set()
    for day in YEAR:
        light = daylight(place, day)
        heights = [
            almanac_height_deg(place, clock_noon(place, day) + timedelta(hours=hours))
            for hours in range(13)
        ]
        if light.sunset is None and light.noon_deg < SUNSET_DEG:
            kinds.add("night")
            assert max(heights) < SUNSET_DEG + 0.1
        elif light.sunset is None:
            kinds.add("midnight sun")
            assert min(heights) > SUNSET_DEG - 0.1
        else:
            assert min(heights) < SUNSET_DEG + 0.1
            assert max(heights) > SUNSET_DEG - 0.1
    assert kinds == {"night", "midnight sun"}


@pytest.mark.parametrize("name", PLACES)
def test_the_height_of_the_sun_agrees_with_an_almanac_at_any_hour(name: str) -> None:
    place = PLACES[name]
    for hours in range(0, 365 * 24, 53):
        when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        assert height_deg(place, when) == pytest.approx(almanac_height_deg(place, when), abs=0.03)
        # The same moment by another clock.
        there = when.astimezone(timezone(timedelta(hours=-9)))
        assert height_deg(place, there) == pytest.approx(height_deg(place, when), abs=1e-6)


def at(hour: int, minute: int, month: int = 11, day: int = 23) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CET)


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (at(12, 10), at(12, 50), ""),
        (at(15, 40), at(16, 20), "The sun sets on the way, at 15:59."),
        (at(15, 40), at(17, 0), "It gets dark on the way, at 16:39, 20 min before you are back"),
        (at(16, 10), at(17, 0), "It gets dark on the way, at 16:39"),
        (at(18, 0), at(19, 0), "It is dark when you set off"),
        (at(6, 0), at(9, 0), "It is dark when you set off"),
        (at(20, 0, 6, 21), at(20, 30, 6, 21), ""),
    ],
)
def test_the_warning_names_sunset_or_else_dusk(begin: datetime, end: datetime, said: str) -> None:
    darkness = find_darkness(PLACES["Neubrandenburg"], begin, end)
    warned = darkness_sentence(darkness) if darkness else ""
    assert warned.startswith(said)
    assert bool(warned) == bool(said)


def test_midnight_sun_never_warns_and_polar_night_always_warns() -> None:
    north = PLACES["Tromsø"]
    assert find_darkness(north, at(23, 0, 6, 21), at(23, 50, 6, 21)) is None
    polar_night = find_darkness(north, at(18, 0, 12, 21), at(19, 0, 12, 21))
    assert polar_night == ("dark", at(18, 0, 12, 21), 3600)


def test_dusk_after_midnight_is_found() -> None:
    # Far west of its clock, as in a summer with double summer time: the sun sets after midnight.
    clock = timezone(timedelta(hours=5))
    begin = datetime(2026, 6, 21, 23, 30, tzinfo=clock)
    darkness = find_darkness(LatLon(50.0, 10.0), begin, begin + timedelta(hours=3))
    assert darkness is not None
    assert darkness.kind == "dusk"
    assert f"{darkness.at:%H}" == "01"
