from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


def test_steps_print_distance_time_and_range(run: Run) -> None:
    assert run("steps", "8,000", "--step-length", "0.70").out == (
        "8,000 steps are about 5.60 km, 1 h 13 min.\n"
        "Steps counted over 5.60 km (95 % of days): 7,671–8,329.\n"
        "0.70 m a step, as given, at 110 steps a minute.\n"
    )


def test_steps_from_a_height_name_the_source_in_the_chosen_units(run: Run) -> None:
    out = run("steps", "8k", "--height", "5ft9", "--pace", "18:00/mi", "--units", "imperial").out
    assert "3.81 mi, 1 h 9 min" in out
    assert "from height 5 ft 9 in at 18:00 min/mi (Hoeger 2008).\nMeasure yours with" in out


def test_steps_as_json_hold_the_same_figures(run: Run) -> None:
    answer = json.loads(run("steps", "8000", "--step-length", "70cm", "--json").out)
    assert answer == {
        "steps": 8000,
        "steps_low": 7671,
        "steps_high": 8329,
        "length_m": 5600.0,
        "duration_s": pytest.approx(4363.6),
        "step_length_m": 0.7,
        "cadence_spm": 110.0,
        "basis": "given",
    }


@pytest.mark.parametrize("steps", ["0", "-5", "nan", "inf", "1e9", "8.000"])
def test_invalid_step_counts_are_refused(run: Run, steps: str) -> None:
    run("steps", steps).assert_refused(2, repr(steps))
