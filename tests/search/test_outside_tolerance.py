"""A clearly better loop a little outside of the tolerance is offered, marked, and never first."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from looproute import Loop, LoopRequest
from looproute.errors import NoLoopError
from looproute.search import find_loops
from looproute.search.cycles.detours import OUTSIDE

from ..bench.areas import network_of, starts_in


def found(starts: int = 24, **changes: Any) -> list[Loop]:
    """Return what is found from some starts of a town."""
    loops: list[Loop] = []
    for start in starts_in("neubrandenburg", starts):
        request = LoopRequest(start=start, length_m=5600, only_loops=True)
        with suppress(NoLoopError):
            loops += find_loops(network_of("neubrandenburg"), replace(request, **changes))
    return loops


@pytest.fixture(scope="module")
def offered() -> list[Loop]:
    return found()


def test_some_are_offered_and_each_is_within_two_percent_and_not_first(
    offered: list[Loop],
) -> None:
    outside = [loop for loop in offered if loop.outside_tolerance]
    assert outside
    for loop in outside:
        assert loop.rank > 1
        [note] = [note for note in loop.notes if note.kind == "better-outside-tolerance"]
        assert note.facts == {"off_m": pytest.approx(loop.error_m, abs=0.01)}
        assert 0.005 * 5600 < abs(loop.error_m) <= OUTSIDE * 5600


def test_all_others_keep_the_promise(offered: list[Loop]) -> None:
    for loop in offered:
        assert loop.outside_tolerance or abs(loop.error_m) <= 0.005 * 5600 + 1e-6


def test_there_are_no_more_than_were_asked_for_and_ranks_follow(offered: list[Loop]) -> None:
    ranks = np.array([loop.rank for loop in offered])
    assert ranks.max() == 5
    assert ((np.diff(ranks) == 1) | (ranks[1:] == 1)).all()


@pytest.mark.parametrize("changes", [{"exact": True}, {"count": 1}, {"tolerance": 0.03}])
def test_none_is_offered_where_it_would_be_wrong(changes: dict[str, Any]) -> None:
    assert not any(loop.outside_tolerance for loop in found(8, **changes))


def test_none_is_longer_where_none_may_be() -> None:
    for loop in found(12, no_longer=True):
        assert loop.error_m <= 0.005 * 5600
