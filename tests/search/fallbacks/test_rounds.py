"""Rounds are shorter than what was wished for, by about as much as was asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from looproute.loops import LoopRequest
from looproute.search.fallbacks.rounds import Rounds, Shares, rounds_at
from looproute.search.reach import reach

from ..trails import equal_grid


def rounds_of(shares: Shares, *, exact: bool) -> Rounds:
    """Return a round of up to 1.6 km in a grid where hardly two streets are alike."""
    alike, middle = equal_grid()
    network = replace(alike, length_m=alike.length_m + np.arange(len(alike.u)) % 37 / 5)
    request = LoopRequest(start=middle, length_m=1600, exact=exact, count=1)
    ball = reach(network, network.nearest(middle), request.target_m)
    return rounds_at(ball, ball.root, np.ones(ball.graph.m, dtype=bool), request, [shares])


def test_any_length_among_the_shares_is_as_good_to_who_asks_for_the_metre() -> None:
    either, exact = (rounds_of(Shares(0.8, 1.0), exact=exact) for exact in (False, True))
    assert 0.8 * 1600 <= either.length_m[0] <= 1600
    assert exact.walk(0).tolist() == either.walk(0).tolist()


def test_one_share_alone_is_met_to_the_metre_if_that_is_asked_for() -> None:
    assert rounds_of(Shares(0.9, 0.9), exact=True).length_m == pytest.approx(1440, abs=0.5)
