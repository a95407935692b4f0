"""A different good loop for every outing of a plan."""

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

# So long is a walk remembered, and so much of it may come again.
FORTNIGHT = timedelta(days=14)
MOST_SHARED = 0.5
# How often another seed and another heading are tried for a loop that is different enough.
_TRIES = 6
_CHOICES = 5
# Headings that differ by the golden angle never come near one another soon.
_GOLDEN_DEG = 137.508

Segments = dict[frozenset["LatLon"], float]


class Outing(NamedTuple):
    """A walk of a plan.

    Attributes
    ----------
    day : when.
    week : of the plan.
    loop : where; the only one of the day, and so its first.
    shared : the largest part that it has in common with another outing of the fortnight before.
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
    """Yield a loop for each outing of some weeks, in their order.

    No two within a fortnight share more than half of the shorter one, as far as the streets allow;
    where they do not, it is the loop that shares least. Raises what `plan_loops` raises.
    """
    if not weeks:
        return
    longest = max(week.steps for week in weeks)
    wish = LoopRequest(start=start, steps=longest, walker=walker)
    network = streets_round(start, reach_m(wish), source)
    before: list[tuple[date, Segments]] = []
    days = [(day, week) for week in weeks for day in week.days]
    for number, (day, week) in enumerate(days):
        recent = [segments for then, segments in before if day - then <= FORTNIGHT]
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
            best = _most_different(find_loops(network, request), recent, best)
            if best[0] <= MOST_SHARED:
                break
        assert best is not None
        shared, loop, segments = best
        before.append((day, segments))
        yield Outing(day, week, replace(loop, rank=1), shared)


def _most_different(
    loops: Sequence[Loop],
    recent: Sequence[Segments],
    best: tuple[float, Loop, Segments] | None,
) -> tuple[float, Loop, Segments]:
    """Return the first loop that is different enough, or else the most different one so far."""
    for loop in loops:
        segments = _segments(loop)
        shared = max((_shared(segments, other) for other in recent), default=0.0)
        if best is None or shared < best[0]:
            best = shared, loop, segments
        if shared <= MOST_SHARED:
            break
    assert best is not None
    return best


def _segments(loop: Loop) -> Segments:
    """Return the pieces of a loop from point to point, either way round, with their lengths."""
    along_m = cumulative_m(loop.points).tolist()
    ends = map(frozenset, pairwise(loop.points))
    return {pair: b - a for pair, (a, b) in zip(ends, pairwise(along_m), strict=True)}


def _shared(one: Segments, other: Segments) -> float:
    """Return how much of the shorter of two loops the other one has too, 0–1."""
    common_m = sum(length_m for pair, length_m in one.items() if pair in other)
    return common_m / min(sum(one.values()), sum(other.values()))
