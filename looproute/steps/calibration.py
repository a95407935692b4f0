"""Estimate a step length and its 95 % band from measured walks.

The logarithm of a day's mean step is normally distributed about the walker's step length. The
spread from day to day is that of a study for up to four days and is learnt from five days on, see
`SPREADS`. A walk measures its day with an error that depends on how distance and steps were
measured. The prior comes from height and pace. The band is for the mean step of a future day, so it
never gets narrower than the walker's own variation from day to day.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from looproute.steps.measurement import Walk
from looproute.steps.posterior import DayMeasurement, Posterior, Spread, Totals

# From day to day: 2.1 %, the standard error of 1.42 cm in a step of 68.08 cm of 40 people who were
# measured twice (JKEMA, https://www.jkema.org, volume 9, number 2, page 208, table 1).
DAY_SD = 0.021

# Possible spreads of a walker's days, and the prior probability of each (a small one becomes less
# likely still if days are measured roughly, see posterior.py). Found by simulation
# (tests/bench/calibration.md): 94 to 96 of 100 bands hold for the walker of the study, and at least
# 93, from five days on, for walkers whose days differ by 1, 3 and 5 %.
LEARN_DAYS = 5
SPREADS = (
    Spread(0.0063, 0.618),
    Spread(0.009, 0.10),
    Spread(0.0135, 0.12),
    Spread(DAY_SD, 0.11),
    Spread(0.042, 0.02),
    Spread(0.07, 0.032),
)
_STUDY_SPREADS = (Spread(DAY_SD, 1.0),)
# Outliers are judged by spreads up to this, or else several wrong walks would look like a walker
# whose days differ a lot.
_USUAL_SD_LIMIT = 0.05

NORMAL_95 = 1.96  # half-width in standard deviations that contains 95 % of a normal distribution
AT_STEPS = 8000  # the walk for which bands are reported
MIN_GPS_M = 1000.0  # chosen: on a shorter walk the error at its two ends matters

# A walk is an outlier if it is less likely than one at three standard deviations, or at four once
# the spread is learnt, because the walker's days may differ more than those of the study.
_RARE = math.erfc(3 / math.sqrt(2))
_RARE_LEARNT = math.erfc(4 / math.sqrt(2))
# The relative tolerance for a miscount of twice or half the expected step.
_MISCOUNT_TOLERANCE = 0.08
MORE_DAYS = 2
_ONE_MORE = Walk(steps=560, distance_m=400.0)

Days = list[list[int]]
Miscount = Literal["strides", "half steps"]
ExclusionKind = Literal["belt", "short GPS", "outlier"]


class Prior(NamedTuple):
    """The step length before any walk, in metres, and its relative standard deviation."""

    step_length_m: float
    sd: float


class Exclusion(NamedTuple):
    """Why an estimate leaves a walk out.

    Attributes
    ----------
    kind : "belt" for a treadmill walk not marked `outdoors`, "short GPS" for less than 1 km by GPS,
        "outlier" for a step too different from that of the other walks.
    deviation : the ratio of an outlier's step length to that of the other walks, minus 1.
    miscount : the likely counting mistake behind an outlier, if any.
    """

    kind: ExclusionKind
    deviation: float = 0.0
    miscount: Miscount | None = None


class Contribution(NamedTuple):
    """A walk's share of an estimate, 0–1, or why it was left out."""

    walk: Walk
    share: float
    exclusion: Exclusion | None

    @property
    def used(self) -> bool:
        """Whether the estimate rests on the walk."""
        return self.exclusion is None


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A step length, its uncertainty, and the contribution of each walk.

    Attributes
    ----------
    step_length_m : metres.
    step_length_sd : relative standard deviation; on 95 % of days the mean step is within 1.96 of
    it.
    narrower_sd : the same after two more walks of 400 m on a track, on other days, if they leave
        the spread unchanged.
    day_sd : the assumed spread from day to day, relative.
    days : the number of days of the walks used.
    pace_s_per_m : mean pace of the walks used that have a duration; None if none has.
    contributions : one for each walk, in the order of the walks.
    """

    step_length_m: float
    step_length_sd: float
    narrower_sd: float
    day_sd: float
    days: int
    pace_s_per_m: float | None
    contributions: tuple[Contribution, ...]

    @property
    def used(self) -> int:
        """The number of walks used."""
        return sum(contribution.used for contribution in self.contributions)


def estimate(walks: Iterable[Walk], prior: Prior) -> Estimate:
    """Estimate the step length from walks of one mode.

    Outliers are excluded one at a time, the worst first. The estimate does not depend on the order
    of the walks, or on whether a day's walk is entered whole or in parts.

    Raises
    ------
    ValueError : the walks have different modes.

    Examples
    --------
    >>> found = estimate([Walk(steps=560, distance_m=400.0)], Prior(0.70, 0.065))
    >>> round(found.step_length_m, 3), round(NORMAL_95 * found.step_length_sd * AT_STEPS)
    (0.713, 457)

    """
    walks = tuple(walks)
    if len({walk.mode for walk in walks}) > 1:
        raise ValueError("walks of different modes are not mixed: estimate one mode at a time.")
    excluded = [_check_walk(walk) for walk in walks]
    days = _group_by_day(walks, excluded)
    sample = _Sample(walks, prior, _choose_spreads(days))
    while outlier := sample.find_outlier(days):
        days = [kept for day in days if (kept := [i for i in day if i not in outlier])]
        others_m = prior.step_length_m * math.exp(sample.posterior(days).center)
        for i in outlier:
            excluded[i] = _outlier(walks[i], others_m)

    sample = sample._replace(spreads=_choose_spreads(days))
    posterior = sample.posterior(days)
    shares = sample.shares(days, posterior)
    return Estimate(
        step_length_m=prior.step_length_m * math.exp(posterior.center),
        step_length_sd=posterior.half_width() / NORMAL_95,
        narrower_sd=posterior.half_width(more=MORE_DAYS, of=_ONE_MORE.variance) / NORMAL_95,
        day_sd=posterior.day_sd,
        days=len(days),
        pace_s_per_m=_mean_pace(walks[i] for day in days for i in day),
        contributions=tuple(
            Contribution(walk, shares.get(i, 0.0), excluded[i]) for i, walk in enumerate(walks)
        ),
    )


def detect_miscount(step_length_m: float, expected_m: float) -> Miscount | None:
    """Return the miscount if a step length is near twice or half the expected one.

    >>> detect_miscount(1.41, expected_m=0.70)
    'strides'
    """
    kinds: tuple[tuple[float, Miscount], ...] = ((2.0, "strides"), (0.5, "half steps"))
    for times, kind in kinds:
        if abs(step_length_m / (times * expected_m) - 1) <= _MISCOUNT_TOLERANCE:
            return kind
    return None


class _Sample(NamedTuple):
    """Walks with their prior and possible spreads; days are lists of indices."""

    walks: tuple[Walk, ...]
    prior: Prior
    spreads: tuple[Spread, ...]

    def posterior(self, days: Days) -> Posterior:
        return Posterior.from_totals(self._totals(days), self.spreads, self.prior.sd)

    def find_outlier(self, days: Days) -> frozenset[int]:
        """Return the walk least likely given the others, with its parts; empty if none.

        A single walk is never an outlier, because people differ more from a formula than their
        walks differ from one another.
        """
        usual = tuple(spread for spread in self.spreads if spread.day_sd <= _USUAL_SD_LIMIT)
        return self._replace(spreads=usual)._find_outlier(days)

    def _find_outlier(self, days: Days) -> frozenset[int]:
        totals = self._totals(days)
        worst, rarest = frozenset[int](), _RARE if len(self.spreads) == 1 else _RARE_LEARNT
        for day in days:
            whole = self._totals([day])
            for parts in self._group_parts(day):
                rest = [i for i in day if i not in parts]
                if not rest and len(days) == 1:
                    continue
                left = self._totals([rest] if rest else [])
                swapped = [a.swap(b, c) for a, b, c in zip(totals, whole, left, strict=True)]
                others = Posterior.from_totals(swapped, self.spreads, self.prior.sd)
                seen = self._measured(parts)
                rare = others.beyond(abs(seen.log_ratio - others.center), variance=seen.variance)
                if rare < rarest:
                    worst, rarest = frozenset(parts), rare
        return worst

    def shares(self, days: Days, posterior: Posterior) -> dict[int, float]:
        """Return the share of each walk in the estimate; the prior has the rest."""
        shares = {}
        for day in days:
            measured = self._measured(day)
            of_day = posterior.share(measured) * measured.variance
            for parts in self._group_by_method(day):
                of_parts = of_day / self.walks[parts[0]].variance
                steps = sum(self.walks[i].steps for i in parts)
                shares.update({i: of_parts * self.walks[i].steps / steps for i in parts})
        return shares

    def _totals(self, days: Days) -> list[Totals]:
        measured = [self._measured(day) for day in days]
        return [Totals.of(measured, spread) for spread in self.spreads]

    def _measured(self, day: Sequence[int]) -> DayMeasurement:
        """Pool a day's walks by method, and weight the methods by precision."""
        methods = [[self.walks[i] for i in parts] for parts in self._group_by_method(day)]
        precisions = [1 / walks[0].variance for walks in methods]
        steps_m = [
            math.fsum(walk.distance_m for walk in walks) / sum(walk.steps for walk in walks)
            for walks in methods
        ]
        precision = math.fsum(precisions)
        pairs = zip(precisions, steps_m, strict=True)
        log_ratio = math.fsum(p * math.log(m / self.prior.step_length_m) for p, m in pairs)
        return DayMeasurement(log_ratio / precision, 1 / precision)

    def _group_by_method(self, day: Sequence[int]) -> Days:
        return _group(day, lambda i: (self.walks[i].how, self.walks[i].count))

    def _group_parts(self, day: Sequence[int]) -> Days:
        """Group a day's walks by method and step length, as parts of one walk."""
        return _group(
            day,
            lambda i: (
                self.walks[i].how,
                self.walks[i].count,
                round(math.log(self.walks[i].step_length_m), 9),
            ),
        )


