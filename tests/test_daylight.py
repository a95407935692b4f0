"""Sunset and dusk, against the `astral` library; and what a walker is warned of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from astral import Observer
from astral.sun import dawn, dusk, elevation, sunrise, sunset

from looproute.daylight import DUSK_DEG, SUNSET_DEG, Daylight, find_darkness, height_deg
from looproute.geo import LatLon
from looproute.text.summary import darkness_sentence

PLACES = {
    "Quito": LatLon(-0.18, -78.47),
    "Sydney": LatLon(-33.87, 151.21),
    "Madrid": LatLon(40.42, -3.70),
    "Neubrandenburg": LatLon(53.56, 13.26),
    "Tromsø": LatLon(69.65, 18.96),
    "Longyearbyen": LatLon(78.22, 15.65),
}
YEAR = [date(2026, 1, 1) + timedelta(days=days) for days in range(365)]
CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize("name", PLACES)
def test_sunset_and_dusk_are_within_a_minute_of_those_of_astral(name: str) -> None:
    place = PLACES[name]
    there = Observer(place.lat, place.lon, 0.0)
    for day in YEAR:
        light = Daylight.of(place, day)
        for ours, theirs, level_deg in (
            (light.sunrise, sunrise, SUNSET_DEG),
            (light.sunset, sunset, SUNSET_DEG),
            (light.dawn, dawn, DUSK_DEG),
            (light.dusk, dusk, DUSK_DEG),
        ):
            if ours is None:
                continue
            height = elevation(there, ours, with_refraction=False)
            assert height == pytest.approx(level_deg, abs=0.06), (day, theirs.__name__)
            assert height_deg(place, ours) == pytest.approx(level_deg, abs=0.01)
            if abs(place.lat) < 60:
                # astral counts days by the clock of UTC.
                near = [day + timedelta(days=days) for days in (-1, 0, 1)]
                off_s = [(ours - theirs(there, d, tzinfo=UTC)).total_seconds() for d in near]
                assert min(map(abs, off_s)) < 60


@pytest.mark.parametrize("lat", [47.0, 51.0, 55.0])
def test_in_the_middle_of_europe_it_is_dark_half_an_hour_to_an_hour_after_sunset(
    lat: float,
) -> None:
    for day in YEAR:
        light = Daylight.of(LatLon(lat, 10.0), day)
        assert light.sunset is not None
        assert light.dusk is not None
        assert timedelta(minutes=30) <= light.dusk - light.sunset <= timedelta(minutes=60)


@pytest.mark.parametrize("name", ["Tromsø", "Longyearbyen"])
def test_midnight_sun_and_polar_night_are_those_of_astral(name: str) -> None:
    place = PLACES[name]
    there = Observer(place.lat, place.lon, 0.0)
    kinds = set()
    differ = 0
    for day in YEAR:
        light = Daylight.of(place, day)
        try:
            theirs = sunset(there, day, tzinfo=UTC) is not None
        except ValueError:
            theirs = False
        # On the first and last days of either, the sun grazes the horizon: a matter of seconds.
        differ += theirs != (light.sunset is not None)
        if light.sunset is None:
            kinds.add("night" if light.noon_deg < SUNSET_DEG else "midnight sun")
            heights = [
                height_deg(place, datetime(day.year, day.month, day.day, hour, tzinfo=UTC))
                for hour in range(24)
            ]
            up = light.noon_deg > SUNSET_DEG
            assert all(height > SUNSET_DEG - 0.5 for height in heights) or not up
            assert all(height < SUNSET_DEG + 0.5 for height in heights) or up
    assert kinds == {"night", "midnight sun"}
    assert differ <= 8


@pytest.mark.parametrize("name", PLACES)
def test_the_sun_stands_as_high_as_astral_says_at_any_hour(name: str) -> None:
    place = PLACES[name]
    there = Observer(place.lat, place.lon, 0.0)
    for hours in range(0, 365 * 24, 53):
        when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        theirs = elevation(there, when, with_refraction=False)
        assert height_deg(place, when) == pytest.approx(theirs, abs=0.02)


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
def test_a_walker_is_warned_of_the_sunset_or_else_the_dark(
    begin: datetime, end: datetime, said: str
) -> None:
    darkness = find_darkness(PLACES["Neubrandenburg"], begin, end)
    warned = darkness_sentence(darkness) if darkness else ""
    assert warned.startswith(said)
    assert bool(warned) == bool(said)


def test_no_warning_under_the_midnight_sun_and_always_in_the_polar_night() -> None:
    north = PLACES["Tromsø"]
    assert find_darkness(north, at(23, 0, 6, 21), at(23, 50, 6, 21)) is None
    polar_night = find_darkness(north, at(18, 0, 12, 21), at(19, 0, 12, 21))
    assert polar_night == ("dark", at(18, 0, 12, 21), 3600)


def test_dusk_after_midnight_by_the_clock_is_met() -> None:
    # Far west of its clock, as in a summer with double summer time: the sun sets after midnight.
    clock = timezone(timedelta(hours=5))
    begin = datetime(2026, 6, 21, 23, 30, tzinfo=clock)
    darkness = find_darkness(LatLon(50.0, 10.0), begin, begin + timedelta(hours=3))
    assert darkness is not None
    assert darkness.kind == "dusk"
    assert f"{darkness.at:%H}" == "01"
