"""Plan a different loop for every outing of a training plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from looproute.geo import LatLon, cumulative_m
from looproute.loops import Loop
from looproute.planner import reach_m, streets_round
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.sources import StreetSource
from looproute.steps.walker import Walker
from looproute.training.plan import Week

# Loops within this time share at most this part of the shorter one.
FORTNIGHT = timedelta(days=14)
MOST_SHARED = 0.5
# The number of seeds and headings to try, and of loops to request each time.
_TRIES = 6
_CHOICES = 5
# Multiples of the golden angle spread any number of headings evenly.
_GOLDEN_DEG = 137.508

Segments = dict[frozenset["LatLon"], float]


class Outing(NamedTuple):
    """A walk of a plan.

    Attributes
    ----------
    day : the date.
    week : the week of the plan.
    loop : the only loop of the day, with rank 1.
    shared : the largest share in common with an outing planned within a fortnight, 0–1.
    """

    day: date
    week: Week
    loop: Loop
    shared: float


def plan_outings(
    weeks: Sequence[Week],
    walker: Walker,
    start: LatLon,
    source: StreetSource,
) -> Iterator[Outing]:
    """Yield a loop for each outing of the weeks, in order.

    If the streets allow it, no two loops within a fortnight share more than half of the shorter
    one; otherwise the loop that shares the least is used. Raises the errors of `plan_loops`.
    """
    if not weeks:
        return
    longest = max(week.steps for week in weeks)
    request = LoopRequest(start=start, steps=longest, walker=walker)
    network = streets_round(start, reach_m(request), source)
    planned: list[tuple[date, Segments]] = []
    days = [(day, week) for week in weeks for day in week.days]
    for number, (day, week) in enumerate(days):
        recent = [segments for then, segments in planned if day - then <= FORTNIGHT]
        best: tuple[float, Loop, Segments] | None = None
        for attempt in range(_TRIES):
            request = LoopRequest(
                start=start,
                steps=week.steps,
                walker=walker,
                count=_CHOICES,
                heading_deg=(number + attempt / _TRIES) * _GOLDEN_DEG % 360,
                seed=number + len(days) * attempt,
            )
            best = _select_most_different(find_loops(network, request), recent, best)
            if best[0] <= MOST_SHARED:
                break
        assert best is not None
        shared, loop, segments = best
        planned.append((day, segments))
        yield Outing(day, week, replace(loop, rank=1), shared)


def _select_most_different(
    loops: Sequence[Loop],
    recent: Sequence[Segments],
    best: tuple[float, Loop, Segments] | None,
) -> tuple[float, Loop, Segments]:
    """Return the first loop that is different enough, or the most different one."""
    for loop in loops:
        segments = _segments(loop)
        shared = max((_common_share(segments, other) for other in recent), default=0.0)
        if best is None or shared < best[0]:
            best = shared, loop, segments
        if shared <= MOST_SHARED:
            break
    assert best is not None
    return best


def _segments(loop: Loop) -> Segments:
    """Return the undirected segments of a loop, with their lengths."""
    along_m = cumulative_m(loop.points).tolist()
    ends = map(frozenset, pairwise(loop.points))
    return {pair: b - a for pair, (a, b) in zip(ends, pairwise(along_m), strict=True)}


def _common_share(one: Segments, other: Segments) -> float:
    """Return the share of the shorter of two loops that both have in common, 0–1."""
    common_m = sum(length_m for pair, length_m in one.items() if pair in other)
    return common_m / min(sum(one.values()), sum(other.values()))
