from __future__ import annotations

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.cli import cli
from looproute.cli.options import parse_start
from looproute.cli.source_options import parse_deadline
from looproute.geo import LatLon
from looproute.steps.walker import Walker
from tests.cli.conftest import Planner, Run

START = click.Argument(["start"])
CONTEXT = cli.make_context("looproute", [])


@pytest.mark.parametrize(
    ("args", "place"),
    [
        (["53.5571,13.2613"], LatLon(53.5571, 13.2613)),
        (["-23.55,-46.63"], LatLon(-23.55, -46.63)),
        (["-23.55,", "-46.63"], LatLon(-23.55, -46.63)),
        (["-23.55", "46.63"], LatLon(-23.55, 46.63)),
        (["53.5571, 13.2613"], LatLon(53.5571, 13.2613)),
        (["53.5571,", "13.2613"], LatLon(53.5571, 13.2613)),
        (["53.5571", "-13.2613"], LatLon(53.5571, -13.2613)),
        (["--", "-23.55,-46.63"], LatLon(-23.55, -46.63)),
        (["--count", "2", "-23.55,-46.63", "--steps=6000"], LatLon(-23.55, -46.63)),
        (["0,0"], LatLon(0, 0)),
    ],
)
def test_a_start_is_a_latitude_and_a_longitude_of_either_sign(
    run: Run, planner: Planner, args: list[str], place: LatLon
) -> None:
    assert run("loop", "--json", *args).code == 0
    assert planner.wish.start == place


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("91,13", "latitude 91.0 is not a number from -90 to 90 degrees"),
        ("53,181", "longitude 181.0 is not a number from -180 to 180 degrees"),
        ("-91,13", "latitude -91.0"),
        ("120.5,31.2", "are latitude and longitude swapped?"),
        ("nan,13", "'nan,13' is not a place"),
        ("53,inf", "'53,inf' is not a place"),
        ("53,5571,13,2613", "is not a place: write latitude, comma, longitude"),
        ("17033", "'17033' is not a place"),
        ("53.5571", "'53.5571' is not a place"),
        ("1e1,13", "'1e1,13' is not a place"),
        ("", "'' is not a place"),
    ],
)
def test_any_other_start_is_refused_before_the_search(
    run: Run, planner: Planner, start: str, sentence: str
) -> None:
    run("loop", start).assert_refused(2, sentence)
    assert planner.request is None


@pytest.mark.parametrize("address", ["Neubrandenburg", "Treptower Tor, 17033", "10 Downing St"])
def test_a_start_with_words_is_an_address(address: str) -> None:
    assert parse_start(CONTEXT, START, tuple(address.split())) == address


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("2min", 120), ("1.5 min", 90)])
def test_a_deadline_is_seconds_or_minutes(text: str, seconds: float) -> None:
    assert parse_deadline(text) == seconds


@pytest.mark.parametrize("text", ["90", "0s", "61min", "nan", "-5s", "", "1e3s"])
def test_any_other_deadline_is_refused(
    run: Run, planner: Planner, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run("loop", f"--deadline={text}")
    assert result.code == 2
    assert "write it like 90s or 2min" in result.err
    if text:
        monkeypatch.setenv("LOOPROUTE_DEADLINE", text)
        assert run("loop").code == 2
    assert planner.request is None


@given(st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_any_text_is_a_place_or_a_usage_error(words: list[str]) -> None:
    try:
        place = parse_start(CONTEXT, START, tuple(words))
    except click.BadParameter:
        return
    assert isinstance(place, LatLon | str)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_start_goes_there_and_back(lat: float, lon: float) -> None:
    place = parse_start(CONTEXT, START, (f"{lat:.7f},{lon:.7f}",))
    assert place == pytest.approx((lat, lon), abs=1e-7)


@pytest.mark.parametrize("option", ["--steps", "--count", "--heading", "--seed"])
def test_a_negative_value_of_an_option_is_named_not_taken_for_an_option(
    run: Run, planner: Planner, option: str
) -> None:
    result = run("loop", option, "-5")
    assert result.code == 2
    assert result.err.startswith(f"Invalid value for '{option}': '-5' is not")
    assert planner.request is None


@pytest.mark.parametrize(
    ("args", "walker"),
    [
        ([], Walker()),
        (["--pace", "11min/km"], Walker.typical(0.66)),
        (["--step-length", "0.72"], Walker.given(0.72)),
        (["--stride", "72cm", "--pace", "11:00/km"], Walker.given(0.72, 0.66)),
        (["--height", "1.75"], Walker.from_height(1.75)),
        (
            ["--height", "175cm", "--pace", "11min/km", "--sex", "female"],
            Walker.from_height(1.75, 0.66, "female"),
        ),
    ],
)
def test_the_options_make_the_walker(
    run: Run, planner: Planner, args: list[str], walker: Walker
) -> None:
    assert run("loop", "--json", *args).code == 0
    assert planner.wish.walker == walker


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--step-length", "0.7", "--height", "1.75"], "Give --step-length or --height, not both"),
        (["--sex", "male"], "--sex only helps together with --height"),
        (["--step-length", "1.5"], "a stride, which is two steps: did you mean 0.75"),
        (["--step-length", "7"], "'7' is not a step length from 0.30 to 1.10 m"),
        (["--stride", "nan"], "'nan' is not a step length"),
        (["--step-length", "0.3", "--pace", "6:00/km"], "do not go together"),
        (["--height", "17.5"], "'17.5' is not a height"),
        (["--height", "2.3", "--pace", "6:00/km"], "which is running"),
        (["--pace", "11"], "'11' is not a walking pace"),
    ],
)
def test_invalid_walkers_are_rejected_in_both_commands(
    run: Run, planner: Planner, args: list[str], sentence: str
) -> None:
    for command in (["loop"], ["steps", "8000"]):
        run(*command, *args).assert_refused(2, sentence)
    assert planner.request is None
