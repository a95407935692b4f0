from __future__ import annotations

import pytest

from looproute.training.parse import parse_race, parse_run_pace
from looproute.units import MILE_M


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("marathon", 42_195),
        ("Half", 21_097.5),
        ("10k", 10_000),
        ("8km", 8_000),
        ("100 mi", 100 * MILE_M),
        ("400m", 400),
    ],
)
def test_a_race_is_parsed_from_its_name_or_length(text: str, metres: float) -> None:
    assert parse_race(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["ultra", "0k", "10", "nan", "-5km", "1000km", "100m", ""])
def test_an_invalid_race_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a race from 400 m to 250 km"):
        parse_race(text)


@pytest.mark.parametrize(
    ("text", "seconds_per_km"),
    [("6:30/km", 390), ("6:30min/km", 390), ("6/km", 360), ("10km/h", 360), ("2:00/km", 120)],
)
def test_a_running_pace_is_parsed(text: str, seconds_per_km: float) -> None:
    assert parse_run_pace(text) == pytest.approx(seconds_per_km / 1000)
    assert parse_run_pace("10:00/mi") == pytest.approx(600 / MILE_M)


@pytest.mark.parametrize(
    "text", ["1:59/km", "20:01/km", "6:30", "0km/h", "nan", "inf/km", "-6:30/km", "6:75/km", ""]
)
def test_a_pace_outside_running_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a pace from 2:00 to 20:00 min/km"):
        parse_run_pace(text)
