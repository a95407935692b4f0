"""``looproute laps``: how many laps, and what is left."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

START = "53.5571,13.2613"


def test_the_parts_add_up_to_the_metre(run: Run) -> None:
    best = json.loads(run("laps", START, "--steps", "8000", "--json").out)
    assert best["others"]
    for walk in (best, *best["others"]):
        whole_m = walk["approach_m"] + walk["laps"] * walk["lap_m"] + walk["rest_m"]
        assert walk["total_m"] == pytest.approx(whole_m, abs=0.1)
        assert walk["total_m"] == pytest.approx(5600, abs=28)
        assert walk["note"]


def test_a_table_is_printed_and_a_map_is_written(run: Run, folder: Path) -> None:
    result = run("laps", START, "--time", "40min")
    assert result.code == 0
    assert "Laps 1: " in result.out
    assert " laps" in result.out
    assert [path.name for path in folder.glob("*.html")] == ["laps-40min.html"]


def test_imperial_units_report_the_rest_in_miles(run: Run) -> None:
    best = json.loads(run("laps", START, "--steps", "8000", "--units", "imperial", "--json").out)
    assert re.search(r"[0-9] (mi|ft)\b", best["note"])
    assert not re.search(r"[0-9] k?m\b", best["note"])


def test_laps_of_a_track_need_no_map(run: Run, folder: Path) -> None:
    result = run("laps", "--track", "--steps", "8000", "--step-length", "0.70")
    assert result.out.endswith(
        "14 laps in lane 1, where a lap is 400.00 m: 5.60 km, 8,000 steps, 1 h 13 min.\n"
    )
    count = json.loads(run("laps", "--track", "--lane", "3", "--distance", "3km", "--json").out)
    assert (count["laps"], count["lane"]) == (7, 3)
    assert count["lap_m"] == pytest.approx(414.70, abs=0.01)
    assert count["rest_m"] == pytest.approx(3000 - 7 * 414.704, abs=0.05)
    assert not list(folder.glob("*.html"))


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--lane", "3"], 2, "add --track"),
        (["--track", "--lane", "9"], 2, "whole number from 1 to 8"),
        (["--track", START], 2, "omit START and --output"),
        (["--track", "-o", "a.html"], 2, "omit START and --output"),
        (["--track", "--distance", "300m"], 2, "A lap of 400 m is longer"),
        (["--track", "--distance", "300m", "--units", "imperial"], 2, "A lap of 0.25 mi is longer"),
        (["--steps", "nan"], 2, "'nan'"),
        ([START, "--steps", "8000", "--distance", "5km"], 2, "Give one of"),
        (["53.5433,13.2433", "--steps", "8000"], 1, "510 m from the start"),
        ([START, "--distance", "250m"], 1, "No short loop within"),
    ],
)
def test_impossible_laps_are_rejected_in_one_sentence(
    run: Run, folder: Path, args: list[str], code: int, said: str
) -> None:
    run("laps", *args, "--offline").assert_refused(code, said)
    assert not list(folder.glob("*.html"))
