from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from looproute import AsciiMap, Bundled, Loop, LoopRequest, Walker, find_loops, plan_loops
from looproute.network.street_class import KINDS
from looproute.training.group import Group, Member

ADA = Member("Ada", Walker.given(0.78, pace_s_per_m=0.60))
BO = Member("Bo", Walker.given(0.55, pace_s_per_m=0.80))
GROUP = Group(members=(ADA, BO))


@pytest.fixture(scope="module")
def loop() -> Loop:
    request = LoopRequest(start=Bundled.start, steps=4000, walker=GROUP.walker, count=1)
    return plan_loops(request, Bundled())[0]


def test_the_pace_is_that_of_the_slowest(loop: Loop) -> None:
    assert GROUP.slowest == BO
    assert GROUP.walker.speed_mps == pytest.approx(1 / 0.80)
    assert loop.duration_s == pytest.approx(BO.walker.duration_s(loop.length_m))


def test_the_group_has_the_mean_step_length_at_the_slowest_pace(loop: Loop) -> None:
    mean = sum(loop.length_m / share.steps.steps for share in GROUP.shares(loop)) / len(
        GROUP.members
    )
    assert GROUP.walker.step_length_m == pytest.approx(mean, rel=0.001)


def test_cadence_times_minutes_equals_the_steps(loop: Loop) -> None:
    for share in GROUP.shares(loop):
        assert share.cadence_spm * loop.duration_s / 60 == pytest.approx(share.steps.steps, abs=1)
        assert share.steps.low < share.steps.steps < share.steps.high


def test_slowing_down_shortens_steps_and_the_slowest_walks_as_usual(loop: Loop) -> None:
    ada, bo = GROUP.shares(loop)
    assert ada.steps.steps > ADA.walker.steps(loop.length_m).steps
    assert bo.steps == BO.walker.steps(loop.length_m)
    assert bo.alone_s == pytest.approx(loop.duration_s, abs=1)
    assert ada.alone_s == pytest.approx(loop.length_m * 0.60, abs=1)


def test_a_group_of_one_walks_like_its_member() -> None:
    alone = Group(members=(ADA,)).walker
    assert alone.step_length_m == pytest.approx(ADA.walker.step_length_m)
    assert alone.cadence_spm == pytest.approx(ADA.walker.cadence_spm)


@pytest.mark.parametrize("count", [0, 201])
def test_a_group_has_between_one_and_200_members(count: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 200 members, not {count}"):
        Group(members=(ADA,) * count)


def test_a_member_alone_has_the_steps_of_the_loop_with_its_stairs() -> None:
    town = AsciiMap("A---B\n|   |\nC---D", highways={"AB": "steps", "CD": "steps"})
    network = town.streets()
    first = np.arange(len(network.u)) == np.flatnonzero(network.kind == KINDS.index("steps"))[0]
    network = replace(network, risers=np.where(first, 1500.0, 0.0))
    request = LoopRequest(start=town.at("A"), length_m=1200, walker=ADA.walker)
    [loop] = find_loops(network, request)
    [share] = Group(members=(ADA,)).shares(loop)
    assert share.steps == (loop.steps, loop.steps_low, loop.steps_high)
    assert loop.steps > ADA.walker.steps(1200).steps