def _choose_spreads(days: Days) -> tuple[Spread, ...]:
    return SPREADS if len(days) >= LEARN_DAYS else _STUDY_SPREADS


def _group_by_day(walks: Sequence[Walk], excluded: Sequence[Exclusion | None]) -> Days:
    fit = [i for i in range(len(walks)) if excluded[i] is None]
    return _group(fit, lambda i: i if (day := walks[i].day) is None else day)


def _group(indices: Sequence[int], key: Callable[[int], Hashable]) -> Days:
    groups: dict[Hashable, list[int]] = {}
    for i in indices:
        groups.setdefault(key(i), []).append(i)
    return list(groups.values())


def _mean_pace(walks: Iterable[Walk]) -> float | None:
    timed = [(walk.duration_s, walk.distance_m) for walk in walks if walk.duration_s is not None]
    if not timed:
        return None
    return math.fsum(s for s, _ in timed) / math.fsum(m for _, m in timed)


def _check_walk(walk: Walk) -> Exclusion | None:
    if walk.how == "treadmill" and not walk.outdoors:
        return Exclusion("belt")
    if walk.how == "gps" and walk.distance_m < MIN_GPS_M:
        return Exclusion("short GPS")
    return None


def _outlier(walk: Walk, others_m: float) -> Exclusion:
    miscount = detect_miscount(walk.step_length_m, others_m)
    return Exclusion("outlier", walk.step_length_m / others_m - 1, miscount)
