"""Describe the notes on a loop in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from looproute.loops import Note
from looproute.text.no_loop import NO_LOOP
from looproute.text.quantities import Sentence, describe_quantity, fill, precise_length, render
from looproute.units import Units, format_length, format_steps

_TIMES = {2: "twice", 3: "three times", 4: "four times"}
_NO_OTHER_WAY = "{length_m:length} are walked twice: there is no other way"
_TOO_LONG = (
    "{length_m:length} are walked twice: any other way back would make the walk longer than "
    "{target_m:target}."
)

_PASSED_OVER = (
    " was passed over, because the {path_m:length} it is part of lead to no other street here: the "
    "walk uses a street {apart_m:length} from it."
)


def describe_note(note: Note, units: Units = "metric") -> str:
    """Return a note as sentences, in the reader's units.

    Raises KeyError for an unknown kind.

    >>> describe_note(Note("out-and-back", out_m=750.0, times=1))
    'Walk 750 m out and back.'
    """
    return render(SENTENCES[note.kind], note.facts, units)


def describe_notes(notes: Iterable[Note], units: Units) -> str:
    """Return several notes as sentences, in the reader's units; "" without notes."""
    return " ".join(describe_note(note, units) for note in notes)


def describe_laps(laps: int, rest_m: float, units: Units) -> str:
    """Describe the laps of a walk and the rest.

    >>> describe_laps(6, 240, "metric"), describe_laps(1, 0, "metric")
    ('6 laps and 240 m', '1 lap')
    """
    whole = f"{format_steps(laps)} lap{'s' if laps > 1 else ''}"
    return f"{whole} and {format_length(rest_m, units)}" if rest_m >= 0.5 else whole


def _describe_nearest_loop(facts: Mapping[str, Any], units: Units) -> str:
    text = f"A loop of {precise_length(facts['length_m'], units)}"
    off_m, steps = facts["off_m"], f"{format_steps(facts['off_steps'])} steps"
    if not facts["is_right"]:
        text += f" ({steps} {'more' if off_m > 0 else 'short'})"
        if facts["has_spur"]:
            spur = precise_length(-off_m / 2, units)
            text += f"; turn round {spur} up a side street to make it exact"
    return f"{text}.{_describe_twice('it', facts, units)}"


def _describe_loop_and_spur(facts: Mapping[str, Any], units: Units) -> str:
    missing = precise_length(2 * facts["spur_m"], units)
    out = precise_length(facts["spur_m"], units)
    opening = f"{_deny(facts, units)}; the best" if facts["no_loop"] else "The loop from here"
    text = f"{opening} has {precise_length(facts['round_m'], units)}."
    if twice := _describe_twice("it", facts, units):
        return f"{text}{twice[:-1]}; the missing {missing} are {out} out and back."
    return f"{text} The missing {missing} are a side street: {out} up, turn, {out} back."


def _describe_lollipop(facts: Mapping[str, Any], units: Units) -> str:
    stem, around = (precise_length(facts[name], units) for name in ("stem_m", "round_m"))
    if facts["no_loop"] == "proved":
        target = describe_quantity(facts["target_m"], facts, units)
        text = (
            f"A loop of {target} does not start at your door"
            f"{_limit(facts)}. Walk {stem} to where one does, {around} round, and the same {stem} "
            "home."
        )
    else:
        opening = f"{_deny(facts, units)}. " if facts["no_loop"] else ""
        text = f"{opening}Walk {stem} to a loop of {around}, and the same {stem} home."
    return text + _describe_twice("the loop", facts, units) + _describe_spur(facts, units)


def _describe_laps(facts: Mapping[str, Any], units: Units) -> str:
    opening = f"{_deny(facts, units)}; one" if facts["no_loop"] else "A loop"
    there, home = "", ""
    if facts["stem_m"]:
        there, home = f"walk {precise_length(facts['stem_m'], units)} there, ", ", and home"
    text = f"{opening} near you has {precise_length(facts['round_m'], units)}: "
    text += f"{there}go round {_times(facts)}{home}."
    return text + _describe_twice("it", facts, units) + _describe_spur(facts, units)


