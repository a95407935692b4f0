"""Sentences that say why there is no loop."""

from __future__ import annotations

from typing import Any

import pytest

from looproute.errors import NoLoopError
from looproute.text.errors import describe_error
from looproute.text.no_loop import NO_LOOP


def describe(kind: str, target_m: float = 1500.0, **facts: Any) -> str:
    error = NoLoopError(kind, target_m=target_m, proved=True, **{"at_edge": False, **facts})
    return describe_error(error, "imperial")


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (
            "no-way-round",
            {"radius_m": 750},
            "There is no loop within 0.466 mi of here: all streets end or lead on without a way "
            "round.",
        ),
        (
            "island-without-loop",
            {"island_m": 100},
            "The start lies on an island of 328 ft of paths: too little for a loop of 0.932 mi.",
        ),
        (
            "island-too-small",
            {"island_m": 900, "longest_m": 240},
            "The start lies on an island of 0.559 mi of paths: the longest loop on it has "
            "0.149 mi.",
        ),
        (
            "streets-too-short",
            {"longest_m": 600},
            "No loop from here is 0.932 mi long: all paths that lead round within reach make no "
            "more than 0.373 mi together.",
        ),
        (
            "between-two-loops",
            {"below_m": 1400, "above_m": 1600},
            "No loop from here is 0.932 mi long: the nearest are 0.87 mi and 0.994 mi.",
        ),
        (
            "longer-than-longest-loop",
            {"below_m": 100},
            "No loop from here is 0.932 mi long: the longest within reach has 328 ft.",
        ),
        (
            "longer-than-nearest-loop",
            {"below_m": 600},
            "No loop from here is 0.932 mi long: the next shorter one has 0.373 mi.",
        ),
        (
            "shorter-than-shortest-loop",
            {"above_m": 1600},
            "No loop from here is 0.932 mi long: the shortest has 0.994 mi.",
        ),
        (
            "no-loop-found-toward-heading",
            {},
            "I found no loop of 0.932 mi in that direction.",
        ),
        (
            "no-shared-start",
            {"steps": 8000},
            "No loop of 8,000 steps was found here from which shorter ones part after about a "
            "kilometre: try other lengths or another start.",
        ),
    ],
)
def test_a_reason_is_rendered_in_miles(kind: str, facts: dict[str, float], sentence: str) -> None:
    assert describe(kind, **facts) == sentence


def test_a_longest_loop_is_only_called_so_if_longer_ones_are_ruled_out() -> None:
    assert "longest" not in describe("longer-than-nearest-loop", below_m=600.0)


@pytest.mark.parametrize("kind", NO_LOOP)
def test_no_reason_names_an_option_or_a_command(kind: str) -> None:
    lengths = ["radius", "island", "longest", "below", "above", "shortest", "apart", "far"]
    facts = {f"{name}_m": 1000.0 for name in lengths}
    steps = dict.fromkeys(["steps", "shortest_steps", "nearest_steps"], 1500)
    text = describe(kind, nearest_m=1000.0, places=2, **facts, **steps)
    assert "--" not in text
    assert "looproute" not in text
    assert text.endswith(".")
