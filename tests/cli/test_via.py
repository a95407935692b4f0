"""``looproute loop --via``: places to pass, in the best order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

START, CAFE, SCHOOL = "53.5571,13.2613", "53.5601,13.2675", "53.5520,13.2700"


def test_every_place_is_passed_and_marked(run: Run) -> None:
    result = run("loop", START, "--steps", "8000", "--via", CAFE, "--via", SCHOOL, "--json")
    assert result.code == 0
    for loop in json.loads(result.out)["features"]:
        about = loop["properties"]
        assert about["kind"] == "loop"
        assert [kind for _, kind, *_ in about["marks"]] == ["via", "via"]
        assert len(about["marks"]) == 2
        assert abs(about["error_steps"]) <= 0.005 * about["target_steps"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--via", "nan"], 2, "Invalid value for '--via': 'nan' is not a place"),
        (["--via", "91,0"], 2, "Invalid value for '--via'"),
        (["--via", CAFE, "--heading", "N"], 2, "leave the heading out"),
        (["--via", CAFE] * 7, 2, "6 places at most, not 7"),
        (["--via", START], 2, "is where the loop starts"),
        (["--via", "53.5433,13.2433"], 1, "510 m from place 1 to pass, 53.5433,13.2433"),
        (["--via", "53.5433,13.2433", "--units", "imperial"], 1, "0.32 mi from place 1 to pass"),
        (["--via", "54,13.2", "--steps", "3000"], 1, "45.67 km from place 1 to pass, 54.0,13.2"),
        (["--via", "-33.9,18.4"], 2, "too far for a walk"),
        (["--via", "53.5640,13.2800", "--steps", "3000"], 1, "the shortest that I found has"),
    ],
)
def test_unreachable_via_points_are_reported_in_one_sentence(
    run: Run, folder: Path, args: list[str], code: int, said: str
) -> None:
    run("loop", START, *args, "--offline").assert_refused(code, said)
    assert not list(folder.glob("*.html"))
