"""Training plans: how many steps to walk, week by week.

The rules are those of walking programmes based on daily step counts (Tudor-Locke and others,
International Journal of Behavioral Nutrition and Physical Activity 8:79, 2011): begin a little
above the usual, rise by small steps, and do not rise after a missed week.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Literal, NamedTuple

from looproute.steps.walker import Walker
from looproute.units import Range

State = Literal["walked", "missed", "now", "ahead"]

# The limits of a plan.
FIRST_STEPS = Range(1_000, 20_000)
GOAL_STEPS = Range(1_000, 50_000)
RISE_STEPS = Range(100, 1_000)
EVERY_WEEKS = Range(1, 2)
WEEKS = Range(1, 104)
OUTINGS = Range(1, 7)
EVERYDAY_STEPS = Range(0, 30_000)
YEARS = Range(2000, 2100)

# Begin with 5,000 to 6,000 steps, and at most 1,000 more than on an ordinary day.
MOST_AT_FIRST = 6_000
ABOVE_BASELINE = 1_000
# An outing has at least this many steps.
LEAST_OUTING_STEPS = 500
EASIER_EACH = 4  # weeks
# A week counts as walked from this share of its steps on: an assumption, four outings of five.
ENOUGH = 0.8


class Week(NamedTuple):
    """A week of a plan.

    Attributes
    ----------
    number : 1 for the first.
    begin : the first day.
    steps : the steps of each outing.
    length_m, duration_s : the length and time of an outing, for the walker.
    days : the days of the outings.
    walked : the steps walked in the week.
    state : walked, missed (the next week repeats it), now or ahead.
    """

    number: int
    begin: date
    steps: int
    length_m: float
    duration_s: float
    days: tuple[date, ...]
    walked: int = 0
    state: State = "ahead"

    @property
    def planned(self) -> int:
        """The steps of all outings."""
        return self.steps * len(self.days)

    @property
    def end(self) -> date:
        """The first day after the week."""
        return self.begin + timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class TrainingPlan:
    """A plan to walk more, from a first number of steps to a goal.

    Attributes
    ----------
    first_steps, goal_steps : the steps of an outing in the first week and at the end.
    begin : the first day.
    rise_steps : the steps added at a time, 100 to 1,000.
    every_weeks : rise every week (1) or every other week (2).
    easier_fourth : make each fourth week one rise easier.
    weeks : the number of weeks; None for as many as the goal takes.
    outings : outings a week, 1 to 7.
    everyday_steps : everyday steps that count towards those of an outing, usually 0.

    Raises
    ------
    ValueError : a value is out of range, or the goal is below the start.

    Examples
    --------
    >>> plan = TrainingPlan(first_steps=5000, goal_steps=6200, begin=date(2026, 11, 23))
    >>> list(plan.rungs())
    [5000, 5500, 6000, 6200]

    """

    first_steps: int
    goal_steps: int
    begin: date
    rise_steps: int = 500
    every_weeks: int = 1
    easier_fourth: bool = False
    weeks: int | None = None
    outings: int = 3
    everyday_steps: int = 0

    def __post_init__(self) -> None:
        for what, value, limits in (
            ("a start of {} steps", self.first_steps, FIRST_STEPS),
            ("a goal of {} steps", self.goal_steps, GOAL_STEPS),
            ("a rise of {} steps", self.rise_steps, RISE_STEPS),
            ("a rise every {} weeks", self.every_weeks, EVERY_WEEKS),
            ("a plan of {} weeks", 1 if self.weeks is None else self.weeks, WEEKS),
            ("{} outings a week", self.outings, OUTINGS),
            ("a count of {} everyday steps", self.everyday_steps, EVERYDAY_STEPS),
        ):
            if not limits.holds(value):
                raise ValueError(
                    f"{what.format(f'{value:,}')} cannot be: it is from {limits:,.0f}."
                )
        if not YEARS.holds(self.begin.year):
            raise ValueError(f"{self.begin} is not a day from {YEARS}.")
        if self.goal_steps < self.first_steps:
            raise ValueError(
                f"a goal of {self.goal_steps:,} steps is below the start, "
                f"{self.first_steps:,}: a plan rises."
            )
        if self.first_steps - self.everyday_steps < LEAST_OUTING_STEPS:
            raise ValueError(
                f"{self.everyday_steps:,} everyday steps leave nothing to walk of the "
                f"{self.first_steps:,} of the first week: begin higher or count fewer."
            )

    @property
    def weeks_to_goal(self) -> int:
        """The number of the week in which the goal is first walked, if none is missed."""
        return next(n for n, steps in enumerate(self._ladder(), 1) if steps == self.goal_steps)

    def rungs(self) -> Iterator[int]:
        """Yield the steps of each week, everyday steps included."""
        return islice(self._ladder(), self.weeks or self.weeks_to_goal)

    def _ladder(self) -> Iterator[int]:
        """Yield the steps of each week, without end."""
        reached, rise, held, number = self.first_steps, 0, 0, 0
        while True:
            number += 1
            if self.easier_fourth and rise and number % EASIER_EACH == 0:
                held = 0
                yield reached - rise
                continue
            if held >= self.every_weeks and reached < self.goal_steps:
                rise = min(self.rise_steps, self.goal_steps - reached)
                reached, held = reached + rise, 0
            held += 1
            yield reached

    def days(self, begin: date) -> tuple[date, ...]:
        """Spread the outings over a week and return their days.

        >>> plan = TrainingPlan(first_steps=5000, goal_steps=6000, begin=date(2026, 11, 23))
        >>> [day.strftime("%a") for day in plan.days(plan.begin)]
        ['Mon', 'Wed', 'Fri']
        """
        return tuple(begin + timedelta(days=7 * i // self.outings) for i in range(self.outings))


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A plan with the state of its weeks, and the files of its loops.

    Attributes
    ----------
    plan : the plan.
    weeks : its weeks, with their states.
    walked : the steps of each day with a walk.
    maps : the file of each day's loop, relative to the file that links to it.
    attribution : the credit for the streets of the loops, or "".
    """

    plan: TrainingPlan
    weeks: tuple[Week, ...]
    walked: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))
    maps: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    attribution: str = ""


