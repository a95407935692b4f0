"""Measured walks to a step length and its band: an estimate that claims no more than they hold.

A day's mean step is normal, in its logarithm, about the walker's step length; the spread from day
to day is that of a study up to four days, and is learnt from five days on, see `SPREADS`. A walk
measures its day with an error that depends on how the distance and the steps were measured. The
prior is from height and pace. The band is for the mean step of a day to come, so that it never
gets narrower than the walker's own days differ.
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

# The spreads that a walker's days may have, and how likely each is before the walks speak (a
# small one is made less likely still where days are measured roughly, see posterior.py). Found by
# simulation (tests/bench/calibration.md): 94 to 96 bands of 100 hold for the walker of the study,
# and 93 or more, from five days on, for walkers of 1, 3 and 5 %.
LEARN_DAYS = 5
SPREADS = (
    Spread(0.0063, 0.618),
    Spread(0.009, 0.10),
    Spread(0.0135, 0.12),
    Spread(DAY_SD, 0.11),
    Spread(0.042, 0.02),
    Spread(0.07, 0.032),
)
_OF_THE_STUDY = (Spread(DAY_SD, 1.0),)
# Whether a walk is too far off is judged by these only, or else several wrong walks would pass for
# a walker whose days differ much.
_MOST_USUAL_SD = 0.05

NORMAL_95 = 1.96  # standard deviations to either side that hold 95 % of a normal distribution
AT_STEPS = 8000  # bands are told for a walk of so many
MIN_GPS_M = 1000.0  # chosen: on a shorter walk the error of the two ends tells

# A walk is too far off where it is rarer than one at three standard deviations; at four once the
# spread is learnt, as the walker's own days may differ more than those of the study.
_TOO_RARE = math.erfc(3 / math.sqrt(2))
_TOO_RARE_LEARNT = math.erfc(4 / math.sqrt(2))
# How near to twice or half the expected step looks like strides.
_NEAR = 0.08
MORE_DAYS = 2
_ONE_MORE = Walk(steps=560, distance_m=400.0)

Days = list[list[int]]
Miscount = Literal["strides", "half steps"]
ExclusionKind = Literal["belt", "short GPS", "outlier"]


class Prior(NamedTuple):
    """A step length known before any walk, in metres, and its relative standard deviation."""

    step_length_m: float
    sd: float


class Exclusion(NamedTuple):
    """Why an estimate leaves a walk out.

    Attributes
    ----------
    kind : "belt" of a treadmill that was not said to count outdoors, "short GPS" for less than 1 km
        by GPS, "outlier" for a step too far from that of the other walks.
    deviation : an outlier's step length over that of the other walks, minus 1.
    miscount : what the steps of an outlier look like, if anything.
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
    """A step length, how sure it is, and what each walk did to it.

    Attributes
    ----------
    step_length_m : metres.
    step_length_sd : relative; a day's mean step is within 1.96 of these, 19 days of 20.
    narrower_sd : the same after two more walks of 400 m on a track, on other days, if they leave
        the spread as it is.
    day_sd : the spread from day to day that is reckoned with, relative.
    days : on how many days the walks that it rests on were walked.
    pace_s_per_m : their mean pace, of those with a duration; None where none has one.
    contributions : one for each walk, in their order.
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
        """How many walks it rests on."""
        return sum(contribution.used for contribution in self.contributions)


def estimate(walks: Iterable[Walk], prior: Prior) -> Estimate:
    """Return what walks of one mode say of the step length.

    A walk too far off from the others is set aside, the worst first. The estimate does not depend
    on the order of the walks, nor on whether a walk of a day is entered whole or in parts.

    Raises
    ------
    ValueError
        The walks are of several modes.

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
    days = _by_day(walks, excluded)
    sample = _Sample(walks, prior, _spreads(days))
    while off := sample.furthest_off(days):
        days = [kept for day in days if (kept := [i for i in day if i not in off])]
        others_m = prior.step_length_m * math.exp(sample.posterior(days).center)
        for i in off:
            excluded[i] = _outlier(walks[i], others_m)

    sample = sample._replace(spreads=_spreads(days))
    posterior = sample.posterior(days)
    shares = sample.shares(days, posterior)
    return Estimate(
        step_length_m=prior.step_length_m * math.exp(posterior.center),
        step_length_sd=posterior.half_width() / NORMAL_95,
        narrower_sd=posterior.half_width(more=MORE_DAYS, of=_ONE_MORE.variance) / NORMAL_95,
        day_sd=posterior.day_sd,
        days=len(days),
        pace_s_per_m=_pace(walks[i] for day in days for i in day),
        contributions=tuple(
            Contribution(walk, shares.get(i, 0.0), excluded[i]) for i, walk in enumerate(walks)
        ),
    )


