"""A course that a watch or an app follows: one lap, with an optional gap before the start."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.cues import Cue, cues
from looproute.cues.progress import Progress, take_legs
from looproute.geo import LatLon, cumulative_m
from looproute.loops import Loop
from looproute.network.legs import Leg
from looproute.text import summary
from looproute.text.notes import describe_notes
from looproute.units import Units, format_length

# Points closer than this are the same place, because lengths in files are rounded.
_AT_M = 0.01


class Course(NamedTuple):
    """A line to follow, with the name and the description of the whole walk.

    Attributes
    ----------
    loop : the line to follow: one lap of several, without the gap.
    name : of the whole walk.
    description : of the whole walk, with its credit.
    along_m : metres walked at each point of the loop.
    cues : the cues on the way, the start first and the finish last.
    progress : steps and seconds along the loop.
    units : of the reader.
    """

    loop: Loop
    name: str
    description: str
    along_m: Floats
    cues: tuple[Cue, ...]
    progress: Progress
    units: Units

    @classmethod
    def of(cls, loop: Loop, units: Units, gap_m: float = 0.0) -> Course:
        """Create the course of a loop; a walk from one place to another gets no gap."""
        followed = _without_gap(_one_lap(loop), gap_m)
        return cls(
            loop=followed,
            name=summary.title(loop, units),
            description=_description(loop, units),
            along_m=cumulative_m(followed.points),
            cues=cues(followed),
            progress=Progress.of(followed),
            units=units,
        )

    @property
    def length_m(self) -> float:
        """The length from the first point to the last, in metres."""
        return float(self.along_m[-1])

    def time_s(self, along_m: float) -> float:
        """Return the walking time to a distance along the course."""
        return self.progress.seconds_at(along_m)


def _description(loop: Loop, units: Units) -> str:
    lap = ""
    if loop.laps:
        times, begin, end = loop.laps
        along_m = cumulative_m(loop.points)
        length = format_length((along_m[end] - along_m[begin]) / times, units)
        lap = f"This course is one of {times} laps of {length}: walk it {times} times."
    along = f"Along {', '.join(loop.streets)}." if loop.streets else ""
    sentences = (
        summary.length_sentence(loop, units),
        summary.steps_sentence(loop),
        lap,
        describe_notes(loop.notes, units),
        along,
        loop.attribution,
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _one_lap(loop: Loop) -> Loop:
    """Return the loop with only one of its laps; marks on later laps are dropped."""
    if loop.laps is None:
        return loop
    times, begin, end = loop.laps
    once = begin + (end - begin) // times
    along_m = cumulative_m(loop.points)
    left_out_m = float(along_m[end] - along_m[once])
    after = take_legs(loop, end, len(loop.points) - 1)
    legs = [*take_legs(loop, 0, once), *(leg._replace(begin=leg.begin + once) for leg in after)]
    marks = [mark for mark in loop.marks if mark.along_m <= along_m[once]]
    marks += [
        mark._replace(along_m=mark.along_m - left_out_m)
        for mark in loop.marks
        if mark.along_m > along_m[end] - _AT_M
    ]
    return _shorten_figures(
        loop,
        replace(
            loop,
            points=loop.points[:once] + loop.points[end:],
            legs=tuple(legs),
            marks=tuple(marks),
            laps=None,
        ),
        float(along_m[once]),
        float(along_m[end]),
    )


def _without_gap(loop: Loop, gap_m: float) -> Loop:
    """Return a closed loop without its last metres, so that it ends before its start."""
    if gap_m <= 0 or loop.kind == "one-way":
        return loop
    along_m = cumulative_m(loop.points)
    end_m = max(float(along_m[-1]) - gap_m, float(along_m[-1]) / 2)
    lat, lon = np.array(loop.points).T
    kept = int(np.searchsorted(along_m, end_m, side="left"))
    last = LatLon(*(float(np.interp(end_m, along_m, degrees)) for degrees in (lat, lon)))
    return _shorten_figures(
        loop,
        replace(
            loop,
            points=(*loop.points[:kept], last),
            legs=_cut_legs(loop, kept, end_m),
            marks=tuple(mark for mark in loop.marks if mark.along_m <= end_m),
        ),
        end_m,
        float(along_m[-1]),
    )


def _cut_legs(loop: Loop, kept: int, end_m: float) -> tuple[Leg, ...]:
    """Return the legs of a loop up to a place between the points kept - 1 and kept."""
    legs = take_legs(loop, 0, kept)
    if not legs:
        return ()
    share = math.fsum(leg.steps for leg in loop.legs) / max(loop.steps, 1)
    left = share * Progress.of(loop).steps_at(end_m) - math.fsum(leg.steps for leg in legs[:-1])
    return (*legs[:-1], legs[-1]._replace(steps=max(left, 0.0)))


def _shorten_figures(whole: Loop, part: Loop, begin_m: float, end_m: float) -> Loop:
    """Return a loop without a stretch, its length, steps and time reduced by those of the stretch.

    `part` is the loop `whole` without what lies between two places along it.
    """
    progress, line_m = Progress.of(whole), float(cumulative_m(whole.points)[-1])
    steps = progress.steps_at(end_m) - progress.steps_at(begin_m)
    seconds = progress.seconds_at(end_m) - progress.seconds_at(begin_m)
    return replace(
        part,
        length_m=whole.length_m * (1 - (end_m - begin_m) / line_m),
        duration_s=whole.duration_s - seconds,
        steps=round(float(whole.steps - steps)),
    )
