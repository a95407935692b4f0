from __future__ import annotations

from itertools import pairwise

import pytest

from looproute.training.beginner_plan import plan_first_weeks
from looproute.training.run_walk_tables import Ratio


@pytest.mark.parametrize("ratio", [Ratio(4, 30), Ratio(30, 30), Ratio(90, 30), Ratio(360, 30)])
def test_eight_weeks_rise_steadily_to_the_ratio(ratio: Ratio) -> None:
    weeks = list(plan_first_weeks(ratio))
    assert [week.number for week in weeks] == list(range(1, 9))
    assert weeks[-1].ratio == ratio
    shares = [week.run_s / week.duration_s for week in weeks]
    assert all(before <= after + 0.02 for before, after in pairwise(shares))
    for week in weeks:
        assert week.run_s + week.walk_s == week.duration_s
        assert week.walk_s >= 120
