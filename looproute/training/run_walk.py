"""Run-walk plans: running speed, times and steps for an average pace.

The times and lengths of the phases add up exactly to the totals.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Literal, NamedTuple

from looproute.errors import LoopRouteError
from looproute.steps import formulas
from looproute.steps.calibration import DAY_SD, NORMAL_95, Estimate
from looproute.steps.prior import HEIGHT_MODEL_SD, HEIGHT_UNKNOWN_SD, TYPICAL_HEIGHT_M
from looproute.steps.walker import StepCount, Walker
from looproute.training.parse import RACES_M, RUN_PACE_S_PER_M
from looproute.training.run_walk_tables import Ratio

Gait = Literal["run", "walk"]

# Beginners walk the first and the last minute.
WALKED_ENDS_S = 60.0
# Beyond a marathon, every 10 km makes each walk a quarter longer: an assumption.
LONGER_EACH_M = 10_000.0
LONGER_BY = 0.25
_EPSILON_S = 1e-9
# A split this close to the finish is omitted.
_SAME_M = 0.5


class PaceError(LoopRouteError):
    """The average pace is impossible with these walks, or needs no running."""


class Phase(NamedTuple):
    """A part of the way that is run or walked continuously."""

    gait: Gait
    duration_s: float
    length_m: float


class Stretch(NamedTuple):
    """A part of the way, in metres from its start."""

    begin_m: float
    end_m: float


class Split(NamedTuple):
    """The time at a distance from the start."""

    distance_m: float
    time_s: float


@dataclass(frozen=True, kw_only=True)
class RunWalk:
    """A plan that alternates running and walking, at two speeds in metres per second."""

    ratio: Ratio
    run_speed_mps: float
    walk_speed_mps: float
    phases: tuple[Phase, ...]

    @property
    def distance_m(self) -> float:
        """The total length."""
        return math.fsum(phase.length_m for phase in self.phases)

    @property
    def run_s(self) -> float:
        """The total running time."""
        return math.fsum(phase.duration_s for phase in self.phases if phase.gait == "run")

    @property
    def walk_s(self) -> float:
        """The total walking time."""
        return math.fsum(phase.duration_s for phase in self.phases if phase.gait == "walk")

    @property
    def finish_s(self) -> float:
        """The total time."""
        return self.run_s + self.walk_s

    def begins_m(self) -> Iterator[float]:
        """Yield the metres from the start at which each phase begins."""
        yield from accumulate((phase.length_m for phase in self.phases[:-1]), initial=0.0)

    def splits(self, each_m: float) -> tuple[Split, ...]:
        """Return the times at multiples of a length and at the finish."""
        found: list[Split] = []
        last_m = self.distance_m - _SAME_M
        at_m = at_s = 0.0
        for phase in self.phases:
            speed_mps = phase.length_m / phase.duration_s
            while (mark_m := each_m * (len(found) + 1)) < min(at_m + phase.length_m, last_m):
                found.append(Split(mark_m, at_s + (mark_m - at_m) / speed_mps))
            at_m, at_s = at_m + phase.length_m, at_s + phase.duration_s
        return (*found, Split(self.distance_m, self.finish_s))


def run_walk(
    distance_m: float,
    pace_s_per_m: float,
    ratio: Ratio,
    walk_speed_mps: float,
    *,
    beginner: bool = False,
    steep: Sequence[Stretch] = (),
) -> RunWalk:
    """Plan runs and walks that cover a distance at an average pace.

    The run speed is (distance - walk speed * walking time) / running time. Beyond a marathon,
    longer distances have longer walks.

    Parameters
    ----------
    distance_m, pace_s_per_m : total distance and average pace, including walks.
    beginner : walk the first and the last minute.
    steep : stretches to walk regardless of the ratio, sorted and disjoint.

    Raises
    ------
    PaceError : no running speed achieves that average, or walking is fast enough.

    >>> plan = run_walk(10_000, 0.39, Ratio(90, 30), walk_speed_mps=1.4)
    >>> round(plan.finish_s), round(plan.run_speed_mps, 3)
    (3900, 2.944)
    """
    walked_m = math.fsum(stretch.end_m - stretch.begin_m for stretch in steep)
    level_m = distance_m - walked_m
    level_s = distance_m * pace_s_per_m - walked_m / walk_speed_mps
    parts: list[tuple[Gait, float]] = []
    if level_s > 0:
        parts += alternate_gaits(level_s, ratio, distance_m=distance_m, beginner=beginner)
    run_s = math.fsum(duration_s for gait, duration_s in parts if gait == "run")
    walk_s = math.fsum(duration_s for gait, duration_s in parts if gait == "walk")
    run_speed_mps = (level_m - walk_speed_mps * walk_s) / run_s if run_s > 0 else math.inf
    walk_pace_s_per_m = 1 / walk_speed_mps
    if run_speed_mps <= walk_speed_mps:
        raise PaceError(
            "walk-fast-enough", pace_s_per_m=pace_s_per_m, walk_pace_s_per_m=walk_pace_s_per_m
        )
    if run_speed_mps > 1 / RUN_PACE_S_PER_M.low:
        raise PaceError(
            "run-too-fast",
            pace_s_per_m=pace_s_per_m,
            walk_pace_s_per_m=walk_pace_s_per_m,
            run_s=ratio.run_s,
            walk_s=ratio.walk_s,
            limit_s_per_m=RUN_PACE_S_PER_M.low,
        )
    speeds: dict[Gait, float] = {"run": run_speed_mps, "walk": walk_speed_mps}
    phases = [Phase(gait, duration_s, duration_s * speeds[gait]) for gait, duration_s in parts]
    return RunWalk(
        ratio=ratio,
        run_speed_mps=run_speed_mps,
        walk_speed_mps=walk_speed_mps,
        phases=tuple(_merge_phases(_insert_walks(phases, steep, walk_speed_mps))),
    )


def alternate_gaits(
    duration_s: float, ratio: Ratio, *, distance_m: float = 0.0, beginner: bool = False
) -> Iterator[tuple[Gait, float]]:
    """Yield alternating runs and walks that fill a time; the last is cut short.

    `distance_m` is covered in that time; beyond a marathon, walks get longer. Raises PaceError if
    there is no time for one run.
    """
    ends_s = WALKED_ENDS_S if beginner else 0.0
    if duration_s < 2 * ends_s + ratio.run_s:
        kind = "too-short-for-beginner" if beginner else "too-short-for-run"
        raise PaceError(kind, duration_s=duration_s, run_s=ratio.run_s)
    if beginner:
        yield "walk", ends_s
    now_s, last_s = ends_s, duration_s - ends_s
    gait: Gait = "run"
    while last_s - now_s > _EPSILON_S:
        planned_s = ratio.run_s
        if gait == "walk":
            beyond_m = max(distance_m * now_s / duration_s - RACES_M["marathon"], 0.0)
            planned_s = round(ratio.walk_s * (1 + LONGER_BY * math.ceil(beyond_m / LONGER_EACH_M)))
        spent_s = min(planned_s, last_s - now_s)
        yield gait, spent_s
        now_s += spent_s
        gait = "walk" if gait == "run" else "run"
    if beginner:
        yield "walk", ends_s


def _insert_walks(
    phases: Sequence[Phase], steep: Sequence[Stretch], walk_speed_mps: float
) -> Iterator[Phase]:
    """Yield phases with walks inserted, which shift the phases that follow."""
    left = list(steep)
    at_m = 0.0
    for phase in phases:
        while left and left[0].begin_m < at_m + phase.length_m:
            before_m = max(left[0].begin_m - at_m, 0.0)
            share = before_m / phase.length_m
            if share > 0:
                yield Phase(phase.gait, share * phase.duration_s, before_m)
                phase = Phase(phase.gait, (1 - share) * phase.duration_s, phase.length_m - before_m)
            walked_m = left[0].end_m - left[0].begin_m
            yield Phase("walk", walked_m / walk_speed_mps, walked_m)
            at_m += before_m + walked_m
            del left[0]
        yield phase
        at_m += phase.length_m
    for stretch in left:
        walked_m = stretch.end_m - stretch.begin_m
        yield Phase("walk", walked_m / walk_speed_mps, walked_m)


def _merge_phases(phases: Iterator[Phase]) -> Iterator[Phase]:
    """Yield phases with consecutive ones of the same gait merged."""
    for gait, group in groupby(phases, key=lambda phase: phase.gait):
        parts = list(group)
        yield Phase(gait, sum(p.duration_s for p in parts), sum(p.length_m for p in parts))


class GaitStep(NamedTuple):
    """A gait's step length, its relative standard deviation, and whether it is measured."""

    length_m: float
    sd: float
    measured: bool