def detect_miscount(step_length_m: float, expected_m: float) -> Miscount | None:
    """Return what was counted if a step length is near twice or half the expected one.

    >>> detect_miscount(1.41, expected_m=0.70)
    'strides'
    """
    kinds: tuple[tuple[float, Miscount], ...] = ((2.0, "strides"), (0.5, "half steps"))
    for times, kind in kinds:
        if abs(step_length_m / (times * expected_m) - 1) <= _NEAR:
            return kind
    return None


class _Sample(NamedTuple):
    """Walks, and the prior and the spreads that they are judged by; days are lists of indices."""

    walks: tuple[Walk, ...]
    prior: Prior
    spreads: tuple[Spread, ...]

    def posterior(self, days: Days) -> Posterior:
        return Posterior.from_totals(self._totals(days), self.spreads, self.prior.sd)

    def furthest_off(self, days: Days) -> frozenset[int]:
        """Return the walk that the others find least likely, with its parts; empty if none is off.

        A walk alone is never off: people differ from a formula more than walks from one another.
        """
        usual = tuple(spread for spread in self.spreads if spread.day_sd <= _MOST_USUAL_SD)
        return self._replace(spreads=usual)._furthest_off(days)

    def _furthest_off(self, days: Days) -> frozenset[int]:
        totals = self._totals(days)
        worst, rarest = frozenset[int](), _TOO_RARE if len(self.spreads) == 1 else _TOO_RARE_LEARNT
        for day in days:
            whole = self._totals([day])
            for parts in self._one_by_one(day):
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
        """Return the share of each walk in the estimate; what is left of 1 is the prior's."""
        shares = {}
        for day in days:
            measured = self._measured(day)
            of_day = posterior.share(measured) * measured.variance
            for parts in self._by_method(day):
                of_parts = of_day / self.walks[parts[0]].variance
                steps = sum(self.walks[i].steps for i in parts)
                shares.update({i: of_parts * self.walks[i].steps / steps for i in parts})
        return shares

    def _totals(self, days: Days) -> list[Totals]:
        measured = [self._measured(day) for day in days]
        return [Totals.of(measured, spread) for spread in self.spreads]

    def _measured(self, day: Sequence[int]) -> DayMeasurement:
        """Return what a day's walks measured: pooled by method, methods weighed by precision."""
        methods = [[self.walks[i] for i in parts] for parts in self._by_method(day)]
        precisions = [1 / walks[0].variance for walks in methods]
        steps_m = [
            math.fsum(walk.distance_m for walk in walks) / sum(walk.steps for walk in walks)
            for walks in methods
        ]
        precision = math.fsum(precisions)
        pairs = zip(precisions, steps_m, strict=True)
        log_ratio = math.fsum(p * math.log(m / self.prior.step_length_m) for p, m in pairs)
        return DayMeasurement(log_ratio / precision, 1 / precision)

    def _by_method(self, day: Sequence[int]) -> Days:
        return _grouped(day, lambda i: (self.walks[i].how, self.walks[i].count))

    def _one_by_one(self, day: Sequence[int]) -> Days:
        """Return the walks of a day, those of one step length together: parts of one walk."""
        return _grouped(
            day,
            lambda i: (
                self.walks[i].how,
                self.walks[i].count,
                round(math.log(self.walks[i].step_length_m), 9),
            ),
        )


def _spreads(days: Days) -> tuple[Spread, ...]:
    return SPREADS if len(days) >= LEARN_DAYS else _OF_THE_STUDY


def _by_day(walks: Sequence[Walk], excluded: Sequence[Exclusion | None]) -> Days:
    fit = [i for i in range(len(walks)) if excluded[i] is None]
    return _grouped(fit, lambda i: i if (day := walks[i].day) is None else day)


def _grouped(indices: Sequence[int], key: Callable[[int], Hashable]) -> Days:
    groups: dict[Hashable, list[int]] = {}
    for i in indices:
        groups.setdefault(key(i), []).append(i)
    return list(groups.values())


def _pace(walks: Iterable[Walk]) -> float | None:
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
