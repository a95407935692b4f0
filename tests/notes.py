"""Notes for tests: one with foreign text, and one of every kind."""

from __future__ import annotations

from looproute.loops import Fact, Note
from looproute.text.no_loop import NO_LOOP


def text_note(text: str) -> tuple[Note, ...]:
    """Return the notes of a loop that has one, in words."""
    return (Note("text", text=text),)


_LENGTHS = {
    "target_m": 1000.0,
    "nearest_m": 1100.0,
    "radius_m": 1200.0,
    "island_m": 1300.0,
    "longest_m": 1400.0,
    "below_m": 1500.0,
    "above_m": 1600.0,
    "shortest_m": 1700.0,
    "apart_m": 1800.0,
    "far_m": 1900.0,
}
_ROUND: dict[str, Fact] = {
    "no_loop": "proved",
    "target_m": 1500.0,
    "at_edge": False,
    "stem_m": 110.0,
    "round_m": 620.0,
    "times": 2,
    "twice_m": 230.0,
    "spur_m": 140.0,
}

EVERY_NOTE: tuple[Note, ...] = (
    *(
        Note(
            kind,
            **_LENGTHS,
            proved=True,
            at_edge=False,
            places=2,
            nearest_steps=1500,
            shortest_steps=2500,
            steps=8000,
        )
        for kind in NO_LOOP
    ),
    Note("walked-twice-no-other-way", length_m=300.0),
    Note("walked-twice-at-start-no-other-way", length_m=300.0),
    Note("walked-twice-other-way-too-long", length_m=300.0, target_m=1200.0),
    Note("walked-twice-at-start-other-way-too-long", length_m=300.0, target_m=1200.0),
    Note("better-outside-tolerance", off_m=89.4),
    Note("nearer-path-passed-over-start", number=0, path_m=61.0, apart_m=12.0),
    Note("nearer-path-passed-over-end", number=0, path_m=61.0, apart_m=12.0),
    Note("nearer-path-passed-over-via", number=2, path_m=61.0, apart_m=12.0),
    Note(
        "nearest-loop",
        length_m=1200.0,
        off_m=-100.0,
        off_steps=143,
        is_right=False,
        has_spur=True,
        twice_m=200.0,
    ),
    Note("loop-and-spur", **_ROUND),
    Note("loop-and-spur", **{**_ROUND, "no_loop": "", "twice_m": 0.0}),
    Note("lollipop", **_ROUND),
    Note("lollipop", **{**_ROUND, "no_loop": "not found", "at_edge": True}),
    Note("laps", **_ROUND),
    Note("out-and-back", out_m=750.0, times=1),
    Note("out-and-back", out_m=250.0, times=3),
    Note("laps-of-circuit", laps=6, lap_m=400.0, rest_m=240.0, approach_m=300.0, on_track=True),
    Note("may-be-closed", streets=(("Am Wall", "no @ (Su)"), ("", "no @ (Mo)")), more=2),
)
"""At least one note of every kind but "text", which is the same in all units."""
