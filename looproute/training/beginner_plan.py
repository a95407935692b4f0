"""An eight-week plan for beginners: from seconds of running to the target ratio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from looproute.training.run_walk import alternate_gaits
from looproute.training.run_walk_tables import TABLES, Ratio

WEEKS = 8  # an assumption
OUTINGS = 3  # per week, an assumption
# 20 to 30 minutes, of which the first and the last are walked: an assumption.
_MINUTES = (20, 20, 22, 24, 26, 28, 30, 30)


class FirstWeek(NamedTuple):
    """A week's outings: duration and ratio, and the time run and walked in each."""

    number: int
    duration_s: float
    ratio: Ratio
    run_s: float
    walk_s: float


def plan_first_weeks(ratio: Ratio) -> Iterator[FirstWeek]:
    """Yield eight weeks from the gentlest ratio of short walks to the target ratio.

    >>> [week.ratio.run_s for week in plan_first_weeks(Ratio(60, 30))]
    [5, 5, 8, 10, 10, 15, 30, 60]
    """
    gentler = [row.ratios[0] for row in reversed(TABLES["short"])]
    ladder = [rung for rung in gentler if _run_share(rung) < _run_share(ratio)] + [ratio]
    for number, minutes in enumerate(_MINUTES):
        rung = ladder[number * (len(ladder) - 1) // (WEEKS - 1)]
        parts = list(alternate_gaits(60.0 * minutes, rung, beginner=True))
        run_s = sum(duration_s for gait, duration_s in parts if gait == "run")
        yield FirstWeek(number + 1, 60.0 * minutes, rung, run_s, 60.0 * minutes - run_s)


def _run_share(ratio: Ratio) -> float:
    return ratio.run_s / (ratio.run_s + ratio.walk_s)