def _describe_out_and_back(facts: Mapping[str, Any], units: Units) -> str:
    times = f", {_times(facts)}" if facts["times"] > 1 else ""
    return fill("Walk {out_m:length} out and back", facts, units) + f"{times}."


def _describe_circuit(facts: Mapping[str, Any], units: Units) -> str:
    words = describe_laps(facts["laps"], facts["rest_m"], units)
    lap = precise_length(facts["lap_m"], units)
    text = f"{words} of {lap}"
    if facts["rest_m"]:
        half = precise_length(facts["rest_m"] / 2, units)
        text = f"{words}, {lap} a lap: for the rest go on for {half}, turn, and come back"
    if facts["approach_m"] >= 1:
        there = precise_length(facts["approach_m"] / 2, units)
        text += f"; {there} to get there, and the same home"
    track = " The lap is a running track, in the inside lane; see whether it is open."
    return f"{text}.{track if facts['on_track'] else ''}"


def _describe_conditions(facts: Mapping[str, Any], units: Units) -> str:  # noqa: ARG001
    rules = [f"{name or 'a path without a name'}: {rule}" for name, rule in facts["streets"]]
    if facts["more"]:
        rules.append(f"and {facts['more']} more")
    return f"May be closed when you come ({'; '.join(rules)})."


def _describe_outside(facts: Mapping[str, Any], units: Units) -> str:
    off_m, is_count = facts["off_m"], facts.get("asked") == "steps"
    more, less = ("more", "fewer") if is_count else ("longer", "shorter")
    size = describe_quantity(abs(off_m), facts, units)
    return f"A better loop, {size} {more if off_m > 0 else less} than requested."


def _describe_twice(what: str, facts: Mapping[str, Any], units: Units) -> str:
    if not facts["twice_m"]:
        return ""
    return f" {precise_length(facts['twice_m'], units)} of {what} must be walked twice."


def _describe_spur(facts: Mapping[str, Any], units: Units) -> str:
    if not facts["spur_m"]:
        return ""
    missing, out = (precise_length(times * facts["spur_m"], units) for times in (2, 1))
    return f" The missing {missing} are {out} out and back."


def _times(facts: Mapping[str, Any]) -> str:
    return _TIMES.get(facts["times"], f"{facts['times']} times")


def _deny(facts: Mapping[str, Any], units: Units) -> str:
    """Return that there is no loop, or that none was found."""
    target = describe_quantity(facts["target_m"], facts, units)
    if facts["no_loop"] == "proved":
        return f"No loop from here is {target} long{_limit(facts)}"
    return f"I found no loop of {target} here{_limit(facts)}"


def _limit(facts: Mapping[str, Any]) -> str:
    return ", as far as the loaded streets go" if facts["at_edge"] else ""


SENTENCES: dict[str, Sentence] = {
    **NO_LOOP,
    "walked-twice-no-other-way": f"{_NO_OTHER_WAY} there.",
    "walked-twice-at-start-no-other-way": f"The first {_NO_OTHER_WAY} out.",
    "walked-twice-other-way-too-long": _TOO_LONG,
    "walked-twice-at-start-other-way-too-long": f"The first {_TOO_LONG}",
    "nearest-loop": _describe_nearest_loop,
    "loop-and-spur": _describe_loop_and_spur,
    "lollipop": _describe_lollipop,
    "laps": _describe_laps,
    "out-and-back": _describe_out_and_back,
    "laps-of-circuit": _describe_circuit,
    "may-be-closed": _describe_conditions,
    "better-outside-tolerance": _describe_outside,
    "nearer-path-passed-over-start": f"A path nearer to the start{_PASSED_OVER}",
    "nearer-path-passed-over-end": f"A path nearer to the end{_PASSED_OVER}",
    "nearer-path-passed-over-via": f"A path nearer to place {{number}} to pass{_PASSED_OVER}",
    "text": "{text}",
}
"""The sentence for each kind of note; its fields are named after the note's facts."""