def cap_first_steps(requested: int, baseline: int | None = None) -> int:
    """Return the requested first steps, capped at what is wise.

    The cap is 1,000 more than the baseline, the steps of an ordinary day, or 6,000 without one.

    >>> cap_first_steps(6000), cap_first_steps(6000, baseline=4200), cap_first_steps(9000)
    (6000, 5200, 6000)
    """
    return min(requested, MOST_AT_FIRST if baseline is None else baseline + ABOVE_BASELINE)


def plan_weeks(
    plan: TrainingPlan,
    walker: Walker,
    walked: Mapping[date, int] | None = None,
    today: date | None = None,
) -> tuple[Week, ...]:
    """Return the weeks of a plan for a walker, with their states today.

    A week of which less than `ENOUGH` was walked is repeated. Without `today`, all weeks are ahead.
    """
    walked = walked or {}
    found: list[Week] = []
    for rung in plan.rungs():
        while True:
            week = _week(plan, walker, rung, len(found))
            if today is not None and week.begin <= today:
                done = sum(walked.get(week.begin + timedelta(days=k), 0) for k in range(7))
                state: State = "now" if today < week.end else "missed"
                if done >= ENOUGH * week.planned:
                    state = "walked"
                week = week._replace(walked=done, state=state)
            found.append(week)
            if week.state != "missed":
                break
    return tuple(found)


def _week(plan: TrainingPlan, walker: Walker, rung: int, number: int) -> Week:
    begin = plan.begin + timedelta(weeks=number)
    steps = rung - plan.everyday_steps
    length_m = walker.length_m(steps)
    return Week(
        number=number + 1,
        begin=begin,
        steps=steps,
        length_m=length_m,
        duration_s=walker.duration_s(length_m),
        days=plan.days(begin),
    )
