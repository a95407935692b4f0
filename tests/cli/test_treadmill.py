from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


def test_treadmill_steps_are_printed_in_both_units(run: Run) -> None:
    assert run("treadmill", "--steps", "8000", "--speed", "5.5km/h").out == (
        "8,000 steps on a belt at 5.5 km/h (3.4 mph) are 6.11 km (3.80 mi), 1 h 7 min.\n"
        "95 % of days: 6,859–9,141 steps.\n"
        "Belts err by -2 to +3 %, so the real distance is 5.99 km to 6.29 km.\n"
        "0.76 m a step at this speed, 120 steps a minute.\n"
    )


def test_a_distance_is_turned_back_into_steps(run: Run) -> None:
    there = json.loads(run("treadmill", "--steps", "8000", "--speed", "3.4mph", "--json").out)
    back = json.loads(run("treadmill", "--distance", "3.8mi", "--speed", "3.4mph", "--json").out)
    assert back["length_m"] == pytest.approx(3.8 * 1609.344, abs=0.1)
    assert back["steps"] / back["length_m"] == pytest.approx(8000 / there["length_m"], rel=1e-3)
    out = run("treadmill", "--distance", "3.5mi", "--speed", "3.4mph", "--units", "imperial").out
    assert "at 3.4 mph (5.5 km/h) are 3.50 mi (5.63 km)" in out


def test_an_incline_climbs_and_slow_belts_are_warned_of(run: Run) -> None:
    out = run("treadmill", "--distance", "3km", "--speed", "3km/h", "--incline", "10%").out
    assert "The incline climbs 299 m." in out
    assert "Wrist counters miss steps" in out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--steps", "8000"), "Missing option '--speed'"),
        (("--speed", "5.5km/h"), "Give either --steps or --distance"),
        (
            ("--steps", "8000", "--distance", "5km", "--speed", "5km/h"),
            "Give either --steps or --distance.",
        ),
        (("--steps", "0", "--speed", "5km/h"), "'0'"),
        (("--steps", "8000", "--speed", "0km/h"), "'0km/h'"),
        (("--steps", "8000", "--speed", "nan"), "'nan'"),
        (("--steps", "8000", "--speed", "5.5"), "without a unit: write it like 11min/km"),
        (("--steps", "8000", "--speed", "20km/h"), "'20km/h' is not a walking pace"),
        (("--steps", "8000", "--speed", "5km/h", "--incline", "50%"), "'50%'"),
        (("--steps", "8000", "--speed", "5km/h", "--incline", "-1%"), "'-1%'"),
        (("--distance", "5", "--speed", "5km/h"), "needs a unit"),
        (("--steps", "8000", "--speed", "9km/h", "--step-length", "1.0"), "which is running"),
    ],
)
def test_a_walk_that_no_belt_makes_is_one_line(run: Run, args: tuple[str, ...], words: str) -> None:
    run("treadmill", *args).assert_refused(2, words)
