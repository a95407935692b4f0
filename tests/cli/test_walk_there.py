"""``looproute walk-there``: ways, or one sentence why there are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FROM, TO = "53.5571,13.2613", "53.5655,13.2750"


def test_a_way_has_the_target_length(run: Run) -> None:
    result = run("walk-there", FROM, TO, "--steps", "6000", "--count", "2", "--json")
    assert result.code == 0
    ways = json.loads(result.out)["features"]
    assert len(ways) == 2
    for way in ways:
        about = way["properties"]
        assert about["kind"] == "one-way"
        assert about["target_steps"] == 6000
        assert abs(about["error_m"]) <= 0.005 * about["target_m"]
        assert about["repeated_share"] == 0


def test_without_a_length_it_is_one_way_that_is_short(run: Run) -> None:
    about = json.loads(run("walk-there", FROM, TO, "--json").out)["features"][0]["properties"]
    assert 1500 < about["length_m"] < 2000
    assert about["steps"] == about["target_steps"]


def test_a_map_and_a_track_are_written(run: Run, folder: Path) -> None:
    result = run("walk-there", FROM, TO, "--distance", "4km", "-o", "way.html", "-o", "way.gpx")
    assert result.code == 0
    assert "one-way" not in result.out
    assert {path.name for path in folder.iterdir()} >= {"way.html", "way.gpx"}


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([FROM], 2, "Missing argument 'TO'"),
        ([FROM, "nan"], 2, "Invalid value for 'TO': 'nan' is not a place"),
        (["91,0", TO], 2, "latitude 91.0"),
        ([FROM, FROM, "--steps", "6000"], 2, "plan a loop"),
        ([FROM, FROM], 2, "plan a loop"),
        ([FROM, TO, "--steps", "600"], 1, "as the crow flies: no way there is 600 steps long"),
        ([FROM, TO, "--steps", "1500"], 1, "1,500 steps long: the shortest has 2,326 steps"),
        ([FROM, TO, "--distance", "1km"], 1, "the shortest has 1,628 m, 2,326 steps"),
        ([FROM, TO, "--distance", "1km", "--units", "imperial"], 1, "has 1.012 mi, 2,326 steps"),
        ([FROM, "53.5433,13.2433", "--units", "imperial"], 1, "0.32 mi from the end; 492 ft is"),
        ([FROM, TO, "--steps", "8000", "--time", "1h"], 2, "Give one of"),
        ([FROM, "53.5571,-13.2613"], 2, "too far for a walk, which is at most 100.00 km."),
        ([FROM, "53.5571,-13.2613", "--units", "imperial"], 2, "which is at most 62.00 mi."),
        ([FROM, "53.5433,13.2433", "--steps", "12000"], 1, "m from the end"),
    ],
)
def test_an_impossible_way_is_rejected_in_one_sentence(
    run: Run, folder: Path, args: list[str], code: int, said: str
) -> None:
    run("walk-there", *args, "--offline").assert_refused(code, said)
    assert not list(folder.glob("*.html"))
