"""Mark on a loop where to run and where to walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from looproute.loops import Loop, Mark
from looproute.steps.walker import StepCount
from looproute.training.run_walk import RunWalk, Stretch

# A climb is steep from 8 % on, over 100 m: an assumption; satellite heights are no finer.
STEEP = 0.08
_AROUND_M = 50.0
_EACH_M = 25.0


def mark_changes(loop: Loop, plan: RunWalk, count: StepCount) -> Loop:
    """Return the loop with a mark at each change of gait, and the plan's figures.

    Previous marks of runs and walks are replaced; others are kept.
    """
    changes = [
        Mark(along_m, phase.gait, duration_s=phase.duration_s)
        for along_m, phase in zip(plan.begins_m(), plan.phases, strict=True)
    ]
    kept = [mark for mark in loop.marks if mark.kind not in ("run", "walk")]
    return replace(
        loop,
        marks=tuple(sorted((*kept, *changes), key=lambda mark: mark.along_m)),
        duration_s=plan.finish_s,
        target_m=loop.length_m,
        steps=count.steps,
        steps_low=count.low,
        steps_high=count.high,
        target_steps=count.steps,
    )


def find_climbs(along_m: Sequence[float], height_m: Sequence[float]) -> tuple[Stretch, ...]:
    """Return the stretches where a way climbs by more than `STEEP` over 100 m.

    Parameters
    ----------
    along_m, height_m : (k,) increasing metres along the way, and metres above sea level.

    >>> find_climbs([0, 1000, 1200, 2000], [0, 0, 40, 40])
    (Stretch(begin_m=1000.0, end_m=1200.0),)
    """
    import numpy as np

    middle_m = np.arange(_EACH_M / 2, along_m[-1], _EACH_M)
    before_m, after_m = (np.clip(middle_m + off, 0, along_m[-1]) for off in (-_AROUND_M, _AROUND_M))
    rise_m = np.interp(after_m, along_m, height_m) - np.interp(before_m, along_m, height_m)
    found: list[Stretch] = []
    for at_m in middle_m[rise_m > STEEP * (after_m - before_m)].tolist():
        begin_m, end_m = at_m - _EACH_M / 2, min(at_m + _EACH_M / 2, along_m[-1])
        if found and begin_m <= found[-1].end_m:
            begin_m = found.pop().begin_m
        found.append(Stretch(begin_m, end_m))
    return tuple(found)
