from __future__ import annotations

from typing import get_args

from looproute.cues import Turn, cues
from looproute.loops import Loop
from looproute.text.cues import describe_cue
from looproute.writers import page
from looproute.writers.page.directions import Sign, directions


def test_every_cue_is_a_line_with_steps_and_length_from_the_start(guided: list[Loop]) -> None:
    lines = directions(guided[0], "metric")
    told = cues(guided[0])
    assert [line.text for line in lines] == [describe_cue(cue, "metric") for cue in told]
    assert lines[0].steps == "0 steps"
    assert lines[-1].steps == f"{guided[0].steps:,} steps"
    assert lines[-1].length == "2.40 km"
    assert directions(guided[0], "imperial")[-1].length == "1.49 mi"


def test_the_page_has_every_sign_and_turns_the_arrow_for_every_turn(guided: list[Loop]) -> None:
    text = page.render(guided)
    for sign in get_args(Sign):
        assert f'<symbol id="{sign}"' in text
    for turn in get_args(Turn):
        if "left" in turn or "right" in turn:
            assert f'[data-turn="{turn}"] {{ rotate:' in text
