"""The choice of cycles to close: the best of each copy, those near the target first."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.cycles.contracted_block import LENGTH
from looproute.search.cycles.frontier import Joins
from looproute.search.cycles.score import GAP, PER_GAP, plain_merit, select_promising


class Found:
    """Cycles with random totals."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.sums = rng.uniform(0.1, 1.0, (40, 5)) * np.array([2000.0, 1e5, 10.0, 2000.0, 2000.0])
        self.copy = np.sort(rng.integers(0, 5, 40))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kept", [1, 3])
def test_the_best_cycles_of_each_copy_are_selected_within_the_length(seed: int, kept: int) -> None:
    found = Found(seed)
    joins: Joins = found  # type: ignore[assignment]
    length_m = found.sums[:, LENGTH]
    worth = plain_merit(found.sums) - PER_GAP * np.abs(length_m - 900) / 900
    expected = []
    for copy in np.unique(found.copy):
        fits = [i for i in range(40) if found.copy[i] == copy and length_m[i] < 1000 * (1 + GAP)]
        expected += sorted(fits, key=lambda i: -worth[i])[:kept]
    assert select_promising(joins, 900.0, 1000.0, kept) == expected


def test_without_cycles_the_prefilter_selects_none() -> None:
    found = Found(0)
    found.sums, found.copy = found.sums[:0], found.copy[:0]
    joins: Joins = found  # type: ignore[assignment]
    assert select_promising(joins, 900.0, 1000.0, 2) == []
