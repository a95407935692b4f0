"""Notes as sentences, in the units of their reader."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest

from looproute.loops import Note
from looproute.text.notes import SENTENCES, describe_laps, describe_note, describe_notes
from tests.notes import EVERY_NOTE, text_note

METRES, MILES = r"[0-9] k?m\b", r"[0-9] (mi|ft)\b"


def test_there_is_a_note_of_every_kind_to_test_with() -> None:
    assert {note.kind for note in EVERY_NOTE} | {"text"} == set(SENTENCES)


@pytest.mark.parametrize("note", EVERY_NOTE, ids=lambda note: note.kind)
def test_a_note_is_in_the_units_of_its_reader_only(note: Note) -> None:
    metric, imperial = describe_note(note), describe_note(note, "imperial")
    assert str(note) == metric
    assert not re.search(MILES, metric)
    assert not re.search(METRES, imperial)
    assert len(re.findall(METRES, metric)) == len(re.findall(MILES, imperial))
    assert metric.endswith((".", ").", "!"))
    assert "--" not in metric


def test_notes_are_compared_hashed_and_copied_by_kind_and_facts() -> None:
    note = Note("out-and-back", out_m=750.0, times=1)
    assert note == Note("out-and-back", out_m=750.0, times=1)
    assert note != Note("out-and-back", out_m=751.0, times=1)
    assert len({note, pickle.loads(pickle.dumps(note))}) == 1


@pytest.mark.parametrize(
    ("off_m", "quantity", "sentence"),
    [
        (89.4, {}, "A better loop, 89 m longer than requested."),
        (-60.0, {}, "A better loop, 60 m shorter than requested."),
        (
            70.0,
            {"asked": "steps", "step_length_m": 0.7},
            "A better loop, 100 steps more than requested.",
        ),
        (
            -84.0,
            {"asked": "time", "speed_mps": 1.4},
            "A better loop, 1 min shorter than requested.",
        ),
    ],
)
def test_a_loop_outside_the_tolerance_says_by_how_much(
    off_m: float, quantity: dict[str, Any], sentence: str
) -> None:
    assert str(Note("better-outside-tolerance", off_m=off_m, **quantity)) == sentence


def test_a_note_speaks_of_the_quantity_that_was_asked() -> None:
    note = Note(
        "walked-twice-other-way-too-long",
        length_m=300.0,
        target_m=5600.0,
        asked="steps",
        step_length_m=0.7,
    )
    assert str(note).endswith("any other way back would make the walk longer than 8,000 steps.")


def test_several_notes_are_one_text() -> None:
    notes = (Note("out-and-back", out_m=400.0, times=1), *text_note("Mind the geese."))
    assert describe_notes(notes, "imperial") == ("Walk 0.249 mi out and back. Mind the geese.")
    assert describe_notes((), "metric") == ""


def test_laps_and_the_rest_are_in_the_units_of_the_reader() -> None:
    assert describe_laps(6, 240, "metric") == "6 laps and 240 m"
    assert describe_laps(1, 0, "metric") == "1 lap"
    assert describe_laps(2, 0, "metric") == "2 laps"
    assert describe_laps(6, 240, "imperial") == "6 laps and 0.15 mi"


def test_streets_that_may_be_closed_are_named_with_their_rules() -> None:
    streets = (("Am Wall", "no @ (Su)"), ("", "no @ (22:00-06:00)"))
    assert str(Note("may-be-closed", streets=streets, more=2)) == (
        "May be closed when you come (Am Wall: no @ (Su); a path without a name: "
        "no @ (22:00-06:00); and 2 more)."
    )
