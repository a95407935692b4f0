"""Format the output of `looproute runwalk`: ratio, speeds, splits and steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from looproute.text.quantities import format_ratio, format_stopwatch
from looproute.training.beginner_plan import OUTINGS, plan_first_weeks
from looproute.training.parse import RACES_M
from looproute.training.run_walk import (
    GaitStep,
    RunWalk,
    RunWalkSteps,
    Stretch,
    count_steps,
)
from looproute.training.run_walk_tables import Table, find_ratios
from looproute.units import (
    MILE_M,
    Units,
    format_length,
    format_pace,
    format_step_length,
    format_steps,
)

TABLE_NAMES: dict[Table, str] = {
    "short": "walks of 30 s or less",
    "minute": "one-minute walks",
}
_SPLITS_A_LINE = 4  # as many as fit in 80 columns


@dataclass(frozen=True, kw_only=True)
class RaceCard:
    """A run-walk plan and the figures printed with it.

    Attributes
    ----------
    plan : the runs and the walks.
    pace_s_per_m : the target average pace.
    walking, running : the two step lengths.
    published : whether the ratio comes from the tables.
    steep : stretches that are walked because they are steep.
    beginner : whether the eight-week plan is printed.
    units : units of the output.
    """

    plan: RunWalk
    pace_s_per_m: float
    walking: GaitStep
    running: GaitStep
    published: bool
    steep: tuple[Stretch, ...]
    beginner: bool
    units: Units

    @property
    def steps(self) -> RunWalkSteps:
        """The running and walking steps."""
        return count_steps(self.plan, self.walking, self.running)

    @property
    def split_m(self) -> float:
        """The length of a split: a kilometre or a mile."""
        return 1000.0 if self.units == "metric" else MILE_M


def format_lines(card: RaceCard) -> Iterator[str]:
    """Yield the lines of the output, at most 80 columns each."""
    plan, units = card.plan, card.units
    pace = format_pace(card.pace_s_per_m, units)
    yield (
        f"{format_length(plan.distance_m, units)} at {pace} on average; the run-walk method after "
        "Jeff Galloway."
    )
    if card.published:
        for name in TABLE_NAMES:
            ratios = find_ratios(card.pace_s_per_m, name)
            row = ", or ".join(map(format_ratio, ratios[:3])) or "none for this pace"
            yield f"  {TABLE_NAMES[name]:<22} {row}"
    yield ""
    runs = sum(phase.gait == "run" for phase in plan.phases)
    yield (
        f"Run at {format_pace(1 / plan.run_speed_mps, units)} for "
        f"{format_stopwatch(plan.ratio.run_s)}, walk at "
        f"{format_pace(1 / plan.walk_speed_mps, units)} for "
        f"{format_stopwatch(plan.ratio.walk_s)}: {runs:,} runs."
    )
    yield (
        f"Finish after {format_stopwatch(plan.finish_s)}: {format_stopwatch(plan.run_s)} run, "
        f"{format_stopwatch(plan.walk_s)} walked."
    )
    if card.steep:
        walked_m = sum(stretch.end_m - stretch.begin_m for stretch in card.steep)
        yield (
            f"Walked because it is steep: {format_length(walked_m, units)}, on "
            f"{len(card.steep)} climb{'s' * (len(card.steep) > 1)}."
        )
    if plan.distance_m > RACES_M["marathon"]:
        yield "Beyond a marathon the walks get longer, by a quarter every 10 km."
    steps = card.steps
    yield (
        f"About {format_steps(steps.whole.steps)} steps (95 % of days: "
        f"{format_steps(steps.whole.low)}–{format_steps(steps.whole.high)}):"
    )
    yield (
        f"{format_steps(steps.run)} run at {format_step_length(card.running.length_m, units)}, "
        f"{format_steps(steps.walk)} walked at {format_step_length(card.walking.length_m, units)}."
    )
    yield ""
    yield from _split_lines(card)
    if card.beginner:
        yield ""
        yield from _week_lines(card)


def _split_lines(card: RaceCard) -> Iterator[str]:
    unit = "km" if card.units == "metric" else "mi"
    *splits, finish = card.plan.splits(card.split_m)
    cells = [f"{k:3d} {unit} {format_stopwatch(s.time_s):>8}" for k, s in enumerate(splits, 1)]
    cells.append(f"finish {format_stopwatch(finish.time_s):>8}")
    rows = -(-len(cells) // _SPLITS_A_LINE)
    for row in range(rows):
        yield "    ".join(cells[row::rows])


def _week_lines(card: RaceCard) -> Iterator[str]:
    yield f"Eight weeks of preparation, {OUTINGS} outings a week, the first and last minute walked:"
    yield "week   minutes   run/walk     run       steps"
    for week in plan_first_weeks(card.plan.ratio):
        steps = (
            week.run_s * card.plan.run_speed_mps / card.running.length_m
            + week.walk_s * card.plan.walk_speed_mps / card.walking.length_m
        )
        yield (
            f"{week.number:4d} {week.duration_s / 60:9.0f}   {format_ratio(week.ratio):9s} "
            f"{format_stopwatch(week.run_s):>7} {format_steps(steps):>11}"
        )


def build_json(card: RaceCard) -> dict[str, Any]:
    """Return the plan as JSON: lengths to 0.1 m, times to 0.1 s."""
    plan, steps = card.plan, card.steps
    answer: dict[str, Any] = {
        "distance_m": round(plan.distance_m, 1),
        "run_s": round(plan.run_s, 1),
        "walk_s": round(plan.walk_s, 1),
        "run_speed_m_s": round(plan.run_speed_mps, 4),
        "walk_speed_m_s": round(plan.walk_speed_mps, 4),
        "finish_s": round(plan.finish_s, 1),
        "steps": steps.whole.steps,
        "steps_low": steps.whole.low,
        "steps_high": steps.whole.high,
        "run_steps": steps.run,
        "walk_steps": steps.walk,
        "ratio": {"run_s": plan.ratio.run_s, "walk_s": plan.ratio.walk_s},
        "splits": [
            {"distance_m": round(split.distance_m, 1), "time_s": round(split.time_s, 1)}
            for split in plan.splits(card.split_m)
        ],
    }
    if card.beginner:
        answer["beginner_weeks"] = [
            {
                "week": week.number,
                "duration_s": week.duration_s,
                "ratio": {"run_s": week.ratio.run_s, "walk_s": week.ratio.walk_s},
                "run_s": week.run_s,
                "walk_s": week.walk_s,
            }
            for week in plan_first_weeks(plan.ratio)
        ]
    return answer
