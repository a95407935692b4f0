"""``looproute together``: a loop for a group, or one sentence why there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

START = "53.5571,13.2613"
TABLE = """name,step_length,height,pace
Ada,0.78,,10min/km
[b]Bo[/b]\x1b]0;x\x07,,128cm,
Eve,0.6,,14min/km
"""


@pytest.fixture(autouse=True)
def club(folder: Path) -> Path:
    """A table of three, the second of whom has a name that a terminal would obey."""
    path = folder / "club.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_the_table_has_steps_and_minutes_for_each_member(run: Run, folder: Path) -> None:
    result = run("together", "club.csv", START, "--steps", "4000")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "Together at 14:00 min/km, the pace of Eve."
    assert [line.split()[0] for line in lines[4:7]] == ["Ada", "[b]Bo[/b]]0;x", "Eve"]
    assert all(len(line) <= 80 for line in lines)
    assert "\x1b" not in result.out
    assert (folder / "together-4000-steps.html").is_file()


def test_json_holds_the_same_for_a_program(run: Run, folder: Path) -> None:
    result = run("together", "club.csv", START, "--distance", "3km", "--json", "-o", "a.geojson")
    answer = json.loads(result.out)
    assert answer["pace_s_per_m"] == 0.84
    [loop] = answer["loops"]
    assert loop["length_m"] == pytest.approx(3000, abs=15)
    assert loop["duration_s"] == pytest.approx(0.84 * loop["length_m"], abs=1)
    for member in loop["members"]:
        assert member["steps_low"] < member["steps"] < member["steps_high"]
        assert member["cadence_spm"] * loop["duration_s"] / 60 == pytest.approx(
            member["steps"], rel=0.002
        )
        assert member["alone_s"] <= loop["duration_s"] + 0.1
    assert (folder / "a.geojson").is_file()


def test_nested_loops_share_their_beginning(run: Run, folder: Path) -> None:
    result = run("together", "club.csv", START, "--nested", "5k, 3000", "-o", "club.html")
    assert result.code == 0
    assert "Everybody walks the first " in result.out
    assert result.out.count(" together:") == 2
    assert (folder / "club.html").is_file()
    answer = json.loads(run("together", "club.csv", START, "--nested", "3k,5k", "--json").out)
    assert [loop["target_steps"] for loop in answer["loops"]] == [3000, 5000]
    assert 400 <= answer["shared_m"] <= 1400


def test_imperial_units_give_miles(run: Run) -> None:
    result = run("together", "club.csv", START, "--steps", "3000", "--units", "imperial")
    assert "min/mi, the pace of Eve." in result.out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["none.csv"], 1, "'none.csv' cannot be read: no such file or directory."),
        (["."], 1, "'.' cannot be read as a group: it is a folder."),
        ([], 2, "Missing argument 'MEMBERS.CSV'"),
        (["club.csv", "91,0"], 2, "latitude 91.0"),
        (["club.csv", "nan"], 2, "is not a place"),
        (["club.csv", "--steps", "nan"], 2, "'nan' is not a whole number of steps"),
        (["club.csv", "--steps", "5k", "--time", "1h"], 2, "Give one of"),
        (["club.csv", "--nested", "3k,5k", "--steps", "5k"], 2, "Give --nested or one target"),
        (["club.csv", "--nested", "5k"], 2, "'5k' is not 2 to 5 different numbers of steps"),
        (["club.csv", "--nested", "5k,5000"], 2, "not 2 to 5 different numbers"),
        (["club.csv", "--nested", "5k,nan"], 2, "'nan' is not a whole number of steps"),
        (["club.csv", "--nested", "5,000,8,000"], 2, "Separate several by commas, like 5k,8k,10k"),
        (["club.csv", "-o", "walk.doc"], 2, "should end in one of"),
    ],
)
def test_a_group_that_cannot_walk_together_is_refused_in_one_sentence(
    run: Run, args: list[str], code: int, said: str
) -> None:
    run("together", *args).assert_refused(code, said)


@pytest.mark.parametrize(
    ("row", "said"),
    [("", "it has no members"), ("Ada,-1,,\n", "line 2: '-1' is not a step length")],
)
def test_a_wrong_row_of_a_group_is_named_by_its_line(
    run: Run, club: Path, row: str, said: str
) -> None:
    club.write_text("name,step_length,height,pace\n" + row, encoding="utf-8")
    result = run("together", "club.csv", START)
    assert result.code == 1
    assert said in result.err
