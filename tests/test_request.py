"""A request has one of three targets, and all of its numbers are checked."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from looproute.errors import ArgumentError
from looproute.geo import LatLon
from looproute.request import LoopRequest, LoopTarget, WayRequest
from looproute.search import find_loops
from looproute.sources.ascii_map import AsciiMap
from looproute.steps.walker import Walker
from looproute.text.errors import describe_error
from looproute.units import COUNT, LENGTH_M, parse_length, parse_steps

START = LatLon(53.5, 13.2)


def wish(**given: Any) -> LoopRequest:
    return LoopRequest(start=START, **given)


def test_a_length_in_metres_is_the_target() -> None:
    assert wish(length_m=5600.0).target_m == 5600.0


def test_a_target_in_steps_uses_the_walkers_step_length() -> None:
    walker = Walker(step_length_m=0.7)
    request = wish(steps=8000, walker=walker)
    assert request.target_m == pytest.approx(5600)
    assert request.target_m == walker.length_m(8000)


def test_a_target_in_minutes_uses_the_walkers_cadence() -> None:
    walker = Walker(step_length_m=0.7, cadence_spm=100)
    assert wish(duration_s=3600, walker=walker).target_m == pytest.approx(60 * 100 * 0.7)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"steps": 8000, "length_m": 5600.0},
        {"steps": 8000, "duration_s": 3600.0},
        {"steps": 8000, "duration_s": 3600.0, "length_m": 5600.0},
    ],
)
def test_two_targets_or_no_target_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly one of steps, length_m and duration_s"):
        wish(**given)


@pytest.mark.parametrize("length_m", [LENGTH_M.low, 1000, LENGTH_M.high])
def test_lengths_from_a_block_to_far_beyond_a_marathon_are_accepted(length_m: float) -> None:
    assert wish(length_m=length_m).target_m == length_m


@pytest.mark.parametrize("length_m", [0, -5, LENGTH_M.low - 0.1, LENGTH_M.high + 0.1])
def test_other_lengths_are_refused_with_the_range(length_m: float) -> None:
    with pytest.raises(ArgumentError, match=r"^A walk of .* 200 m to 100\.00 km\.$") as refused:
        wish(length_m=length_m)
    text = describe_error(refused.value, "imperial")
    assert re.search(r"^A walk of .* planned: 0\.13 mi to 62\.00 mi\.$", text)


@pytest.mark.parametrize("told", ["200 m", "100.00 km", "0.13 mi", "62.00 mi"])
def test_the_ends_of_the_reported_range_are_accepted(told: str) -> None:
    assert wish(length_m=parse_length(told))


@pytest.mark.parametrize("steps", [100, 181, 200_000])
@pytest.mark.parametrize("step_length_m", [0.30, 0.66, 0.77, 1.10])
def test_too_few_or_too_many_steps_are_refused_with_the_valid_range(
    steps: int, step_length_m: float
) -> None:
    walker = Walker.given(step_length_m)
    if LENGTH_M.low <= steps * step_length_m <= LENGTH_M.high:
        assert wish(steps=steps, walker=walker)
        return
    with pytest.raises(ValueError, match=rf"^A walk of {steps:,} steps, .* steps of ") as refused:
        wish(steps=steps, walker=walker)
    told = re.search(r"100\.00 km, ([0-9,]+) to ([0-9,]+) steps of", str(refused.value))
    assert told is not None
    for limit in map(parse_steps, told.groups()):  # what the command line takes, a walker may wish
        assert wish(steps=limit, walker=walker)


def test_a_target_out_of_range_is_reported_in_its_own_unit() -> None:
    given: dict[str, Any] = {"walker": Walker(step_length_m=0.7, cadence_spm=100)}
    with pytest.raises(
        ValueError, match=r"^A walk of 100 steps, 70 m, is outside what can be"
    ) as e:
        wish(steps=100, **given)
    assert str(e.value).endswith(": 200 m to 100.00 km, 286 to 142,857 steps of 0.70 m.")
    with pytest.raises(ValueError, match=r"^A walk of 2 min, 140 m, ") as e:
        wish(duration_s=120, **given)
    assert str(e.value).endswith(": 200 m to 100.00 km, 3 min to 23 h 48 min at this pace.")
    with pytest.raises(ArgumentError) as refused:
        wish(steps=100, **given)
    text = describe_error(refused.value, "imperial")
    assert text.startswith("A walk of 100 steps, 230 ft, ")
    assert text.endswith(": 0.13 mi to 62.00 mi, 286 to 142,857 steps of 27.6 in.")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"start": (53.5571, 13.2613)}, r"start must be a LatLon, .*, not \(53\.5571, 13\.2613\)"),
        ({"start": "Berlin"}, "start must be a LatLon, .*, not 'Berlin'"),
        ({"via": ((53.5, 13.2),)}, r"a place of via must be a LatLon, .*, not \(53\.5, 13\.2\)"),
        ({"via": START}, r"a place of via must be a LatLon, .*, not 53\.5"),
        ({"via": None}, "a place of via must be a LatLon, .*, not None"),
        ({"walker": 0.7}, "walker must be a Walker, not 0.7"),
        ({"steps": "8000"}, "steps must be a whole number, not '8000'"),
        ({"steps": 8000.5}, "steps must be a whole number, not 8000.5"),
        ({"steps": True}, "steps must be a whole number, not True"),
        ({"steps": float("nan")}, "steps must be a whole number, not nan"),
        ({"length_m": "5km"}, "length_m must be a finite number, not '5km'"),
        ({"length_m": float("nan")}, "length_m must be a finite number, not nan"),
        ({"length_m": float("inf")}, "length_m must be a finite number, not inf"),
        ({"duration_s": "1h"}, "duration_s must be a finite number, not '1h'"),
        ({"count": 2.0}, "count must be a whole number, not 2.0"),
        ({"count": None}, "count must be a whole number, not None"),
        ({"seed": "x"}, "seed must be a whole number, not 'x'"),
        ({"tolerance": "1%"}, "tolerance must be a finite number, not '1%'"),
        ({"heading_deg": "N"}, "heading_deg must be a finite number, not 'N'"),
        ({"snap_limit_m": None}, "snap_limit_m must be a finite number, not None"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_in_one_sentence(
    given: dict[str, Any], rule: str
) -> None:
    wished = {"steps", "length_m", "duration_s"} & set(given)
    given = {"start": START} | ({} if wished else {"steps": 8000}) | given
    with pytest.raises(ValueError, match=f"^{rule}$"):
        LoopRequest(**given)


def test_ends_of_a_way_are_places() -> None:
    pair: Any = (53.5, 13.2)
    with pytest.raises(ValueError, match=r"^end must be a LatLon"):
        WayRequest(start=START, end=pair, steps=8000)
    with pytest.raises(ValueError, match=r"^a place of avoid must be a LatLon"):
        WayRequest(start=START, end=START, avoid=(pair,), steps=8000)


def test_numbers_of_numpy_are_numbers() -> None:
    assert wish(steps=np.int64(8000), tolerance=np.float32(0.01)).target_m > 5000


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"count": 0}, "count must be from 1 to 20, not 0"),
        ({"count": int(COUNT.high) + 1}, "not 21"),
        ({"tolerance": -0.001}, "tolerance must be a share from 0 to 0.2"),
        ({"tolerance": 0.21}, "not 0.21"),
        ({"tolerance": float("nan")}, "not nan"),
        ({"heading_deg": -1.0}, "heading must be from 0 to 360 degrees"),
        ({"heading_deg": 361.0}, "not 361"),
        ({"heading_deg": float("nan")}, "not nan"),
        ({"snap_limit_m": -1.0}, "the snap limit must be from 0 to 5000 m"),
        ({"snap_limit_m": 5001.0}, "not 5001"),
        ({"seed": -1}, "seed must be 0 or more, not -1"),
    ],
)
def test_a_number_out_of_range_is_reported_with_the_rule(given: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        wish(length_m=1000.0, **given)


@pytest.mark.parametrize(
    "given",
    [
        {"count": 1},
        {"count": int(COUNT.high)},
        {"tolerance": 0.0},
        {"tolerance": 0.2},
        {"heading_deg": 0.0},
        {"heading_deg": 360.0},
        {"snap_limit_m": 0.0},
        {"snap_limit_m": 5000.0},
        {"seed": 2**40},
    ],
)
def test_the_ends_of_each_range_are_within_it(given: dict[str, Any]) -> None:
    assert wish(length_m=1000.0, **given)


@pytest.mark.parametrize(
    ("length_m", "tolerance", "tolerance_m"),
    [(8000.0, 0.005, 40.0), (500.0, 0.005, 4.0), (800.0, 0.005, 4.0), (1000.0, 0.0, 4.0)],
)
def test_the_tolerance_is_a_share_of_the_target_and_at_least_four_metres(
    length_m: float, tolerance: float, tolerance_m: float
) -> None:
    assert wish(length_m=length_m, tolerance=tolerance).tolerance_m == pytest.approx(tolerance_m)


def test_the_least_tolerance_of_a_target_in_steps_or_a_time_is_five_steps() -> None:
    walker = Walker.given(0.60)
    assert wish(steps=600, walker=walker).tolerance_m == pytest.approx(5 * 0.60)
    assert wish(duration_s=400, walker=walker).tolerance_m == pytest.approx(5 * 0.60)
    assert wish(steps=8000, walker=walker).tolerance_m == pytest.approx(40 * 0.60)


def test_a_request_names_the_quantity_that_was_requested() -> None:
    given: tuple[dict[str, Any], ...]
    given = ({"steps": 8000}, {"length_m": 5600.0}, {"duration_s": 2700.0})
    assert [wish(**each).asked for each in given] == ["steps", "length", "time"]
    walker = Walker.given(0.60)
    assert wish(steps=8000, walker=walker).quantity == {
        "asked": "steps",
        "step_length_m": 0.60,
    }
    assert wish(duration_s=2700.0).quantity == {
        "asked": "time",
        "speed_mps": Walker().speed_mps,
    }
    assert wish(length_m=5600.0).quantity == {}


def test_the_error_of_a_loop_is_positive_if_it_is_too_long() -> None:
    town = AsciiMap("A---B\n|   |\nC---D")
    for off_m in (-3.0, 0.0, 3.0):
        request = LoopRequest(start=town.at("A"), length_m=1200.0 + off_m)
        (loop,) = find_loops(town.streets(), request)
        assert loop.error_m == pytest.approx(-off_m, abs=0.01)
        assert loop.target_m == 1200.0 + off_m


def test_a_notebook_shows_loops_and_their_streets_in_a_few_lines() -> None:
    town = AsciiMap("A---B\n|   |\nC---D")
    loops = find_loops(town.streets(), LoopRequest(start=town.at("A"), length_m=1200))
    assert repr(town.streets()) == "<StreetNetwork of 4 junctions and 4 streets>"
    assert len(repr(loops[0])) < 600
    assert "LatLon" not in repr(loops)


def test_a_target_becomes_a_request_at_a_place() -> None:
    target = LoopTarget(steps=8000, count=2, only_loops=True)
    place = LatLon(53.6, 13.3)
    assert target.at(START, (place,)) == wish(steps=8000, count=2, only_loops=True, via=(place,))
    way = WayRequest(start=START, end=place, steps=8000, count=2, only_loops=True, avoid=(START,))
    assert target.between(START, place, (START,)) == way


def test_a_target_is_checked_before_there_is_a_place() -> None:
    with pytest.raises(ArgumentError, match="outside what can be planned"):
        LoopTarget(length_m=10)
    with pytest.raises(ValueError, match="6 places at most, not 7"):
        LoopTarget(steps=8000).check_via(7)
    with pytest.raises(ValueError, match="leave the heading out"):
        LoopTarget(steps=8000, heading_deg=90).check_via(1)
