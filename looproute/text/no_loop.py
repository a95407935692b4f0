"""Explain why there is no loop, in errors and in the notes on its substitutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from looproute.text.quantities import Sentence, fill
from looproute.units import Units


def _claim(core: str) -> Sentence:
    """Return a sentence that claims only what is proved for the loaded streets."""

    def describe(facts: Mapping[str, Any], units: Units) -> str:
        text, proved = fill(core, facts, units), facts["proved"]
        if not facts["at_edge"]:
            return f"{text}." if proved else f"{text}. There may be one."
        more = (
            "A larger map may have one" if proved else "There may be one, here or on a larger map"
        )
        return f"{text}, as far as the loaded streets go. {more}."

    return describe


def _through(core: str) -> Sentence:
    """Return a sentence about one or several places to pass."""

    def describe(facts: Mapping[str, Any], units: Units) -> str:
        places = "this place" if facts["places"] == 1 else "these places"
        return fill(core, {**facts, "places": places}, units)

    return describe


_SHORTEST_WAY = "the shortest has {shortest_m:target}{shortest_steps:more_steps}"
_SHORTEST_FOUND = ": the shortest that I found has {nearest_m:target}{nearest_steps:more_steps}."

NO_LOOP: dict[str, Sentence] = {
    # loops
    "no-way-round": _claim(
        "There is no loop within {radius_m:target} of here: all streets end or lead on without a "
        "way round"
    ),
    "island-without-loop": _claim(
        "The start lies on an island of {island_m:length} of paths: too little for a loop of "
        "{target_m:target}"
    ),
    "island-too-small": _claim(
        "The start lies on an island of {island_m:length} of paths: the longest loop on it has "
        "{longest_m:target}"
    ),
    "streets-too-short": _claim(
        "No loop from here is {target_m:target} long: all paths that lead round within reach make "
        "no more than {longest_m:target} together"
    ),
    "between-two-loops": _claim(
        "No loop from here is {target_m:target} long: the nearest are {below_m:target} and "
        "{above_m:target}"
    ),
    "longer-than-longest-loop": _claim(
        "No loop from here is {target_m:target} long: the longest within reach has {below_m:target}"
    ),
    "longer-than-nearest-loop": _claim(
        "No loop from here is {target_m:target} long: the next shorter one has {below_m:target}"
    ),
    "shorter-than-shortest-loop": _claim(
        "No loop from here is {target_m:target} long: the shortest has {above_m:target}"
    ),
    "no-loop-found": _claim("I found no loop of {target_m:target} here"),
    "no-loop-found-toward-heading": _claim(
        "I found no loop of {target_m:target} in that direction"
    ),
    # ways from one place to another
    "no-street-to-end": "No street leads from the start to the end, as far as the loaded streets "
    "go.",
    "ends-too-far-apart": "The two places are {apart_m:about} apart as the crow flies: no way "
    "there is {target_m:target} long.",
    "no-way-of-length": f"No way there is {{target_m:target}} long: {_SHORTEST_WAY}.",
    "no-way-found": f"I found no way there of {{target_m:target}}; {_SHORTEST_WAY}. "
    "There may be one.",
    "between-two-ways": "No way there is {target_m:target} long: the nearest are {below_m:target} "
    "and {above_m:target}.",
    "off-nearest-way": "No way there is {target_m:target} long: the nearest has "
    "{nearest_m:target}.",
    # loops through places
    "no-return-from-places": _through(
        "I found no loop through {places} that comes back another way."
    ),
    "no-loop-through-places": _through(
        "No loop through {places} is {target_m:target} long" + _SHORTEST_FOUND
    ),
    "no-loop-through-places-found": _through(
        "I found no loop of {target_m:target} through {places}" + _SHORTEST_FOUND
    ),
    # laps
    "no-laps": "No short loop within {far_m:length} of here can be walked twice or more in "
    "{target_m:target}.",
    # loops that share their first kilometre
    "no-shared-start": "No loop of {steps:steps} steps was found here from which shorter ones part "
    "after about a kilometre: try other lengths or another start.",
}
"""The sentence for each kind of `NoLoopError`."""