class RunWalkSteps(NamedTuple):
    """Running steps, walking steps, and their total with its 95 % band."""

    run: int
    walk: int
    whole: StepCount


def estimate_running_step(
    found: Estimate, speed_mps: float, *, height_m: float | None, given_m: float | None = None
) -> GaitStep:
    """Estimate a running step: as given, measured on runs, or by Hoeger's formula.

    A measured step, `found`, is scaled to the speed, as in the formula, if the pace of the runs is
    known.
    """
    if given_m is not None:
        return GaitStep(given_m, DAY_SD, measured=True)
    unknown_sd = 0.0 if height_m else HEIGHT_UNKNOWN_SD
    height_m = height_m or TYPICAL_HEIGHT_M
    if not found.used:
        sd = math.hypot(HEIGHT_MODEL_SD, DAY_SD, unknown_sd)
        return GaitStep(_predict_step_m(height_m, speed_mps), sd, measured=False)
    length_m = found.step_length_m
    if found.pace_s_per_m is not None:
        own_mps = 1 / found.pace_s_per_m
        length_m *= _predict_step_m(height_m, speed_mps) / _predict_step_m(height_m, own_mps)
    return GaitStep(length_m, found.step_length_sd, measured=True)


def _predict_step_m(height_m: float, speed_mps: float) -> float:
    """Predict the running step; below Hoeger's speeds, scale it like a walking step."""
    measured = formulas.predict_running_step(height_m, 1 / speed_mps)
    return measured.step_length_m * formulas.speed_factor(
        min(speed_mps, measured.speed_mps), measured.speed_mps
    )


def count_steps(plan: RunWalk, walking: GaitStep, running: GaitStep) -> RunWalkSteps:
    """Count the steps of a plan, with the 95 % band.

    Errors of measured steps are independent; errors of two steps predicted from the same height are
    correlated, so they add up.
    """
    run = plan.run_s * plan.run_speed_mps / running.length_m
    walk = plan.walk_s * plan.walk_speed_mps / walking.length_m
    errors = run * running.sd, walk * walking.sd
    half = NORMAL_95 * (
        math.hypot(*errors) if running.measured or walking.measured else sum(errors)
    )
    steps = round(run) + round(walk)
    return RunWalkSteps(
        round(run), round(walk), StepCount(steps, max(0, round(steps - half)), round(steps + half))
    )


def estimate_walking_step(walker: Walker) -> GaitStep:
    """Return the walking step of a walker."""
    return GaitStep(
        walker.step_length_m, walker.step_length_sd, measured=walker.basis in ("given", "walks")
    )
