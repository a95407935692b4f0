from __future__ import annotations

from dataclasses import replace

import pytest

from looproute.loops import Loop, Mark
from looproute.text import summary
from looproute.units import Units
from tests.writers.conftest import three_loops, town


@pytest.fixture
def loop() -> Loop:
    return replace(
        three_loops(town())[0],
        length_m=5612.0,
        target_m=5600.0,
        target_steps=8000,
        steps=8010,
        steps_low=7650,
        steps_high=8370,
        turns=20,
    )


def test_length_error_and_step_range_are_separate_sentences(loop: Loop) -> None:
    assert (
        summary.length_sentence(loop, "metric")
        == "5.61 km, 12 m longer than the 5.60 km you asked for."
    )
    assert summary.steps_sentence(loop) == ("About 8,010 steps (95 % of days: 7,650–8,370).")


@pytest.mark.parametrize(
    ("length_m", "units", "sentence"),
    [
        (5588.0, "metric", "5.59 km, 12 m shorter than the 5.60 km you asked for."),
        (5600.4, "metric", "5.60 km, as requested."),
        (5612.0, "imperial", "3.49 mi, 39 ft longer than the 3.48 mi you asked for."),
    ],
)
def test_the_length_names_its_difference_from_the_target(
    loop: Loop, length_m: float, units: Units, sentence: str
) -> None:
    assert summary.length_sentence(replace(loop, length_m=length_m), units) == sentence


def test_a_way_without_a_target_has_only_its_length(loop: Loop) -> None:
    way = replace(loop, kind="one-way", target_m=loop.length_m)
    assert summary.length_sentence(way, "metric") == "5.61 km."


def test_other_kinds_of_walk_have_their_own_names(loop: Loop) -> None:
    assert summary.kind(loop) == "Loop 1"
    assert summary.kind(replace(loop, kind="out-and-back", rank=3)) == "Out and back 3"


def test_a_walk_that_is_alone_needs_no_number(loop: Loop) -> None:
    assert summary.kind(replace(loop, rank=2), alone=True) == "Loop"


def test_a_walk_with_runs_in_it_is_named_as_a_run(loop: Loop) -> None:
    run = replace(loop, marks=(Mark(0.0, "run", "Run 2:00"),), duration_s=46 * 60)
    assert summary.title(run, "metric") == "Run and walk, 5.61 km in 46 min"
    assert summary.short_title(run) == "Run and walk"
    assert not summary.is_run(replace(loop, marks=(Mark(0.0, "via", "Mill"),)))


def test_turns_are_given_a_kilometre_or_a_mile(loop: Loop) -> None:
    assert summary.turns(loop, "metric") == "3.6 a km"
    assert summary.turns(loop, "imperial") == "5.7 a mile"
