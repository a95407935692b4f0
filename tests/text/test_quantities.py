"""Quantities in sentences."""

from __future__ import annotations

import pytest

from looproute.text.quantities import format_stopwatch, precise_length


@pytest.mark.parametrize(
    ("length_m", "text"),
    [(0.4, "0 m"), (999.6, "1 km"), (1001, "1,001 m"), (9994, "9,994 m"), (11_942, "11.94 km")],
)
def test_a_length_is_precise_enough_to_distinguish_two_walks(length_m: float, text: str) -> None:
    assert precise_length(length_m) == text


@pytest.mark.parametrize(
    ("length_m", "text"),
    [
        (0.4, "1 ft"),
        (160, "525 ft"),
        (161, "0.1 mi"),
        (1545, "0.96 mi"),
        (1609.344, "1 mi"),
        (1979, "1.23 mi"),
        (2000, "1.243 mi"),
        (11_942, "7.42 mi"),
    ],
)
def test_a_precise_length_in_miles(length_m: float, text: str) -> None:
    assert precise_length(length_m, "imperial") == text


def test_a_stopwatch_shows_hours_only_where_there_are_any() -> None:
    assert format_stopwatch(59.6) == "1:00"
    assert format_stopwatch(3599.4) == "59:59"
    assert format_stopwatch(3599.5) == "1:00:00"
