"""Posterior of the step length with an unknown spread from day to day.

For one spread t, day i's measurement y_i of log L is normal with variance t² + s_i², so the
posterior of log L is normal in closed form. Over several spreads it is a mixture, each component
weighted by how well it fits the days. Logarithms are relative to the prior's step length.

Roughly measured days cannot show a small spread, so its prior weight is multiplied by
t² / (t² + (8.5 s)²), the mean over the days. On a track that is nearly 1 for wide spreads; for
walks by GPS it grows with t². The 8.5 was found by simulation, as were the spreads
(tests/bench/calibration.md): the band is narrow after fifteen walks on a track, and still holds for
walkers whose days differ by 3 or 5 % and who only walk by GPS.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_ERROR_TIMES = 8.5  # found by simulation, see above
_LEAST = 1e-300  # replaces a likelihood of 0, whose logarithm is undefined


class DayMeasurement(NamedTuple):
    """A day's measured log(step length / prior's), and the variance of its error."""

    log_ratio: float
    variance: float


class Spread(NamedTuple):
    """A relative standard deviation from day to day, and its prior probability."""

    day_sd: float
    likely: float


class Totals(NamedTuple):
    """Sums over days under one spread, with p the precision of y.

    The sums are of p, p·y, p·y², log p, and of how well each day can show that spread, 0–1.
    """

    precision: float = 0.0
    first: float = 0.0
    second: float = 0.0
    log_precision: float = 0.0
    shown: float = 0.0

    @classmethod
    def of(cls, days: Iterable[DayMeasurement], spread: Spread) -> Totals:
        """Sum over days under a spread."""
        of_days = spread.day_sd**2
        days = tuple(days)
        terms = [(1 / (of_days + day.variance), day.log_ratio) for day in days]
        return cls(
            math.fsum(p for p, _ in terms),
            math.fsum(p * y for p, y in terms),
            math.fsum(p * y * y for p, y in terms),
            math.fsum(math.log(p) for p, _ in terms),
            math.fsum(of_days / (of_days + _ERROR_TIMES**2 * day.variance) for day in days),
        )

    def swap(self, out: Totals, into: Totals) -> Totals:
        """Return the sums with the days of `out` replaced by those of `into`."""
        return Totals(*(a - b + c for a, b, c in zip(self, out, into, strict=True)))


class Component(NamedTuple):
    """A spread's weight and its normal distribution of log L."""

    weight: float
    day_sd: float
    mean: float
    precision: float


class Posterior(NamedTuple):
    """A mixture of normals of log(L / prior's), one for each spread."""

    components: tuple[Component, ...]

    @classmethod
    def from_totals(
        cls, totals: Sequence[Totals], spreads: Sequence[Spread], prior_sd: float
    ) -> Posterior:
        """Return the posterior from the sums under each spread."""
        found: list[tuple[float, float, float]] = []
        logs = []
        for total, spread in zip(totals, spreads, strict=True):
            precision = prior_sd**-2 + total.precision
            mean = total.first / precision
            misfit = total.second - mean * mean * precision
            fit = (total.log_precision - math.log(precision) - misfit) / 2
            found.append((spread.day_sd, mean, precision))
            logs.append(math.log(spread.likely * max(total.shown, _LEAST)) + fit)
        weights = [math.exp(log - max(logs)) for log in logs]
        total_weight = math.fsum(weights)
        return cls(
            tuple(
                Component(weight / total_weight, *each)
                for weight, each in zip(weights, found, strict=True)
            )
        )

    @property
    def center(self) -> float:
        """The mean of log(L / prior's)."""
        return math.fsum(part.weight * part.mean for part in self.components)

    @property
    def day_sd(self) -> float:
        """The root mean square of the spread from day to day."""
        return math.sqrt(math.fsum(part.weight * part.day_sd**2 for part in self.components))

    def share(self, day: DayMeasurement) -> float:
        """Return the share of a day in the center, 0–1."""
        return math.fsum(
            part.weight / (part.day_sd**2 + day.variance) / part.precision
            for part in self.components
        )

    def beyond(self, off: float, *, variance: float = 0.0, more: int = 0, of: float = 0.0) -> float:
        """Return the probability that a future day is more than `off` from the center.

        The day is measured with `variance`. Assume `more` further days, measured with the variance
        `of`, that turn out as the posterior expects.
        """
        center = self.center
        likely = 0.0
        for part in self.components:
            day_variance = part.day_sd**2
            precision = part.precision + (more / (day_variance + of) if more else 0.0)
            scale = math.sqrt(2 * (day_variance + 1 / precision + variance))
            aside = part.mean - center
            tails = math.erfc((off - aside) / scale) + math.erfc((off + aside) / scale)
            likely += part.weight * tails / 2
        return likely

    def half_width(self, *, more: int = 0, of: float = 0.0) -> float:
        """Return the half-width of the band that holds 95 % of future days."""
        low, high = 0.0, 1.0
        for _ in range(30):
            half = (low + high) / 2
            if self.beyond(half, more=more, of=of) > 0.05:
                low = half
            else:
                high = half
        return high
