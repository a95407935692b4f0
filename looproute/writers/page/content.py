"""The text of the page: a heading, a summary, and a card of figures for each loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from looproute.cues.progress import Progress
from looproute.loops import Loop
from looproute.network.scenery import Amenity
from looproute.text import summary as text_summary
from looproute.text.notes import describe_notes
from looproute.units import Units, format_duration, format_length, format_share, format_steps
from looproute.writers import qr
from looproute.writers.page import places
from looproute.writers.page.directions import Direction, directions

COLOURS = 7
"""The number of loop colours in the page's style; further loops reuse them."""

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_MOST_NAMES = 8  # main streets to list
_RUN_WALK = "On the map the line is solid where you run and hollow where you walk."


class Figure(NamedTuple):
    """A line of a card: a name and a value."""

    name: str
    value: str


class PlaceLine(NamedTuple):
    """A place along the way: its name and the steps to it."""

    amenity: Amenity
    text: str
    steps: str
    along_m: float


@dataclass(frozen=True, kw_only=True)
class Card:
    """The text of one loop, as plain text.

    Attributes
    ----------
    number : 1 for the first loop of the page.
    colour : 0 to COLOURS - 1.
    kind, steps, length, duration : the short form, for choosing a loop.
    length_sentence, steps_sentence, note : whole sentences; the note may be empty.
    figures : measures of pleasantness.
    streets : names of the main streets, the longest first.
    legend : the meaning of the line style on the map; may be empty.
    directions : the cue sheet.
    places : benches and the like along the way.
    """

    number: int
    colour: int
    kind: str
    steps: str
    length: str
    duration: str
    length_sentence: str
    steps_sentence: str
    note: str
    figures: tuple[Figure, ...]
    streets: tuple[str, ...]
    legend: str
    directions: tuple[Direction, ...]
    places: tuple[PlaceLine, ...]


@dataclass(frozen=True, kw_only=True)
class Content:
    """The text of the page, as plain text; `start_code` is the QR code of `start`, as SVG."""

    title: str
    heading: str
    subheading: str
    summary: str
    cards: tuple[Card, ...]
    source: str
    attribution: str
    start: str
    start_code: str


def of_loops(loops: Sequence[Loop], units: Units) -> Content:
    """Return the text of the page for the loops, best first."""
    best = loops[0]
    targets = _join_numbers(sorted({loop.target_steps for loop in loops}))
    short_title = (
        text_summary.short_title(best) if text_summary.is_run(best) else f"{targets} steps"
    )
    network = best.network
    place = network.place[:1].upper() + network.place[1:] if network is not None else ""
    short = f"{_count_walks(len(loops))} from one start"
    if text_summary.is_run(best):
        short = f"{best.steps:,} steps"
    elif len(loops) == 1:
        short = f"{format_length(best.length_m, units)}, {format_duration(best.duration_s)}"
    closed = "begin and end at the same place" if best.kind != "one-way" else "begin at one place"
    start = f"geo:{best.points[0]}"
    return Content(
        title=short_title + (f", {place}" if place else ""),
        heading=_heading(best, targets, units),
        subheading=short + (f" in {place}." if place else "."),
        summary=(
            f"A map of {_count_walks(len(loops)).lower()} on foot that {closed}. "
            "Choose a walk to see its figures and directions and to draw it on the map, with "
            "arrows in the direction of walking and a mark at every 1,000 steps. The text contains "
            "everything that the map shows of a walk."
        ),
        cards=tuple(
            _card(loop, number, units, alone=len(loops) == 1)
            for number, loop in enumerate(loops, 1)
        ),
        source=f"Streets as of {network.date}." if network is not None and network.date else "",
        attribution=best.attribution,
        start=start,
        start_code=qr.svg(start, label="QR code of the start"),
    )


def _heading(best: Loop, targets: str, units: Units) -> str:
    if text_summary.is_run(best):
        return text_summary.title(best, units)
    return f"{'Walks' if ' and ' in targets else 'A walk'} of {targets} steps"


def _join_numbers(numbers: Sequence[int]) -> str:
    *others, last = (f"{number:,}" for number in numbers)
    return f"{', '.join(others)} and {last}" if others else last


def _count_walks(count: int) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{number} walk" + ("" if count == 1 else "s")


def _card(loop: Loop, number: int, units: Units, *, alone: bool) -> Card:
    return Card(
        number=number,
        colour=(number - 1) % COLOURS,
        kind=text_summary.kind(loop, alone=alone),
        steps=f"{loop.steps:,} steps",
        length=format_length(loop.length_m, units),
        duration=format_duration(loop.duration_s),
        length_sentence=text_summary.length_sentence(loop, units),
        steps_sentence=text_summary.steps_sentence(loop),
        note=describe_notes(loop.notes, units),
        figures=_figures(loop, units),
        streets=loop.streets[:_MOST_NAMES],
        legend=_RUN_WALK if text_summary.is_run(loop) else "",
        directions=directions(loop, units),
        places=_places(loop),
    )


def _figures(loop: Loop, units: Units) -> tuple[Figure, ...]:
    figures = [
        Figure("Walked twice", format_share(loop.repeated_share)),
        Figure("Turns", text_summary.turns(loop, units)),
        Figure("On busy roads", format_share(loop.busy_share)),
    ]
    if climbed := text_summary.describe_stairs(loop, units):
        figures.append(Figure("Stairs", climbed.replace(" of stairs", "")))
    if loop.stem_m >= 1:
        stem = format_length(loop.stem_m, units)
        figures.append(Figure("Same way out and back", stem))
    return tuple(figures)


def _places(loop: Loop) -> tuple[PlaceLine, ...]:
    progress = Progress.of(loop)
    return tuple(
        PlaceLine(
            amenity, text, f"{format_steps(progress.steps_at(along_m))} steps", round(along_m, 1)
        )
        for amenity, text, along_m in places.group_stops(places.find_stops(loop))
    )
